"""One group against all others at one place, among learners who started alike: how unlike, and how surely.

Strata are never mixed. Given how many of a stratum got it at all, how many of the group did follows one known
distribution where the group makes no difference (Mantel and Haenszel 1959; Gart 1970); the sum over strata is worked out
exactly, so that small numbers need no approximation. Where numbers are large, a normal one stands in for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LARGE = 120.0
"""From this variance on the normal distribution stands in for the exact one."""
FAR = 7.0
"""Beyond this log odds a ratio is not told any more: it is as good as none."""
SURE = 1.959964
Numbers = NDArray[np.float64]


class Stratum(NamedTuple):
    """Learners of one place who started alike: how many of the group got it, of how many; and the same of all others."""

    got: int
    group: int
    others_got: int
    others: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One group against all others. odds: of getting it, against theirs (1: alike; below 1: less often), with its 95 %
    interval. chance: of so few or fewer where the group makes no difference (one-sided, half of what is exactly as
    seen). share, others_share: how many of the group got it, and how many would have if it were as with others who
    started alike; of 1. group, others: how many people stand in strata that compare anybody."""

    odds: float
    low: float
    high: float
    chance: float
    share: float
    others_share: float
    group: int
    others: int

    @property
    def log_odds(self) -> float:
        """The odds on the scale on which they are pooled."""
        return max(-FAR, min(FAR, log(self.odds))) if self.odds > 0 else -FAR

    @property
    def error(self) -> float:
        """Of the log odds, from the interval."""
        low = log(self.low) if self.low > exp(-FAR) else -FAR
        high = log(self.high) if self.high < exp(FAR) else FAR
        return (high - low) / (2 * SURE)


def chance_of(strata: Iterable[Stratum]) -> float | None:
    """`Compared.chance` alone, which is all that a look at many places needs of most of them."""
    telling = _telling(strata)
    if not telling:
        return None
    spread = sum(_variance(each) for each in telling)
    if spread > LARGE:
        return _normal(telling, spread)[3]
    likely, seen = _together(telling)
    return float(likely[:seen].sum() + likely[seen] / 2)


def _telling(strata: Iterable[Stratum]) -> list[Stratum]:
    return [
        each
        for each in strata
        if each.group and each.others and 0 < each.got + each.others_got < each.group + each.others
    ]


def compared(strata: Iterable[Stratum]) -> Compared | None:
    """The group against all others within strata; None where no stratum holds both, or nothing differs in any."""
    kept = [each for each in strata if each.group and each.others]
    telling = _telling(kept)
    if not telling:
        return None
    spread = sum(_variance(each) for each in telling)
    found = _normal(telling, spread) if spread > LARGE else _exact(telling)
    people = sum(each.group for each in kept)
    share = sum(each.got for each in kept) / people
    theirs = sum(each.group * each.others_got / each.others for each in kept) / people
    return Compared(*found, share, theirs, people, sum(each.others for each in kept))


def _variance(each: Stratum) -> float:
    everyone, got = each.group + each.others, each.got + each.others_got
    if everyone < 2:
        return 0.0
    return each.group * each.others * got * (everyone - got) / (everyone * everyone * (everyone - 1))


def _together(strata: Sequence[Stratum]) -> tuple[Numbers, int]:
    """How likely each sum over all strata is where the group makes no difference; and at which place what was seen is."""
    likely, least = np.ones(1), 0
    for each in strata:
        ways, first = _ways(each)
        likely, least = np.convolve(likely, ways), least + first
    return likely, sum(each.got for each in strata) - least


def _exact(strata: Sequence[Stratum]) -> tuple[float, float, float, float]:
    likely, seen = _together(strata)
    at = np.arange(len(likely), dtype=float)

    def tail(log_odds: float) -> float:
        weights = _tilted(likely, at, log_odds)
        return float(weights[:seen].sum() + weights[seen] / 2)

    def mean(log_odds: float) -> float:
        return float(_tilted(likely, at, log_odds) @ at)

    middle = _solved(lambda x: seen - mean(x))
    return exp(middle), _end(tail, 0.975), _end(tail, 0.025), tail(0.0)


def _ways(each: Stratum) -> tuple[Numbers, int]:
    """How likely each number of the group is where the group makes no difference (hypergeometric), from the least on."""
    got, everyone = each.got + each.others_got, each.group + each.others
    first, last = max(0, got - each.others), min(got, each.group)
    n = np.arange(first, last)
    # How much likelier each is than the one before it.
    more = (each.group - n) * (got - n) / ((n + 1.0) * (each.others - got + n + 1))
    start = (
        _log_choose(each.group, first) + _log_choose(each.others, got - first) - _log_choose(everyone, got)
    )
    return np.exp(start + np.concatenate([[0.0], np.cumsum(np.log(more))])), first


def _log_choose(of: int, many: int) -> float:
    return lgamma(of + 1) - lgamma(many + 1) - lgamma(of - many + 1)


def _tilted(likely: Numbers, at: Numbers, log_odds: float) -> Numbers:
    with np.errstate(divide="ignore"):
        logs = np.log(likely) + at * log_odds
    weights = np.exp(logs - logs.max())
    told: Numbers = weights / weights.sum()
    return told


def _end(tail: Callable[[float], float], level: float) -> float:
    """Where the chance of so few or fewer is at a level; it falls as the odds rise."""
    return exp(_solved(lambda x: tail(x) - level))


def _solved(falling: Callable[[float], float]) -> float:
    """Where a falling function crosses nothing, between the ends that are told."""
    low, high = -FAR, FAR
    if falling(low) <= 0:
        return low
    if falling(high) >= 0:
        return high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


def _normal(strata: Sequence[Stratum], spread: float) -> tuple[float, float, float, float]:
    """Mantel and Haenszel's common odds ratio with its interval, and their test."""
    told = rough(strata)
    middle, error = told if told is not None else (0.0, FAR)
    a, group, c, others = np.array(strata, dtype=float).T
    n = group + others
    apart = float((a - group * (a + c) / n).sum()) / sqrt(spread)
    chance = erfc(-apart / sqrt(2)) / 2
    return exp(middle), exp(middle - SURE * error), exp(middle + SURE * error), chance


def rough(strata: Iterable[Stratum]) -> tuple[float, float] | None:
    """The log odds and their error by Mantel and Haenszel, half a person added to every count of a table that holds a none;
    for pooling."""
    telling = _telling(strata)
    if not telling:
        return None
    a, group, c, others = np.array(telling, dtype=float).T
    b, d, n = group - a, others - c, group + others
    if not (a * d).sum() or not (b * c).sum():
        a, b, c, d, n = a + 0.5, b + 0.5, c + 0.5, d + 0.5, n + 2
    return _robins(a, b, c, d, n)


def _robins(a: Numbers, b: Numbers, c: Numbers, d: Numbers, n: Numbers) -> tuple[float, float]:
    """Mantel and Haenszel's log odds, and their error after Robins, Breslow and Greenland (1986)."""
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    terms = (p * r).sum() / (2 * r.sum() ** 2) + (q * s).sum() / (2 * s.sum() ** 2)
    terms += (p * s + q * r).sum() / (2 * r.sum() * s.sum())
    return log(float(r.sum() / s.sum())), sqrt(float(terms))
