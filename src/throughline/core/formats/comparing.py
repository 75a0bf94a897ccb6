"""What changed between two packages, whatever format they are in.

Compared by digests of the records with their keys sorted, so that spaces and the order of members are no change; 100,000
items take seconds and no record stays in memory. A registry that keeps the digests compares without reading its records.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec

from throughline.core.formats.packages import Association, Item, Package


@dataclass(frozen=True, slots=True)
class Mark:
    """A row as far as comparing needs it; parent and position stay empty for an association."""

    identifier: str
    digest: bytes
    parent: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """Identifiers in the order of the newer package (removed: of the older). An item that was moved may be changed too;
    `same` counts those with the same record, in whatever place."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.moved)


@dataclass(frozen=True, slots=True)
class MemberChange:
    """One member of a record: its path with dots, and its value before and after (None: it was or is not there)."""

    member: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed: of the document by member, of items and associations by identifier."""

    document: tuple[MemberChange, ...]
    items: Changes
    associations: Changes

    def __bool__(self) -> bool:
        return bool(self.document or self.items or self.associations)


def compare(before: Package, after: Package) -> Difference:
    """What changed from one package to the other; empty (false) where nothing did."""
    return Difference(
        members(before.document.body, after.document.body),
        changes(map(mark, before.items), map(mark, after.items)),
        changes(map(mark, before.associations), map(mark, after.associations)),
    )


def mark(row: Item | Association) -> Mark:
    """The mark of a row."""
    if isinstance(row, Item):
        return Mark(row.identifier, digest(row.body), row.parent, row.position)
    return Mark(row.identifier, digest(row.body))


def digest(body: bytes) -> bytes:
    """16 bytes (BLAKE2b) that stand for a JSON record, whatever the order of its members and its spaces."""
    return blake2b(msgspec.json.encode(msgspec.json.decode(body), order="sorted"), digest_size=16).digest()


def changes(before: Iterable[Mark], after: Iterable[Mark]) -> Changes:
    """What was added, changed, removed and moved between two sets of rows."""
    old = {each.identifier: each for each in before}
    added, changed, kept, same = [], [], [], 0
    for each in after:
        was = old.pop(each.identifier, None)
        if was is None:
            added.append(each.identifier)
            continue
        kept.append((was, each))
        if was.digest == each.digest:
            same += 1
        else:
            changed.append(each.identifier)
    return Changes(tuple(added), tuple(changed), tuple(old), _moved(kept), same)


def members(before: bytes, after: bytes) -> tuple[MemberChange, ...]:
    """Which members of a JSON record differ, in the order of the older one; objects are opened, lists are not."""
    return tuple(_members(msgspec.json.decode(before), msgspec.json.decode(after), ""))


def _members(before: Any, after: Any, path: str) -> Iterator[MemberChange]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in {**before, **after}:
            inner = f"{path}.{name}" if path else name
            yield from _members(before.get(name), after.get(name), inner)
    elif before != after or type(before) is not type(after):
        yield MemberChange(path, before, after)


def _moved(kept: list[tuple[Mark, Mark]]) -> tuple[str, ...]:
    """Rows that went under another one, and the fewest that explain a new order among those that stayed."""
    stayed: dict[str, list[tuple[Mark, Mark]]] = {}
    moved = set()
    for was, now in kept:
        if was.parent == now.parent:
            stayed.setdefault(was.parent, []).append((was, now))
        else:
            moved.add(now.identifier)
    for siblings in stayed.values():
        siblings.sort(key=lambda pair: pair[0].position)
        order = [now.position for _, now in siblings]
        in_order = _longest_rising(order)
        moved |= {pair[1].identifier for nth, pair in enumerate(siblings) if nth not in in_order}
    return tuple(now.identifier for _, now in kept if now.identifier in moved)


def _longest_rising(values: list[int]) -> set[int]:
    """Places of a longest subsequence that never falls (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_left(ends, value + 1)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(value)
            tops.append(place)
        else:
            ends[pile], tops[pile] = value, place
    found, at = set(), tops[-1] if tops else -1
    while at != -1:
        found.add(at)
        at = before[at]
    return found
