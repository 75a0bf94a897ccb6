"""Where the stations of one stretch stand from left to right: on a common grid, with room for every label."""

from __future__ import annotations

from collections.abc import Mapping

from throughline.core.drawing.lettering import Lettering
from throughline.core.drawing.stretches import Stop, Stretch

LABEL_WIDTH = 88.0
BESIDE_LABELS = 12.0
LEAST_STEP = 50.0
NEAR = 26.0


def blocks_of(stop: Stop, piece: Stretch) -> tuple[int, ...]:
    """The blocks a station takes room in: those of its lines and those its links pass over."""
    first, last = stop.places[0], stop.places[-1]
    return tuple(n for n, block in enumerate(piece.blocks) if block[-1] >= first and block[0] <= last)


def stops_by_block(piece: Stretch) -> list[list[Stop]]:
    """For each block the stations that take room in it, from left to right."""
    found: list[list[Stop]] = [[] for _ in piece.blocks]
    for stop in piece.stops:
        for block in blocks_of(stop, piece):
            found[block].append(stop)
    return found


def columns_in(piece: Stretch) -> dict[str, int]:
    """For each station its column in the stretch: one after the other wherever they touch the same block."""
    used: dict[int, int] = {}
    columns: dict[str, int] = {}
    for stop in piece.stops:
        blocks = blocks_of(stop, piece)
        columns[stop.station] = max((used.get(block, -1) for block in blocks), default=-1) + 1
        used.update(dict.fromkeys(blocks, columns[stop.station]))
    return columns


def step_between(piece: Stretch, columns: dict[str, int], letterings: Mapping[str, Lettering]) -> float:
    """The distance between columns at which every label has room: above where a track is alone, else by turns
    above and below."""
    step = LEAST_STEP
    for block, stops in zip(piece.blocks, stops_by_block(piece), strict=True):
        apart = 1 if len(block) == 1 else 2
        for one, other in zip(stops, stops[apart:], strict=False):
            wide = (letterings[one.station].width + letterings[other.station].width) / 2 + BESIDE_LABELS
            step = max(step, wide / max(columns[other.station] - columns[one.station], 1))
    return round(step, 1)


def columns_across(
    arrivals: Mapping[int, float],
    piece: Stretch,
    columns: dict[str, int],
    step: float,
    letterings: Mapping[str, Lettering],
) -> dict[str, float]:
    """Where each station stands: on a common grid, and no earlier than the last of its tracks has arrived."""
    spread = all(len(stop.places) == 1 for stop in piece.stops)
    needed = _earliest(arrivals, piece, letterings)
    firsts = [needed[stop.station] for stop in piece.stops if columns[stop.station] == 0]
    near = max(x for x in firsts if x <= min(firsts) + NEAR)
    early, aligned = (_on_grid(piece, needed, first, step) for first in (near, max(firsts)))
    x_of = aligned if max(aligned.values()) <= max(early.values()) + NEAR else early
    return x_of if spread else _centred(piece, x_of, step)


def _on_grid(piece: Stretch, needed: dict[str, float], first: float, step: float) -> dict[str, float]:
    x_of: dict[str, float] = {}
    used: dict[int, int] = {}
    for stop in piece.stops:
        blocks = blocks_of(stop, piece)
        column = max((used.get(block, -1) for block in blocks), default=-1) + 1
        while first + column * step < needed[stop.station] - 0.5:
            column += 1
        used.update(dict.fromkeys(blocks, column))
        x_of[stop.station] = round(first + column * step, 1)
    return x_of


def _earliest(
    arrivals: Mapping[int, float], piece: Stretch, letterings: Mapping[str, Lettering]
) -> dict[str, float]:
    """Where each station may stand at the earliest: its tracks have arrived, and no slope cuts through its label."""
    found: dict[str, float] = {}
    for stop in piece.stops:
        alone = len(stop.places) == 1
        near = {place for block in blocks_of(stop, piece) for place in piece.blocks[block]}
        above = min(near) - 1
        if alone and above in arrivals:
            near.add(above)
        aside = letterings[stop.station].width / 2 - (0 if alone else 22)
        arrived = max(arrivals[place] for place in near)
        found[stop.station] = arrived + max(16.0, min(aside, LABEL_WIDTH / 2))
    return found


def _centred(piece: Stretch, x_of: dict[str, float], step: float) -> dict[str, float]:
    """Blocks whose tracks arrive early have room to spare: their stations move toward the middle of it."""
    last = max(x_of.values())
    moved = dict(x_of)
    for block, stops in zip(piece.blocks, stops_by_block(piece), strict=True):
        if stops and all(len(blocks_of(stop, piece)) == 1 for stop in stops):
            spare = round((last - max(x_of[stop.station] for stop in stops)) / step)
            shift = (spare + 1) // 2 * step if len(block) > 1 else 0.0
            moved.update({stop.station: round(x_of[stop.station] + shift, 1) for stop in stops})
    return moved
