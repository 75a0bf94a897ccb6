"""Who may sign beside whom, and what signatures say together."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core.catalogue.assessments import Criterion, CriterionLevel, Judging
from throughline.core.progress.judging import (
    Judge,
    Signed,
    is_met,
    may_take,
    missing_validators,
    of_panel,
    open_seats,
    standing,
)
from throughline.core.requirements.nodes import ValidatedBy

LEVELS = tuple(CriterionLevel(n, {"en": str(n)}) for n in (1, 2, 3))
CRITERIA = tuple(Criterion(name, {"en": name}, LEVELS, 2) for name in ("graph", "talk"))
DUAL = (Judging(("teacher",)), Judging(("workplace_mentor",), 1, True, True))
ORTIZ = Judge("ortiz", "teacher", "northside-high", "k12")
BELL = Judge("bell", "teacher", "riverbend-high", "k12")
LUCIA = Judge("lucia", "workplace_mentor", "mercy-bay", "workforce")
HALL = Judge("hall", "workplace_mentor", "northside-high", "k12")
YARD = Judge("yard", "workplace_mentor", "riverbend-high", "k12")
BOTH = Judge("ortiz", "workplace_mentor", "mercy-bay", "workforce")


def signed(judge: Judge, graph: int, talk: int, round_: str = "own") -> Signed:
    return Signed(judge, round_, {"graph": graph, "talk": talk})  # type: ignore[arg-type]


@pytest.mark.covers("S001-D8.6")
@pytest.mark.parametrize(
    ("there", "candidate", "why"),
    [
        ((), ORTIZ, ""),
        ((), LUCIA, ""),
        ((ORTIZ,), LUCIA, ""),
        ((LUCIA,), ORTIZ, ""),
        ((ORTIZ,), BOTH, "one person signs once"),
        ((ORTIZ,), HALL, "different organizations or sectors"),
        ((ORTIZ,), YARD, "different organizations or sectors"),
        ((ORTIZ,), BELL, "every place for that role is taken"),
        ((), Judge("x", "principal", "northside-high", "k12"), "no principal is asked"),
    ],
)
def test_two_signatures_come_from_two_people_of_two_sectors(
    there: tuple[Judge, ...], candidate: Judge, why: str
) -> None:
    said = may_take(DUAL, there, candidate)
    assert why in said
    assert bool(said) == bool(why)


def test_nothing_is_decided_before_every_signature_stands() -> None:
    found = standing(DUAL, CRITERIA, [signed(ORTIZ, 3, 3)])
    assert found.state == "waiting"
    assert [seat.roles for seat in found.open] == [("workplace_mentor",)]
    assert open_seats(DUAL, []) == DUAL


def test_judges_who_agree_decide_at_the_level_both_saw() -> None:
    found = standing(DUAL, CRITERIA, [signed(ORTIZ, 3, 2), signed(LUCIA, 2, 3)])
    assert (found.state, found.how, found.levels) == ("met", "agreed", {"graph": 2, "talk": 2})
    found = standing(DUAL, CRITERIA, [signed(ORTIZ, 3, 1), signed(LUCIA, 2, 1)])
    assert (found.state, found.how, found.levels) == ("not_yet", "agreed", {"graph": 2, "talk": 1})


def test_judges_who_part_talk_and_then_sign_together_or_a_third_one_decides() -> None:
    apart = [signed(ORTIZ, 2, 1), signed(LUCIA, 3, 2)]
    assert standing(DUAL, CRITERIA, apart).state == "talk"
    half = [*apart, signed(ORTIZ, 2, 2, "joint")]
    assert standing(DUAL, CRITERIA, half).state == "talk"
    joint = [*half, signed(LUCIA, 2, 2, "joint")]
    assert (standing(DUAL, CRITERIA, joint).state, standing(DUAL, CRITERIA, joint).how) == ("met", "joint")
    still = [*half, signed(LUCIA, 2, 1, "joint")]
    assert standing(DUAL, CRITERIA, still).state == "talk"
    third = [*still, signed(BELL, 2, 1, "third")]
    found = standing(DUAL, CRITERIA, third)
    assert (found.state, found.how, found.levels) == ("not_yet", "third", {"graph": 2, "talk": 1})
    alike = [*apart, signed(YARD, 2, 2, "third")]
    assert standing(DUAL, CRITERIA, alike).state == "talk", "no teacher has seen it met"
    found = standing(DUAL, CRITERIA, [*apart, signed(BELL, 2, 2, "third")])
    assert (found.state, found.levels) == ("met", {"graph": 2, "talk": 2})


LEVEL = st.fixed_dictionaries({"graph": st.integers(1, 3), "talk": st.integers(1, 3)})


@given(st.lists(LEVEL, min_size=2, max_size=2), st.lists(LEVEL, max_size=2), st.lists(LEVEL, max_size=1))
def test_what_is_decided_fits_its_levels_and_never_depends_on_the_order_of_signatures(
    own: list[dict[str, int]], joint: list[dict[str, int]], third: list[dict[str, int]]
) -> None:
    every = [
        *(Signed(judge, "own", levels) for judge, levels in zip((ORTIZ, LUCIA), own, strict=True)),
        *(Signed(judge, "joint", levels) for judge, levels in zip((ORTIZ, LUCIA), joint, strict=False)),
        *(Signed(BELL, "third", levels) for levels in third),
    ]
    found = {str(standing(DUAL, CRITERIA, order)) for order in permutations(every)}
    assert len(found) == 1
    decided = standing(DUAL, CRITERIA, every)
    if decided.levels is not None:
        assert is_met(CRITERIA, decided.levels) == (decided.state == "met")


def test_a_panel_stands_at_the_level_at_least_half_of_it_saw() -> None:
    found = of_panel(CRITERIA, [signed(ORTIZ, 2, 3), signed(LUCIA, 2, 1), signed(BELL, 1, 3)])
    assert (found.state, found.levels) == ("met", {"graph": 2, "talk": 3})


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        ((ValidatedBy("teacher"), ValidatedBy("workplace_mentor", 1, True)), ()),
        ((ValidatedBy("teacher", 2),), ("2 teacher",)),
        ((ValidatedBy("nurse"),), ("a nurse",)),
        ((ValidatedBy("teacher", 1, True),), ("a teacher of another organization",)),
    ],
)
def test_what_a_rule_wants_behind_a_fact_is_held_against_the_judges(
    wanted: tuple[ValidatedBy, ...], missing: tuple[str, ...]
) -> None:
    assert missing_validators(wanted, DUAL) == missing
