"""The ways to meet a rule, against every possible record."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given

from tests.core.certification.small_state import milestone, small_state, with_milestone
from tests.core.requirements.strategies import EMPTY, STATE, small_rules
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.atoms import Atom
from throughline.core.reasoning.ways import implies, ways
from throughline.core.requirements.nodes import Choose, Have, Node
from throughline.core.requirements.reading import read

BOOK = RuleBook(EMPTY)
Held = dict[str, int]
THINGS = {"competency:a": 3, "competency:b": 3, "milestone:a": 1, "milestone:b": 1, "milestone:c": 1}
RECORDS: list[Held] = [
    dict(zip(THINGS, levels, strict=True)) for levels in product(*(range(top + 1) for top in THINGS.values()))
]


def met(node: Node, held: Held) -> bool:
    """The plainest reading of a rule on a record of things and levels."""
    if isinstance(node, Choose):
        return sum(met(child, held) for child in node.of) >= node.needed
    assert isinstance(node, Have)
    return held[node.what] >= (node.level or 1)


def least_record(way: tuple[Atom, ...]) -> Held:
    """The record that has just what a way asks for."""
    held = dict.fromkeys(THINGS, 0)
    for each in way:
        assert isinstance(each.node, Have)
        held[each.node.what] = max(held[each.node.what], each.node.level or 1)
    return held


def minimal_records(node: Node) -> list[Held]:
    meeting = [held for held in RECORDS if met(node, held)]
    return [
        held
        for held in meeting
        if not any(less != held and all(less[k] <= held[k] for k in THINGS) for less in meeting)
    ]


def in_order(records: list[Held]) -> list[list[int]]:
    return sorted(list(held.values()) for held in records)


@given(small_rules)
def test_the_enumerated_ways_are_the_minimal_records_that_meet_the_rule(rule: Node) -> None:
    found = ways(rule, BOOK)
    assert found.method == "enumerated"
    assert in_order([least_record(way) for way in found.ways]) == in_order(minimal_records(rule))


@given(small_rules)
def test_the_solver_finds_a_way_as_small_as_the_smallest_enumerated_one(rule: Node) -> None:
    solved = ways(rule, BOOK, steps=0)
    enumerated = ways(rule, BOOK)
    assert solved.method == "solver"
    assert solved.least is not None
    assert enumerated.least is not None
    assert met(rule, least_record(solved.least))
    assert len(solved.least) == len(enumerated.least)


@pytest.mark.parametrize(("steps", "method"), [(20_000, "enumerated"), (0, "solver")])
@given(a=small_rules, b=small_rules)
def test_one_rule_implies_another_just_where_no_record_meets_the_first_alone(
    steps: int, method: str, a: Node, b: Node
) -> None:
    answer = implies(a, b, BOOK, steps)
    assert answer.method == method
    assert answer.holds == all(met(b, held) for held in RECORDS if met(a, held))
    if not answer.holds:
        assert answer.certain
        assert answer.counterexample is not None
        record = least_record(answer.counterexample)
        assert record in minimal_records(a)
        assert not met(b, record)


def test_a_choice_too_large_to_enumerate_goes_to_the_solver_and_says_so() -> None:
    rule = read({"choose": {"min": 20, "of": [f"course:c{i}" for i in range(40)]}})
    found = ways(rule, BOOK)
    assert found.method == "solver"
    assert found.least is not None
    assert len(found.least) == 20
    weaker = read({"choose": {"min": 19, "of": [f"course:c{i}" for i in range(40)]}})
    assert implies(rule, weaker, BOOK).holds
    assert implies(rule, weaker, BOOK).method == "solver"
    assert not implies(weaker, rule, BOOK).holds


def total(hours: object, **select: object) -> Node:
    return read({"total": {"measure": "hours", "min": hours, "from": {"kind": "experience", **select}}})


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (total(120), total(100), True),
        (total(100), total(120), False),
        (total(100, tags=["internship"]), total(100), True),
        (total(100), total(100, tags=["internship"]), False),
        (total(100, context=["workplace"]), total(100, context=["workplace", "community"]), True),
        (total(100, context=["workplace", "community"]), total(100, context=["workplace"]), False),
        (total(100), total(100, exclude=["paid"]), False),
        (read({"have": {"what": "assessment:x", "score": {"min": 75, "scale": "WRS"}}}),
         read({"have": {"what": "assessment:x", "score": {"min": "74.5", "scale": "WRS"}}}), True),
        (read({"have": {"what": "assessment:x", "score": {"min": 75, "scale": "WRS"}}}),
         read({"have": {"what": "assessment:x", "score": {"min": 70, "scale": "ACT"}}}), False),
        (read({"have": {"what": "competency:x", "validated_by": ["teacher", "mentor"]}}),
         read({"have": {"what": "competency:x", "validated_by": ["mentor"]}}), True),
        (read({"have": {"what": "competency:x", "validated_by": ["mentor"]}}),
         read({"have": {"what": "competency:x", "validated_by": ["teacher", "mentor"]}}), False),
        (read({"have": {"what": "competency:x", "fresh": {"years": 1}}}),
         read({"have": {"what": "competency:x", "fresh": {"months": 18}}}), True),
        (read({"have": {"what": "competency:x", "via": "any"}}), read({"have": {"what": "competency:x"}}), False),
    ],
)  # fmt: skip
def test_thresholds_and_filters_are_compared_by_what_they_let_through(
    a: Node, b: Node, expected: bool
) -> None:
    assert implies(a, b, BOOK).holds is expected


def test_a_doubtful_comparison_says_that_it_is_not_certain() -> None:
    answer = implies(total(100, what=["experience:a"]), total(100, tags=["internship"]), BOOK)
    assert not answer.holds
    assert not answer.certain


def test_a_certified_equivalence_carries_up_to_its_level() -> None:
    link = Equivalence("e", "course:statistics", "competency:data", "certified", level=3)
    book = RuleBook(Catalogue(state=STATE, equivalences={"e": link}))
    course = read("course:statistics")
    assert implies(course, read({"have": {"what": "competency:data", "level": 3}}), book).holds
    assert not implies(course, read({"have": {"what": "competency:data", "level": 4}}), book).holds
    assert not implies(course, read({"have": {"what": "competency:data", "via": "exact"}}), book).holds


def test_an_exclusive_choice_asks_more_than_the_same_choice_shared() -> None:
    of = [
        {"total": {"measure": "credits", "unit": "c", "min": Decimal(3), "from": {"tags": "arts"}}},
        {"total": {"measure": "credits", "unit": "c", "min": Decimal(3), "from": {"tags": "writing"}}},
    ]
    exclusive, shared = read({"choose": {"of": of, "exclusive": True}}), read({"choose": {"of": of}})
    assert implies(exclusive, shared, BOOK).holds
    assert implies(exclusive, exclusive, BOOK).holds
    assert not implies(shared, exclusive, BOOK).holds


def test_years_of_one_language_are_years_of_languages_but_not_the_other_way_round() -> None:
    def years(within: str) -> Node:
        level = {"have": {"what": "course:language", "level": 2}}
        body = {"of": [level, "course:culture"]} | ({"within": within} if within else {})
        return read({"choose": body})

    assert implies(years("language"), years(""), BOOK).holds
    assert implies(years("language"), years("language"), BOOK).holds
    assert not implies(years(""), years("language"), BOOK).holds


def test_milestones_are_opened_as_deep_as_asked() -> None:
    asks = {
        "choose": {"min": 1, "of": ["milestone:tools", {"have": {"what": "competency:body", "level": 2}}]}
    }
    book = RuleBook(with_milestone(small_state(), milestone("body", asks)))

    def said(depth: int) -> list[list[str]]:
        found = ways(read("milestone:body"), book, depth).ways
        return [[getattr(each.node, "what", "") for each in way] for way in found]

    assert said(0) == [["milestone:body"]]
    assert sorted(said(1)) == [["competency:body"], ["milestone:tools"]]
    assert sorted(said(2)) == [["competency:body"], ["competency:tools"]]


def test_shared_rules_are_always_opened_and_a_credential_to_what_awards_it() -> None:
    book = RuleBook(small_state())
    both = read({"choose": ["milestone:reading", "milestone:numbers"]})
    assert implies(read("rule:common"), both, book).holds
    assert implies(both, read("rule:common"), book).holds
    assert implies(read("credential:care-diploma"), read("milestone:body"), book).holds
    assert implies(
        read({"choose": ["milestone:body", "milestone:tools"]}), read("credential:care-diploma"), book
    ).holds


@pytest.mark.parametrize("steps", [20_000, 0])
def test_a_rule_that_nothing_meets_has_no_ways_and_implies_all(steps: int) -> None:
    never = read({"choose": {"min": 2, "of": ["course:a", {"have": {"what": "course:b", "advisory": True}}]}})
    assert ways(never, BOOK, steps=steps).ways == ()
    assert implies(never, read("course:z"), BOOK, steps).holds
