"""How tracks go from one stretch to the next: at 45 degrees, in parallel, without crossing.

A track that rises or falls leaves its level at a corner and takes its new level at another, as far across as up or
down. Neighbours that bend the same way keep the distance of the bundle: measured square to a 45 degree slope, that
asks for corners `tan(22.5 degrees)` of the distance apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

PITCH = 9.0
CORNER_STEP = math.tan(math.pi / 8)
SLOPE_STEP = math.sqrt(2)
STILL = 0.05


@dataclass(frozen=True, slots=True)
class Move:
    """One track between two stretches: its levels, and whether it lies beside the track above before and after."""

    start: float
    end: float
    beside_before: bool
    beside_after: bool


@dataclass(frozen=True, slots=True)
class Bend:
    """Where the track leaves its old level and where it takes the new one; equal for a track that goes straight."""

    leaves: float
    arrives: float


def bends(moves: Sequence[Move], left: float, pitch: float = PITCH) -> tuple[Bend, ...]:
    """The corners of every track, from the top; none lies left of `left`."""
    found = [Bend(left, left)] * len(moves)
    for first, last, rising in _same_way(moves):
        part = list(moves[first:last])
        if rising:
            found[first:last] = _rising(part, left, pitch)
        else:
            found[first:last] = _rising(
                [_mirrored(part, i) for i in reversed(range(len(part)))], left, pitch
            )[::-1]
    return tuple(found)


def _same_way(moves: Sequence[Move]) -> list[tuple[int, int, bool]]:
    """Stretches of neighbours that all rise or all fall: first, one past the last, whether they rise."""
    parts: list[tuple[int, int, bool]] = []
    for place, move in enumerate(moves):
        if abs(move.end - move.start) < STILL:
            continue
        rising = move.end < move.start
        if parts and parts[-1][1] == place and parts[-1][2] == rising:
            parts[-1] = (parts[-1][0], place + 1, rising)
        else:
            parts.append((place, place + 1, rising))
    return parts


def _mirrored(part: list[Move], place: int) -> Move:
    """The move seen upside down; the track above is then the one that lay below."""
    below = part[place + 1] if place + 1 < len(part) else None
    move = part[place]
    return Move(
        -move.start,
        -move.end,
        below is not None and below.beside_before,
        below is not None and below.beside_after,
    )


def _rising(moves: list[Move], left: float, pitch: float) -> list[Bend]:
    found: list[Bend] = []
    for place, move in enumerate(moves):
        height = move.start - move.end
        leaves = left
        if place:
            leaves = _after(found[-1], moves[place - 1], move, left, pitch)
        found.append(Bend(leaves, leaves + height))
    shift = left - min(bend.leaves for bend in found)
    return [Bend(bend.leaves + shift, bend.arrives + shift) for bend in found]


def _after(above: Bend, its_move: Move, move: Move, left: float, pitch: float) -> float:
    """Where a rising track leaves, given the track above it: in step with it, and never through it."""
    nearest = above.leaves + its_move.start + SLOPE_STEP * pitch - move.start
    if move.beside_before:
        return max(above.leaves + CORNER_STEP * pitch, nearest)
    if move.beside_after:
        return max(above.arrives + CORNER_STEP * pitch - (move.start - move.end), nearest)
    return max(left, nearest)
