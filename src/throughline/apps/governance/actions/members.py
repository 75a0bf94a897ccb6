"""Writes of members: what could sway them, what they step back from, which duty was done, whom they say they belong to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries
from throughline.apps.governance.models import Body, Conflict, DutyDone, Recusal, SeatTerm, SelfReport
from throughline.apps.trail import actions as trail


@transaction.atomic
def declare_conflict(*, by: Actor, body: str, organization: str, words: str, now: datetime) -> UUID:
    """A member declares an organization in which they have an interest, and which: the public reads it at their seat."""
    decision = require(
        by,
        "conflict.declare",
        queries.subject_of(body, timezone.localdate(now)),
        what="Declaring an interest",
    )
    if organization not in frameworks.catalogue().organizations:
        raise Refused("Declaring an interest", f"no organization is called '{organization}'.", "Choose one.")
    term = _term(by, body, timezone.localdate(now))
    if not words.strip():
        raise Refused("Declaring an interest", "it says nothing.", "Say what ties you to them.")
    if Conflict.objects.filter(term=term, organization=organization, ended_at=None).exists():
        raise Refused("Declaring an interest", "you declared this one already.", "End that one first.")
    made = Conflict.objects.create(term=term, organization=organization, words=words.strip(), declared_at=now)
    _note(by, "declared an interest", body, decision.authority, now, {"organization": organization})
    return made.id


@transaction.atomic
def end_conflict(*, by: Actor, conflict: UUID, now: datetime) -> None:
    """A member says that an interest they declared is no more; that it was declared stays readable."""
    found = Conflict.objects.select_for_update().filter(id=conflict, ended_at=None).first()
    if found is None or not by.is_me(found.term.person_id):
        raise Refused("An interest", "only the member who declared it ends it.", "Ask them.")
    body = found.term.seat.body.slug
    decision = require(
        by, "conflict.declare", queries.subject_of(body, timezone.localdate(now)), what="Ending an interest"
    )
    found.ended_at = now
    found.save(update_fields=["ended_at"])
    _note(by, "ended an interest", body, decision.authority, now, {"organization": found.organization})


@transaction.atomic
def recuse(*, by: Actor, body: str, matter: str, words: str, now: datetime) -> UUID:
    """A member steps back from one matter (`docket:12`) and says why; it cannot be taken back."""
    decision = require(
        by, "conflict.declare", queries.subject_of(body, timezone.localdate(now)), what="Stepping back"
    )
    if not words.strip():
        raise Refused("Stepping back", "it gives no reason.", "Say why.")
    term = _term(by, body, timezone.localdate(now))
    if Recusal.objects.filter(term=term, matter=matter).exists():
        raise Refused("Stepping back", "you stepped back from it already.", "There is nothing to do.")
    made = Recusal.objects.create(term=term, matter=matter, words=words.strip(), at=now)
    _note(by, "stepped back", body, decision.authority, now, {"matter": matter})
    return made.id


@transaction.atomic
def record_duty(*, by: Actor, body: str, duty: str, on: date, words: str, now: datetime) -> UUID:
    """A member says that the body did one of its duties on a day, and what shows it."""
    charter, _ = queries.charter(body)
    decision = require(by, "duty.record", queries.subject_of(body, timezone.localdate(now)), what="A duty")
    if duty not in {each.id for each in charter.duties}:
        raise Refused("A duty", f"the charter has no duty '{duty}'.", "Choose one of its duties.")
    if on > timezone.localdate(now):
        raise Refused("A duty", "the day is still to come.", "Record it once it is done.")
    if not words.strip():
        raise Refused("A duty", "it does not say what was done.", "Say it, in a sentence.")
    Body.objects.bulk_create([Body(slug=body)], ignore_conflicts=True)
    made = DutyDone.objects.create(
        body=Body.objects.get(slug=body), duty=duty, on=on, words=words.strip(), by_id=by.person, at=now
    )
    _note(by, "did a duty", body, decision.authority, now, {"duty": duty, "on": on.isoformat()})
    return made.id


@transaction.atomic
def say_groups(*, by: Actor, groups: Iterable[str], openly: bool, now: datetime) -> None:
    """A person says to which of the state's groups they belong, or none; openly: it may stand beside their name. Nobody
    has to say it, and the newest word holds."""
    decision = require(by, "groups.say", what="Saying where you belong")
    known, said = frameworks.catalogue().state.groups, sorted(set(groups))
    if unknown := [each for each in said if each not in known]:
        raise Refused(
            "Saying where you belong", f"the state counts no '{unknown[0]}'.", "Choose from its list."
        )
    if openly and not queries.may_say_openly(by.me, timezone.localdate(now)):
        raise Refused(
            "Saying it openly",
            "your seat is one whose holder is not named.",
            "It is counted without your name.",
        )
    SelfReport.objects.update_or_create(
        person_id=by.me, defaults={"groups": said, "openly": openly, "said_at": now}
    )
    # What they said is theirs: the event does not repeat it.
    trail.record(
        trail.Act(by.person, "said where they belong", now, by.me, f"person:{by.me}", decision.authority)
    )


def _term(by: Actor, body: str, on: date) -> SeatTerm:
    term = SeatTerm.objects.filter(
        seat__body__slug=body, person__in=[by.me, *by.also], since__lte=on, ends__gt=on
    )
    return term.get()


def _note(by: Actor, verb: str, body: str, authority: str, now: datetime, said: Mapping[str, object]) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"body:{body}", authority, said))
