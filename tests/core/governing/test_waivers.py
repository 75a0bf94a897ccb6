"""Waivers: when they hold, what they switch off there, and why one cannot be asked for."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.waiving import LAW, TERMS, day, waiving_state
from throughline.core.catalogue.waivers import SystemRule, Waiver, WaiverTerms
from throughline.core.governing import waivers as w
from throughline.core.requirements.nodes import Cite

ASKED = date(2026, 3, 2)
STATE = waiving_state()


def waiver(**changes) -> Waiver:
    made = Waiver(
        "hours-off", "valley-district", ("northside-high",), ("hours",), "Hours off", "Winter", ASKED,
        ASKED + timedelta(days=90), approved=ASKED + timedelta(days=40),
    )  # fmt: skip
    return replace(made, **changes)


def sentences(**changes) -> list[str]:
    return [str(each) for each in w.faults(waiver(**changes), STATE)]


@pytest.mark.parametrize(
    ("granted", "terms", "last"),
    [
        ("2026-04-11", TERMS, "2029-06-30"),
        ("2026-07-01", TERMS, "2029-06-30"),
        ("2026-07-02", TERMS, "2030-06-30"),
        ("2027-01-15", TERMS, "2030-06-30"),
        ("2027-01-15", WaiverTerms(full_years=1), "2028-06-30"),
        ("2026-04-11", WaiverTerms(year_ends="12-31", full_years=2), "2028-12-31"),
    ],
)
def test_a_waiver_ends_with_the_so_manieth_full_school_year_after_it_was_granted(
    granted, terms, last
) -> None:
    """June 30 of the third, where the state settles nothing else."""
    assert w.last_day(waiver(approved=day(granted)), terms) == day(last)


def test_it_is_coming_in_force_over_or_revoked_by_the_day_alone() -> None:
    held = waiver()
    days = ["2026-05-30", "2026-05-31", "2029-06-30", "2029-07-01"]
    assert [w.state_of(held, TERMS, day(each)) for each in days] == [
        "coming",
        "in_force",
        "in_force",
        "ended",
    ]
    sooner = waiver(ends=day("2027-06-01"))
    assert [w.state_of(sooner, TERMS, day(each)) for each in ("2027-06-01", "2027-06-02")] == [
        "in_force",
        "ended",
    ]
    taken = waiver(revoked=day("2027-01-10"))
    assert [w.state_of(taken, TERMS, day(each)) for each in ("2027-01-09", "2027-01-10")] == [
        "in_force",
        "revoked",
    ]
    assert w.state_of(waiver(revoked=day("2031-01-01")), TERMS, day("2031-02-01")) == "ended"


@pytest.mark.parametrize("name", [each.id for each in TERMS.never if not each.up_to])
def test_what_is_on_the_list_is_refused_with_the_law_that_says_so(name: str) -> None:
    law = w.cited(TERMS.stays[name].cite)
    (said,) = sentences(rules=("hours", name))
    title = name.replace("-", " ").capitalize()
    assert said == f"\u201c{title}\u201d is never waived: {law}. Take it out."


def test_teacher_certification_is_waived_for_a_quarter_of_the_teaching_at_most() -> None:
    asked = ("teacher-certification",)
    assert sentences(rules=asked, share=Decimal("0.25")) == []
    for share in (None, Decimal("0.26"), Decimal(0)):
        (said,) = sentences(rules=asked, share=share)
        assert "25 percent of a school's teaching at most: KRS 156.161, (e)" in said


@pytest.mark.parametrize(("ahead", "said"), [(89, 1), (90, 0), (400, 0)])
def test_it_is_asked_for_ninety_days_ahead(ahead: int, said: int) -> None:
    found = sentences(starts=ASKED + timedelta(days=ahead))
    assert len(found) == said
    if said:
        assert found == [
            "It starts 89 days after it is asked for; 90 are needed. Let it start on 2026-05-31 or later."
        ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rules": ()}, "It names no rule. Choose at least one."),
        (
            {"rules": ("bells",)},
            "There is no rule 'bells' that can be waived. These are: hours, answers, wait.",
        ),
        ({"schools": ()}, "It names no school. Choose at least one."),
        (
            {"schools": ("southside-high",)},
            "'southside-high' is no school of valley-district. Name its own schools.",
        ),
        (
            {"ends": day("2026-01-01")},
            "It cannot end on 2026-01-01. Give a day from its start to 2029-06-30, or none.",
        ),
        (
            {"ends": day("2040-01-01")},
            "It cannot end on 2040-01-01. Give a day from its start to 2029-06-30, or none.",
        ),
    ],
)
def test_each_fault_of_a_waiver_is_one_sentence_with_what_mends_it(changes, said: str) -> None:
    assert sentences(**changes) == [said]


def test_a_state_cannot_let_be_waived_what_its_own_list_keeps() -> None:
    bad = SystemRule("safety", {"en": "Safety"}, Cite("KRS 156.161", "(a)"))
    state = replace(STATE, state=replace(STATE.state, waivers=replace(TERMS, rules=(*TERMS.rules, bad))))
    assert [each.sentence for each in w.sound_waivers(state)] == [
        "The rule 'safety' stands on KRS 156.161, (a), which is never waived."
    ]
    assert w.sound_waivers(STATE) == ()


def test_a_number_of_days_is_another_only_at_the_school_and_only_while_the_waiver_holds() -> None:
    held = replace(STATE, waivers={"off": waiver(rules=("answers", "wait"))})

    def days(switch, school, on: str) -> int:
        return w.days_there(held, switch, (school,), day(on), 20)

    there = [days("answer_days", "northside-high", on) for on in ("2026-05-30", "2026-05-31", "2029-07-01")]
    assert there == [20, 45, 20]
    assert days("cooling_days", "northside-high", "2027-01-01") == 0
    assert days("answer_days", "southside-high", "2027-01-01") == 20
    assert [each.id for each in w.holding(held, "northside-high", day("2027-01-01"))] == ["hours-off"]


def test_whoever_holds_one_is_reminded_on_the_days_the_state_names() -> None:
    last = day("2029-06-30")
    due = {
        left: w.due_reminders(waiver(), TERMS, last - timedelta(days=left)) for left in (181, 180, 90, 10, -1)
    }
    assert due == {181: (), 180: (180,), 90: (180, 90), 10: (180, 90, 30), -1: ()}


def test_no_decision_reaches_into_the_past() -> None:
    held = waiver()
    assert w.too_late(held, None, held.starts) == ""
    assert "and that day is over" in w.too_late(held, None, held.starts + timedelta(days=1))
    assert w.too_late(held, held, day("2027-01-01")) == ""
    revoked = replace(held, revoked=day("2027-01-01"))
    assert w.too_late(revoked, held, day("2027-01-01")) == ""
    assert "and that day is over" in w.too_late(revoked, held, day("2027-01-02"))


def test_the_law_that_is_waived_is_the_one_that_is_cited() -> None:
    assert w.cited(LAW) == "Small Education Act, section 21"
