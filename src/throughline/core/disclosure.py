"""Which counts of people may be shown, so that none that is hidden can be worked out from those that are.

A count is hidden where it could point at somebody: fewer people than the smallest group, and, of what tells something
about its people, all of a group but fewer than that, and of a group that is itself so small anything, also that it is
nobody. Then more are hidden, as few as can be, until whoever knows everything that is shown, and that no count is below
nothing, is left with a range of at least `width` for each of them
(Fischetti and Salazar-González 2001: cut generation, here with the cuts of a flow). Every hidden count carries the same
mark. Whole numbers help nobody: in a table of two ways every end of a range is a whole number already.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

WIDTH = 3
Numbers = npt.NDArray[np.float64]
Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of groups, and of all of them together. None: hidden."""

    counts: tuple[int | None, ...]
    total: int | None

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return self.total is None or None in self.counts


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts of groups (rows) by what holds of them (columns), each way summed. None: hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int | None, ...]
    columns: tuple[int | None, ...]
    total: int | None

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return None in (self.total, *self.rows, *self.columns, *(n for row in self.cells for n in row))


def one_way(counts: Sequence[int], smallest: int, *, width: int = WIDTH) -> Row:
    """Counts of groups that are nobody's twice, and their sum, without those that could point at somebody. At most one
    more is hidden, the smallest that will do; where none will, the sum."""
    hidden = {n for n, count in enumerate(counts) if 0 < count < smallest}
    if not hidden:
        return Row(tuple(counts), sum(counts))
    inside = sum(counts[n] for n in hidden)
    total: int | None = sum(counts) if sum(counts) >= smallest else None
    if total is not None and (len(hidden) == 1 or inside < width):
        others = [
            n for n, count in enumerate(counts) if n not in hidden and inside + count >= width and count
        ]
        if others:
            hidden.add(min(others, key=lambda n: (counts[n], n)))
        else:
            total = None
    return Row(tuple(None if n in hidden else count for n, count in enumerate(counts)), total)


def two_way(
    counts: Sequence[Sequence[int]], smallest: int, *, telling: Collection[int] = (), width: int = WIDTH
) -> Grid:
    """Counts by group and column and all their sums, without those that could point at somebody and those from which they
    would follow; no pattern hides less (counting a sum as more than a count). telling: the columns that tell something
    about those in them: there also all of a group but a few is hidden, and that it is nobody of a group of few."""
    table = tuple(tuple(row) for row in counts)
    return _grid(table, smallest, tuple(sorted(telling)), width)


@lru_cache(maxsize=128)
def _grid(counts: Counts, smallest: int, telling: tuple[int, ...], width: int) -> Grid:
    if not counts or not counts[0]:
        return Grid(counts, tuple(0 for _ in counts), (), 0)
    table = _table(counts)
    hidden = _hidden(table, _pointing(counts, smallest, telling), width)
    kept = [None if hide else int(value) for hide, value in zip(hidden, table.values, strict=True)]
    many, wide = len(counts), len(counts[0])
    inside = many * wide
    return Grid(
        tuple(tuple(kept[row * wide : (row + 1) * wide]) for row in range(many)),
        tuple(kept[inside : inside + many]), tuple(kept[inside + many : inside + many + wide]), kept[-1],
    )  # fmt: skip


class Table(NamedTuple):
    """values: every count and sum; relations: one line a relation that holds between them (their products are nothing);
    cost: what it costs to hide each."""

    values: Numbers
    relations: Numbers
    cost: Numbers


def _table(counts: Counts) -> Table:
    cells = np.array(counts, float)
    many, wide = cells.shape
    values = np.concatenate([cells.ravel(), cells.sum(axis=1), cells.sum(axis=0), [cells.sum()]])
    inside = many * wide
    relations = np.zeros((many + wide + 1, len(values)))
    for row in range(many):
        relations[row, row * wide : (row + 1) * wide] = 1
        relations[row, inside + row] = -1
    for column in range(wide):
        relations[many + column, column:inside:wide] = 1
        relations[many + column, inside + many + column] = -1
    relations[-1, inside : inside + many] = 1
    relations[-1, -1] = -1
    cost = np.concatenate([np.ones(inside), np.full(many, 1.5), np.full(wide, 1.5), [2.0]])
    # Of patterns that cost the same the one that hides fewer people, then the first: no run may flicker.
    order = np.arange(len(values)) / len(values)
    return Table(values, relations, cost + 1e-3 * values / max(values[-1], 1) + 1e-5 * order)


