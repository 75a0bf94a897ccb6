"""Programs of study, modules and their order, on the demo state's own: templates that hold, and leave everyone free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from throughline.apps.opportunities import queries
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.audit import audit
from throughline.core.progress.record import Fact, Record, Validator
from throughline.core.progress.standing import stand
from throughline.core.reasoning.local import broken_refinements, refines
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use, walk

DAY = date(2026, 6, 1)
PLACES = {"k12": "school", "postsecondary": "college", "workforce": "workplace", "community": "community"}
PROGRAMS = ("health-program", "health-program-harbor", "health-program-northside")


@pytest.fixture(scope="module")
def state(meridian_pack: Pack) -> Catalogue:
    """The demo state."""
    return meridian_pack.catalogue


def root(program: str, state: Catalogue) -> Node:
    """A program's rule."""
    return state.rules[program].editions[-1].root


def milestones(node: Node, state: Catalogue) -> Iterator[str]:
    """The milestones a rule names, shared rules opened."""
    for each in walk(node):
        if isinstance(each, Use):
            yield from milestones(root(each.rule, state), state)
        elif isinstance(each, Have) and each.kind == "milestone":
            yield each.what


def taken(module: d.Opportunity, day: date = DAY) -> list[Fact]:
    """What taking part in something leads to."""
    people = tuple(
        Validator(f"{role} {n}", role, f"{role} {n}'s place")
        for role in ("teacher", "workplace_mentor", "college_teacher", "community_mentor", "assessor")
        for n in (1, 2)
    )
    return [
        Fact(f"{module.id} {what}", what, day, level=4, context=module.context, validators=people)
        for what in module.gives
    ]


def by_sector(state: Catalogue, wanted: set[str]) -> dict[str, d.Opportunity]:
    """One thing to take part in from each sector that helps with any of these."""
    every = sorted(state.opportunities.values(), key=lambda each: each.id)
    return {
        each.sector: each
        for each in every
        if wanted & set(each.gives) and each.context == PLACES[each.sector]
    }


@pytest.mark.covers("S001-D7.1")
def test_a_program_spans_four_sectors_and_each_has_something_to_take_part_in(state: Catalogue) -> None:
    asked = {c for ref in milestones(root("health-program", state), state)
             for c in state.milestones[ref.partition(":")[2]].competencies}  # fmt: skip
    composed = by_sector(state, asked)
    assert set(composed) == set(PLACES)
    shown = [Fact(ref, ref, DAY) for ref in milestones(root("health-program", state), state)]
    book, rule = RuleBook(state), root("health-program", state)
    everything = [fact for module in composed.values() for fact in taken(module)]
    assert stand(Record(tuple(shown + everything)), book, DAY).explain(rule, "rule:health-program").satisfied
    for sector, node in zip(PLACES, ("at-school", "at-college", "at-work", "in-the-community"), strict=True):
        others = [fact for each, module in composed.items() if each != sector for fact in taken(module)]
        found = stand(Record(tuple(shown + others)), book, DAY).explain(rule, "rule:health-program")
        assert not found.satisfied
        assert [
            below.node.id for below in found.walk() if isinstance(below.node, Total) and not below.satisfied
        ] == [node]


@pytest.mark.covers("S001-D7.2")
def test_a_region_and_a_school_make_the_states_program_more_particular_and_keep_all_of_it(
    state: Catalogue,
) -> None:
    named = [set(milestones(root(name, state), state)) for name in PROGRAMS]
    assert len(named[0]) >= 15
    assert named[0] <= named[1] <= named[2]
    assert named[2] - named[0] == {"milestone:civic-inquiry"}
    assert [state.rules[name].refines for name in PROGRAMS] == ["", *PROGRAMS[:2]]
    book = RuleBook(state)
    for local, wider in zip(PROGRAMS[1:], PROGRAMS, strict=False):
        assert refines(root(local, state), root(wider, state), book).holds
    assert broken_refinements(state) == ()


@pytest.mark.covers("S001-D7.2")
def test_a_school_that_leaves_out_one_of_the_states_milestones_is_refused(state: Catalogue) -> None:
    base = root("health-program", state)
    assert isinstance(base, Choose)
    fewer = replace(
        base, of=tuple(n for n in base.of if getattr(n, "what", "") != "milestone:medical-benchmark-3")
    )
    own = d.Rule("own", {"en": "Own"}, "program", (d.Edition("", fewer),), refines="health-program")
    (found,) = broken_refinements(replace(state, rules={**state.rules, "own": own}))
    assert found.sentence.startswith("rule:own asks for less than rule:health-program: by ")
    assert found.sentence.endswith(" it is met without node 'milestone-medical-benchmark-3'.")


