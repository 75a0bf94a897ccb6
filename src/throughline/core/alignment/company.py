"""The company an item keeps: to which part of another framework the items around it clearly lead.

Where one sentence stands in every grade, its words do not tell which of them is meant; its neighbours do, if they say
something that stands on the right only once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from throughline.core.alignment.vectors import Compared

CLEAR: Final = 0.4
"""A best match weaker than this leads nowhere clearly."""
APART: Final = 0.8
"""Nor does one of which the second best is stronger than this share of it."""
WORDS: Final = 2
"""Nor does a statement of fewer words: a number alone says nothing."""
Parents = Sequence[int | None]
"""By position, the position of what an item stands under."""


class Company:
    """The clear matches of a framework's items by their words alone, and where on the right they stand."""

    def __init__(self, left: Parents, right: Parents, compared: Compared) -> None:
        self._left, self._right, self._compared = left, right, compared

    def fit(self, at: int, other: int) -> float | None:
        """How much of the way from an item on the right up to the top is shared by the matches of those around an item on
        the left: of the nearest of what that stands under which has any, else of the whole framework. 0 to 1; None where
        there is none, or the item on the right stands under nothing."""
        way = list(_above(self._right, other))
        if not way:
            return None
        for group in (*_above(self._left, at), None):
            held, many = self._held.get(group, Counter()), self._many[group]
            mine = self._clear.get(at)
            own = set() if mine is None else set(_above(self._right, mine))
            many -= mine is not None
            if many > 0:
                return sum(held[each] - (each in own) for each in way) / (many * len(way))
        return None

    @cached_property
    def _clear(self) -> Mapping[int, int]:
        """The clear match of each item that has one."""
        import numpy as np

        found = {}
        for at in range(len(self._left)):
            if len(self._compared.said[0][at]) < WORDS:
                continue
            row = self._compared.fits(at)
            best = int(row.argmax())
            second = float(np.partition(row, -2)[-2]) if len(row) > 1 else 0.0
            if row[best] >= CLEAR and second <= APART * row[best]:
                found[at] = best
        return found

    @cached_property
    def _many(self) -> Counter[int | None]:
        """How many clear matches there are under each item on the left; None: in all."""
        return Counter(group for at in self._clear for group in (*_above(self._left, at), None))

    @cached_property
    def _held(self) -> Mapping[int | None, Counter[int]]:
        """The same, by what the matches stand under on the right."""
        found: dict[int | None, Counter[int]] = defaultdict(Counter)
        for at, match in self._clear.items():
            way = list(_above(self._right, match))
            for group in (*_above(self._left, at), None):
                found[group].update(way)
        return found


def _above(parents: Parents, at: int) -> Iterator[int]:
    """What an item stands under, the nearest first."""
    seen, above = {at}, parents[at]
    while above is not None and above not in seen:
        seen.add(above)
        yield above
        above = parents[above]
