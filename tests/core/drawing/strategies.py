"""Random networks: any sharing, any bands, any names."""

from __future__ import annotations

from hypothesis import strategies as st

from throughline.core.drawing.network import Band, Branch, Destination, Gate, Line, Network, State, Station

WORDS = (
    "Care",
    "Mathematics",
    "of",
    "Working with others",
    "I",
    "Field",
    "Communication",
    "Lab",
    "Ética",
    "科学",
)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@st.composite
def networks(draw: st.DrawFn, most_lines: int = 9) -> Network:
    """Up to nine lines over up to four bands; some stations shared by any group of lines, others by one alone."""
    count = draw(st.integers(1, most_lines))
    bands = tuple(Band(f"b{n}", draw(names)) for n in range(draw(st.integers(1, 4))))
    members = st.sets(st.integers(0, count - 1), min_size=1)
    groups = draw(st.lists(members, max_size=12))
    groups += [{line} for line in range(count) for _ in range(draw(st.integers(1, 2)))]
    places = [draw(st.integers(0, len(bands) - 1)) for _ in groups]
    stations = tuple(
        Station(f"s{n:02}", draw(names), f"/s/{n}", f"b{place}", state=draw(st.sampled_from([None, *State])))
        for n, place in enumerate(places)
    )
    further = tuple(Station(f"t{n}", draw(names), f"/t/{n}", bands[0].id) for n in range(2 * count))
    lines = tuple(_line(draw, number, groups) for number in range(count))
    gates = tuple(Gate(band.id, draw(names)) for band in bands if draw(st.booleans()))
    return Network(
        "Map", "A map", bands, stations + further, lines, gates, draw(st.sampled_from(["", "Destinations"]))
    )


def _line(draw: st.DrawFn, number: int, groups: list[set[int]]) -> Line:
    stops = [f"s{n:02}" for n, group in enumerate(groups) if number in group]
    stops = list(draw(st.permutations(stops))) if draw(st.booleans()) else stops
    leaving = draw(st.lists(st.sampled_from(stops), max_size=2, unique=True))
    branches = tuple(
        Branch(
            stop,
            Destination(f"d{stop}", draw(names), "/d"),
            (f"t{2 * number + n}",)[: draw(st.integers(0, 1))],
        )
        for n, stop in enumerate(leaving)
    )
    ends = tuple(Destination(f"e{n}", draw(names), "/e") for n in range(draw(st.integers(0, 3))))
    return Line(
        f"line{number}",
        draw(names),
        chr(65 + number),
        f"/l/{number}",
        tuple(stops),
        destinations=ends,
        branches=branches,
    )
