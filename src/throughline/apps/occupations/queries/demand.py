"""What is in demand in an area, by sector, with the pathways that lead there and those that are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.occupations import models as m
from throughline.apps.occupations.queries.editions import InForce, Source, in_force
from throughline.apps.occupations.queries.leading import Way, ways_to
from throughline.core.occupations.demand import Demanded, Input, Method
from throughline.core.occupations.demand import in_demand as listed


@dataclass(frozen=True, slots=True)
class Wanted:
    """An occupation in demand, and every pathway that leads there."""

    demanded: Demanded
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """A major group of occupations with what is in demand in it. reached: some pathway leads to one of them."""

    code: str
    title: str
    occupations: tuple[Wanted, ...]

    @property
    def reached(self) -> bool:
        """Whether a pathway in force leads into it."""
        return any(each.ways for each in self.occupations)


@dataclass(frozen=True, slots=True)
class DemandList:
    """The list of one area. areas: those that can be asked for, by code. households: those that a living wage is known of.
    living_area: where that living wage is of. sources: the editions it was worked out from."""

    area: str
    areas: Mapping[str, str]
    household: str
    households: tuple[str, ...]
    living_area: str
    method: Method
    sectors: tuple[Sector, ...]
    sources: tuple[Source, ...]


def in_demand(
    actor: Actor, *, area: str = "", household: str = "", least: Decimal = Decimal(25), growing: bool = False
) -> DemandList | None:
    """The list of an area (empty: the first state, else the first area); None where wages or projections are not loaded.

    Worked out from the editions in force each time it is asked for. Six queries.
    """
    require(actor, "occupation.read", what="Reading what is in demand")
    forced = in_force()
    wages, projections = forced.by_area("wages"), forced.of("projections")
    if not wages or projections is None:
        return None
    titles = _areas(wages)
    chosen = area if area in titles else _first(titles)
    rows = m.Wage.objects.filter(edition_id=wages[chosen].id, area=chosen, grouping__in=("", "detailed"))
    living, amounts, living_source = _living(forced, chosen, next((row.state for row in rows), ""))
    asked = household if household in amounts else next(iter(amounts), "")
    method = Method(least, amounts.get(asked), growing)
    outlook = {
        row.code: row
        for row in m.Outlook.objects.filter(edition_id=projections.id, code__in=[r.code for r in rows])
    }
    found = listed((_input(row, outlook[row.code]) for row in rows if row.code in outlook), method)
    sources = (wages[chosen], projections, *((living_source,) if living_source else ()))
    return DemandList(chosen, titles, asked, tuple(amounts), living, method, _sectors(forced, found), sources)


def _areas(wages: Mapping[str, Source]) -> dict[str, str]:
    found = {area: source.reference["areas"][area] for area, source in wages.items()}
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == "US", len(pair[0]) != 2, pair[1])))


def _first(titles: Mapping[str, str]) -> str:
    return next(iter(titles))


def _living(forced: InForce, area: str, state: str) -> tuple[str, dict[str, Decimal], Source | None]:
    by_area = forced.by_area("living-wage")
    place = area if area in by_area else state
    if place not in by_area:
        return "", {}, None
    rows = list(m.LivingWage.objects.filter(edition_id=by_area[place].id, area=place).order_by("id"))
    return rows[0].area_title, {row.household: row.hourly for row in rows}, by_area[place]


def _input(row: m.Wage, outlook: m.Outlook) -> Input:
    hourly = row.h_median if row.h_median is not None else row.a_median and row.a_median / 2080
    return Input(
        row.code, row.title, row.employment, hourly, outlook.base, outlook.openings, outlook.change_percent,
        row.flags.get("h_median") == "top" or row.flags.get("a_median") == "top",
    )  # fmt: skip


def _sectors(forced: InForce, found: tuple[Demanded, ...]) -> tuple[Sector, ...]:
    soc = forced.of("soc")
    groups = m.Group.objects.filter(edition_id=soc.id, level="major") if soc else m.Group.objects.none()
    titles = {group.code: group.title for group in groups}
    sectors: dict[str, list[Wanted]] = {}
    for each in found:
        sectors.setdefault(f"{each.code[:2]}-0000", []).append(Wanted(each, ways_to(each.code)))
    made = (Sector(code, titles.get(code, code), tuple(rows)) for code, rows in sectors.items())
    return tuple(sorted(made, key=lambda sector: sector.title))
