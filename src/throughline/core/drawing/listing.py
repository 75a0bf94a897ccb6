"""The equal list: everything the map shows, as plain values in reading order, for the page to write beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.core.drawing.network import (
    Branch,
    Destination,
    Line,
    Network,
    State,
    Station,
    state_of,
    title_of,
)
from throughline.core.drawing.network_map import network_colours, network_order


@dataclass(frozen=True, slots=True)
class ListedStation:
    """A station of one line: its full text name, its state, and the ids of the other lines that stop there."""

    id: str
    name: str
    title: str
    href: str
    state: State
    shared_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedBand:
    """The stations of a line in one band, in the line's own order, and the titles of the gates that follow."""

    title: str
    stations: tuple[ListedStation, ...]
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedBranch:
    """An off-ramp: the name of the station it leaves from, its own stations, and where it leads."""

    after: str
    stations: tuple[ListedStation, ...]
    destination: Destination


@dataclass(frozen=True, slots=True)
class ListedLine:
    id: str
    name: str
    letter: str
    title: str
    href: str
    colour: int
    bands: tuple[ListedBand, ...]
    destinations: tuple[Destination, ...]
    branches: tuple[ListedBranch, ...]


def network_list(
    network: Network, *, states: Mapping[str, State] | None = None, previous: Sequence[str] = ()
) -> tuple[ListedLine, ...]:
    """The lines in the order of the map, each with its stations band by band, its branches and destinations."""
    by_id = {line.id: line for line in network.lines}
    colours = network_colours(network, previous)
    lister = _Lister(network, states, network.station_by_id(), network.lines_at())
    return tuple(_line(lister, by_id[line], colours[line]) for line in network_order(network, previous))


@dataclass(frozen=True, slots=True)
class _Lister:
    network: Network
    states: Mapping[str, State] | None
    stations: Mapping[str, Station]
    lines_at: Mapping[str, tuple[str, ...]]


def _line(lister: _Lister, line: Line, colour: int) -> ListedLine:
    return ListedLine(
        line.id,
        line.name,
        line.letter,
        line.title or line.name,
        line.href,
        colour,
        _bands(lister, line),
        line.destinations,
        tuple(_branch(lister, line, branch) for branch in line.branches),
    )


def _bands(lister: _Lister, line: Line) -> tuple[ListedBand, ...]:
    found: list[ListedBand] = []
    for band in lister.network.bands:
        stops = [stop for stop in line.stations if lister.stations[stop].band == band.id]
        gates = [
            gate.title
            for gate in lister.network.gates
            if gate.after == band.id and (gate.lines is None or line.id in gate.lines)
        ]
        if stops:
            listed = tuple(_station(lister, line, stop) for stop in stops)
            found.append(ListedBand(band.title, listed, tuple(sorted(gates))))
    return tuple(found)


def _station(lister: _Lister, line: Line, stop: str) -> ListedStation:
    station = lister.stations[stop]
    return ListedStation(
        station.id,
        station.name,
        title_of(station, lister.states),
        station.href,
        state_of(station, lister.states),
        tuple(other for other in lister.lines_at[stop] if other != line.id),
    )


def _branch(lister: _Lister, line: Line, branch: Branch) -> ListedBranch:
    stations = tuple(_station(lister, line, stop) for stop in branch.stations)
    return ListedBranch(lister.stations[branch.after].name, stations, branch.destination)
