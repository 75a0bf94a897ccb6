"""What a published rule pays for hours that a host attested: line by line, to the cent, each period once.

A rule pays by the hour, by the week or by the month. A run pays whatever is due up to a day and was not paid before; so an
hour that is corrected later comes as a line of its own, and nothing is paid twice however often it is reckoned. Hours
are attendance: no rule about what was learned reads them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Unit = Literal["hour", "week", "month"]
UNITS: tuple[Unit, ...] = ("hour", "week", "month")
Why = Literal["paid", "most_hours", "too_few"]
CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force from a day on. amount: dollars an hour, a week or a month. most_hours: no more count in a week
    (None: all). least_hours: so many make a week or month that is paid."""

    number: int
    unit: Unit
    amount: Decimal
    starts: date
    most_hours: Decimal | None = None
    least_hours: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Due:
    """What a period comes to. period: its first day, the Monday of a week or the first of a month. counted: hours that
    count. why: paid in full, cut at the most hours, or too few."""

    period: date
    hours: Decimal
    counted: Decimal
    amount: Decimal
    why: Why
    rule: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a run: what a period comes to now, less what was reckoned for it before. It can be below nothing."""

    due: Due
    before: Decimal

    @property
    def amount(self) -> Decimal:
        """What the line adds."""
        return self.due.amount - self.before

    @property
    def kind(self) -> Literal["first", "correction"]:
        """Whether the period is reckoned for the first time."""
        return "correction" if self.before else "first"


def first_day(unit: Unit, on: date) -> date:
    """The first day of the period a day lies in."""
    return on.replace(day=1) if unit == "month" else on - timedelta(days=on.weekday())


def last_day(unit: Unit, first: date) -> date:
    """The last day of the period that begins on a day."""
    if unit != "month":
        return first + timedelta(days=6)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def due(rules: Sequence[Rule], days: Mapping[date, Decimal], until: date) -> tuple[Due, ...]:
    """What each period that is over by a day comes to, by the rule in force on its first day; periods without a rule are
    left out. days: hours by day."""
    found: dict[tuple[date, int], Decimal] = {}
    known = {rule.number: rule for rule in rules}
    for on, hours in days.items():
        rule = _in_force(rules, on)
        if rule is None:
            continue
        key = (first_day(rule.unit, on), rule.number)
        found[key] = found.get(key, NOTHING) + hours
    return tuple(
        _due(known[number], first, hours)
        for (first, number), hours in sorted(found.items())
        if last_day(known[number].unit, first) <= until
    )


def _in_force(rules: Sequence[Rule], on: date) -> Rule | None:
    """The rule of a day: the newest that was in force on the first day of its period, else the first of all in it."""
    begun = [each for each in rules if each.starts <= first_day(each.unit, on)]
    if begun:
        return max(begun, key=lambda each: (each.starts, each.number))
    return min((each for each in rules if each.starts <= on), key=lambda each: each.starts, default=None)


def _due(rule: Rule, first: date, hours: Decimal) -> Due:
    if rule.unit != "hour":
        paid = hours > 0 and hours >= rule.least_hours
        return Due(
            first, hours, hours, rule.amount if paid else NOTHING, "paid" if paid else "too_few", rule.number
        )
    counted = hours if rule.most_hours is None else min(hours, rule.most_hours)
    amount = (counted * rule.amount).quantize(CENT, ROUND_HALF_UP)
    return Due(first, hours, counted, amount, "paid" if counted == hours else "most_hours", rule.number)


def lines(dues: Iterable[Due], before: Mapping[date, Decimal]) -> tuple[Line, ...]:
    """The lines of a run for one person: every period whose sum differs from what was reckoned before, and every period
    that was reckoned and has no hours any more. before: by first day."""
    now = {each.period: each for each in dues}
    gone = {
        period: Due(period, NOTHING, NOTHING, NOTHING, "too_few", 0)
        for period, amount in before.items()
        if period not in now and amount
    }
    every = {**now, **gone}
    found = (Line(every[period], before.get(period, NOTHING)) for period in sorted(every))
    return tuple(each for each in found if each.amount)


def payment(lines_sum: Decimal, paid: Decimal) -> Decimal:
    """What is paid now: all that was reckoned, less all that was paid, and never below nothing. What was paid too much
    before is set off against what comes next."""
    return max(lines_sum - paid, NOTHING)
