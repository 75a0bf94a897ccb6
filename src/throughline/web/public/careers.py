"""Careers: what people do, what it asks, what it earns and promises, and every pathway that leads there."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.occupations import queries as occupations
from throughline.core.catalogue.clusters import clusters_now, successors
from throughline.core.catalogue.documents import Cluster
from throughline.core.drawing.ranges import Range, ranges
from throughline.core.formats.labor.rows import LETTERS, Figure, Task
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.pages import page, show, who
from throughline.web.words import words

PAGE = 50
FIRST = 6
AREAS = 12
INTERESTS = {
    "R": (gettext_lazy("Realistic"), gettext_lazy("building, fixing, working outdoors")),
    "I": (gettext_lazy("Investigative"), gettext_lazy("finding out how things work")),
    "A": (gettext_lazy("Artistic"), gettext_lazy("making, writing, performing")),
    "S": (gettext_lazy("Social"), gettext_lazy("helping and teaching people")),
    "E": (gettext_lazy("Enterprising"), gettext_lazy("starting and leading things")),
    "C": (gettext_lazy("Conventional"), gettext_lazy("keeping things in order")),
}
ZONES = {
    1: gettext_lazy("Little preparation"),
    2: gettext_lazy("Some preparation"),
    3: gettext_lazy("Medium preparation"),
    4: gettext_lazy("Much preparation"),
    5: gettext_lazy("Long preparation"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, in words."""

    value: str
    title: str
    chosen: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CareersPage:
    """What the list shows. names: of the interests, by letter. before, after: pages beside this one, 0: none."""

    found: occupations.Careers
    search: str
    letters: tuple[Choice, ...]
    zones: tuple[Choice, ...]
    clusters: tuple[tuple[str, Text, bool], ...]
    led_to: bool
    names: Mapping[str, str]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Interest:
    """One of the six interests, as far as the occupation has it. value: 1 to 7."""

    title: str
    hint: str
    value: Decimal
    high: bool


@dataclass(frozen=True, slots=True)
class Education:
    """Of a hundred people asked, how many named this education."""

    title: str
    percent: Decimal
    uncertain: bool


@dataclass(frozen=True, slots=True)
class WageRow:
    """What it earns in one area, as shown: figures are hourly or yearly, whichever there is. living: of the household."""

    title: str
    wider: str
    jobs: Figure
    figures: tuple[Figure, ...]
    living: Decimal | None
    living_area: str


@dataclass(frozen=True, slots=True)
class Wages:
    """The wages of all areas. hourly: by the hour, else by the year. more: areas that are not shown here."""

    rows: tuple[WageRow, ...]
    hourly: bool
    drawing: str
    household: str
    households: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CareerPage:
    """What the page of an occupation shows."""

    career: occupations.Career
    tasks: tuple[Task, ...]
    more_tasks: tuple[Task, ...]
    interests: tuple[Interest, ...]
    zone: str
    education: tuple[Education, ...]
    wages: Wages | None
    clusters: Mapping[str, Text]


@page("occupation.read")
def careers(request: HttpRequest) -> HttpResponse:
    """The occupations that fit what is asked, in order of their titles."""
    asked, at = request.GET, _number(request.GET.get("page", ""), 1)
    letters = "".join(each for each in LETTERS if each in request.GET.getlist("interest"))
    zone, cluster = asked.get("zone", ""), _today(asked.get("cluster", ""))
    wanted = occupations.Asked(
        asked.get("q", "").strip()[:100], letters, int(zone) if zone in ("1", "2", "3", "4", "5") else None, cluster,
        bool(asked.get("led_to")), (at - 1) * PAGE, PAGE,
    )  # fmt: skip
    found = occupations.careers(who(request), wanted)
    return show(request, "throughline/public/careers.html", CareersPage(
        found, wanted.words,
        tuple(Choice(each, str(title), each in letters, str(hint)) for each, (title, hint) in INTERESTS.items()),
        tuple(Choice(str(n), str(title), str(n) == zone) for n, title in ZONES.items()),
        tuple((c.id, c.title, c.id == cluster) for c in _clusters()), wanted.led_to,
        {each: str(title) for each, (title, _hint) in INTERESTS.items()},
        at - 1, at + 1 if at * PAGE < found.count else 0,
    ))  # fmt: skip


