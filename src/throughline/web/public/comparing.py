"""Up to four pathways side by side."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.structure import Structure
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.public.pathway import common_milestones
from throughline.web.words import words

MOST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One pathway of a comparison. shared_with: by the others' id, how many milestones count in both."""

    pathway: Pathway
    milestones: int
    common: int
    top_level: int
    shared_with: tuple[tuple[Pathway, int], ...]
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows: the columns, the milestones all of them ask for, and what could be added."""

    columns: tuple[Column, ...]
    in_all: tuple[str, ...]
    choices: tuple[Pathway, ...]
    left_out: int
    unknown: tuple[str, ...]


@page("catalogue.read")
@kept_for_everyone
def compare(request: HttpRequest) -> HttpResponse:
    """The pathways named by `p`, side by side; the first four where more are named."""
    return show(
        request, "throughline/public/compare.html", comparison(reading.structure(), request.GET.getlist("p"))
    )


def comparison(structure: Structure, asked: list[str]) -> Comparison:
    """The pathways asked for, once each, in the order asked, at most four."""
    pathways = structure.catalogue.pathways
    wanted = list(dict.fromkeys(name for name in asked if name))
    known = [name for name in wanted if name in pathways]
    taken = known[:MOST]
    in_all = set.intersection(*(set(structure.parts[name].milestones) for name in taken)) if taken else set()
    ordered = [m for m in (structure.parts[taken[0]].milestones if taken else ()) if m in in_all]
    return Comparison(
        columns=tuple(_column(structure, name, taken) for name in taken),
        in_all=tuple(ordered),
        choices=tuple(
            sorted((p for p in pathways.values() if p.id not in taken), key=lambda p: words(p.title))
        ),
        left_out=len(known) - len(taken),
        unknown=tuple(name for name in wanted if name not in pathways),
    )


def _column(structure: Structure, name: str, taken: list[str]) -> Column:
    catalogue = structure.catalogue
    found = catalogue.pathways[name]
    places = [catalogue.organizations[o] for o in found.offered_by if o in catalogue.organizations]
    return Column(
        pathway=found,
        milestones=len(structure.parts[name].milestones),
        common=len(common_milestones(structure, name)),
        top_level=max(stage.level for stage in found.stages),
        shared_with=tuple(
            (catalogue.pathways[o], len(structure.shared(name, o))) for o in taken if o != name
        ),
        regions=tuple(
            words(r.title) for r in catalogue.regions.values() if any(p.region == r.id for p in places)
        ),
    )
