"""One pathway as a line that runs across a wide screen, with its stages, gates, off-ramps and destinations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from throughline.core.drawing.framing import document
from throughline.core.drawing.lettering import LEADING, Lettering, fitted
from throughline.core.drawing.line_plan import (
    HEADING,
    LEFT,
    LETTER,
    SIZE,
    OffRamp,
    StageSpan,
    Stand,
    lane_height,
    off_ramps,
    stage_heading,
    stage_spans,
)
from throughline.core.drawing.marks import (
    STROKE,
    area,
    bullet,
    gate_bar,
    station_mark,
    terminal,
    track,
    tracks_drawn,
)
from throughline.core.drawing.network import Destination, Gate, Network, State
from throughline.core.drawing.overlay import slot
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, RULE_LIGHT, light
from throughline.core.drawing.paths import Point, rounded
from throughline.core.drawing.pathway import (
    Pathway,
    pathway,
    touching_drawn,
    touching_width,
)
from throughline.core.drawing.svg import Value, element, link, text

NAME = 15.0
CLEAR = 15.0
END_ROW = 42.0
END_WIDTH = 230.0


def line_across(
    network: Network,
    line: str,
    *,
    states: Mapping[str, State] | None = None,
    uid: str = "line-across",
) -> str:
    """The pathway `line` of the network from left to right, slots marked; its stages are the bands of the network."""
    here = pathway(network, line, states)
    spans = stage_spans(here)
    stands = [stand for span in spans for stand in span.stands]
    ends = [fitted(end.name, NAME, END_WIDTH, 2, bold=True) for end in here.destinations]
    above = max((stand.height for stand in stands if stand.above), default=0.0) + CLEAR
    below = max((stand.height for stand in stands if not stand.above), default=0.0) + CLEAR
    head = 20 + max(stage_heading(span).height for span in spans)
    level = head + max(above + 14, (len(ends) - 1) / 2 * END_ROW + 16)
    found = off_ramps(here, stands, below)
    lane_top = level + below + 22
    right = spans[-1].right
    fan = right + 22 + (len(ends) - 1) / 2 * END_ROW + 26
    foot = max(
        [level + below + 8, level + (len(ends) - 1) / 2 * END_ROW + 26]
        + [lane_top + ramp.lane * lane_height(found) + 22 for ramp in found]
    )
    bottom = foot + max(
        [_gate_name(gate).height + 12 for span in spans for gate in span.stage.gates], default=4.0
    )
    width = max(
        [fan + 26 + max(end.width for end in ends) + 12, *(r.end + r.lettering.width + 30 for r in found)]
    )
    parts = [
        *(_stage_frame(span, spans, foot) for span in spans),
        _ways(here, level, right, fan, found, lane_top),
        _head_bullet(here, level),
        *(_gates(span, level, foot) for span in spans),
        *(_stand_drawn(stand, level) for stand in stands),
        *(_ramp_drawn(here, ramp, lane_top + ramp.lane * lane_height(found)) for ramp in found),
        *_ends_drawn(here, ends, level, fan),
    ]
    own = here.line
    grouped = element(
        "g",
        {
            "role": "group",
            "aria-label": own.title or own.name,
            "pointer-events": "all",
            "stroke-width": STROKE,
        },
        *parts,
    )
    steps = min(max(-(-int(width * 0.8) // 100), 3), 40)
    title, desc = own.title or own.name, network.description
    return document(title, desc, width, bottom, uid, grouped, f"tl-across tl-wide{steps}")


def _stage_frame(span: StageSpan, spans: Sequence[StageSpan], foot: float) -> str:
    attributes: dict[str, Value] = {
        "class": "tl-heading",
        "fill": MUTED_LIGHT,
        "font-size": HEADING,
        "font-weight": 700,
    }
    x = span.left + (0 if span is spans[0] else 10)
    heading = text(x, 20, stage_heading(span).rows, HEADING * LEADING, attributes)
    if span is spans[-1] and not span.stage.gates:
        return heading
    ends: dict[str, Value] = {"x1": span.right, "y1": 8, "x2": span.right, "y2": foot}
    return heading + element("line", {"class": "tl-rule", **ends, "stroke": RULE_LIGHT, "stroke-width": 1})


def _ways(
    here: Pathway, level: float, right: float, fan: float, found: Sequence[OffRamp], lane_top: float
) -> str:
    drawn = [_track(((LEFT - 18, level), (right + 10, level)), here)]
    for number in range(len(here.destinations)):
        y = _end_level(number, len(here.destinations), level)
        corner = right + 22
        drawn.append(
            _track(((right + 10, level), (corner, level), (corner + abs(y - level), y), (fan, y)), here)
        )
    for ramp in found:
        y = lane_top + ramp.lane * lane_height(found)
        way = (
            (ramp.x - 10, level),
            (ramp.x, level),
            (ramp.x + y - level, y),
            (max(ramp.end, ramp.x + y - level + 14), y),
        )
        drawn.append(_track(way, here, 3.5))
    return tracks_drawn(*drawn)


def _track(points: Sequence[Point], here: Pathway, width: float = 6.0) -> str:
    return track(rounded(points, 16.0), here.colour, "", width)


def _end_level(number: int, count: int, level: float) -> float:
    return level + (number - (count - 1) / 2) * END_ROW


def _head_bullet(here: Pathway, level: float) -> str:
    own = here.line
    disc: dict[str, Value] = {"cx": LEFT - 22, "cy": level, "r": 20, "fill": "none"}
    return link(
        own.href,
        own.title or own.name,
        {"class": "tl-line"},
        element("circle", {"class": "tl-focus", **disc}),
        bullet(LEFT - 22, level, own.letter, here.colour, 13.0),
    )


def _gate_name(gate: Gate) -> Lettering:
    return fitted(gate.title, SIZE, 130.0, 2)


def _gates(span: StageSpan, level: float, foot: float) -> str:
    if not span.stage.gates:
        return ""
    drawn = [gate_bar(span.right, level - 15, span.right, level + 15)]
    y = foot + 12
    for gate in span.stage.gates:
        name = _gate_name(gate)
        attributes: dict[str, Value] = {
            "class": "tl-label",
            "fill": INK_LIGHT,
            "font-size": SIZE,
            "text-anchor": "middle",
        }
        words = text(span.right, y, name.rows, SIZE * LEADING, attributes)
        drawn.append(link(gate.href, gate.title, {"class": "tl-gate-name"}, words))
        y += name.height
    return "".join(drawn)


def _stand_drawn(stand: Stand, level: float) -> str:
    reach = 6.5
    half = 5.0 if stand.stop.touching else 0.0
    top = level - CLEAR - stand.height if stand.above else level + CLEAR
    letters = level - CLEAR - LETTER if stand.above else level + CLEAR + LETTER
    words = top if stand.above else top + stand.height - stand.lettering.height
    attributes: dict[str, Value] = {
        "class": "tl-label",
        "fill": INK_LIGHT,
        "font-size": SIZE,
        "text-anchor": "middle",
    }
    wide = touching_width(stand.stop.touching, LETTER)
    focus = area(
        stand.x - stand.width / 2 - 4, min(top - 4, level - 14), stand.width + 8, stand.height + CLEAR + 18
    )
    drawn = link(
        stand.stop.href,
        stand.stop.title,
        {"class": "tl-station"},
        focus,
        station_mark(stand.x, ((level - half, level + half),), stand.stop.state, reach),
        touching_drawn(stand.stop.touching, stand.x - wide / 2, letters, LETTER),
        text(stand.x, words + SIZE * 0.95, stand.lettering.rows, SIZE * LEADING, attributes),
    )
    return slot(stand.stop.id, (), drawn)


def _ramp_drawn(here: Pathway, ramp: OffRamp, y: float) -> str:
    stations = "".join(_stand_drawn(stand, y) for stand in ramp.stands)
    end = _end_drawn(here, ramp.branch.destination, ramp.lettering, (ramp.end, y), 5.0)
    return stations + end


def _ends_drawn(here: Pathway, ends: Sequence[Lettering], level: float, fan: float) -> list[str]:
    count = len(ends)
    return [
        _end_drawn(here, end, ends[number], (fan, _end_level(number, count, level)), 8.0)
        for number, end in enumerate(here.destinations)
    ]


def _end_drawn(here: Pathway, end: Destination, name: Lettering, at: Point, thick: float) -> str:
    x, y = at
    attributes: dict[str, Value] = {
        "class": f"tl-name tl-text tl-c{here.colour % 16}",
        "fill": light(here.colour),
        "font-size": name.size,
        "font-weight": 700,
    }
    first = y - name.height / 2 + name.size * 0.95
    return link(
        end.href,
        end.title or end.name,
        {"class": "tl-line"},
        area(x - 5, y - 18, name.width + thick + 20, 36),
        terminal(x, y, here.colour, thick, 22.0),
        text(x + thick + 9, round(first, 1), name.rows, name.size * LEADING, attributes),
    )
