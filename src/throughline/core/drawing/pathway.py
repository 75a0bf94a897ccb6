"""What the two maps of one pathway have in common: its stops in order, with marks, words and touching lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.core.drawing.lettering import text_width
from throughline.core.drawing.marks import bullet
from throughline.core.drawing.network import (
    Branch,
    Destination,
    Gate,
    Line,
    Network,
    NetworkError,
    State,
    state_of,
    title_of,
)
from throughline.core.drawing.network_map import own_colours
from throughline.core.drawing.palette import MUTED_LIGHT
from throughline.core.drawing.svg import Value, text

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Touching:
    """Another line that stops at the same station."""

    letter: str
    colour: int


@dataclass(frozen=True, slots=True)
class PathwayStop:
    id: str
    name: str
    title: str
    href: str
    state: State
    touching: tuple[Touching, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class PathwayStage:
    """A stage of the pathway: its title, its stops in order, the gates after it."""

    title: str
    stops: tuple[PathwayStop, ...]
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Pathway:
    """One line read out of a network for drawing alone. Without destinations it ends in its own name."""

    line: Line
    colour: int
    stages: tuple[PathwayStage, ...]
    destinations: tuple[Destination, ...]
    by_id: Mapping[str, PathwayStop]


def pathway(network: Network, line_id: str, states: Mapping[str, State] | None) -> Pathway:
    """The line `line_id` of the network; raises `NetworkError` if there is none."""
    line = next((line for line in network.lines if line.id == line_id), None)
    if line is None:
        raise NetworkError(f"there is no line {line_id!r} to draw; name one of the lines of the network.")
    colours = own_colours(network)
    stops = _stops(network, line, colours, states)
    stages = tuple(_stage(network, line, number, stops) for number in range(len(network.bands)))
    ends = line.destinations or (Destination(line.id, line.name, line.href, line.title),)
    return Pathway(line, colours[line.id], tuple(stage for stage in stages if stage.stops), ends, stops)


def _stops(
    network: Network, line: Line, colours: Mapping[str, int], states: Mapping[str, State] | None
) -> dict[str, PathwayStop]:
    lines = {other.id: other for other in network.lines}
    lines_at = network.lines_at()
    found: dict[str, PathwayStop] = {}
    for station in network.stations:
        if line.id in lines_at[station.id]:
            others = sorted((lines[o].letter, o) for o in lines_at[station.id] if o != line.id)
            touching = tuple(Touching(letter, colours[other]) for letter, other in others)
            branches = tuple(branch for branch in line.branches if branch.after == station.id)
            state = state_of(station, states)
            title = title_of(station, states)
            found[station.id] = PathwayStop(
                station.id, station.name, title, station.href, state, touching, branches
            )
    return found


def _stage(network: Network, line: Line, number: int, stops: Mapping[str, PathwayStop]) -> PathwayStage:
    band = network.bands[number]
    there = {station.id for station in network.stations if station.band == band.id}
    gates = [
        gate
        for gate in network.gates
        if gate.after == band.id and (gate.lines is None or line.id in gate.lines)
    ]
    ordered = tuple(stops[stop] for stop in line.stations if stop in there)
    return PathwayStage(band.title, ordered, tuple(sorted(gates, key=lambda gate: gate.title)))


def touching_width(touching: Sequence[Touching], reach: float) -> float:
    """How wide the row of bullets is that names the other lines."""
    if not touching:
        return 0.0
    over = len(touching) - SHOWN
    more = text_width(f"+{over}", reach * 1.7) + 3 if over > 0 else 0.0
    return min(len(touching), SHOWN) * (2 * reach + 2) - 2 + more


def touching_drawn(touching: Sequence[Touching], left: float, y: float, reach: float) -> str:
    """Bullets of the other lines from `left`, centred on `y`; beyond four, their number."""
    drawn = [
        bullet(left + reach + number * (2 * reach + 2), y, other.letter, other.colour, reach)
        for number, other in enumerate(touching[:SHOWN])
    ]
    over = len(touching) - SHOWN
    if over > 0:
        x = left + SHOWN * (2 * reach + 2) + 1
        size = round(reach * 1.7, 1)
        attributes: dict[str, Value] = {
            "class": "tl-note",
            "fill": MUTED_LIGHT,
            "font-size": size,
            "aria-hidden": "true",
        }
        drawn.append(text(x, round(y + size * 0.36, 1), (f"+{over}",), 0, attributes))
    return "".join(drawn)
