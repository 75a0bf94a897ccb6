"""How far judges of the same work agree, each figure with its interval.

Levels are steps of one rubric, 0 up. Intervals are 95 % unless said otherwise. Figures are of a task, never of a person.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.core.calibration.ratings import Incomparable, Rating

Scale = Literal["nominal", "ordinal", "interval"]
Units = Sequence[Sequence[int]]
"""The levels that each piece of work was given, by however many judges."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of agreement with its interval, and on how many pieces of work it rests."""

    value: float
    low: float
    high: float
    works: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is published of a task's judging. exact, adjacent: shares of pairs of judges who gave the same level, or
    levels at most one apart. alpha: Krippendorff's, for ordinal levels."""

    exact: Figure
    adjacent: Figure
    alpha: Figure


def units_of(ratings: Sequence[Rating]) -> list[list[int]]:
    """The levels given to each criterion of each piece of work by at least two judges."""
    found: dict[tuple[str, str], list[int]] = {}
    for rating in ratings:
        found.setdefault((rating.work, rating.criterion), []).append(rating.level)
    return [levels for levels in found.values() if len(levels) > 1]


def agreement(ratings: Sequence[Rating], *, seed: int, draws: int = 400) -> Agreement:
    """The three figures of a task, with intervals by drawing pieces of work anew (percentile bootstrap; Efron 1979).

    A piece of work is drawn with all its criteria, because its criteria resemble each other.

    :raises Incomparable: fewer than two pieces of work were judged twice.
    """
    by_work: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_work.setdefault(rating.work, []).append(rating)
    works = [found for each in by_work.values() if (found := units_of(each))]
    if len(works) < 2:
        raise Incomparable(
            "Agreement needs two pieces of work judged twice.", "Ask for a second marking first."
        )
    exact, adjacent, alpha = (_drawn(works, of, seed, draws) for of in (_exact, _adjacent, krippendorff))
    return Agreement(exact, adjacent, alpha)


def _drawn(works: Sequence[Units], of: Callable[[Units], float], seed: int, draws: int) -> Figure:
    chance = np.random.default_rng(seed)
    value = of([unit for work in works for unit in work])
    found = []
    for picked in chance.integers(0, len(works), (draws, len(works))):
        found.append(of([unit for index in picked for unit in works[index]]))
    low, high = np.quantile(found, [0.025, 0.975])
    return Figure(value, float(min(low, value)), float(max(high, value)), len(works))


def _exact(units: Units) -> float:
    return _share_of_pairs(units, 0)


def _adjacent(units: Units) -> float:
    return _share_of_pairs(units, 1)


def _share_of_pairs(units: Units, apart: int) -> float:
    near = pairs = 0
    for unit in units:
        counted = Counter(unit)
        pairs += len(unit) * (len(unit) - 1)
        near += sum(
            n * (m - (a == b)) for a, n in counted.items() for b, m in counted.items() if abs(a - b) <= apart
        )
    return near / pairs


def krippendorff(units: Units, scale: Scale = "ordinal") -> float:
    """Krippendorff's alpha: 1 is full agreement, 0 is what chance gives (Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability). Units with one rating say nothing. Where all levels are the same, 1."""
    levels = sorted({level for unit in units for level in unit if len(unit) > 1})
    at = {level: index for index, level in enumerate(levels)}
    met = np.zeros((len(levels), len(levels)))
    for unit in units:
        if len(unit) > 1:
            counts = np.bincount([at[level] for level in unit], minlength=len(levels)).astype(float)
            met += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    totals = met.sum(axis=1)
    far = _distances(np.array(levels, dtype=float), totals, scale)
    by_chance = float((np.outer(totals, totals) * far).sum()) / (totals.sum() - 1) if len(levels) > 1 else 0.0
    return 1.0 if by_chance == 0 else 1 - float((met * far).sum()) / by_chance


