"""The house in numbers: how many are on a pathway of their own choice, school by school. Counts only, never a name."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.advising.queries import cohorts
from throughline.core.catalogue.documents import Organization
from throughline.web import reading
from throughline.web.components.how_near import as_of
from throughline.web.pages import page, show, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """A school's counter. on, learners None: hidden, because the group is small or would tell another one."""

    school: Organization
    on: int | None
    learners: int | None


@dataclass(frozen=True, slots=True)
class House:
    """Every school that has learners. on, learners: of all schools together, None where a hidden one could be worked
    out from them. smallest: the smallest group that is shown. stands: for when, where it is not now."""

    schools: tuple[SchoolCount, ...]
    on: int | None
    learners: int | None
    hides: bool
    smallest: int
    stands: str


@page("counter.read")
def house(request: HttpRequest) -> HttpResponse:
    """The counters of every school, for members of governing bodies and the operator."""
    schools = {o.id: o for o in reading.catalogue().organizations.values() if o.kind == "school"}
    order = sorted(schools, key=lambda name: words(schools[name].title).casefold())
    found = cohorts.by_school(who(request), order)
    rows = tuple(SchoolCount(schools[each.school], each.on, each.learners) for each in found.schools)
    shown = House(
        rows, found.on, found.learners, found.hides, found.smallest, as_of(found.about) if found.about else ""
    )
    return show(request, "throughline/steward/house.html", shown)
