"""The order of listings: what is shown of what is asked for, then drawn anew each day, and nothing else at all."""

import inspect
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core import neutral_order
from throughline.core.neutral_order import Listed, fit, ordered

DAY = date(2026, 11, 20)
THINGS = ("competency:a", "competency:b", "milestone:c")
SHOWN = st.frozensets(st.sampled_from(THINGS))
LISTINGS = st.lists(SHOWN, max_size=8).map(lambda held: [Listed(str(n), each) for n, each in enumerate(held)])
ASKED = st.frozensets(st.sampled_from(THINGS), max_size=3)


def test_the_code_takes_no_sponsor_no_money_and_no_person() -> None:
    assert list(inspect.signature(ordered).parameters) == ["listings", "asked", "day"]
    assert set(Listed.__dataclass_fields__) == {"key", "shows"}
    imported = {
        line for line in inspect.getsource(neutral_order).splitlines() if line.startswith(("from", "import"))
    }
    assert imported == {
        "from collections.abc import Iterable", "from dataclasses import dataclass", "from datetime import date",
        "from hashlib import sha256",
    }  # fmt: skip


@given(LISTINGS, ASKED)
def test_only_those_who_fit_are_in_it_and_more_of_what_is_asked_for_stands_first(
    listings: list[Listed], asked: frozenset[str]
) -> None:
    found = ordered(listings, asked, DAY)
    assert {each.key for each in found} == {x.key for x in listings if not asked or x.shows & asked}
    many = [fit(each, asked) for each in found]
    assert many == sorted(many, reverse=True)
    assert found == ordered(reversed(listings), asked, DAY)


def test_among_equals_everybody_stands_first_about_as_often() -> None:
    listings = [Listed(str(n), frozenset(THINGS[:1])) for n in range(5)]
    days = [DAY + timedelta(days=n) for n in range(1000)]
    first = [ordered(listings, frozenset(THINGS), day)[0].key for day in days]
    assert all(150 < first.count(str(n)) < 250 for n in range(5))


@pytest.mark.parametrize("nth", range(3))
def test_the_order_of_a_day_is_the_same_for_everyone_who_works_it_out(nth: int) -> None:
    listings = [Listed(str(n), frozenset(THINGS[:1])) for n in range(5)]
    day = DAY + timedelta(days=nth)
    assert ordered(listings, frozenset(), day) == tuple(
        sorted(listings, key=lambda each: neutral_order.turn(each.key, day))
    )
