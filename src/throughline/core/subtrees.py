"""Roots and proofs of a large log from a few kept hashes, instead of from all its entries (RFC 9162, section 2.1).

A node is the hash over 2**level entries that begin at a multiple of 2**level; once complete it never changes. Of the
levels above the entries every fourth is kept, so a log of a million entries keeps 67,000 nodes and a proof reads at
most some 80 hashes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from throughline.core import ledger

STEP = 4
WIDTH = 1 << STEP


class Node(NamedTuple):
    """A complete subtree: over 2**level entries, the `at`-th of its level. Level 0 is an entry itself."""

    level: int
    at: int

    @property
    def end(self) -> int:
        """One past its last entry."""
        return self.at + 1 << self.level


class Span(NamedTuple):
    """Entries from `start` up to, not including, `end`: one hash of a proof."""

    start: int
    end: int


# Gives the hashes of nodes of kept levels; all those asked for are there.
Kept = Callable[[Sequence[Node]], Mapping[Node, bytes]]


def inclusion_spans(index: int, size: int) -> list[Span]:
    """What the proof of the entry at `index` in a log of `size` entries is made of, nearest the entry first."""
    if not 0 <= index < size:
        raise ValueError(f"the log has {size} entries, none at {index}; give an index from 0")
    start, end, found = 0, size, []
    while end - start > 1:
        split = start + _split(end - start)
        found.append(Span(split, end) if index < split else Span(start, split))
        start, end = (start, split) if index < split else (split, end)
    return found[::-1]


def consistency_spans(earlier: int, size: int) -> list[Span]:
    """What the proof that a log of `size` entries begins with its first `earlier` ones is made of."""
    if not 0 < earlier <= size:
        raise ValueError(f"the log has {size} entries; give an earlier size from 1 to that, not {earlier}")
    start, end, found, whole = 0, size, [], True
    while earlier < end:
        split = start + _split(end - start)
        if earlier <= split:
            found.append(Span(split, end))
            end = split
        else:
            found.append(Span(start, split))
            start, whole = split, False
    return found[::-1] if whole else [Span(start, end), *found[::-1]]


def hashes_of(spans: Sequence[Span], kept: Kept) -> list[bytes]:
    """The hash of each span; `kept` is asked once."""
    needed = {span: [_stored(node) for node in _nodes(span)] for span in spans}
    wanted = sorted({node for parts in needed.values() for part in parts for node in part})
    found = kept(wanted) if wanted else {}
    return [_joined([_folded([found[node] for node in part]) for part in needed[span]]) for span in spans]


def root_of(size: int, kept: Kept) -> bytes:
    """The root of a log of `size` entries."""
    return hashes_of([Span(0, size)], kept)[0] if size else ledger.root([])


def unfinished(size: int) -> list[Node]:
    """The nodes that a log of `size` entries needs from before, when it grows: those under nodes not yet complete."""
    found, level, count = [], 0, size
    while count:
        found += [Node(level, index) for index in range(count // WIDTH * WIDTH, count)]
        level, count = level + STEP, count // WIDTH
    return found


def completed(size: int, before: Mapping[Node, bytes], leaves: Sequence[bytes]) -> dict[Node, bytes]:
    """The nodes to keep that become complete when these leaves come behind `size` entries.

    before: the hashes of `unfinished(size)`.
    """
    made: dict[Node, bytes] = {}
    level, first, fresh = 0, size, list(leaves)
    while fresh:
        start = first // WIDTH * WIDTH
        whole = [*(before[Node(level, index)] for index in range(start, first)), *fresh]
        level, first = level + STEP, start // WIDTH
        full = range(len(whole) // WIDTH)
        fresh = [_folded(whole[at * WIDTH : (at + 1) * WIDTH]) for at in full]
        made |= {Node(level, first + at): each for at, each in enumerate(fresh)}
    return made


@dataclass(slots=True)
class Growing:
    """The root of a log as its entries come one by one, without keeping them."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Take the next leaf hash."""
        made, at = leaf, self.size
        while at & 1:
            made, at = ledger.node_hash(self.peaks.pop(), made), at >> 1
        self.peaks.append(made)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _joined(self.peaks) if self.peaks else ledger.root([])


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _nodes(span: Span) -> Iterator[Node]:
    """The complete subtrees a span is made of, from its left; its start is a multiple of the largest."""
    at = span.start
    while at < span.end:
        level = (span.end - at).bit_length() - 1
        yield Node(level, at >> level)
        at += 1 << level


def _stored(node: Node) -> tuple[Node, ...]:
    """The nodes of the kept level at or below it that it is made of."""
    below = node.level % STEP
    return tuple(Node(node.level - below, (node.at << below) + each) for each in range(1 << below))


def _folded(hashes: Sequence[bytes]) -> bytes:
    """The hash over a complete subtree's parts: a power of two of them."""
    row = list(hashes)
    while len(row) > 1:
        row = [ledger.node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _joined(hashes: Iterable[bytes]) -> bytes:
    """The hash over subtrees that stand side by side, each larger than those on its right."""
    *left, made = hashes
    for each in reversed(left):
        made = ledger.node_hash(each, made)
    return made
