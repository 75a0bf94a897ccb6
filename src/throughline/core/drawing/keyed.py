"""The numbered key: where a name has no room, its number stands by the station and its name under the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.core.drawing.labels import Box, Labels, mark_boxes
from throughline.core.drawing.layout import LABEL_SIZE, MARGIN, RING, Layout, Placed
from throughline.core.drawing.lettering import LEADING, Lettering, fitted, text_width
from throughline.core.drawing.network import Station
from throughline.core.drawing.palette import INK_LIGHT, PAGE_LIGHT
from throughline.core.drawing.svg import Value, element, text

NUMBER_SIZE = 9.5
COLUMN = 250.0
HANG = 24.0
BETWEEN = 8.0


@dataclass(frozen=True, slots=True)
class Numbered:
    """A station named in the key: its number, the box the number fills on the map, and its name."""

    number: int
    box: Box
    on_mark: bool
    lettering: Lettering

    def beside(self) -> str:
        """The number on the map; on a small plate where it must lie on the station itself."""
        x, y = (self.box.left + self.box.right) / 2, self.box.top + NUMBER_SIZE * 0.88
        plate: dict[str, Value] = {
            "class": "tl-plate",
            "x": self.box.left,
            "y": self.box.top,
            "width": self.box.right - self.box.left,
            "height": self.box.bottom - self.box.top,
            "rx": 3,
            "fill": PAGE_LIGHT,
            "stroke": INK_LIGHT,
            "stroke-width": 1,
        }
        attributes: dict[str, Value] = {
            "class": "tl-label tl-number",
            "font-size": NUMBER_SIZE,
            "font-weight": 700,
            "text-anchor": "middle",
        }
        return (element("rect", plate) if self.on_mark else "") + text(
            x, y, (str(self.number),), 0, attributes
        )


def numbered(
    labels: Labels, layout: Layout, stations: Mapping[str, Station], taken: Sequence[Box]
) -> dict[str, Numbered]:
    """The key in order of number, from 1."""
    placed = {station.stop.station: station for station in layout.stations}
    full = [*taken, *(label.box for label in labels.placed)]
    for station in layout.stations:
        full += mark_boxes(station)
    found: dict[str, Numbered] = {}
    for count, stop in enumerate(labels.keyed, start=1):
        box, on_mark = _number_box(placed[stop], str(count), full)
        full.append(box)
        lettering = fitted(stations[stop].name, LABEL_SIZE, COLUMN - HANG - 10, 6)
        found[stop] = Numbered(count, box, on_mark, lettering)
    return found


def _number_box(station: Placed, count: str, full: Sequence[Box]) -> tuple[Box, bool]:
    wide, high = text_width(count, NUMBER_SIZE, bold=True) + 3, NUMBER_SIZE + 1.5
    above, below = station.around[0] - RING - 1.5 - high, station.around[1] + RING + 1.5
    ways = [
        (station.x - wide / 2 + aside, top)
        for aside in (0.0, RING + wide / 2, -RING - wide / 2)
        for top in (above, below)
    ]
    for left, top in ways:
        box = Box(left, top, left + wide, top + high)
        if not any(box.overlaps(other) for other in full):
            return box, False
    middle = sum(station.runs[0]) / 2
    return Box(station.x - wide / 2, middle - high / 2, station.x + wide / 2, middle + high / 2), True


def key_drawn(key: Sequence[Numbered], layout: Layout, foot: float) -> tuple[str, float]:
    """The key under the map in columns, and the height of the whole drawing; `foot` is where the map above it ends."""
    top = foot + 10
    if not key:
        return "", top
    count = max(1, int((layout.width - 2 * MARGIN) // COLUMN))
    per_column = -(-len(key) // count)
    drawn: list[str] = []
    height = 0.0
    for first in range(0, len(key), per_column):
        x, y = MARGIN + first // per_column * COLUMN, top + 12
        for entry in key[first : first + per_column]:
            drawn.append(_entry(entry, x, y))
            y += entry.lettering.height + BETWEEN
        height = max(height, y)
    return element("g", {"class": "tl-key"}, *drawn), height


def _entry(entry: Numbered, x: float, y: float) -> str:
    attributes: dict[str, Value] = {"class": "tl-label", "fill": INK_LIGHT, "font-size": LABEL_SIZE}
    number = text(x, y, (str(entry.number),), 0, {**attributes, "font-weight": 700})
    return number + text(x + HANG, y, entry.lettering.rows, LABEL_SIZE * LEADING, attributes)
