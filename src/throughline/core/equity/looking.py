"""A look at every place at once: which stand out, so that of those that do only few are expected to be chance.

Looks are budgeted. In a year a monitor may expect at most `Method.false` of its findings to be chance; each look spends
its part. A look keeps its part by Benjamini and Hochberg (1995) over all places and groups. Parts add up whatever the
looks have to do with each other: the findings of a year are the union of those of its looks, and what is false in a union,
as a share of it, is at most the sum of the shares.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from throughline.core.equity.counting import STATE, Counts, Monitor
from throughline.core.equity.strata import SURE, Compared, chance_of, compared, rough


@dataclass(frozen=True, slots=True)
class Method:
    """How monitors look. false: how many of a year's findings of one monitor may be expected to be chance, of 1. spent: the
    part of it for each look of a year. least: fewest people in a group, and among the others, that are looked at. most_odds:
    a group must be at or below these odds against others, so that no difference too small to matter is a finding."""

    version: int = 1
    false: float = 0.05
    spent: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4)
    least: int = 20
    most_odds: float = 0.8

    def budget(self, nth: int) -> float:
        """What the nth look of a year may spend, from 1."""
        return self.false * self.spent[nth - 1]


@dataclass(frozen=True, slots=True)
class DueLook:
    """Which look is due: the nth of a year of looks, and the day that year began."""

    nth: int
    since: date


def due_look(on: date, month: int) -> DueLook:
    """The look at the quarter that ended last, in years that begin with a month."""
    quarters = (on.month - month) % 12 // 3
    began = date(on.year if on.month >= month else on.year - 1, month, 1)
    return DueLook(quarters, began) if quarters else DueLook(4, began.replace(year=began.year - 1))


ONE_LOOK = (1.0,)
"""All of a year's budget spent at once."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A place where a group got it less often than others who started alike, and not by chance. odds, low, high: pooled in
    part with what other places show, since what stands out most stands out too much by chance as well."""

    monitor: Monitor
    place: str
    group: str
    odds: float
    low: float
    high: float
    compared: Compared


@dataclass(frozen=True, slots=True)
class Look:
    """One look. looked_at: how many pairs of a place and a group were large enough; places: how many places."""

    outliers: tuple[Outlier, ...]
    looked_at: int
    places: int
    budget: float


def look(
    counts: Iterable[Counts], *, method: Method, nth: int, groups: Collection[str] = ()
) -> dict[Monitor, Look]:
    """The nth look of a year (from 1), each monitor by itself, on what was counted since the year began. groups: only these;
    none named: all."""
    by: dict[Monitor, list[Counts]] = {}
    for each in counts:
        if min(each.people) >= method.least and (not groups or each.group in groups):
            by.setdefault(each.monitor, []).append(each)
    return {monitor: _one(own, method, method.budget(nth)) for monitor, own in by.items()}


def _one(counts: Sequence[Counts], method: Method, budget: float) -> Look:
    seen = [(each, chance) for each in counts if (chance := chance_of(each.strata)) is not None]
    line = _line([chance for _, chance in seen], budget)
    told = [(each, found) for each, p in seen if p <= line and (found := compared(each.strata)) is not None]
    out = [(each, found) for each, found in told if found.odds <= method.most_odds]
    pooled = _pooled([each for each, _ in seen]) if out else {}
    places = len({each.place for each in counts} - {STATE})
    outliers = tuple(_outlier(each, found, pooled.get(each.group)) for each, found in out)
    return Look(outliers, len(counts), places, budget)


def _line(chances: Sequence[float], budget: float) -> float:
    """The largest chance that is still a finding (Benjamini and Hochberg); below 0: none is."""
    ordered = sorted(chances)
    held = [p for nth, p in enumerate(ordered, 1) if p <= budget * nth / len(ordered)]
    return held[-1] if held else -1.0


def _pooled(counts: Sequence[Counts]) -> dict[str, tuple[float, float]]:
    """By group, the middle of all places' log odds and how far places truly differ (DerSimonian and Laird 1986); of
    groups at five places at least."""
    by: dict[str, list[tuple[float, float]]] = {}
    for each in counts:
        if each.place != STATE and (told := rough(each.strata)) is not None:
            by.setdefault(each.group, []).append(told)
    return {group: _spread(rows) for group, rows in by.items() if len(rows) >= 5}


def _spread(rows: Sequence[tuple[float, float]]) -> tuple[float, float]:
    weights = [1 / error**2 for _, error in rows]
    middle = sum(w * x for w, (x, _) in zip(weights, rows, strict=True)) / sum(weights)
    apart = sum(w * (x - middle) ** 2 for w, (x, _) in zip(weights, rows, strict=True))
    scale = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return middle, max(0.0, (apart - len(rows) + 1) / scale)


def _outlier(each: Counts, found: Compared, pooled: tuple[float, float] | None) -> Outlier:
    middle, error = found.log_odds, found.error
    if each.place != STATE and pooled is not None and pooled[1] > 0:
        own = pooled[1] / (pooled[1] + error**2)
        middle, error = own * middle + (1 - own) * pooled[0], error * own**0.5
    ends = (exp(middle), exp(middle - SURE * error), exp(middle + SURE * error))
    return Outlier(each.monitor, each.place, each.group, *ends, found)
