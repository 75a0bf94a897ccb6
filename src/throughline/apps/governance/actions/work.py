"""Writes: who carries a work item of the state and how far it is, what was talked over, and what it changed."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import WorkChange, WorkNote, WorkStanding
from throughline.apps.governance.models.work import MEANS, NOTES, STATES
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as log


@transaction.atomic
def assign_work(
    *, by: Actor, item: str, owner: str, state: str, now: datetime, due: date | None = None, words: str = ""
) -> UUID:
    """Say which organization carries a work item, how far it is, and by when it is to be in place."""
    decision = require(by, "work.assign", what="This work item")
    _known(item)
    if owner not in frameworks.catalogue().organizations:
        raise Refused("This work item", "no organization was chosen.", "Choose who carries it.")
    return _stand(by, decision, item, owner, state, due, words, now)


@transaction.atomic
def move_work(
    *, by: Actor, item: str, state: str, now: datetime, due: date | None = None, words: str = ""
) -> UUID:
    """Whoever carries a work item says how far it is now."""
    decision, owner = _carries(by, item)
    return _stand(by, decision, item, owner, state, due, words, now)


def _stand(
    by: Actor,
    decision: Decision,
    item: str,
    owner: str,
    state: str,
    due: date | None,
    words: str,
    now: datetime,
) -> UUID:
    if state not in STATES:
        raise Refused("This work item", "it does not say how far it is.", "Choose one of the three.")
    made = WorkStanding.objects.create(
        item=item,
        owner=owner,
        state=state,
        due=due,
        words=words.strip()[:2000],
        said_by_id=by.me,
        said_at=now,
    )
    _tell(by, decision, "moved a work item", item, now)
    return made.id


@transaction.atomic
def note_work(
    *, by: Actor, item: str, kind: str, on: date, words: str, present: Collection[str], now: datetime
) -> UUID:
    """Write down a meeting about a work item with those who took part, or a note that makes sense of it."""
    decision, _ = _carries(by, item)
    if kind not in NOTES or not words.strip():
        raise Refused("This note", "it says nothing.", "Say what was talked over or understood.")
    if on > timezone.localdate(now):
        raise Refused("This note", "its day is still to come.", "Write it down once it was.")
    there = frameworks.catalogue().organizations
    made = WorkNote.objects.create(
        item=item, kind=kind, on=on, words=words.strip()[:20_000], present=[each for each in present if each in there],
        written_by_id=by.me, written_at=now,
    )  # fmt: skip
    _tell(by, decision, "noted on a work item", item, now)
    return made.id


@transaction.atomic
def link_change(*, by: Actor, item: str, means: str, reference: str, now: datetime, words: str = "") -> UUID:
    """Say what a work item changed: a program, rule or decision, by its newest entry in the public log."""
    decision, _ = _carries(by, item)
    if means not in MEANS:
        raise Refused("This change", "it does not say what kind it is.", "Choose one of the five.")
    found = _in_the_log(reference.strip())
    if WorkChange.objects.filter(
        item=item, kind=found.kind, reference=found.reference, number=found.number
    ).exists():
        raise Refused("This change", "it stands here already.", "Name another one.")
    made = WorkChange.objects.create(
        item=item, means=means, kind=found.kind, reference=found.reference, number=found.number,
        words=words.strip()[:2000], changed_at=found.recorded_at, linked_by_id=by.me, linked_at=now,
    )  # fmt: skip
    _tell(by, decision, "linked a change", item, now)
    return made.id


def _in_the_log(reference: str) -> log.Entry:
    """The newest entry of the public log about something that can change."""
    state, kind = frameworks.home_state(), "decision" if reference.startswith("decision:") else "version"
    number = log.last_numbers(state, kind, [reference]).get(reference)
    found = log.entry_of(state, reference, number, kind) if number is not None else None
    if found is None:
        raise Refused(
            "This change", f"the public log says nothing of '{reference[:100]}'.",
            "Copy the name as the log has it, such as pathway:nursing.",
        )  # fmt: skip
    return found


def _carries(by: Actor, item: str) -> tuple[Decision, str]:
    _known(item)
    newest = WorkStanding.objects.filter(item=item).order_by("-said_at").first()
    if newest is None:
        raise Refused("This work item", "nobody carries it yet.", "Ask the state's body to say who does.")
    subject = Subject(organization=newest.owner)
    return require(by, "work.write", subject, what="This work item"), newest.owner


def _known(item: str) -> None:
    if not any(item == each.id for line in frameworks.catalogue().state.work for each in line.items):
        raise Refused("This work item", f"the state has none called '{item}'.", "Look at the list.")


def _tell(by: Actor, decision: Decision, verb: str, item: str, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"work:{item}", decision.authority))
