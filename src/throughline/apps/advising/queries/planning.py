"""The learner's plan as they and their circle read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

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
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor


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
    """The frame of a plan, its entries and comments. author: always the learner. needs_adult: no caring adult is named."""

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
    """A learner's goals by day. met: references already met, so that nothing is asked again. Two queries."""
    directory.may_read(actor, "plan.read", learner, what="goals", now=now)
    rows = (
        Goal.objects.filter(learner=learner, dropped_at=None)
        .prefetch_related("set_with")
        .order_by("on", "set_at")
    )
    own, today = actor.person == learner, now.date()
    return [
        GoalNow(
            g.id, g.words, g.what, g.on, tuple(p.display_name for p in g.set_with.all()),
            prompt=own and g.on is not None and g.on < today and g.what not in met,
        )
        for g in rows
    ]  # fmt: skip


def plan(actor: Actor, learner: UUID, *, now: datetime) -> Plan:
    """A learner's plan, for the learner and whoever they let into it. Three queries."""
    directory.may_read(actor, "plan.read", learner, what="plan", now=now)
    frame = PlanProfile.objects.filter(learner=learner).first() or PlanProfile()
    entries = PlanEntry.objects.filter(learner=learner, removed_at=None).order_by("added_at", "id")
    comments = (
        GuardianComment.objects.filter(learner=learner).select_related("guardian").order_by("written_at")
    )
    return Plan(
        learner, frame.personal_social, frame.career, frame.academic, frame.caring_adult, frame.barriers,
        frame.supports, tuple(entry.what for entry in entries),
        tuple(Comment(c.guardian.display_name, c.words, c.written_at) for c in comments),
        needs_adult=not frame.caring_adult,
    )  # fmt: skip


def saved_plans(actor: Actor, learner: UUID, *, now: datetime) -> list[SavedPlan]:
    """Saved versions, newest first, each with what was tried of it. Two queries."""
    directory.may_read(actor, "plan.read", learner, what="saved plans", now=now)
    rows = PlanVersion.objects.filter(learner=learner).prefetch_related("tests").order_by("-number")
    return [SavedPlan(r.number, r.body, r.why, r.saved_at, tuple(map(_told, r.tests.all()))) for r in rows]


def _told(test: PlanTest) -> PlanTold:
    return PlanTold(test.tried, test.learned, test.on)


def reflections(actor: Actor, learner: UUID, *, now: datetime) -> list[ReflectionNow]:
    """A learner's reflections, newest first: for them and those they let into the plan."""
    directory.may_read(actor, "reflections.read", learner, what="reflections", now=now)
    rows = Reflection.objects.filter(learner=learner).order_by("-on", "-id")
    return [ReflectionNow(r.id, r.words, r.past, r.current, r.future, r.on) for r in rows]


def proposals(actor: Actor, learner: UUID, *, now: datetime) -> list[ProposalNow]:
    """Suggestions waiting for the learner's answer, newest first. One query."""
    directory.may_read(actor, "plan.read", learner, what="proposals", now=now)
    rows = (
        Proposal.objects.filter(learner=learner, answer="")
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
    return Week.objects.filter(learner=learner).values_list("days", flat=True).first() or {}
