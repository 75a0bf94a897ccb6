"""The pages of single things: milestones, competencies, frameworks, levels, credentials, organizations."""

from dataclasses import dataclass
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import (
    Agreement,
    Competency,
    CompetencyFramework,
    Credential,
    Milestone,
    Opportunity,
    Organization,
    Pathway,
    QualificationFramework,
)
from throughline.core.catalogue.structure import Structure
from throughline.core.certification.state_checks import reviews_due
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.rules import RuleLine, in_words
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """What it certifies, how it can be shown, who judges, what meets it, where it counts."""

    milestone: Milestone
    competencies: tuple[Competency, ...]
    rule: RuleLine
    awards: tuple[Credential, ...]
    pathways: tuple[Pathway, ...]
    opportunities: tuple[Opportunity, ...]


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
class CredentialPage:
    """A credential's listing, what awards it, what it builds on and leads to.

    criteria: the same for every reader. destinations: the pathway of each with its title.
    """

    credential: Credential
    issuers: tuple[Organization, ...]
    milestones: tuple[Milestone, ...]
    stages: tuple[tuple[Pathway, str], ...]
    criteria: tuple[Text, ...]
    below: tuple[Credential, ...]
    above: tuple[Credential, ...]
    destinations: tuple[tuple[Pathway, Text], ...]
    agreements: tuple[Agreement, ...]

    @property
    def any_of(self) -> bool:
        """Whether there are several ways to it, each enough by itself."""
        return len(self.milestones) + len(self.stages) > 1


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """A place: what it offers, and what it promises."""

    organization: Organization
    region: str
    pathways: tuple[Pathway, ...]
    opportunities: tuple[Opportunity, ...]


T = TypeVar("T")
STRANDS = ("academic", "professional", "personal", "identity")


@page("catalogue.read")
@kept_for_everyone
def milestone(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a milestone."""
    structure = reading.structure()
    catalogue = structure.catalogue
    found = _found(catalogue.milestones.get(name), "milestone", name)
    return show(
        request,
        "throughline/public/milestone.html",
        MilestonePage(
            milestone=found,
            competencies=tuple(catalogue.competencies[_id(c)] for c in found.competencies),
            rule=in_words(found.rule, structure.book),
            awards=tuple(catalogue.credentials[_id(c)] for c in found.awards),
            pathways=tuple(catalogue.pathways[p] for p in structure.pathways_of.get(name, ())),
            opportunities=_giving(structure, {f"milestone:{name}", *found.competencies}),
        ),
    )


@page("catalogue.read")
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
@kept_for_everyone
def framework(request: HttpRequest, name: str) -> HttpResponse:
    """One competency framework."""
    found = _found(reading.catalogue().competency_frameworks.get(name), "framework", name)
    return show(request, "throughline/public/framework.html", _framework(found))


@page("catalogue.read")
@kept_for_everyone
def levels(request: HttpRequest) -> HttpResponse:
    """The state's ladder of levels, with what stands on each."""
    catalogue = reading.catalogue()
    shown = tuple(_levels(each) for each in catalogue.qualification_frameworks.values())
    return show(request, "throughline/public/levels.html", shown)


@dataclass(frozen=True, slots=True)
class ListedCredential:
    """A line of the register. due: the day of its next review has passed."""

    credential: Credential
    due: bool


@page("catalogue.read")
@kept_for_everyone
def credentials(request: HttpRequest) -> HttpResponse:
    """The register of credentials, by level, with the listings whose review is due."""
    catalogue = reading.catalogue()
    due = {finding.object_ref for finding in reviews_due(catalogue, timezone.localdate())}
    every = sorted(catalogue.credentials.values(), key=lambda c: (c.level, words(c.title).casefold()))
    shown = tuple(ListedCredential(each, f"credential:{each.id}" in due) for each in every)
    return show(request, "throughline/public/credentials.html", shown)


@page("catalogue.read")
@kept_for_everyone
def credential(request: HttpRequest, name: str) -> HttpResponse:
    """A credential's listing."""
    structure = reading.structure()
    catalogue = structure.catalogue
    found = _found(catalogue.credentials.get(name), "credential", name)
    shown = CredentialPage(
        found,
        tuple(catalogue.organizations[_id(o)] for o in found.issuers if _id(o) in catalogue.organizations),
        tuple(m for m in catalogue.milestones.values() if name in map(_id, m.awards)),
        tuple((p, s.id) for p in catalogue.pathways.values() for s in p.stages if name in map(_id, s.awards)),
        _criteria(name, catalogue),
        *_stack(name, catalogue),
    )
    return show(request, "throughline/public/credential.html", shown)


def _criteria(name: str, catalogue: Catalogue) -> tuple[Text, ...]:
    """What has to be shown for a credential: the criteria of the milestones that award it, else of its stages' words."""
    milestones = [m for m in catalogue.milestones.values() if name in map(_id, m.awards)]
    if milestones:
        return tuple(text for m in milestones for text in m.criteria)
    stages = [s for p in catalogue.pathways.values() for s in p.stages if name in map(_id, s.awards)]
    return tuple({words(s.descriptor): s.descriptor for s in stages}.values())


def _stack(
    name: str, catalogue: Catalogue
) -> tuple[
    tuple[Credential, ...], tuple[Credential, ...], tuple[tuple[Pathway, Text], ...], tuple[Agreement, ...]
]:
    found = frameworks.stack_of(name)
    ends = [each.partition(":")[2].partition("/") for each in found.destinations]
    pathways = [(catalogue.pathways[pathway], end) for pathway, _, end in ends]
    return (
        tuple(catalogue.credentials[_id(each)] for each in found.below),
        tuple(catalogue.credentials[_id(each)] for each in found.above),
        tuple((p, next(d.title for d in p.destinations if d.id == end)) for p, end in pathways),
        tuple(catalogue.agreements[_id(each)] for each in found.agreements),
    )


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


@page("catalogue.read")
@kept_for_everyone
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
    )
    return show(request, "throughline/public/organization.html", shown)


def _found(document: T | None, kind: str, name: str) -> T:
    if document is None:
        raise Http404(f"There is no {kind} '{name}'.")
    return document


def _id(ref: str) -> str:
    return ref.partition(":")[2] or ref


def _giving(structure: Structure, wanted: set[str]) -> tuple[Opportunity, ...]:
    return tuple(o for o in structure.catalogue.opportunities.values() if wanted & set(o.gives))


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
