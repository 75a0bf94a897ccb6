"""How the number of jobs in an occupation changed between two surveys of an area, and how sure that is.

Surveys of a part of all employers give an estimate with its relative standard error in percent (the publishers' PRSE). The
interval is the publishers' own, of 90 in 100: the estimate times (1 plus or minus 1.645 times the error). Of a change it is
the ratio of two estimates, their errors taken as independent. Where surveys share a part of their sample, as those of years
that follow each other do, the change is surer than the interval says.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Literal

Z = 1.645
Direction = Literal["grows", "shrinks", "cannot_tell", "one_survey"]


@dataclass(frozen=True, slots=True)
class Point:
    """One survey's estimate: the time it is of, the jobs, and its error in percent (None: the publisher gives none)."""

    period: date
    jobs: Decimal
    error: Decimal | None = None

    @property
    def interval(self) -> tuple[int, int] | None:
        """In which the number is with 90 in 100; None where no error is given."""
        if self.error is None:
            return None
        off = float(self.jobs) * Z * float(self.error) / 100
        return max(round(float(self.jobs) - off), 0), round(float(self.jobs) + off)


@dataclass(frozen=True, slots=True)
class Trend:
    """The newest survey, the one it is held against (None: there is only one), the change in percent with its interval
    (None: unknown), and whether the newest is old."""

    last: Point
    first: Point | None
    change: float | None
    low: float | None
    high: float | None
    old: bool

    @property
    def direction(self) -> Direction:
        """Whether it grows or shrinks; only where the whole interval says so."""
        if self.first is None:
            return "one_survey"
        if self.low is not None and self.low > 0:
            return "grows"
        return "shrinks" if self.high is not None and self.high < 0 else "cannot_tell"


def trend(points: list[Point], on: date, old_months: int) -> Trend | None:
    """The newest survey against the earliest of these; None where there is none. Old: of a time more than so many months
    before the day."""
    if not points:
        return None
    first, last = min(points, key=lambda each: each.period), max(points, key=lambda each: each.period)
    old = _months(last.period, on) > old_months
    if first.period == last.period or not first.jobs:
        return Trend(last, None, None, None, None, old)
    ratio = float(last.jobs / first.jobs)
    if first.error is None or last.error is None:
        return Trend(last, first, _percent(ratio), None, None, old)
    off = ratio * Z * sqrt(float(first.error) ** 2 + float(last.error) ** 2) / 100
    return Trend(last, first, _percent(ratio), _percent(ratio - off), _percent(ratio + off), old)


def _percent(ratio: float) -> float:
    return round(100 * (ratio - 1), 1)


def _months(since: date, on: date) -> int:
    return 12 * (on.year - since.year) + on.month - since.month
