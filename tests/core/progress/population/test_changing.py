"""What is worked out again after a change is what working out everything would give."""

import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.population.everyone import apart, facts_from, program_for, roots, said
from tests.core.progress.strategies import DAY, catalogues, records, rules
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population import changing
from throughline.core.progress.population.answers import Columns
from throughline.core.progress.population.decided import OtherDecisions, decided_in
from throughline.core.progress.population.encoding import UnknownTag, encoded
from throughline.core.progress.population.program import Root, compiled
from throughline.core.progress.population.results import AloneNotGiven, Results, answered
from throughline.core.progress.population.running import OtherQuestions
from throughline.core.progress.record import Fact, Record, RuleException
from throughline.core.requirements.nodes import Choose, Have, Node

from tests.core.progress.made import catalogue, fact, milestone, record  # isort: skip

several = st.lists(records(), min_size=2, max_size=5)
many = settings(
    max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def same(one: Columns, other: Columns) -> None:
    assert (one.keys, one.as_of) == (other.keys, other.as_of)
    for name in ("unsure", "alone", "changes"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name in ("start", "question", "left"):
        for reading in ("sure", "hoped"):
            mine, theirs = getattr(getattr(one, reading), name), getattr(getattr(other, reading), name)
            assert np.array_equal(mine, theirs), (reading, name)


def same_rows(one: Results, other: Results) -> None:
    assert (one.refs, one.program, one.as_of) == (other.refs, other.program, other.as_of)
    assert one.remaining.tobytes() == other.remaining.tobytes()
    assert one.doubtful.tobytes() == other.doubtful.tobytes()


@many
@given(catalogues(), rules(), several, several)
def test_learners_with_other_facts_are_worked_out_alone_and_new_ones_added(
    state: Catalogue, node: Node, before: list[Record], after: list[Record]
) -> None:
    """The first learner stays; those after have other facts, or are new."""
    now = [before[0], *after]
    facts = facts_from(now)
    program = program_for(RuleBook(state), node, facts_from([*before, *after]))
    columns, results = changing.again(program, facts_from(before[: len(now)]), DAY)
    learners = np.arange(1, len(now))
    theirs, rows = changing.again(program, facts.of(learners), DAY)
    whole, everything = changing.again(program, facts, DAY)
    if len(before) <= len(now):
        same(changing.with_learners(columns, learners, theirs), whole)
        same_rows(changing.with_rows(results, learners, rows), everything)


@many
@given(catalogues(), rules(), several, st.integers(1, 800))
def test_on_a_later_day_only_learners_that_are_due_are_worked_out(
    state: Catalogue, node: Node, learners: list[Record], days: int
) -> None:
    facts, later = facts_from(learners), DAY + timedelta(days=days)
    program = program_for(RuleBook(state), node, facts)
    columns, results = changing.again(program, facts, DAY)
    due = changing.due(columns, later)
    theirs, rows = changing.again(program, facts.of(due), later)
    whole, everything = changing.again(program, facts, later)
    updated = replace(changing.with_rows(results, due, rows), as_of=later)
    same_rows(updated, everything)
    if len(due):
        same(changing.with_learners(columns, due, theirs), whole)
    assert set(changing.changed(replace(results, as_of=later), everything)) <= set(due)


def test_a_rule_that_asks_something_new_is_refused_until_the_facts_are_asked() -> None:
    book = RuleBook(catalogue())
    facts = facts_from([record("competency:a")])
    one = compiled(book, [Root("top", "rule:top", Have(id="n", what="competency:a"))])
    other = compiled(book, [Root("top", "rule:top", Have(id="n", what="competency:b", level=2))])
    with pytest.raises(OtherQuestions, match=r"never asked 1 of the program's questions.*competency:b"):
        answered(other, encoded(one, facts, DAY))


def test_who_is_under_a_decision_that_a_program_does_not_ask_about_is_not_answered_as_if_there_were_none() -> (
    None
):
    waived = RuleException("x", "rule:top", "n", "waive", "somebody", DAY, "a reason")
    book, rule = RuleBook(catalogue()), [Root("top", "rule:top", Have(id="n", what="competency:a"))]
    facts = facts_from([Record((), (waived,)), Record()])
    asking = compiled(book, rule, decided=decided_in(facts.decisions.values()))
    columns = encoded(asking, facts, DAY)
    assert not len(columns.alone)
    assert answered(asking, columns).steps("top").tolist() == [0, 1]
    with pytest.raises(OtherDecisions, match="rule:top n waive"):
        answered(compiled(book, rule), columns)


@pytest.mark.parametrize(
    ("decision", "alone"),
    [
        (("waive", ()), False),
        (("substitute", ("course:d",)), False),
        (("also_accept", ("course:d",)), False),
        (("substitute", ("milestone:m",)), True),
    ],
)
def test_only_what_needs_it_is_read_learner_by_learner(
    decision: tuple[Any, tuple[str, ...]], alone: bool
) -> None:
    kind, accept = decision
    one = RuleException("x", "rule:top", "n", kind, "somebody", DAY, "a reason", accept)
    facts = facts_from([Record((fact("course:d", "f"),), (one,))])
    node = Choose(id="top", of=(Have(id="n", what="competency:a", level=2), Have(id="o", what="course:d")))
    book = RuleBook(catalogue([milestone("m", {"have": "course:d"})]))
    program = compiled(book, [Root("top", "rule:top", node)], decided=decided_in(facts.decisions.values()))
    columns = encoded(program, facts, DAY)
    assert bool(len(columns.alone)) == alone
    assert answered(program, columns, facts.of(columns.alone)).status(0, "top") == "met"


def test_a_value_of_a_family_that_nobody_carried_before_is_refused_until_it_is_compiled() -> None:
    book = RuleBook(catalogue())
    node = Choose(id="top", of=(Have(id="n", what="competency:a"),), within="lang")
    facts = facts_from([record(fact("competency:a", tags=["lang:ht"]))])
    with pytest.raises(UnknownTag, match="lang:ht"):
        encoded(compiled(book, [Root("top", "rule:top", node)], {"lang": ["lang:fr"]}), facts, DAY)


def test_learners_under_a_decision_are_not_answered_without_their_facts() -> None:
    waived = RuleException("x", "rule:top", "n", "waive", "somebody", DAY, "a reason")
    book, node = RuleBook(catalogue()), Have(id="n", what="competency:a")
    facts = facts_from([Record((Fact("f", "course:d", DAY),), (waived,))])
    program = compiled(book, [Root("top", "rule:top", node)])
    columns = encoded(program, facts, DAY)
    with pytest.raises(AloneNotGiven, match="1 learners are under a signed decision"):
        answered(program, columns)
    assert said(answered(program, columns, facts)) == [[(0, "met")]]
    assert len(roots(book, node)) == 1
    assert apart(book, node, [facts.record(0)]) == [[(0, "met")]]
