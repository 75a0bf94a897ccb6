"""A planted biased item and a planted change of severity are found; where nothing was planted, hardly anything is."""

from datetime import date, timedelta

import numpy as np
import pytest

from tests.core.calibration.test_severities import level_of
from throughline.core.calibration.drift import Dated, drift
from throughline.core.calibration.item_bias import item_bias
from throughline.core.calibration.ratings import Incomparable, Rating


def answers(seed: int, planted: float = 0.0, people: int = 600):  # type: ignore[no-untyped-def]
    """Twenty items; the focal group shows less overall, which is no bias; item 3 asks more of it by `planted` logits."""
    chance = np.random.default_rng(seed)
    focal = np.arange(people) % 2 == 0
    ability = chance.normal(0, 1, people) - 0.5 * focal
    difficulty = chance.normal(0, 0.8, 20)
    passed = {
        f"item {i}": chance.random(people)
        < 1 / (1 + np.exp(difficulty[i] - ability + planted * (i == 3) * focal))
        for i in range(20)
    }
    return passed, focal


@pytest.mark.covers("S001-D10.10")
def test_a_planted_biased_item_is_flagged_and_unbiased_ones_stay_within_the_false_alarm_rate() -> None:
    flagged, false_alarms, by_chance = 0, 0, 0
    for seed in range(20):
        found = item_bias(*answers(seed, 1.2))
        flagged += found[3].flagged and found[3].delta < 0
        false_alarms += sum(each.flagged for place, each in enumerate(found) if place != 3)
        by_chance += sum(each.chance < 0.05 for place, each in enumerate(found) if place != 3)
    assert flagged >= 18
    assert false_alarms <= 4  # of 380: one in a hundred
    assert 0.02 <= by_chance / 380 <= 0.08


def test_a_group_that_shows_less_overall_is_not_by_itself_a_biased_item() -> None:
    assert not any(each.flagged for seed in range(10) for each in item_bias(*answers(seed)))


def test_a_small_group_is_not_looked_at() -> None:
    passed, focal = answers(1, people=60)
    focal[:] = False
    focal[:19] = True
    with pytest.raises(Incomparable, match="fewer than 20 people"):
        item_bias(passed, focal)


START = date(2026, 1, 5)


def two_terms(seed: int, change: float) -> list[Dated]:
    """Eight judges over forty weeks; judge 0 becomes more severe by `change` logits half-way."""
    chance = np.random.default_rng(seed)
    found = []
    for week in range(40):
        for work in range(5):
            ability = chance.normal(0, 1.2)
            for judge in chance.choice(8, 2, replace=False):
                severity = change if judge == 0 and week >= 20 else 0.0
                found += [
                    Dated(
                        Rating(
                            f"{week}-{work}", f"c{c}", f"judge {judge}", level_of(ability - severity, chance)
                        ),
                        START + timedelta(weeks=week),
                    )
                    for c in range(3)
                ]
    return found


@pytest.mark.covers("X17")
def test_a_judge_who_becomes_more_severe_raises_an_alarm_and_the_others_do_not() -> None:
    since = START + timedelta(weeks=20)
    for seed in range(2):
        found = {each.judge: each for each in drift(two_terms(seed, 1.3), since=since)}
        assert found["judge 0"].alarm
        assert found["judge 0"].change.value > 0.6
        assert not any(each.alarm for judge, each in found.items() if judge != "judge 0")


def test_where_nobody_changed_an_alarm_is_rare() -> None:
    since = START + timedelta(weeks=20)
    runs = [drift(two_terms(seed, 0.0), since=since) for seed in range(6)]
    assert sum(any(each.alarm for each in run) for run in runs) <= 1


def test_of_judges_on_one_side_of_the_day_nothing_is_said() -> None:
    assert drift(two_terms(1, 0.0), since=START - timedelta(days=1)) == ()
