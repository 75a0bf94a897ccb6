"""One pathway as a line that runs across a wide screen, with its stages, gates, off-ramps and destinations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.core.drawing.framing import document
from throughline.core.drawing.lettering import LEADING, Lettering, fitted
from throughline.core.drawing.marks import bullet, gate_bar, station_mark, terminal, track
from throughline.core.drawing.network import Branch, Destination, Gate, Network, State
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, RULE_LIGHT, light
from throughline.core.drawing.paths import Point, rounded
from throughline.core.drawing.pathway import (
    Pathway,
    PathwayStage,
    PathwayStop,
    pathway,
    touching_drawn,
    touching_width,
)
from throughline.core.drawing.svg import Value, element, link, text

SIZE = 13.0
NAME = 15.0
HEADING = 13.0
LETTER = 6.0
WANTED = 96.0
LEFT = 44.0
STEP = 56.0
CLEAR = 15.0
GAP = 14.0
OUT_OF_TURN = 24.0
RAMP = 18.0
LANE = 36.0
END_ROW = 42.0
END_WIDTH = 230.0


@dataclass(frozen=True, slots=True)
class Stand:
    """A stop placed on the line: where, its lettering, and whether its name stands above."""

    stop: PathwayStop
    x: float
    lettering: Lettering
    above: bool

    @property
    def height(self) -> float:
        return self.lettering.height + (2 * LETTER + 5 if self.stop.touching else 0.0)

    @property
    def width(self) -> float:
        return max(self.lettering.width, touching_width(self.stop.touching, LETTER))


@dataclass(frozen=True, slots=True)
class StageSpan:
    stage: PathwayStage
    left: float
    right: float
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class OffRamp:
    """A branch placed under the line: where it leaves, in which lane it runs, where it ends."""

    branch: Branch
    x: float
    lane: int
    stands: tuple[Stand, ...]
    end: float
    lettering: Lettering


def line_across(
    network: Network,
    line: str,
    *,
    states: Mapping[str, State] | None = None,
    uid: str = "line-across",
) -> str:
    """The pathway `line` of the network from left to right; its own stages are the bands of the network."""
    here = pathway(network, line, states)
    spans = stage_spans(here)
    stands = [stand for span in spans for stand in span.stands]
    ends = [fitted(end.name, NAME, END_WIDTH, 2, bold=True) for end in here.destinations]
    above = max((stand.height for stand in stands if stand.above), default=0.0) + CLEAR
    below = max((stand.height for stand in stands if not stand.above), default=0.0) + CLEAR
    head = 20 + max(_heading(span).height for span in spans)
    level = head + max(above + 14, (len(ends) - 1) / 2 * END_ROW + 16)
    found = off_ramps(here, stands, below)
    lane_top = level + below + 22
    right = spans[-1].right
    fan = right + 22 + (len(ends) - 1) / 2 * END_ROW + 26
    foot = max(
        [level + below + 8, level + (len(ends) - 1) / 2 * END_ROW + 26]
        + [lane_top + ramp.lane * _lane(found) + 22 for ramp in found]
    )
    bottom = foot + max(
        [_gate_name(gate).height + 12 for span in spans for gate in span.stage.gates], default=4.0
    )
    width = max([fan + 26 + max(end.width for end in ends) + 12, *(r.end + r.lettering.width + 30 for r in found)])
    parts = [
        *(_stage_frame(span, spans, foot) for span in spans),
        _ways(here, level, right, fan, found, lane_top),
        _head_bullet(here, level),
        *(_gates(span, level, foot) for span in spans),
        *(_stand_drawn(stand, level) for stand in stands),
        *(_ramp_drawn(here, ramp, lane_top + ramp.lane * _lane(found)) for ramp in found),
        *_ends_drawn(here, ends, level, fan),
    ]
    own = here.line
    grouped = element("g", {"role": "group", "aria-label": own.title or own.name}, *parts)
    steps = min(max(-(-int(width * 0.8) // 100), 3), 40)
    title, desc = own.title or own.name, network.description
    return document(title, desc, width, bottom, uid, grouped, f"tl-across tl-wide{steps}")


def stage_spans(here: Pathway) -> tuple[StageSpan, ...]:
    """Every stop placed as far left as the names on its side allow; sides take turns, off-ramps keep theirs free."""
    spans: list[StageSpan] = []
    edge = {True: 4.0, False: 4.0}
    x, left, above = LEFT - STEP + 34, 16.0, False
    for stage in here.stages:
        stands: list[Stand] = []
        x += 16 if spans else 0
        for stop in stage.stops:
            stand = _next_stand(stop, x, edge, not above)
            stands.append(stand)
            x, above = stand.x, stand.above
            edge[above] = x + stand.width / 2 + GAP
            if stop.branches:
                edge[False] = max(edge[False], x + RAMP * len(stop.branches) + 64 + GAP)
        heading = fitted(stage.title, HEADING, 150.0, 2, bold=True)
        leaving = RAMP * len(stands[-1].stop.branches) + 14
        right = max(x + 34, x + leaving, max(stand.x + stand.width / 2 for stand in stands) + 8, left + heading.width + 20)
        spans.append(StageSpan(stage, left, right, tuple(stands)))
        x, left = right - STEP + 22, right
    return tuple(spans)


def _next_stand(stop: PathwayStop, x: float, edge: Mapping[bool, float], turn: bool) -> Stand:
    lettering = fitted(stop.name, SIZE, WANTED, 3)
    half = max(lettering.width, touching_width(stop.touching, LETTER)) / 2

    def earliest(above: bool) -> float:
        return round(max(x + STEP, edge[above] + half), 1)

    sides = (True,) if stop.branches else (turn, not turn)
    side = min(sides, key=lambda above: earliest(above) + (0 if above is turn else OUT_OF_TURN))
    return Stand(stop, earliest(side), lettering, side)


def off_ramps(here: Pathway, stands: Sequence[Stand], below: float) -> tuple[OffRamp, ...]:
    """The branches in lanes under the line; one that must run under a later one takes a deeper lane."""
    found: list[OffRamp] = []
    for stand in reversed(stands):
        for turn, branch in reversed(list(enumerate(stand.stop.branches))):
            x = stand.x + RAMP * (turn + 1) - 4
            found.append(_off_ramp(here, branch, x, below, found))
    return tuple(reversed(found))


def _off_ramp(here: Pathway, branch: Branch, x: float, below: float, later: Sequence[OffRamp]) -> OffRamp:
    lettering = fitted(branch.destination.name, SIZE, 170.0, 2, bold=True)
    stops = [here.by_id[stop] for stop in branch.stations]
    names = [fitted(stop.name, SIZE, WANTED, 2) for stop in stops]
    run = sum(max(name.width, touching_width(stop.touching, LETTER)) + GAP for name, stop in zip(names, stops, strict=True))
    lane = 0
    for _ in range(len(later) + 1):
        end = x + below + 22 + lane * LANE * (2 if stops else 1) + 24 + run
        over = [ramp.lane for ramp in later if ramp.x < end + lettering.width + 40]
        deeper = 1 + max(over, default=-1)
        if deeper <= lane:
            break
        lane = deeper
    stands: list[Stand] = []
    at = end - run
    for stop, name in zip(stops, names, strict=True):
        half = max(name.width, touching_width(stop.touching, LETTER)) / 2
        stands.append(Stand(stop, at + half, name, True))
        at += 2 * half + GAP
    return OffRamp(branch, x, lane, tuple(stands), end, lettering)


def _lane(found: Sequence[OffRamp]) -> float:
    return LANE * 2 if any(ramp.stands for ramp in found) else LANE


def _heading(span: StageSpan) -> Lettering:
    return fitted(span.stage.title, HEADING, span.right - span.left - 16, 2, bold=True)


def _stage_frame(span: StageSpan, spans: Sequence[StageSpan], foot: float) -> str:
    attributes: dict[str, Value] = {
        "class": "tl-heading",
        "fill": MUTED_LIGHT,
        "font-size": HEADING,
        "font-weight": 700,
    }
    x = span.left + (0 if span is spans[0] else 10)
    heading = text(x, 20, _heading(span).rows, HEADING * LEADING, attributes)
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
        drawn.append(_track(((right + 10, level), (corner, level), (corner + abs(y - level), y), (fan, y)), here))
    for ramp in found:
        y = lane_top + ramp.lane * _lane(found)
        way = ((ramp.x - 10, level), (ramp.x, level), (ramp.x + y - level, y), (max(ramp.end, ramp.x + y - level + 14), y))
        drawn.append(_track(way, here, 3.5))
    return "".join(drawn)


def _track(points: Sequence[Point], here: Pathway, width: float = 6.0) -> str:
    return track(rounded(points, 16.0), here.colour, "", width)


def _end_level(number: int, count: int, level: float) -> float:
    return level + (number - (count - 1) / 2) * END_ROW


def _head_bullet(here: Pathway, level: float) -> str:
    own = here.line
    area: dict[str, Value] = {"cx": LEFT - 22, "cy": level, "r": 20, "fill": "none", "pointer-events": "all"}
    return link(
        own.href,
        own.title or own.name,
        {"class": "tl-line"},
        element("circle", {"class": "tl-focus", **area}),
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
    area: dict[str, Value] = {"x": stand.x - stand.width / 2 - 4, "width": stand.width + 8, "rx": 4}
    high: dict[str, Value] = {"y": min(top - 4, level - 14), "height": stand.height + CLEAR + 18}
    return link(
        stand.stop.href,
        stand.stop.title,
        {"class": "tl-station"},
        element("rect", {"class": "tl-focus", **area, **high, "fill": "none", "pointer-events": "all"}),
        station_mark(stand.x, ((level - half, level + half),), stand.stop.state, reach),
        touching_drawn(stand.stop.touching, stand.x - wide / 2, letters, LETTER),
        text(stand.x, words + SIZE * 0.95, stand.lettering.rows, SIZE * LEADING, attributes),
    )


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
    area: dict[str, Value] = {"x": x - 5, "y": y - 18, "width": name.width + thick + 20, "height": 36, "rx": 4}
    first = y - name.height / 2 + name.size * 0.95
    return link(
        end.href,
        end.title or end.name,
        {"class": "tl-line"},
        element("rect", {"class": "tl-focus", **area, "fill": "none", "pointer-events": "all"}),
        terminal(x, y, here.colour, thick, 22.0),
        text(x + thick + 9, round(first, 1), name.rows, name.size * LEADING, attributes),
    )
