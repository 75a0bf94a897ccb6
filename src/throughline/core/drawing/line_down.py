"""One pathway as a line that runs down a phone: every station a row with its name beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.core.drawing.framing import document
from throughline.core.drawing.lettering import LEADING, Lettering, fitted
from throughline.core.drawing.marks import (
    STROKE,
    area,
    bullet,
    capsule,
    gate_bar,
    terminal,
    track,
    tracks_drawn,
)
from throughline.core.drawing.network import Branch, Destination, Gate, Network, State
from throughline.core.drawing.overlay import slot
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, RULE_LIGHT, light
from throughline.core.drawing.paths import rounded
from throughline.core.drawing.pathway import Pathway, PathwayStage, PathwayStop, pathway, touching_drawn
from throughline.core.drawing.svg import Value, element, link, text

TARGET = 48.0
NAME = 16.0
SMALL = 13.0
TRACK_X = 28.0
TEXT_X = 58.0
BRANCH_X = 52.0
REACH = 8.0
LETTER = 7.0


@dataclass(slots=True)
class _Sheet:
    """The drawing so far: where the next row begins, what is drawn, and where tracks of branches leave."""

    width: float
    here: Pathway
    y: float = 0.0
    rows: list[str] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)


def line_down(
    network: Network,
    line: str,
    *,
    states: Mapping[str, State] | None = None,
    uid: str = "line-down",
    width: float = 320.0,
) -> str:
    """The pathway `line` of the network from top to bottom, slots marked, each row at least 48 high to touch."""
    sheet = _Sheet(width, pathway(network, line, states))
    own = sheet.here.line
    _title_row(sheet)
    top = sheet.y - TARGET / 2
    for stage in sheet.here.stages:
        _stage_rows(sheet, stage)
    for destination in sheet.here.destinations:
        _end_row(sheet, destination, 5.0)
    trunk = rounded(((TRACK_X, top), (TRACK_X, sheet.y - TARGET)))
    inside = tracks_drawn(track(trunk, sheet.here.colour, ""), *sheet.ways) + "".join(sheet.rows)
    grouped = element(
        "g",
        {
            "role": "group",
            "aria-label": own.title or own.name,
            "pointer-events": "all",
            "stroke-width": STROKE,
        },
        inside,
    )
    return document(own.title or own.name, network.description, width, sheet.y + 8, uid, grouped, "tl-down")


def _title_row(sheet: _Sheet) -> None:
    own = sheet.here.line
    name = fitted(own.name, NAME, sheet.width - TEXT_X - 12, 3, bold=True)
    height = max(TARGET, name.height + 20)
    middle = sheet.y + height / 2
    drawn = bullet(TRACK_X, middle, own.letter, sheet.here.colour, 13.0)
    drawn += _words(name, TEXT_X, middle, f"tl-name tl-text tl-c{sheet.here.colour % 16}", sheet, bold=True)
    sheet.rows.append(
        link(own.href, own.title or own.name, {"class": "tl-line"}, _area(sheet, height), drawn)
    )
    sheet.y += height


def _stage_rows(sheet: _Sheet, stage: PathwayStage) -> None:
    heading = fitted(stage.title, SMALL, sheet.width - TEXT_X - 12, 3, bold=True)
    attributes: dict[str, Value] = {
        "class": "tl-heading",
        "fill": MUTED_LIGHT,
        "font-size": SMALL,
        "font-weight": 700,
    }
    sheet.rows.append(text(TEXT_X, sheet.y + 26, heading.rows, SMALL * LEADING, attributes))
    sheet.y += heading.height + 20
    for stop in stage.stops:
        _stop_row(sheet, stop)
        for branch in stop.branches:
            _branch_rows(sheet, branch)
    for gate in stage.gates:
        _gate_row(sheet, gate)


def _stop_row(sheet: _Sheet, stop: PathwayStop, x: float = TRACK_X) -> None:
    left = TEXT_X + (x - TRACK_X)
    name = fitted(stop.name, NAME, sheet.width - left - 12, 4)
    letters = 2 * LETTER + 6 if stop.touching else 0.0
    height = max(TARGET, name.height + letters + 18)
    middle = sheet.y + height / 2
    wide = 8.0 if stop.touching else 0.0
    drawn = capsule(x, middle, middle, stop.state, REACH, wide)
    drawn += _words(name, left, middle - letters / 2, "tl-label", sheet)
    drawn += touching_drawn(stop.touching, left, middle + name.height / 2 + 3, LETTER)
    named = {"class": "tl-station"}
    row = link(stop.href, stop.title, named, _area(sheet, height), drawn)
    sheet.rows.append(slot(stop.id, (), row))
    sheet.y += height


def _branch_rows(sheet: _Sheet, branch: Branch) -> None:
    """An off-ramp. Its own stations stand on a track of their own beside the trunk."""
    top = sheet.y
    for stop in branch.stations:
        _stop_row(sheet, sheet.here.by_id[stop], BRANCH_X)
    if branch.stations:
        way = ((TRACK_X, top - 12), (BRANCH_X, top + 12), (BRANCH_X, sheet.y))
        sheet.ways.append(track(rounded(way), sheet.here.colour, "", 3.5))
    _end_row(sheet, branch.destination, 3.5, BRANCH_X if branch.stations else TRACK_X)


def _end_row(sheet: _Sheet, destination: Destination, thick: float, x: float = TRACK_X) -> None:
    """A terminal: the track bends aside to it at 45 degrees."""
    aside = x + 24
    name = fitted(destination.name, NAME, sheet.width - aside - 26, 3, bold=thick > 4)
    height = max(TARGET, name.height + 18)
    middle = sheet.y + height / 2
    way = ((x, middle - TARGET / 2 - 8), (x, middle - 14), (x + 14, middle), (aside, middle))
    sheet.ways.append(track(rounded(way), sheet.here.colour, "", thick))
    drawn = terminal(aside, middle, sheet.here.colour, 6.0, 20.0)
    drawn += _words(name, aside + 18, middle, "tl-label", sheet, bold=thick > 4)
    named = {"class": "tl-line"}
    title = destination.title or destination.name
    sheet.rows.append(link(destination.href, title, named, _area(sheet, height), drawn))
    sheet.y += height


def _gate_row(sheet: _Sheet, gate: Gate) -> None:
    title = fitted(gate.title, SMALL, sheet.width - TEXT_X - 12, 3)
    height = max(TARGET, title.height + 20) if gate.href else title.height + 20
    middle = sheet.y + height / 2
    ends: dict[str, Value] = {
        "x1": TRACK_X + 16,
        "y1": sheet.y + 4,
        "x2": sheet.width - 12,
        "y2": sheet.y + 4,
    }
    rule = element("line", {"class": "tl-rule", **ends, "stroke": RULE_LIGHT, "stroke-width": 1})
    bar = gate_bar(TRACK_X - 13, sheet.y + 4, TRACK_X + 13, sheet.y + 4)
    words = _words(title, TEXT_X, middle + 2, "tl-label", sheet)
    sheet.rows.append(
        rule + bar + link(gate.href, gate.title, {"class": "tl-gate-name"}, _area(sheet, height), words)
    )
    sheet.y += height


def _area(sheet: _Sheet, height: float) -> str:
    """The whole row takes the touch and shows the focus."""
    return area(3, sheet.y + 1, sheet.width - 6, height - 2)


def _words(name: Lettering, x: float, middle: float, classes: str, sheet: _Sheet, bold: bool = False) -> str:
    coloured = "tl-text" in classes
    attributes: dict[str, Value] = {
        "class": classes,
        "fill": light(sheet.here.colour) if coloured else INK_LIGHT,
        "font-size": name.size,
        "font-weight": 700 if bold else None,
    }
    top = middle - name.height / 2 + name.size * 0.95
    return text(x, round(top, 1), name.rows, name.size * LEADING, attributes)
