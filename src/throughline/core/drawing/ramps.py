"""Off-ramps on the network map: a short way down at 45 degrees to a small terminal of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.core.drawing.labels import Box
from throughline.core.drawing.layout import Layout
from throughline.core.drawing.network import Destination, Line
from throughline.core.drawing.paths import Point

DROP = 11.0
LEAVE = 11.0
RUN = 6.0
APART = 14.0


@dataclass(frozen=True, slots=True)
class Ramp:
    destination: Destination
    points: tuple[Point, ...]
    box: Box


def ramps(lines: Sequence[Line], layout: Layout) -> dict[int, tuple[Ramp, ...]]:
    """For each track its off-ramps, each where the track lies alone, at or after the station it leaves from."""
    return {place: _ramps_of(line, place, layout) for place, line in enumerate(lines)}


def _ramps_of(line: Line, place: int, layout: Layout) -> tuple[Ramp, ...]:
    at = {placed.stop.station: placed.x for placed in layout.stations if place in placed.stop.places}
    level = layout.rows[place]
    level_from = _on_own_level(layout.tracks[place], level)
    found: list[Ramp] = []
    for branch in sorted(line.branches, key=lambda b: (at[b.after], b.destination.id)):
        left = max(at[branch.after], level_from)
        if found:
            left = max(left, found[-1].points[0][0] + LEAVE + APART)
        left = min(left, layout.end - LEAVE - DROP - RUN - 12)
        found.append(_ramp(branch.destination, left, level))
    return tuple(found)


def _on_own_level(track: tuple[Point, ...], level: float) -> float:
    """From where to the right the track lies on its own row."""
    start = track[-1][0]
    for x, y in reversed(track):
        if abs(y - level) > 0.1:
            break
        start = x
    return start


def _ramp(destination: Destination, left: float, level: float) -> Ramp:
    corner = left + LEAVE
    points = (
        (left, level),
        (corner, level),
        (corner + DROP, level + DROP),
        (corner + DROP + RUN, level + DROP),
    )
    box = Box(corner, level + 2.5, corner + DROP + RUN + 6, level + DROP + 7)
    return Ramp(destination, points, box)
