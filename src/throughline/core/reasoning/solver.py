"""Questions about large rules as integer programs for HiGHS (`scipy.optimize.milp`), solved to proven optimum.

A formula becomes one 0-1 variable a part. Below, `k` of the parts must be 1 for the whole to be 1 (to find ways);
above, the whole must be 1 as soon as `k` of the parts are (to find what is not met).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from throughline.core.reasoning.formula import Formula, Leaf

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint


class Unsolved(RuntimeError):
    """The solver gave no proven answer; the message is its own."""


@dataclass
class _Program:
    """Rows `low <= sum(weight * variable) <= high` over 0-1 variables."""

    cost: list[float] = field(default_factory=list)
    fixed: dict[int, int] = field(default_factory=dict)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def variable(self, cost: float = 0.0) -> int:
        self.cost.append(cost)
        return len(self.cost) - 1

    def row(self, weights: list[tuple[int, float]], low: float = -np.inf, high: float = np.inf) -> None:
        self.entries.extend((len(self.low), column, weight) for column, weight in weights)
        self.low.append(low)
        self.high.append(high)

    def solved(self) -> list[bool] | None:
        """The values of the variables at least cost, or None where there is no solution."""
        from scipy.optimize import Bounds, milp  # half a second to load, and most processes never solve

        count = len(self.cost)
        lower, upper = np.zeros(count), np.ones(count)
        for column, value in self.fixed.items():
            lower[column] = upper[column] = value
        answer = milp(
            np.array(self.cost),
            bounds=Bounds(lower, upper),
            integrality=np.ones(count),
            constraints=self._rows(count),
        )
        if answer.status == 2:
            return None
        if answer.status != 0:
            raise Unsolved(answer.message)
        return [bool(value > 0.5) for value in answer.x]

    def _rows(self, count: int) -> LinearConstraint | tuple[()]:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import coo_array

        if not self.low:
            return ()
        rows, columns, weights = zip(*self.entries, strict=True)
        matrix = coo_array((weights, (rows, columns)), shape=(len(self.low), count)).tocsr()
        return LinearConstraint(matrix, np.array(self.low), np.array(self.high))


def least_atoms(formula: Formula, follow: tuple[int, ...], costs: list[float] | None = None) -> int | None:
    """A set of atoms of least cost (each 1, unless given) that meets the formula with all that follows from it,
    as bits; None where nothing does. The set holds the chosen atoms only."""
    program = _Program()
    chosen = [program.variable(1.0 if costs is None else costs[i]) for i in range(len(follow))]
    true = [program.variable() for _ in follow]
    for j, column in enumerate(true):
        sources = [(chosen[i], 1.0) for i in range(len(follow)) if follow[i] >> j & 1]
        program.row([*sources, (column, -1.0)], low=0)
    program.fixed[_below(program, formula, true, {})] = 1
    values = program.solved()
    return None if values is None else sum(1 << i for i, column in enumerate(chosen) if values[column])


def true_and_false(given: Formula, asked: Formula, follow: tuple[int, ...]) -> int | None:
    """A closed set of atoms that meets `given` but not `asked`, as bits; None where there is none."""
    program = _Program()
    true = [program.variable(1.0) for _ in follow]
    for i, bits in enumerate(follow):
        for j in range(len(follow)):
            if i != j and bits >> j & 1:
                program.row([(true[i], 1.0), (true[j], -1.0)], high=0)
    program.fixed[_below(program, given, true, {})] = 1
    not_met = _above(program, asked, true, {})
    if program.fixed.get(not_met) == 1:
        return None
    program.fixed[not_met] = 0
    values = program.solved()
    return None if values is None else sum(1 << i for i, column in enumerate(true) if values[column])


def _below(program: _Program, part: Formula, true: list[int], made: dict[Formula, int]) -> int:
    """A variable that may be 1 only where the part is met."""
    if isinstance(part, Leaf):
        return true[part.atom]
    if part not in made:
        columns = [_below(program, child, true, made) for child in part.of]
        made[part] = program.variable()
        program.row([*((column, 1.0) for column in columns), (made[part], -float(part.k))], low=0)
    return made[part]


def _above(program: _Program, part: Formula, true: list[int], made: dict[Formula, int]) -> int:
    """A variable that must be 1 where the part is met."""
    if isinstance(part, Leaf):
        return true[part.atom]
    if part not in made:
        columns = [_above(program, child, true, made) for child in part.of]
        made[part] = program.variable()
        room = max(len(columns) - part.k + 1, 0)
        weights = [*((column, 1.0) for column in columns), (made[part], -float(room))]
        program.row(weights, high=part.k - 1)
    return made[part]
