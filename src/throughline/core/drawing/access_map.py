"""Towns and the lines between them, as they lie. The table beside it says the same in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, dist, radians

from throughline.core.drawing.lettering import FACE
from throughline.core.drawing.palette import LIGHT, MUTED_LIGHT
from throughline.core.drawing.svg import Value, element, escaped, link, text

WIDTH, EDGE, SIDE, LETTERS, PER_LETTER = 480.0, 24.0, 60.0, 12.0, 6.4
LIFT = 10.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A town on the map. marked: it stands out, such as one that loses something."""

    key: str
    name: str
    latitude: float
    longitude: float
    href: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A line through towns, by key. gone: it does not run."""

    name: str
    towns: tuple[str, ...]
    gone: bool = False


Box = tuple[float, float, float, float]


def access_map(spots: Sequence[Spot], routes: Sequence[Route], title: str, description: str, uid: str) -> str:
    """The drawing as SVG; empty where there are fewer than two towns."""
    if len(spots) < 2:
        return ""
    at, height = _placed(spots)
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg", "class": "ranges", "role": "group",
        "viewBox": f"0 0 {round(WIDTH)} {round(height)}", "width": WIDTH, "height": height, "font-family": FACE,
        "aria-labelledby": f"{uid}-title", "aria-describedby": f"{uid}-desc",
    }  # fmt: skip
    said = (
        element("title", {"id": f"{uid}-title"}, escaped(title)),
        element("desc", {"id": f"{uid}-desc"}, escaped(description)),
    )
    lines = (_route(route, nth, at) for nth, route in enumerate(routes))
    return element("svg", attributes, *said, *lines, *_spots(spots, at, [*_along(routes, at)]))


def _placed(spots: Sequence[Spot]) -> tuple[dict[str, tuple[float, float]], float]:
    """Where each town lies on the drawing, and its height: true in shape at the middle of the state."""
    north, south = max(each.latitude for each in spots), min(each.latitude for each in spots)
    west, east = min(each.longitude for each in spots), max(each.longitude for each in spots)
    narrow = cos(radians((north + south) / 2))
    scale = (WIDTH - 2 * SIDE) / (((east - west) * narrow) or 1)
    height = max((north - south) * scale + 2 * EDGE, 4 * EDGE)
    return {
        each.key: (SIDE + (each.longitude - west) * narrow * scale, EDGE + (north - each.latitude) * scale)
        for each in spots
    }, height


def _route(route: Route, nth: int, at: dict[str, tuple[float, float]]) -> str:
    points = [at[town] for town in route.towns if town in at]
    drawn = " ".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(points))
    attributes: dict[str, Value] = {
        "d": drawn, "fill": "none", "stroke": MUTED_LIGHT if route.gone else LIGHT[nth % len(LIGHT)], "stroke-width": 4,
        "stroke-linejoin": "round", "stroke-dasharray": "3 6" if route.gone else None,
    }  # fmt: skip
    return element("path", attributes, element("title", {}, escaped(route.name)))


def _along(routes: Sequence[Route], at: dict[str, tuple[float, float]]) -> Iterator[Box]:
    """What the lines take up: small boxes, one for each few units of their length."""
    for route in routes:
        for one, other in pairwise([at[town] for town in route.towns if town in at]):
            steps = max(int(dist(one, other) / 4), 1)
            for nth in range(1, steps):
                x, y = (a + (b - a) * nth / steps for a, b in zip(one, other, strict=True))
                yield x - 2, y - 2, x + 2, y + 2


def _spots(spots: Sequence[Spot], at: dict[str, tuple[float, float]], taken: list[Box]) -> list[str]:
    taken += [(x - 7, y - 7, x + 7, y + 7) for x, y in at.values()]
    drawn = []
    for each in spots:
        x, y = at[each.key]
        ring = LIGHT[0] if each.marked else MUTED_LIGHT
        dot = element(
            "circle",
            {"cx": x, "cy": y, "r": 7 if each.marked else 5, "stroke": ring, "stroke-width": 3, "fill": "#ffffff"},
        )  # fmt: skip
        label_x, label_y, anchor = _label(each.name, x, y, taken)
        words = text(
            label_x, label_y, (each.name,), LETTERS,
            {"class": "ranges-soft", "font-size": LETTERS, "fill": MUTED_LIGHT, "text-anchor": anchor},
        )  # fmt: skip
        drawn.append(link(each.href, each.name, {}, dot, words) if each.href else dot + words)
    return drawn


def _label(name: str, x: float, y: float, taken: list[Box]) -> tuple[float, float, str]:
    """Where a name goes: right of its town, else left, above or below; the first place nothing else has."""
    wide = len(name) * PER_LETTER
    tries = (
        (x + LIFT, y + 4, "start", x + LIFT), (x - LIFT, y + 4, "end", x - LIFT - wide),
        (x, y - LIFT, "middle", x - wide / 2), (x, y + LIFT + 9, "middle", x - wide / 2),
    )  # fmt: skip
    inside = [
        (label_x, label_y, anchor, (left, label_y - LETTERS + 2, left + wide, label_y + 3))
        for label_x, label_y, anchor, left in tries
        if left >= 0 and left + wide <= WIDTH and label_y > LETTERS
    ]
    free = (each for each in inside if not any(_meet(each[3], other) for other in taken))
    label_x, label_y, anchor, box = next(free, inside[0] if inside else (*tries[0][:3], (0.0, 0.0, 0.0, 0.0)))
    taken.append(box)
    return label_x, label_y, anchor


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
