"""A learner's day, as they and the people they let in read it: the same values for both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.models import Goal, PlanProfile
from throughline.apps.advising.queries.choosing import ChoiceNow, choices_of
from throughline.apps.advising.weighing import audit_of
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.models import Person
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.directory.policy import require
from throughline.apps.records import queries as records
from throughline.apps.trail import actions as trail
from throughline.core.progress.record import Record

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
OPENED_BY = frozenset({"plan", "progress"})
"""The scopes that open something of a learner's day: the plan its goals and supports, the progress what is worked on."""


@dataclass(frozen=True, slots=True)
class GoalToday:
    """An open goal in the learner's words. what: the milestone it is about, or empty. on: the day they set, if any."""

    words: str
    what: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Today:
    """A learner's day as far as `scopes` open it. Without `plan`: no activity, goals, barriers, supports or adult.
    Without `progress`: nothing in next and begun.

    activity: what their usual week has on this weekday. next: milestones open to them now; begun: those in progress.
    """

    learner: directory.Someone
    scopes: frozenset[str]
    choice: ChoiceNow
    activity: str
    goals: tuple[GoalToday, ...]
    barriers: str
    supports: str
    caring_adult: str
    next: tuple[str, ...]
    begun: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads a learner's day. scopes: what of it they see."""

    person: directory.Someone
    kind: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class OwnToday:
    """A learner's own day, as they chose to see it, and everyone else who can read it. as_seen_by: whose eyes; None: own."""

    today: Today
    readers: tuple[Reader, ...]
    as_seen_by: Reader | None


def own_today(actor: Actor, *, now: datetime, as_seen_by: UUID | None = None) -> OwnToday:
    """The actor's own day with those who read it too; as_seen_by: exactly as that reader sees it. Six queries."""
    ties = [each for each in directory.helpers_of(actor, actor.me) if OPENED_BY & set(each.scopes)]
    readers = tuple(
        Reader(each.helper, each.kind, OPENED_BY & set(each.scopes)) for each in ties if _open(each, now)
    )
    eyes = next((each for each in readers if each.person.id == as_seen_by), None)
    if as_seen_by is not None and eyes is None:
        raise Refused("Your day", "this person does not read it.", "Choose one of those who do.")
    found = _days({actor.me: eyes.scopes if eyes else OPENED_BY}, now)
    return OwnToday(found[0], readers, eyes)


def whose_day(actor: Actor) -> list[tuple[directory.Someone, frozenset[str]]]:
    """The learners whose day the actor may read, with what of it, by name. One query."""
    require(actor, "today.read", what="The day of learners")
    scopes: dict[UUID, frozenset[str]] = {}
    found: dict[UUID, directory.Someone] = {}
    for each in directory.helped_by(actor) if actor.helps else ():
        opened = OPENED_BY & _scopes_now(actor, each.learner.id)
        if opened:
            found[each.learner.id], scopes[each.learner.id] = each.learner, opened
    return [(someone, scopes[key]) for key, someone in found.items()]


def todays(
    actor: Actor, of: Sequence[tuple[directory.Someone, frozenset[str]]], *, now: datetime
) -> list[Today]:
    """The day of some of `whose_day`, in their order. Each learner can see that it was read. Six queries."""
    require(actor, "today.read", what="The day of learners")
    opened = {someone.id: OPENED_BY & _scopes_now(actor, someone.id) for someone, _scopes in of}
    shown = {key: scopes for key, scopes in opened.items() if scopes}
    authority = "they let you in"
    trail.note_reads(trail.Act(actor.person, "read", now, target="today", authority=authority), shown)
    return _days(shown, now)


def _open(tie: directory.Helping, now: datetime) -> bool:
    return tie.starts <= timezone.localdate(now) and (
        tie.until is None or tie.until >= timezone.localdate(now)
    )


def _scopes_now(actor: Actor, learner: UUID) -> frozenset[str]:
    return frozenset(s for each in actor.helps if each.learner == learner for s in each.scopes)


def _days(scopes: Mapping[UUID, frozenset[str]], now: datetime) -> list[Today]:
    people = {p.id: p for p in _people(scopes)}
    choices = choices_of(scopes)
    goals = _goals(key for key, each in scopes.items() if "plan" in each)
    held = records.records_of(
        [key for key, each in scopes.items() if "progress" in each and choices[key].pathway]
    )
    return [
        _today(people[key], each, choices[key], goals.get(key, ()), held.get(key), now)
        for key, each in scopes.items()
    ]


def _people(learners: Iterable[UUID]) -> Iterable[Person]:
    return Person.objects.filter(id__in=list(learners)).select_related("plan_profile", "week")


def _goals(learners: Iterable[UUID]) -> dict[UUID, tuple[GoalToday, ...]]:
    wanted = list(learners)
    rows = list(Goal.objects.filter(learner__in=ids_of(wanted), dropped_at=None).order_by("on", "set_at"))
    same = whose(wanted, (row.learner_id for row in rows))
    found: dict[UUID, tuple[GoalToday, ...]] = {}
    for row in rows:
        key = same[row.learner_id]
        found[key] = (*found.get(key, ()), GoalToday(row.words, row.what, row.on))
    return found


def _today(
    person: Person, scopes: frozenset[str], choice: ChoiceNow, goals: tuple[GoalToday, ...],
    record: Record | None, now: datetime,
) -> Today:  # fmt: skip
    frame = getattr(person, "plan_profile", None) if "plan" in scopes else None
    frame = frame or PlanProfile()
    met, following, begun = _at_hand(record, choice, now)
    return Today(
        directory.shown(person), scopes, choice, _activity(person, now) if "plan" in scopes else "",
        tuple(each for each in goals if each.what not in met), frame.barriers, frame.supports,
        frame.caring_adult, following, begun,
    )  # fmt: skip


def _at_hand(
    record: Record | None, choice: ChoiceNow, now: datetime
) -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    if record is None:
        return frozenset(), (), frozenset()
    day = timezone.localdate(now)
    found = audit_of(record, choice.pathway, choice.number, on=day, began=choice.edition_day(day))
    met = frozenset(f"milestone:{each.id}" for each in found.milestones if each.status in ("met", "waived"))
    begun = frozenset(each.id for each in found.milestones if each.status == "in_progress")
    return met, found.next, begun


def _activity(person: Person, now: datetime) -> str:
    week, day = getattr(person, "week", None), timezone.localtime(now).weekday()
    return str(week.days.get(WEEKDAYS[day], "")) if week is not None and day < len(WEEKDAYS) else ""
