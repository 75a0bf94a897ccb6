"""What an imported rule asks for in words that nobody can read: nobody can tell, unless the answer does not hang on it."""

from dataclasses import replace
from datetime import date

from tests.core.certification.small_state import small_state
from tests.core.requirements.strategies import EMPTY
from throughline.core.catalogue.naming import names_of
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c02_reachable import c02
from throughline.core.progress.outcome import Status
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact, Record, RuleException
from throughline.core.progress.standing import Standing, evaluate
from throughline.core.requirements.nodes import Choose, Node
from throughline.core.requirements.reading import read, write
from throughline.core.requirements.words import describe

TODAY = date(2026, 9, 1)
GRADE = {"have": {"what": "unread:grade-rule", "title": {"en": "Grade A, B, C or D"}}}
BOTH = read({"choose": ["course:logic", GRADE]})
EITHER = read({"choose": {"min": 1, "of": ["course:logic", GRADE]}})
WITHOUT = read({"not": GRADE})
HAS_LOGIC = Record((Fact("f1", "course:logic", TODAY),))


def status(rule: Node, record: Record = HAS_LOGIC) -> Status:
    return evaluate(rule, record, RuleBook(EMPTY), TODAY).status


def test_nobody_can_tell_where_all_else_is_there() -> None:
    assert status(BOTH) == "cannot_tell"
    assert Standing(HAS_LOGIC, Program(RuleBook(EMPTY)), TODAY).status(BOTH, "") == "cannot_tell"


def test_what_is_missing_anyway_is_not_met() -> None:
    assert status(BOTH, Record()) == "not_met"


def test_another_way_that_is_met_is_enough() -> None:
    assert status(EITHER) == "met"
    assert status(EITHER, Record()) == "cannot_tell"


def test_nobody_can_tell_whether_it_is_lacking_either() -> None:
    assert status(WITHOUT) == "cannot_tell"


def test_no_fact_is_said_to_be_waited_for() -> None:
    outcome = evaluate(BOTH, HAS_LOGIC, RuleBook(EMPTY), TODAY)
    assert outcome.unsettled == ()
    assert outcome.facts == ("f1",)


def test_a_signed_decision_about_it_settles_it() -> None:
    assert isinstance(BOTH, Choose)
    waiver = RuleException("e", "milestone:m", BOTH.of[1].id, "waive", "a registrar", TODAY, "seen")
    record = Record(HAS_LOGIC.facts, (waiver,))
    assert evaluate(BOTH, record, RuleBook(EMPTY), TODAY, "milestone:m").status == "met"


def test_it_is_written_and_read_like_any_rule() -> None:
    assert read(write(BOTH)) == BOTH


def test_it_is_said_in_the_words_of_its_source() -> None:
    said = describe(BOTH, names_of(EMPTY), "en")
    assert said.children[1].text == "Grade A, B, C or D, in the words of its source"


def test_certification_refuses_a_stage_that_asks_for_it() -> None:
    state = small_state()
    pathway = next(iter(state.pathways.values()))
    gate = read({"choose": [write(pathway.stages[0].gate), GRADE]})
    edited = replace(pathway, stages=(replace(pathway.stages[0], gate=gate), *pathway.stages[1:]))
    found = c02(edited, replace(state, pathways={**state.pathways, pathway.id: edited}))
    assert [each.where for each in found] == ["unread-grade-rule"]
    assert "kept in the words of its source, and nobody can tell whether it is met" in found[0].sentence
