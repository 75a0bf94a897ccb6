"""Writes: a region's network keeps partners, meetings and commitments, says how things are and might be, and plans."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import (
    Commitment,
    ConditionView,
    Partnership,
    RegionMeeting,
    RegionPlan,
)
from throughline.apps.governance.models.regions import DECISIONS, OUTCOMES
from throughline.apps.trail import actions as trail


@transaction.atomic
def add_partner(*, by: Actor, keeper: str, partner: str, brings: str, since: date, now: datetime) -> UUID:
    """A region's network and another organization begin to work together."""
    decision = _may(by, keeper)
    if partner not in frameworks.catalogue().organizations or partner == keeper:
        raise Refused("A partner", "no other organization was chosen.", "Choose one of the list.")
    if Partnership.objects.filter(keeper=keeper, partner=partner, until=None).exists():
        raise Refused("A partner", "they are one already.", "Choose another.")
    made = Partnership.objects.create(
        keeper=keeper, partner=partner, brings=brings.strip()[:2000], since=since
    )
    _tell(by, decision, "added a partner", keeper, now)
    return made.id


@transaction.atomic
def end_partnership(*, by: Actor, partnership: UUID, now: datetime) -> None:
    """A partnership ends today; what was promised in it stays."""
    found = Partnership.objects.filter(id=partnership, until=None).first()
    if found is None:
        raise Refused("This partnership", "it has ended.", "Look at the page again.")
    decision = _may(by, found.keeper)
    found.until = max(timezone.localdate(now), found.since)
    found.save(update_fields=["until"])
    _tell(by, decision, "ended a partnership", found.keeper, now)


@transaction.atomic
def keep_meeting(
    *, by: Actor, keeper: str, on: date, title: str, notes: str, present: Collection[str], now: datetime
) -> UUID:
    """Write down a meeting that was held, with the partners who were there."""
    decision = _may(by, keeper)
    if not title.strip():
        raise Refused("A meeting", "it has no title.", "Say what it was about.")
    if on > timezone.localdate(now):
        raise Refused("A meeting", "its day is still to come.", "Write it down once it was held.")
    known = set(_partners(keeper))
    made = RegionMeeting.objects.create(
        keeper=keeper, on=on, title=title.strip()[:200], notes=notes.strip()[:20_000],
        present=[each for each in present if each in known], kept_by_id=by.me, kept_at=now,
    )  # fmt: skip
    _tell(by, decision, "kept a meeting", keeper, now)
    return made.id


@transaction.atomic
def commit(*, by: Actor, keeper: str, partner: str, text: str, due: date | None, now: datetime) -> UUID:
    """Write down what a partner promised, and by which day."""
    decision = _may(by, keeper)
    if partner not in _partners(keeper):
        raise Refused("A commitment", "they are not a partner.", "Add them as a partner first.")
    if not text.strip():
        raise Refused("A commitment", "it says nothing.", "Say what was promised.")
    if due is None:
        raise Refused("A commitment", "it has no due day.", "Say by which day.")
    if due < timezone.localdate(now):
        raise Refused("A commitment", "its due day is over.", "Give a day to come.")
    made = Commitment.objects.create(
        keeper=keeper, partner=partner, text=text.strip()[:2000], due=due, made_by_id=by.me, made_at=now
    )
    _tell(by, decision, "wrote down a commitment", keeper, now)
    return made.id


@transaction.atomic
def close_commitment(*, by: Actor, commitment: UUID, outcome: str, closing: str, now: datetime) -> None:
    """Say what became of a commitment: kept, partly, or released. The network or the partner closes it, once."""
    found = Commitment.objects.select_for_update().filter(id=commitment).first()
    if found is None:
        raise Refused("This commitment", "it is not there.", "Look at the page again.")
    subject = Subject(issuers=frozenset({found.keeper, found.partner}))
    decision = require(by, "commitment.close", subject, what="This commitment")
    if found.closed_at is not None:
        raise Refused("This commitment", "it is closed.", "Write down a new one.")
    if outcome not in OUTCOMES:
        raise Refused("Closing", "it does not say what became of it.", "Choose one of the three.")
    if outcome != "kept" and not closing.strip():
        raise Refused("Closing", "the reason is missing.", "Say in a line what came between.")
    found.outcome, found.closing, found.closed_by_id, found.closed_at = (
        outcome, closing.strip()[:2000], by.me, now
    )  # fmt: skip
    found.save(update_fields=["outcome", "closing", "closed_by", "closed_at"])
    _tell(by, decision, "closed a commitment", found.keeper, now)


