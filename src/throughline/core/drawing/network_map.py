"""The map of a whole state: every pathway a line, every milestone a station, drawn as one SVG."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from throughline.core.drawing.framing import foot, framed, gates_drawn, headings_drawn, taken_by_frame
from throughline.core.drawing.keyed import Numbered, key_drawn, numbered
from throughline.core.drawing.labels import Label, labelled
from throughline.core.drawing.layout import (
    LABEL_SIZE,
    NAME_SIZE,
    NOTE_SIZE,
    TERMINAL,
    Layout,
    Placed,
    laid_out,
)
from throughline.core.drawing.lettering import LEADING
from throughline.core.drawing.marks import (
    area,
    bullet,
    links_drawn,
    station_mark,
    terminal,
    track,
    tracks_drawn,
)
from throughline.core.drawing.network import Line, Network, State, Station, state_of, title_of
from throughline.core.drawing.order import line_order
from throughline.core.drawing.overlay import Drawing, plain, prepared, slot
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, colours_of, light
from throughline.core.drawing.paths import rounded
from throughline.core.drawing.ramps import Ramp, ramps
from throughline.core.drawing.svg import Value, element, link, text

SMALL_BULLET = 6.0
STAGGER = 15.0


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What every part of the drawing needs to know."""

    network: Network
    layout: Layout
    lines: tuple[Line, ...]
    colours: tuple[int, ...]
    stations: Mapping[str, Station]
    placed: Mapping[str, Placed]
    labels: Mapping[str, Label]
    key: Mapping[str, Numbered]
    ramps: Mapping[int, tuple[Ramp, ...]]
    states: Mapping[str, State] | None
    own: frozenset[str] | None


