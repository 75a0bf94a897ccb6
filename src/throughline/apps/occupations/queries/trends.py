"""How jobs change near by, in the occupations that pathways lead to: from every survey of an area that is here."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.occupations import models as m
from throughline.apps.occupations.queries.editions import Source, in_force
from throughline.apps.occupations.queries.leading import Way, codes_led_to, ways_to
from throughline.core.formats.labor.codes import soc_of
from throughline.core.occupations.trend import Point, Trend, trend


@dataclass(frozen=True, slots=True)
class TrendCard:
    """An occupation that pathways lead to, and how its jobs change. sources: the newest survey, and the one it is held
    against."""

    code: str
    title: str
    ways: tuple[Way, ...]
    trend: Trend
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """The cards of one area, by title. areas: those that can be asked for. old_months: after which data is marked."""

    area: str
    areas: Mapping[str, str]
    cards: tuple[TrendCard, ...]
    old_months: int


def trends(actor: Actor, *, on: date, area: str = "") -> Trends | None:
    """What pathways lead to, in an area (empty: the first state); None where no wages are loaded. Two queries."""
    require(actor, "occupation.read", what="Reading how jobs change")
    every = [each for each in in_force().every if each.kind == "wages"]
    if not every:
        return None
    titles = {code: each.reference["areas"][code] for each in reversed(every) for code in each.areas}
    areas = dict(sorted(titles.items(), key=lambda pair: (pair[0] == "US", len(pair[0]) != 2, pair[1])))
    chosen = area if area in areas else next(iter(areas))
    months = frameworks.catalogue().state.labor_data_months
    return Trends(chosen, areas, _cards(chosen, every, on, months), months)


def _cards(area: str, every: list[Source], on: date, months: int) -> tuple[TrendCard, ...]:
    sources = {each.id: each for each in every if area in each.areas}
    codes = {soc_of(code) for code in codes_led_to()}
    rows = m.Wage.objects.filter(edition_id__in=sources, area=area, code__in=codes, employment__isnull=False)
    found: dict[str, list[tuple[Source, m.Wage]]] = defaultdict(list)
    for row in rows.filter(grouping__in=("", "detailed")):
        found[row.code].append((sources[row.edition_id], row))
    cards = [card for code, held in found.items() if (card := _card(code, held, on, months))]
    return tuple(sorted(cards, key=lambda each: (each.title, each.code)))


def _card(code: str, held: list[tuple[Source, m.Wage]], on: date, months: int) -> TrendCard | None:
    by_period = {source.period: (source, row) for source, row in reversed(held)}
    points = [
        Point(day, row.employment, row.employment_error)
        for day, (_, row) in by_period.items()
        if row.employment
    ]
    told = trend(points, on, months)
    if told is None:
        return None
    used = [told.last, *([told.first] if told.first else [])]
    title = by_period[told.last.period][1].title
    return TrendCard(code, title, ways_to(code), told, tuple(by_period[each.period][0] for each in used))
