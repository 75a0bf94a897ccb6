"""A track as an SVG path: straight pieces joined by round bends."""

from __future__ import annotations

import math
from collections.abc import Sequence

from throughline.core.drawing.svg import number

Point = tuple[float, float]
RADIUS = 22.0
TANGENT = math.tan(math.pi / 8)


def straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without repeats and without those that lie on a straight way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 0.05:
            continue
        if len(kept) > 1 and abs(_turn(kept[-2], kept[-1], point)) < 1e-6:
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _turn(a: Point, b: Point, c: Point) -> float:
    """Sine of the angle at `b`: nought for straight on, negative to the left on screen."""
    first, second = math.dist(a, b), math.dist(b, c)
    return ((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])) / (first * second)


def rounded(points: Sequence[Point], radius: float = RADIUS) -> str:
    """Path data through the points, with every corner rounded as much as the pieces beside it allow."""
    points = straightened(points)
    steps = [f"M{_xy(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        cut = min(radius * TANGENT, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        bend = cut / TANGENT
        sweep = 1 if _turn(before, corner, after) > 0 else 0
        steps.append(f"L{_xy(_toward(corner, before, cut))}")
        steps.append(f"A{number(bend)} {number(bend)} 0 0 {sweep} {_xy(_toward(corner, after, cut))}")
    steps.append(f"L{_xy(points[-1])}")
    return "".join(steps)


def _toward(start: Point, goal: Point, distance: float) -> Point:
    share = distance / math.dist(start, goal)
    return (start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share)


def _xy(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
