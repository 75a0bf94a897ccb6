"""The maps and the small marks, drawn once for each catalogue and language and kept."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from throughline.core.catalogue.structure import Structure
from throughline.core.drawing.line_map import line_map
from throughline.core.drawing.line_strip import line_strip
from throughline.core.drawing.listing import ListedLine, network_list
from throughline.core.drawing.network import Network, State
from throughline.core.drawing.network_map import network_colours, network_map
from throughline.web.components.networks import pathway_network, state_network

SHAPES: tuple[Literal["across", "down"], ...] = ("across", "down")


@dataclass(frozen=True, slots=True)
class LineMaps:
    """One pathway drawn across, for wide screens, and down, for a phone."""

    across: str
    down: str


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
        _latest[:] = [_Kept(structure, network_colours(state_network(structure)))]
    return _latest[0]


def colour(structure: Structure, pathway: str) -> int:
    """The index of a pathway's colour: the same on every map, list and mark."""
    return _kept(structure).colours.get(pathway, 0)


def network(structure: Structure, language: str) -> str:
    """The map of the whole state, as SVG."""
    return _drawn(
        structure, f"network {language}", partial(network_map, _network(structure, language), uid="network")
    )


def own_network(
    structure: Structure, language: str, states: Mapping[str, State], own: Collection[str]
) -> str:
    """The map of the whole state with a learner's own stations and lines."""
    return network_map(_network(structure, language), states=states, own_lines=own, uid="own")


def network_rows(structure: Structure, language: str) -> tuple[ListedLine, ...]:
    """The equal list of the whole map."""
    return network_list(_network(structure, language))


def line(
    structure: Structure, pathway: str, language: str, states: Mapping[str, State] | None = None
) -> LineMaps:
    """One pathway, for wide screens and for a phone; with `states`, a learner's own stations."""
    drawn = _pathway(structure, pathway, language)
    if states is not None:
        return LineMaps(*(line_map(drawn, pathway, shape=s, states=states, uid=f"own-{s}") for s in SHAPES))
    both = [
        _drawn(
            structure,
            f"{shape} {pathway} {language}",
            partial(line_map, drawn, pathway, shape=shape, uid=shape),
        )
        for shape in SHAPES
    ]
    return LineMaps(*both)


def strip(structure: Structure, pathway: str, language: str, label: str, states: Mapping[str, State]) -> str:
    """A learner's way, small."""
    return line_strip(_pathway(structure, pathway, language), pathway, label, states=states, width=320)


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
