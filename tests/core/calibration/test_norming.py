"""A judge beside agreed levels: what counts as in step, and how often chance alone decides otherwise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from throughline.core.calibration.norming import against_agreed, drawn
from throughline.core.calibration.ratings import Incomparable, Rating
from throughline.core.calibration.rule import CalibrationRule

RULE = CalibrationRule()


def seen(levels: list[list[int]]) -> list[Rating]:
    return [
        Rating(f"w{w}", f"c{c}", "judge", level)
        for w, row in enumerate(levels)
        for c, level in enumerate(row)
    ]


def planted(severity: float, seed: int) -> tuple[list[Rating], dict[tuple[str, str], int]]:
    """Ten works of three criteria on four levels, as a judge of that severity (in logits) sees them."""
    chance = np.random.default_rng(seed)
    thresholds = np.array([-1.2, 0.0, 1.2])
    ratings, agreed = [], {}
    for work in range(10):
        ability = chance.normal(0, 1.5)
        for criterion, hard in enumerate((-0.3, 0.0, 0.3)):
            logits = np.concatenate([[0], np.cumsum(ability - hard - severity - thresholds)])
            chances = np.exp(logits) / np.exp(logits).sum()
            agreed[str(work), str(criterion)] = int((ability - hard > thresholds).sum())
            ratings.append(Rating(str(work), str(criterion), "judge", int(chance.choice(4, p=chances))))
    return ratings, agreed


def test_the_figures_of_a_sitting_are_those_counted_by_hand() -> None:
    ratings = seen([[2, 3], [1, 1], [3, 2]])
    agreed = {
        ("w0", "c0"): 2,
        ("w0", "c1"): 3,
        ("w1", "c0"): 3,
        ("w1", "c1"): 1,
        ("w2", "c0"): 3,
        ("w2", "c1"): 3,
    }
    found = against_agreed(ratings, agreed, replace(RULE, works=3))
    assert found.shift == pytest.approx(3 / 6)
    assert found.error == pytest.approx(((0.5**2 + 0.5**2 + 0) / 2 / 3) ** 0.5)
    assert (found.exact, found.adjacent) == (pytest.approx(4 / 6), pytest.approx(5 / 6))
    assert found.of["c0"].shift == pytest.approx(2 / 3)
    assert [(a.work, a.criterion, a.seen, a.agreed) for a in found.apart] == [
        ("w1", "c0", 1, 3),
        ("w2", "c1", 2, 3),
    ]
    assert found.in_band


def test_too_few_works_say_nothing() -> None:
    ratings = seen([[1]] * 9)
    with pytest.raises(Incomparable, match="9 works are rated; the rule asks for 10"):
        against_agreed(ratings, {(r.work, r.criterion): 1 for r in ratings}, RULE)


def test_leaning_the_same_way_everywhere_is_out_of_band_and_scatter_alone_is_too() -> None:
    lean = seen([[1, 2]] * 10)
    assert not against_agreed(lean, {(r.work, r.criterion): r.level + 1 for r in lean}, RULE).in_band
    scatter = seen([[1, 3]] * 10)
    opposite = {(r.work, r.criterion): 4 - r.level for r in scatter}
    found = against_agreed(scatter, opposite, RULE)
    assert found.shift == 0
    assert not found.in_band
    assert against_agreed(scatter, opposite, replace(RULE, adjacent=Decimal(0))).in_band


@pytest.mark.covers("S001-D10.6")
def test_judges_without_severity_stay_in_band_and_those_two_logits_severe_do_not() -> None:
    kept = [against_agreed(*planted(0, seed), RULE).in_band for seed in range(200)]
    severe = [against_agreed(*planted(2, seed), RULE).in_band for seed in range(200)]
    lenient = [against_agreed(*planted(-2, seed), RULE).in_band for seed in range(200)]
    assert sum(kept) >= 190
    assert sum(severe) + sum(lenient) <= 40


def test_a_draw_can_be_drawn_again_and_stays_when_one_goes() -> None:
    names = [f"work {n}" for n in range(50)]
    order = drawn(names, "a seed")
    assert order == drawn(reversed(names), "a seed")
    assert order != drawn(names, "another")
    gone = order[7]
    assert drawn([n for n in names if n != gone], "a seed") == tuple(n for n in order if n != gone)
    first = [drawn(names, str(seed))[0] for seed in range(2000)]
    assert max(map(first.count, names)) < 80, "each has the same chance to come first"
