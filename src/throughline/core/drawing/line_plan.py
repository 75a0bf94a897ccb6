"""Where everything on the line across stands: stops from left to right, off-ramps in lanes under the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.core.drawing.lettering import Lettering, fitted
from throughline.core.drawing.network import Branch
from throughline.core.drawing.pathway import Pathway, PathwayStage, PathwayStop, touching_width

SIZE = 13.0
HEADING = 13.0
LETTER = 6.0
WANTED = 96.0
LEFT = 44.0
STEP = 56.0
GAP = 14.0
OUT_OF_TURN = 24.0
RAMP = 18.0
LANE = 36.0


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
        right = max(
            x + 34,
            x + leaving,
            max(stand.x + stand.width / 2 for stand in stands) + 8,
            left + heading.width + 20,
        )
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
    run = sum(
        max(name.width, touching_width(stop.touching, LETTER)) + GAP
        for name, stop in zip(names, stops, strict=True)
    )
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


def lane_height(found: Sequence[OffRamp]) -> float:
    return LANE * 2 if any(ramp.stands for ramp in found) else LANE


def stage_heading(span: StageSpan) -> Lettering:
    return fitted(span.stage.title, HEADING, span.right - span.left - 16, 2, bold=True)
