"""Reads: the reviewer's bench: two documents, one item at a time, the matches there may be, and how far the work is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.registry.models import AlignmentDecision, ItemLook, RegistryDocument, RegistryItem
from throughline.apps.registry.queries.alignments import claims_of
from throughline.apps.registry.queries.documents import DocumentLine, line
from throughline.core.alignment.equivalence import Link
from throughline.core.alignment.proposing import Matcher, Proposal, Stated

MOST_ITEMS = 20_000
"""Items of one document that the bench compares; a larger one is worked through by its parts."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Decided:
    """How an alignment of the item stands: with which other item, how, and by which decision."""

    alignment: UUID
    left: str
    right: str
    kind: str
    status: str
    by: UUID
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item of the right that may fit. claimed: what publishers say of the two. decided: how it stands already."""

    proposal: Proposal
    item: Stated
    above: tuple[Stated, ...]
    claimed: tuple[Link, ...]
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """What the reviewer sees. item None: all are looked at. above: what the item stands under, the topmost first; below:
    the first of what stands under it. place: of how many, from 1. looked: how many items have a decision or were passed
    on. before, after: the items beside it. undoable: whether the reviewer's last decision between the two can be taken
    back. outcome: how the item was passed on, or empty."""

    left: DocumentLine
    right: DocumentLine
    item: Stated | None
    above: tuple[Stated, ...]
    below: tuple[Stated, ...]
    suggestions: tuple[Suggestion, ...]
    decided: tuple[Decided, ...]
    place: int
    total: int
    looked: int
    before: str
    after: str
    undoable: bool
    outcome: str


def bench(actor: Actor, left: UUID, right: UUID, item: str = "") -> Bench | None:
    """The bench at one item, or at the next one that nobody has looked at after where the reviewer stopped; None where
    there is no such document. Seven queries at most, five once both documents were read."""
    require(actor, "alignment.review", what="Working on the bench")
    found = {each.id: line(each) for each in RegistryDocument.objects.filter(id__in=[left, right])}
    if left not in found or right not in found or left == right:
        return None
    one, two = found[left], found[right]
    mine, theirs = document_items(left, one.number), document_items(right, two.number)
    work = _Work(actor, left, right, mine)
    at = work.places.get(item) if item else work.next()
    return _bench(one, two, mine, theirs, work, at)


def _bench(
    one: DocumentLine,
    two: DocumentLine,
    mine: Sequence[Stated],
    theirs: Sequence[Stated],
    work: "_Work",
    at: int | None,
) -> Bench:
    if at is None:
        return Bench(one, two, None, (), (), (), (), 0, len(mine), work.looked, "", "", work.undoable, "")
    item = mine[at]
    by_id = {each.id: each for each in theirs}
    decided = tuple(each for each in work.decisions if item.id in (each.left, each.right))
    claims = [each for each in claims_of(item.id) if _other(each, item.id) in by_id]
    named = dict.fromkeys(
        [*(_other(each, item.id) for each in claims), *(_partner(each, item.id) for each in decided)]
    )
    matcher = _matcher(one.key, one.number, two.key, two.number)
    found = list(matcher.proposals(item.id, work.aligned, MOST))
    known = {each.right for each in found}
    more = (matcher.compare(item.id, other, work.aligned) for other in named if other not in known)
    found += [each for each in more if each is not None]
    suggestions = tuple(
        Suggestion(
            each, by_id[each.right], _above(by_id, each.right),
            tuple(claim for claim in claims if _other(claim, item.id) == each.right),
            tuple(row for row in decided if _partner(row, item.id) == each.right),
        )
        for each in found
    )  # fmt: skip
    own = {each.id: each for each in mine}
    below = tuple(each for each in mine if each.parent == item.id)[:MOST]
    before, after = (mine[at - 1].id if at else ""), (mine[at + 1].id if at + 1 < len(mine) else "")
    return Bench(
        one, two, item, _above(own, item.id), below, suggestions, decided, at + 1, len(mine), work.looked, before,
        after, work.undoable, work.outcomes.get(item.id, ""),
    )  # fmt: skip


class _Work:
    """What was decided and passed on between two documents. Two queries."""

    def __init__(self, actor: Actor, left: UUID, right: UUID, mine: Sequence[Stated]) -> None:
        self.mine = mine
        self.places = {each.id: at for at, each in enumerate(mine)}
        rows = list(
            AlignmentDecision.objects.filter(
                left_document__in=[left, right], right_document__in=[left, right]
            )
            .order_by("id")
            .exclude(left_document=left, right_document=left)
        )
        standing = {row.alignment: row for row in rows}
        self.decisions = tuple(
            Decided(row.alignment, row.left, row.right, row.kind, row.status, row.by, row.reason, row.number)
            for row in standing.values()
            if row.status != "withdrawn"
        )
        looks = list(ItemLook.objects.filter(left_document=left, right_document=right).order_by("id"))
        self.outcomes = {look.item: look.outcome for look in looks if look.outcome != "opened"}
        for look in looks:
            if look.outcome == "opened":
                self.outcomes.pop(look.item, None)
        last = [row for row in rows if row.undoes is None and actor.is_me(row.by)]
        newest = last[-1] if last else None
        self.undoable = (
            newest is not None and standing[newest.alignment] is newest and newest.status != "certified"
        )
        self.stopped = self._stopped(actor, last, looks)

    @property
    def done(self) -> set[str]:
        """Items of the left that somebody looked at."""
        ends = {end for each in self.decisions for end in (each.left, each.right)}
        return (ends | self.outcomes.keys()) & self.places.keys()

    @property
    def looked(self) -> int:
        """How many they are."""
        return len(self.done)

    @property
    def aligned(self) -> Mapping[str, frozenset[str]]:
        """What is reviewed or certified, by the item of the left."""
        found: dict[str, set[str]] = {}
        for each in self.decisions:
            if each.status in ("reviewed", "certified"):
                here, there = (each.left, each.right) if each.left in self.places else (each.right, each.left)
                found.setdefault(here, set()).add(there)
        return {item: frozenset(others) for item, others in found.items()}

    def next(self) -> int | None:
        """The first item that nobody has looked at after where the reviewer stopped, else the first of all."""
        done, start = self.done, self.stopped
        every = [*range(start, len(self.mine)), *range(start)]
        return next((at for at in every if self.mine[at].id not in done), None)

    def _stopped(self, actor: Actor, rows: Sequence[AlignmentDecision], looks: Sequence[ItemLook]) -> int:
        acts = [
            (row.decided_at, end) for row in rows[-1:] for end in (row.left, row.right) if end in self.places
        ]
        acts += [(look.looked_at, look.item) for look in looks if actor.is_me(look.by)][-1:]
        return self.places.get(max(acts)[1], 0) if acts else 0


def _above(items: Mapping[str, Stated], identifier: str) -> tuple[Stated, ...]:
    found: dict[str, Stated] = {}
    at = items[identifier].parent
    while at in items and at not in found:
        found[at] = items[at]
        at = items[at].parent
    return tuple(reversed(found.values()))


def _other(link: Link, item: str) -> str:
    return link.destination if link.origin == item else link.origin


def _partner(decided: Decided, item: str) -> str:
    return decided.right if decided.left == item else decided.left


@lru_cache(maxsize=12)
def document_items(document: UUID, number: int) -> tuple[Stated, ...]:
    """The items of a version of a document, each before what stands under it. One query."""
    rows = RegistryItem.objects.filter(document=document, until=None, twin=0).order_by("position", "place")
    fields = rows.values_list("identifier", "statement", "code", "level", "language", "parent")[:MOST_ITEMS]
    under: dict[str, list[Stated]] = {}
    for row in fields:
        under.setdefault(row[5], []).append(Stated(*row))
    ordered: list[Stated] = []
    waiting = under.get("", [])[::-1]
    while waiting:
        item = waiting.pop()
        ordered.append(item)
        waiting += under.get(item.id, [])[::-1]
    del number
    return tuple(ordered)


@lru_cache(maxsize=4)
def _matcher(left: UUID, left_number: int, right: UUID, right_number: int) -> Matcher:
    return Matcher(document_items(left, left_number), document_items(right, right_number))
