"""Whether a state sorts its young people by group, beside the design of a hundred years ago: 20 of 100 to college, 20 to
skilled trades, and 60 to "life adjustments" (Prosser 1945), which nobody may be sorted into today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import sqrt
from typing import Any, Literal

import numpy as np

Track = Literal["college", "trades", "rest"]
TRACKS: tuple[Track, ...] = ("college", "trades", "rest")
DESIGN: Mapping[Track, float] = {"college": 0.2, "trades": 0.2, "rest": 0.6}
"""What share of young people the design meant for each."""
FALSE_ALARM = 0.01
"""How often the detector fires where nobody is sorted by group."""
LEAST = 0.1
"""Below this strength (Cramér's V) no sorting is said, however sure."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """How people are spread over three tracks, by group. shares: of all of them. apart: from the design, as the share of
    people who would have to be elsewhere (0: it is the design). strength: of the tie between group and track, from 0 (none)
    to 1, without what chance alone makes (Bergsma 2013). chance: of so strong a tie where there is none. sorts: whether the
    detector fires."""

    shares: Mapping[Track, float]
    apart: float
    strength: float
    chance: float
    people: int

    @property
    def sorts(self) -> bool:
        """Whether people are sorted by group."""
        return self.chance <= FALSE_ALARM and self.strength >= LEAST


def sorting(counts: Mapping[str, Sequence[int]], *, least: int = 20) -> Sorting | None:
    """By group, how many are on each track, in the order of `TRACKS`. Groups of fewer than `least` are left out; None where
    not two are left, or all are on one track. Pearson's chi-squared test."""
    table = np.array([row for row in counts.values() if sum(row) >= least], dtype=float)
    if len(table) < 2 or (table.sum(axis=0) > 0).sum() < 2:
        return None
    people, used = float(table.sum()), table[:, table.sum(axis=0) > 0]
    expected = np.outer(used.sum(axis=1), used.sum(axis=0)) / people
    squared = float(((used - expected) ** 2 / expected).sum())
    rows, columns = used.shape
    freedom = (rows - 1) * (columns - 1)
    special: Any = import_module("scipy.special")
    shares = {track: float(n) / people for track, n in zip(TRACKS, table.sum(axis=0), strict=True)}
    apart = sum(abs(shares[track] - DESIGN[track]) for track in TRACKS) / 2
    return Sorting(
        shares, apart, _strength(squared / people, rows, columns, people), float(special.chdtrc(freedom, squared)),
        int(people),
    )  # fmt: skip


def _strength(each: float, rows: int, columns: int, people: float) -> float:
    own = max(0.0, each - (rows - 1) * (columns - 1) / (people - 1))
    high, wide = rows - (rows - 1) ** 2 / (people - 1), columns - (columns - 1) ** 2 / (people - 1)
    return sqrt(own / (min(high, wide) - 1))
