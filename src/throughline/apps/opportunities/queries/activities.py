"""Reads: activities that learners can do, those still being planned, and the work that was made in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.activities import STEPS
from throughline.apps.records.queries import evidence as pieces


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity as its organization plans it. steps: all seven in order, with what is typed so far.

    number: the latest version that learners see, 0: none yet.
    """

    id: UUID
    organization: str
    title: str
    skills: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    number: int
    touched_at: datetime

    @property
    def missing(self) -> tuple[str, ...]:
        """Steps that are still empty."""
        return tuple(step for step, text in self.steps if not text)


@dataclass(frozen=True, slots=True)
class Published:
    """An activity as learners and assessors see it. steps: all seven in order, each with its text."""

    id: UUID
    number: int
    organization: str
    title: str
    skills: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class WorkIn:
    """A piece of work that was made in an activity. learner: their name."""

    evidence: UUID
    learner: str
    title: str
    named_at: datetime


def published(*, skill: str = "") -> list[Published]:
    """Every activity that learners can do, by title; skill: those that aim at this competency. One query."""
    rows = PublishedActivity.objects.filter(activity__set_aside_at=None)
    newest = rows.order_by("activity", "-number").distinct("activity").select_related("activity")
    found = [_published(row) for row in newest]
    return sorted(
        (f for f in found if not skill or skill in f.skills), key=lambda f: (f.title.casefold(), str(f.id))
    )


def activity(key: UUID) -> Published | None:
    """The newest version of an activity, also of one that was set aside; None where learners never saw any."""
    rows = PublishedActivity.objects.filter(activity=key).select_related("activity")
    row = rows.order_by("-number").first()
    return None if row is None else _published(row)


def planned(actor: Actor) -> list[Planned]:
    """What the organizations plan that the actor acts for, newest first. One query."""
    places = {role.organization for role in actor.roles if role.role != "learner"}
    rows = Activity.objects.filter(organization__in=places, set_aside_at=None).order_by("-touched_at", "id")
    return [_planned(row) for row in rows]


def plan(actor: Actor, key: UUID) -> Planned:
    """One activity as it is planned, for those who act for its organization."""
    row = Activity.objects.filter(id=key, set_aside_at=None).first()
    if row is None:
        raise Refused("An activity", "none is planned at this address.", "Look in the list.")
    require(actor, "activity.plan", Subject(organization=row.organization), what="A plan of an activity")
    return _planned(row)


def work_in(actor: Actor, key: UUID) -> list[WorkIn]:
    """The work that was made in an activity and is shown to its organization now, newest first; for those who assess
    there. Two queries."""
    row = Activity.objects.get(id=key)
    require(actor, "activity.see_work", _place(row.organization), what="Work made in an activity")
    named = ActivityWork.objects.filter(
        version__activity=key, evidence__set_aside_at=None, evidence__showings__closed_at=None,
        evidence__showings__organization=row.organization, evidence__showings__why=f"activity:{key}",
    )  # fmt: skip
    rows = list(named.select_related("evidence__learner").distinct().order_by("-named_at", "id"))
    titles = {p.id: p.title for p in pieces.pieces([(r.evidence_id, r.evidence.number) for r in rows])}
    return [
        WorkIn(r.evidence_id, r.evidence.learner.display_name, titles[r.evidence_id], r.named_at)
        for r in rows
    ]


def may_see_work(actor: Actor, organization: str) -> bool:
    """Whether the actor assesses at the organization of an activity."""
    return allowed(actor, "activity.see_work", _place(organization)).allowed


def _place(organization: str) -> Subject:
    return Subject(organization=organization, assessors=frameworks.judging_roles())


def own_work_in(actor: Actor, learner: UUID, key: UUID) -> list[WorkIn]:
    """The learner's own pieces that they named for an activity, newest first."""
    subject = directory.subject_for(actor, learner)
    require(actor, "activity.name_work", subject, what="Your work in an activity")
    own = ActivityWork.objects.filter(version__activity=key, evidence__learner__in=ids_of([learner]))
    rows = list(own.select_related("evidence"))
    titles = {p.id: p.title for p in pieces.pieces([(r.evidence_id, r.evidence.number) for r in rows])}
    found = [WorkIn(r.evidence_id, actor.name, titles[r.evidence_id], r.named_at) for r in rows]
    return sorted(found, key=lambda each: each.named_at, reverse=True)


def _planned(row: Activity) -> Planned:
    steps = tuple((step, row.steps.get(step, "")) for step in STEPS)
    return Planned(row.id, row.organization, row.title, tuple(row.skills), steps, row.number, row.touched_at)


def _published(row: PublishedActivity) -> Published:
    steps = tuple((step, getattr(row, step)) for step in STEPS)
    return Published(
        row.activity_id, row.number, row.activity.organization, row.title, tuple(row.skills), steps, row.published_at
    )  # fmt: skip
