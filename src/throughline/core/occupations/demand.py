"""Which occupations are in demand in an area, from jobs, wages and projections, by a method that is shown.

Openings in an area are not published: they are estimated as the area's jobs times the rate at which the projections
expect openings, so the list recomputes from its inputs and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Method:
    """least_openings: a year in the area, at least so many. living: what one must earn an hour there (None: not asked).
    growing: only where the projections see no fewer jobs."""

    least_openings: Decimal = Decimal(25)
    living: Decimal | None = None
    growing: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """What is known of one occupation in one area. jobs: in the area. base, openings: of the projections, in the same
    unit. change: projected, percent. Whatever is None is not known; top: the wage is above the highest published."""

    code: str
    title: str
    jobs: Decimal | None
    median: Decimal | None
    base: Decimal | None
    openings: Decimal | None
    change: Decimal | None
    top: bool = False


@dataclass(frozen=True, slots=True)
class Demanded:
    """An occupation on the list, with what put it there. openings: a year, in the area, to the nearest whole."""

    code: str
    title: str
    openings: Decimal
    median: Decimal | None
    change: Decimal | None
    top: bool


def openings_in(each: Input) -> Decimal | None:
    """How many openings a year the area can expect; None where something it follows from is not known."""
    if each.jobs is None or each.openings is None or not each.base:
        return None
    return (each.jobs * each.openings / each.base).quantize(Decimal(1))


def in_demand(inputs: Iterable[Input], method: Method) -> tuple[Demanded, ...]:
    """The occupations that the method lists, most openings first, then by title."""
    found = [
        Demanded(each.code, each.title, openings, each.median, each.change, each.top)
        for each in inputs
        if (openings := openings_in(each)) is not None and openings >= method.least_openings
        if _pays(each, method) and _lasts(each, method)
    ]
    return tuple(sorted(found, key=lambda each: (-each.openings, each.title, each.code)))


def _pays(each: Input, method: Method) -> bool:
    if method.living is None or each.top:
        return True
    return each.median is not None and each.median >= method.living


def _lasts(each: Input, method: Method) -> bool:
    return not method.growing or (each.change is not None and each.change >= 0)