@pytest.mark.covers("S001-D7.3")
def test_who_leaves_the_programs_order_and_its_experiences_and_shows_the_milestones_is_as_far(
    state: Catalogue,
) -> None:
    pathway, book = "medical-sciences", RuleBook(state)
    gates = [stage.gate for stage in state.pathways[pathway].stages[:2]]
    asked = [ref for gate in gates for ref in milestones(gate, state)]
    as_told = [Fact(ref, ref, DAY + timedelta(days=n), context="school") for n, ref in enumerate(asked)]
    otherwise = [Fact(ref, ref, DAY - timedelta(days=n), context="home") for n, ref in enumerate(asked)]
    Random(7).shuffle(otherwise)
    later = DAY + timedelta(days=99)
    audits = [audit(pathway, stand(Record(tuple(facts)), book, later)) for facts in (as_told, otherwise)]
    assert [[stage.passed for stage in each.stages] for each in audits] == [
        [True, True, False, False, False, False]
    ] * 2
    program = stand(Record(tuple(otherwise)), book, later).explain(
        root(PROGRAMS[0], state), "rule:health-program"
    )
    assert not program.satisfied  # the template is not followed, and nothing rests on that
    rules = [stage.gate for each in state.pathways.values() for stage in each.stages]
    rules += [each.trigger for each in state.agreements.values()]
    assert not any(isinstance(n, Use) and n.rule in PROGRAMS for rule in rules for n in walk(rule))


# -- modules


@pytest.mark.covers("S001-D8.1", "S001-U9")
def test_two_learners_take_the_same_modules_in_different_order_a_third_takes_quite_other_ones_and_all_complete(
    meridian: Pack, db: None
) -> None:
    state, milestone = meridian.catalogue, "chemistry-of-life"
    rule = state.milestones[milestone].rule
    asked = {n.what for n in walk(rule) if isinstance(n, Have)}
    fitting = [m for m in queries.modules() if asked & set(m.gives)]
    at_school = {m.id for m in fitting if m.sector in ("k12", "postsecondary")}
    outside = {m.id for m in fitting if m.sector in ("workforce", "community")}
    before = {need for name in at_school for need in state.opportunities[name].needs} - {
        what for name in at_school for what in state.opportunities[name].gives
    }
    order = queries.possible_order(at_school, have=before)
    other = _another_order(order, state)
    assert order != other
    assert sorted(order) == sorted(other)
    for sequence in (order, other):
        assert queries.order_check(sequence, have=before) == []
        assert _complete(sequence, rule, milestone, state)
    assert outside.isdisjoint(at_school)
    assert _complete(sorted(outside), rule, milestone, state)
    assert not _complete(order[:1], rule, milestone, state)


def _complete(sequence: list[str], rule: Node, name: str, state: Catalogue) -> bool:
    """Whether what these modules lead to, one after the other, meets a milestone's rule."""
    days = {module: DAY + timedelta(days=9 * n) for n, module in enumerate(sequence)}
    facts = [fact for module, day in days.items() for fact in taken(state.opportunities[module], day)]
    standing = stand(Record(tuple(facts)), RuleBook(state), max(days.values()))
    return standing.explain(rule, f"milestone:{name}").satisfied


def _another_order(order: list[str], state: Catalogue) -> list[str]:
    """The last module that needs nothing of the others comes first."""
    given = {what for name in order for what in state.opportunities[name].gives}
    free = [name for name in order if not set(state.opportunities[name].needs) & given]
    return [free[-1], *(name for name in order if name != free[-1])]


@pytest.mark.covers("S001-D8.2")
def test_true_dependencies_have_no_circle_and_are_all_that_orders_modules(meridian: Pack, db: None) -> None:
    every = meridian.catalogue.opportunities
    elsewhere = {n for o in every.values() for n in o.needs} - {w for o in every.values() for w in o.gives}
    reached, left, rounds = set(elsewhere), set(every), 0
    while left:  # by hand: in each round, all that can begin now
        now = {name for name in left if set(every[name].needs) <= reached}
        assert now, f"nobody can ever begin {left}"
        left, rounds = left - now, rounds + 1
        reached |= {what for name in now for what in every[name].gives}
    assert rounds > 1

    planned = queries.possible_order(every, have=elsewhere)
    assert sorted(planned) == sorted(every)
    assert list(_too_early(planned, every, elsewhere)) == []
    random = Random(11)
    for _ in range(20):  # any other order that keeps them is as good; one that breaks one is named
        mixed = random.sample(sorted(every), len(every))
        early = [each.module for each in queries.order_check(mixed, have=elsewhere)]
        assert early == list(_too_early(mixed, every, elsewhere))
        assert queries.order_check(_mended(mixed, every, elsewhere), have=elsewhere) == []


def _too_early(order: list[str], every: dict[str, d.Opportunity], have: set[str]) -> Iterator[str]:
    reached = set(have)
    for name in order:
        if not set(every[name].needs) <= reached:
            yield name
        reached |= set(every[name].gives)


def _mended(order: list[str], every: dict[str, d.Opportunity], have: set[str]) -> list[str]:
    """The same order, but each waits for what it needs."""
    reached, left, found = set(have), list(order), list[str]()
    while left:
        ready = next(name for name in left if set(every[name].needs) <= reached)
        left.remove(ready)
        found.append(ready)
        reached |= set(every[ready].gives)
    return found
