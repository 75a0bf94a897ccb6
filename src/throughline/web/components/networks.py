"""From a state's pathways to what the map is drawn from: bands, stations, lines."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.catalogue.structure import Structure
from throughline.core.drawing.network import Band, Destination, Gate, Line, Network, State, Station
from throughline.web.names import address_of
from throughline.web.words import words

LATER = ("secondary",)
"""The phases drawn as one station a stage; what comes after stands on the pathway's own line."""


def state_network(structure: Structure) -> Network:
    """The network of the whole state: each milestone that pathways share, then each further stage as one station."""
    pathways = tuple(structure.catalogue.pathways.values())
    shared = _shared_bands(structure)
    later = [(pathway, stage) for pathway in pathways for stage in _later(pathway)]
    bands = {*shared.values(), *(stage.phase for _, stage in later)}
    return Network(
        title=_("Map of all pathways"),
        description=_(
            "Each line is a pathway, each station a milestone. Lines that share a station share that milestone."
        ),
        bands=tuple(Band(key, title) for key, title in _titles().items() if key in bands),
        stations=(
            *(_station(structure, m, band) for m, band in shared.items()),
            *(_stage_station(pathway, stage) for pathway, stage in later),
        ),
        lines=tuple(_line(structure, pathway, shared) for pathway in pathways),
    )


def _titles() -> Mapping[str, str]:
    return {
        "all": _("Foundations, shared by all"),
        "some": _("Foundations, shared by some"),
        "secondary": _("Diploma"),
    }


def _shared_bands(structure: Structure) -> dict[str, str]:
    """The milestones of the foundations that two pathways or more ask for, and whether all of them do."""
    everyone = len(structure.catalogue.pathways)
    found: dict[str, str] = {}
    for pathway in structure.catalogue.pathways.values():
        for stage in pathway.stages:
            if stage.phase == "foundation":
                for milestone in structure.parts[pathway.id].stages[stage.id]:
                    sharers = len(structure.pathways_of[milestone])
                    if sharers > 1:
                        found[milestone] = "all" if sharers == everyone else "some"
    return found


def _later(pathway: Pathway) -> list[Stage]:
    return [stage for stage in pathway.stages if stage.phase in LATER]


def _stage_station(pathway: Pathway, stage: Stage) -> Station:
    name = words(stage.title)
    href = f"{address_of(f'pathway:{pathway.id}')}#stage-{stage.id}"
    title = f"{words(pathway.title)}: {name}"
    titles = {state: f"{title}: {said}" for state, said in state_words().items()}
    return Station(stage_station(pathway.id, stage.id), name, href, stage.phase, title, titles=titles)


def stage_station(pathway: str, stage: str) -> str:
    """The id of the station that a stage is on the map of the state."""
    return f"{pathway}/{stage}"


def _line(structure: Structure, pathway: Pathway, shared: Mapping[str, str]) -> Line:
    own = [m for m in structure.parts[pathway.id].milestones if m in shared]
    order = sorted(own, key=lambda m: (shared[m] != "all", -len(structure.pathways_of[m]), m))
    count = len(pathway.destinations)
    return Line(
        id=pathway.id,
        name=words(pathway.title),
        letter=pathway.letter,
        href=address_of(f"pathway:{pathway.id}"),
        stations=(*order, *(stage_station(pathway.id, stage.id) for stage in _later(pathway))),
        title=words(pathway.title),
        note=ngettext("{count} destination", "{count} destinations", count).format(count=count),
    )


def _station(structure: Structure, milestone: str, band: str) -> Station:
    return Station(
        id=milestone,
        name=words(structure.catalogue.milestones[milestone].title),
        href=address_of(f"milestone:{milestone}"),
        band=band,
        title=station_title(structure, milestone),
        titles={state: station_title(structure, milestone, said) for state, said in state_words().items()},
    )


def state_words() -> Mapping[State, str]:
    """How a milestone stands for a learner, in a word; as the lists beside the maps say it."""
    return {
        State.MET: _("shown"),
        State.WAIVED: _("waived"),
        State.PROGRESS: _("in progress"),
        State.OPEN: _("not yet"),
    }


def station_title(structure: Structure, milestone: str, state: str = "") -> str:
    """The full text name of a station: its name, how it stands if that is known, and where it counts."""
    name = words(structure.catalogue.milestones[milestone].title)
    count = len(structure.pathways_of.get(milestone, ()))
    counts = ngettext("counts in {count} pathway", "counts in {count} pathways", count).format(count=count)
    return f"{name}: {state}; {counts}" if state else f"{name}; {counts}"


def pathway_network(structure: Structure, name: str) -> Network:
    """One pathway as a network: its stages as bands, its gates, its destinations as terminals; the other pathways are
    on it only where they share a station."""
    pathway, own = structure.catalogue.pathways[name], structure.parts[name]
    stages = [stage for stage in pathway.stages if own.stages[stage.id]]
    where = {m: stage.id for stage in stages for m in own.stages[stage.id]}
    others = [p for p in structure.catalogue.pathways.values() if p.id != name]
    return Network(
        title=words(pathway.title),
        description=words(pathway.summary),
        bands=tuple(Band(stage.id, words(stage.title)) for stage in stages),
        stations=tuple(_station(structure, m, band) for m, band in where.items()),
        lines=(_whole_line(pathway, tuple(where)), *(_touching(structure, o, where) for o in others)),
        gates=tuple(Gate(stage.id, _gate_title(structure, stage)) for stage in stages),
    )


def _whole_line(pathway: Pathway, stations: tuple[str, ...]) -> Line:
    ends = (Destination(d.id, words(d.title), f"#to-{d.id}", words(d.summary)) for d in pathway.destinations)
    name = words(pathway.title)
    href = address_of(f"pathway:{pathway.id}")
    return Line(pathway.id, name, pathway.letter, href, stations, title=name, destinations=tuple(ends))


def _touching(structure: Structure, other: Pathway, where: Mapping[str, str]) -> Line:
    stations = tuple(m for m in where if other.id in structure.pathways_of[m])
    href = address_of(f"pathway:{other.id}")
    return Line(other.id, words(other.title), other.letter, href, stations, title=words(other.title))


def _gate_title(structure: Structure, stage: Stage) -> str:
    awarded = [structure.catalogue.credentials.get(ref.partition(":")[2] or ref) for ref in stage.awards]
    return words(awarded[0].title) if awarded and awarded[0] else words(stage.title)
