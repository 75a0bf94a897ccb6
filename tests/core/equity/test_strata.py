"""One group against all others within strata: the exact figures, beside those worked out in other ways."""

from __future__ import annotations

from itertools import product
from math import comb, exp, log, prod

import numpy as np
import pytest

from throughline.core.equity import strata as s
from throughline.core.equity.strata import Stratum, compared

SMALL = (Stratum(2, 6, 5, 7), Stratum(1, 4, 3, 5), Stratum(3, 3, 2, 4))


def by_hand(strata: tuple[Stratum, ...]) -> float:
    """So few or fewer by writing out every way there is, half of what is exactly as seen."""
    seen, below, whole = sum(each.got for each in strata), 0.0, 0.0
    for ways in product(*(range(each.group + 1) for each in strata)):
        weight = prod(
            comb(each.group, n) * comb(each.others, each.got + each.others_got - n)
            if each.got + each.others_got - n >= 0
            else 0
            for n, each in zip(ways, strata, strict=True)
        )
        whole += weight
        below += weight * (1.0 if sum(ways) < seen else 0.5 if sum(ways) == seen else 0.0)
    return below / whole


def test_the_chance_is_that_of_writing_out_every_way_there_is() -> None:
    found = compared(SMALL)
    assert found is not None
    assert found.chance == pytest.approx(by_hand(SMALL), abs=1e-12)
    assert found.low < found.odds < found.high


def test_the_odds_are_those_under_which_what_was_seen_is_expected() -> None:
    found = compared(SMALL)
    assert found is not None
    expected = 0.0
    for each in SMALL:
        got = each.got + each.others_got
        ways = range(max(0, got - each.others), min(got, each.group) + 1)
        weights = [comb(each.group, n) * comb(each.others, got - n) * found.odds**n for n in ways]
        expected += sum(w * n for w, n in zip(weights, ways, strict=True)) / sum(weights)
    assert expected == pytest.approx(sum(each.got for each in SMALL), abs=1e-6)


def test_large_numbers_give_the_same_either_way() -> None:
    chance = np.random.default_rng(3)
    many = [
        Stratum(int(chance.binomial(90, 0.4)), 90, int(chance.binomial(110, 0.5)), 110) for _ in range(12)
    ]
    spread = sum(s._variance(each) for each in many)
    assert spread > s.LARGE
    for plain, exact in zip(s._normal(many, spread), s._exact(many), strict=True):
        assert plain == pytest.approx(exact, rel=0.03, abs=0.002)


def test_what_cannot_be_compared_is_not() -> None:
    assert compared([Stratum(3, 5, 0, 0), Stratum(0, 0, 2, 4)]) is None, "no stratum holds both"
    assert compared([Stratum(5, 5, 4, 4)]) is None, "everybody got it"
    alone = compared([Stratum(0, 8, 8, 8)])
    assert alone is not None
    assert log(alone.odds) == pytest.approx(-s.FAR)
    assert (alone.share, alone.others_share) == (0.0, 1.0)
    assert exp(-s.FAR) <= alone.low <= alone.odds < alone.high < 1


def test_the_share_of_others_is_that_of_those_who_started_alike() -> None:
    found = compared([Stratum(1, 10, 8, 10), Stratum(9, 10, 9, 10)])
    assert found is not None
    assert found.share == pytest.approx(0.5)
    assert found.others_share == pytest.approx((10 * 0.8 + 10 * 0.9) / 20)
    assert (found.group, found.others) == (20, 20)
