"""Requirements of real degrees, read from four other systems' formats and answered by the audit and for everyone at once.

What the other systems answered is held beside: equal or better, and each difference has its cause, which the test
shows (docs/reference/degree-specifications.md).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
import yaml

from tests.core.progress.degrees import degreeworks, hanson, tigerpath, utd
from tests.core.progress.degrees.asked import BOOK, Asked, could_serve, every, placed_apart, rule
from tests.core.progress.made import DAY, fact, record
from tests.core.progress.population.everyone import facts_from
from tests.core.progress.standards import SHARED, rows
from throughline.core.progress.population.compiling import Root
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.program import compiled
from throughline.core.progress.population.results import answered
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import evaluate
from throughline.core.requirements.nodes import Have, Node, walk

AUDIT = SHARED / "standards" / "audit"


@cache
def specification(name: str) -> Any:
    """A specification by its path; None where it is kept apart as an unseen check."""
    path = AUDIT / name
    return yaml.load(path.read_text(), yaml.CSafeLoader) if path.exists() else None


def same_for_everyone(asked: Mapping[str, Node], cases: Sequence[tuple[Record, Mapping[str, int]]]) -> None:
    """Everyone at once says what remains of each case's own rules exactly as the audit of one learner does."""
    made = compiled(BOOK, [Root(name, "rule:top", node) for name, node in sorted(asked.items())])
    facts = facts_from([held for held, _ in cases])
    columns = encoded(made, facts, DAY)
    found = answered(made, columns, facts.of(columns.alone))
    at = {ref: column for column, ref in enumerate(found.refs)}
    for n, (_, remaining) in enumerate(cases):
        told = {name: int(found.remaining[n, at[name]]) for name in remaining}
        assert told == remaining


@cache
def tigers() -> tuple[tuple[dict[str, Any], Asked, tuple[Fact, ...]], ...]:
    """Each transcript with the specification it was held against."""
    found = []
    for row in rows("audit/tigerpath/cases.jsonl"):
        data = specification(f"tigerpath/specs/{row['spec']}.yaml")
        if data is not None:
            asked = tigerpath.read(data, tigerpath.path_of(data, row["class_year"]))
            found.append((row, asked, tuple(tigerpath.facts_of(row["semesters"]))))
    return tuple(found)


def test_every_course_could_serve_the_requirements_the_peer_names() -> None:
    for row, asked, facts in tigers():
        lists = [each for each in every(asked) if "Degree Progress" not in each.name]
        served = [(each.name, could_serve(each, facts)) for each in lists]
        for term, courses in enumerate(row["peer"]["courses"], 1):
            for nth, course in enumerate(courses):
                ours = {name for name, ids in served if f"{term}.{nth}" in ids}
                assert ours == set(course["possible"]), (row["id"], course["name"])


def test_whatever_the_peer_finds_met_is_met_and_more_for_known_causes_only() -> None:
    """TigerPath counts a course only where one requirement alone could take it, and leaves the rest to the student."""
    causes, roots, cases = Counter[str](), dict[str, Node](), []
    for row, asked, facts in tigers():
        held, remaining = record(*facts), dict[str, int]()
        for each in every(asked):
            node = rule(each)
            if node is None or each.name not in row["peer"]["nodes"]:
                continue
            outcome = evaluate(node, held, BOOK, DAY)
            key = f"{row['spec']}|{each.name}"
            roots[key], remaining[key] = node, outcome.remaining
            met, peer = outcome.status == "met", bool(row["peer"]["nodes"][each.name][3])
            assert met or not peer, (row["id"], each.name)
            if met and not peer:
                causes[_why_not(each, facts, row)] += 1
        cases.append((held, remaining))
    same_for_everyone(roots, cases)
    assert causes == TIGER_CAUSES


def _why_not(asked: Asked, facts: Sequence[Fact], row: dict[str, Any]) -> str:
    if any(each.of and each.asks and each.need > each.given for each in every(asked)):
        return "in no file"
    assert placed_apart(asked, facts), (row["id"], asked.name)
    told = [course for term in row["peer"]["courses"] for course in term]
    mine = [course for course in told if any(path.startswith(asked.name) for path in course["possible"])]
    if any(not course["counted"] for course in mine):
        return "left to the student"
    if any(len(course["possible"]) > len(course["counted"]) for course in mine):
        return "counted elsewhere"
    raise AssertionError(f"no cause is known: {row['id']}, {asked.name}")


