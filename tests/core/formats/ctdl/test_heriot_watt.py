"""A real degree programme: every condition and constraint is read, and what is wrong with it is said."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from tests.core.formats.ctdl.shared import packages
from tests.core.requirements.strategies import EMPTY
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.ctdl.reading import rules_in
from throughline.core.formats.packages import Package
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import evaluate
from throughline.core.requirements.nodes import Choose, Have, Node, Total, walk

pytestmark = pytest.mark.usefixtures("shared_standards")
FILES = ["pathways/heriot-watt/pathway.ttl", "pathways/heriot-watt/pathway.json"]
TODAY = date(2026, 9, 1)


@pytest.fixture(params=FILES)
def programme(request: pytest.FixtureRequest) -> Package:
    (found,) = packages(request.param)
    return found


def rule_named(programme: Package, title: str) -> Node:
    names = {each.identifier: each.statement for each in programme.items}
    return next(each.node for key, each in rules_in(programme).items() if names[key] == title)


def test_twenty_five_conditions_and_thirty_seven_constraints_are_read(programme: Package) -> None:
    kinds = Counter(each.kind for each in programme.items)
    assert (kinds["ComponentCondition"], kinds["Constraint"]) == (25, 37)
    named = {each.identifier for each in programme.items}
    under = [each for each in programme.items if each.kind == "Constraint"]
    assert all(each.parent in named for each in under)


def test_each_constraint_is_in_a_rule_or_kept_in_its_own_words(programme: Package) -> None:
    """7 sums, 11 filters of them, 2 first sittings; 17 that no rule of ours can say stay in their words."""
    done = Counter(note.done.partition(":")[0] for note in programme.notes)
    nodes = [node for each in rules_in(programme).values() for node in walk(each.node)]
    totals = [node for node in nodes if isinstance(node, Total)]
    unread = {node.what for node in nodes if isinstance(node, Have) and node.kind == "unread"}
    filters = done["limits the sum"] + done["limits the sum, at that level or above"]
    first = done["the first try counts"]
    missing = 1  # a condition that is named and is nowhere
    assert len(totals) + filters + len(unread) - missing + first == 37


def short(where: str) -> str:
    """The address of what a note is about: its last part; of a constraint, that of its condition."""
    return where.rpartition("/")[2].partition("|")[0]


def test_the_warnings_are_those_of_the_known_mistakes(programme: Package) -> None:
    """What is wrong in the file (not how a sum is read, nor what is kept in its words), each where it is wrong."""
    readings = ("limits the sum", "the first try counts", "the 4 parts", "the 11 parts")
    kept = "is about something this rule language does not know"
    found = [n for n in programme.notes if not n.done.startswith(readings) and kept not in n.what]
    assert sorted(note.what.replace("http://example.org/resources/", "") for note in found) == [
        "'41ab6ab88-361f-42c3-bac6-f373079e521c' is no UUID",
        "a condition is not in the file",
        "a sum that must stay below 240; at least is probably meant",
        "it says neither how many of its conditions nor by which operator",
        "it says neither how many of its conditions nor by which operator",
        "its name is given twice, as if two things were one",
        "its words say 2 of 9, its numbers 2 of 8",
        "its words say 8 courses, its constraint Sum of value >= 120",
    ]
    twice = next(note for note in found if "given twice" in note.what)
    assert short(twice.where) == "a7cd1db3-0dcd-42a8-b871-678ea7806c59"


def test_what_stands_beside_a_sum_limits_it(programme: Package) -> None:
    """Stage 2 to 3: 120 credits at level 8 and at least a D, said as four siblings."""
    rule = rule_named(programme, "Stage 2, Semester 2")
    total = next(node for node in walk(rule) if isinstance(node, Total))
    assert (total.measure, total.unit, total.min) == ("credits", "scqf-credits", 120)
    assert (total.select.framework, total.select.level) == ("scqf-levels", 8)
    assert len(total.select.what) == 4
    beside = [n for n in walk(rule) if isinstance(n, Have)]
    assert [n.title["en"] for n in beside] == [
        "Sum of value <= 240",
        "creditUnitType = credits",
        "grade = A or B or C or D",
    ]


def test_so_many_of_these_courses_at_first_sitting(programme: Package) -> None:
    """At least D at first sitting in 6 of these 8."""
    rule = rule_named(programme, "Stage 3, Semester 2")
    six = next(n for n in walk(rule) if isinstance(n, Choose) and (n.needed, len(n.of)) == (6, 8))
    assert all(
        isinstance(each, Have) and each.attempt == "first" and each.kind == "course" for each in six.of
    )


def test_conditions_stand_inside_conditions(programme: Package) -> None:
    rule = rule_named(programme, "BSc (hons) in Computer Science")
    assert isinstance(rule, Choose)
    first = min(rule.of, key=lambda each: -len(walk(each)))
    shape = Counter((n.needed, len(n.of)) for n in walk(first) if isinstance(n, Choose))
    assert shape == {(2, 2): 4, (2, 8): 1, (3, 9): 1}


def test_nobody_can_tell_of_the_certificate_before_the_words_are_read(programme: Package) -> None:
    """Eight courses, and that the learner leaves the programme here, which no rule of ours can say."""
    rule = rule_named(programme, "CertHE (exit certificate)")
    courses = [n.what for n in walk(rule) if isinstance(n, Have) and n.kind == "course"]
    assert len(courses) == 8
    facts = [Fact(what, what, TODAY, amounts={"scqf-credits": Decimal(15)}) for what in courses]
    book = RuleBook(EMPTY)
    assert evaluate(rule, Record(tuple(facts)), book, TODAY).status == "cannot_tell"
    assert evaluate(rule, Record(tuple(facts[1:])), book, TODAY).status == "not_met"
