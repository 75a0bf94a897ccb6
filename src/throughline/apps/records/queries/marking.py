"""Reads: questions that wait for an answer of those who issue: marks on credentials, and withdrawn facts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import allowed, require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import AwardReview, Review
from throughline.apps.trail import actions as trail

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A mark on a credential whose review is open. own: the reader made the mark, so that somebody else decides."""

    id: UUID
    learner: str
    credential: str
    issuer: str
    kind: str
    reason: str
    opened_at: datetime
    appeal: str
    own: bool


@dataclass(frozen=True, slots=True)
class FactToDecide:
    """A fact that was withdrawn, and what rests on it is to be looked at."""

    id: UUID
    learner: str
    what: str
    reason: str
    opened_at: datetime


def marks_to_decide(actor: Actor, *, now: datetime) -> list[ToDecide]:
    """Open reviews of marks on credentials that the actor may decide, where a learner spoke first, then oldest first.
    Each learner can see that it was read."""
    require(actor, "reviews.list", what="Reviews")
    roles = frameworks.judging_roles()
    acting = actor.organizations(*ASSESSORS, *roles)
    rows = AwardReview.objects.filter(closed_at=None).select_related("mark__award", "learner")
    rows = rows if actor.holds("operator") or actor.house else rows.filter(mark__award__issuer__in=acting)
    rows = rows.defer("mark__award__content", "mark__award__signed").order_by(
        "appealed_at", "opened_at", "id"
    )
    found = list(rows[:MOST_LISTED])
    about = {
        row.id: (row.learner_id, Subject(issuers=frozenset({row.mark.award.issuer}), assessors=roles)) for row in found
    }  # fmt: skip
    read = _read(actor, about, "award.review", now)
    return [
        ToDecide(
            r.id, r.learner.display_name, r.mark.award.credential, r.mark.award.issuer, r.mark.kind, r.mark.reason,
            r.opened_at, r.appeal, actor.person is not None and actor.is_me(r.mark.marked_by_id),
        )
        for r in found
        if r.id in read
    ]  # fmt: skip


def facts_to_decide(actor: Actor, *, now: datetime) -> list[FactToDecide]:
    """Open reviews of withdrawn facts of learners whom the actor assesses, oldest first. Each learner can see that it was
    read."""
    require(actor, "reviews.list", what="Reviews")
    rows = Review.objects.filter(closed_at=None).select_related("mark__attainment", "learner")
    waiting = list(rows.order_by("opened_at", "id")[: 5 * MOST_LISTED])
    subjects, roles = directory.subjects_of(row.learner_id for row in waiting), frameworks.judging_roles()
    about = {row.id: (row.learner_id, replace(subjects[row.learner_id], assessors=roles)) for row in waiting}
    read = _read(actor, about, "review.close", now)
    found = [
        FactToDecide(r.id, r.learner.display_name, r.mark.attainment.what, r.mark.reason, r.opened_at)
        for r in waiting
        if r.id in read
    ]
    return found[:MOST_LISTED]


def _read(
    actor: Actor, about: Mapping[UUID, tuple[UUID, Subject]], permission: str, now: datetime
) -> frozenset[UUID]:
    """Those that the actor may decide; each learner sees that theirs was read."""
    found: dict[UUID, str] = {}
    for key, (_learner, subject) in about.items():
        decision = allowed(actor, permission, subject)
        if decision.allowed:
            found[key] = decision.authority
    for authority in dict.fromkeys(found.values()):
        read = trail.Act(actor.person, "read", now, target="review", authority=authority)
        trail.note_reads(read, {about[key][0] for key in found if found[key] == authority})
    return frozenset(found)
