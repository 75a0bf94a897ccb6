"""Cells laid out as operations on rows of memory: each row holds one number for every learner of a block.

Operations stand in the order in which their rows are first needed, and a row is used again as soon as nothing needs what
it held, so that a block stays small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import count

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.cells import Cell, Cells

ADD, LESSER, GREATER, AT_LEAST, LESS, AT_MOST, FROM, SPREAD, FILL = range(9)
"""What an operation puts into its row: a + b; the lesser; the greater; a, at least `number`; a less `number`; a, at most
`number`; `number` less a; all bits set where a is 1; `number`."""

Step = tuple[int, int, int, int]


@dataclass(frozen=True)
class Layout:
    """steps: one line an operation: what it does, its row, the rows a and b, a number. answer, side: the question and
    the reading that each of the first rows begins with. outs: the row of each rule's cell. rows: how many there are."""

    steps: npt.NDArray[np.int32]
    answer: npt.NDArray[np.int32]
    side: npt.NDArray[np.int32]
    outs: npt.NDArray[np.int32]
    rows: int

    @cached_property
    def lines(self) -> list[list[int]]:
        """The steps as plain numbers."""
        found: list[list[int]] = self.steps.tolist()
        return found


def laid_out(cells: Cells, roots: Sequence[int]) -> Layout:
    """The operations that work out these cells."""
    order = _in_order(cells, roots)
    asked = sorted((n for n in order if cells.every[n].work == "asked"), key=lambda n: _place(cells.every[n]))
    writer = _Writer(cells, len(asked))
    for place, number in enumerate(asked):
        writer.at[number] = place
    for number in order:
        if number not in writer.at:
            writer.at[number] = writer.write(cells.every[number])
    outs = [writer.at[root] for root in roots]
    steps, places, rows = _given_rows(writer.steps, len(asked), outs)
    return Layout(
        np.array(steps, np.int32).reshape(-1, 5),
        np.array([cells.every[n].number for n in asked], np.int32),
        np.array([cells.every[n].side for n in asked], np.int32),
        np.array([places[out] for out in outs], np.int32), rows,
    )  # fmt: skip


def _place(cell: Cell) -> tuple[int, int]:
    return cell.side, cell.number


def _in_order(cells: Cells, roots: Sequence[int]) -> list[int]:
    """Every cell the roots rest on, each after those it rests on, nearest before use."""
    found: dict[int, None] = {}
    waiting = [(root, False) for root in reversed(roots)]
    while waiting:
        number, below_done = waiting.pop()
        if number in found:
            continue
        if below_done:
            found[number] = None
            continue
        waiting.append((number, True))
        waiting.extend((part, False) for part in reversed(cells.every[number].of) if part not in found)
    return list(found)


class _Writer:
    """Writes operations; each gives a value of its own, numbered after the questions."""

    def __init__(self, cells: Cells, questions: int) -> None:
        self.cells = cells
        self.at: dict[int, int] = {}
        self.steps: list[Step] = []
        self._next = count(questions)

    def write(self, cell: Cell) -> int:
        parts = [self.at[part] for part in cell.of]
        if cell.work == "sure":
            return self._step(FILL, 0, 0, cell.number)
        if cell.work == "all":
            return self._fold(ADD, parts)
        if cell.work == "some":
            return self._some(cell, parts)
        if cell.work == "most":
            return self._fold(GREATER, parts)
        if cell.work == "open":
            return self._step(AT_MOST, parts[0], 0, 1)
        if cell.work == "not":
            return self._step(FROM, self._step(AT_MOST, parts[0], 0, 1), 0, 1)
        condition, then, otherwise = parts
        hidden = self._step(LESSER, otherwise, self._step(SPREAD, self._one(cell.of[0], condition)))
        return self._step(GREATER, then, hidden)

    def _one(self, cell: int, at: int) -> int:
        return at if self.cells.most[cell] <= 1 else self._step(AT_MOST, at, 0, 1)

    def _some(self, cell: Cell, parts: list[int]) -> int:
        """The sum of the least: of steps of one each by counting, else by passes that each bring the least forward."""
        number, many = cell.number, len(parts)
        if number == 1:
            return self._fold(LESSER, parts)
        if all(self.cells.most[each] <= 1 for each in cell.of):
            spare = many - number
            return self._step(LESS, self._step(AT_LEAST, self._fold(ADD, parts), 0, spare), 0, spare)
        if number <= many // 2:
            return self._fold(ADD, self._brought(parts, number, LESSER, GREATER)[0])
        return self._fold(ADD, self._brought(parts, many - number, GREATER, LESSER)[1])

    def _brought(self, parts: list[int], number: int, first: int, second: int) -> tuple[list[int], list[int]]:
        """So many of the least (or greatest), and the others."""
        chosen: list[int] = []
        for _ in range(number):
            best, rest = parts[0], []
            for other in parts[1:]:
                best, left = self._step(first, best, other), self._step(second, best, other)
                rest.append(left)
            chosen.append(best)
            parts = rest
        return chosen, parts

    def _fold(self, work: int, parts: list[int]) -> int:
        found, *others = parts
        for each in others:
            found = self._step(work, found, each)
        return found

    def _step(self, work: int, a: int, b: int = 0, number: int = 0) -> int:
        self.steps.append((work, a, b, number))
        return next(self._next)


PAIRS = frozenset({ADD, LESSER, GREATER})


def _read(step: Step) -> tuple[int, ...]:
    work, a, b, _ = step
    return () if work == FILL else (a, b) if work in PAIRS else (a,)


def _given_rows(
    steps: Sequence[Step], questions: int, outs: Sequence[int]
) -> tuple[list[tuple[int, ...]], dict[int, int], int]:
    """Every value given a row, the lowest that is free."""
    last: dict[int, int] = dict.fromkeys(outs, len(steps))
    for at, step in enumerate(steps):
        for value in _read(step):
            last[value] = max(last.get(value, -1), at)
    row = {value: value for value in range(questions)}
    free = [value for value in range(questions) if value not in last]
    heapify(free)
    rows, placed = questions, list[tuple[int, ...]]()
    for at, step in enumerate(steps):
        work, a, b, number = step
        reads = _read(step)
        a_row, b_row = row.get(a, 0) if reads else 0, row[b] if len(reads) == 2 else 0
        # Never the row of what is read: compiled loops over rows that overlap are not vectorised.
        if free:
            mine = heappop(free)
        else:
            mine, rows = rows, rows + 1
        for value in set(reads):
            if last[value] == at:
                heappush(free, row[value])
        row[questions + at] = mine
        placed.append((work, mine, a_row, b_row, number))
        if questions + at not in last:
            heappush(free, mine)
    return placed, row, rows
