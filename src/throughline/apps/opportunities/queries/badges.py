"""Reads: badges that are being made, those that wait for a partner's answer, those that are live."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import allowed, require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import BadgeAnswer, BadgePlan
from throughline.apps.opportunities.sides import SECTORS, side_of


@dataclass(frozen=True, slots=True)
class Answered:
    """What a partner answered, for the makers. round: in which review."""

    round: int
    side: str
    organization: str
    approved: bool
    reasons: str
    next_step: str
    opens: str
    internship: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Making:
    """A badge as its two makers see it. waits_for: sides that have not approved in this round.

    agreed: whether the learner, and whether the mentor, agreed to the words as they are.
    """

    id: UUID
    learner: UUID
    learner_name: str
    mentor: UUID
    mentor_name: str
    title: str
    purpose: str
    outcomes: str
    criteria: tuple[str, ...]
    skills: tuple[str, ...]
    step: int
    level: int
    state: str
    slug: str
    agreed: tuple[bool, bool]
    waits_for: tuple[str, ...]
    answers: tuple[Answered, ...]
    touched_at: datetime

    @property
    def next_step(self) -> str:
        """What a partner said comes next, while it is a draft again; else empty."""
        last = self.answers[0] if self.answers else None
        return last.next_step if last and self.state == "draft" and not last.approved else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A badge that a partner is asked about: its words, without who makes it. sides, places: for which the reader may
    answer. approved_by: organizations that approved it in this round."""

    id: UUID
    title: str
    purpose: str
    outcomes: str
    criteria: tuple[str, ...]
    skills: tuple[str, ...]
    step: int
    level: int
    places: tuple[str, ...]
    approved_by: tuple[str, ...]
    sent_at: datetime


def own(actor: Actor) -> list[Making]:
    """Badges that the actor makes, as learner or as mentor, newest first. Two queries."""
    require(actor, "badges.own", what="Your badges")
    mine = [actor.me, *actor.also]
    rows = BadgePlan.objects.filter(Q(learner__in=mine) | Q(mentor__in=mine)).order_by("-touched_at", "id")
    return [_making(row) for row in _whole(rows)]


def making(actor: Actor, key: UUID) -> Making:
    """One badge, for its two makers."""
    row = _whole(BadgePlan.objects.filter(id=key)).first()
    if row is None or not (actor.is_me(row.learner_id) or actor.is_me(row.mentor_id)):
        raise Refused("This badge", "there is none at this address that you make.", "Look in your list.")
    return _making(row)


def waiting(actor: Actor) -> list[Waiting]:
    """Badges in review that the actor may answer about, oldest first. Two queries."""
    places, mine = _places(actor), [actor.me, *actor.also]
    rows = BadgePlan.objects.filter(state="review").exclude(Q(learner__in=mine) | Q(mentor__in=mine))
    found = [_waiting(row, places) for row in _whole(rows.order_by("touched_at", "id"))]
    return [each for each in found if each.places]


def asked(actor: Actor, key: UUID) -> Waiting:
    """One badge in review, for whoever may answer about it."""
    found = next((each for each in waiting(actor) if each.id == key), None)
    if found is None:
        raise Refused("This badge", "it does not wait for your answer.", "Look at your list again.")
    return found


def may_answer(actor: Actor) -> bool:
    """Whether the actor assesses for an organization of industry or of a college."""
    return allowed(actor, "badges.queue").allowed and bool(_places(actor))


def live() -> list[str]:
    """Ids of the badges that were made here and are in force, by title."""
    kept = frameworks.catalogue()
    made = [m.id for m in kept.milestones.values() if frameworks.MADE_HERE in m.features]
    return sorted(
        (m for m in made if m in kept.credentials), key=lambda m: sorted(kept.credentials[m].title.items())
    )


def _places(actor: Actor) -> tuple[str, ...]:
    acting = actor.organizations(*ASSESSORS, *frameworks.judging_roles())
    return tuple(sorted(place for place in acting if side_of(place)))


def _whole(rows: QuerySet[BadgePlan]) -> QuerySet[BadgePlan]:
    answers = BadgeAnswer.objects.order_by("-answered_at")
    return rows.select_related("learner", "mentor").prefetch_related(Prefetch("answers", answers))


def _making(row: BadgePlan) -> Making:
    answers = tuple(_answered(each) for each in row.answers.all())
    approved = {each.side for each in answers if each.round == row.rounds and each.approved}
    waits = tuple(side for side in SECTORS.values() if side not in approved) if row.state == "review" else ()
    return Making(
        row.id, row.learner_id, row.learner.display_name, row.mentor_id, row.mentor.display_name, row.title,
        row.purpose, row.outcomes, tuple(row.criteria), tuple(row.skills), row.step, row.level, row.state, row.slug,
        (row.learner_agreed_at is not None, row.mentor_agreed_at is not None), waits, answers, row.touched_at,
    )  # fmt: skip


def _answered(row: BadgeAnswer) -> Answered:
    return Answered(
        row.round, row.side, row.organization, row.approved, row.reasons, row.next_step, row.opens, row.internship,
        row.answered_at,
    )  # fmt: skip


def _waiting(row: BadgePlan, places: tuple[str, ...]) -> Waiting:
    given = [each for each in row.answers.all() if each.round == row.rounds]
    sides, heard = {each.side for each in given}, {each.organization for each in given}
    free = tuple(place for place in places if side_of(place) not in sides and place not in heard)
    sent = max(at for at in (row.learner_agreed_at, row.mentor_agreed_at) if at)
    return Waiting(
        row.id, row.title, row.purpose, row.outcomes, tuple(row.criteria), tuple(row.skills), row.step, row.level,
        free, tuple(sorted(heard)), sent,
    )  # fmt: skip
