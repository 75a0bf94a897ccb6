"""Careers: the list as it was asked for, and one with all that the publishers say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.occupations import models as m
from throughline.apps.occupations.queries.editions import InForce, Source, in_force
from throughline.apps.occupations.queries.leading import Way, among, codes_led_to, ways_to
from throughline.core.catalogue.documents import Opportunity
from throughline.core.formats.labor.codes import CIP, WHOLE, onet_of, plain, soc_of
from throughline.core.formats.labor.rows import LETTERS, MEASURES, Figure, OtherTitle, Related, Share, Task

MOST = 500
SHOWN_TITLES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. words: in titles and other titles. letters: interests that must all be among the highest.
    cluster: only what its pathways lead to; led_to: only what any pathway leads to."""

    words: str = ""
    letters: str = ""
    zone: int | None = None
    cluster: str = ""
    led_to: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class CareerRow:
    """An occupation in the list. also: other titles of it that hold the words asked for. ways: pathways that lead there."""

    code: str
    title: str
    letters: str
    zone: int | None
    also: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Careers:
    """A stretch of the list in order of titles, how many there are in all, and where they come from (None: not loaded)."""

    rows: tuple[CareerRow, ...]
    count: int
    source: Source | None


@dataclass(frozen=True, slots=True)
class AreaWage:
    """What an occupation earns in an area. code: whose figures these are, its own or the survey's wider group.

    living: by household what one must earn an hour to live on there; living_area: the area that this is of.
    """

    area: str
    title: str
    code: str
    figures: Mapping[str, Figure]
    living: Mapping[str, Decimal]
    living_area: str
    source: Source


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is projected, in people. code: its own or the projections' wider group."""

    code: str
    base_year: str
    target_year: str
    base: Decimal | None
    target: Decimal | None
    change_percent: Decimal | None
    openings: Decimal | None
    education: str
    experience: str
    training: str
    source: Source


@dataclass(frozen=True, slots=True)
class ProgramOfStudy:
    """A program of study that prepares for an occupation, and the courses here that carry its code (tag `cip:51.3801`)."""

    cip: str
    title: str
    courses: tuple[Opportunity, ...]


@dataclass(frozen=True, slots=True)
class Career:
    """All that is known of an occupation. loaded: whether an edition of O*NET is here at all; described: it knows this one.

    interests: 1 to 7 by letter. specialties: narrower occupations of it; whole: the SOC occupation it is a specialty of.
    sources: every edition that something here comes from.
    """

    code: str
    soc: str
    title: str
    loaded: bool
    described: bool
    description: str = ""
    zone: int | None = None
    letters: str = ""
    interests: Mapping[str, Decimal] = field(default_factory=dict)
    titles: tuple[OtherTitle, ...] = ()
    tasks: tuple[Task, ...] = ()
    shares: tuple[Share, ...] = ()
    related: tuple[Related, ...] = ()
    specialties: tuple[Related, ...] = ()
    whole: Related | None = None
    wages: tuple[AreaWage, ...] = ()
    outlook: Outlook | None = None
    programs: tuple[ProgramOfStudy, ...] = ()
    ways: tuple[Way, ...] = ()
    reference: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


def careers(actor: Actor, asked: Asked) -> Careers:
    """The occupations that fit, in order of their titles. Four queries."""
    require(actor, "occupation.read", what="Reading about careers")
    source = in_force().of("onet")
    if source is None:
        return Careers((), 0, None)
    found = _fitting(source, asked)
    shown = found[asked.offset : asked.offset + min(asked.limit, MOST)]
    columns = ("code", "title", "letters", "zone", *(("body",) if asked.words else ()))
    rows = tuple(_row(each, asked) for each in shown.values(*columns))
    return Careers(rows, found.count(), source)


