"""Formulas over offers as rows of an integer program, and their solution by HiGHS (`scipy.optimize.milp`).

Of every part one variable says that it is met; it can be 1 only where enough below it is. Variables of `all` and `any`
need not be whole numbers: where the offers are, their greatest value is. Model: weighted covering with prerequisites
(`z n <= sum of children`, `y <= sum of offers that give it`, `x <= y` of what an offer needs).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from throughline.core.progress.demands import Demand
from throughline.core.progress.planning.formula import AtLeast, Formula, Given, Group, Met, Named, Pool, Sum

Terms = list[tuple[int, float]]
"""Columns with their weights, added up."""
Done = Callable[[int], Terms]
"""What says that an offer (by number) is done."""
ONE = -1
"""A column that is always 1."""


@dataclass(frozen=True, slots=True)
class Solved:
    """Values of the columns (None: nothing found), whether that is proved, and the bound below it."""

    values: tuple[float, ...] | None
    proved: bool
    value: float
    bound: float
    impossible: bool = False


@dataclass
class Rows:
    """Rows `low <= sum(weight * column) <= high`, columns between 0 and `top`."""

    top: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    at_least: list[float] = field(default_factory=list)
    at_most: list[float] = field(default_factory=list)

    def column(self, *, whole: bool = False, top: float = 1.0) -> int:
        """A new column."""
        self.top.append(top)
        self.low.append(0.0)
        self.whole.append(int(whole))
        return len(self.top) - 1

    def fix(self, column: int, value: float) -> None:
        """Holds a column at a value."""
        self.low[column] = self.top[column] = value

    def row(self, weights: Terms, least: float = -np.inf, most: float = np.inf) -> None:
        """A new row; what is always 1 moves to the other side."""
        always = sum(weight for column, weight in weights if column == ONE)
        number = len(self.at_least)
        self.entries += [(number, column, weight) for column, weight in weights if column != ONE]
        self.at_least.append(least - always)
        self.at_most.append(most - always)

    def least(self, costs: Mapping[int, float], seconds: float) -> Solved:
        """A solution of least cost, or the best found in so many seconds."""
        if not self.top:  # nothing to choose
            fits = all(low <= 0 <= high for low, high in zip(self.at_least, self.at_most, strict=True))
            return Solved(() if fits else None, True, 0.0, 0.0, impossible=not fits)
        from scipy.optimize import Bounds, milp  # half a second to load, and most processes never plan

        cost = np.zeros(len(self.top))
        for column, weight in costs.items():
            cost[column] = weight
        found: Any = milp(
            cost, bounds=Bounds(np.array(self.low), np.array(self.top)), integrality=np.array(self.whole),
            constraints=self._matrix(), options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0},
        )  # fmt: skip
        if found.status == 2:
            return Solved(None, True, 0.0, 0.0, impossible=True)
        if found.x is None:
            return Solved(None, False, 0.0, 0.0)
        bound = found.fun if found.mip_dual_bound is None else float(found.mip_dual_bound)
        return Solved(tuple(map(float, found.x)), found.status == 0, float(found.fun), bound)

    def _matrix(self) -> Any:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        rows, columns, weights = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (len(self.at_least), len(self.top))
        return LinearConstraint(
            csr_array((np.array(weights, float), (np.array(rows, int), np.array(columns, int))), shape=shape),
            np.array(self.at_least), np.array(self.at_most),
        )  # fmt: skip


@dataclass
class Writer:
    """Writes formulas into rows; `done` says what stands for an offer, at one point in time."""

    rows: Rows
    names: Mapping[str, Formula]
    done: Done
    made: dict[int, tuple[Formula, Terms]] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)

    def must(self, part: Formula) -> None:
        """The part is met, whatever else."""
        if isinstance(part, AtLeast) and part.k >= len(part.of):
            if part.k > len(part.of):
                self.rows.row([(ONE, 0.0)], least=1.0)
            for each in part.of:
                self.must(each)
        elif not isinstance(part, Met):
            self.rows.row(self.met(part), least=1.0)

    def met(self, part: Formula) -> Terms:
        """Columns that together are 1 only where the part is met, and never more than 1."""
        if isinstance(part, Met):
            return [(ONE, 1.0)]
        if isinstance(part, Named):
            return [(self._name(part.name), 1.0)]
        if id(part) not in self.made:
            # Kept with the part, so that its number is not given to another.
            self.made[id(part)] = (part, self._written(part))
        return self.made[id(part)][1]

    def _name(self, name: str) -> int:
        if name not in self.columns:
            column = self.columns[name] = self.rows.column()
            self.rows.row([*self.met(self.names[name]), (column, -1.0)], least=0.0)
        return self.columns[name]

    def _written(self, part: Given | AtLeast | Sum | Pool) -> Terms:
        if isinstance(part, Given):
            return self._given(part)
        if isinstance(part, AtLeast):
            return self._at_least(part)
        return self._sum(part) if isinstance(part, Sum) else self._pool(part)

    def _given(self, part: Given) -> Terms:
        terms = [term for offer in part.offers for term in self.done(offer)]
        if len(part.offers) == 1 or not terms:
            return terms
        column = self.rows.column()
        self.rows.row([*terms, (column, -1.0)], least=0.0)
        return [(column, 1.0)]

    def _at_least(self, part: AtLeast) -> Terms:
        below = [self.met(each) for each in part.of]
        if part.k <= 0:
            return [(ONE, 1.0)]
        if part.k > len(below):
            return []
        if len(below) == 1:
            return below[0]
        column = self.rows.column(whole=1 < part.k < len(below))
        if part.k == len(below):
            for terms in below:
                self.rows.row([*terms, (column, -1.0)], least=0.0)
        else:
            self.rows.row([*(t for terms in below for t in terms), (column, -float(part.k))], least=0.0)
        return [(column, 1.0)]

    def _sum(self, part: Sum) -> Terms:
        column = self.rows.column(whole=True)
        terms = [term for group in part.groups for term in self._group(group)]
        self.rows.row([*terms, (column, -float(part.need))], least=0.0)
        return [(column, 1.0)]

    def _group(self, group: Group) -> Terms:
        terms = [(c, w * float(n)) for offer, n in group.adds for c, w in self.done(offer)]
        terms.append((ONE, float(group.held)))
        if group.cap is None:
            return terms
        column = self.rows.column(top=float(group.cap))
        self.rows.row([*terms, (column, -1.0)], least=0.0)
        return [(column, 1.0)]

    # -- evidence that serves one child only

    def _pool(self, part: Pool) -> Terms:
        column, served = self.rows.column(whole=True), dict[str, Terms]()
        below = [self._child(demand, served) for demand in part.demands]
        for item in sorted(served):
            there = self._there(part, item)
            self.rows.row([*served[item], *((c, -w) for c, w in there)], most=0.0)
            for offer in part.instead.get(item, ()):
                self.rows.row([*served[item], *self.done(offer)], most=1.0)
        self.rows.row([*((each, 1.0) for each in below), (column, -float(part.wanted))], least=0.0)
        return [(column, 1.0)]

    def _there(self, part: Pool, item: str) -> Terms:
        if item in part.offers:
            return self.done(part.offers[item])
        return [(self._name(part.names[item]), 1.0)] if item in part.names else [(ONE, 1.0)]

    def _child(self, demand: Demand, served: dict[str, Terms]) -> int:
        """Whether one child of a pool is met; notes which of its columns use up an item."""
        column, groups = self.rows.column(whole=True), dict[str | None, Terms]()
        for item, amount in sorted(demand.offers.items()):
            used = self.rows.column(whole=True)
            served.setdefault(item, []).append((used, 1.0))
            group = demand.groups.get(item, item if demand.unit else None)
            groups.setdefault(group, []).append((used, 1.0 if demand.unit else float(amount)))
        terms = [term for name, each in groups.items() for term in self._capped(demand, name, each)]
        self.rows.row([*terms, (column, -float(demand.need))], least=0.0)
        return column

    def _capped(self, demand: Demand, name: str | None, terms: Terms) -> Terms:
        if demand.unit:
            self.rows.row(terms, most=1.0)
            return terms
        if demand.cap is None or name is None:
            return terms
        column = self.rows.column(top=float(demand.cap.max))
        self.rows.row([*terms, (column, -1.0)], least=0.0)
        return [(column, 1.0)]
