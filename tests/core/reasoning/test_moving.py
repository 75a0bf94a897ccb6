"""The portability bound, against every record a learner can have in a small state."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.certification.small_state import milestone, pathway, small_state, stage
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.moving import worst_move, worst_moves
from throughline.core.requirements.nodes import Choose, Have, Node, Use
from throughline.core.requirements.reading import read

NAMES = ("a", "b", "c", "d", "e", "f")
Record = frozenset[str]


def met(node: Node, held: Record, state: Catalogue) -> bool:
    """Whether the milestones held meet a rule; what is not a milestone is taken as met."""
    if isinstance(node, Choose):
        return sum(met(child, held, state) for child in node.of) >= node.needed
    if isinstance(node, Use):
        return met(state.rules[node.rule].editions[0].root, held, state)
    assert isinstance(node, Have)
    counts = {node.what, *(e.has for e in state.equivalences.values() if e.counts_as == node.what)}
    return node.kind != "milestone" or bool({ref.partition(":")[2] for ref in counts} & held)


def possible(held: Record, state: Catalogue) -> bool:
    """Whether each milestone held has what it asks for."""
    return all(met(state.milestones[name].rule, held, state) for name in held)


def all_sets(names: set[str]) -> list[Record]:
    in_order = sorted(names)
    return [
        frozenset(c) for c in chain.from_iterable(combinations(in_order, n) for n in range(len(in_order) + 1))
    ]


def names_in(pathway_: Pathway, state: Catalogue) -> set[str]:
    """The milestones named up to the end of the secondary stage, with all they ask for."""
    waiting = [each.gate for each in pathway_.stages]
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Choose):
            waiting.extend(node.of)
        elif isinstance(node, Have) and node.kind == "milestone" and node.what.partition(":")[2] not in found:
            found.add(node.what.partition(":")[2])
            waiting.append(state.milestones[node.what.partition(":")[2]].rule)
            waiting.extend(read(e.has) for e in state.equivalences.values() if e.counts_as == node.what)
    return found


def portability(target: Pathway, held: Record, state: Catalogue) -> int:
    """The least number of milestones to add to reach the next gate, by trying all sets."""
    gate = next((each.gate for each in target.stages if not met(each.gate, held, state)), None)
    if gate is None:
        return 0
    everything = all_sets(set(NAMES))
    return min(
        len(more - held)
        for more in everything
        if held <= more and possible(more, state) and met(gate, more, state)
    )


def bound(source: Pathway, target: Pathway, state: Catalogue) -> int:
    """The greatest portability over every record reachable on the source's secondary stage."""
    records = [
        held
        for held in all_sets(names_in(source, state))
        if possible(held, state) and met(source.stages[0].gate, held, state)
    ]
    return max(portability(target, held, state) for held in records)


leaves = st.sampled_from([f"milestone:{name}" for name in NAMES])
gates = st.recursive(
    leaves,
    lambda below: st.lists(below, min_size=1, max_size=3).flatmap(
        lambda of: st.integers(1, len(of)).map(lambda n: {"choose": {"min": n, "of": of}})
    ),
    max_leaves=5,
)


@st.composite
def states(draw: st.DrawFn) -> Catalogue:
    """Two pathways of two stages; the later milestones may ask for earlier ones."""
    milestones = {}
    for i, name in enumerate(NAMES):
        asked = draw(st.none() | st.sampled_from(NAMES[:i])) if i else None
        milestones[name] = milestone(name, f"milestone:{asked}" if asked else "competency:reading")
    linked = draw(st.none() | st.permutations(NAMES).map(lambda order: tuple(order[:2])))
    links = {}
    if linked:
        links = {"e": Equivalence("e", f"milestone:{linked[0]}", f"milestone:{linked[1]}", "certified")}
    pathways = {
        name: pathway(
            name, stage("one", "foundation", 2, draw(gates)), stage("two", "secondary", 3, draw(gates))
        )
        for name in ("from", "to")
    }
    return small_state(milestones=milestones, pathways=pathways, equivalences=links)


def _circular(state: Catalogue) -> bool:
    """An equivalence that leads back to what asks for it, which check C02 keeps out."""
    link = state.equivalences.get("e")
    return link is not None and NAMES.index(link.has[-1]) > NAMES.index(link.counts_as[-1])


@pytest.mark.covers("X03")
@settings(max_examples=150, deadline=None)
@given(states().filter(lambda state: not _circular(state)))
def test_the_bound_is_the_worst_case_over_all_records_reachable_on_the_secondary_stage(
    state: Catalogue,
) -> None:
    source, target = state.pathways["from"], state.pathways["to"]
    move = worst_move(source, target, RuleBook(state))
    assert move.exact
    assert move.most == bound(source, target, state)


@settings(max_examples=60, deadline=None)
@given(states().filter(lambda state: not _circular(state)))
def test_without_enumeration_the_limit_is_never_below_the_bound(state: Catalogue) -> None:
    source, target = state.pathways["from"], state.pathways["to"]
    move = worst_move(source, target, RuleBook(state), steps=0)
    assert move.most >= worst_move(source, target, RuleBook(state)).most
    assert move.most == 0 or (move.method == "solver" and not move.exact)


def test_a_shared_foundation_is_never_asked_for_again() -> None:
    state = small_state()
    moves = worst_moves(state.pathways, RuleBook(state))
    assert [(move.source, move.target, move.most) for move in moves] == [
        ("care", "crafts", 2),
        ("crafts", "care", 2),
    ]
    assert moves[0].needed == ("milestone:body", "milestone:tools")
