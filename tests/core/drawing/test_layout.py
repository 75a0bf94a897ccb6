"""Where things lie on the map: tracks, capsules and labels, on random networks and on the three samples."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from tests.core.drawing.samples import sixteen_lines, ten_lines
from tests.core.drawing.strategies import networks
from throughline.core.drawing.framing import taken_by_frame
from throughline.core.drawing.labels import Box, Labels, labelled, mark_boxes
from throughline.core.drawing.lanes import PITCH
from throughline.core.drawing.layout import Layout, laid_out
from throughline.core.drawing.network import Network
from throughline.core.drawing.network_map import network_order
from throughline.core.drawing.paths import Point, straightened

SAMPLES = pytest.mark.parametrize("network", [ten_lines(), sixteen_lines()], ids=["ten", "sixteen"])


def layout_of(network: Network) -> Layout:
    return laid_out(network, network_order(network))


def level_at(track: tuple[Point, ...], x: float) -> float | None:
    """The level of a track at `x`, by going along its points; nothing where the track has not begun."""
    for (x1, y1), (x2, y2) in pairwise(track):
        if x1 - 1e-6 <= x <= x2 + 1e-6:
            return y1 if x2 == x1 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return None


def check_tracks(layout: Layout) -> None:
    for track in layout.tracks:
        for (x1, y1), (x2, y2) in pairwise(straightened(track)):
            assert x2 > x1
            assert abs(y2 - y1) < 0.06 or abs(abs(y2 - y1) - (x2 - x1)) < 0.06
    corners = sorted({x for track in layout.tracks for x, _ in track})
    for x in corners:
        levels = [level for track in layout.tracks if (level := level_at(track, x)) is not None]
        assert all(low - top >= PITCH - 0.2 for top, low in pairwise(levels))


def check_capsules(layout: Layout, network: Network) -> None:
    lines = {line.id: line for line in network.lines}
    for placed in layout.stations:
        serving = {p for p, line in enumerate(layout.order) if placed.stop.station in lines[line].stations}
        levels = {place: level_at(track, placed.x) for place, track in enumerate(layout.tracks)}
        covered = {
            place
            for place, level in levels.items()
            if level is not None and any(top - 0.1 <= level <= low + 0.1 for top, low in placed.runs)
        }
        assert covered == serving


def labels_of(layout: Layout, network: Network) -> Labels:
    return labelled(layout, taken_by_frame(network, layout))


def check_labels(layout: Layout, network: Network) -> None:
    labels = labels_of(layout, network)
    boxes = {label.station: label.box for label in labels.placed}
    assert set(boxes) | set(labels.keyed) == {placed.stop.station for placed in layout.stations}
    assert not set(boxes) & set(labels.keyed)
    for one, other in combinations(boxes.values(), 2):
        assert not one.overlaps(other)
    for placed in layout.stations:
        for mark in mark_boxes(placed):
            assert not any(mark.overlaps(box) for box in boxes.values())
    for box in boxes.values():
        assert box.left >= 0
        assert box.right <= layout.width
        assert not any(crossed(track, box) for track in layout.tracks)


def crossed(track: tuple[Point, ...], box: Box) -> bool:
    """Whether a track passes through a box, looked at every pixel."""
    steps = range(int(box.left), int(box.right) + 1)
    levels = [level for x in steps if (level := level_at(track, x)) is not None]
    return any(box.top - 2 < level < box.bottom + 2 for level in levels)


@given(networks())
@settings(max_examples=120, deadline=None)
def test_tracks_run_level_or_at_45_degrees_and_never_nearer_than_the_bundle(network: Network) -> None:
    check_tracks(layout_of(network))


@given(networks())
@settings(max_examples=120, deadline=None)
def test_a_capsule_covers_exactly_the_lines_that_stop(network: Network) -> None:
    check_capsules(layout_of(network), network)


@given(networks())
@settings(max_examples=120, deadline=None)
def test_no_label_touches_another_label_or_a_mark_or_a_track(network: Network) -> None:
    check_labels(layout_of(network), network)


@SAMPLES
def test_the_samples_hold_every_rule_of_the_map(network: Network) -> None:
    layout = layout_of(network)
    check_tracks(layout)
    check_capsules(layout, network)
    check_labels(layout, network)


@SAMPLES
def test_the_samples_need_no_key(network: Network) -> None:
    assert labels_of(layout_of(network), network).keyed == ()


def test_lines_that_share_a_family_run_side_by_side_and_part_after_it() -> None:
    network = ten_lines()
    layout = layout_of(network)
    pair = [layout.order.index("medical-sciences"), layout.order.index("environment---energy")]
    family = next(p for p in layout.stations if p.stop.station == "life-science")
    before = [level_at(layout.tracks[place], family.x) for place in sorted(pair)]
    assert before[1] - before[0] == pytest.approx(PITCH)
    after = [layout.tracks[place][-1][1] for place in sorted(pair)]
    assert after[1] - after[0] > 3 * PITCH


@given(networks())
@settings(max_examples=60, deadline=None)
def test_a_line_begins_at_or_before_its_first_station_and_every_line_ends_at_the_terminals(
    network: Network,
) -> None:
    layout = layout_of(network)
    for place, track in enumerate(layout.tracks):
        at = [placed.x for placed in layout.stations if place in placed.stop.places]
        assert track[0][0] < min(at)
        assert track[-1][0] == layout.end > max(at)
