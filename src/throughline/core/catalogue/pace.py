"""How a state turns what it publishes about its offers into hours, weeks and terms, for whoever plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from throughline.core.requirements.nodes import Cite, Text


@dataclass(frozen=True, slots=True)
class Term:
    """A part of the year in which offers begin. It begins each year in this month, on this day."""

    title: Text
    month: int
    day: int = 1


@dataclass(frozen=True, slots=True)
class ComingTerm:
    """One term to come: its id and title (empty where the state names no terms), and its first day."""

    id: str
    title: Text
    begins: date | None


@dataclass(frozen=True, slots=True)
class Pace:
    """What turns the amounts a state publishes into hours and weeks, and what a plan is asked for at first.

    hours_in: hours in one of a unit; three hours a week for fifteen weeks stand behind a credit (34 CFR 600.2).
    hours_in_day, weeks_in_term: of one day and one term. showing: hours of one assessment. hours: a week, on average over
    a term, where a learner says nothing else; terms: into how many a plan is laid then. most_terms: the most that can be
    asked for. kilometers: the distances a learner can choose from.
    """

    hours_in: Mapping[str, Decimal] = field(
        default_factory=lambda: {"h": Decimal(1), "days": Decimal(6), "college-credit": Decimal(45)}
    )
    hours_in_day: Decimal = Decimal(6)
    weeks_in_term: Decimal = Decimal(15)
    showing: Decimal = Decimal(3)
    hours: Decimal = Decimal(30)
    terms: int = 8
    most_terms: int = 24
    kilometers: tuple[int, ...] = (10, 25, 50, 100)
    cite: Cite | None = None


def coming(terms: Mapping[str, Term], day: date, many: int) -> tuple[ComingTerm, ...]:
    """The next terms that begin after a day, in order; without any named, so many without a name."""
    if not terms:
        return (ComingTerm("", {}, None),) * many
    years = range(day.year, day.year + many + 2)
    every = [
        ComingTerm(name, each.title, date(year, each.month, each.day))
        for year in years
        for name, each in terms.items()
    ]
    later = [each for each in every if each.begins is not None and each.begins > day]
    return tuple(sorted(later, key=lambda each: (each.begins or day, each.id))[:many])
