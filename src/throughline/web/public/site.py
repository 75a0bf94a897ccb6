"""The start page, the map of the whole state, and the list of everything."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.state_profile import StateProfile
from throughline.core.drawing.listing import ListedLine
from throughline.core.drawing.network import State
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components import maps
from throughline.web.components.networks import stage_station
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show, who
from throughline.web.words import language


@dataclass(frozen=True, slots=True)
class Family:
    """A wide family of pathways, with those in it."""

    id: str
    title: Text
    pathways: tuple[Pathway, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What the start page shows. `shared` milestones count in two pathways or more."""

    state: StateProfile
    pathways: int
    milestones: int
    shared: int
    destinations: int
    places: int
    families: tuple[Family, ...]
    map: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """What the page of the map shows: the drawing, and the same as a list."""

    map: str
    lines: tuple[ListedLine, ...]


@page("catalogue.read")
@kept_for_everyone
def start(request: HttpRequest) -> HttpResponse:
    """Three doors, and the state's pathways as one map."""
    structure = reading.structure()
    catalogue = structure.catalogue
    return show(
        request,
        "throughline/public/start.html",
        Start(
            state=catalogue.state,
            pathways=len(catalogue.pathways),
            milestones=len(structure.pathways_of),
            shared=sum(1 for owners in structure.pathways_of.values() if len(owners) > 1),
            destinations=sum(len(p.destinations) for p in catalogue.pathways.values()),
            places=len(structure.pathways_at),
            families=families(),
            map=maps.network(structure, language()),
        ),
    )


@page("catalogue.read")
@kept_for_everyone
def network(request: HttpRequest) -> HttpResponse:
    """The map of every pathway, with an equal list; for a learner, with their own stations and line."""
    structure, actor = reading.structure(), who(request)
    if actor.person is None or not actor.holds("learner"):
        drawn = NetworkPage(maps.network(structure, language()), maps.network_rows(structure, language()))
        return show(request, "throughline/public/network.html", drawn)
    found = advising.shown(actor, actor.person, now=timezone.now())
    states = own_states(found)
    own = {found.own} & set(structure.catalogue.pathways)
    drawn = NetworkPage(
        maps.own_network(structure, language(), states, own or structure.catalogue.pathways),
        maps.own_network_rows(structure, language(), states),
    )
    return show(request, "throughline/public/network.html", drawn)


def own_states(found: advising.Shown) -> dict[str, State]:
    """The stations of the state's map that a learner has reached."""
    stages = (stage_station(pathway, stage) for pathway, stage in found.stages)
    return dict.fromkeys([*found.milestones, *stages], State.MET)


@page("catalogue.read")
@kept_for_everyone
def site_map(request: HttpRequest) -> HttpResponse:
    """Every public page, and the five public infrastructures with their page and their API resource."""
    return show(request, "throughline/public/site_map.html", None)


@page("catalogue.read")
@kept_for_everyone
def coverage(request: HttpRequest) -> HttpResponse:
    """Which fields of work have a certified pathway, and which have none yet."""
    catalogue = reading.catalogue()
    by_cluster = {
        cluster.id: tuple(p for p in catalogue.pathways.values() if p.cluster == cluster.id)
        for cluster in catalogue.clusters.values()
    }
    page_data = Coverage(
        tuple(Family(c.id, c.title, by_cluster[c.id]) for c in catalogue.clusters.values()), families()
    )
    return show(request, "throughline/public/coverage.html", page_data)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Career clusters and wide families, each with its pathways; an empty one is shown as a gap."""

    clusters: tuple[Family, ...]
    families: tuple[Family, ...]


def families() -> tuple[Family, ...]:
    """The state's wide families, in the state's order."""
    catalogue = reading.catalogue()
    of = {
        name: tuple(p for p in catalogue.pathways.values() if p.family == name)
        for name in catalogue.state.families
    }
    return tuple(Family(name, title, of[name]) for name, title in catalogue.state.families.items())