def _number(typed: str, least: int) -> int:
    return max(least, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else least


def _today(cluster: str) -> str:
    """The cluster of today that a name of now or of an earlier list stands for; empty where nobody knows it."""
    found = successors(cluster, reading.catalogue())
    return found[0].id if found else ""


def _clusters() -> list[Cluster]:
    """The clusters that some pathway stands in today, in order of their names."""
    kept = reading.catalogue()
    named = {each.id: each for pathway in kept.pathways.values() for each in clusters_now(pathway, kept)}
    return sorted(named.values(), key=lambda each: words(each.title).casefold())


@page("occupation.read")
def career(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an occupation; of one that no file describes yet, what the pathways say of it."""
    found = occupations.career(who(request), code)
    if found is None:
        raise Http404(_("There is no occupation '{code}'.").format(code=code))
    shown = career_page(found, request.GET.get("household", ""))
    return show(request, "throughline/public/career.html", shown)


def career_page(found: occupations.Career, household: str = "") -> CareerPage:
    """All that the page shows."""
    core = tuple(task for task in found.tasks if task.core is not False)
    others = tuple(task for task in found.tasks if task.core is False)
    names = found.reference.get("RL", {})
    clusters = reading.catalogue().clusters
    return CareerPage(
        found, core[:FIRST], (*core[FIRST:], *others),
        tuple(_interest(each, value, found.letters) for each, value in found.interests.items()),
        found.reference.get("zone", {}).get(str(found.zone), ""),
        tuple(Education(names.get(str(s.category), str(s.category)), s.percent, s.uncertain)
              for s in found.shares if s.scale == "RL" and s.percent),
        _wages(found, household),
        {way.pathway.cluster: clusters[way.pathway.cluster].title for way in found.ways if way.pathway.cluster in clusters},
    )  # fmt: skip


def _interest(letter: str, value: Decimal, high: str) -> Interest:
    title, hint = INTERESTS[letter]
    return Interest(str(title), str(hint), value, letter in high)


HOURLY = ("h_p10", "h_p25", "h_median", "h_p75", "h_p90")
YEARLY = ("a_p10", "a_p25", "a_median", "a_p75", "a_p90")
HOURS = 2080
"""Hours of a year of full-time work, as the wage survey counts them."""


def _wages(found: occupations.Career, household: str) -> Wages | None:
    if not found.wages:
        return None
    hourly = any(
        wage.figures["h_median"].value is not None or wage.figures["h_median"].flag == "top"
        for wage in found.wages
    )
    households = tuple(dict.fromkeys(name for wage in found.wages for name in wage.living))
    chosen = household if household in households else next(iter(households), "")
    shown = found.wages[:AREAS]
    rows = tuple(_wage_row(found, wage, hourly, chosen) for wage in shown)
    drawing = ranges(
        [_range(row) for row in rows], _("What it earns in each area"),
        _("Bars from what 10 of 100 earn less than to what 90 of 100 earn less than. The table says the same in numbers."),
        "wages",
    )  # fmt: skip
    return Wages(rows, hourly, drawing, chosen, households, len(found.wages) - len(shown))


def _wage_row(found: occupations.Career, wage: occupations.AreaWage, hourly: bool, household: str) -> WageRow:
    amount = wage.living.get(household)
    return WageRow(
        wage.title, "" if wage.code == found.soc else wage.code, wage.figures["employment"],
        tuple(wage.figures[name] for name in (HOURLY if hourly else YEARLY)),
        amount if hourly or amount is None else amount * HOURS, wage.living_area,
    )  # fmt: skip


def _range(row: WageRow) -> Range:
    least, lower, middle, upper, most = (
        None if each.value is None else float(each.value) for each in row.figures
    )
    over = any(each.flag == "top" for each in row.figures)
    mark = None if row.living is None else float(row.living)
    return Range(row.title, least, lower, middle, upper, most, over, mark)
