"""Which shapes of fact bear on which questions, held against them once a shape, by the functions that read one learner.

What depends on a fact's day only is left for later: from which day on it is fresh.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.evidence import UNFILTERED_KINDS, last_fresh
from throughline.core.progress.leaves import Steps, adds, passes, suits
from throughline.core.progress.population.facts import ranges
from throughline.core.progress.record import Fact
from throughline.core.progress.totals import group_of
from throughline.core.requirements.nodes import Fresh, Have, Selector, Total

ANY_DAY = 0


@dataclass(frozen=True)
class Hits:
    """By shape: what its facts bear on. start: where each shape's hits begin. target: a number. from_day: the first day
    (ordinal) of a fact that is still fresh. fresh: which span it stays fresh for (-1: no end). suits: whether it has all
    that is asked (a try that has not counts for `first` and `latest`). weight: what it adds. group: its capped group."""

    start: npt.NDArray[np.int64]
    target: npt.NDArray[np.int32]
    from_day: npt.NDArray[np.int32]
    fresh: npt.NDArray[np.int16]
    suits: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.int64]
    group: npt.NDArray[np.int32]

    @property
    def none(self) -> bool:
        """Whether nothing bears on anything."""
        return not len(self.target)

    @property
    def bears(self) -> npt.NDArray[np.bool_]:
        """By shape, whether its facts bear on anything."""
        return np.diff(self.start) > 0

    def over(self, shape: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Every pair of a fact (its place among these shapes) and a hit of its shape."""
        counts = np.diff(self.start)
        fact = np.flatnonzero((counts > 0).take(shape))
        mine = shape.take(fact)
        if counts.max(initial=0) <= 1:
            return fact, self.start.take(mine)
        many = counts.take(mine)
        return np.repeat(fact, many), ranges(self.start.take(mine), many)


class Spans:
    """The spans of freshness, and for a day from which day on facts are fresh."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.every: list[Fresh] = []
        self._known: dict[Fresh, tuple[int, int]] = {}

    def number(self, fresh: Fresh | None) -> tuple[int, int]:
        """The span's number and the first day that is still fresh; without a span, any day."""
        if fresh is None:
            return -1, ANY_DAY
        if fresh not in self._known:
            self._known[fresh] = (len(self.every), self._first(fresh))
            self.every.append(fresh)
        return self._known[fresh]

    def _first(self, fresh: Fresh) -> int:
        """By halving: a later day is never fresh for a shorter time."""
        low, high = 1, self.as_of.toordinal() + 1
        while low < high:
            middle = (low + high) // 2
            if last_fresh(date.fromordinal(middle), fresh) >= self.as_of:
                high = middle
            else:
                low = middle + 1
        return low


def carries(shape: Fact, tags: Sequence[str]) -> bool:
    """Whether a shape passes the tags of a family."""
    return shape.kind in UNFILTERED_KINDS or all(tag in shape.tags for tag in tags)


class Shapes:
    """Shapes of facts in order, and where each name, kind and tag stands among them."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.by_what: dict[str, list[int]] = defaultdict(list)
        self.by_kind: dict[str, list[int]] = defaultdict(list)
        self.by_tag: dict[str, list[int]] = defaultdict(list)
        for number, shape in enumerate(facts):
            self.by_what[shape.what].append(number)
            self.by_kind[shape.kind].append(number)
            for tag in shape.tags:
                self.by_tag[tag].append(number)

    def near(self, select: Selector) -> Sequence[int]:
        """Every shape that a filter without a list of names can pass, with few that it cannot; in order."""
        if select.tags:
            return min((self.by_tag.get(tag, []) for tag in select.tags), key=len)
        if select.any_tags:
            return sorted({number for tag in select.any_tags for number in self.by_tag.get(tag, ())})
        return self.by_kind.get(select.kind, []) if select.kind else range(len(self.facts))


class Hitting:
    """Collects hits shape by shape."""

    def __init__(self, shapes: Shapes, spans: Spans) -> None:
        self.shapes, self.spans = shapes, spans
        self.rows: list[tuple[int, int, int, int, bool, Decimal, int]] = []

    def have(self, target: int, node: Have, steps: Steps, tags: Sequence[str]) -> None:
        """Everything that bears on a `have`."""
        number, day = self.spans.number(node.fresh)
        ways: list[tuple[str, EquivalenceStep | None]] = [(node.what, None), *((s.what, s) for s in steps)]
        for what, step in ways:
            for shape in self.shapes.by_what.get(what, ()):
                fact = self.shapes.facts[shape]
                fits = suits(node, fact, step)
                if carries(fact, tags) and (fits or node.attempt != "best"):
                    self.rows.append((shape, target, day, number, fits, Decimal(0), -1))

    def total(
        self, target: int, node: Total, names: Mapping[str, EquivalenceStep | None], tags: Sequence[str],
        groups: dict[tuple[int, str], int],
    ) -> None:  # fmt: skip
        """Everything that a `total` sums, what it adds, and in which capped group."""
        for shape, step in self._pool(node, names):
            fact = self.shapes.facts[shape]
            if not carries(fact, tags) or not passes(node.select, fact, step):
                continue
            name = group_of(node.cap_per, fact) if node.cap_per is not None else None
            group = -1 if name is None else groups.setdefault((target, name), len(groups))
            self.rows.append((shape, target, ANY_DAY, -1, True, adds(node, fact), group))

    def _pool(
        self, node: Total, names: Mapping[str, EquivalenceStep | None]
    ) -> list[tuple[int, EquivalenceStep | None]]:
        if node.select.what:
            return [(n, step) for what, step in names.items() for n in self.shapes.by_what.get(what, ())]
        return [(n, None) for n in self.shapes.near(node.select)]

    def done(self, scales: Mapping[int, int] | None = None) -> Hits:
        """All hits by shape; weights times the scale of their target."""
        rows = sorted(self.rows, key=lambda row: (row[0], row[1]))
        counts = np.bincount(
            [row[0] for row in rows] or [0], minlength=max(len(self.shapes.facts), 1)
        ).astype(np.int64)
        if not rows:
            counts[:] = 0
        scale = scales or {}
        columns = list(zip(*rows, strict=True)) if rows else [()] * 7
        weights = [int(row[5] * scale.get(row[1], 0)) for row in rows]
        return Hits(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.array(columns[1], np.int32),
            np.array(columns[2], np.int32), np.array(columns[3], np.int16), np.array(columns[4], bool),
            np.array(weights, np.int64), np.array(columns[6], np.int32),
        )  # fmt: skip


def latest_fresh(days: npt.NDArray[np.int32], fresh: Fresh) -> npt.NDArray[np.int32]:
    """For each day, the last day on which a fact of that day is fresh."""
    every, at = np.unique(days, return_inverse=True)
    ends = [last_fresh(date.fromordinal(day), fresh).toordinal() for day in every.tolist()]
    return np.array(ends, np.int32)[at]