TIGER_CAUSES = {"left to the student": 236, "counted elsewhere": 61, "in no file": 8}
"""Requirements that we find met and TigerPath does not yet. Left to the student: a course is open that could serve.
Counted elsewhere: the peer has given it to another list. In both the courses can be placed, each once over the whole
tree: an integer program finds how. In no file: the peer waits for a thesis that it says it does not check."""


@cache
def texans() -> tuple[dict[str, Any], ...]:
    return tuple(rows("audit/utd-nebula/cases.jsonl"))


def test_hours_of_the_core_are_those_of_the_maximum_flow() -> None:
    cases = texans()
    core = utd.core((AUDIT / "utd-nebula/specs/core.req").read_text())
    needed, people = sum(int(area.min) for area in core.of if not isinstance(area, Have)), []  # type: ignore[union-attr]
    for row in cases:
        held = record(*utd.hours_apart(row["courses"]))
        outcome = evaluate(core, held, BOOK, DAY)
        assert needed == row["peer"]["core_hours_required"]
        assert needed - outcome.remaining == row["peer"]["core_hours_matched"], row["id"]
        assert (outcome.status == "met") == row["peer"]["core_complete"], row["id"]
        people.append((held, {"core": outcome.remaining}))
    same_for_everyone({"core": core}, people)


def test_a_student_of_the_peers_own_tests_has_the_same_hours() -> None:
    path = AUDIT / "utd-nebula/fixture-student-1.json"
    if not path.exists():
        pytest.skip(f"{path} is absent: set THROUGHLINE_SHARED to the folder that holds `standards`")
    student = json.loads(path.read_text())
    hours = {course["name"]: course["hours"] for course in student["input"]["courses"]}
    assert all(utd.hours_of(name) in (told, 0) for name, told in hours.items())


def test_requirements_of_a_major_are_met_wherever_the_peer_always_says_so() -> None:
    """The peer gives a course to the first requirement that takes it, in the order of a set: so it may answer no."""
    causes, roots, cases = Counter[str](), dict[str, Node](), []
    core = utd.names_in((AUDIT / "utd-nebula/specs/core.req").read_text()) if texans() else frozenset()
    for row in texans():
        data = specification(f"utd-nebula/specs/{row['year']}/{row['major']}.json")
        if data is None:
            continue
        facts, asked, remaining = utd.facts_of(row["courses"]), utd.major(data), dict[str, int]()
        for each, peer in zip(asked, row["peer"]["major_requirements"], strict=True):
            node = rule(each)
            outcome = evaluate(node, record(*facts), BOOK, DAY) if node is not None else None
            if node is not None and outcome is not None:
                key = f"{row['year']}|{row['major']}|{each.name}"
                roots[key], remaining[key] = node, outcome.remaining
            met = outcome is None or outcome.status == "met"
            assert met or peer is not True, (row["id"], each.name)
            if met and peer is not True:
                causes[_why(each, asked, facts, core, peer)] += 1
        cases.append((record(*facts), remaining))
    same_for_everyone(roots, cases)
    assert causes == UTD_CAUSES


UTD_CAUSES = {"order": 2, "taken elsewhere": 9}
"""Requirements that we find met: the peer's own answer turns with the order of a set; or other requirements took courses."""


def _why(
    asked: Asked, every_asked: Sequence[Asked], facts: Sequence[Fact], core: frozenset[str], peer: bool | str
) -> str:
    if peer == "order-dependent":
        return "order"
    assert placed_apart(asked, facts)
    others = {
        name
        for other in every_asked
        if other is not asked
        for one in every(other)
        for name in could_serve(one, facts)
    }
    node = rule(asked)
    assert node is not None
    left = record(*(each for each in facts if each.id not in others and each.what not in core))
    assert evaluate(node, left, BOOK, DAY).status != "met", asked
    return "taken elsewhere"


def areas() -> Iterator[tuple[str, Node]]:
    folder = AUDIT / "gobbldygook-areas"
    if not folder.exists():
        pytest.skip(f"{folder} is absent: set THROUGHLINE_SHARED to the folder that holds `standards`")
    for path in sorted(folder.glob("*/*.yaml")):
        yield path.stem, hanson.area(yaml.load(path.read_text(), yaml.CSafeLoader))