def _fitting(source: Source, asked: Asked) -> QuerySet[m.Occupation]:
    found = m.Occupation.objects.filter(edition_id=source.id).order_by(Lower("title"), "code")
    for word in asked.words.casefold().split()[:10]:
        found = found.filter(names__contains=word)
    for letter in asked.letters:
        found = found.filter(letters__contains=letter)
    if asked.zone is not None:
        found = found.filter(zone=asked.zone)
    if asked.cluster or asked.led_to:
        found = found.filter(among(codes_led_to(asked.cluster)))
    return found


def _row(found: Mapping[str, Any], asked: Asked) -> CareerRow:
    parts = asked.words.casefold().split()
    titles = [each[0] for each in found.get("body", {}).get("titles", ())]
    also = [each for each in titles if all(part in each.casefold() for part in parts)] if parts else []
    ways = ways_to(found["code"])
    return CareerRow(
        plain(found["code"]),
        found["title"],
        found["letters"],
        found["zone"],
        tuple(also[:SHOWN_TITLES]),
        ways,
    )


def career(actor: Actor, code: str) -> Career | None:
    """One occupation by its SOC or O*NET-SOC code; None where neither an edition nor a pathway knows it. Seven queries."""
    require(actor, "occupation.read", what="Reading about careers")
    forced, ways, soc = in_force(), ways_to(code), soc_of(code)
    onet = forced.of("onet")
    family = list(m.Occupation.objects.filter(edition_id=onet.id, soc=soc).order_by("code")) if onet else []
    own = next((row for row in family if row.code == onet_of(code)), None)
    wages, outlook = _wages(forced, soc), _outlook(forced, soc)
    if own is None and not ways and not wages and outlook is None:
        return None
    programs, crosswalk = _programs(forced, soc), forced.of("crosswalk")
    sources = [onet if own else None, *(wage.source for wage in wages), *_living_sources(forced, wages),
               outlook.source if outlook else None, crosswalk if programs else None]  # fmt: skip
    known: dict[str, Any] = {
        "code": plain(code), "soc": soc, "loaded": onet is not None, "wages": wages, "outlook": outlook, "ways": ways,
        "programs": programs, "sources": tuple(dict.fromkeys(each.id for each in sources if each)),
    }  # fmt: skip
    known["sources"] = tuple(each for each in forced.every if each.id in known["sources"])
    if own is None or onet is None:
        title = family[0].title if family else _title_elsewhere(forced, soc, ways)
        return Career(title=title, described=False, **known)
    return Career(
        **known, **_described(own), reference=onet.reference, described=True,
        specialties=tuple(_kin(row) for row in family if own.code.endswith(WHOLE) and row is not own),
        whole=next((_kin(row) for row in family if row.code == f"{soc}{WHOLE}" and row is not own), None),
    )  # fmt: skip


def _described(row: m.Occupation) -> dict[str, Any]:
    body = row.body
    return {
        "title": row.title, "description": row.description, "zone": row.zone, "letters": row.letters,
        "interests": dict(zip(LETTERS, row.interests, strict=False)),
        "titles": tuple(OtherTitle(*each) for each in body["titles"]),
        "tasks": tuple(Task(*each) for each in body["tasks"]),
        "shares": tuple(Share(scale, place, Decimal(share), doubt) for scale, place, share, doubt in body["shares"]),
        "related": tuple(Related(plain(key), title, tier) for key, title, tier in body["related"]),
    }  # fmt: skip


def _kin(row: m.Occupation) -> Related:
    return Related(plain(row.code), row.title, "")


def _title_elsewhere(forced: InForce, soc: str, ways: tuple[Way, ...]) -> str:
    """What other files call an occupation that O*NET's do not describe; else its code."""
    group = forced.of("soc")
    found = m.Group.objects.filter(edition_id=group.id, code=soc).first() if group else None
    return found.title if found else soc


def _spoken_for(forced: InForce, soc: str) -> Q:
    """Rows of the occupation's own code, and of the group that surveys count it in."""
    nem = forced.of("nem")
    if nem is None:
        return Q(code=soc)
    return Q(code=soc) | Q(code__in=m.Hybrid.objects.filter(edition_id=nem.id, soc=soc).values("nem"))


