"""The marks of the map: rings and capsules by state, links between them, gates, terminals and lettered bullets."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from throughline.core.drawing.network import State
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, PAGE_LIGHT, has_core, light
from throughline.core.drawing.svg import Value, element, number, text

Level = tuple[float, float]
REACH = 5.5
STROKE = 2.0
DASH = "2.6 2"


def capsule(
    x: float,
    top: float,
    low: float,
    state: State,
    reach: float = REACH,
    wide: float = 0.0,
    stroke: float = STROKE,
) -> str:
    """A ring (`top` equal to `low`) or capsule round the tracks between two levels, drawn for its state.

    `wide` makes it a lying capsule, for a line that runs downward.
    """
    left, right = x - wide / 2, x + wide / 2
    outline: dict[str, Value] = {
        "class": f"tl-mark tl-{state.value}",
        "x": left - reach,
        "y": top - reach,
        "width": right - left + 2 * reach,
        "height": low - top + 2 * reach,
        "rx": reach,
        "fill": INK_LIGHT if state is State.MET else PAGE_LIGHT,
        "stroke": MUTED_LIGHT if state is State.UNAVAILABLE else INK_LIGHT,
        "stroke-width": None if stroke == STROKE else stroke,
        "stroke-dasharray": DASH if state is State.UNAVAILABLE else None,
    }
    drawn = element("rect", outline)
    if state is State.WAIVED:
        return drawn + _pip(x, (top + low) / 2, reach)
    return drawn + _half(x, left, top, low, reach) if state is State.PROGRESS else drawn


def _pip(x: float, middle: float, reach: float) -> str:
    """What was waived is neither empty nor filled: a ring with a pip in it."""
    box: dict[str, Value] = {"x": x - reach * 0.4, "y": middle - reach * 0.4, "rx": reach * 0.4}
    size: dict[str, Value] = {"width": reach * 0.8, "height": reach * 0.8}
    return element("rect", {"class": "tl-half tl-pip", **box, **size, "fill": INK_LIGHT})


def _half(x: float, left: float, top: float, low: float, reach: float) -> str:
    arc = f"A{number(reach)} {number(reach)} 0 0 0"
    way = (
        f"M{number(x)} {number(top - reach)}H{number(left)}{arc} {number(left - reach)} {number(top)}"
        f"V{number(low)}{arc} {number(left)} {number(low + reach)}H{number(x)}Z"
    )
    return element("path", {"class": "tl-half", "d": way, "fill": INK_LIGHT})


def station_mark(x: float, runs: Sequence[Level], state: State, reach: float = REACH) -> str:
    """Every capsule of a station, with thin links over the tracks that do not stop."""
    links = [
        element(
            "line", {"class": "tl-link", "x1": x, "y1": one[1], "x2": x, "y2": other[0], **_link_stroke()}
        )
        for one, other in itertools.pairwise(runs)
    ]
    return "".join(links) + "".join(capsule(x, top, low, state, reach) for top, low in runs)


def _link_stroke() -> dict[str, Value]:
    return {"stroke": INK_LIGHT, "stroke-width": 1.6}


def track(way: str, colour: int, classes: str, width: float = 5.0) -> str:
    """A track in its colour; the second sixteen colours carry a pale core."""
    stroke: dict[str, Value] = {
        "class": f"tl-track tl-c{colour % 16} {classes}",
        "d": way,
        "stroke": light(colour),
        "stroke-width": width,
    }
    drawn = element("path", stroke)
    if not has_core(colour):
        return drawn
    core = {
        **stroke,
        "class": f"tl-core {classes}",
        "stroke": PAGE_LIGHT,
        "stroke-width": round(width * 0.25, 1),
    }
    return drawn + element("path", core)


def links_drawn(*links: str) -> str:
    """The links of a map over its tracks, with what most of them have in common said once."""
    common: dict[str, Value] = {"fill": INK_LIGHT, "stroke-width": STROKE, "text-anchor": "middle"}
    return element("g", {**common, "pointer-events": "all"}, *links)


def tracks_drawn(*tracks: str) -> str:
    """Tracks under everything else, with what they have in common said once."""
    joins: dict[str, Value] = {"fill": "none", "stroke-linecap": "round", "stroke-linejoin": "round"}
    return element("g", {**joins, "pointer-events": "stroke"}, *tracks)


def area(x: float, y: float, width: float, height: float, round_by: float = 4.0) -> str:
    """An unseen area that takes the pointer and shows the focus; it must stand in a group that takes all events."""
    box: dict[str, Value] = {"x": x, "y": y, "width": width, "height": height, "rx": round_by, "fill": "none"}
    return element("rect", {"class": "tl-focus", **box})


def bullet(x: float, y: float, letter: str, colour: int, reach: float) -> str:
    """The letter of a line in a disc of its colour."""
    size = round(reach * (1.25 if len(letter) < 2 else 0.98), 1)
    disc = element(
        "circle", {"class": f"tl-fill tl-c{colour % 16}", "cx": x, "cy": y, "r": reach, "fill": light(colour)}
    )
    attributes: dict[str, Value] = {
        "class": "tl-letter",
        "fill": PAGE_LIGHT,
        "font-size": size,
        "font-weight": 700,
        "text-anchor": "middle",
        "aria-hidden": "true",
    }
    return disc + text(x, round(y + size * 0.36, 1), (letter,), 0, attributes)


def terminal(x: float, y: float, colour: int, width: float = 9.0, height: float = 22.0) -> str:
    """The block at the end of a line."""
    return element(
        "rect",
        {
            "class": f"tl-fill tl-terminal tl-c{colour % 16}",
            "x": x,
            "y": y - height / 2,
            "width": width,
            "height": height,
            "rx": 1.5,
            "fill": light(colour),
        },
    )


def gate_bar(x1: float, y1: float, x2: float, y2: float) -> str:
    """The thin rule of a gate across the tracks it closes."""
    return element(
        "line",
        {
            "class": "tl-gate",
            "x1": x1,
            "y1": y1,
            "x2": x2,
            "y2": y2,
            "stroke": INK_LIGHT,
            "stroke-width": 1.6,
            "stroke-linecap": "round",
        },
    )
