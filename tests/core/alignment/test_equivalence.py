"""What satisfies what: the policy, kind by kind, and how certified links join into chains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.alignment.closure import Edge, backward, forward, reached
from throughline.core.alignment.coverage import Standing, coverage
from throughline.core.alignment.equivalence import Link, Links, ladder


def link(kind, origin, destination, status="certified", **more):
    return Link(f"{origin}-{kind}-{destination}", kind, origin, destination, status, **more)


@pytest.mark.parametrize(
    ("kind", "onward", "back"),
    [
        ("exactMatchOf", True, True),
        ("isTranslationOf", True, True),
        ("ceasn:exactAlignment", True, True),
        ("isPartOf", False, True),
        ("ceterms:hasPart", True, False),
        ("ceasn:broadAlignment", False, True),
        ("ceasn:narrowAlignment", True, False),
        ("replacedBy", False, False),
        ("isPeerOf", False, False),
        ("isRelatedTo", False, False),
        ("precedes", False, False),
        ("exemplar", False, False),
        ("isChildOf", False, False),
        ("hasSkillLevel", False, False),
        ("ceasn:majorAlignment", False, False),
        ("ext:exactMatchOf", False, False),
    ],
)
def test_each_kind_of_link_lets_one_stand_in_for_the_other_only_in_its_direction(kind, onward, back):
    links = Links((link(kind, "a", "b"),))
    assert ("b" in links.given(["a"])) is onward
    assert ("a" in links.given(["b"])) is back
    assert ("a" in links.stand_ins("b")) is onward


def test_the_old_gives_the_new_only_where_its_certifier_says_that_it_carries_over():
    assert "new" not in Links((link("replacedBy", "old", "new"),)).given(["old"])
    assert "new" in Links((link("replacedBy", "old", "new", carries_over=True),)).given(["old"])
    assert "old" not in Links((link("replacedBy", "old", "new", carries_over=True),)).given(["new"])


def test_a_level_gives_every_lower_one_and_none_above():
    links = Links(ladder(["one", "two", "three"]))
    assert set(links.given(["two"])) == {"one", "two"}
    assert [step.id for step in links.given(["three"])["one"].links] == ["three above two", "two above one"]


def test_all_parts_give_the_whole_only_where_they_are_said_to_be_all():
    parts = [link("isPartOf", name, "whole", complete=True) for name in ("p", "q")]
    way = Links(tuple(parts)).given(["p", "q"])["whole"]
    assert [part.start for part in way.parts] == ["p", "q"]
    assert "whole" not in Links(tuple(parts)).given(["p"])
    unsaid = (*parts, link("isPartOf", "r", "whole"))
    assert "whole" not in Links(unsaid).given(["p", "q", "r"])
    claimed = (parts[0], link("isPartOf", "q", "whole", "claimed", complete=True))
    assert "whole" not in Links(claimed).given(["p", "q"])


def test_only_certified_links_join_into_a_chain_unless_any_is_asked_for():
    links = (
        link("exactMatchOf", "a", "b"),
        link("exactMatchOf", "b", "c", "reviewed"),
        link("isPartOf", "d", "c"),
    )
    assert set(Links(links).given(["a"])) == {"a", "b"}
    way = Links(links, "claimed").given(["a"])["d"]
    assert [step.id for step in way.links] == ["a-exactMatchOf-b", "b-exactMatchOf-c", "d-isPartOf-c"]


def test_a_chain_counts_for_no_more_than_its_lowest_limit_and_the_widest_is_taken():
    links = (
        link("exactMatchOf", "a", "b", level=1),
        link("exactMatchOf", "a", "x"),
        link("exactMatchOf", "x", "b", level=2),
    )
    assert (Links(links).given(["a"])["b"].cap, len(Links(links).given(["a"])["b"].links)) == (2, 2)


NAMES = st.sampled_from("abcdefgh")
KINDS = st.sampled_from(["exactMatchOf", "isPartOf", "isRelatedTo"])
LINKS = st.lists(
    st.builds(link, KINDS, NAMES, NAMES, st.sampled_from(["claimed", "certified"])),
    max_size=14, unique_by=lambda each: each.id,
)  # fmt: skip


@given(LINKS, NAMES, NAMES)
def test_what_gives_a_thing_and_what_a_thing_gives_are_two_views_of_the_same_chains(links, one, other):
    view = Links(tuple(links))
    assert (other in view.given([one])) == (one in view.stand_ins(other) or one == other)


@given(LINKS, st.sets(NAMES), st.builds(link, st.just("exactMatchOf"), NAMES, NAMES))
def test_one_more_certified_link_takes_nothing_away(links, held, more):
    before = Links(tuple(links)).given(held)
    assert before.keys() <= Links((*links, more)).given(held).keys()


def test_a_chain_follows_link_by_link_from_its_start_to_its_end():
    edges = [Edge(a, b, link("x", a, b)) for a, b in ("ab", "bc", "cd")]
    assert [step.destination for step in reached(["a"], forward(edges))["d"].links] == ["b", "c", "d"]
    assert [step.origin for step in reached(["d"], backward(edges))["a"].links] == ["c", "b", "a"]


A = [
    Standing("a"),
    Standing("a1", "a"),
    Standing("a2", "a"),
    Standing("a3", "a"),
    Standing("a4", "a"),
    Standing("a5", "a"),
]


def test_coverage_says_covered_partly_not_and_cannot_tell_each_with_its_chain_and_what_is_missing():
    links = [
        link("exactMatchOf", "a1", "x"), link("exactMatchOf", "x", "b1"),
        link("exactMatchOf", "a2", "b2", "claimed"),
        link("isPartOf", "b3", "a3"), link("isPartOf", "b9", "a3"),
        link("isRelatedTo", "a4", "b2"),
        link("replacedBy", "b2", "a5", "claimed"),
    ]  # fmt: skip
    found = coverage(A, ["b1", "b2", "b3"], links)
    rows = {row.item: row for row in found.rows}
    assert [row.item for row in found.rows] == [each.id for each in A]
    assert {item: row.verdict for item, row in rows.items()} == {
        "a": "partly", "a1": "covered", "a2": "cannot_tell", "a3": "partly", "a4": "not", "a5": "cannot_tell",
    }  # fmt: skip
    assert found.counts == {"covered": 1, "partly": 2, "cannot_tell": 2, "not": 1}
    assert [step.id for step in rows["a1"].ways[0].links] == ["x-exactMatchOf-b1", "a1-exactMatchOf-x"]
    assert (rows["a3"].parts, rows["a3"].missing) == (("b3",), ("b9",))
    assert [step.id for step in rows["a2"].waiting] == ["a2-exactMatchOf-b2"]
    assert rows["a4"].near == ("b2",)
    assert rows["a"].missing == ("a2", "a3", "a4", "a5")


def test_an_item_that_several_cover_names_a_chain_from_each():
    links = [
        link("exactMatchOf", "a1", "b1"),
        link("exactMatchOf", "a1", "b2"),
        link("exactMatchOf", "b2", "a1"),
    ]
    (row,) = coverage([Standing("a1")], ["b1", "b2"], links).rows
    assert [way.start for way in row.ways] == ["b1", "b2"]
    assert all(way.at == "a1" for way in row.ways)
