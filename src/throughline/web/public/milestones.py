"""The page of a milestone: what is shown, the ways to show it, and where one can learn it, region by region."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from throughline.apps.directory.actor import Actor
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import (
    Competency,
    Credential,
    Milestone,
    Opportunity,
    Organization,
    Pathway,
    Region,
)
from throughline.core.catalogue.structure import Structure
from throughline.web import reading
from throughline.web.components.rules import RuleLine, in_words
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show, who
from throughline.web.public.registry.forms import also_for_programs

TEACHING = ("k12", "postsecondary")


@dataclass(frozen=True, slots=True)
class Near:
    """Where a milestone can be learned in one region; region None: at places outside every region of the state.

    near: the reader's own region, or the one they asked for. owed_by: where there is nothing yet, the schools and
    colleges of the region that offer a pathway which asks for it; empty: none does there, so the state itself owes it.
    """

    region: Region | None
    near: bool
    opportunities: tuple[tuple[Opportunity, Organization | None], ...]
    owed_by: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """What it certifies, how it can be shown, who judges, what meets it, where to learn it, where it counts. shaped: who
    wrote the versions that a body's vote brought into force: places and docket number."""

    milestone: Milestone
    competencies: tuple[Competency, ...]
    rule: RuleLine
    awards: tuple[Credential, ...]
    pathways: tuple[Pathway, ...]
    near: tuple[Near, ...]
    shaped: tuple[tuple[governance.Shaping, tuple[Organization, ...]], ...] = ()

    @property
    def told_where(self) -> bool:
        """Whether it is known which region is near the reader."""
        return any(each.near for each in self.near)


@page("catalogue.read")
@also_for_programs("milestone")
@kept_for_everyone
def milestone(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a milestone; `near` names the region to show first, for learners it is where they learn."""
    structure = reading.structure()
    catalogue = structure.catalogue
    found = catalogue.milestones.get(name)
    if found is None:
        raise Http404(f"There is no milestone '{name}'.")
    asked = request.GET.get("near", "")
    here = {asked} if asked in catalogue.regions else _home_regions(who(request), structure)
    shown = MilestonePage(
        milestone=found,
        competencies=tuple(catalogue.competencies[_id(c)] for c in found.competencies),
        rule=in_words(found.rule, structure.book),
        awards=tuple(catalogue.credentials[_id(c)] for c in found.awards),
        pathways=tuple(catalogue.pathways[p] for p in structure.pathways_of.get(name, ())),
        near=near(structure, found, here),
        shaped=tuple(
            (
                each,
                tuple(catalogue.organizations[o] for o in each.organizations if o in catalogue.organizations),
            )
            for each in governance.authors_of(f"milestone:{name}")
        ),
    )
    return show(request, "throughline/public/milestone.html", shown)


def near(structure: Structure, found: Milestone, here: set[str]) -> tuple[Near, ...]:
    """Where a milestone can be learned: every region of the state, those of `here` first."""
    catalogue = structure.catalogue
    wanted = {f"milestone:{found.id}", *found.competencies}
    giving = [o for o in catalogue.opportunities.values() if wanted & set(o.gives)]
    by_region: dict[str, list[tuple[Opportunity, Organization | None]]] = {r: [] for r in catalogue.regions}
    elsewhere: list[tuple[Opportunity, Organization | None]] = []
    for each in giving:
        place = catalogue.organizations.get(each.provider)
        by_region.get(place.region if place else "", elsewhere).append((each, place))
    owing = _offering(structure, found)
    rows = [
        Near(region, region.id in here, tuple(by_region[region.id]), owing.get(region.id, ()))
        for region in catalogue.regions.values()
    ]
    outside = [Near(None, False, tuple(elsewhere), ())] if elsewhere or not rows else []
    return (*sorted(rows, key=lambda row: not row.near), *outside)


def _offering(structure: Structure, found: Milestone) -> dict[str, tuple[Organization, ...]]:
    """The schools and colleges that offer a pathway which asks for a milestone, by region."""
    pathways = (structure.catalogue.pathways[p] for p in structure.pathways_of.get(found.id, ()))
    names = sorted({name for pathway in pathways for name in pathway.offered_by})
    places = [structure.catalogue.organizations[n] for n in names if n in structure.catalogue.organizations]
    teaching = [place for place in places if place.sector in TEACHING]
    return {
        region: tuple(place for place in teaching if place.region == region)
        for region in {place.region for place in teaching}
    }


def _home_regions(actor: Actor, structure: Structure) -> set[str]:
    """The regions of where a learner learns."""
    places = structure.catalogue.organizations
    return {places[each].region for each in actor.organizations("learner") if each in places}


def _id(ref: str) -> str:
    return ref.partition(":")[2] or ref
