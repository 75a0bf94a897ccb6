"""What a map is drawn from: bands, stations, lines and gates, as plain frozen values.

The words a reader sees (names, titles, headings) all come in here, in the reader's language; the drawing adds none.
Whoever builds a `Network` decides the bands. On the map of a whole state a band is a qualification level or a level
of sharing; on the map of one pathway a band is one of its stages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How a milestone stands for the learner (or, without a learner, whether it is offered at all)."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"
    PROGRESS = "progress"
    UNAVAILABLE = "unavailable"


class NetworkError(ValueError):
    """The network does not hold together; says which line or station, and what to change."""


@dataclass(frozen=True, slots=True)
class Band:
    """One column of the map, from left to right: a level or a stage, never an age or a grade."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate that closes band `after`. `lines` are the ids it crosses; `None` means every line of the map."""

    after: str
    title: str
    href: str = ""
    lines: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """A milestone. `name` is the label; `title` is the full text name read out and shown on hover.

    `title` says the name, the state and the sharing: "Mathematics I: met, 12 March; counts in 10 pathways". `titles`
    says the same for a learner of whom the state is known, by state; where one is missing, `title` stands.
    `state` of `None` is drawn as `State.OPEN`. Within a band the map draws first what more lines share.
    """

    id: str
    name: str
    href: str
    band: str
    title: str = ""
    state: State | None = None
    titles: Mapping[State, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a line or a branch leads: a terminal with its own name."""

    id: str
    name: str
    href: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """An off-ramp or a further way: leaves its line after station `after`, passes `stations`, ends at `destination`."""

    after: str
    destination: Destination
    stations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A pathway.

    `letter` is one or two characters, shown in the bullet. `stations` are ids in the line's own order. `colour` is
    an index into the palette; without one the drawing chooses. `destinations` stand at the end of the line,
    `branches` leave it earlier. `title` is its full text name ("Medical sciences: shares 9 milestones with 11 other
    pathways"); `note` is a short line under its name ("6 destinations").
    """

    id: str
    name: str
    letter: str
    href: str
    stations: tuple[str, ...]
    colour: int | None = None
    title: str = ""
    note: str = ""
    destinations: tuple[Destination, ...] = ()
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Everything on one map.

    The order of `bands` is the order from left to right; the order of the other fields does not matter to the
    drawing. `terminals_title` heads the column of terminals. Raises `NetworkError` where an id is used twice or
    leads nowhere.
    """

    title: str
    description: str
    bands: tuple[Band, ...]
    stations: tuple[Station, ...]
    lines: tuple[Line, ...]
    gates: tuple[Gate, ...] = ()
    terminals_title: str = ""

    def __post_init__(self) -> None:
        check(self)

    def band_index(self) -> dict[str, int]:
        return {band.id: place for place, band in enumerate(self.bands)}

    def station_by_id(self) -> dict[str, Station]:
        return {station.id: station for station in self.stations}

    def lines_at(self) -> dict[str, tuple[str, ...]]:
        """For each station the ids of the lines that stop there, in order of id; branches count."""
        found: dict[str, set[str]] = {station.id: set() for station in self.stations}
        for line in self.lines:
            for stop in stops(line):
                found[stop].add(line.id)
        return {stop: tuple(sorted(ids)) for stop, ids in found.items()}


def stops(line: Line) -> tuple[str, ...]:
    """Every station of a line, its trunk first, then those of its branches."""
    return line.stations + tuple(stop for branch in line.branches for stop in branch.stations)


def state_of(station: Station, states: Mapping[str, State] | None) -> State:
    """The state to draw: the learner's own where one is given, else the station's, else open."""
    if states is not None and station.id in states:
        return states[station.id]
    return station.state or State.OPEN


def title_of(station: Station, states: Mapping[str, State] | None) -> str:
    """The full text name to write: for a learner's own state where one is given, else the station's."""
    title = station.title or station.name
    if states is not None and station.id in states:
        return station.titles.get(states[station.id], title)
    return title


def check(network: Network) -> None:
    """Raises `NetworkError` naming the first thing that does not hold together."""
    _unique("band", [band.id for band in network.bands])
    _unique("station", [station.id for station in network.stations])
    _unique("line", [line.id for line in network.lines])
    bands = {band.id for band in network.bands}
    for station in network.stations:
        _known(bands, station.band, f"station {station.id!r}", "band")
    for gate in network.gates:
        _known(bands, gate.after, f"gate {gate.title!r}", "band")
        for crossed in sorted(gate.lines or ()):
            _known({line.id for line in network.lines}, crossed, f"gate {gate.title!r}", "line")
    known = {station.id for station in network.stations}
    for line in network.lines:
        _check_line(line, known)


def _check_line(line: Line, known: set[str]) -> None:
    where = f"line {line.id!r}"
    if not line.stations:
        raise NetworkError(f"{where} has no station; give it at least one, or leave the line off the map.")
    if line.colour is not None and line.colour < 0:
        raise NetworkError(f"{where} has colour {line.colour}; use 0 or more, or leave it out.")
    _unique(f"station of {where}", list(stops(line)))
    for stop in stops(line):
        _known(known, stop, where, "station")
    for branch in line.branches:
        _known(
            set(line.stations),
            branch.after,
            f"the branch of {where} to {branch.destination.id!r}",
            "own station",
        )


def _unique(kind: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise NetworkError(f"{kind} {one!r} stands twice on the map; keep one of them.")
        seen.add(one)


def _known(known: set[str], wanted: str, where: str, kind: str) -> None:
    if wanted not in known:
        raise NetworkError(
            f"{where} names {kind} {wanted!r}, which is not there; add it, or correct the name."
        )
