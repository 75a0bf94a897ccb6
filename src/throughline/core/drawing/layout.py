"""Where everything on the network map lies: rows, tracks and stations, in pixels from the top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from throughline.core.drawing.columns import LABEL_WIDTH, blocks_of, columns_across, columns_in, step_between
from throughline.core.drawing.lanes import PITCH, STILL, Move, bends
from throughline.core.drawing.lettering import Lettering, fitted, lettered, text_width
from throughline.core.drawing.network import Line, Network
from throughline.core.drawing.paths import RADIUS, TANGENT, Point
from throughline.core.drawing.stretches import Stop, Stretch, stretches

LABEL_SIZE = 12.0
HEADING_SIZE = 12.5
NAME_SIZE = 14.5
NOTE_SIZE = 12.0
LABEL_WIDEST = 122.0
LABEL_TOO_WIDE = 160.0
UNWRITTEN = Lettering((), LABEL_SIZE, 0.0, 0.0)
MARGIN = 16.0
START = 46.0
HEADER = 46.0
RING = 6.5
PAD = 24.0
TERMINAL = 9.0
BEND = RADIUS * TANGENT


@dataclass(frozen=True, slots=True)
class Placed:
    """A station on the map: where, with which label, on which levels its runs begin and end, inside which block."""

    stop: Stop
    column: int
    x: float
    runs: tuple[tuple[float, float], ...]
    levels: tuple[float, ...]
    around: tuple[float, float]
    label: Lettering

    @property
    def alone(self) -> bool:
        return self.around[0] == self.around[1]


@dataclass(frozen=True, slots=True)
class Rule:
    """The edge between band `band` and what follows; `blocks` are the top and bottom levels of what crosses it,
    with the places of the tracks."""

    band: int
    x: float
    blocks: tuple[tuple[float, float, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    order: tuple[str, ...]
    rows: tuple[float, ...]
    tracks: tuple[tuple[Point, ...], ...]
    stations: tuple[Placed, ...]
    rules: tuple[Rule, ...]
    bands: tuple[tuple[int, float], ...]
    end: float
    width: float
    bottom: float


@dataclass(slots=True)
class _Sweep:
    """What is known while going from left to right."""

    edge: float
    tracks: list[list[Point]]
    arrivals: dict[int, float] = field(default_factory=dict)
    stations: list[Placed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    bands: list[tuple[int, float]] = field(default_factory=list)


def laid_out(network: Network, order: tuple[str, ...]) -> Layout:
    """Everything placed, for lines lying in `order`."""
    pieces = stretches(network, order)
    names = {station.id: station.name for station in network.stations}
    lines = {line.id: line for line in network.lines}
    letterings = _letterings(pieces, names)
    rows = _rows(pieces, order, letterings)
    levels = [_levels(piece, rows) for piece in pieces]
    sweep = _Sweep(START, [[] for _ in order])
    for number, piece in enumerate(pieces):
        _enter(sweep, pieces, levels, number)
        _stand(sweep, network, piece, levels[number], letterings)
        if number + 1 < len(pieces):
            _wait_for_movers(sweep, levels[number], levels[number + 1])
    end = max(sweep.arrivals.values()) + 4
    for place, track in enumerate(sweep.tracks):
        track.append((end, rows[place]))
    width = end + TERMINAL + max(_name_width(lines[line]) for line in order) + MARGIN
    bottom = max(rows) + 34
    return Layout(
        order,
        tuple(rows),
        tuple(tuple(track) for track in sweep.tracks),
        tuple(sweep.stations),
        tuple(sweep.rules),
        tuple(sweep.bands),
        end,
        width,
        bottom,
    )


def _name_width(line: Line) -> float:
    wide = max(text_width(line.name, NAME_SIZE, bold=True), text_width(line.note, NOTE_SIZE))
    return 34 + wide


def _letterings(pieces: Sequence[Stretch], names: dict[str, str]) -> dict[str, Lettering]:
    found: dict[str, Lettering] = {}
    for piece in pieces:
        for stop in piece.stops:
            name = names[stop.station]
            tried = fitted(name, LABEL_SIZE, LABEL_WIDTH, 2)
            if tried.width > LABEL_WIDEST:
                tried = lettered(name, LABEL_SIZE, 3)
            found[stop.station] = tried if tried.width <= LABEL_TOO_WIDE else UNWRITTEN
    return found


def _rows(pieces: Sequence[Stretch], order: Sequence[str], letterings: dict[str, Lettering]) -> list[float]:
    """The level of each track at its terminal: even, with a little more room where nothing but the many is shared."""
    single = [stop.station for piece in pieces for stop in piece.stops if len(stop.places) == 1]
    tallest = max((letterings[station].height for station in single), default=2 * LABEL_SIZE * 1.2)
    pitch = max(tallest + RING + 14, 40.0)
    close = {
        (a, a + 1)
        for piece in pieces
        for stop in piece.stops
        for first, last in stop.runs
        if 2 * len(stop.places) <= len(order)
        for a in range(first, last)
    }
    levels = [HEADER + tallest + RING + 14]
    for place in range(1, len(order)):
        levels.append(levels[-1] + pitch * (1 if (place - 1, place) in close or not close else 1.3))
    return levels


def _levels(piece: Stretch, rows: Sequence[float]) -> dict[int, float]:
    """Each block lies in the middle of where its tracks end, so nothing has far to go."""
    levels: dict[int, float] = {}
    for block in piece.blocks:
        middle = sum(rows[place] for place in block) / len(block)
        for number, place in enumerate(block):
            levels[place] = round(middle + (number - (len(block) - 1) / 2) * PITCH, 1)
    return levels


def _enter(sweep: _Sweep, pieces: Sequence[Stretch], levels: Sequence[dict[int, float]], number: int) -> None:
    """Brings the tracks from the stretch before to their levels in this one, and begins new ones."""
    now = levels[number]
    if number:
        before, places = levels[number - 1], sorted(levels[number - 1])
        moves = [_move(pieces[number - 1], pieces[number], before, now, place) for place in places]
        for place, bend in zip(places, bends(moves, sweep.edge + BEND), strict=True):
            if abs(now[place] - before[place]) >= STILL:
                sweep.tracks[place] += [(bend.leaves, before[place]), (bend.arrives, now[place])]
            sweep.arrivals[place] = max(sweep.arrivals[place], bend.arrives + BEND)
    for place in set(now) - set(sweep.arrivals):
        sweep.arrivals[place] = max([sweep.edge, *_passings(sweep.tracks, now[place])])


def _passings(tracks: Sequence[Sequence[Point]], level: float) -> list[float]:
    """Where tracks that come over a level have left it behind, so that another may begin there."""
    return [
        x + BEND
        for track in tracks
        for (_, before), (x, after) in pairwise(track)
        if min(before, after) - PITCH < level < max(before, after) + PITCH
    ]


def _wait_for_movers(sweep: _Sweep, now: dict[int, float], then: dict[int, float]) -> None:
    """A track that changes level again must first have taken this one."""
    moving = [sweep.arrivals[place] - BEND for place in now if abs(then[place] - now[place]) >= STILL]
    edge = max([sweep.edge, *moving])
    if sweep.rules and sweep.rules[-1].x == sweep.edge:
        sweep.rules[-1] = replace(sweep.rules[-1], x=edge)
    sweep.edge = edge


def _move(one: Stretch, other: Stretch, before: dict[int, float], now: dict[int, float], place: int) -> Move:
    def beside(piece: Stretch) -> bool:
        return any(place in block and place - 1 in block for block in piece.blocks)

    return Move(before[place], now[place], beside(one), beside(other))


def _stand(
    sweep: _Sweep,
    network: Network,
    piece: Stretch,
    levels: dict[int, float],
    letterings: dict[str, Lettering],
) -> None:
    """Places the stations of a stretch, begins tracks that start here, and moves the edge past everything."""
    if piece.band < 0:
        return
    if not sweep.bands or sweep.bands[-1][0] != piece.band:
        sweep.bands.append((piece.band, sweep.edge if sweep.bands else MARGIN))
    columns = columns_in(piece)
    step = step_between(piece, columns, letterings)
    x_of = columns_across(sweep.arrivals, piece, columns, step, letterings)
    for stop in piece.stops:
        sweep.stations.append(_placed(stop, piece, columns, x_of, levels, letterings))
    for place in levels:
        if not sweep.tracks[place]:
            at = min(x_of[stop.station] for stop in piece.stops if place in stop.places)
            sweep.tracks[place].append((START if sweep.edge == START else at - 24, levels[place]))
    heading = lettered(network.bands[piece.band].title, HEADING_SIZE, 2, bold=True)
    past = max(x_of[stop.station] + letterings[stop.station].width / 2 + 8 for stop in piece.stops)
    sweep.edge = max(max(x_of.values()) + PAD, past, sweep.bands[-1][1] + heading.width + 22)
    rule = Rule(piece.band, sweep.edge, _crossing(piece, levels))
    if sweep.rules and sweep.rules[-1].band == piece.band:
        sweep.rules.pop()
    sweep.rules.append(rule)


def _crossing(piece: Stretch, levels: dict[int, float]) -> tuple[tuple[float, float, tuple[int, ...]], ...]:
    return tuple((levels[block[0]], levels[block[-1]], block) for block in piece.blocks)


def _placed(
    stop: Stop,
    piece: Stretch,
    columns: dict[str, int],
    x_of: dict[str, float],
    levels: dict[int, float],
    letterings: dict[str, Lettering],
) -> Placed:
    blocks = [piece.blocks[number] for number in blocks_of(stop, piece)]
    return Placed(
        stop,
        columns[stop.station],
        x_of[stop.station],
        _capsules(stop, levels),
        tuple(levels[place] for place in stop.places),
        (levels[blocks[0][0]], levels[blocks[-1][-1]]),
        letterings[stop.station],
    )


def _capsules(stop: Stop, levels: dict[int, float]) -> tuple[tuple[float, float], ...]:
    """Top and bottom level of each row of neighbours that stop, parted by every track that does not."""
    stopping = set(stop.places)
    found: list[list[float]] = []
    joined = False
    for place in sorted(levels):
        if place in stopping and joined:
            found[-1][1] = levels[place]
        elif place in stopping:
            found.append([levels[place], levels[place]])
        joined = place in stopping
    return tuple((top, low) for top, low in found)
