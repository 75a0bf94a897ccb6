"""Figures of agreement are those their authors published for the same ratings."""

import numpy as np
import pytest

from throughline.core.calibration.agreement import agreement, cohen, intraclass, krippendorff
from throughline.core.calibration.ratings import Incomparable, Rating

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units, values missing.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS = [[level for level in unit if level is not None] for unit in zip(*OBSERVERS, strict=True)]

# Shrout and Fleiss 1979, table 2: six targets rated by four judges.
TARGETS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


@pytest.mark.parametrize(
    ("scale", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_the_one_krippendorff_published(scale, published) -> None:  # type: ignore[no-untyped-def]
    assert krippendorff(UNITS, scale) == pytest.approx(published, abs=5e-4)


def test_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    found = intraclass(TARGETS)
    assert found["ICC(2,1)"].value == pytest.approx(0.29, abs=5e-3)
    assert found["ICC(3,1)"].value == pytest.approx(0.71, abs=5e-3)
    assert (found["ICC(2,1)"].low, found["ICC(2,1)"].high) == pytest.approx((0.019, 0.761), abs=1e-3)


def test_kappa_is_known_and_full_agreement_is_one() -> None:
    # Of 50: both yes 20, both no 15, one yes only 5, other yes only 10; seen 0.7, by chance 0.5.
    found = cohen(np.array([[20.0, 5.0], [10.0, 15.0]]))
    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high
    assert cohen(np.diag([5.0, 7.0, 3.0]), "quadratic").value == 1
    near, far = np.array([[5.0, 5, 0], [0, 5, 0], [0, 0, 5]]), np.array([[5.0, 0, 5], [0, 5, 0], [0, 0, 5]])
    assert cohen(near, "quadratic").value > cohen(far, "quadratic").value


@pytest.mark.covers("S001-U4")
def test_a_double_scored_task_gives_its_known_agreement_with_an_interval() -> None:
    ratings = [
        Rating(f"work {unit}", "reasoning", f"observer {observer}", level)
        for observer, levels in enumerate(OBSERVERS)
        for unit, level in enumerate(levels)
        if level is not None
    ]
    found = agreement(ratings, seed=1)
    assert found.alpha.value == pytest.approx(0.815, abs=5e-4)
    assert found.alpha.low < 0.815 <= found.alpha.high <= 1
    assert found.alpha.works == 11
    assert found.exact.value < found.adjacent.value <= 1
    assert agreement(ratings, seed=1) == found


def test_an_interval_holds_the_agreement_of_all_work_as_often_as_it_says() -> None:
    whole = [pair(np.random.default_rng(9), index) for index in range(4000)]
    truth = np.mean([a == b for a, b in whole])
    inside = 0
    for seed in range(30):
        picked = np.random.default_rng(seed).integers(0, len(whole), 60)
        ratings = [
            Rating(f"{place}", "c", judge, level)
            for place, index in enumerate(picked)
            for judge, level in zip("ab", whole[index], strict=True)
        ]
        figure = agreement(ratings, seed=seed, draws=120).exact
        inside += figure.low <= truth <= figure.high
    assert inside >= 26


def pair(chance: np.random.Generator, index: int) -> tuple[int, int]:
    level = (index * 7) % 4
    other = level if (index * 13) % 10 < 7 else (level + 1) % 4
    return level, other


def test_one_piece_of_work_judged_twice_is_too_little_to_publish() -> None:
    with pytest.raises(Incomparable, match="two pieces of work"):
        agreement([Rating("w", "c", "a", 1), Rating("w", "c", "b", 1)], seed=1)
