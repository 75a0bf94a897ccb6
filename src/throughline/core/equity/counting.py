"""From one line a learner, without a name, to counts by place, group and stratum: what monitors look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.core.equity.strata import Stratum

Monitor = Literal["access", "advice", "placement", "course", "outcome"]
MONITORS: tuple[Monitor, ...] = ("access", "advice", "placement", "course", "outcome")
"""Who takes part at all; before whom a long way was put; who is on one; who takes courses of the next level; whose path
stays clear. Each looks by itself."""
STATE = ""
"""The place that is all places together: each compares within itself, and their strata are added up."""
BANDS = 5
"""Into so many parts of one size a place's learners are cut by what they had shown at the start."""
FEW_BANDS = 4
"""The same where they are also cut by interest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One learner at one place. groups: those they say they belong to. evidence: how much they had shown at the start.
    interest: what they said they like; empty: nothing. got: by monitor whose question arises for them, whether they did."""

    place: str
    groups: frozenset[str]
    evidence: float
    interest: str
    got: Mapping[Monitor, bool]


@dataclass(frozen=True, slots=True)
class Counts:
    """What one monitor sees of one group at one place: nobody in person."""

    monitor: Monitor
    place: str
    group: str
    strata: tuple[Stratum, ...]

    @property
    def people(self) -> tuple[int, int]:
        """How many of the group, and how many others."""
        return sum(each.group for each in self.strata), sum(each.others for each in self.strata)


def counted(lines: Iterable[Line], *, bands: int = 0) -> tuple[Counts, ...]:
    """Every monitor, place and group, and each group in all places together. Who said nothing of groups is left out: they
    are neither of the group nor of the others. bands: into how many parts evidence is cut; 0: as the method says."""
    by: dict[tuple[Monitor, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.groups:
            for monitor in line.got:
                by[monitor, line.place].append(line)
    found: list[Counts] = []
    whole: dict[tuple[Monitor, str], list[Stratum]] = defaultdict(list)
    for (monitor, place), here in sorted(by.items(), key=lambda each: each[0]):
        for group, strata in _of_place(monitor, here, bands).items():
            found.append(Counts(monitor, place, group, strata))
            whole[monitor, group] += strata
    found += [Counts(monitor, STATE, group, tuple(strata)) for (monitor, group), strata in whole.items()]
    return tuple(found)


def _of_place(monitor: Monitor, lines: Sequence[Line], bands: int) -> dict[str, tuple[Stratum, ...]]:
    several = len({line.interest for line in lines}) > 1
    bands = bands or (FEW_BANDS if several else BANDS)
    strata: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line, band in zip(lines, banded([line.evidence for line in lines], bands), strict=True):
        strata[int(band), line.interest].append(line)
    groups = sorted({group for line in lines for group in line.groups})
    return {
        group: tuple(_stratum(monitor, group, each) for _, each in sorted(strata.items())) for group in groups
    }


def _stratum(monitor: Monitor, group: str, lines: Sequence[Line]) -> Stratum:
    own = [line.got[monitor] for line in lines if group in line.groups]
    others = [line.got[monitor] for line in lines if group not in line.groups]
    return Stratum(sum(own), len(own), sum(others), len(others))


def banded(values: Sequence[float], bands: int) -> NDArray[np.int64]:
    """Which part of one size each value lies in, from 0; equal values lie in one part."""
    cuts = np.quantile(np.asarray(values, dtype=float), np.arange(1, bands) / bands)
    return np.searchsorted(np.unique(cuts), values, side="right").astype(np.int64)
