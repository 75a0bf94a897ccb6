"""Rules compiled for everyone: known answers, bounds, and what is refused."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

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
from tests.core.progress.population.everyone import facts_from
from tests.core.progress.standards import rows
from tests.core.progress.test_audit_oracle import learner, tree
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.compiling import NotCompiled, Root
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.program import PopulationProgram, compiled
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.record import Record
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Selector, Total, Use

EMPTY = RuleBook(catalogue())


def program(node: Node, book: RuleBook = EMPTY) -> PopulationProgram:
    return compiled(book, [Root("top", "rule:top", node)])


def results(node: Node, *records: Record, book: RuleBook = EMPTY) -> Results:
    made, facts = program(node, book), facts_from(records)
    return answered(made, encoded(made, facts, DAY))


def test_every_tree_misses_what_the_exhaustive_search_says() -> None:
    given = rows("audit/made-oracle/trees.jsonl")
    roots = [Root(f"r{n:04}", "rule:top", tree(row["rule"], [])) for n, row in enumerate(given)]
    made, facts = compiled(EMPTY, roots), facts_from([learner(row) for row in given])
    found = answered(made, encoded(made, facts, DAY))
    for n, row in enumerate(given):
        assert found.remaining[n, n] == row["remaining_recursive"], row["id"]
        assert (found.status(n, f"r{n:04}") == "met") == row["met"], row["id"]


def test_exclusive_children_of_everyone_miss_what_the_exhaustive_search_says() -> None:
    """All cases in one program: each case's items carry tags of its own."""
    given = rows("audit/made-oracle/exclusive.jsonl")
    roots, records = [], []
    for n, row in enumerate(given):
        children = tuple(
            Total(
                id=f"n{c}", measure="count", unit="", min=Decimal(need), select=Selector(tags=(f"{n}:{c}",))
            )
            for c, need in enumerate(row["need"])
        )
        roots.append(Root(f"r{n:04}", "rule:top", Choose(id="top", of=children, exclusive=True)))
        held = [item for item in row["items"] if item["has"]]
        items = [
            fact(f"course:c{i}", tags=[f"{n}:{c}" for c in each["serves"]]) for i, each in enumerate(held)
        ]
        records.append(record(*items))
    made, facts = compiled(EMPTY, roots), facts_from(records)
    found = answered(made, encoded(made, facts, DAY))
    for n, row in enumerate(given):
        assert found.remaining[n, n] == row["missing"], row["id"]


def test_equal_rules_are_worked_out_once() -> None:
    below = Choose(id="a", of=(Have(id="x", what="competency:a"), Have(id="y", what="competency:b", level=2)))
    again = Choose(id="b", of=(Have(id="p", what="competency:b", level=2), Have(id="q", what="competency:a")))
    one, two = program(below), compiled(EMPTY, [Root("t", "rule:t", below), Root("u", "rule:u", again)])
    assert len(two.questions) == len(one.questions) == 2
    assert two.layout.steps.tolist() == one.layout.steps.tolist()
    assert two.layout.outs[0] == two.layout.outs[1]


@pytest.mark.parametrize(("asked", "width"), [(250, "uint8"), (260, "uint16"), (60_000, "uint16")])
def test_what_is_counted_never_runs_over(asked: int, width: str) -> None:
    many = Have(id="n", what="experience:x", times=asked)
    made = program(many)
    assert made.width == np.dtype(width)
    assert results(many, record()).remaining[0, 0] == asked


def test_more_than_can_be_counted_is_refused() -> None:
    many = Choose(
        id="all", of=tuple(Have(id=f"n{n}", what=f"experience:x{n}", times=40_000) for n in range(2))
    )
    with pytest.raises(NotCompiled, match="80000 steps can remain"):
        program(many)


def test_a_milestone_that_takes_something_away_is_refused() -> None:
    taking = replace(
        milestone("m", {"have": "competency:a"}), rule=Not(id="n", of=Have(id="h", what="competency:a"))
    )
    book = RuleBook(catalogue([taking]))
    with pytest.raises(NotCompiled, match="milestone:m: its rule holds a `not`"):
        program(Have(id="n", what="milestone:m"), book)


def test_a_shared_rule_that_rests_on_itself_is_refused() -> None:
    book = RuleBook(catalogue(rules=[shared_rule("r", {"choose": [{"use": "r"}]})]))
    with pytest.raises(NotCompiled, match="rests on itself"):
        program(Use(id="n", rule="r"), book)


def test_milestones_that_rest_on_each_other_are_not_met_by_each_other() -> None:
    book = RuleBook(
        catalogue(
            [
                milestone("a", {"choose": {"of": ["milestone:b", "competency:x"], "min": 1}}),
                milestone("b", {"choose": ["milestone:c"]}),
                milestone("c", {"choose": ["milestone:a"]}),
            ]
        )
    )
    found = results(Have(id="n", what="milestone:b"), record(), record("competency:x"), book=book)
    assert found.steps("top").tolist() == [1, 0]


def test_a_credential_of_a_stage_opens_what_asks_for_it_and_its_equivalent() -> None:
    """Evidence, milestone, stage, credential, equivalence, gate: each rests on the one before."""
    book = RuleBook(
        catalogue(
            [milestone("m", {"choose": ["competency:a", "competency:b"]})],
            [pathway("p", [stage("s", {"choose": ["milestone:m"]}, ("done",))])],
            equivalences=[equivalence("e", "credential:done", "course:c")],
        )
    )
    found = results(
        Have(id="n", what="course:c"),
        record("competency:a", "competency:b"),
        record("competency:a"),
        book=book,
    )
    assert found.steps("top").tolist() == [0, 1]


def test_what_nobody_can_read_cannot_be_told_of_anyone() -> None:
    node = Choose(id="n", of=(Have(id="u", what="unread:portfolio"), Have(id="a", what="competency:a")))
    found = results(node, record("competency:a"), record())
    assert [found.status(n, "top") for n in range(2)] == ["cannot_tell", "not_met"]
    assert found.steps("top").tolist() == [1, 2]
