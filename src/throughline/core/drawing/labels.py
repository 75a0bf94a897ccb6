"""Labels that never overlap: each takes the first free of the places it could have; where none is free it goes to
the numbered key."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from throughline.core.drawing.layout import LABEL_SIZE, RING, Layout, Placed
from throughline.core.drawing.lettering import Lettering, lettered
from throughline.core.drawing.paths import Point, straightened

GAP = 4.0
AIR = 2.0
TRACK = 2.5
CELL = 80.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True, slots=True)
class Label:
    """A station's name on the map: the box it fills, and the level it is led to where its capsule is not beside."""

    station: str
    lettering: Lettering
    box: Box
    anchor: str
    leader: tuple[float, float] | None = None

    @property
    def x(self) -> float:
        return {"start": self.box.left, "end": self.box.right}.get(
            self.anchor, (self.box.left + self.box.right) / 2
        )


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels placed, and the stations whose name stands in the key, numbered from 1."""

    placed: tuple[Label, ...]
    keyed: tuple[str, ...]


@dataclass(slots=True)
class _Ground:
    """What already takes room, sorted into upright strips so that a look round is short."""

    boxes: dict[int, list[Box]] = field(default_factory=dict)
    slopes: dict[int, list[tuple[Point, Point]]] = field(default_factory=dict)

    def take(self, box: Box) -> None:
        for cell in _cells(box.left, box.right):
            self.boxes.setdefault(cell, []).append(box)

    def take_piece(self, one: Point, other: Point) -> None:
        if one[1] == other[1] or one[0] == other[0]:
            self.take(_around(one, other).grown(TRACK))
            return
        for cell in _cells(one[0], other[0]):
            self.slopes.setdefault(cell, []).append((one, other))

    def free(self, box: Box) -> bool:
        if box.left < 0:
            return False
        for cell in _cells(box.left, box.right):
            if any(box.overlaps(other) for other in self.boxes.get(cell, ())):
                return False
            if any(_slope_touches(piece, box) for piece in self.slopes.get(cell, ())):
                return False
        return True


def _cells(left: float, right: float) -> range:
    return range(int(left // CELL), int(right // CELL) + 1)


def _around(one: Point, other: Point) -> Box:
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _slope_touches(piece: tuple[Point, Point], box: Box) -> bool:
    """Whether a slope, with its thickness and bends, comes into the box."""
    (x1, y1), (x2, y2) = piece
    wide = box.grown(TRACK + 2)
    left, right = max(wide.left, min(x1, x2)), min(wide.right, max(x1, x2))
    if left > right:
        return False
    slope = (y2 - y1) / (x2 - x1)
    at_left, at_right = y1 + (left - x1) * slope, y1 + (right - x1) * slope
    return min(at_left, at_right) < wide.bottom and max(at_left, at_right) > wide.top


def mark_boxes(station: Placed) -> tuple[Box, ...]:
    """The boxes of a station's ring or capsules, and of the links between them."""
    marks = [
        Box(station.x - RING - 1, top - RING - 1, station.x + RING + 1, low + RING + 1)
        for top, low in station.runs
    ]
    links = [
        Box(station.x - 2, one[1], station.x + 2, other[0])
        for one, other in zip(station.runs, station.runs[1:], strict=False)
    ]
    return tuple(marks + links)


def labelled(layout: Layout, taken: Iterable[Box]) -> Labels:
    """A label or a key number for every station. `taken` is room already given to headings and gates."""
    ground = _ground(layout, taken)
    placed: list[Label] = []
    keyed: list[str] = []
    for station in sorted(layout.stations, key=lambda s: (not s.alone, s.around[0], s.x)):
        label = next((label for label in _ways(station) if ground.free(label.box.grown(AIR))), None)
        if label is None:
            keyed.append(station.stop.station)
            continue
        ground.take(label.box)
        placed.append(label)
    return Labels(tuple(placed), _in_reading_order(keyed, layout))


def _in_reading_order(keyed: Sequence[str], layout: Layout) -> tuple[str, ...]:
    found = {station.stop.station: (station.x, station.around[0]) for station in layout.stations}
    return tuple(sorted(keyed, key=lambda station: (*found[station], station)))


def _ground(layout: Layout, taken: Iterable[Box]) -> _Ground:
    ground = _Ground()
    for box in taken:
        ground.take(box)
    for track in layout.tracks:
        points = straightened(track)
        for one, other in itertools.pairwise(points):
            ground.take_piece(one, other)
    for station in layout.stations:
        for box in mark_boxes(station):
            ground.take(box)
    return ground


def _ways(station: Placed) -> list[Label]:
    """Every place a label could have, the best first: in the middle, then to a side; its breaks, then others. None
    for a name too long to be written on the map."""
    if not station.label.rows:
        return []
    name = " ".join(station.label.rows)
    breaks = [station.label] + [
        other for rows in (2, 1, 3) if (other := lettered(name, LABEL_SIZE, rows)) != station.label
    ]
    above_first = station.alone or _nearer_above(station)
    sides = (True, False) if above_first else (False, True)
    ways = [
        _label(station, lettering, above, anchor)
        for anchor in ("middle", "start", "end")
        for lettering in breaks
        for above in sides
    ]
    return sorted(ways, key=lambda way: way.box.top > station.around[0]) if station.alone else ways


def _nearer_above(station: Placed) -> bool:
    """Whether the way out of the bundle is shorter upward; where it is the same, columns take turns."""
    up = station.runs[0][0] - station.around[0]
    down = station.around[1] - station.runs[-1][1]
    return up < down if abs(up - down) > 0.1 else station.column % 2 == 0


def _label(station: Placed, lettering: Lettering, above: bool, anchor: str) -> Label:
    clear = RING + GAP
    edge = station.around[0] - clear if above else station.around[1] + clear
    top = edge - lettering.height if above else edge
    left = {"middle": station.x - lettering.width / 2, "start": station.x - RING}.get(
        anchor, station.x + RING - lettering.width
    )
    box = Box(left, top, left + lettering.width, top + lettering.height)
    near = station.runs[0][0] if above else station.runs[-1][1]
    out = station.around[0] if above else station.around[1]
    leader = (edge, near) if abs(near - out) > 0.1 else None
    return Label(station.stop.station, lettering, box, anchor, leader)
