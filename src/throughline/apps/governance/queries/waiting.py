"""Reads: what waits for whoever sits in a body: their vote, a conflict to name, comments to answer, terms that end."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import Conflict, Draft, OfficeTerm, Recusal, SeatTerm, Vote
from throughline.apps.governance.queries.hanging import hanging, rows_of
from throughline.apps.governance.queries.items import Item, item_of, proposals
from throughline.apps.governance.queries.sittings import KEEPERS
from throughline.apps.governance.queries.votes import ballots_of
from throughline.core.governing.ballots import voting_kinds
from throughline.core.governing.parties import parties_of
from throughline.core.governing.reminding import Asks, Call, waits


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody in a seat today. until: the last day of the term. office: of chair, clerk or empty. interests: organizations
    in which they declared one; stepped_back: matters they stepped back from. followed: somebody has the seat after them."""

    person: UUID
    body: str
    seat: str
    place: int
    until: date
    office: str
    interests: frozenset[str]
    stepped_back: frozenset[str]
    followed: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person finds about their seats: where they sit, and what waits for them there, soonest first."""

    seats: tuple[Seated, ...]
    calls: tuple[Call, ...]


def waiting_for(actor: Actor, *, on: date) -> Mine:
    """A person's seats, and what waits for them there. Three queries; one where they sit nowhere."""
    require(actor, "seat.waiting", what="Your seats")
    every = seated(on)
    own = tuple(each for each in every if actor.is_me(each.person))
    if not own:
        return Mine((), ())
    bodies = {each.body for each in own}
    found = calls([each for each in every if each.body in bodies], on)
    return Mine(own, tuple(each for each in found if actor.is_me(each.person) and waits(each, on)))


def seated(on: date) -> list[Seated]:
    """Everyone who sits in a body with a charter on that day. One query."""
    mine = OuterRef("pk")
    offices = OfficeTerm.objects.filter(
        body=OuterRef("seat__body"), person=OuterRef("person"), since__lte=on, ends__gt=on
    )
    rows = SeatTerm.objects.filter(since__lte=on, ends__gt=on).select_related("seat__body").annotate(
        office=Subquery(offices.values("office")[:1]),
        told_interests=hanging(Conflict.objects.filter(term=mine, ended_at=None)),
        told_back=hanging(Recusal.objects.filter(term=mine)),
        followed=Exists(SeatTerm.objects.filter(seat=OuterRef("seat"), since__gte=OuterRef("ends"))),
    )  # fmt: skip
    known = frameworks.catalogue().bodies
    return [
        _seated(row) for row in rows.order_by("seat__body__slug", "seat__id") if row.seat.body.slug in known
    ]


def _seated(row: Any) -> Seated:
    return Seated(
        row.person_id, row.seat.body.slug, row.seat.kind, row.seat.place, row.ends - timedelta(days=1), row.office or "",
        frozenset(each.organization for each in rows_of(Conflict, row.told_interests)),
        frozenset(each.matter for each in rows_of(Recusal, row.told_back)), row.followed,
    )  # fmt: skip


def calls(members: Iterable[Seated], on: date) -> list[Call]:
    """Everything that waits for these members, near or far, soonest first. Two queries, and one more where an open vote
    meets a declared interest."""
    by_body: dict[str, list[Seated]] = {}
    for each in members:
        by_body.setdefault(each.body, []).append(each)
    live = proposals().filter(hearings__body__in=by_body, withdrawal=None).distinct()
    found = [call for row in live for call in _of_matter(row, item_of(row, on), by_body, on)]
    found += [call for each in by_body.values() for call in _of_terms(each)]
    return sorted(found, key=lambda each: (each.due, each.about, each.asks))


def _of_matter(row: Any, item: Item, by_body: Mapping[str, list[Seated]], on: date) -> Iterator[Call]:
    if item.stage == "in_force":
        return
    for body, due in item.due_of:
        if not due.done:
            yield from _to_keepers(by_body.get(body, ()), due.step, due.due, item)
    for vote in row.votes.all():
        if not hasattr(vote, "decision") and on <= vote.closes:
            yield from _of_vote(vote, row.made_for, item, by_body.get(vote.body, ()))


def _to_keepers(members: Iterable[Seated], asks: Asks, due: date, item: Item) -> Iterator[Call]:
    for each in members:
        if each.office in KEEPERS:
            yield Call(each.person, asks, each.body, f"docket:{item.docket}", due, item.docket, item.title)


def _of_vote(vote: Vote, made_for: str, item: Item, members: Iterable[Seated]) -> Iterator[Call]:
    spoken = {(each.seat, each.place) for each in ballots_of(vote)}
    kinds = voting_kinds(frameworks.catalogue().bodies[vote.body])
    silent = [m for m in members if m.seat in kinds and (m.seat, m.place) not in spoken]
    sways = _parties(vote, made_for) if any(each.interests for each in silent) else frozenset()
    matter = f"docket:{item.docket}"
    for each in silent:
        aside = matter in each.stepped_back or bool(each.interests & sways)
        asks: Asks = "own_conflict" if aside else "own_vote"
        yield Call(each.person, asks, vote.body, matter, vote.closes, item.docket, item.title)


def _parties(vote: Vote, made_for: str) -> frozenset[str]:
    documents = Draft.objects.values_list("documents", flat=True).get(id=vote.draft_id)
    return parties_of(documents, made_for)


def _of_terms(members: list[Seated]) -> Iterator[Call]:
    keepers = [each for each in members if each.office in KEEPERS]
    for each in members:
        about = f"seat:{each.seat}/{each.place}"
        yield Call(each.person, "own_term", each.body, about, each.until)
        for keeper in keepers if not each.followed else ():
            if keeper.person != each.person:
                yield Call(keeper.person, "term", each.body, about, each.until)
