"""A school's pathway map to take away: as text, and as slides in one file that opens in any browser."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from throughline.core.catalogue.documents import Credential, Milestone, Pathway, Stage
from throughline.web import reading
from throughline.web.governing.strategies import StrategyPage, school_of, strategy_page
from throughline.web.pages import page, who
from throughline.web.words import language, words


@dataclass(frozen=True, slots=True)
class MappedStage:
    """A stage with its milestones and what passing it earns."""

    stage: Stage
    milestones: tuple[Milestone, ...]
    awards: tuple[Credential, ...]


@dataclass(frozen=True, slots=True)
class MappedPathway:
    """A pathway in full: stages, destinations, who else offers it and who honors it. linked: the strategy names it."""

    pathway: Pathway
    stages: tuple[MappedStage, ...]
    offered_by: tuple[str, ...]
    recognized_by: tuple[str, ...]
    linked: bool


@dataclass(frozen=True, slots=True)
class PathwayMap:
    """Everything a school's map carries."""

    strategy: StrategyPage
    pathways: tuple[MappedPathway, ...]
    on: str
    language: str


@page("strategy.read")
def as_text(request: HttpRequest, name: str) -> HttpResponse:
    """The school's map as Markdown."""
    return _file(request, name, "throughline/governing/map.md", "text/markdown; charset=utf-8", "md")


@page("strategy.read")
def as_slides(request: HttpRequest, name: str) -> HttpResponse:
    """The school's map as slides, one screen or one printed page each: a single file that needs nothing else."""
    return _file(request, name, "throughline/governing/slides.html", "text/html; charset=utf-8", "html")


def _file(request: HttpRequest, name: str, template: str, kind: str, ending: str) -> HttpResponse:
    body = render_to_string(template, {"page": pathway_map(request, name)})
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}-pathways.{ending}"'},
    )


def pathway_map(request: HttpRequest, name: str) -> PathwayMap:
    """A school's strategy and all of its pathways."""
    told = strategy_page(who(request), school_of(name))
    linked = {each.id for each in told.linked}
    mapped = tuple(_mapped(each, each.id in linked) for each in told.row.pathways)
    return PathwayMap(told, mapped, f"{timezone.localdate():%Y-%m-%d}", language())


def _mapped(pathway: Pathway, linked: bool) -> MappedPathway:
    structure = reading.structure()
    stages = structure.parts[pathway.id].stages
    return MappedPathway(
        pathway,
        tuple(
            MappedStage(s, tuple(structure.book.milestone(m) for m in stages[s.id]), _awards(s.awards))
            for s in pathway.stages
        ),
        _titles(pathway.offered_by),
        _titles(pathway.recognized_by),
        linked,
    )


def _awards(refs: tuple[str, ...]) -> tuple[Credential, ...]:
    known = reading.catalogue().credentials
    return tuple(known[name] for ref in refs if (name := ref.partition(":")[2]) in known)


def _titles(names: tuple[str, ...]) -> tuple[str, ...]:
    known = reading.catalogue().organizations
    ids = (name.removeprefix("organization:") for name in names)
    return tuple(words(known[each].title) if each in known else each for each in ids)
