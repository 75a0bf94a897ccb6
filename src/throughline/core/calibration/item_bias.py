"""Whether an item asks the same of two groups: people who show as much elsewhere should pass it as often.

Mantel and Haenszel's common odds ratio over strata of the rest of the score (Holland and Thayer 1988), on the scale and
with the classes of the Educational Testing Service (Zieky 1993): A nothing to see, B slight, C large.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from throughline.core.calibration.ratings import Incomparable

NORMAL = NormalDist()
SMALLEST = 20
"""Fewer people than this in either group: no figure, so that nobody can be made out."""


@dataclass(frozen=True, slots=True)
class ItemBias:
    """One item. delta: -2.35 times the log of the odds ratio; below 0, the item asks more of the focal group.
    chance: of a difference as large without bias. group: A, B or C. flagged: C, or B where asked for."""

    item: str
    delta: float
    error: float
    chance: float
    group: Literal["A", "B", "C"]

    @property
    def flagged(self) -> bool:
        """Whether people should look at the item again."""
        return self.group == "C"


def item_bias(
    passed: Mapping[str, Sequence[bool]], focal: Sequence[bool], *, purify: bool = True
) -> tuple[ItemBias, ...]:
    """Every item, for a focal group against all others. passed: by item, whether each person passed it, in one order.

    People are compared within the same number of other items passed; with `purify`, items found large are left out of
    that number and all is asked once more (Holland and Thayer 1988).

    :raises Incomparable: a group has fewer than `SMALLEST` people, or items differ in length.
    """
    table = np.array(list(passed.values()), dtype=bool)
    group = np.array(focal, dtype=bool)
    _large_enough(table, group)
    names = list(passed)
    kept = np.ones(len(names), dtype=bool)
    found = tuple(_item(names[i], table, group, i, kept) for i in range(len(names)))
    if purify and any(each.flagged for each in found):
        kept = np.array([not each.flagged for each in found])
        if not kept.any():
            # Of few items that all differ nothing is left to compare by; the first look says so of each.
            return found
        found = tuple(_item(names[i], table, group, i, kept) for i in range(len(names)))
    return found


def _large_enough(table: NDArray[np.bool_], group: NDArray[np.bool_]) -> None:
    if table.ndim != 2 or table.shape[1] != len(group):
        raise Incomparable("Items and people do not fit together.", "Give every item one answer per person.")
    if min(group.sum(), (~group).sum()) < SMALLEST:
        raise Incomparable(
            f"A group has fewer than {SMALLEST} people.", "Wait for more answers; small groups are not shown."
        )


def _item(
    name: str, table: NDArray[np.bool_], group: NDArray[np.bool_], at: int, kept: NDArray[np.bool_]
) -> ItemBias:
    # The item itself belongs to the number matched on, else the test is off its level (Holland and Thayer 1988).
    use = kept.copy()
    use[at] = True
    strata = table[use].sum(axis=0)
    cells = np.array([_cells(table[at], group, strata == s) for s in np.unique(strata)], dtype=float)
    a, b, c, d = cells.T
    n = cells.sum(axis=1)
    r, s = (a * d / n).sum(), (b * c / n).sum()
    if r == 0 or s == 0:
        return ItemBias(name, 0.0, float("inf"), 1.0, "A")
    delta = -2.35 * float(np.log(r / s))
    error = 2.35 * float(np.sqrt(_variance(a, b, c, d, n, r, s)))
    return ItemBias(name, delta, error, erfc(abs(delta) / error / sqrt(2)), _class(delta, error))


def _cells(
    right: NDArray[np.bool_], group: NDArray[np.bool_], here: NDArray[np.bool_]
) -> tuple[int, int, int, int]:
    """Others passed, others not, focal passed, focal not."""
    return (
        int((right & ~group & here).sum()), int((~right & ~group & here).sum()),
        int((right & group & here).sum()), int((~right & group & here).sum()),
    )  # fmt: skip


def _variance(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64],
    n: NDArray[np.float64], r: float, s: float,
) -> float:  # fmt: skip
    """Of the log odds ratio (Robins, Breslow and Greenland 1986)."""
    p, q, u, v = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    terms = (p * u).sum() / (2 * r * r) + (p * v + q * u).sum() / (2 * r * s) + (q * v).sum() / (2 * s * s)
    return float(terms)


def _class(delta: float, error: float) -> Literal["A", "B", "C"]:
    """C: at least 1.5 and surely above 1; A: below 1 or not surely above 0; B: the rest (two-sided 5 %)."""
    size = abs(delta)
    if size >= 1.5 and (size - 1) / error > NORMAL.inv_cdf(0.95):
        return "C"
    return "A" if size < 1 or size / error < NORMAL.inv_cdf(0.975) else "B"
