"""Writes: a learner begins an apprenticeship, writes down their weeks, and a journeyworker signs them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.models import Apprentice, RegisteredStandards, WeekSignature, WorkWeek
from throughline.apps.trail import actions as trail
from throughline.core.apprenticeships.weeks import MOST_HOURS

WHAT = "An apprenticeship"
WEEK = "A week"
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class NewWeek:
    """A week as it is written down. paid: dollars an hour, where it is said."""

    monday: date
    hours: Decimal
    instruction: Decimal
    words: str
    paid: Decimal | None = None


@transaction.atomic
def ask_to_begin(*, by: Actor, standards: UUID, now: datetime) -> UUID:
    """A learner says that they learn by registered standards; their sponsor confirms it. Gives its id."""
    version = RegisteredStandards.objects.filter(standards=standards).order_by("-number").first()
    if version is None:
        raise Refused(WHAT, "nothing is registered at this address.", "Look in the list.")
    decision = require(by, "apprentice.begin", directory.subject_for(by, by.me), what=WHAT)
    mine = Apprentice.objects.filter(learner__in=ids_of([by.me]), version__standards=standards, ended_on=None)
    if mine.exists():
        raise Refused(WHAT, "you have asked for it, or learn by it.", "Look at your apprenticeships.")
    made = Apprentice.objects.create(learner_id=by.me, version=version, asked_at=now)
    _note(by, "asked to begin an apprenticeship", made, decision, now)
    return made.id


@transaction.atomic
def confirm(
    *, by: Actor, apprentice: UUID, employer: str, begun_on: date | None, in_school: bool, now: datetime
) -> None:
    """The sponsor confirms that somebody learns by its standards: where, and since when. in_school: beside school."""
    found = _found(apprentice)
    decision = _for_sponsor(by, found)
    if found.confirmed_at:
        raise Refused(WHAT, "it is confirmed.", "Look at the list again.")
    if begun_on is None:
        raise Refused(WHAT, "it has no first day.", "Pick one.")
    directory.organization_id(employer)
    found.employer, found.begun_on, found.in_school = employer, begun_on, in_school
    found.confirmed_by_id, found.confirmed_at = by.me, now
    found.save(update_fields=["employer", "begun_on", "in_school", "confirmed_by", "confirmed_at"])
    _note(by, "confirmed an apprenticeship", found, decision, now)


@transaction.atomic
def end(*, by: Actor, apprentice: UUID, now: datetime) -> None:
    """The learner or the sponsor ends it. What was signed stays theirs."""
    found = _found(apprentice)
    subject = directory.subject_for(by, found.learner_id)
    place = Subject(subject.learner, subject.name, organization=_sponsor(found))
    decision = require(by, "apprentice.end", place, what="Ending an apprenticeship")
    today = timezone.localdate(now)
    found.ended_on = max(today, found.begun_on) if found.begun_on else today
    found.save(update_fields=["ended_on"])
    _note(by, "ended an apprenticeship", found, decision, now)


@transaction.atomic
def log_week(*, by: Actor, apprentice: UUID, week: NewWeek, now: datetime) -> UUID:
    """An apprentice writes a week down, or mends one that nobody has signed yet. It waits for a signature. Gives its id."""
    found = _found(apprentice)
    decision = require(by, "apprentice.begin", directory.subject_for(by, found.learner_id), what=WEEK)
    if found.begun_on is None:
        raise Refused(WEEK, "the sponsor has not confirmed the apprenticeship yet.", "Ask them.")
    _check(week, found.begun_on, timezone.localdate(now))
    there = WorkWeek.objects.filter(apprentice=found, monday=week.monday).first()
    if there is not None and WeekSignature.objects.filter(week=there).exists():
        raise Refused(WEEK, "it is signed, and stays as it is.", "Tell who signed it, if it is wrong.")
    values = {
        "hours": week.hours, "instruction": week.instruction, "paid": week.paid, "words": week.words.strip()[:LONGEST],
        "logged_at": now,
    }  # fmt: skip
    made, _ = WorkWeek.objects.update_or_create(apprentice=found, monday=week.monday, defaults=values)
    _note(by, "wrote a week of work down", found, decision, now)
    return made.id


def _check(week: NewWeek, begun_on: date, today: date) -> None:
    if week.monday.weekday() != 0:
        raise Refused(WEEK, "it does not begin on a Monday.", "Pick the Monday of it.")
    if week.monday > today or week.monday + timedelta(days=6) < begun_on:
        raise Refused(WEEK, "it lies before the first day, or is still to come.", "Pick another one.")
    if week.hours + week.instruction <= 0 or week.hours + week.instruction > MOST_HOURS:
        raise Refused(WEEK, f"its hours are not between 1 and {MOST_HOURS}.", "Look at the numbers.")
    if not week.words.strip():
        raise Refused(WEEK, "it does not say what you did.", "Write it in a few words.")


@transaction.atomic
def sign_week(*, by: Actor, week: UUID, now: datetime) -> None:
    """A journeyworker of the employer or the sponsor signs a week. From then on it stays as it is."""
    found = WorkWeek.objects.select_for_update().filter(id=week).first()
    if found is None:
        raise Refused(WEEK, "there is none at this address.", "Look at what waits.")
    apprentice = _found(found.apprentice_id)
    if by.is_me(apprentice.learner_id):
        raise Refused(WEEK, "nobody signs their own.", "Ask the journeyworker beside you.")
    places = frozenset({apprentice.employer, _sponsor(apprentice)})
    decision = require(by, "week.sign", Subject(issuers=places), what="Signing a week")
    if WeekSignature.objects.filter(week=found).exists():
        raise Refused(WEEK, "it is signed.", "Look at what waits.")
    place = min(by.organizations("journeyworker") & places)
    WeekSignature.objects.create(week=found, organization=place, signed_by_id=by.me, signed_at=now)
    _note(by, "signed a week of work", apprentice, decision, now)


def _found(key: UUID) -> Apprentice:
    rows = Apprentice.objects.select_for_update(of=("self",)).select_related("version__standards")
    found = rows.filter(id=key, ended_on=None).first()
    if found is None:
        raise Refused(WHAT, "there is none at this address, or it is over.", "Look in the list.")
    return found


def _sponsor(found: Apprentice) -> str:
    return str(found.version.standards.sponsor)


def _for_sponsor(by: Actor, found: Apprentice) -> Decision:
    return require(by, "apprentice.confirm", Subject(organization=_sponsor(found)), what=WHAT)


def _note(by: Actor, verb: str, found: Apprentice, decision: Decision, now: datetime) -> None:
    act = trail.Act(by.person, verb, now, found.learner_id, f"apprentice:{found.id}", decision.authority)
    trail.record(act)
