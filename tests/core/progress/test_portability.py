"""Where else milestones count, and what a change of pathway keeps and needs."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.made import (
    DAY,
    catalogue,
    equivalence,
    fact,
    milestone,
    pathway,
    record,
    shared_rule,
    stage,
)
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import Structure
from throughline.core.progress.portability import elsewhere, every_door, switch
from throughline.core.progress.record import Record
from throughline.core.progress.remaining import least_remaining
from throughline.core.progress.standing import stand
from throughline.core.requirements.nodes import Choose, Have, Node, Use

NAMES = [f"m{n}" for n in range(6)]


@st.composite
def gates(draw: st.DrawFn, depth: int = 2) -> object:
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from([*(f"milestone:{name}" for name in NAMES), "rule:shared"]))
    below = draw(st.lists(gates(depth=depth - 1), min_size=1, max_size=3))
    return {"choose": {"of": below, "min": draw(st.integers(1, len(below)))}}


@st.composite
def states(draw: st.DrawFn) -> Catalogue:
    pathways = [
        pathway(name, [stage("s", draw(gates()), (f"award-{name}",)), stage("t", draw(gates()))])
        for name in "pqr"
    ]
    names = st.sampled_from(NAMES)
    pairs = draw(st.lists(st.tuples(names, names), max_size=3))
    links = [
        equivalence(f"e{n}", f"milestone:{a}", f"milestone:{b}") for n, (a, b) in enumerate(pairs) if a != b
    ]
    shared = shared_rule("shared", {"choose": ["milestone:m0", "milestone:m1"]})
    return catalogue([milestone(name, f"competency:{name}") for name in NAMES], pathways, [shared], links)


learners = st.lists(st.sampled_from(NAMES), unique=True).map(
    lambda names: record(*(f"milestone:{n}" for n in names))
)
some = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def names_in(state: Catalogue, node: Node) -> set[str]:
    if isinstance(node, Have):
        return {node.what.partition(":")[2]}
    if isinstance(node, Use):
        return names_in(state, state.rules[node.rule].editions[0].root)
    assert isinstance(node, Choose)
    return {name for child in node.of for name in names_in(state, child)}


def asked_by(state: Catalogue, name: str) -> set[str]:
    return {m for s in state.pathways[name].stages for m in names_in(state, s.gate)}


def counts_as(state: Catalogue, name: str) -> set[str]:
    """The milestone and everything it leads to by equivalences, one link after another."""
    reached = {name}
    for _ in state.equivalences:
        reached |= {
            e.counts_as.partition(":")[2]
            for e in state.equivalences.values()
            if e.has.partition(":")[2] in reached
        }
    return reached


@pytest.mark.covers("S001-J11")
@some
@given(states())
def test_for_all_pairs_of_pathways_the_overlap_is_the_plain_intersection_of_sets(state: Catalogue) -> None:
    for mine in state.pathways:
        shown = {
            (each.milestone, place.pathway)
            for each in elsewhere(mine, Structure(state))
            for place in each.also_in
        }
        plain = {
            (name, other)
            for name in asked_by(state, mine)
            for other in state.pathways
            if other != mine and counts_as(state, name) & asked_by(state, other)
        }
        assert shown == plain


def meets(state: Catalogue, node: Node, held: set[str]) -> bool:
    counted = {name for each in held for name in counts_as(state, each)}
    if isinstance(node, Have):
        return node.what.partition(":")[2] in counted
    if isinstance(node, Use):
        return meets(state, state.rules[node.rule].editions[0].root, held)
    assert isinstance(node, Choose)
    return sum(meets(state, child, held) for child in node.of) >= node.needed


@pytest.mark.covers("S000-1.5")
@some
@given(states(), learners)
def test_kept_and_needed_together_are_what_the_target_requires_and_the_record_is_untouched(
    state: Catalogue, learner: Record
) -> None:
    before = repr(learner)
    for target in state.pathways:
        found = switch(stand(learner, RuleBook(state), DAY), target)
        way = set(found.kept_milestones) | set(found.needed_milestones)
        gates_of = [s.gate for s in state.pathways[target].stages]
        assert all(meets(state, gate, way) for gate in gates_of), "kept and needed alone pass every gate"
        assert not set(found.kept_milestones) & set(found.needed_milestones)
        assert found.required == found.kept + found.needed
        assert found.lost == ()
    assert repr(learner) == before


@some
@given(states(), learners)
def test_what_is_still_needed_is_the_fewest_by_trying_every_set(state: Catalogue, learner: Record) -> None:
    bare = catalogue(state.milestones.values(), state.pathways.values(), state.rules.values())
    held = {fact.what.partition(":")[2] for fact in learner.facts}
    for target in bare.pathways:
        gates_of = [s.gate for s in bare.pathways[target].stages]
        fewest = next(
            size
            for size in range(len(NAMES) + 1)
            for more in combinations(sorted(set(NAMES) - held), size)
            if all(meets(bare, gate, held | set(more)) for gate in gates_of)
        )
        standing = stand(learner, RuleBook(bare), DAY)
        assert switch(standing, target).steps == fewest
        assert least_remaining(gates_of, RuleBook(bare), standing.steps) == fewest


def test_where_every_milestone_is_asked_kept_and_needed_are_exactly_the_pathways_milestones() -> None:
    state = catalogue(
        [milestone(name, f"competency:{name}") for name in NAMES],
        [
            pathway(
                "p",
                [
                    stage("s", {"choose": ["milestone:m0", "milestone:m1"]}, ("half",)),
                    stage("t", {"choose": ["credential:half", "milestone:m2"]}),
                ],
            ),
            pathway("q", [stage("s", {"choose": ["milestone:m1", "milestone:m3"]})]),
        ],
    )
    standing = stand(record("competency:m0", "milestone:m3"), RuleBook(state), DAY)
    found = switch(standing, "p", "q")
    assert (found.kept_milestones, found.needed_milestones) == (("m0",), ("m1", "m2"))
    assert (found.steps, found.next_gate) == (2, "s")
    assert [leaf.what for leaf in found.next_needed] == ["milestone:m1"]
    doors = every_door(standing, Structure(state), "q")
    assert (doors.shared, doors.others, doors.most_lost, doors.most_needed, doors.most_needed_next) == (
        1,
        1,
        0,
        2,
        1,
    )


def test_a_level_that_implies_a_lower_one_is_counted_once() -> None:
    both = {
        "choose": [
            {"have": {"what": "competency:a", "level": 2}},
            {"have": {"what": "competency:a", "level": 3}},
        ]
    }
    state = catalogue(pathways=[pathway("p", [stage("s", both)])])
    assert switch(stand(record(), RuleBook(state), DAY), "p").steps == 1
    held = record(fact("competency:a", level=2, score=Decimal(1)))
    assert switch(stand(held, RuleBook(state), DAY), "p").steps == 1
