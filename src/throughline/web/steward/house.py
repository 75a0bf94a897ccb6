"""The house in numbers: how many are on a pathway of their own choice, school by school. Counts only, never a name."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.advising import queries as advising
from throughline.core.catalogue.documents import Organization
from throughline.web import reading
from throughline.web.pages import page, show, who
from throughline.web.words import words

SMALLEST = 10
"""A count below it could point at a person, so it is not shown."""


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """A school's counter. on, learners None: hidden, because the group is small."""

    school: Organization
    on: int | None
    learners: int | None


@dataclass(frozen=True, slots=True)
class House:
    """Every school that has learners. on, learners: of all schools together, None where a hidden one could be worked
    out from them. smallest: the smallest group that is shown."""

    schools: tuple[SchoolCount, ...]
    on: int | None
    learners: int | None
    hidden: int
    smallest: int


@page("counter.read")
def house(request: HttpRequest) -> HttpResponse:
    """The counters of every school, for members of governing bodies and the operator."""
    schools = {o.id: o for o in reading.catalogue().organizations.values() if o.kind == "school"}
    order = sorted(schools, key=lambda name: words(schools[name].title).casefold())
    counters = advising.on_a_pathway_counters(who(request), order)
    return show(request, "throughline/steward/house.html", _protected(counters, schools))


def _protected(counters: list[advising.Counter], schools: dict[str, Organization]) -> House:
    rows = tuple(
        SchoolCount(schools[c.school], _shown(c.on_a_pathway), _shown(c.learners))
        for c in counters
        if c.learners
    )
    # With one hidden number the sum would tell it; with two or more it does not.
    tells = 1 in ([row.on for row in rows].count(None), [row.learners for row in rows].count(None))
    on, learners = sum(c.on_a_pathway for c in counters), sum(c.learners for c in counters)
    hidden = sum(1 for row in rows if row.on is None or row.learners is None)
    return House(rows, None if tells else _shown(on), None if tells else _shown(learners), hidden, SMALLEST)


def _shown(count: int) -> int | None:
    return None if 0 < count < SMALLEST else count
