"""The learner's plan as they and their circle read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils import timezone

from throughline.apps.advising.models import (
    Goal,
    GuardianComment,
    PlanEntry,
    PlanProfile,
    PlanTest,
    PlanVersion,
    Proposal,
    Reflection,
    Week,
)  # fmt: skip
from throughline.apps.advising.queries.choosing import ChoiceNow, choices_of
from throughline.apps.advising.queries.reviewing import Note, notes_of
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.models import Person
from throughline.apps.directory.one_person import Belongs, ids_of
from throughline.apps.directory.policy import allowed


@dataclass(frozen=True, slots=True)
class GoalNow:
    """A goal. prompt: the learner's own day has passed and it is still open; only the learner ever sees that."""

    id: UUID
    words: str
    what: str
    on: date | None
    set_with: tuple[str, ...]
    prompt: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A guardian's word beside the plan."""

    by: str
    words: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """The frame of a plan, its entries, usual week and comments. author: always the learner.

    needs_adult: no caring adult is named. week: weekday to activity.
    """

    author: UUID
    personal_social: str
    career: str
    academic: str
    caring_adult: str
    barriers: str
    supports: str
    entries: tuple[str, ...]
    comments: tuple[Comment, ...]
    needs_adult: bool
    week: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlanTold:
    """What the learner tried of a plan, and learned."""

    tried: str
    learned: str
    on: date


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """One saved version of a plan with its tests."""

    number: int
    body: dict[str, Any]
    why: str
    saved_at: datetime
    tests: tuple[PlanTold, ...]


@dataclass(frozen=True, slots=True)
class ReflectionNow:
    """One reflection with its three ties."""

    id: UUID
    words: str
    past: str
    current: str
    future: str
    on: date


@dataclass(frozen=True, slots=True)
class ProposalNow:
    """What somebody suggests, waiting for the learner's answer."""

    id: UUID
    by: str
    kind: str
    what: str
    destination: str
    due: date | None
    message: str
    proposed_at: datetime


def goals(actor: Actor, learner: UUID, *, now: datetime, met: frozenset[str] = frozenset()) -> list[GoalNow]:
    """A learner's goals by day. met: references already met, so that nothing is asked again. One query."""
    directory.may_read(actor, "plan.read", learner, what="goals", now=now)
    return _goals(learner, now, met, own=actor.is_me(learner))


def _goals(learner: UUID, now: datetime, met: frozenset[str], *, own: bool) -> list[GoalNow]:
    with_whom = Goal.set_with.through.objects.filter(goal=OuterRef("pk")).order_by("person__display_name")
    names = ArraySubquery(with_whom.values("person__display_name"))
    rows = (
        Goal.objects.filter(learner__in=ids_of([learner]), dropped_at=None)
        .annotate(names=names)
        .order_by("on", "set_at")
    )
    today = timezone.localdate(now)
    return [
        GoalNow(
            g.id, g.words, g.what, g.on, tuple(g.names),
            prompt=own and g.on is not None and g.on < today and g.what not in met,
        )
        for g in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WholePlan:
    """All of a plan that stands on one page: where the learner is, the plan's frame, goals, and notes of reviews.

    name: whose it is. because: why the reader can see it.
    """

    name: str
    because: str
    choice: ChoiceNow
    plan: Plan
    goals: tuple[GoalNow, ...]
    notes: tuple[Note, ...]


def whole_plan(actor: Actor, learner: UUID, *, now: datetime) -> WholePlan:
    """A learner's plan with all that belongs on its page, read as one look. Five queries."""
    subject = directory.may_read(actor, "plan.read", learner, what="plan", now=now)
    name, told = _plan(learner)
    goals_now = tuple(_goals(learner, now, frozenset(), own=actor.is_me(learner)))
    because = allowed(actor, "plan.read", subject).reason
    return WholePlan(name, because, choices_of([learner])[learner], told, goals_now, tuple(notes_of(learner)))


def plan(actor: Actor, learner: UUID, *, now: datetime) -> Plan:
    """A learner's plan, for the learner and whoever they let into it. Two queries."""
    directory.may_read(actor, "plan.read", learner, what="plan", now=now)
    return _plan(learner)[1]


def _plan(learner: UUID) -> tuple[str, Plan]:
    """The owner's name, and the plan."""
    own = Belongs(F("learner"), OuterRef("pk"))
    entries = PlanEntry.objects.filter(own, removed_at=None).order_by("added_at", "id")
    rows = (
        Person.objects.filter(id__in=ids_of([learner]))
        .select_related("plan_profile", "week")
        .annotate(entries=ArraySubquery(entries.values("what")))
    )
    # Of joined records the one that is asked about speaks first.
    people = sorted(rows, key=lambda each: (each.id != learner, str(each.id)))
    owner = people[0]
    frame = next((f for p in people if (f := getattr(p, "plan_profile", None))), PlanProfile())
    comments = (
        GuardianComment.objects.filter(learner__in=ids_of([learner]))
        .select_related("guardian")
        .order_by("written_at")
    )
    return owner.display_name, Plan(
        learner, frame.personal_social, frame.career, frame.academic, frame.caring_adult, frame.barriers,
        frame.supports, tuple(dict.fromkeys(owner.entries)),
        tuple(Comment(c.guardian.display_name, c.words, c.written_at) for c in comments),
        needs_adult=not frame.caring_adult, week=_days(people),
    )  # fmt: skip


def _days(people: Iterable[Person]) -> dict[str, str]:
    found: Week | None = next((w for p in people if (w := getattr(p, "week", None))), None)
    return dict(found.days) if found else {}


def saved_plans(actor: Actor, learner: UUID, *, now: datetime) -> list[SavedPlan]:
    """Saved versions, newest first, each with what was tried of it. Two queries."""
    directory.may_read(actor, "plan.read", learner, what="saved plans", now=now)
    rows = (
        PlanVersion.objects.filter(learner__in=ids_of([learner]))
        .prefetch_related("tests")
        .order_by("-number")
    )
    return [SavedPlan(r.number, r.body, r.why, r.saved_at, tuple(map(_told, r.tests.all()))) for r in rows]


def _told(test: PlanTest) -> PlanTold:
    return PlanTold(test.tried, test.learned, test.on)


def reflections(actor: Actor, learner: UUID, *, now: datetime) -> list[ReflectionNow]:
    """A learner's reflections, newest first: for them and those they let into the plan."""
    directory.may_read(actor, "reflections.read", learner, what="reflections", now=now)
    rows = Reflection.objects.filter(learner__in=ids_of([learner])).order_by("-on", "-id")
    return [ReflectionNow(r.id, r.words, r.past, r.current, r.future, r.on) for r in rows]


def proposals(actor: Actor, learner: UUID, *, now: datetime) -> list[ProposalNow]:
    """Suggestions waiting for the learner's answer, newest first. One query."""
    directory.may_read(actor, "plan.read", learner, what="proposals", now=now)
    rows = (
        Proposal.objects.filter(learner__in=ids_of([learner]), answer="")
        .select_related("proposed_by")
        .order_by("-proposed_at")
    )
    return [
        ProposalNow(
            r.id, r.proposed_by.display_name, r.kind, r.what, r.destination, r.due, r.message, r.proposed_at
        )
        for r in rows
    ]


def week(actor: Actor, learner: UUID, *, now: datetime) -> dict[str, str]:
    """A learner's usual week: weekday to activity. One query."""
    directory.may_read(actor, "plan.read", learner, what="week", now=now)
    kept = dict(Week.objects.filter(learner__in=ids_of([learner])).values_list("learner", "days"))
    return kept.get(learner) or next(iter(kept.values()), {})
