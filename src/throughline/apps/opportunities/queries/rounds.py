"""Reads: rounds for everyone, with what came of them; a learner's own ranking, their place and its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.models import Round, RoundOpening, RoundRanking
from throughline.apps.opportunities.queries.standpoints import Barrier, Standpoint, rule_of, standpoints
from throughline.core.catalogue.state_profile import Shortage


@dataclass(frozen=True, slots=True)
class Reserved:
    """Seats a group comes first for: `region:id`, or `told:words` with the law or rule that lets it."""

    group: str
    seats: int
    cite: str


@dataclass(frozen=True, slots=True)
class Place:
    """An opening of a round. given: seats that went to somebody (once matched); taken: those with a yes."""

    name: str
    opportunity: str
    shift: str
    seats: int
    reserves: tuple[Reserved, ...]
    within_km: int | None
    holds: str
    by_law: str
    cite: str
    given: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class RoundSeen:
    """A round as everyone sees it. state: ranking, closed (not matched yet), matched. seed: empty until it is matched.
    learners: how many ranked; after, next: the round before and the second one."""

    id: UUID
    organization: str
    title: str
    words: str
    rule: Shortage
    closes_on: date
    answer_by: date
    state: str
    commitment: str
    seed: str
    digest: str
    places: tuple[Place, ...]
    learners: int
    after: UUID | None
    next: UUID | None


@dataclass(frozen=True, slots=True)
class Door:
    """An opening for one learner. barrier: what keeps them from ranking it; missing: what it needs first and they have
    not shown, which puts them after those who have. kilometers: from where they learn."""

    place: Place
    barrier: Barrier
    missing: tuple[str, ...]
    kilometers: float | None


@dataclass(frozen=True, slots=True)
class Dearer:
    """Why a learner is not at a place they ranked higher. by: what decided; the turn of theirs and, by group (empty: open
    to everyone), of the last who got a seat: band, tier, ticket."""

    place: str
    by: str
    mine: tuple[int, int, str]
    lasts: tuple[tuple[str, int, tuple[int, int, str]], ...]


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A learner in a round. wishes: the names they rank, the dearest first; groups: of reserves they asked to count in;
    code: theirs in the public file (empty: they have not ranked)."""

    round: RoundSeen
    doors: tuple[Door, ...]
    wishes: tuple[str, ...]
    groups: frozenset[str]
    confirmed: frozenset[str]
    code: str
    place: str
    answer: str
    reasons: tuple[Dearer, ...]
    standpoint: Standpoint


def rounds(*, on: date) -> list[RoundSeen]:
    """All rounds, those that can be ranked in first, then the newest. Two queries."""
    rows = _rows(Round.objects.all())
    return sorted(
        (_seen(row, on) for row in rows),
        key=lambda each: (each.state != "ranking", -each.closes_on.toordinal()),
    )


def round_(key: UUID, *, on: date) -> RoundSeen:
    """One round. Raises `Refused` where there is none. Three queries."""
    row = _one(key)
    return _seen(row, on, _counted(row))


def _one(key: UUID) -> Round:
    row = _rows(Round.objects.filter(id=key)).first()
    if row is None:
        raise Refused("A round", "there is none with this id.", "Look at the list of rounds.", {"gone": True})
    return row


def file(key: UUID) -> str:
    """A round's public file; empty until it is matched. One query."""
    return Round.objects.filter(id=key).values_list("file", flat=True).first() or ""


def own_rounds(actor: Actor) -> set[UUID]:
    """Rounds that a learner ranks in, by any of their ids. One query."""
    return set(RoundRanking.objects.filter(learner__in=ids_of([actor.me])).values_list("round_id", flat=True))


def own(actor: Actor, key: UUID, *, now: datetime) -> OwnRound:
    """A learner's own page of a round."""
    require(actor, "round.rank", directory.subject_for(actor, actor.me), what="A round")
    found = _one(key)
    seen = _seen(found, timezone.localdate(now))
    row = RoundRanking.objects.filter(round_id=key, learner__in=ids_of([actor.me])).first()
    confirmed = frozenset(row.confirmed) if row else frozenset[str]()
    point = standpoints({actor.me: confirmed}, now=now)[actor.me]
    doors = tuple(
        Door(_place(each, {}), point.barrier(each), point.missing(each), point.distance(each))
        for each in found.openings.all()
    )
    return OwnRound(
        seen, doors, tuple(row.wishes if row else ()), frozenset(row.groups if row else ()), confirmed,
        row.code if row else "", row.place if row else "", row.answer if row else "",
        tuple(map(_dearer, row.reasons)) if row else (), point,
    )  # fmt: skip


def _dearer(kept: Mapping[str, Any]) -> Dearer:
    lasts = tuple(
        (cut["group"], cut["seats"], (cut["band"], cut["tier"], cut["ticket"])) for cut in kept["cuts"]
    )
    return Dearer(kept["opening"], kept["by"], (kept["band"], kept["tier"], kept["ticket"]), lasts)


def _rows(rows: QuerySet[Round]) -> QuerySet[Round]:
    openings = Prefetch("openings", RoundOpening.objects.order_by("name"))
    return rows.select_related("next").prefetch_related(openings).annotate(learners=Count("rankings"))


def _counted(row: Round) -> Mapping[str, tuple[int, int]]:
    yes = Count("id", filter=Q(answer="yes"))
    found = row.rankings.exclude(place="").values_list("place").annotate(n=Count("id"), yes=yes)
    return {place: (many, taken) for place, many, taken in found}


def _seen(row: Round, on: date, given: Mapping[str, tuple[int, int]] | None = None) -> RoundSeen:
    state = "matched" if row.matched_at else "ranking" if row.closes_on >= on else "closed"
    second = getattr(row, "next", None)
    return RoundSeen(
        row.id, row.organization, row.title, row.words, rule_of(row), row.closes_on, row.answer_by, state, row.commitment,
        row.seed if row.matched_at else "", row.digest, tuple(_place(each, given or {}) for each in row.openings.all()),
        row.learners, row.after_id, second.id if second else None,  # type: ignore[attr-defined]  # annotated
    )  # fmt: skip


def _place(row: RoundOpening, given: Mapping[str, tuple[int, int]]) -> Place:
    reserves = tuple(Reserved(each["group"], each["seats"], each["cite"]) for each in row.reserves)
    return Place(
        row.name, row.opportunity, row.shift, row.seats, reserves, row.within_km, row.holds, row.by_law, row.cite,
        *given.get(row.name, (0, 0)),
    )  # fmt: skip
