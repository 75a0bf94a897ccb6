"""The maps as they are written: valid, safe, the same every time, and complete for whoever cannot see them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.drawing.samples import medical_line, sixteen_lines, ten_lines
from tests.core.drawing.strategies import networks
from throughline.core.drawing.line_map import line_map
from throughline.core.drawing.line_strip import favicon, line_strip
from throughline.core.drawing.listing import network_list
from throughline.core.drawing.network import Band, Gate, Line, Network, NetworkError, State, Station, stops
from throughline.core.drawing.network_map import network_map, network_order

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script>\" onload=\"x & \x00\x0b]]>"
ALLOWED = re.compile(r"-?\d+(\.\d)?")


def drawings(network: Network) -> list[str]:
    first = network.lines[0].id
    return [
        network_map(network),
        line_map(network, first),
        line_map(network, first, shape="down"),
        line_strip(network, first, "All of it"),
        favicon("Throughline"),
    ]


def links(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}a"))


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_drawing_is_valid_xml_without_style_or_script(network: Network) -> None:
    for svg in drawings(network):
        for node in ElementTree.fromstring(svg).iter():
            assert node.tag.removeprefix(SVG) not in {"style", "script", "foreignObject"}
            assert not any(key == "style" or key.startswith("on") for key in node.attrib)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_numbers_have_at_most_one_decimal(network: Network) -> None:
    geometry = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "d", "viewBox")
    for svg in drawings(network):
        for node in ElementTree.fromstring(svg).iter():
            for key in geometry:
                numbers = re.findall(r"-?[\d.]+(?:e-?\d+)?", node.attrib.get(key, ""))
                assert all(ALLOWED.fullmatch(number) for number in numbers), (key, node.attrib[key])


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_lines_and_stations_come_does_not_matter(network: Network, random: Random) -> None:
    lines, stations, gates = list(network.lines), list(network.stations), list(network.gates)
    for part in (lines, stations, gates):
        random.shuffle(part)
    shuffled = replace(network, lines=tuple(lines), stations=tuple(stations), gates=tuple(gates))
    assert network_map(shuffled) == network_map(network)
    for line in network.lines:
        assert line_map(shuffled, line.id) == line_map(network, line.id)
        assert line_map(shuffled, line.id, shape="down") == line_map(network, line.id, shape="down")


def test_the_same_bytes_come_from_every_process() -> None:
    code = (
        "import hashlib; from tests.core.drawing.samples import sixteen_lines;"
        "from throughline.core.drawing.network_map import network_map;"
        "import sys; sys.stdout.write(hashlib.sha256(network_map(sixteen_lines()).encode()).hexdigest())"
    )
    root = Path(__file__).parents[3]
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(seen) == 1


def hostile_network() -> Network:
    station = Station(HOSTILE, HOSTILE, "java\tscript:alert(1)", HOSTILE, HOSTILE)
    line = Line(HOSTILE, HOSTILE, "<", "data:text/html,x", (HOSTILE,), title=HOSTILE, note=HOSTILE)
    return Network(
        HOSTILE, HOSTILE, (Band(HOSTILE, HOSTILE),), (station,), (line,), (Gate(HOSTILE, HOSTILE),)
    )


def test_hostile_names_stay_text_and_hostile_addresses_are_dropped() -> None:
    network = hostile_network()
    plain = HOSTILE.replace("\x00", "").replace("\x0b", "")
    for svg in drawings(network)[:4]:
        root = ElementTree.fromstring(svg)
        assert not list(root.iter(f"{SVG}script"))
        assert not list(root.iter(f"{SVG}a"))
        assert not any("onload" in node.attrib for node in root.iter())
    root = ElementTree.fromstring(network_map(network))
    assert root.findtext(f"{SVG}title") == plain
    assert plain in {node.findtext(f"{SVG}title") for node in root.iter()}


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_line_and_station_is_met_once_by_the_tab_key_line_by_line(network: Network) -> None:
    met = [link.attrib["href"] for link in links(network_map(network))]
    lines = {line.id: line for line in network.lines}
    stations = network.station_by_id()
    wanted, seen = [], set()
    for line in network_order(network):
        wanted.append(lines[line].href)
        for stop in lines[line].stations:
            if stop not in seen:
                wanted.append(stations[stop].href)
                seen.add(stop)
    assert [href for href in met if href not in {"/d", "/e"}] == wanted


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_link_has_its_full_name_as_label_and_as_title(network: Network) -> None:
    for svg in drawings(network)[:3]:
        for link in links(svg):
            assert link.findtext(f"{SVG}title")
            assert "aria-label" not in link.attrib


def test_a_station_is_named_by_its_full_text() -> None:
    names = {link.findtext(f"{SVG}title") for link in links(network_map(ten_lines()))}
    assert "Mathematics I: met" in names


@given(networks(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_learners_states_move_nothing(network: Network, data: st.DataObject) -> None:
    ids = [station.id for station in network.stations]
    states = data.draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(State)))

    def places(svg: str) -> list[tuple[str | None, ...]]:
        keys = ("x", "y", "width", "height")
        marks = (n for n in ElementTree.fromstring(svg).iter() if "tl-half" not in n.attrib.get("class", ""))
        return [(n.tag, *(n.attrib.get(key) for key in keys)) for n in marks]

    assert places(network_map(network, states=states)) == places(network_map(network))


def test_the_learners_own_way_is_full_and_the_rest_quiet() -> None:
    svg = network_map(ten_lines(), own_lines={"teaching"})
    tracks = [n for n in ElementTree.fromstring(svg).iter(f"{SVG}path") if "tl-track" in n.attrib["class"]]
    full = [n for n in tracks if "tl-quiet" not in n.attrib["class"]]
    assert len(tracks) == 10
    assert len(full) == 1
    assert all(
        float(full[0].attrib["stroke-width"]) > float(n.attrib["stroke-width"])
        for n in tracks
        if n not in full
    )


@pytest.mark.parametrize("state", State)
def test_each_state_has_a_mark_of_its_own_without_colour(state: State) -> None:
    svg = network_map(ten_lines(), states={station.id: state for station in ten_lines().stations})
    marks = [n for n in ElementTree.fromstring(svg).iter() if "tl-mark" in n.attrib.get("class", "")]
    assert {n.attrib["class"] for n in marks} == {f"tl-mark tl-{state.value}"}
    assert all(("stroke-dasharray" in n.attrib) == (state is State.UNAVAILABLE) for n in marks)
    assert all((n.attrib["fill"] == "#ffffff") == (state is not State.MET) for n in marks)
    assert ('class="tl-half"' in svg) == (state is State.PROGRESS)


def test_the_list_beside_the_map_names_everything_the_map_names() -> None:
    network = sixteen_lines()
    listed = network_list(network)
    assert [line.id for line in listed] == list(network_order(network))
    by_id = {line.id: line for line in network.lines}
    for line in listed:
        stops = [station.id for band in line.bands for station in band.stations]
        assert sorted(stops) == sorted(by_id[line.id].stations)
    titles = {station.title for line in listed for band in line.bands for station in band.stations}
    assert titles <= {link.findtext(f"{SVG}title") for link in links(network_map(network))}


def test_the_list_says_which_lines_share_a_station() -> None:
    listed = {line.id: line for line in network_list(ten_lines())}
    shared = {s.id: s.shared_with for band in listed["software"].bands for s in band.stations}
    assert shared["data---systems"] == ("business---finance",)
    assert len(shared["mathematics-i"]) == 9
    assert shared["software-capstone"] == ()


def test_a_long_name_without_room_goes_to_the_key_and_stays_a_link() -> None:
    network = ten_lines()
    long = (
        "Community partnership practicum with written reflection before a panel of mentors and neighbours "
        * 2
    )
    stations = tuple(
        replace(s, name=long) if s.id in {"software-capstone", "teaching-practicum"} else s
        for s in network.stations
    )
    svg = network_map(replace(network, stations=stations))
    assert svg.count("tl-number") == 2
    assert 'class="tl-key"' in svg
    assert len(links(svg)) == len(links(network_map(network)))


def test_the_row_of_a_station_on_a_phone_is_at_least_44_high_to_touch() -> None:
    svg = line_map(medical_line(), "medical", shape="down")
    areas = [n for n in ElementTree.fromstring(svg).iter(f"{SVG}rect") if n.attrib.get("class") == "tl-focus"]
    assert len(areas) == 1 + 12 + 2 + 2 + 6
    assert all(float(n.attrib["height"]) >= 44 for n in areas)
    tops = [float(n.attrib["y"]) for n in areas]
    assert tops == sorted(tops)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_the_map_of_a_line_shows_each_of_its_stations_once_those_of_branches_too(network: Network) -> None:
    stations = network.station_by_id()
    for line in network.lines:
        wanted = sorted(stations[stop].href for stop in stops(line))
        for shape in ("across", "down"):
            met = [link.attrib["href"] for link in links(line_map(network, line.id, shape=shape))]
            assert sorted(href for href in met if href.startswith(("/s/", "/t/"))) == wanted
            assert met.count("/d") == len(line.branches)


@pytest.mark.parametrize("shape", ["across", "down"])
def test_a_pathway_shows_its_stages_gates_off_ramps_and_six_destinations(shape: str) -> None:
    network = medical_line()
    svg = line_map(network, "medical", shape=shape)  # type: ignore[arg-type]
    hrefs = [link.attrib["href"] for link in links(svg)]
    medical = network.lines[0]
    assert [h for h in hrefs if h.startswith("/milestones/")] == [s.href for s in network.stations]
    assert {end.href for end in medical.destinations} <= set(hrefs)
    assert {"/jobs/aide", "/jobs/emt", "/gates/1", "/gates/2"} <= set(hrefs)
    assert svg.count("tl-heading") == 3


def test_the_strip_shows_every_station_and_fills_those_met() -> None:
    network = medical_line()
    svg = line_strip(network, "medical", "5 of 12 met")
    assert svg.count("tl-mark") == 12
    assert svg.count("tl-mark tl-met") == 5
    assert svg.count("tl-gate") == 2
    assert ElementTree.fromstring(svg).attrib["aria-label"] == "5 of 12 met"


def test_a_line_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(NetworkError, match="no line 'nursing'"):
        line_map(medical_line(), "nursing")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda n: replace(n, bands=n.bands[:-1]), "names band 'gate'"),
        (lambda n: replace(n, stations=n.stations + n.stations[:1]), "station 'explore' stands twice"),
        (lambda n: replace(n, stations=n.stations[1:]), "names station 'explore'"),
        (lambda n: replace(n, lines=(replace(n.lines[0], stations=()),)), "has no station"),
        (lambda n: replace(n, gates=(Gate("own", "Gate", lines=frozenset({"x"})),)), "names line 'x'"),
    ],
)
def test_a_network_that_does_not_hold_together_is_refused(change, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NetworkError, match=words):
        change(ten_lines())


def test_a_map_of_24_lines_and_20_stations_stays_under_150_kilobytes() -> None:
    assert len(network_map(large()).encode()) < 150_000


def large() -> Network:
    """24 lines of 20 stations: six for all, four for each family of four, the rest their own."""
    bands = tuple(Band(f"b{n}", f"Stage {n}") for n in range(4))
    stations = [Station(f"all{n}", f"Foundation {n}", f"/m/a{n}", "b0") for n in range(6)]
    lines = []
    for line in range(24):
        family = line // 4
        if line % 4 == 0:
            stations += [
                Station(f"f{family}-{n}", f"Family step {n}", f"/m/f{family}{n}", "b1") for n in range(4)
            ]
        own = [
            Station(f"l{line}-{n}", f"Own milestone {n}", f"/m/l{line}{n}", f"b{2 + n // 6}")
            for n in range(10)
        ]
        stations += own
        stops = [f"all{n}" for n in range(6)] + [f"f{family}-{n}" for n in range(4)] + [s.id for s in own]
        lines.append(Line(f"line{line:02}", f"Pathway number {line}", f"{line}", f"/p/{line}", tuple(stops)))
    return Network("Large", "", bands, tuple(stations), tuple(lines))
