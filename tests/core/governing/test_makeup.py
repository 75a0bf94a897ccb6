"""How a body is made up beside its community, with nobody to be told from a count."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.governing.sitting import SEATS, body, sitting, who, words
from throughline.core.catalogue.charters import SeatKind
from throughline.core.catalogue.documents import Region
from throughline.core.governing import makeup

REGIONS = {
    "harbor": Region("harbor", words("Harbor"), 6000, {"north": 3000, "south": 2996, "east": 4}),
    "valley": Region("valley", words("Valley"), 2000, {"north": 400, "south": 1600}),
}
LARGE = body((SeatKind("k12", words("K-12"), "k12", 60), *SEATS[1:]), regions=("harbor", "valley"))


def _large(openly: int) -> object:
    """Sixty in one kind of seat: 25 say north and 20 south, a few of them openly; 15 say nothing."""
    people = [who("k12", place) for place in range(1, 61)]
    said = {p: frozenset({"north"}) for p in people[:25]} | {p: frozenset({"south"}) for p in people[25:45]}
    return sitting(
        LARGE, regions=("harbor", "harbor", "valley"), reported=said, openly=frozenset(people[:openly])
    )


@pytest.mark.covers("S001-U5", "S001-D11.2")
def test_the_report_of_a_body_matches_what_its_members_are_and_say() -> None:
    now = _large(openly=5)
    sectors = {row.sector: (row.held, row.seats) for row in makeup.by_sector(now)}
    assert sectors == {"k12": (60, 60), "postsecondary": (1, 1), "workforce": (2, 2), "community": (2, 2)}
    regions = {row.region: (row.members, row.people) for row in makeup.by_region(now, REGIONS)}
    assert regions == {"harbor": (44, Fraction(3, 4)), "valley": (22, Fraction(1, 4))}
    assert makeup.voices(LARGE) == Fraction(2, 65)
    found = makeup.by_group(now, ("north", "south", "east"), REGIONS.values(), 10)
    rows = {row.group: (row.openly, row.counted, row.community) for row in found.rows}
    assert rows == {
        "north": (5, 20, Fraction(3400, 8000)), "south": (0, 20, Fraction(4596, 8000)), "east": (0, None, None)
    }  # fmt: skip
    assert (found.of, found.openly, found.counted, found.hides) == (66, 5, None, True)
    assert found.least(found.rows[0]) == Fraction(25, 66)


def test_in_a_small_body_only_what_members_say_openly_is_shown() -> None:
    said = {
        who("k12", 1): frozenset({"north"}),
        who("college"): frozenset({"north"}),
        who("learner"): frozenset({"south"}),
    }
    now = sitting(reported=said, openly=frozenset({who("college")}))
    found = makeup.by_group(now, ("north", "south"), (), 10)
    assert [(row.openly, row.counted, row.community) for row in found.rows] == [
        (1, None, None),
        (0, None, None),
    ]
    assert found.counted is None


@given(
    st.lists(st.frozensets(st.sampled_from("abcd")), max_size=60), st.integers(2, 15)
)  # fmt: skip
def test_no_shown_count_leaves_fewer_than_the_smallest_group_on_either_side(people, smallest) -> None:
    counts = {name: sum(name in each for each in people) for name in "abcd"}
    shown = makeup.protected(counts, len(people), smallest)
    for name, count in shown.counts.items():
        assert count is None or (count == counts[name] and smallest <= count <= len(people) - smallest)
    hidden = [name for name, count in shown.counts.items() if count is None]
    assert shown.total is None or (shown.total == len(people) >= smallest and len(hidden) != 1)


def test_officers_are_counted_apart_each_person_once_over_all_bodies() -> None:
    said = {
        who("k12", 1): frozenset({"north"}),
        who("college"): frozenset({"south"}),
        who("learner"): frozenset({"north"}),
    }
    everyone = frozenset(said)
    one = sitting(reported=said, openly=everyone, offices={("k12", 1): "chair", ("college", 1): "clerk"})
    other = replace(one, members=tuple(m for m in one.members if m.seat == "k12"))
    found = makeup.officers([one, other], ("north", "south"), REGIONS.values(), 10)
    assert found.of == 2
    assert [(row.group, row.openly) for row in found.rows] == [("north", 1), ("south", 1)]
    members = makeup.by_group(one, ("north", "south"), REGIONS.values(), 10)
    assert [(row.group, row.openly) for row in members.rows] == [("north", 2), ("south", 1)]
