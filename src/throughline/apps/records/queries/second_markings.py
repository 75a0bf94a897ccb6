"""Reads around second marking: decided work, shown without its learner, its judges or what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import Task, pieces_of, subject_of, task_of
from throughline.apps.records.models import SecondMarking
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries.evidence import pieces
from throughline.apps.trail import actions as trail


@dataclass(frozen=True, slots=True)
class BlindLine:
    """One work that was drawn to be marked again: which task, since when."""

    id: UUID
    task: Task
    drawn_on: date


@dataclass(frozen=True, slots=True)
class BlindWork:
    """The work itself, and nothing else."""

    id: UUID
    task: Task
    words: str
    link: str
    pieces: tuple[Piece, ...]


def second_markings(actor: Actor) -> list[BlindLine]:
    """Work that was drawn, and that the actor could mark without knowing it already, oldest first. One query."""
    assessors = frameworks.judging_roles()
    require(actor, "calibration.read", Subject(assessors=assessors), what="Second marking")
    roles = {role.role for role in actor.roles}
    found = [(row, task_of(row.submission)) for row in _waiting(actor, assessors)]
    return [
        BlindLine(row.id, task, timezone.localdate(row.drawn_at)) for row, task in found if roles & task.roles
    ]


def _waiting(actor: Actor, assessors: frozenset[str]) -> QuerySet[SecondMarking]:
    near = Q(
        submission__learner__memberships__organization__slug__in=actor.organizations(*ASSESSORS, *assessors),
        submission__learner__memberships__role="learner", submission__learner__memberships__until=None,
    )  # fmt: skip
    near |= Q(submission__learner__in=[each.learner for each in actor.helps])
    return (
        SecondMarking.objects.filter(near, judgment=None)
        .exclude(submission__learner__in=ids_of([actor.me]))
        .exclude(submission__judgments__judge=actor.person)
        .select_related("submission")
        .order_by("drawn_at", "id")
        .distinct()
    )


def blind_work(actor: Actor, marking: UUID, *, now: datetime) -> BlindWork:
    """One such work. The learner sees that somebody looked."""
    row = (
        SecondMarking.objects.select_related("submission__learner")
        .prefetch_related("submission__evidence__version", "submission__judgments")
        .filter(id=marking, judgment=None)
        .first()
    )
    if row is None:
        raise Refused("This work", "it is not waiting to be marked again.", "Go back to Calibration.")
    work, task = row.submission, task_of(row.submission)
    decision = require(actor, "second.mark", subject_of(actor, work, task), what="This work")
    if actor.person in {each.judge_id for each in work.judgments.all()} | {work.learner_id}:
        raise Refused("Marking this work again", "you know it already.", "Leave it to another judge.")
    trail.note_reads(
        trail.Act(actor.person, "read", now, target=directory.HANDED_IN, authority=decision.authority),
        [work.learner_id],
    )
    return BlindWork(row.id, task, work.words, work.link, tuple(pieces(pieces_of(work))))
