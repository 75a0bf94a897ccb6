"""The pages of single things: competencies, frameworks, levels, organizations."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.queries.apprenticeships import Registered
from throughline.apps.records.queries.endorsing import public_stamp
from throughline.core.catalogue.documents import (
    Competency,
    CompetencyFramework,
    Credential,
    Milestone,
    Opportunity,
    Organization,
    Pathway,
    QualificationFramework,
)
from throughline.core.governing.waivers import holding, last_day
from throughline.web import reading
from throughline.web.components.endorsed import Endorsing, endorsing_of
from throughline.web.keeping import kept_for_everyone, kept_while
from throughline.web.pages import page, show
from throughline.web.public.registry.forms import also_for_programs
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class CompetencyPage:
    """What it is, how it is shown, where it leads."""

    competency: Competency
    framework: CompetencyFramework
    milestones: tuple[Milestone, ...]
    pathways: tuple[Pathway, ...]


@dataclass(frozen=True, slots=True)
class StrandView:
    """The competencies of one strand."""

    strand: str
    competencies: tuple[Competency, ...]


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """A competency framework by strand."""

    framework: CompetencyFramework
    strands: tuple[StrandView, ...]
    size: int


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """A place: what it offers, the standards it sponsors, what other organizations say of it, and the waivers in force:
    id, what was asked, last day."""

    organization: Organization
    region: str
    pathways: tuple[Pathway, ...]
    opportunities: tuple[Opportunity, ...]
    endorsed: tuple[Endorsing, ...]
    standards: tuple[Registered, ...]
    waivers: tuple[tuple[str, str, date], ...] = ()


T = TypeVar("T")
STRANDS = ("academic", "professional", "personal", "identity")


@page("catalogue.read")
@also_for_programs("competency")
@kept_for_everyone
def competency(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a competency: what, how shown, where it leads."""
    structure = reading.structure()
    catalogue = structure.catalogue
    found = _found(catalogue.competencies.get(name), "competency", name)
    milestones = structure.milestones_of_competency.get(name, ())
    pathways = {p for m in milestones for p in structure.pathways_of.get(m, ())}
    shown = CompetencyPage(
        found,
        catalogue.competency_frameworks[found.framework],
        tuple(catalogue.milestones[m] for m in milestones),
        tuple(catalogue.pathways[p] for p in sorted(pathways)),
    )
    return show(request, "throughline/public/competency.html", shown)


@page("catalogue.read")
@kept_for_everyone
def competencies(request: HttpRequest) -> HttpResponse:
    """Every competency framework, the universal one first."""
    frameworks = reading.catalogue().competency_frameworks.values()
    views = tuple(_framework(f) for f in sorted(frameworks, key=lambda f: (not f.universal, words(f.title))))
    return show(request, "throughline/public/competencies.html", views)


@page("catalogue.read")
@also_for_programs("competency_framework")
@kept_for_everyone
def framework(request: HttpRequest, name: str) -> HttpResponse:
    """One competency framework."""
    found = _found(reading.catalogue().competency_frameworks.get(name), "framework", name)
    return show(request, "throughline/public/framework.html", _framework(found))


@page("catalogue.read")
@also_for_programs("framework")
@kept_for_everyone
def levels(request: HttpRequest) -> HttpResponse:
    """The state's ladder of levels, with what stands on each."""
    catalogue = reading.catalogue()
    shown = tuple(_levels(each) for each in catalogue.qualification_frameworks.values())
    return show(request, "throughline/public/levels.html", shown)


@page("catalogue.read")
@kept_for_everyone
def organizations(request: HttpRequest) -> HttpResponse:
    """Every place, by region; `q` and `kind` narrow."""
    catalogue = reading.catalogue()
    search, kind = request.GET.get("q", "").strip().casefold(), request.GET.get("kind", "")
    kept = [
        o
        for o in catalogue.organizations.values()
        if kind in ("", o.kind) and search in f"{' '.join(o.title.values())} {o.place}".casefold()
    ]
    regions = [
        (words(r.title), tuple(sorted((o for o in kept if o.region == r.id), key=lambda o: words(o.title))))
        for r in catalogue.regions.values()
    ]
    elsewhere = tuple(o for o in kept if o.region not in catalogue.regions)
    kinds = tuple(sorted({o.kind for o in catalogue.organizations.values()}))
    shown = {"regions": [r for r in regions if r[1]], "elsewhere": elsewhere, "kinds": kinds, "kind": kind,
             "search": request.GET.get("q", ""), "count": len(kept)}  # fmt: skip
    return show(request, "throughline/public/organizations.html", shown)


def _stamp() -> str:
    """What changes as soon as anything on the page of a place does that no publication changes. Two queries."""
    return f"{public_stamp()} {opportunities.apprenticeships.stamp()}"


@page("catalogue.read")
@also_for_programs("organization")
@kept_while(_stamp)
def organization(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a place."""
    structure = reading.structure()
    catalogue = structure.catalogue
    found = _found(catalogue.organizations.get(name), "place", name)
    shown = OrganizationPage(
        found,
        words(catalogue.regions[found.region].title) if found.region in catalogue.regions else "",
        tuple(catalogue.pathways[p] for p in structure.pathways_at.get(name, ())),
        tuple(o for o in catalogue.opportunities.values() if o.provider == name),
        endorsing_of(f"organization:{name}"),
        tuple(opportunities.apprenticeships.registered(name)),
        _waivers_at(name),
    )
    return show(request, "throughline/public/organization.html", shown)


def _waivers_at(place: str) -> tuple[tuple[str, str, date], ...]:
    kept = reading.catalogue()
    there = holding(kept, place, timezone.localdate())
    return tuple((each.id, each.asks, last_day(each, kept.state.waivers)) for each in there)


def _found(document: T | None, kind: str, name: str) -> T:
    if document is None:
        raise Http404(f"There is no {kind} '{name}'.")
    return document


def _framework(found: CompetencyFramework) -> FrameworkView:
    every = [c for c in reading.catalogue().competencies.values() if c.framework == found.id]
    strands = [StrandView(s, tuple(c for c in every if c.strand == s)) for s in STRANDS]
    return FrameworkView(found, tuple(s for s in strands if s.competencies), len(every))


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level, its descriptor, and the credentials that stand on it."""

    number: int
    title: dict[str, str]
    descriptor: dict[str, str]
    types: tuple[str, ...]
    credentials: tuple[Credential, ...]


@dataclass(frozen=True, slots=True)
class LevelsView:
    """A qualification framework, level by level."""

    framework: QualificationFramework
    rows: tuple[LevelRow, ...]


def _levels(found: QualificationFramework) -> LevelsView:
    credentials = reading.catalogue().credentials.values()
    rows = [
        LevelRow(
            each.number, dict(each.title), dict(each.descriptor), each.types,
            tuple(c for c in credentials if c.level == each.number),
        )
        for each in found.levels
    ]  # fmt: skip
    return LevelsView(found, tuple(rows))
