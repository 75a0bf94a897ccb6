"""Reads of the learner: what they handed in, what was said of it, what is next. Nobody outside reads any of this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records.judging.handed_in import Task, needed, pieces_of, task_in_force, task_of
from throughline.apps.records.models import Exhibition, Submission
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries.assessing import Signature, signature_of
from throughline.apps.records.queries.evidence import pieces
from throughline.apps.records.waits import next_try


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One piece of the learner's own work. outcome: empty as long as it is with its judges."""

    id: UUID
    task: Task
    certifying: bool
    handed_in_at: datetime
    outcome: str
    signed: int
    needed: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """One piece of the learner's own work with what was said of it. own, seen: levels by criterion, side by side once it
    is judged. signatures: empty until then. may_take_back: nobody has judged it yet."""

    work: HandedIn
    words: str
    link: str
    setting: str
    happened_on: date
    pieces: tuple[Piece, ...]
    asked: str
    own: Mapping[str, int]
    seen: Mapping[str, int]
    signatures: tuple[Signature, ...]
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which work is shown before a panel."""

    id: UUID
    title: str
    organization: str
    on: date


@dataclass(frozen=True, slots=True)
class Before:
    """What a learner sees before they hand in a part. open: the one that is with its judges. met: it is shown already.

    practiced: feedback was had. opens: from when a try that counts is possible, None: now. judges: whom they may ask.
    """

    task: Task
    open: UUID | None
    met: bool
    practiced: bool
    opens: date | None
    last: UUID | None
    judges: tuple[directory.Seat, ...]
    days: tuple[Day, ...]


def submissions(actor: Actor) -> list[HandedIn]:
    """The actor's own work, newest first. One query."""
    require(actor, "submission.make", Subject(actor.person, actor.name), what="Your work")
    rows = (
        Submission.objects.filter(learner__in=ids_of([actor.me]))
        .select_related("outcome")
        .annotate(signed=Count("judgments__judge", distinct=True))
        .order_by("-handed_in_at")
    )
    return [_handed_in(row, row.signed) for row in rows]


def waiting_since(learners: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the oldest work of each that still waits for an answer was handed in; for jobs. A learner stands under any
    of their ids. One query."""
    rows = Submission.objects.filter(learner__in=ids_of(learners), outcome=None)
    return dict(rows.values_list("learner").annotate(at=Min("handed_in_at")).order_by())


def _handed_in(row: Submission, signed: int) -> HandedIn:
    task, outcome = task_of(row), getattr(row, "outcome", None)
    return HandedIn(
        row.id, task, row.certifying, row.handed_in_at, outcome.outcome if outcome else "", signed,
        needed(task) if row.certifying else 1,
    )  # fmt: skip


def feedback(actor: Actor, submission: UUID) -> Feedback:
    """One piece of the actor's own work. What judges saw is read once it is decided, all of it at once. Five queries."""
    row = (
        Submission.objects.filter(id=submission, learner__in=ids_of([actor.me]))
        .select_related("outcome", "asked")
        .prefetch_related("judgments__ratings", "judgments__judge", "self_ratings", "evidence__version")
        .first()
    )
    if row is None or actor.person is None:
        raise Refused("This work", "you have none with this id.", "Go back to your work.")
    require(actor, "submission.make", Subject(row.learner_id, actor.name), what="Your work")
    outcome, judgments = getattr(row, "outcome", None), sorted(row.judgments.all(), key=lambda j: j.signed_at)
    own = {each.criterion: each.level for each in row.self_ratings.all()}
    signatures = tuple(signature_of(each, mine=False) for each in judgments) if outcome else ()
    return Feedback(
        _handed_in(row, len({each.judge_id for each in judgments})), row.words, row.link, row.setting,
        row.happened_on, tuple(pieces(pieces_of(row))),
        row.asked.display_name if row.asked else "", own, _seen(outcome, signatures), signatures,
        outcome is None and not judgments,
    )  # fmt: skip


def _seen(outcome: object, signatures: tuple[Signature, ...]) -> Mapping[str, int]:
    levels: Mapping[str, int] = getattr(outcome, "levels", None) or {}
    return levels or (signatures[-1].levels if signatures else {})


def before_handing_in(actor: Actor, assessment: str, part: str, *, now: datetime) -> Before:
    """What stands before the actor hands in a part. Three queries."""
    require(actor, "submission.make", Subject(actor.person, actor.name), what="Handing in work")
    task = task_in_force(assessment, part)
    rows = list(
        Submission.objects.filter(
            learner__in=ids_of([actor.me]), assessment=task.reference, part=task.part.id
        )
        .select_related("outcome")
        .order_by("handed_in_at")
    )
    outcomes = {row.id: getattr(row, "outcome", None) for row in rows}
    decided = [each for each in outcomes.values() if each is not None]
    return Before(
        task, next((row.id for row in rows if outcomes[row.id] is None), None),
        any(each.outcome == "met" for each in decided),
        any(each.outcome in ("feedback", "not_yet") for each in decided), _opens(actor, rows, task, now),
        rows[-1].id if rows else None, tuple(directory.may_stand_beside(actor, actor.me, task.roles)),
        _days(task, now),
    )  # fmt: skip


def _opens(actor: Actor, rows: list[Submission], task: Task, now: datetime) -> date | None:
    tried = [
        timezone.localdate(row.outcome.decided_at)
        for row in rows
        if row.certifying and getattr(row, "outcome", None) is not None and row.outcome.outcome == "not_yet"
    ]
    if not tried or not task.assessment.cooling_days:
        return None
    days, learns = task.assessment.cooling_days, actor.organizations("learner")
    opens = next_try(max(tried), days, learns, timezone.localdate(now))
    return opens if opens > timezone.localdate(now) else None


def _days(task: Task, now: datetime) -> tuple[Day, ...]:
    if task.part.panel is None:
        return ()
    found = Exhibition.objects.filter(assessment=task.reference, part=task.part.id, closed_at=None)
    return tuple(Day(row.id, row.title, row.organization, row.on) for row in found.order_by("on", "id"))