def network_order(network: Network, previous: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids of the lines from the top of the map to the bottom. Keep it and pass it as `previous` next time."""
    trunk_stops: dict[str, set[str]] = {}
    for line in network.lines:
        for stop in line.stations:
            trunk_stops.setdefault(stop, set()).add(line.id)
    served = [frozenset(trunk_stops[stop]) for stop in sorted(trunk_stops)]
    return line_order([line.id for line in network.lines], served, previous)


def network_map(
    network: Network,
    *,
    states: Mapping[str, State] | None = None,
    own_lines: Collection[str] | None = None,
    previous: Sequence[str] = (),
    uid: str = "map",
) -> str:
    """The map as one SVG element, the same bytes for the same network.

    `states` overlays one learner's states (by station id), `own_lines` the pathways that are the learner's own: they
    are drawn full and the rest quiet. `previous` is the order of lines in an earlier version (`network_order`).
    `uid` is the prefix of ids inside the SVG; give each map on a page its own. Branches show as short ramps with a
    terminal; their stations stand on `line_map` and in `network_list`.
    """
    if not network.lines:
        return framed(network, 320.0, 60.0, uid, "")
    return plain(_written(_with(_placed(network, previous), states, own_lines), uid))


def prepared_network(network: Network, *, previous: Sequence[str] = (), uid: str = "map") -> Drawing:
    """The same map in pieces, for `overlaid` to lay a learner's states and lines over it."""
    if not network.lines:
        return Drawing((network_map(network, uid=uid),), ())
    placed = _placed(network, previous)
    return prepared(network, lambda states, own: _written(_with(placed, states, own), uid), own=True)


def _written(drawing: _Drawing, uid: str) -> str:
    network = drawing.network
    key = list(drawing.key.values())
    key_part, height = key_drawn(key, drawing.layout, foot(network, drawing.layout))
    parts = [
        headings_drawn(network, drawing.layout),
        tracks_drawn(*(_tracks(drawing, place) for place in range(len(drawing.lines)))),
        gates_drawn(network, drawing.layout),
        element("g", {"font-size": LABEL_SIZE}, links_drawn(*_line_groups(drawing))),
        key_part,
    ]
    return framed(network, drawing.layout.width, height, uid, "".join(parts))


def own_colours(network: Network) -> dict[str, int]:
    """The colours that the lines carry; where a line carries none, as the map of the network draws them.

    The search for the order of the lines, which decides colours left open, is spared where nothing is left open.
    """
    colours = [line.colour for line in network.lines]
    if None in colours:
        return network_colours(network)
    ids = [line.id for line in network.lines]
    return dict(zip(ids, colours_of(ids, colours), strict=True))


def network_colours(network: Network, previous: Sequence[str] = ()) -> dict[str, int]:
    """The colour of each line as the map of the network draws it, for whatever stands beside the map."""
    by_id = {line.id: line for line in network.lines}
    order = network_order(network, previous)
    return dict(zip(order, colours_of(order, [by_id[line].colour for line in order]), strict=True))


def _with(drawing: _Drawing, states: Mapping[str, State] | None, own: Collection[str] | None) -> _Drawing:
    return replace(drawing, states=states, own=None if own is None else frozenset(own))


def _placed(network: Network, previous: Sequence[str]) -> _Drawing:
    layout = laid_out(network, network_order(network, previous))
    by_id = {line.id: line for line in network.lines}
    lines = tuple(by_id[line] for line in layout.order)
    found_ramps = ramps(lines, layout)
    taken = taken_by_frame(network, layout) + [ramp.box for group in found_ramps.values() for ramp in group]
    labels = labelled(layout, taken)
    return _Drawing(
        network,
        layout,
        lines,
        colours_of(layout.order, [line.colour for line in lines]),
        network.station_by_id(),
        {placed.stop.station: placed for placed in layout.stations},
        {label.station: label for label in labels.placed},
        numbered(labels, layout, network.station_by_id(), taken),
        found_ramps,
        None,
        None,
    )


def _quiet(drawing: _Drawing, places: Sequence[int]) -> bool:
    return drawing.own is not None and not any(drawing.lines[place].id in drawing.own for place in places)


def _tracks(drawing: _Drawing, place: int) -> str:
    quiet = _quiet(drawing, (place,))
    points = list(drawing.layout.tracks[place])
    points[0] = (points[0][0] - _stagger(drawing, place), points[0][1])
    classes = f"tl-hot tl-on{place}" + (" tl-quiet" if quiet else "")
    width = 2.0 if quiet else 5.0
    colour = drawing.colours[place]
    drawn = track(rounded(points), colour, classes, width)
    drawn += "".join(track(rounded(ramp.points), colour, classes, 3.0) for ramp in drawing.ramps[place])
    return slot("", (drawing.lines[place].id,), drawn)


def _stagger(drawing: _Drawing, place: int) -> float:
    """Bullets of neighbouring tracks stand by turns a little to the left, so that they do not touch."""
    x, y = drawing.layout.tracks[place][0]
    before, step = place - 1, 0
    while before >= 0:
        other = drawing.layout.tracks[before][0]
        if abs(other[0] - x) > STAGGER or y - other[1] > 2 * SMALL_BULLET * (step + 1):
            break
        before, step = before - 1, step + 1
    return STAGGER if step % 2 else 0.0


def _line_groups(drawing: _Drawing) -> list[str]:
    """Line by line, as the Tab key goes: its name, then each of its stations not met on a line before."""
    done: set[str] = set()
    groups: list[str] = []
    for place, line in enumerate(drawing.lines):
        inside = [_line_name(drawing, place)]
        for stop in line.stations:
            if stop not in done:
                inside.append(_station(drawing, stop))
                done.add(stop)
        inside += [_ramp(ramp, drawing.colours[place], place) for ramp in drawing.ramps[place]]
        groups.append(element("g", {"role": "group", "aria-label": line.title or line.name}, *inside))
    return groups


def _line_name(drawing: _Drawing, place: int) -> str:
    line, colour, layout = drawing.lines[place], drawing.colours[place], drawing.layout
    x, y = layout.end, layout.rows[place]
    start = layout.tracks[place][0]
    quiet = _quiet(drawing, (place,))
    attributes: dict[str, Value] = {
        "class": f"tl-name tl-text tl-c{colour % 16}",
        "fill": light(colour),
        "font-size": NAME_SIZE,
        "font-weight": 400 if quiet else 700,
        "text-anchor": "start",
    }
    name = text(x + 34, y + (5 if not line.note else -1), (line.name,), 0, attributes)
    note = text(
        x + 34,
        y + 14,
        (line.note,),
        0,
        {
            "class": "tl-note",
            "fill": MUTED_LIGHT,
            "font-size": NOTE_SIZE,
            "text-anchor": "start",
            "aria-hidden": "true",
        },
    )
    drawn = link(
        line.href,
        line.title or line.name,
        {"class": f"tl-line tl-hot tl-on{place}" + (" tl-quiet" if quiet else "")},
        area(x - 3, y - 17, layout.width - x - 5, 34),
        bullet(start[0] - _stagger(drawing, place), start[1], line.letter, colour, SMALL_BULLET),
        terminal(x, y, colour, TERMINAL),
        bullet(x + 21, y, line.letter, colour, 8.5),
        name,
        note if line.note else "",
    )
    return slot("", (line.id,), drawn)


def _station(drawing: _Drawing, stop: str) -> str:
    placed, station = drawing.placed[stop], drawing.stations[stop]
    quiet = _quiet(drawing, placed.stop.places)
    serves = " ".join(f"tl-on{place}" for place in placed.stop.places)
    label = drawing.labels.get(stop)
    named = _label(drawing, label, station, quiet) if label else drawing.key[stop].beside()
    state = state_of(station, drawing.states)
    drawn = link(
        station.href,
        title_of(station, drawing.states),
        {"class": f"tl-station tl-hot {serves}" + (" tl-quiet" if quiet else "")},
        _reach(placed),
        station_mark(placed.x, placed.runs, state),
        named,
    )
    return slot(stop, [drawing.lines[place].id for place in placed.stop.places], drawn)


def _reach(placed: Placed) -> str:
    """An unseen area round the marks that takes the pointer and shows the focus."""
    top, low = placed.levels[0], placed.levels[-1]
    return area(placed.x - 12, top - 12, 24, low - top + 24, 12)


def _label(drawing: _Drawing, label: Label, station: Station, quiet: bool) -> str:
    attributes: dict[str, Value] = {
        "class": "tl-label",
        "fill": MUTED_LIGHT if quiet else None,
        "text-anchor": label.anchor if label.anchor != "middle" else None,
    }
    leading = LABEL_SIZE * LEADING
    drawn = text(label.x, label.box.top + LABEL_SIZE * 0.95, label.lettering.rows, leading, attributes)
    if label.leader is None:
        return drawn
    x = drawing.placed[station.id].x
    lead: dict[str, Value] = {
        "class": "tl-leader",
        "x1": x,
        "y1": label.leader[0],
        "x2": x,
        "y2": label.leader[1],
    }
    return element("line", {**lead, "stroke": INK_LIGHT, "stroke-width": 1}) + drawn


def _ramp(ramp: Ramp, colour: int, place: int) -> str:
    (x, y), box = ramp.points[-1], ramp.box
    return link(
        ramp.destination.href,
        ramp.destination.title or ramp.destination.name,
        {"class": f"tl-ramp tl-hot tl-on{place}"},
        area(box.left, box.top, box.right - box.left, box.bottom - box.top),
        terminal(x, y, colour, 4.0, 11.0),
    )
