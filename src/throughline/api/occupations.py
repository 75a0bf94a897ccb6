"""Occupations, for anyone: what people do, what it earns and promises, and every pathway that leads there."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from throughline.api.problems import Problem
from throughline.apps.directory.actor import PUBLIC
from throughline.apps.occupations import queries as occupations

router = Router(tags=["occupations"])
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Asked(Schema):
    """What is looked for. q: words of a title. interest: letters that must all be among its highest (RIASEC)."""

    q: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""
    interest: Annotated[str, Field(pattern="^[RIASEC]{0,6}$")] = ""
    zone: Annotated[int, Field(ge=1, le=5)] | None = None
    cluster: Name = ""
    led_to: bool = False
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class Leads(Schema):
    """A destination that leads there. reach: exact, group (it names a group that this belongs to) or specialty."""

    pathway: str
    destination: str
    reach: str


class OccupationLine(Schema):
    """An occupation in a list. job_zone: null where the publisher gives none."""

    code: str
    title: str
    interests: str
    job_zone: int | None
    pathways: list[Leads]


class OccupationList(Schema):
    """A stretch of the list in order of titles, how many there are in all, and the edition (empty: none is loaded)."""

    count: int
    edition: str
    items: list[OccupationLine]


class FigureGiven(Schema):
    """A figure, or why there is none: top, unavailable, small, missing."""

    value: Decimal | None
    flag: str


class WageGiven(Schema):
    """Wages in one area. code: whose they are. living_wage: dollars an hour by household, of living_wage_area."""

    area: str
    area_title: str
    code: str
    edition: str
    figures: dict[str, FigureGiven]
    living_wage: dict[str, Decimal]
    living_wage_area: str


class OutlookGiven(Schema):
    """What is projected, in people."""

    code: str
    base_year: str
    target_year: str
    base: Decimal | None
    target: Decimal | None
    change_percent: Decimal | None
    openings: Decimal | None
    education: str
    edition: str


class EditionGiven(Schema):
    """An edition that something here comes from, on which terms. invented: made up for a demo."""

    kind: str
    label: str
    period: date
    publisher: str
    licence: str
    attribution: str
    source: str
    invented: bool


class OccupationGiven(OccupationLine):
    """An occupation with all that is known of it. described: the edition of O*NET in force knows it."""

    described: bool
    description: str
    interest_values: dict[str, Decimal]
    titles: list[str]
    tasks: list[str]
    related: list[str]
    specialties: list[str]
    programs: dict[str, str]
    wages: list[WageGiven]
    outlook: OutlookGiven | None
    editions: list[EditionGiven]


@router.get("/occupations", response={200: OccupationList, 422: Problem}, summary="Occupations")
def listed(request: HttpRequest, asked: Query[Asked]) -> Any:
    """The occupations of the edition in force that fit, in order of their titles."""
    wanted = occupations.Asked(
        asked.q, asked.interest, asked.zone, asked.cluster, asked.led_to, asked.offset, asked.limit
    )
    found = occupations.careers(PUBLIC, wanted)
    items = [
        OccupationLine(
            code=r.code, title=r.title, interests=r.letters, job_zone=r.zone, pathways=_leads(r.ways)
        )
        for r in found.rows
    ]
    return OccupationList(count=found.count, edition=found.source.label if found.source else "", items=items)


class Fit(Schema):
    """A credential and a job that share competencies, and how many the job asks for besides.

    job: `pathway#destination`, or empty for the competencies that were asked about."""

    credential: str
    job: str
    shared: list[str]
    besides: int


@router.get(
    "/occupations/fitting", response={200: list[Fit], 422: Problem}, summary="Jobs and credentials that fit"
)
def fitting(
    request: HttpRequest,
    competency: Annotated[list[Name], Query(max_length=100)] = [],  # noqa: B006
    credential: Name = "",
) -> Any:
    """For a job written in competencies the credentials that certify some of it; for a credential the destinations that
    ask for some of what it certifies. The most shared first."""
    found = (
        occupations.jobs_for(credential) if credential else occupations.credentials_for(competency, job="")
    )
    return [Fit(credential=m.credential, job=m.job, shared=list(m.shared), besides=m.besides) for m in found]


@router.get(
    "/occupations/{code}",
    response={200: OccupationGiven, 404: Problem, 422: Problem},
    summary="An occupation",
)
def one(request: HttpRequest, code: Annotated[str, Field(pattern=r"^\d\d-\d{4}(\.\d\d)?$")]) -> Any:
    """One occupation by its SOC or O*NET-SOC code."""
    found = occupations.career(PUBLIC, code)
    if found is None:
        raise Http404(f"There is no occupation '{code}'.")
    return OccupationGiven(
        code=found.code, title=found.title, interests=found.letters, job_zone=found.zone, pathways=_leads(found.ways),
        described=found.described, description=found.description, interest_values=dict(found.interests),
        titles=[t.text for t in found.titles], tasks=[t.text for t in found.tasks], related=[r.code for r in found.related],
        specialties=[r.code for r in found.specialties], programs={p.cip: p.title for p in found.programs},
        wages=[_wage(each) for each in found.wages], outlook=_outlook(found.outlook),
        editions=[_edition(each) for each in found.sources],
    )  # fmt: skip


def _leads(ways: tuple[occupations.Way, ...]) -> list[Leads]:
    return [Leads(pathway=w.pathway.id, destination=w.destination.id, reach=w.reach) for w in ways]


def _wage(wage: occupations.AreaWage) -> WageGiven:
    figures = {name: FigureGiven(value=each.value, flag=each.flag) for name, each in wage.figures.items()}
    return WageGiven(
        area=wage.area, area_title=wage.title, code=wage.code, edition=wage.source.label, figures=figures,
        living_wage=dict(wage.living), living_wage_area=wage.living_area,
    )  # fmt: skip


def _outlook(found: occupations.Outlook | None) -> OutlookGiven | None:
    if found is None:
        return None
    return OutlookGiven(
        code=found.code, base_year=found.base_year, target_year=found.target_year, base=found.base, target=found.target,
        change_percent=found.change_percent, openings=found.openings, education=found.education,
        edition=found.source.label,
    )  # fmt: skip


def _edition(found: occupations.Source) -> EditionGiven:
    return EditionGiven(
        kind=found.kind, label=found.label, period=found.period, publisher=found.publisher, licence=found.licence,
        attribution=found.attribution, source=found.source, invented=found.invented,
    )  # fmt: skip