@transaction.atomic
def see_condition(
    *, by: Actor, keeper: str, condition: str, as_is: str, wanted: str, gap: str, now: datetime
) -> None:
    """A region's own words on one condition of change: as it is, as it might be, and what lies between."""
    decision = _may(by, keeper)
    if condition not in {each.id for each in frameworks.catalogue().state.conditions}:
        raise Refused("This condition", "it is none of the state's.", "Choose one of the list.")
    if not as_is.strip() or not wanted.strip():
        raise Refused(
            "This condition", "one half of the pair is empty.", "Say how it is and how it might be."
        )
    ConditionView.objects.create(
        keeper=keeper, condition=condition, now=as_is.strip()[:5000], wanted=wanted.strip()[:5000],
        gap=gap.strip()[:5000], written_by_id=by.me, written_at=now,
    )  # fmt: skip
    _tell(by, decision, "wrote on a condition", keeper, now)


@transaction.atomic
def send_plan(*, by: Actor, keeper: str, needs: str, capacity: str, steps: str, now: datetime) -> int:
    """A region sends its plan to the state: needs, capacity, and what will be done, with partners; gives its number."""
    decision = _may(by, keeper)
    if not _partners(keeper):
        raise Refused("This plan", "the region has no partner yet.", "Add partners first.")
    for name, text in (("needs", needs), ("capacity", capacity), ("steps", steps)):
        if not text.strip():
            raise Refused("This plan", f"its {name} are still empty.", "Fill them in.", {"field": name})
    rows = RegionPlan.objects.filter(keeper=keeper)
    if rows.filter(decision="").exists():
        raise Refused("This plan", "one waits for an answer.", "Wait for it.")
    number = (rows.aggregate(most=Max("number"))["most"] or 0) + 1
    RegionPlan.objects.create(
        keeper=keeper, number=number, needs=needs.strip(), capacity=capacity.strip(), steps=steps.strip(),
        sent_by_id=by.me, sent_at=now,
    )  # fmt: skip
    _tell(by, decision, "sent a plan", keeper, now)
    return number


@transaction.atomic
def decide_plan(*, by: Actor, keeper: str, decision: str, reasons: str, now: datetime) -> None:
    """The state's body approves a region's plan or returns it, with reasons."""
    may = require(by, "region.approve", what="This plan")
    found = RegionPlan.objects.select_for_update().filter(keeper=keeper, decision="").first()
    if found is None:
        raise Refused("This plan", "none waits for an answer.", "Look at the page again.")
    if decision not in DECISIONS or not reasons.strip():
        raise Refused("Answering", "it lacks a decision or its reasons.", "Say which, and why.")
    found.decision, found.reasons, found.decided_by_id, found.decided_at = (
        decision, reasons.strip(), by.me, now
    )  # fmt: skip
    found.save(update_fields=["decision", "reasons", "decided_by", "decided_at"])
    _tell(by, may, f"{decision} a plan", keeper, now)


def _may(by: Actor, keeper: str) -> Decision:
    found = frameworks.catalogue().organizations.get(keeper)
    if found is None or found.kind != "intermediary":
        raise Refused("This region", f"'{keeper}' brings no region together.", "Check the name.")
    return require(by, "region.write", Subject(organization=keeper), what="This region's work")


def _partners(keeper: str) -> tuple[str, ...]:
    rows = Partnership.objects.filter(keeper=keeper, until=None)
    return tuple(rows.values_list("partner", flat=True))


def _tell(by: Actor, decision: Decision, verb: str, keeper: str, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"organization:{keeper}", decision.authority))