def test_areas_in_the_hanson_format_are_rules_and_what_cannot_be_said_is_kept_unread() -> None:
    read = dict(areas())
    cases, unread = [], Counter[str]()
    for name, node in read.items():
        every_node = walk(node)
        facts = [leaf.what for leaf in every_node if isinstance(leaf, Have) and leaf.kind == "course"]
        unread[name] = sum(1 for leaf in every_node if isinstance(leaf, Have) and leaf.kind == "unread")
        level = fact("course:HIST-390", "l", tags=["department:HIST", "level:300"])
        more = [level, *(fact(f"course:HIST-39{n}", f"l{n}", tags=level.tags) for n in range(1, 3))]
        ethics = fact("course:PHIL-250", "e", tags=["gereqs:EIN"])
        for held in (record(), record(*sorted(set(facts)), *more, ethics), record(*sorted(set(facts))[::2])):
            outcome = evaluate(node, held, BOOK, DAY)
            cases.append((held, {name: outcome.remaining}))
            if len(held.facts) > len(set(facts)) and not unread[name]:
                assert outcome.status == "met", name
    same_for_everyone(read, cases)
    assert len(read) == 22
    assert sum(1 for lines in unread.values() if not lines) == 7
    assert unread["computer-science"] == 5, "a topics course by section, term and year"


def works(function: str) -> list[dict[str, Any]]:
    path = AUDIT / "penn-degreeworks/cases.json"
    if not path.exists():
        pytest.skip(f"{path} is absent: set THROUGHLINE_SHARED to the folder that holds `standards`")
    return [case for case in json.loads(path.read_text()) if case["function"] == function]


def test_lines_of_degreeworks_ask_for_the_same_classes_and_credits() -> None:
    """Where the peer's own tests put an answer in for a condition, one input has several answers: ours is among them."""
    answers: dict[str, list[Any]] = {}
    for case in works("parse_rulearray"):
        answers.setdefault(json.dumps(case["input"]), []).append(case.get("rules_after"))
    for case in works("parse_rulearray"):
        given, program, _ = case["input"]
        if case.get("raises") == "AssertionError":
            continue  # a condition that was made to contradict the audit, which nothing in the input says
        if "raises" in case:
            with pytest.raises(degreeworks.NotRead):
                degreeworks.lines(given, program)
            continue
        found = degreeworks.lines(given, program)
        told = [_told(line) for line in flat(found)]
        peers = [
            [(r["title"], r["num"], r["credits"]) for r in each]
            for each in answers[json.dumps(case["input"])]
        ]
        assert told in peers
        for line in found:
            assert line.node is not None
            done = record(fact("course:CIS-1200", amounts={"cr": 4}))
            remaining = [evaluate(line.node, held, BOOK, DAY).remaining for held in (done, record())]
            assert remaining == [0, 1]
            same_for_everyone({"t": line.node}, [(done, {"t": 0}), (record(), {"t": 1})])


def flat(lines: Sequence[degreeworks.Line]) -> Iterator[degreeworks.Line]:
    for line in lines:
        yield line
        yield from flat(line.parts)


def _told(line: degreeworks.Line) -> tuple[str, int | None, float | None]:
    if line.parts or line.node is None or not hasattr(line.node, "measure"):
        return line.title, None, None
    least = float(line.node.min or 0)
    return (line.title, int(least), None) if line.node.measure == "count" else (line.title, None, least)


BETTER = {
    "BANNERGPA": "no average is kept, so none is assumed",
    "ATTRIBUTE": "it is not in the audit, so nobody can tell",
}


def test_conditions_of_degreeworks_hold_for_the_same_programs() -> None:
    differ = Counter[str]()
    for case in works("evaluate_condition"):
        asked, program = case["input"]
        if "raises" in case:
            with pytest.raises(degreeworks.NotRead):
                degreeworks.condition(asked, program)
            continue
        ours = degreeworks.condition(asked, program)
        if ours == case["output"]:
            continue
        left = (asked.get("relationalOperator") or {}).get("left", "")
        if left in BETTER:
            assert ours is None
        else:
            assert (ours, case["output"]) == (False, None), "false, whatever the part that nobody can tell"
        differ[left] += 1
    assert differ == {"BANNERGPA": 6, "ATTRIBUTE": 1, "": 1}


def test_courses_of_degreeworks_are_selected_alike() -> None:
    """The peer's filter names a course, a range of numbers, or all of a department."""
    for case in works("parse_coursearray"):
        select = degreeworks.courses(case["input"][0])
        written = case["output"]["Q"]
        for what in select.what:
            assert f"('full_code', '{what.removeprefix('course:')}')" in written
        for tag in select.any_tags:
            discipline, _, number = tag.partition("-")
            assert f"('department__code', '{discipline}')" in written
            assert not number or written.count("code__") == 2
        assert bool(select.what) != bool(select.any_tags)
