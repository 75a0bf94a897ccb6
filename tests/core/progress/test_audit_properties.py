"""Properties of the audit over random rules, catalogues and records."""

import os
import random
from dataclasses import replace
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.plain import Plain
from tests.core.progress.strategies import DAY, FOLLOWING, catalogues, facts, records, rules
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, audit_all, audit_milestone
from throughline.core.progress.program import Program
from throughline.core.progress.readiness import ready_milestones
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing, evaluate, told
from throughline.core.progress.untouched import Untouched
from throughline.core.requirements.nodes import Choose, Node

OWNER = "rule:top"
many = settings(
    max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@many
@given(catalogues(), rules(), records())
def test_the_explained_answer_is_the_plain_evaluators_answer(
    state: Catalogue, node: Node, record: Record
) -> None:
    outcome = evaluate(node, record, RuleBook(state), DAY, OWNER)
    status = "met" if outcome.status == "waived" else outcome.status
    assert status == Plain(state, record, DAY).status(node, OWNER)


@many
@given(catalogues(), rules(), records())
def test_the_fast_answer_is_the_explained_answer(state: Catalogue, node: Node, record: Record) -> None:
    standing = Standing(record, Program(RuleBook(state)), DAY)
    outcome = standing.explain(node, OWNER)
    status = "met" if outcome.status == "waived" else outcome.status
    assert standing.status(node, OWNER) == status
    assert (standing.remaining(node, OWNER) == 0) == (
        status == "met" or (status == "cannot_tell" and outcome.remaining == 0)
    )


@many
@given(catalogues(), rules(), records(), st.randoms(use_true_random=False))
def test_no_order_of_facts_or_children_changes_a_byte_of_the_answer(
    state: Catalogue, node: Node, record: Record, dice: random.Random
) -> None:
    before = evaluate(node, record, RuleBook(state), DAY, OWNER)
    shuffled = Record(tuple(dice.sample(record.facts, len(record.facts))), record.exceptions[::-1])
    assert repr(evaluate(node, shuffled, RuleBook(state), DAY, OWNER)) == repr(before)
    turned = evaluate(reordered(node, dice), shuffled, RuleBook(state), DAY, OWNER)
    assert by_node(turned) == by_node(before)


@many
@given(catalogues(), rules(steady=True), records(lasting=True), facts("extra", st.just(True), lasting=True))
def test_more_evidence_never_takes_anything_away(state: Catalogue, node: Node, record: Record, extra) -> None:  # type: ignore[no-untyped-def]
    before = evaluate(node, record, RuleBook(state), DAY, OWNER)
    after = evaluate(node, replace(record, facts=(*record.facts, extra)), RuleBook(state), DAY, OWNER)
    assert after.satisfied or not before.satisfied
    assert after.remaining <= before.remaining


@many
@given(catalogues(), rules(), records())
def test_saying_a_fact_twice_changes_nothing(state: Catalogue, node: Node, record: Record) -> None:
    doubled = Record(record.facts * 2, record.exceptions * 2)
    once = evaluate(node, record, RuleBook(state), DAY, OWNER)
    assert repr(evaluate(node, doubled, RuleBook(state), DAY, OWNER)) == repr(once)


def reordered(node: Node, dice: random.Random) -> Node:
    if isinstance(node, Choose):
        children = [reordered(child, dice) for child in node.of]
        return replace(node, of=tuple(dice.sample(children, len(children))))
    return replace(node, of=reordered(node.of, dice)) if hasattr(node, "of") else node


def by_node(outcome):  # type: ignore[no-untyped-def]
    """Every node's own answer by id, without the order of children; not the rules of what stands behind it."""
    o = outcome
    own = (o.status, o.done, o.needed, o.remaining, o.used, o.until, o.within, o.ref)
    below = {} if outcome.ref else {k: v for child in outcome.children for k, v in by_node(child).items()}
    return {outcome.node_id: own, **below}


@many
@given(catalogues(), rules(), records())
def test_how_things_stand_is_what_their_explanations_say(
    state: Catalogue, node: Node, record: Record
) -> None:
    standing = Standing(record, Program(RuleBook(state)), DAY)
    standing.explain(node, OWNER)
    quick, full = standing.explain(node, OWNER, deep=False), standing.explain(node, OWNER)
    assert (quick.status, quick.done, quick.needed, quick.remaining) == (
        full.status, full.done, full.needed, full.remaining,
    )  # fmt: skip
    assert ready_milestones(quick, standing) == ready_milestones(full, standing)
    for name in state.milestones:
        found = audit_milestone(name, standing)
        if found.status in ("open", "in_progress"):
            assert (found.status == "in_progress") == bool(found.outcome and found.outcome.facts)
        if (
            found.status in ("met", "waived")
            and found.outcome
            and not found.granted
            and not record.exceptions
        ):
            assert found.outcome.status != "waived"


@many
@given(catalogues(), st.lists(rules(), min_size=2, max_size=3), st.lists(records(), min_size=1, max_size=3))
def test_many_rules_together_are_each_what_it_is_alone_and_explained(
    state: Catalogue, nodes: list[Node], learners: list[Record]
) -> None:
    """Rules that share parts, the same rule in two documents, and the rules of milestones and a gate."""
    book = RuleBook(state)
    asked = [(node, owner) for node in nodes for owner in (OWNER, "rule:other")]
    asked += [(each.rule, f"milestone:{name}") for name, each in state.milestones.items()]
    program = Program(book, sorted(state.pathways))
    together = program.touched(asked)
    for record in learners:
        standing, alone = Standing(record, program, DAY), Standing(record, Program(book), DAY)
        sure, hoped = standing.together(together)
        for (node, owner), left, at_best in zip(asked, sure, hoped, strict=True):
            outcome = alone.explain(node, owner)
            assert left == alone.remaining(node, owner)
            assert told(left, at_best) == ("met" if outcome.status == "waived" else outcome.status)
        for line in audit_all(standing):
            stages = audit(line.pathway, alone).stages
            assert dict(line.stages) == {s.id: "met" if s.gate.satisfied else s.gate.status for s in stages}
            assert line.remaining == sum(alone.remaining(stage.rule, stage.owner) for stage in stages)


@many
@given(catalogues(), rules(), st.lists(records(most=4), min_size=2, max_size=4))
def test_what_nothing_bears_on_is_explained_to_everyone_as_it_would_be_to_each(
    state: Catalogue, node: Node, learners: list[Record]
) -> None:
    """Learners read one after another by one program, and each by a program of their own."""
    program = whole(state)
    for record in learners:
        shared = Standing(record, program, DAY)
        with patch.object(Untouched, "by", return_value=False):
            alone = Standing(record, whole(state), DAY)
            expected = [repr(explained) for explained in everything(alone, node)]
        assert [repr(explained) for explained in everything(shared, node)] == expected


def whole(state: Catalogue) -> Program:
    """All pathways, and all that could follow: what a program includes must not depend on who was asked before."""
    program = Program(RuleBook(state), sorted(state.pathways))
    program.include_names(FOLLOWING)
    return program


def everything(standing: Standing, node: Node) -> list[object]:
    own = [standing.explain(node, OWNER), standing.explain(node, OWNER, deep=False)]
    found = audit("p", standing)
    below = [(each.id, each.status, each.outcome, each.settings) for each in found.milestones]
    return [*own, found.next, found.kept, found.credentials, *[stage.gate for stage in found.stages], *below]
