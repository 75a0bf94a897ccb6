"""Agreements of three parties: the public example in twelve steps, what is owed, and how long a stay may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from throughline.core.learning_agreement import (
    Answered,
    Change,
    ExchangeProgram,
    LearningAgreement,
    Line,
    NotNow,
    Version,
    answer,
    approve,
    changed,
    lines,
    outside,
    owed,
    propose,
    withdraw,
)

# The courses and reasons of the public example (erasmus-without-paper/ewp-specs-api-omobility-las,
# examples/example-scenario, steps 01 to 12).
LOGICS, BIG, FUNCTIONAL = "advanced logics", "big data", "functional programming"
MINING, DATABASES, SYSTEMS = "data mining", "advanced databases", "distributed systems"
CHOICE, EXPERT = "social choice", "expert systems"
HOME = {"informatics elective": Decimal(18)}


def at(day: int, month: int = 1) -> datetime:
    return datetime(2019, month, day, 12, tzinfo=UTC)


def both(day: int, month: int = 1) -> dict[str, datetime]:
    """The learner and the home approve as they ask."""
    return {"learner": at(day, month), "home": at(day, month)}


def left(studied: str, reason: str) -> Line:
    return Line(studied, "removed", reason)  # type: ignore[arg-type]


def came(studied: str) -> Line:
    return Line(studied, "inserted", "substituting-deleted")


@pytest.mark.covers("N03")
def test_the_public_example_gives_the_published_state_after_each_of_its_twelve_steps() -> None:
    # 1: the first proposal, approved by learner and home; the host is next.
    one = propose(LearningAgreement(), Version(1, (LOGICS, BIG, FUNCTIONAL), HOME), both(13))
    assert (one.turn, one.in_force, one.draft.studied) == ("host", None, (LOGICS, BIG, FUNCTIONAL))  # type: ignore[union-attr]
    # 2: the host does not approve, and names what it would.
    instead = (Change(BIG, MINING, "not-available"),)
    two = answer(one, Answered("host", 1, instead=instead))
    assert (two.turn, two.in_force) == ("learner", None)
    shown = lines((LOGICS, BIG, FUNCTIONAL), instead)
    assert shown == (Line(LOGICS), left(BIG, "not-available"), came(MINING), Line(FUNCTIONAL))
    # 3: a second proposal that takes it up.
    three = propose(two, Version(2, (LOGICS, MINING, FUNCTIONAL), HOME), both(19))
    assert (three.turn, three.answered, three.in_force) == ("host", None, None)
    # 4 and 5: the host approves; the first version is signed by all three.
    five = approve(three, "host", 2, at(22))
    assert (five.turn, five.draft) == (None, None)
    assert five.first == five.in_force
    assert five.first
    assert five.first.studied == (LOGICS, MINING, FUNCTIONAL)
    assert set(five.first.approved) == {"learner", "home", "host"}
    # 6: the learner wants to change one course. What is in force stays.
    swap = (Change(FUNCTIONAL, DATABASES, "language-mismatch"),)
    six = propose(five, changed(five.in_force, swap, 3), both(2, 3))  # type: ignore[arg-type]
    assert (six.turn, six.in_force) == ("host", five.in_force)
    assert _since_first(six) == (
        Line(LOGICS),
        Line(MINING),
        left(FUNCTIONAL, "language-mismatch"),
        came(DATABASES),
    )
    # 7 and 8: the host approves; the learner wants to change two more, one of them added in the last change.
    seven = approve(six, "host", 3, at(4, 3))
    assert (seven.first, seven.in_force.studied) == (five.first, (LOGICS, MINING, DATABASES))  # type: ignore[union-attr]
    two_more = (Change(LOGICS, SYSTEMS, "timetable-conflict"), Change(DATABASES, EXPERT, "other"))
    eight = propose(seven, changed(seven.in_force, two_more, 4), both(5, 3))  # type: ignore[arg-type]
    assert _since_first(eight) == (
        left(LOGICS, "timetable-conflict"), came(SYSTEMS), Line(MINING), left(FUNCTIONAL, "language-mismatch"),
        came(EXPERT),
    )  # fmt: skip
    assert lines((LOGICS, MINING, DATABASES), two_more) == (
        left(LOGICS, "timetable-conflict"), came(SYSTEMS), Line(MINING), left(DATABASES, "other"), came(EXPERT),
    )  # fmt: skip
    # 9: the host does not approve, in its own words; what was approved stays in force.
    nine = answer(eight, Answered("host", 4, "Distributed Systems is not held in English."))
    assert (nine.turn, nine.in_force) == ("learner", seven.in_force)
    # 10: the learner asks for another course instead.
    other = (Change(LOGICS, CHOICE, "timetable-conflict"), Change(DATABASES, EXPERT, "other"))
    ten = propose(nine, changed(seven.in_force, other, 5), both(8, 3))  # type: ignore[arg-type]
    final = (
        left(LOGICS, "timetable-conflict"), came(CHOICE), Line(MINING), left(FUNCTIONAL, "language-mismatch"),
        came(EXPERT),
    )  # fmt: skip
    assert (ten.turn, _since_first(ten)) == ("host", final)
    # 11 and 12: the host approves; the final version, with what it was before the learner left.
    twelve = approve(ten, "host", 5, at(8, 3))
    assert (twelve.draft, twelve.turn, twelve.first) == (None, None, five.first)
    assert twelve.in_force
    assert twelve.in_force.studied == (CHOICE, MINING, EXPERT)
    assert lines(twelve.first.studied, twelve.in_force.changes) == final  # type: ignore[union-attr]


def _since_first(agreement: LearningAgreement) -> tuple[Line, ...]:
    assert agreement.first
    assert agreement.draft
    return lines(agreement.first.studied, agreement.draft.changes)


AGREED = LearningAgreement(in_force=(held := Version(1, (LOGICS, BIG), HOME, approved=both(1))), first=held)


@pytest.mark.parametrize("missing", ["learner", "home", "host"])
def test_one_missing_approval_keeps_the_old_version_in_force(missing: str) -> None:
    draft = changed(held, (Change(BIG, MINING, "other"),), 2)
    asked = replace(AGREED, draft=replace(draft, approved={}))
    for party in ("learner", "home", "host"):
        if party == missing:
            break
        asked = approve(asked, party, 2, at(3))  # type: ignore[arg-type]
    assert asked.in_force == held
    assert asked.turn == missing


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (lambda a: approve(a, "home", 7, at(1)), "not the one in question"),
        (lambda a: approve(a, "home", 2, at(1)), "another's turn"),
        (lambda a: answer(a, Answered("host", 2)), "does not say what would be approved"),
        (lambda a: propose(a, held, both(2)), "Nothing would change"),
        (lambda a: propose(a, replace(held, studied=(BIG, BIG)), both(2)), "twice"),
        (lambda a: propose(a, replace(held, recognized={}), both(2)), "lists is empty"),
        (lambda a: propose(a, held, {"home": at(1)}), "the learner's to ask for"),
        (lambda a: changed(held, (Change(MINING, BIG, "other"),), 3), "not agreed on"),
        (lambda a: changed(held, (Change(LOGICS, BIG, "other"),), 3), "agreed on already"),
    ],
)
def test_a_step_out_of_turn_says_why_and_changes_nothing(step: object, why: str) -> None:
    asked = propose(AGREED, changed(held, (Change(BIG, MINING, "other"),), 2), both(2))
    with pytest.raises(NotNow, match=why):
        step(asked)  # type: ignore[operator]


def test_a_draft_that_the_learner_takes_back_leaves_what_is_in_force() -> None:
    asked = propose(AGREED, changed(held, (Change(BIG, MINING, "other"),), 2), both(2))
    assert withdraw(asked) == AGREED


@pytest.mark.parametrize(
    ("provision", "done", "credits", "whole", "open_"),
    [
        ("in_part", {LOGICS, BIG, FUNCTIONAL}, Decimal(18), True, ()),
        ("all_or_none", {LOGICS, BIG, FUNCTIONAL}, Decimal(18), True, ()),
        ("in_part", {LOGICS, BIG}, Decimal(12), False, (FUNCTIONAL,)),
        ("all_or_none", {LOGICS, BIG}, None, False, (FUNCTIONAL,)),
        ("in_part", set(), None, False, (LOGICS, BIG, FUNCTIONAL)),
    ],
)
def test_all_that_was_agreed_gives_all_that_was_promised_and_less_gives_what_the_provision_says(
    provision: str, done: set[str], credits: Decimal | None, whole: bool, open_: tuple[str, ...]
) -> None:
    version = Version(1, (LOGICS, BIG, FUNCTIONAL), HOME, provision)  # type: ignore[arg-type]
    found = owed(version, frozenset(done))
    assert found.credits == ({} if credits is None else {"informatics elective": credits})
    assert (found.whole, found.open) == (whole, open_)


def test_what_was_added_alone_and_what_left_alone_say_so() -> None:
    made = (Change("", MINING, "extending"), Change(BIG, "", "not-available"), Change(MINING, "", "other"))
    assert lines((LOGICS, BIG), made[:2]) == (
        Line(LOGICS), left(BIG, "not-available"), Line(MINING, "inserted", "extending"),
    )  # fmt: skip
    assert lines((LOGICS, BIG), made) == (Line(LOGICS), left(BIG, "not-available"))


ERASMUS = ExchangeProgram("erasmus", {"en": "Erasmus"}, 2, 12)


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), False),
        (date(2026, 9, 1), date(2026, 10, 30), False),
        (date(2026, 9, 1), date(2026, 10, 31), True),
        (date(2026, 12, 31), date(2027, 2, 27), True),
        (date(2026, 9, 1), date(2027, 8, 31), True),
        (date(2026, 9, 1), date(2027, 9, 1), False),
        (date(2026, 9, 1), date(2027, 9, 30), False),
    ],
)
@pytest.mark.parametrize("kind", ["study", "work"])
def test_a_stay_of_two_to_twelve_months_is_one_of_the_program_for_study_and_for_work_alike(
    starts: date, ends: date, fits: bool, kind: str
) -> None:
    assert (outside(ERASMUS, starts, ends, kind) == "") is fits


def test_a_stay_for_something_else_is_none_of_the_program() -> None:
    assert "not for holiday" in outside(ERASMUS, date(2026, 9, 1), date(2026, 12, 31), "holiday")
