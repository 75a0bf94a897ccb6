"""The line, small: beside a learner's name, in a table cell, along the top of a page; and the mark of the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from throughline.core.drawing.marks import capsule, gate_bar, terminal, track, tracks_drawn
from throughline.core.drawing.network import Network, State
from throughline.core.drawing.overlay import Drawing, overlaid, plain, prepared, slot
from throughline.core.drawing.palette import light
from throughline.core.drawing.paths import rounded
from throughline.core.drawing.pathway import pathway
from throughline.core.drawing.svg import Value, element, escaped, number

LEAST, MOST = 5.0, 18.0


def line_strip(
    network: Network,
    line: str,
    label: str,
    *,
    states: Mapping[str, State] | None = None,
    width: float = 180.0,
    height: float = 20.0,
) -> str:
    """The pathway as one small line with its stations by state, gates as rules and its terminal: one image.

    `label` says in words what it shows ("7 of 12 milestones met; next: Anatomy"). Where the stations do not fit
    into `width` with 5 pixels each, the strip is wider than asked.
    """
    drawn, wide = _inside(network, line, states, width, height)
    return _image(label, wide, height, "tl-strip", plain(drawn))


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip in pieces."""

    drawing: Drawing
    width: float
    height: float


def prepared_strip(network: Network, line: str, *, width: float = 180.0, height: float = 20.0) -> Strip:
    """The strip of a line in pieces, for `labelled_strip`."""
    inside = prepared(network, lambda states, _own: _inside(network, line, states, width, height)[0])
    return Strip(inside, _inside(network, line, None, width, height)[1], height)


def labelled_strip(strip: Strip, label: str, states: Mapping[str, State] | None = None) -> str:
    """What `line_strip` draws, from its pieces."""
    return _image(label, strip.width, strip.height, "tl-strip", overlaid(strip.drawing, states))


def _inside(
    network: Network, line: str, states: Mapping[str, State] | None, width: float, height: float
) -> tuple[str, float]:
    """What stands on the strip, slots marked, and how wide it is."""
    here = pathway(network, line, states)
    count = sum(len(stage.stops) for stage in here.stages)
    gates = sum(1 for stage in here.stages if stage.gates)
    steps = count + gates * 0.5
    step = min(max((width - 14) / steps, LEAST), MOST)
    reach = min(step * 0.36, height / 2 - 3, 4.5)
    middle, x = height / 2, 4 + step / 2
    marks: list[str] = []
    for stage in here.stages:
        for stop in stage.stops:
            marks.append(slot(stop.id, (), _small_mark(x, middle, stop.state, reach)))
            x += step
        if stage.gates:
            at = x - step / 4
            marks.append(gate_bar(at, middle - height / 2 + 2, at, middle + height / 2 - 2))
            x += step / 2
    end = x - step / 2 + 4
    way = tracks_drawn(track(rounded(((4, middle), (end, middle))), here.colour, "", 3.0))
    last = terminal(end, middle, here.colour, 3.5, min(height - 6, 12.0))
    return way + "".join(marks) + last, end + 5.5


def _small_mark(x: float, middle: float, state: State, reach: float) -> str:
    return capsule(round(x, 1), middle, middle, state, round(reach, 1), stroke=1.4)


def _image(label: str, width: float, height: float, classes: str, inside: str) -> str:
    size: dict[str, Value] = {
        "width": width,
        "height": height,
        "viewBox": f"0 0 {number(width)} {number(height)}",
    }
    named: dict[str, Value] = {"class": classes, "role": "img", "aria-label": label}
    attributes = {"xmlns": "http://www.w3.org/2000/svg", **named, **size}
    return element("svg", attributes, element("title", {}, escaped(label)), inside)


def favicon(label: str = "") -> str:
    """Two lines that share a station and part: the mark of the product, 32 by 32, plain on light and dark."""
    up = track(rounded(((4, 13), (11, 13), (16, 8), (28, 8)), 8), 3, "", 5.0)
    through = track(rounded(((4, 19), (15, 19), (20, 24), (28, 24)), 8), 0, "", 5.0)
    ring: dict[str, Value] = {
        "x": 5,
        "y": 8.5,
        "width": 7,
        "height": 15,
        "rx": 3.5,
        "fill": "#ffffff",
        "stroke": light(3),
    }
    inside = tracks_drawn(up, through) + element("rect", {**ring, "stroke-width": 2})
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 32 32",
        "width": 32,
        "height": 32,
    }
    named = element("title", {}, escaped(label)) if label else ""
    return element("svg", attributes, named, inside)
