"""The pathway catalogue: search, filters, and the choice of some to compare."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.structure import Structure
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    title: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A pathway in the catalogue. shared: how many of its milestones also count in other pathways."""

    pathway: Pathway
    milestones: int
    shared: int
    places: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What the catalogue page shows."""

    rows: tuple[Row, ...]
    every: int
    search: str
    families: tuple[Option, ...]
    levels: tuple[Option, ...]
    regions: tuple[Option, ...]


@page("catalogue.read")
@kept_for_everyone
def pathways(request: HttpRequest) -> HttpResponse:
    """The pathways that match what is asked, in order of their names in the reader's language."""
    return show(request, "throughline/public/pathways.html", listing(reading.structure(), request.GET))


def listing(structure: Structure, asked: dict[str, str]) -> Listing:
    """The catalogue as asked for: `q` words, `family`, `level` reached at least, `region` where offered."""
    catalogue = structure.catalogue
    search, family = asked.get("q", "").strip(), asked.get("family", "")
    level, region = asked.get("level", ""), asked.get("region", "")
    kept = [
        pathway
        for pathway in catalogue.pathways.values()
        if family in ("", pathway.family)
        and (not level.isdigit() or max(stage.level for stage in pathway.stages) >= int(level))
        and (not region or region in _regions(structure, pathway))
        and all(part in _haystack(structure, pathway) for part in search.casefold().split())
    ]
    return Listing(
        rows=tuple(_row(structure, each) for each in sorted(kept, key=lambda p: words(p.title).casefold())),
        every=len(catalogue.pathways),
        search=search,
        families=tuple(Option(k, v, k == family) for k, v in catalogue.state.families.items()),
        levels=tuple(Option(str(n), t, str(n) == level) for n, t in _levels(structure)),
        regions=tuple(Option(r.id, r.title, r.id == region) for r in catalogue.regions.values()),
    )


def _row(structure: Structure, pathway: Pathway) -> Row:
    names = structure.parts[pathway.id].milestones
    shared = sum(1 for name in names if len(structure.pathways_of[name]) > 1)
    return Row(pathway, len(names), shared, len(pathway.offered_by))


def _levels(structure: Structure) -> list[tuple[int, Text]]:
    frameworks = structure.catalogue.qualification_frameworks
    framework = frameworks.get(structure.catalogue.state.qualification_framework)
    reached = {max(stage.level for stage in p.stages) for p in structure.catalogue.pathways.values()}
    return (
        [(each.number, each.title) for each in framework.levels if each.number in reached]
        if framework
        else []
    )


def _regions(structure: Structure, pathway: Pathway) -> set[str]:
    places = structure.catalogue.organizations
    return {places[name].region for name in pathway.offered_by if name in places}


def _haystack(structure: Structure, pathway: Pathway) -> str:
    catalogue = structure.catalogue
    milestones = [catalogue.milestones[m].title for m in structure.parts[pathway.id].milestones]
    texts = [
        pathway.title,
        pathway.summary,
        pathway.field,
        *(d.title for d in pathway.destinations),
        *milestones,
    ]
    return " ".join(word for text in texts for word in text.values()).casefold()
