"""Reads: what learners asked to have counted, by when an answer is due, what was answered and how long it took."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Evidence, Recognition, RecognitionDecision, RecognitionWish
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries.evidence import evidence_for, pieces
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.catalogue import Catalogue

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on a wish. turn: 1 the first time, 2 on appeal. waited: from when it was asked. attainment: the fact."""

    turn: int
    met: bool
    level: int | None
    reasons: str
    next_step: str
    by: str
    decided_at: datetime
    waited: timedelta
    in_time: bool
    attainment: UUID | None


@dataclass(frozen=True, slots=True)
class Wished:
    """One thing asked for, with what was decided. open: it waits for an answer now."""

    id: UUID
    what: str
    level: int | None
    amounts: Mapping[str, Decimal]
    decided: tuple[Decided, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that something counts. due: the day the answer it waits for is due (None: it waits for none).

    days_left: until then, below 0 where it is late. state: waiting, appealed, answered or taken_back. may_appeal: the
    learner can have another assessor look. pieces: by id and version number.
    """

    id: UUID
    learner: UUID
    name: str
    organization: str
    words: str
    asked_at: datetime
    asked_by: str
    wishes: tuple[Wished, ...]
    pinned: tuple[tuple[UUID, int], ...]
    appeal_words: str
    appealed_at: datetime | None
    due: date | None
    days_left: int
    state: str
    may_appeal: bool


@dataclass(frozen=True, slots=True)
class AskedWithWork:
    """A request with the work it rests on."""

    asked: Asked
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """How an organization answers. asked, answered, in_time: wishes; late: those that wait past their day; appeals,
    reversed: looked at again, and decided otherwise. days: median from asked to answered, None where none is."""

    organization: str
    asked: int
    answered: int
    in_time: int
    late: int
    appeals: int
    reversed: int
    days: float | None


def recognitions(actor: Actor, learner: UUID, *, now: datetime) -> list[Asked]:
    """A learner's requests, newest first, for the learner. Three queries."""
    if not actor.is_me(learner):
        raise Refused("These requests", "they are the learner's own.", "Ask them.")
    return _asked(Recognition.objects.filter(learner__in=ids_of([learner])).order_by("-asked_at"), now)


def recognition(actor: Actor, key: UUID, *, now: datetime) -> AskedWithWork:
    """One request with its work, for the learner, who asked, and the assessors of the place that was asked."""
    row = _with_all(Recognition.objects.filter(id=key)).first()
    if row is None:
        raise Refused("This request", "there is none of that id that you may see.", "Check the address.")
    subject = _subject(actor, row)
    decision = require(actor, "recognition.read", subject, what="This request")
    asked = _one(row, timezone.localdate(now))
    if actor.person == row.learner_id:
        return AskedWithWork(asked, tuple(evidence_for(actor, row.learner_id, asked.pinned, now=now)))
    act = trail.Act(actor.person, "read", now, target="request", authority=decision.authority)
    trail.note_reads(act, [row.learner_id])
    # Once the learner stops showing the work, the request and its answer stay readable without it.
    if row.withdrawn_at or _hidden(key, asked.pinned):
        return AskedWithWork(asked, ())
    return AskedWithWork(asked, tuple(pieces(asked.pinned)))


def _subject(actor: Actor, row: Recognition) -> Subject:
    shown = frozenset({str(row.asked_by_id)})
    return replace(
        directory.subject_for(actor, row.learner_id), organization=row.organization, shown_to=shown,
        assessors=frameworks.judging_roles(),
    )  # fmt: skip


def _hidden(key: UUID, pinned: Iterable[tuple[UUID, int]]) -> bool:
    wanted = {piece for piece, _ in pinned}
    shown = Evidence.objects.filter(
        id__in=wanted, set_aside_at=None, showings__why=f"recognition:{key}", showings__closed_at=None
    )
    return shown.distinct().count() < len(wanted)


def to_decide(actor: Actor, *, now: datetime) -> list[Asked]:
    """What waits for an answer at the places where the actor assesses, the first due first. Appeals of what the actor
    decided are somebody else's."""
    places = actor.organizations(*ASSESSORS, *frameworks.judging_roles())
    rows = _waiting(Recognition.objects.filter(organization__in=places))
    own = Q(wishes__decisions__decided_by=actor.person, appealed_at__isnull=False)
    rows = rows.exclude(own).exclude(learner__in=ids_of([actor.me])).exclude(asked_by=actor.person)
    return sorted(_asked(rows[:MOST_SHOWN], now), key=lambda each: (each.days_left, each.asked_at))


def _waiting(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    """Those with a wish that is not decided in the turn it is in."""
    undecided = RecognitionWish.objects.annotate(
        first=Count("decisions", filter=Q(decisions__turn=1)),
        accepted=Count("decisions", filter=Q(decisions__outcome="met")),
        second=Count("decisions", filter=Q(decisions__turn=2)),
    )
    first = undecided.filter(first=0)
    again = undecided.filter(accepted=0, second=0)
    waiting = Q(appealed_at=None, wishes__in=first) | Q(appealed_at__isnull=False, wishes__in=again)
    keys = rows.filter(waiting, withdrawn_at=None).values("pk")
    return Recognition.objects.filter(pk__in=keys).order_by("due", "asked_at")


def answering(actor: Actor, *, now: datetime) -> list[Answering]:
    """How every organization answers, by name, for those who look after the house or govern. Three queries."""
    require(actor, "recognition.oversee", what="How requests are answered")
    rows = _asked(Recognition.objects.filter(withdrawn_at=None), now)
    by_place: dict[str, list[Asked]] = {}
    for row in rows:
        by_place.setdefault(row.organization, []).append(row)
    return [_answering(place, by_place[place]) for place in sorted(by_place)]


def late(actor: Actor, *, now: datetime) -> list[Asked]:
    """Requests whose answer is past its day, the longest wait first, without names, for those who look after the house."""
    require(actor, "recognition.oversee", what="Answers that are late")
    found = [each for each in _asked(_waiting(Recognition.objects.all()), now) if each.days_left < 0]
    return [
        replace(each, name="", words="", appeal_words="") for each in sorted(found, key=lambda e: e.days_left)
    ]


def _answering(place: str, rows: Iterable[Asked]) -> Answering:
    every = [(row, wish) for row in rows for wish in row.wishes]
    decided = [each for _, wish in every for each in wish.decided]
    again = [each for each in decided if each.turn == 2]
    return Answering(
        organization=place, asked=len(every), answered=sum(1 for _, wish in every if wish.decided),
        in_time=sum(1 for each in decided if each.turn == 1 and each.in_time),
        late=sum(1 for row, wish in every if wish.open and row.days_left < 0),
        appeals=sum(1 for row, wish in every if row.appealed_at and wish.decided and not wish.decided[0].met),
        reversed=sum(1 for each in again if each.met),
        days=median(each.waited / timedelta(days=1) for each in decided) if decided else None,
    )  # fmt: skip


def _asked(rows: QuerySet[Recognition], now: datetime) -> list[Asked]:
    return [_one(row, timezone.localdate(now)) for row in _with_all(rows)]


def _with_all(rows: QuerySet[Recognition]) -> QuerySet[Recognition]:
    decisions = RecognitionDecision.objects.select_related("decided_by")
    wishes = RecognitionWish.objects.prefetch_related(Prefetch("decisions", decisions))
    return rows.select_related("learner", "asked_by").prefetch_related(Prefetch("wishes", wishes), "evidence")


def _one(row: Recognition, today: date) -> Asked:
    wishes = tuple(_wished(each, row) for each in sorted(row.wishes.all(), key=lambda w: w.position))
    waiting = any(each.open for each in wishes)
    due = (row.appeal_due if row.appealed_at else row.due) if waiting else None
    state = "appealed" if waiting and row.appealed_at else "waiting" if waiting else "answered"
    first = [each.decided[0].met for each in wishes if each.decided]
    return Asked(
        id=row.id, learner=row.learner_id, name=row.learner.display_name, organization=row.organization,
        words=row.words, asked_at=row.asked_at, asked_by=row.asked_by.display_name, wishes=wishes,
        pinned=tuple((each.evidence_id, each.number) for each in row.evidence.all()), appeal_words=row.appeal_words,
        appealed_at=row.appealed_at, due=due, days_left=(due - today).days if due else 0,
        state="taken_back" if row.withdrawn_at else state,
        may_appeal=not waiting and row.appealed_at is None and not row.withdrawn_at and not all(first),
    )  # fmt: skip


def _wished(wish: RecognitionWish, row: Recognition) -> Wished:
    decided = tuple(_decided(each) for each in sorted(wish.decisions.all(), key=lambda d: d.turn))
    turn = 2 if row.appealed_at else 1
    open_ = not row.withdrawn_at and not any(each.met for each in decided) and len(decided) < turn
    amounts = {unit: Decimal(amount) for unit, amount in wish.amounts.items()}
    return Wished(wish.id, wish.what, wish.level, amounts, decided, open_)


def _decided(row: RecognitionDecision) -> Decided:
    return Decided(
        row.turn, row.outcome == "met", row.level, row.reasons, row.next_step, row.decided_by.display_name,
        row.decided_at, row.waited, row.in_time, row.attainment_id,
    )  # fmt: skip


def may_show(piece: Piece, catalogue: Catalogue) -> tuple[str, ...]:
    """The competencies a piece may show: those its learner named, then those that what was offered at the same place is
    known to lead to."""
    given = (
        what
        for each in catalogue.opportunities.values()
        if piece.organization and each.provider == piece.organization
        for what in each.gives
        if what.startswith("competency:")
    )
    return tuple(dict.fromkeys((*piece.shows, *given)))
