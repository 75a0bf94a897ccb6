"""What a stipend rule pays: by the hour, the week or the month, to the cent, once, and corrected by lines of their own."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.stipends import Rule, due, lines, payment

MONDAY = date(2026, 6, 1)
BY_HOUR = Rule(1, "hour", Decimal("15.35"), MONDAY, most_hours=Decimal(20))
BY_WEEK = Rule(1, "week", Decimal("250.00"), MONDAY, least_hours=Decimal(10))
BY_MONTH = Rule(1, "month", Decimal("900.00"), MONDAY, least_hours=Decimal(40))
END = date(2026, 8, 31)


def hours(*each: str, starts: date = MONDAY) -> dict[date, Decimal]:
    """Hours of days in a row."""
    return {starts + timedelta(days=nth): Decimal(one) for nth, one in enumerate(each)}


@pytest.mark.parametrize(
    ("rule", "days", "expected"),
    [
        (BY_HOUR, hours("6", "6"), [("184.20", "paid")]),
        (BY_HOUR, hours("8", "8", "8"), [("307.00", "most_hours")]),
        (BY_HOUR, hours("0.33"), [("5.07", "paid")]),
        (BY_HOUR, {**hours("6"), **hours("4", starts=MONDAY + timedelta(days=7))}, [("92.10", "paid"), ("61.40", "paid")]),
        (BY_WEEK, hours("6", "4"), [("250.00", "paid")]),
        (BY_WEEK, hours("6", "3.99"), [("0.00", "too_few")]),
        (BY_MONTH, {**hours("12", "12", "12"), **hours("4", starts=date(2026, 6, 30))}, [("900.00", "paid")]),
        (BY_MONTH, hours("8", starts=date(2026, 7, 31)), [("0.00", "too_few")]),
        (BY_HOUR, hours("6", starts=MONDAY - timedelta(days=20)), []),
    ],
)  # fmt: skip
def test_a_rule_pays_for_the_hours_of_a_period(rule: Rule, days: dict, expected: list) -> None:
    assert [(f"{each.amount}", each.why) for each in due([rule], days, END)] == expected


def test_a_period_is_paid_once_it_is_over_and_by_the_rule_of_its_first_day() -> None:
    days = hours(*["4"] * 14)
    assert [each.period for each in due([BY_HOUR], days, MONDAY + timedelta(days=12))] == [MONDAY]
    more = Rule(2, "hour", Decimal("16.00"), MONDAY + timedelta(days=3))
    assert [(each.rule, each.amount) for each in due([BY_HOUR, more], days, END)] == [
        (1, Decimal("307.00")), (2, Decimal("448.00"))
    ]  # fmt: skip


def test_hours_that_change_come_as_a_line_of_their_own_and_go_below_nothing() -> None:
    first = lines(due([BY_HOUR], hours("6", "6"), END), {})
    assert [(each.amount, each.kind) for each in first] == [(Decimal("184.20"), "first")]
    before = {MONDAY: Decimal("184.20")}
    assert lines(due([BY_HOUR], hours("6", "6"), END), before) == ()
    (less,) = lines(due([BY_HOUR], hours("6", "2"), END), before)
    assert (less.amount, less.kind) == (Decimal("-61.40"), "correction")
    (gone,) = lines(due([BY_HOUR], {}, END), before)
    assert (gone.amount, gone.due.period) == (Decimal("-184.20"), MONDAY)
    assert [payment(Decimal(n), Decimal(m)) for n, m in ((100, 0), (100, 100), (40, 100))] == [100, 0, 0]


@given(st.lists(st.lists(st.decimals("0", "8", places=2), min_size=7, max_size=7), min_size=1, max_size=5))
def test_however_often_days_change_all_runs_together_come_to_what_is_due_in_the_end(weeks: list) -> None:
    reckoned: dict[date, Decimal] = {}
    paid = Decimal(0)
    for week in weeks:
        dues = due([BY_HOUR], {MONDAY + timedelta(days=n): h for n, h in enumerate(week) if h}, END)
        for line in lines(dues, reckoned):
            reckoned[line.due.period] = reckoned.get(line.due.period, Decimal(0)) + line.amount
        paid += payment(sum(reckoned.values(), Decimal(0)), paid)
        assert sum(reckoned.values()) == sum(each.amount for each in dues)
        assert paid >= sum(reckoned.values())
    assert paid == max(
        sum((e.amount for e in due([BY_HOUR], {MONDAY + timedelta(days=n): h for n, h in enumerate(w)}, END)), Decimal(0))
        for w in weeks
    )  # fmt: skip
