"""Who can get where: each town with what is in its reach, factor by factor, and what is lost where a line does not run."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.opportunities import queries
from throughline.apps.opportunities.queries.access import WhatIf
from throughline.core.access import Access
from throughline.core.catalogue.access import AccessRules, TransitLine
from throughline.core.drawing.access_map import Route, Spot, access_map
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.names import address_of, name_of
from throughline.web.pages import page, show
from throughline.web.words import words

DAYS = {
    "mon": gettext_lazy("Mon"), "tue": gettext_lazy("Tue"), "wed": gettext_lazy("Wed"), "thu": gettext_lazy("Thu"),
    "fri": gettext_lazy("Fri"), "sat": gettext_lazy("Sat"), "sun": gettext_lazy("Sun"),
}  # fmt: skip
KINDS = {
    "bus": gettext_lazy("bus"),
    "train": gettext_lazy("train"),
    "ferry": gettext_lazy("ferry"),
    "ride": gettext_lazy("ride service"),
}
WHY_NOT = {
    "offered": gettext_lazy("nobody offers it"),
    "open": gettext_lazy("who offers it takes others"),
    "lines": gettext_lazy("no way there in time"),
}


@dataclass(frozen=True, slots=True)
class TownRow:
    """A town: how much of the state's pathways and milestones is in its reach."""

    key: str
    name: str
    pathways: int
    milestones: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line in words."""

    key: str
    name: str
    kind: str
    days: str
    every: int
    stops: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """All towns and lines. pathways, milestones: how many are offered at all. source: where the rules stand."""

    rules: AccessRules
    towns: tuple[TownRow, ...]
    lines: tuple[LineRow, ...]
    pathways: int
    milestones: int
    drawn: str
    source: str


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A pathway or milestone seen from a town. The four factors: places that offer it, that are near, that take its
    learners, that can be come to in time. best: the nearest way in words; why: the factor that is in the way."""

    name: str
    href: str
    offered: int
    near: int
    open: int
    lines: int
    best: str
    why: str


@dataclass(frozen=True, slots=True)
class TownPage:
    """One town. beyond: milestones that are not in reach. within: how many are."""

    name: str
    rules: AccessRules
    pathways: tuple[ThingRow, ...]
    within: int
    beyond: tuple[ThingRow, ...]


@dataclass(frozen=True, slots=True)
class LossRow:
    """What a town loses. learners: 0 is fewer than the smallest group that is told."""

    key: str
    name: str
    learners: int
    pathways: tuple[str, ...]
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithoutPage:
    """The state without one line."""

    what: WhatIf
    line: LineRow
    rows: tuple[LossRow, ...]
    drawn: str


@page("access.read")
@kept_for_everyone
def access(request: HttpRequest) -> HttpResponse:
    """Every town with what is in its reach, and the lines."""
    found = _access()
    towns = tuple(_town_row(found, each.id, words(each.title)) for each in found.rules.towns)
    cite = found.rules.cite
    shown = AccessPage(
        found.rules, towns, tuple(_line_row(found, each) for each in found.rules.lines),
        _many("pathway", found.offers), _many("milestone", found.offers), _drawn(found, "", frozenset()),
        f"{cite.source}, {cite.section}" if cite else "",
    )  # fmt: skip
    return show(request, "throughline/public/access.html", shown)


@page("access.read")
@kept_for_everyone
def town(request: HttpRequest, name: str) -> HttpResponse:
    """One town: each pathway by the four factors, and the milestones that are not in reach."""
    found = _access()
    known = {each.id: each for each in found.rules.towns}
    if name not in known:
        raise Http404(f"There is no town '{name}'.")
    things = sorted(found.offers)
    rows = {each: _thing(found, name, each) for each in things}
    milestones = [each for each in things if each.startswith("milestone:")]
    beyond = tuple(rows[each] for each in milestones if rows[each].why)
    shown = TownPage(
        words(known[name].title), found.rules,
        tuple(sorted((rows[each] for each in things if each.startswith("pathway:")), key=lambda row: row.name)),
        len(milestones) - len(beyond), tuple(sorted(beyond, key=lambda row: row.name)),
    )  # fmt: skip
    return show(request, "throughline/public/access_town.html", shown)


@page("access.read")
def without(request: HttpRequest, line: str) -> HttpResponse:
    """What each town loses where a line does not run, and how many learn there."""
    found, what = _access(), queries.access.without(line)
    if what is None:
        raise Http404(f"There is no line '{line}'.")
    rows = tuple(
        LossRow(
            each.town.id,
            words(each.town.title),
            each.learners,
            _names(each.pathways),
            _names(each.milestones),
        )
        for each in what.losses
    )
    marked = frozenset(each.key for each in rows)
    shown = WithoutPage(what, _line_row(found, what.line), rows, _drawn(found, line, marked))
    return show(request, "throughline/public/access_without.html", shown)


def _access() -> Access:
    found = queries.access.access()
    if found is None:
        raise Http404("This state says nothing of getting there.")
    return found


def _many(kind: str, what: Iterable[str]) -> int:
    return sum(1 for each in what if each.startswith(f"{kind}:"))


def _town_row(found: Access, key: str, name: str) -> TownRow:
    return TownRow(key, name, _many("pathway", found.reach[key]), _many("milestone", found.reach[key]))


def _line_row(found: Access, line: TransitLine) -> LineRow:
    titles = {each.id: words(each.title) for each in found.rules.towns}
    return LineRow(
        line.id, words(line.title), str(KINDS[line.kind]), ", ".join(str(DAYS[day]) for day in line.days), line.every,
        " – ".join(titles.get(stop.town, stop.town) for stop in line.stops),
    )  # fmt: skip


def _thing(found: Access, town: str, what: str) -> ThingRow:
    kept, places = reading.catalogue(), found.offers[what]
    open_to = places & found.open[town]
    ways = sorted((found.ways[town, each].minutes, each) for each in open_to if (town, each) in found.ways)
    best = ""
    if ways:
        minutes, place = ways[0]
        days = found.ways[town, place].days
        when = _("any day") if len(days) == 7 else ", ".join(str(DAYS[day]) for day in days)
        best = _("{place}, {minutes} minutes, {days}").format(
            place=name_of(kept, f"organization:{place}"), minutes=minutes, days=when
        )
    why = found.why_not(town, what)
    return ThingRow(
        name_of(kept, what), address_of(what), len(places), len(places & found.near[town]), len(open_to), len(ways), best,
        str(WHY_NOT[why]) if why else "",
    )  # fmt: skip


def _names(what: tuple[str, ...]) -> tuple[str, ...]:
    kept = reading.catalogue()
    return tuple(sorted(name_of(kept, each) for each in what))


def _drawn(found: Access, gone: str, marked: frozenset[str]) -> str:
    spots = [
        Spot(
            each.id, words(each.title), each.latitude, each.longitude, reverse("access-town", args=[each.id]),
            each.id in marked,
        )
        for each in found.rules.towns
    ]  # fmt: skip
    routes = [
        Route(words(each.title), tuple(stop.town for stop in each.stops), each.id == gone)
        for each in found.rules.lines
    ]
    return access_map(
        spots, routes, _("Towns and the lines between them"), _("The table below says the same in words."), "access"
    )  # fmt: skip
