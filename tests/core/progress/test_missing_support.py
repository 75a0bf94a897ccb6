"""Signals say which support is missing, from facts about support alone, and go to an adult of the learner's own circle."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from throughline.core.catalogue.support_terms import SupportTerms
from throughline.core.progress.missing_support import (
    GIVES,
    KINDS,
    Kind,
    Missing,
    SupportFacts,
    Tie,
    came,
    giver,
    givers,
    missing,
    next_giver,
    unanswered,
)
from throughline.core.progress.support_seen import Case, Heard, case_of, seen_by_group

ON = date(2026, 3, 2)
TERMS = SupportTerms()
TERM = (date(2026, 1, 15), date(2026, 4, 10))
TEACHER, ADVISER, MOTHER, MENTOR = (UUID(int=n) for n in (1, 2, 3, 4))


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def tie(person: UUID, kind: str, since: int, met: int | None = None) -> SupportFacts:
    return SupportFacts((Tie(person, kind, ago(since), None if met is None else ago(met)),))


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (SupportFacts(), []),
        (tie(ADVISER, "adviser", 300, 60), []),
        (tie(ADVISER, "adviser", 300, 61), [Missing("talk", ago(61), whose=ADVISER)]),
        (tie(ADVISER, "adviser", 61), [Missing("talk", ago(61), whose=ADVISER)]),
        (tie(ADVISER, "adviser", 20, 200), []),
        (tie(MENTOR, "mentor", 31), [Missing("mentor", ago(31), whose=MENTOR)]),
        (tie(MENTOR, "workplace_mentor", 30), []),
        (tie(MENTOR, "mentor", 400, 300), []),
        (tie(TEACHER, "teacher", 400), []),
        (SupportFacts(on_way=ago(90), terms=TERM), [Missing("plan", ago(6))]),
        (SupportFacts(on_way=ago(3), terms=TERM), [Missing("plan", ago(3))]),
        (SupportFacts(on_way=ago(90), terms=TERM, planned=TERM[0]), []),
        (SupportFacts(on_way=ago(90), terms=TERM, planned=ago(50)), [Missing("plan", ago(6))]),
        (SupportFacts(on_way=ago(90), terms=(TERM[0], ON + timedelta(days=46))), []),
        (SupportFacts(on_way=ago(90)), []),
        (SupportFacts(terms=TERM), []),
        (SupportFacts(waiting=ago(15)), []),
        (SupportFacts(waiting=ago(16)), [Missing("answer", ago(16))]),
        (SupportFacts(unreached=("milestone:welding", "milestone:rope")), [Missing("reach", ON, "milestone:welding")]),
    ],
)  # fmt: skip
def test_what_is_missing_follows_from_the_days_of_the_state(
    facts: SupportFacts, found: list[Missing]
) -> None:
    assert list(missing(facts, TERMS, ON)) == found


def test_each_kind_is_told_once_and_in_a_set_order_that_ranks_nothing() -> None:
    ties = (Tie(MENTOR, "mentor", ago(90)), Tie(TEACHER, "mentor", ago(95)), Tie(ADVISER, "adviser", ago(80)))
    found = missing(SupportFacts(ties, waiting=ago(200)), TERMS, ON)
    assert [(each.kind, each.whose) for each in found] == [
        ("talk", ADVISER),
        ("mentor", TEACHER),
        ("answer", None),
    ]
    assert not {"score", "rank", "risk", "weight"} & {each.name for each in fields(Missing)}


def test_a_signal_goes_to_whoever_of_the_circle_can_give_it_and_to_nobody_else() -> None:
    circle = (
        Tie(MOTHER, "guardian", ON),
        Tie(ADVISER, "adviser", ON),
        Tie(TEACHER, "teacher", ON),
        Tie(MENTOR, "mentor", ON),
    )
    told = {kind: [each.person for each in givers(kind, circle)] for kind in KINDS}
    assert told == {
        "talk": [ADVISER, MENTOR, TEACHER], "mentor": [MENTOR, ADVISER], "plan": [ADVISER, MENTOR],
        "answer": [TEACHER, ADVISER], "reach": [ADVISER, MENTOR, MOTHER],
        "materials": [TEACHER, ADVISER, MOTHER], "language": [TEACHER, ADVISER], "other": [ADVISER, MENTOR, TEACHER],
    }  # fmt: skip
    assert giver(Missing("mentor", ON, whose=MENTOR), circle) == circle[3]
    assert giver(Missing("reach", ON), circle[:1]) == circle[0]
    assert giver(Missing("talk", ON, whose=UUID(int=9)), circle[:1]) is None, "then only the learner sees it"
    assert next_giver("answer", circle, TEACHER) == circle[1]
    assert next_giver("answer", circle, ADVISER) is None
    assert GIVES.keys() == {*KINDS}


@pytest.mark.parametrize(
    ("told", "promised", "late"),
    [(ago(14), None, False), (ago(15), None, True), (ago(60), ago(14), False), (ago(60), ago(15), True)],
)
def test_who_names_no_day_or_lets_it_go_by_is_not_waited_for_longer_than_the_state_says(
    told: date, promised: date | None, late: bool
) -> None:
    assert unanswered(told, promised, TERMS, ON) is late


def test_what_was_asked_for_closes_by_itself_only_where_the_support_shows() -> None:
    talked = tie(ADVISER, "adviser", 300, 2)
    assert came("talk", ago(3), ADVISER, talked)
    assert not came("talk", ago(2), ADVISER, talked)
    assert not came("talk", ago(3), MENTOR, talked)
    assert came("plan", ago(3), ADVISER, SupportFacts(planned=ago(1)))
    assert not any(
        came(kind, ago(3), ADVISER, talked) for kind in ("materials", "language", "reach", "other")
    )


def test_no_fact_behind_a_signal_says_what_a_learner_can_do_how_often_they_came_or_who_they_are() -> None:
    known = {each.name for each in (*fields(SupportFacts), *fields(Tie))}
    assert known == {
        "ties", "waiting", "on_way", "terms", "planned", "unreached", "person", "kind", "since", "met",
    }  # fmt: skip


GROUPS = ("asian", "black", "latino", "white", "native")


def test_precision_and_recall_are_told_by_group_on_lives_with_planted_gaps() -> None:
    random = Random(3)
    people = [UUID(int=random.getrandbits(128)) for _ in range(6000)]
    groups = {each: random.choice(GROUPS[:4]) for each in people} | dict.fromkeys(people[:6], "native")
    cases: dict[UUID, Case] = {}
    for each in people:
        if heard := heard_of(*life(random), random):
            cases[each] = case_of(heard)
    found = seen_by_group(cases, groups, GROUPS, smallest=10)
    assert [each.group for each in found.groups] == list(GROUPS)
    assert found.hides
    assert found.groups[4].precision is found.groups[4].recall is None, "too few to say"
    for each in found.groups[:4]:
        true = {case: sum(1 for key, c in cases.items() if c == case and groups[key] == each.group) for case in
                ("missing", "there", "unsaid", "unseen")}  # fmt: skip
        told = dict(zip(true, each.cells, strict=True))
        assert {case: n for case, n in told.items() if n is not None and n != true[case]} == {}
    shown = [each for each in found.groups[:4] if each.precision is not None and each.recall is not None]
    assert len(shown) >= 2
    assert all(80 < (each.precision or 0) <= 100 and 80 < (each.recall or 0) <= 100 for each in shown)


def test_a_learner_counts_once_by_the_newest_of_which_anything_was_said() -> None:
    def at(day: int) -> datetime:
        return datetime(2026, 3, day, tzinfo=UTC)

    assert case_of([Heard(at(1), True, True), Heard(at(2), True)]) == "missing"
    assert case_of([Heard(at(1), True, False), Heard(at(2), False, True)]) == "unseen"
    assert case_of([Heard(at(1), True)]) == "unsaid"


def life(random: Random) -> tuple[SupportFacts, set[Kind]]:
    """A learner's support as it was written down, and what is truly missing of it: one in twenty talks was never
    noted, and one in twenty works that wait is in nobody's list."""
    gaps: set[Kind] = set()
    met, waiting = ago(random.randint(1, 40)), None
    if random.random() < 0.3:
        gaps.add("talk")
        met = ago(random.randint(61, 200))
    elif random.random() < 0.05:
        met = ago(80)
    if random.random() < 0.3:
        gaps.add("answer")
        waiting = ago(random.randint(16, 60)) if random.random() > 0.05 else None
    return SupportFacts((Tie(ADVISER, "adviser", ago(400), met),), waiting), gaps


def heard_of(facts: SupportFacts, gaps: set[Kind], random: Random) -> list[Heard]:
    """What was told, each answered by how it truly is, and what somebody had to ask for."""
    told = {each.kind for each in missing(facts, TERMS, ON)}
    heard = [Heard(moment(random), True, kind in gaps) for kind in sorted(told)]
    return heard + [Heard(moment(random), False, True) for _ in gaps - told]


def moment(random: Random) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=random.randint(0, 1400))
