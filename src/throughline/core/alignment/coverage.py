"""Which items of one framework are covered by another: covered, partly, not, or nobody can tell yet; each with its chain
and with what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from throughline.core.alignment.closure import Way
from throughline.core.alignment.equivalence import Link, Links, part_of

Verdict = Literal["covered", "partly", "cannot_tell", "not"]
VERDICTS: tuple[Verdict, ...] = ("covered", "partly", "cannot_tell", "not")
MOST_CHAINS = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """An item of a framework, and the one it stands under (empty: none)."""

    id: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """How an item is covered.

    ways: the best chain first, then one from each other item that covers it alone. parts: of what is partly covered, the
    parts that are. missing: ids of the parts that are not. waiting: links that somebody would have to certify. near: items
    of the other framework that are linked with it in a way that never counts.
    """

    item: str
    verdict: Verdict
    ways: tuple[Way[Link], ...] = ()
    parts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    waiting: tuple[Link, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every item in its order, and how many there are of each verdict."""

    rows: tuple[Covered, ...]
    counts: Mapping[Verdict, int]


def coverage(of: Sequence[Standing], by: Iterable[str], links: Iterable[Link]) -> Coverage:
    """What somebody who has everything in `by` has of the items in `of`.

    Covered: a chain of certified links leads there. Partly: to some of its parts, or of what stands under it, but not to
    itself. Cannot tell: a chain does, but not all its links are certified. Not: nothing leads there.
    """
    held = set(by)
    every = tuple(links)
    judge = _Judge(of, held, Links(every), Links(every, "claimed"))
    rows = tuple(judge.row(item.id) for item in of)
    counted = Counter(row.verdict for row in rows)
    return Coverage(rows, {verdict: counted[verdict] for verdict in VERDICTS})


class _Judge:
    def __init__(self, of: Sequence[Standing], held: set[str], sure: Links, hoped: Links) -> None:
        self.held, self.sure, self.hoped = held, sure, hoped
        self.certain, self.possible = sure.given(held), hoped.given(held)
        self.below: dict[str, list[str]] = defaultdict(list)
        for item in of:
            self.below[item.parent].append(item.id)
        self.near: dict[str, list[str]] = defaultdict(list)
        for link in hoped.every:
            self._note_near(link.origin, link.destination)
            self._note_near(link.destination, link.origin)

    def row(self, item: str) -> Covered:
        """One item judged."""
        if item in self.certain:
            return Covered(item, "covered", self._ways(item))
        parts = self._parts(item)
        if any(self._has(part) for part in parts):
            had = tuple(part for part in parts if part in self.certain)
            missing = tuple(part for part in parts if part not in self.certain)
            return Covered(item, "partly", parts=had, missing=missing, waiting=self._waiting(item))
        if item in self.possible:
            return Covered(item, "cannot_tell", (self.possible[item],), waiting=self._waiting(item))
        return Covered(item, "not", near=tuple(dict.fromkeys(self.near.get(item, ()))))

    def _ways(self, item: str) -> tuple[Way[Link], ...]:
        best = self.certain[item]
        alone = self.sure.stand_ins(item)
        others = sorted(
            (way for at, way in alone.items() if at in self.held and at != best.start),
            key=lambda way: (len(way.links), way.at),
        )
        turned = (Way(way.at, item, way.links[::-1], way.cap) for way in others[: MOST_CHAINS - 1])
        return (best, *turned)

    def _parts(self, item: str) -> tuple[str, ...]:
        counted = set(self.sure.counted)
        said = [part_of(link) for link in self.sure.parts.get(item, ()) if link in counted]
        return tuple(dict.fromkeys([*said, *self.below.get(item, ())]))

    def _has(self, part: str) -> bool:
        """Whether a part is covered, or something below it is."""
        queue, seen = [part], {part}
        while queue:
            at = queue.pop()
            if at in self.certain:
                return True
            for below in self.below.get(at, ()):
                if below not in seen:
                    seen.add(below)
                    queue.append(below)
        return False

    def _waiting(self, item: str) -> tuple[Link, ...]:
        way = self.possible.get(item)
        return tuple(link for link in way.every_link if link.status != "certified") if way else ()

    def _note_near(self, one: str, other: str) -> None:
        if other in self.held:
            self.near[one].append(other)
