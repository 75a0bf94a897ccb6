"""Cells: what a program works out for a learner, each distinct one once. A cell's value is a number of steps that remain.

The cells of equal subtrees, of shared rules and of milestones that many rules ask for are the same cell.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Work = Literal["asked", "sure", "all", "some", "most", "open", "not", "pick"]


class Cell(NamedTuple):
    """asked: question `number` (side 0: of this reading, 1: of the other). sure: always `number`. all: the sum of `of`;
    some: of its `number` least. most: the greatest of `of`. open: 1 unless `of` is 0. not: 1 if `of` is 0. pick: the
    second if the first is 0, else the third, which is never less."""

    work: Work
    number: int = 0
    of: tuple[int, ...] = ()
    side: int = 0


class Cells:
    """Cells by number, each after those it rests on, with the highest value each can have."""

    def __init__(self) -> None:
        self.every: list[Cell] = []
        self.most: list[int] = []
        self._known: dict[Cell, int] = {}

    def asked(self, question: int, side: int, most: int) -> int:
        """The answer to a question."""
        return self._cell(Cell("asked", question, side=side), most)

    def sure(self, value: int) -> int:
        """What no record changes."""
        return self._cell(Cell("sure", value), value)

    def all(self, of: Iterable[int]) -> int:
        """All of these are needed."""
        parts = tuple(sorted(each for each in of if self.most[each]))
        if len(parts) < 2:
            return parts[0] if parts else self.sure(0)
        return self._cell(Cell("all", of=parts), sum(self.most[each] for each in parts))

    def some(self, number: int, of: Iterable[int]) -> int:
        """So many of these are needed: the nearest."""
        parts = tuple(sorted(of))
        if number <= 0:
            return self.sure(0)
        if number >= len(parts):
            return self.all(parts)
        if number == 1:
            parts = tuple(sorted(set(parts)))
            if len(parts) == 1 or any(self.most[each] == 0 for each in parts):
                return parts[0] if len(parts) == 1 else self.sure(0)
        most = sum(sorted((self.most[each] for each in parts), reverse=True)[:number])
        return self._cell(Cell("some", number, parts), most)

    def any(self, of: Iterable[int]) -> int:
        """One of these is enough."""
        return self.some(1, of)

    def open(self, of: int) -> int:
        """1 while anything remains."""
        if self.most[of] <= 1:
            return of
        cell = self.every[of]
        if cell.work == "all":
            return self.greatest(self.open(part) for part in cell.of)
        if cell.work == "some" and cell.number == 1:
            return self.any(self.open(part) for part in cell.of)
        return self._cell(Cell("open", of=(of,)), 1)

    def greatest(self, of: Iterable[int]) -> int:
        """The greatest of these."""
        parts = tuple(sorted(set(of)))
        return self._cell(Cell("most", of=parts), max(self.most[each] for each in parts))

    def none(self, of: int) -> int:
        """Met while the other is not."""
        return self._cell(Cell("not", of=(of,)), 1)

    def pick(self, condition: int, then: int, otherwise: int) -> int:
        """`then` where the condition is met, else `otherwise`, which is never less."""
        return self._cell(Cell("pick", of=(condition, then, otherwise)), self.most[otherwise])

    def _cell(self, cell: Cell, most: int) -> int:
        if cell not in self._known:
            self._known[cell] = len(self.every)
            self.every.append(cell)
            self.most.append(most)
        return self._known[cell]
