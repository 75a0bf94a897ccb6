"""A learner's states laid over a kept drawing: the same bytes as drawing afresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.drawing.samples import medical_line, sixteen_lines, ten_lines
from tests.core.drawing.strategies import networks
from tests.core.drawing.test_maps import hostile_network
from throughline.core.drawing import network_map as mapping
from throughline.core.drawing.line_map import line_map, prepared_line
from throughline.core.drawing.line_strip import labelled_strip, line_strip, prepared_strip
from throughline.core.drawing.listing import network_list
from throughline.core.drawing.network import Network, State
from throughline.core.drawing.network_map import network_map, own_colours, prepared_network
from throughline.core.drawing.overlay import overlaid

SAID = {state: f"Mathematics I: {state.value}; counts in 10 pathways" for state in State}


def told(network: Network) -> Network:
    """The network with a full text name for each state of each station."""
    stations = (
        replace(s, titles={state: f"{s.name}: {state.value}" for state in State}) for s in network.stations
    )
    return replace(network, stations=tuple(stations))


def check(network: Network, states: Mapping[str, State] | None, own: set[str] | None) -> None:
    assert overlaid(prepared_network(network), states, own) == network_map(
        network, states=states, own_lines=own
    )
    for line in network.lines:
        for shape in ("across", "down"):
            kept = prepared_line(network, line.id, shape=shape)
            assert overlaid(kept, states) == line_map(network, line.id, shape=shape, states=states)
        strip = prepared_strip(network, line.id)
        assert labelled_strip(strip, "3 of 12", states) == line_strip(
            network, line.id, "3 of 12", states=states
        )


@given(networks(most_lines=5), st.data())
@settings(max_examples=40, deadline=None)
def test_a_map_overlaid_is_byte_for_byte_the_map_drawn_afresh(network: Network, data: st.DataObject) -> None:
    ids = st.sampled_from([station.id for station in network.stations])
    states = data.draw(st.none() | st.dictionaries(ids, st.sampled_from(State)))
    own = data.draw(st.none() | st.sets(st.sampled_from([line.id for line in network.lines])))
    check(told(network), states, own)


@pytest.mark.parametrize("network", [ten_lines(), sixteen_lines(), medical_line(), hostile_network()])
def test_the_sample_maps_overlaid_are_the_same_too(network: Network) -> None:
    every = {station.id: list(State)[place % len(State)] for place, station in enumerate(network.stations)}
    check(told(network), every, {network.lines[0].id})


def test_a_station_is_named_for_the_learners_own_state_and_where_it_counts() -> None:
    network = ten_lines()
    stations = tuple(replace(s, titles=SAID) if s.name == "Mathematics I" else s for s in network.stations)
    network = replace(network, stations=stations)
    drawn = overlaid(prepared_network(network), {"mathematics-i": State.MET})
    assert "<title>Mathematics I: met; counts in 10 pathways</title>" in drawn
    assert "Mathematics I: met; counts in 10 pathways" not in network_map(network)
    listed = network_list(network, states={"mathematics-i": State.WAIVED})
    said = {station.title for line in listed for band in line.bands for station in band.stations}
    assert "Mathematics I: waived; counts in 10 pathways" in said


def test_no_order_is_searched_for_where_every_line_carries_its_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coloured = medical_line()
    bare = replace(coloured, lines=tuple(replace(line, colour=None) for line in coloured.lines))
    assert own_colours(bare) == mapping.network_colours(bare)
    monkeypatch.setattr(mapping, "network_order", None)
    assert own_colours(coloured) == {line.id: line.colour for line in coloured.lines}
    assert line_map(coloured, "medical")
