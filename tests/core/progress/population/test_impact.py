"""What a change does to everyone is what it does to each learner, counted."""

import os
from collections import Counter
from dataclasses import replace
from typing import cast

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.progress.made import catalogue, fact, milestone, pathway, record, stage
from tests.core.progress.population.everyone import facts_from
from tests.core.progress.strategies import DAY, catalogues, records, rules
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit
from throughline.core.progress.population.impact import (
    Tally,
    by_group,
    changed_rules,
    shared_out,
    tally,
)
from throughline.core.progress.population.impact_shown import CountsShown, shown, together
from throughline.core.progress.population.ways import steps_left
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.core.progress.whole_way import steps_to_the_end
from throughline.core.requirements.nodes import Node

many = settings(
    max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
several = st.lists(records(), min_size=1, max_size=5)
gates = rules(2, [0], steady=True)


def of_each(book: RuleBook, learners: list[Record]) -> list[int]:
    """The steps of each learner, read one by one as their own page reads them."""
    program = Program(book, ["p"])
    return [steps_to_the_end(audit("p", Standing(one, program, DAY))) for one in learners]


def with_gates(state: Catalogue, first: Node, last: Node) -> RuleBook:
    stages = [
        replace(stage("s", "competency:c", ("k1",)), gate=first),
        replace(stage("t", "course:d"), gate=last),
    ]
    return RuleBook(replace(state, pathways={"p": pathway("p", stages)}))


@many
@given(catalogues(), gates, gates, several)
def test_the_steps_of_everyone_are_those_of_each_learner_alone(
    state: Catalogue, first: Node, last: Node, learners: list[Record]
) -> None:
    book = with_gates(state, first, last)
    found = steps_left(book, "p", facts_from(learners), DAY)
    assert found.tolist() == of_each(book, learners)


def small(least: int = 1) -> RuleBook:
    """One pathway of one stage, which asks for a course and a milestone; the milestone for a competency so many times."""
    asked = {"have": {"what": "competency:a", "times": least}}
    return RuleBook(
        catalogue(
            [milestone("m", asked)], [pathway("p", [stage("s", {"choose": ["course:d", "milestone:m"]})])]
        )
    )


LEARNERS = [
    record(), record("course:d"), record(fact("competency:a", "one")), record("course:d", fact("competency:a", "one")),
    record("milestone:m"),
]  # fmt: skip


def test_a_milestone_that_asks_for_more_is_counted_for_those_who_would_need_more_and_no_others() -> None:
    facts = facts_from(LEARNERS)
    before, after = (steps_left(small(least), "p", facts, DAY) for least in (1, 3))
    assert before.tolist() == [2, 1, 1, 0, 1]
    assert after.tolist() == [4, 3, 3, 2, 1]
    found = tally(before, after)
    assert (found.learners, found.gain, found.need_more, found.same, found.lost) == (5, 0, 4, 1, 1)
    assert found.by_steps == {2: 4}
    back = tally(after, before)
    assert (back.gain, back.met, back.need_more, back.same) == (4, 1, 0, 1)


def test_groups_are_counted_apart_and_together_make_everyone() -> None:
    before, after = np.array([1, 2, 3, 0, 4]), np.array([0, 2, 5, 1, 4])
    group = shared_out(["north", "south", "south", "north", "nowhere"], ["north", "south"])
    found = by_group(before, after, group, 2)
    assert found == [Tally(2, 1, 1, {1: 1}, 1), Tally(2, 0, 0, {2: 1}, 0)]
    assert found[0].with_those(found[1]) == Tally(4, 1, 1, {1: 1, 2: 1}, 1)
    rest = tally(before[group < 0], after[group < 0])
    assert found[0].with_those(found[1]).with_those(rest) == tally(before, after)


@many
@given(catalogues(), gates, gates, gates, several)
def test_every_rule_that_answers_anyone_otherwise_is_named_and_its_numbers_are_those_of_each_learner(
    state: Catalogue, first: Node, last: Node, changed: Node, learners: list[Record]
) -> None:
    before, after = with_gates(state, first, last), with_gates(state, first, changed)
    found = {each.ref: each.tally for each in changed_rules(before, after, facts_from(learners), DAY)}
    for ref, old, new in (("pathway:p#s", first, first), ("pathway:p#t", last, changed)):
        steps = [
            Standing(one, Program(book, ["p"]), DAY).remaining(node, ref)
            for book, node in ((before, old), (after, new)) for one in learners
        ]  # fmt: skip
        differences = [b - a for a, b in zip(steps[: len(learners)], steps[len(learners) :], strict=True)]
        more = Counter(each for each in differences if each > 0)
        gain = sum(each < 0 for each in differences)
        if not any(differences):
            assert ref not in found
        else:
            assert (found[ref].gain, cast(dict[int, int], found[ref].by_steps)) == (
                gain,
                dict(sorted(more.items())),
            )


def test_a_rule_that_comes_or_goes_is_named_without_numbers() -> None:
    book = small()
    other = RuleBook(replace(book.catalogue, pathways={"p": pathway("p", [stage("u", "course:d")])}))
    found = changed_rules(book, other, facts_from(LEARNERS), DAY)
    assert [(each.ref, each.is_new, each.goes) for each in found] == [
        ("pathway:p#s", False, True), ("pathway:p#u", True, False),
    ]  # fmt: skip
    assert changed_rules(book, other, facts_from(LEARNERS), DAY, pathways=[]) == []


def test_what_is_shown_of_a_change_hides_small_groups_and_what_they_would_follow_from() -> None:
    groups = [("north", Tally(500, 0, 0, {1: 37, 2: 3}, 0)), ("south", Tally(60, 20, 20, {1: 12}, 0))]
    found = shown([*groups, ("west", Tally(12, 12, 12, {}, 0))], 10)
    by_group = dict(found.groups)
    assert by_group["north"] == CountsShown(500, 0, 40, 460)
    assert (found.whole.learners, found.whole.more) == (572, 52)
    # All twelve would gain: that would tell it of each of them.
    assert by_group["west"].gain is None
    assert by_group["south"].gain is None or found.whole.gain is None
    # Of those who would need more, three alone would need two: neither number is told.
    assert found.steps == ((1, None), (2, None))
    assert found.hides
    assert found.as_json()["groups"]["west"]["gain"] is None
    plain = shown(groups[1:], 10)
    assert (plain.hides, plain.steps) == (False, ((1, 12),))
    assert together(Tally(500, 3, 0, {1: 37}, 0), 10) == CountsShown(500, None, None, 460)
    assert shown([], 10).whole == CountsShown(0, 0, 0, 0)