def _pointing(counts: Counts, smallest: int, telling: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    cells = np.array(counts, np.int64)
    sums = cells.sum(axis=1)
    found = (cells > 0) & (cells < smallest)
    for column in telling:
        found[:, column] |= (cells[:, column] > 0) & (sums - cells[:, column] < smallest)
        found[:, column] |= (sums > 0) & (sums < smallest)

    def few(values: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        return (values > 0) & (values < smallest)

    return np.concatenate(
        [found.ravel(), few(sums), few(cells.sum(axis=0)), few(cells.sum(keepdims=True).ravel())]
    )


def _hidden(table: Table, pointing: npt.NDArray[np.bool_], width: int) -> npt.NDArray[np.bool_]:
    """The cheapest pattern that is safe. Each round a pattern is tried by an attack on every count that must be hidden;
    one that gives in adds an inequality that every safe pattern holds and this one does not."""
    hidden = pointing.copy()
    cuts: list[tuple[Numbers, float]] = []
    while pointing.any():
        found = [
            cut for each in np.flatnonzero(pointing) if (cut := _attack(table, hidden, int(each), width))
        ]
        if not found:
            break
        cuts += found
        hidden = _cheapest(table, pointing, cuts)
    return hidden


def _cheapest(
    table: Table, pointing: npt.NDArray[np.bool_], cuts: list[tuple[Numbers, float]]
) -> npt.NDArray[np.bool_]:
    optimize: Any = import_module("scipy.optimize")
    held = optimize.LinearConstraint(np.array([cut for cut, _ in cuts]), [least for _, least in cuts], np.inf)
    bounds = optimize.Bounds(pointing.astype(float), np.ones(len(pointing)))
    solved = optimize.milp(
        table.cost,
        constraints=held,
        bounds=bounds,
        integrality=np.ones(len(pointing)),
        options={"mip_rel_gap": 0},
    )
    if solved.x is None:
        raise ValueError(f"no pattern of hidden counts was found: {solved.message}")
    found: npt.NDArray[np.bool_] = solved.x > 0.5
    return found


def _attack(
    table: Table, hidden: npt.NDArray[np.bool_], count: int, width: int
) -> tuple[Numbers, float] | None:
    """What every safe pattern holds and this one does not; None where nobody can narrow the count enough.

    A change of the hidden counts that keeps every sum can move this one up by `up` and down by `down`. By duality a
    pattern y lets it move by no more than the sum of y times `reach`.
    """
    low, high = np.where(hidden, -np.minimum(table.values, width), 0.0), np.where(hidden, float(width), 0.0)
    reach, moved = np.zeros(len(table.values)), 0.0
    for sign in (1.0, -1.0):
        gain, prices = _furthest(table.relations, low, high, count, sign)
        moved += gain
        saved = -prices @ table.relations
        saved[count] += sign
        reach += np.where(saved > 0, saved * width, -saved * np.minimum(table.values, width))
    if moved >= width - 1e-6:
        return None
    return np.where(reach < 1e-9, 0.0, np.minimum(reach, width)), float(width) - 1e-6


def _furthest(
    relations: Numbers, low: Numbers, high: Numbers, count: int, sign: float
) -> tuple[float, Numbers]:
    """How far one count can move while every relation holds, and the price of each relation."""
    optimize: Any = import_module("scipy.optimize")
    aim = np.zeros(relations.shape[1])
    aim[count] = -sign
    solved = optimize.linprog(
        aim,
        A_eq=relations,
        b_eq=np.zeros(len(relations)),
        bounds=np.stack([low, high], axis=1),
        method="highs",
    )
    if solved.status:
        raise ValueError(f"the range of a hidden count was not found: {solved.message}")
    return -float(solved.fun), -np.asarray(solved.eqlin.marginals, float)
