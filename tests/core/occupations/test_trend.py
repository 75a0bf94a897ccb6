"""A trend of jobs says how sure it is, and when it is old."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from throughline.core.occupations.trend import Point, trend

ON = date(2026, 3, 2)


def point(year: int, jobs: int, error: str | None = "2") -> Point:
    return Point(date(year, 5, 1), Decimal(jobs), None if error is None else Decimal(error))


@pytest.mark.parametrize(
    ("points", "direction", "old"),
    [
        ([point(2022, 1000), point(2025, 1200)], "grows", False),
        ([point(2022, 1000), point(2025, 800)], "shrinks", False),
        ([point(2022, 1000), point(2025, 1030)], "cannot_tell", False),
        ([point(2022, 1000, "20"), point(2025, 1200, "20")], "cannot_tell", False),
        ([point(2022, 1000, None), point(2025, 1200)], "cannot_tell", False),
        ([point(2025, 1200)], "one_survey", False),
        ([point(2019, 1000), point(2022, 1200)], "grows", True),
    ],
)
def test_a_trend_is_told_only_where_the_whole_interval_says_so(
    points: list[Point], direction: str, old: bool
) -> None:
    found = trend(points, ON, 24)
    assert found is not None
    assert (found.direction, found.old) == (direction, old)


def test_intervals_follow_the_publishers_rule() -> None:
    assert point(2025, 1000, "10").interval == (836, 1164)
    assert point(2025, 1000, None).interval is None
    found = trend([point(2025, 1200), point(2022, 1000)], ON, 24)
    assert found is not None
    assert (found.change, found.low, found.high) == (20.0, 14.4, 25.6)
    assert trend([], ON, 24) is None


def test_nine_in_ten_intervals_of_drawn_surveys_hold_the_true_change() -> None:
    random, held = Random(5), 0
    for _ in range(2000):
        one, two = random.gauss(1000, 50), random.gauss(1100, 55)
        found = trend([point(2022, round(one), "5"), point(2025, round(two), "5")], ON, 24)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 10 <= found.high
    assert 0.88 < held / 2000 < 0.93