def _distances(levels: NDArray[np.float64], totals: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    """The squared difference between any two levels."""
    if scale == "nominal":
        return 1.0 - np.eye(len(levels))
    # Ordinal: how many ratings lie between the two, each end counted half.
    places = np.cumsum(totals) - totals / 2 if scale == "ordinal" else levels
    return np.asarray((places[:, None] - places[None, :]) ** 2)


def cohen(table: NDArray[np.float64], weights: Literal["none", "linear", "quadratic"] = "none") -> Figure:
    """Cohen's kappa of two judges, from the table of how often each pair of levels met (rows: one, columns: the other).

    Weighted for ordered levels (Cohen 1968); standard error by Fleiss, Cohen and Everitt (1969), formula 13.
    """
    share = table / table.sum()
    rows, columns, size = share.sum(axis=1), share.sum(axis=0), len(table)
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    kind = {"none": np.eye(size), "linear": 1 - apart, "quadratic": 1 - apart**2}[weights]
    seen, chance = float((kind * share).sum()), float(rows @ kind @ columns)
    if chance == 1:
        raise Incomparable(
            "Both judges gave one level only.", "Agreement by chance cannot be told apart here."
        )
    kappa = (seen - chance) / (1 - chance)
    mean = (kind @ columns)[:, None] + (rows @ kind)[None, :]
    inside = float((share * (kind - mean * (1 - kappa)) ** 2).sum()) - (kappa - chance * (1 - kappa)) ** 2
    error = float(np.sqrt(max(inside, 0) / table.sum())) / (1 - chance)
    return Figure(kappa, kappa - 1.96 * error, min(kappa + 1.96 * error, 1.0), int(table.sum()))


def intraclass(scores: NDArray[np.float64]) -> Mapping[str, Figure]:
    """Intraclass correlations of n works (rows) by k judges (columns), none missing (Shrout and Fleiss 1979): `ICC(2,1)`
    for judges drawn from many, absolute agreement; `ICC(3,1)` for these judges, consistency. Intervals from the F
    distribution."""
    n, k = scores.shape
    whole = scores.mean()
    between = k * float(((scores.mean(axis=1) - whole) ** 2).sum()) / (n - 1)
    judges = n * float(((scores.mean(axis=0) - whole) ** 2).sum()) / (k - 1)
    rest = float(((scores - whole) ** 2).sum()) - (n - 1) * between - (k - 1) * judges
    error = rest / ((n - 1) * (k - 1))
    two = (between - error) / (between + (k - 1) * error + k * (judges - error) / n)
    three = (between - error) / (between + (k - 1) * error)
    return {
        "ICC(2,1)": Figure(two, *_absolute_interval(n, k, between, judges, error, two), n),
        "ICC(3,1)": Figure(three, *_consistent_interval(n, k, between / error), n),
    }


def _f_quantile(chance: float, above: float, below: float) -> float:
    from scipy.special import fdtri  # half a second to load, and few processes work out figures

    return float(fdtri(above, below, chance))


def _consistent_interval(n: int, k: int, ratio: float) -> tuple[float, float]:
    free = (n - 1) * (k - 1)
    low = ratio / _f_quantile(0.975, n - 1, free)
    high = ratio * _f_quantile(0.975, free, n - 1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _absolute_interval(
    n: int, k: int, between: float, judges: float, error: float, value: float
) -> tuple[float, float]:
    """Satterthwaite's degrees of freedom, as Shrout and Fleiss give them for ICC(2,1)."""
    ratio = judges / error
    up = (k - 1) * (n - 1) * (k * value * ratio + n * (1 + (k - 1) * value) - k * value) ** 2
    down = (n - 1) * k**2 * value**2 * ratio**2 + (n * (1 + (k - 1) * value) - k * value) ** 2
    free = up / down
    above = _f_quantile(0.975, n - 1, free)
    below = _f_quantile(0.975, free, n - 1)
    spread = k * judges + (k * n - k - n) * error
    low = n * (between - above * error) / (above * spread + n * between)
    high = n * (below * between - error) / (spread + n * below * between)
    return low, high