def _wages(forced: InForce, soc: str) -> tuple[AreaWage, ...]:
    by_area = forced.by_area("wages")
    if not by_area:
        return ()
    editions = {each.id for each in by_area.values()}
    rows = m.Wage.objects.filter(_spoken_for(forced, soc), edition_id__in=editions)
    best: dict[str, m.Wage] = {}
    for row in rows:
        here = best.get(row.area)
        in_it = by_area[row.area].id == row.edition_id
        if in_it and (here is None or _nearness(row, soc) < _nearness(here, soc)):
            best[row.area] = row
    living = _living(forced, best.values())
    shown = sorted(best.values(), key=lambda row: (row.area != "US", row.area != row.state, row.area_title))
    return tuple(_area_wage(row, by_area[row.area], living) for row in shown)


def _nearness(row: m.Wage, soc: str) -> tuple[bool, bool]:
    return row.code != soc, row.grouping not in ("", "detailed")


Living = Mapping[str, tuple[str, Mapping[str, Decimal]]]


def _living(forced: InForce, wages: Any) -> Living:
    """By area: its title, and by household what one must earn an hour; of the areas of these wages and their states."""
    by_area = forced.by_area("living-wage")
    wanted = {area for row in wages for area in (row.area, row.state) if area in by_area}
    if not wanted:
        return {}
    found: dict[str, tuple[str, dict[str, Decimal]]] = {}
    rows = m.LivingWage.objects.filter(area__in=wanted, edition_id__in={each.id for each in by_area.values()})
    for row in rows.order_by("id"):
        if by_area[row.area].id == row.edition_id:
            found.setdefault(row.area, (row.area_title, {}))[1][row.household] = row.hourly
    return found


def _area_wage(row: m.Wage, source: Source, living: Living) -> AreaWage:
    figures = {name: Figure(getattr(row, name), row.flags.get(name, "")) for name in MEASURES}
    title, amounts = living.get(row.area) or living.get(row.state) or ("", {})
    return AreaWage(row.area, row.area_title, row.code, figures, amounts, title, source)


def _living_sources(forced: InForce, wages: tuple[AreaWage, ...]) -> list[Source]:
    by_area = forced.by_area("living-wage")
    return list(by_area.values()) if any(each.living for each in wages) else []


def _outlook(forced: InForce, soc: str) -> Outlook | None:
    source = forced.of("projections")
    if source is None:
        return None
    rows = list(m.Outlook.objects.filter(_spoken_for(forced, soc), edition_id=source.id))
    row = min(rows, key=lambda each: (each.code != soc, each.total), default=None)
    if row is None:
        return None
    years, thousand = source.reference["years"], Decimal(1000)

    def people(number: Decimal | None) -> Decimal | None:
        return None if number is None else number * thousand

    return Outlook(
        row.code, years["base"], years["target"], people(row.base), people(row.target), row.change_percent,
        people(row.openings), row.education, row.experience, row.training, source,
    )  # fmt: skip


def _programs(forced: InForce, soc: str) -> tuple[ProgramOfStudy, ...]:
    source = forced.of("crosswalk")
    if source is None:
        return ()
    links = (
        m.Link.objects.filter(edition_id=source.id, soc=soc)
        .order_by("program", "cip")
        .values_list("cip", "program")
    )
    tagged = courses_by_cip()
    return tuple(ProgramOfStudy(cip, title, tagged.get(cip, ())) for cip, title in links)


def courses_by_cip() -> dict[str, tuple[Opportunity, ...]]:
    """The opportunities in force that carry the code of a program of study, by that code."""
    found: dict[str, tuple[Opportunity, ...]] = {}
    for each in frameworks.catalogue().opportunities.values():
        for tag in each.tags:
            kind, _, code = tag.partition(":")
            if kind == "cip" and CIP.fullmatch(code):
                found[code] = (*found.get(code, ()), each)
    return found
