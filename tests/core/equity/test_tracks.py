"""Sorting by group beside the design of 20, 20 and 60 of 100: it fires where it is there, not where shares alone agree."""

from __future__ import annotations

import numpy as np
import pytest

from throughline.core.equity.tracks import DESIGN, FALSE_ALARM, TRACKS, sorting

SIZES = {"a": 1200, "b": 800, "c": 300, "d": 15}
"""People of each group; the last is too few to be counted."""


def drawn(shares: dict[str, tuple[float, float, float]], seed: int) -> dict[str, list[int]]:
    chance = np.random.default_rng(seed)
    return {group: [int(n) for n in chance.multinomial(SIZES[group], shares[group])] for group in SIZES}


@pytest.mark.covers("S001-V8")
def test_it_fires_on_the_design_and_not_where_the_same_shares_have_nothing_to_do_with_groups() -> None:
    sorted_ = dict.fromkeys(SIZES, (0.08, 0.12, 0.8)) | {"a": (0.308, 0.2774, 0.4146)}
    found = sorting(drawn(sorted_, 1))
    assert found is not None
    assert found.sorts
    assert found.apart < 0.05, "the shares of all together are those of the design"
    assert found.people == 2300, "a small group is left out"

    design = tuple(DESIGN[track] for track in TRACKS)
    alike = dict.fromkeys(SIZES, (design[0], design[1], design[2]))
    fired = 0
    for seed in range(400):
        same = sorting(drawn(alike, seed))
        assert same is not None
        assert same.apart < 0.06
        fired += same.chance <= FALSE_ALARM
        assert not same.sorts
    # The stated false-alarm rate of the test alone: 1 of 100, here within three standard errors.
    assert fired <= 400 * FALSE_ALARM + 3 * (400 * FALSE_ALARM) ** 0.5


def test_a_state_whose_shares_are_far_from_the_design_says_so_and_two_groups_are_needed() -> None:
    found = sorting({"a": [500, 400, 100], "b": [500, 400, 100]})
    assert found is not None
    assert found.apart == pytest.approx(0.5)
    assert (found.strength, found.sorts) == (0.0, False)
    assert sorting({"a": [500, 400, 100], "b": [5, 4, 1]}) is None
    assert sorting({"a": [500, 0, 0], "b": [300, 0, 0]}) is None
