"""The maps and the small marks, drawn once for each catalogue and language and kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from throughline.core.drawing.network import Network, State
from throughline.core.drawing.network_map import network_map, network_order
from throughline.core.drawing.palette import colours_of
from throughline.core.requirements.structure import Structure
from throughline.web.components.networks import pathway_network, state_network


@dataclass
class _Kept:
    """What was drawn for one catalogue."""

    structure: Structure
    colours: Mapping[str, int]
    drawings: dict[str, str] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)


_latest: list[_Kept] = []


def _kept(structure: Structure) -> _Kept:
    if not _latest or _latest[0].structure is not structure:
        _latest[:] = [_Kept(structure, _colours(structure))]
    return _latest[0]


def _colours(structure: Structure) -> Mapping[str, int]:
    order = network_order(state_network(structure)) if structure.catalogue.pathways else ()
    return dict(zip(order, colours_of(order, [None] * len(order)), strict=True))


def colour(structure: Structure, pathway: str) -> int:
    """The index of a pathway's colour: the same on every map, list and mark."""
    return _kept(structure).colours.get(pathway, 0)


def network(structure: Structure, language: str) -> str:
    """The map of the whole state, as SVG."""
    return _drawn(structure, f"network {language}", lambda: network_map(_network(structure, language), uid="network"))


def own_network(structure: Structure, language: str, states: Mapping[str, State], own: Collection[str]) -> str:
    """The map of the whole state with a learner's own stations and lines."""
    return network_map(_network(structure, language), states=states, own_lines=own, uid="own")


def line(structure: Structure, pathway: str, language: str) -> str:
    """One pathway from left to right, for wide screens."""
    drawn = lambda: line_map(_pathway(structure, pathway, language), uid=pathway)  # noqa: E731
    return _drawn(structure, f"line {pathway} {language}", drawn)


def line_down(structure: Structure, pathway: str, language: str) -> str:
    """The same from top to bottom, for a phone."""
    drawn = lambda: line_map_down(_pathway(structure, pathway, language), uid=f"{pathway}-down")  # noqa: E731
    return _drawn(structure, f"down {pathway} {language}", drawn)


def own_line(structure: Structure, pathway: str, language: str, states: Mapping[str, State]) -> tuple[str, str]:
    """One pathway with a learner's own stations: wide, and down for a phone."""
    drawn = _pathway(structure, pathway, language)
    return line_map(drawn, states=states, uid="mine"), line_map_down(drawn, states=states, uid="mine-down")


def _network(structure: Structure, language: str) -> Network:
    kept = _kept(structure)
    if language not in kept.networks:
        kept.networks[language] = _coloured(state_network(structure), kept.colours)
    return kept.networks[language]


def _pathway(structure: Structure, pathway: str, language: str) -> Network:
    kept = _kept(structure)
    key = f"{pathway} {language}"
    if key not in kept.networks:
        kept.networks[key] = _coloured(pathway_network(structure, pathway), kept.colours)
    return kept.networks[key]


def _coloured(found: Network, colours: Mapping[str, int]) -> Network:
    return replace(found, lines=tuple(replace(line, colour=colours.get(line.id)) for line in found.lines))


def _drawn(structure: Structure, key: str, draw: Callable[[], str]) -> str:
    kept = _kept(structure)
    if key not in kept.drawings:
        kept.drawings[key] = draw()
    return kept.drawings[key]
