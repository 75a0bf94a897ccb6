"""Reads of those who judge: the queue, oldest first, and one piece of work with everything beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import (
    Task,
    Turn,
    needed,
    pieces_of,
    signed_of,
    standing_of,
    subject_of,
    task_in_force,
    task_of,
    turn_of,
)
from throughline.apps.records.models import Attainment, DraftJudgment, Judgment, PanelSeat, Submission
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries.evidence import pieces
from throughline.apps.trail import actions as trail
from throughline.core.progress.judging import Judge

LONGEST = 500
"""The most works a queue looks at; the oldest come first, so that none is lost behind them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One piece of work in a judge's queue. turn: what they can do: own, joint, third, panel, or empty (another is next).

    signed, needed: signatures there and asked for. draft: they have begun.
    """

    id: UUID
    learner: directory.Someone
    task: Task
    certifying: bool
    handed_in_at: datetime
    turn: str
    why: str
    signed: int
    needed: int
    draft: bool
    asked: bool
    panel: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """One signed judgment as others who may see it read it."""

    name: str
    role: str
    organization: str
    round: str
    met: bool
    levels: Mapping[str, int]
    feedback: str
    next: str
    signed_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What a judge has typed and not signed."""

    levels: Mapping[str, int]
    feedback: str
    next: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A competency that the record already holds, from any work at any time."""

    what: str
    level: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier piece of work for the same part, with what came of it."""

    id: UUID
    certifying: bool
    handed_in_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work before a judge: what was handed in, what was asked, what they may do, and what stands already.

    signatures: empty of others' as long as the judge's own is due. before: what the record holds of the same competencies.
    """

    id: UUID
    learner: directory.Someone
    task: Task
    certifying: bool
    words: str
    link: str
    setting: str
    organization: str
    happened_on: date
    handed_in_at: datetime
    pieces: tuple[Piece, ...]
    turn: Turn
    state: str
    needed: int
    signed: int
    signatures: tuple[Signature, ...]
    draft: Draft
    before: tuple[Shown, ...]
    earlier: tuple[Earlier, ...]
    outcome: str


def queue(actor: Actor) -> list[Waiting]:
    """Work that waits for judging and that the actor may judge or has judged, oldest first. Three queries."""
    assessors = frameworks.judging_roles()
    require(actor, "submissions.queue", Subject(assessors=assessors), what="The queue")
    rows = list(_waiting(actor, assessors)[:LONGEST])
    found = [_line(actor, row) for row in rows]
    return [each for each in found if each is not None]


def _waiting(actor: Actor, assessors: frozenset[str]) -> QuerySet[Submission]:
    here = actor.organizations(*ASSESSORS, *assessors)
    near = Q(learner__memberships__organization__slug__in=here, learner__memberships__role="learner")
    near &= Q(learner__memberships__until=None)
    seats = PanelSeat.objects.filter(exhibition=OuterRef("exhibition"), person=actor.person)
    mine = Q(learner__in=[each.learner for each in actor.helps]) | Q(asked=actor.person) | Q(Exists(seats))
    return (
        Submission.objects.filter(near | mine, outcome=None)
        .exclude(learner__in=ids_of([actor.me]))
        .select_related("learner", "exhibition")
        .prefetch_related("judgments__ratings", "drafts", "exhibition__seats")
        .order_by("handed_in_at", "id")
        .distinct()
    )


def _line(actor: Actor, row: Submission) -> Waiting | None:
    task = task_of(row)
    if not _is_a_judge(actor, row, task):
        return None
    turn, _ = _turn(actor, row, task)
    return Waiting(
        row.id, directory.shown(row.learner), task, row.certifying, row.handed_in_at, turn.round, turn.why,
        len({each.judge_id for each in row.judgments.all()}), needed(task) if row.certifying else 1,
        any(each.judge_id == actor.person for each in row.drafts.all()), row.asked_id == actor.person,
        row.exhibition_id is not None,
    )  # fmt: skip


def _is_a_judge(actor: Actor, row: Submission, task: Task) -> bool:
    sits = row.exhibition is not None and actor.person in {s.person_id for s in row.exhibition.seats.all()}
    return sits or bool({role.role for role in actor.roles} & task.roles)


def _turn(actor: Actor, row: Submission, task: Task) -> tuple[Turn, str]:
    """What the actor can do with it, and how it stands."""
    signed = signed_of(row.judgments.all())
    if row.exhibition is not None and row.certifying:
        return _on_panel(actor, row), "waiting"
    if not row.certifying:
        return turn_of(actor, task, [], standing_of(task, [], panel=False)), "waiting"
    found = standing_of(task, signed, panel=False)
    return turn_of(actor, task, signed, found), found.state


def _on_panel(actor: Actor, row: Submission) -> Turn:
    assert row.exhibition is not None
    seat = next((s for s in row.exhibition.seats.all() if s.person_id == actor.person), None)
    if seat is None:
        return Turn("", why="it is for those who sit on its panel.")
    if any(each.judge_id == actor.person for each in row.judgments.all()):
        return Turn("", why="you have signed; the chair closes it.")
    return Turn("panel", Judge(str(actor.person), seat.role, seat.organization, seat.sector))


def work(actor: Actor, submission: UUID, *, now: datetime) -> Work:
    """One piece of work for whoever may judge it; the learner sees that they looked.

    A judge who still owes their own signature sees the work and not what another judge saw in it.
    """
    row = _row(submission)
    task = task_of(row)
    decision = require(actor, "submission.read", subject_of(actor, row, task), what="This work")
    if actor.person != row.learner_id:
        trail.note_reads(
            trail.Act(actor.person, "read", now, target=directory.HANDED_IN, authority=decision.authority),
            [row.learner_id],
        )
    turn, state = _turn(actor, row, task)
    outcome = getattr(row, "outcome", None)
    return Work(
        row.id, directory.shown(row.learner), task, row.certifying, row.words, row.link, row.setting,
        row.organization, row.happened_on, row.handed_in_at,
        tuple(pieces(pieces_of(row))),
        Turn("", why="it is decided.") if outcome else turn, state, needed(task) if row.certifying else 1,
        len({each.judge_id for each in row.judgments.all()}),
        _signatures(actor, row, open_=outcome is not None or state == "talk"), _draft(actor, row),
        _before(row, task), _earlier(row), outcome.outcome if outcome else "",
    )  # fmt: skip


def _row(submission: UUID) -> Submission:
    found = (
        Submission.objects.filter(id=submission)
        .select_related("learner", "exhibition", "outcome")
        .prefetch_related("judgments__ratings", "judgments__judge", "evidence__version", "exhibition__seats")
        .first()
    )
    if found is None:
        raise Refused("This work", "there is none with this id.", "Go back to the queue.")
    return found


def _signatures(actor: Actor, row: Submission, *, open_: bool) -> tuple[Signature, ...]:
    """Everyone's, once the own ones of all judges are in; before that, only the actor's."""
    judgments: Iterable[Judgment] = sorted(row.judgments.all(), key=lambda each: each.signed_at)
    return tuple(
        signature_of(each, mine=each.judge_id == actor.person)
        for each in judgments
        if open_ or each.judge_id == actor.person
    )


def signature_of(row: Judgment, *, mine: bool) -> Signature:
    """A judgment as it may be read."""
    return Signature(
        row.judge.display_name, row.role, row.organization, row.round, row.met,
        {each.criterion: each.level for each in row.ratings.all()}, row.feedback, row.next, row.signed_at, mine,
    )  # fmt: skip


def _draft(actor: Actor, row: Submission) -> Draft:
    found = DraftJudgment.objects.filter(submission=row, judge=actor.person).first()
    return Draft(found.levels, found.feedback, found.next) if found else Draft({}, "", "")


def _before(row: Submission, task: Task) -> tuple[Shown, ...]:
    """What the record holds of the competencies this part speaks about, whatever it came from: the decision uses it all."""
    names = {f"competency:{each.competency}" for each in task.part.criteria if each.competency}
    if not names:
        return ()
    found = Attainment.objects.filter(learner__in=ids_of([row.learner_id]), what__in=names, mark=None)
    return tuple(
        Shown(each.what, each.level, each.happened_on) for each in found.order_by("-happened_on", "id")
    )


def _earlier(row: Submission) -> tuple[Earlier, ...]:
    rows: Any = (
        Submission.objects.filter(
            learner=row.learner_id,
            assessment=row.assessment,
            part=row.part,
            handed_in_at__lt=row.handed_in_at,
        )
        .select_related("outcome")
        .order_by("-handed_in_at")
    )
    return tuple(
        Earlier(each.id, each.certifying, each.handed_in_at, each.outcome.outcome)
        for each in rows
        if getattr(each, "outcome", None) is not None
    )


def task_to_observe(actor: Actor, learner: UUID, assessment: str, part: str) -> Task:
    """The part that an assessor may open for a learner. One query."""
    task = task_in_force(assessment, part)
    about = replace(
        directory.subject_for(actor, learner), judges=task.roles, assessors=frameworks.judging_roles()
    )
    require(actor, "submission.judge", about, what="Opening this work")
    return task
