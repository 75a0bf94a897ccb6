"""The maps and the small marks, drawn once for each catalogue and language and kept; a learner's states laid over."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar, cast

from throughline.core.catalogue.structure import Structure
from throughline.core.drawing.line_map import prepared_line
from throughline.core.drawing.line_strip import labelled_strip, prepared_strip
from throughline.core.drawing.listing import ListedLine, network_list
from throughline.core.drawing.network import Network, State
from throughline.core.drawing.network_map import network_colours, prepared_network
from throughline.core.drawing.overlay import Drawing, overlaid
from throughline.web.components.networks import pathway_network, state_network

T = TypeVar("T")
Shape = Literal["across", "down"]


@dataclass(frozen=True, slots=True)
class LineMaps:
    """One pathway drawn across, for wide screens, and down, for a phone."""

    across: str
    down: str


@dataclass
class _Kept:
    """What was drawn for one catalogue, by what it is and in which language."""

    structure: Structure
    colours: Mapping[str, int]
    made: dict[tuple[str, ...], Any] = field(default_factory=dict)


_latest: list[_Kept] = []
KEPT = 12
"""How many catalogues are kept drawn: the one in force, and those of learners who are on an older version."""


def _kept(structure: Structure) -> _Kept:
    for kept in _latest:
        if kept.structure is structure:
            return kept
    made = _Kept(structure, network_colours(state_network(structure)))
    _latest[:] = [made, *_latest][:KEPT]
    return made


def _once(structure: Structure, key: tuple[str, ...], make: Callable[[], T]) -> T:
    made = _kept(structure).made
    if key not in made:
        made[key] = make()
    return cast("T", made[key])


def colour(structure: Structure, pathway: str) -> int:
    """The index of a pathway's colour: the same on every map, list and mark."""
    return _kept(structure).colours.get(pathway, 0)


def network(structure: Structure, language: str) -> str:
    """The map of the whole state, as SVG."""
    return _once(structure, ("map", language), lambda: overlaid(_network_drawing(structure, language)))


def own_network(
    structure: Structure, language: str, states: Mapping[str, State], own: Collection[str]
) -> str:
    """The map of the whole state with a learner's own stations and lines."""
    return overlaid(_network_drawing(structure, language), states, own)


def own_network_rows(
    structure: Structure, language: str, states: Mapping[str, State]
) -> tuple[ListedLine, ...]:
    """The equal list of the whole map with a learner's own stations."""
    return network_list(_network(structure, language), states=states)


def network_rows(structure: Structure, language: str) -> tuple[ListedLine, ...]:
    """The equal list of the whole map."""
    return _once(structure, ("rows", language), lambda: network_list(_network(structure, language)))


def line(
    structure: Structure, pathway: str, language: str, states: Mapping[str, State] | None = None
) -> LineMaps:
    """One pathway, for wide screens and for a phone; with `states`, a learner's own stations."""
    across = overlaid(_line_drawing(structure, pathway, language, "across"), states)
    return LineMaps(across, overlaid(_line_drawing(structure, pathway, language, "down"), states))


def strip(structure: Structure, pathway: str, language: str, label: str, states: Mapping[str, State]) -> str:
    """A learner's way, small."""
    kept = _once(
        structure,
        ("strip", pathway, language),
        lambda: prepared_strip(_pathway(structure, pathway, language), pathway),
    )
    return labelled_strip(kept, label, states)


def _network_drawing(structure: Structure, language: str) -> Drawing:
    return _once(
        structure,
        ("network", language),
        lambda: prepared_network(_network(structure, language), uid="network"),
    )


def _line_drawing(structure: Structure, pathway: str, language: str, shape: Shape) -> Drawing:
    return _once(
        structure,
        (shape, pathway, language),
        lambda: prepared_line(_pathway(structure, pathway, language), pathway, shape=shape, uid=shape),
    )


def _network(structure: Structure, language: str) -> Network:
    return _once(
        structure, ("network plan", language), lambda: _coloured(structure, state_network(structure))
    )


def _pathway(structure: Structure, pathway: str, language: str) -> Network:
    return _once(
        structure,
        ("plan", pathway, language),
        lambda: _coloured(structure, pathway_network(structure, pathway)),
    )


def _coloured(structure: Structure, found: Network) -> Network:
    lines = (replace(line, colour=colour(structure, line.id)) for line in found.lines)
    return replace(found, lines=tuple(lines))
