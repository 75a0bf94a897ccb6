"""What speaks against an agreement beside the others, found from what its condition means, not how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.core.certification.small_state import small_state
from throughline.core.agreements.before_signing import before_signing
from throughline.core.agreements.conditions import Part, condition, parts_of, without_alternative
from throughline.core.agreements.contradictions import Beside, among_all, contradictions
from throughline.core.agreements.counting import executed
from throughline.core.agreements.differing import effect
from throughline.core.agreements.trying import LEAST_RECORDS, Tried, made_records, protected, tried
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.commitments import SetForSet
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing
from throughline.core.requirements.errors import RuleError
from throughline.core.requirements.reading import read

TODAY = date(2026, 3, 2)
PLACES = {
    "college": d.Organization("college", {"en": "College"}, "college", "postsecondary"),
    "school": d.Organization("school", {"en": "School"}, "school", "k12"),
}
TWO_WAYS = {"choose": {"min": 1, "of": ["milestone:reading", "milestone:numbers"]}}
SAME_OTHERWISE = {"choose": {"min": 1, "of": [{"choose": ["milestone:numbers"]}, "milestone:reading"]}}
"""The same condition, written in another way."""


def terms(name: str, trigger: object = "milestone:body", **more: Any) -> d.Agreement:
    base = d.Agreement(
        name, {"en": name}, "admission", ("college", "school"), read(trigger), {"en": f"A seat, {name}"}, "contract",
        ("care",), None, {"en": "Another seat."},
    )  # fmt: skip
    return replace(base, **more)


def sets(name: str = "s", credits: int = 3, **more: Any) -> SetForSet:
    base = SetForSet(
        name, ("milestone:reading", "milestone:numbers"), ("course:basics",), "college", 1, None,
        {"credit": Decimal(credits)},
    )  # fmt: skip
    return replace(base, **more)


def state(*agreements: d.Agreement) -> Catalogue:
    return small_state(organizations=PLACES, agreements={each.id: each for each in agreements})


def found(*agreements: d.Agreement) -> set[str]:
    return {each.check for each in among_all(state(*agreements), TODAY)}


SAME = {"en": "A seat"}
TURNED = ("milestone:numbers", "milestone:reading")
CASES: dict[str, tuple[str, Callable[[], tuple[d.Agreement, ...]], Callable[[], tuple[d.Agreement, ...]]]] = {
    "another status": (
        "two_answers",
        lambda: (terms("a", TWO_WAYS, promise=SAME), terms("b", SAME_OTHERWISE, promise=SAME, legal_status="pledge")),
        lambda: (terms("a", TWO_WAYS, promise=SAME), terms("b", "milestone:reading", promise=SAME, legal_status="pledge")),
    ),
    "other credit": (
        "two_credits",
        lambda: (terms("a", sets=(sets(),)), terms("b", sets=(sets(credits=6, of=TURNED),))),
        lambda: (terms("a", sets=(sets(),)), terms("b", sets=(sets(credits=6, min=2),))),
    ),
    "refused elsewhere": (
        "recognized_and_refused",
        lambda: (terms("a", sets=(sets(),)), terms("b", refuses=("milestone:numbers",))),
        lambda: (terms("a", sets=(sets(),)), terms("b", refuses=("milestone:tools",))),
    ),
    "never met": (
        "never_met",
        lambda: (terms("a", {"have": {"what": "competency:body", "level": 9}}),),
        lambda: (terms("a", {"have": {"what": "competency:body", "level": 3}}),),
    ),
    "met by everyone": (
        "met_by_everyone",
        lambda: (terms("a", {"have": {"what": "competency:reading", "level": 2}}, capacity=5),),
        lambda: (terms("a", "milestone:body", capacity=5),),
    ),
    "places twice": (
        "counted_twice",
        lambda: (terms("a", capacity=5, promise=SAME), terms("b", capacity=5, promise=SAME)),
        lambda: (
            terms("a", capacity=5, promise=SAME, ends=date(2026, 6, 30)),
            terms("b", capacity=5, promise=SAME, starts=date(2026, 7, 1)),
        ),
    ),
    "set to nothing": (
        "leads_to_nothing",
        lambda: (terms("a", sets=(sets(credits=0),)),),
        lambda: (terms("a", sets=(sets(credits=0, counts_as=("milestone:tools",)),)),),
    ),
    "days between": (
        "gap_of_days",
        lambda: (terms("a", ends=date(2026, 6, 30)), terms("b", starts=date(2026, 9, 1))),
        lambda: (terms("a", ends=date(2026, 6, 30)), terms("b", starts=date(2026, 7, 1))),
    ),
}  # fmt: skip


@pytest.mark.covers("S001-D3.18")
@pytest.mark.parametrize(("kind", "wrong", "right"), CASES.values(), ids=CASES.keys())
def test_each_kind_of_contradiction_is_found_and_what_is_sound_is_not(kind, wrong, right) -> None:
    assert kind in found(*wrong())
    assert kind not in found(*right())


def test_places_that_several_stages_count_at_once_are_found() -> None:
    kept = state(terms("a", TWO_WAYS, capacity=50, pathways=("care", "crafts")))
    for name, many in (("care", 40), ("crafts", 30)):
        path = kept.pathways[name]
        stages = (replace(path.stages[0], gate=read("milestone:reading"), expected=many), *path.stages[1:])
        kept = replace(kept, pathways={**kept.pathways, name: replace(path, stages=stages)})
    (said,) = [each for each in among_all(kept, TODAY) if each.check == "counted_twice"]
    assert "70 are expected together" in said.sentence


def test_what_a_change_would_leave_without_a_promise_is_said_before_it_is_signed() -> None:
    kept = state(terms("only", pathways=()))
    said = before_signing(replace(kept.agreements["only"], ends=date(2026, 1, 1)), kept, TODAY)
    assert {each.object_ref for each in said.should} >= {"pathway:care#secondary", "pathway:crafts#secondary"}
    later = before_signing(replace(kept.agreements["only"], starts=date(2026, 5, 1)), kept, TODAY)
    assert "in force, and its new version would start" in " ".join(each.sentence for each in later.should)


@pytest.mark.covers("T-29")
def test_what_is_on_no_pathway_needs_another_way_beside_it() -> None:
    new_gate = {"choose": ["milestone:body", "credential:crafts-diploma"]}
    one_of_two = {"choose": {"min": 1, "of": ["milestone:body", "credential:crafts-diploma"]}}
    kept = state()
    (said,) = without_alternative(terms("a", new_gate), kept)
    assert "credential:crafts-diploma" in said.sentence
    for fair in (one_of_two, "credential:care-diploma", "competency:tools"):
        assert without_alternative(terms("a", fair), kept) == ()


@pytest.mark.covers("S001-D3.16", "A-CO-4")
def test_one_competency_from_dual_credit_an_exam_and_work_earns_the_same_credit_at_each_college() -> None:
    exam = d.Equivalence("exam", "assessment:advanced-reading", "competency:reading", "certified", level=2)
    colleges = {**PLACES, "far-college": replace(PLACES["college"], id="far-college")}
    kept = replace(state(), equivalences={"exam": exam}, organizations=colleges)
    shown = {
        "dual credit": Fact(
            "1", "competency:reading", TODAY, level=2, context="college", organization="college"
        ),
        "exam": Fact("2", "assessment:advanced-reading", TODAY, score=Decimal(4), scale="advanced"),
        "work": Fact("3", "competency:reading", TODAY, level=2, context="workplace", organization="hospital"),
    }
    program = Program(RuleBook(kept))
    for at, credits in (("college", 3), ("far-college", 4)):
        one = sets(credits=credits, of=("competency:reading",), level=2, min=None, at=at)
        agreed = terms(f"with-{at}", sets=(one,), parties=(at, "school"))
        given = {
            way: executed(agreed, Standing(Record((fact,)), program, TODAY)).counts[0]
            for way, fact in shown.items()
        }
        assert {(each.counts_as, tuple(each.credits.items())) for each in given.values()} == {
            (("course:basics",), (("credit", Decimal(credits)),))
        }
        assert all(each.relied_on for each in given.values())
    uneven = (terms("a", sets=(sets(),)), terms("b", sets=(sets(credits=4),)))
    (said, _) = [each for each in among_all(state(*uneven), TODAY) if each.check == "two_credits"]
    assert said.sentence.startswith(
        "organization:college gives 3 credit under agreement:a and 4 credit under agreement:b"
    )


def test_a_condition_chosen_in_parts_reads_back_as_it_was_chosen() -> None:
    for parts in (
        (Part(("milestone:body",), 1),),
        (Part(("milestone:body", "milestone:tools", "competency:reading@3"), 2),),
        (Part(("milestone:body", "milestone:tools"), 1), Part(("credential:care-diploma",), 1)),
    ):
        assert parts_of(condition(parts)) == parts
    with pytest.raises(RuleError, match="nothing is asked for"):
        condition(())
    with pytest.raises(RuleError, match="3 of 2"):
        condition((Part(("milestone:body", "milestone:tools"), 3),))


def test_a_change_of_a_condition_says_for_whom_it_holds_then() -> None:
    book, wide, both = (
        RuleBook(state()),
        terms("a", TWO_WAYS),
        terms("a", {"choose": ["milestone:reading", "milestone:numbers"]}),
    )
    assert effect(wide, terms("a", SAME_OTHERWISE), book) == ""
    assert (effect(wide, both, book), effect(both, wide, book)) == ("narrower", "wider")
    assert effect(wide, terms("a", "milestone:tools"), book) == "other"


def test_a_draft_is_tried_on_records_that_are_nobodys_and_people_are_counted_in_groups_only() -> None:
    kept = state()
    agreed = terms("a", {"choose": ["milestone:body", "milestone:tools"]}, sets=(sets(),))
    program = Program(RuleBook(kept))
    records = made_records(agreed, kept, TODAY)
    assert records == made_records(agreed, kept, TODAY)
    answer = tried(agreed, (Standing(each, program, TODAY) for each in records))
    assert 0 < answer.opens < answer.records == len(records)
    assert set(answer.deciding) <= {"milestone:body", "milestone:tools"}
    many = Tried(127, 121, 0, {"s": 9, "t": 40}, {"milestone:body": 3, "milestone:tools": 30}, 33)
    assert protected(many, 10) == Tried(120, 0, 0, {"s": 0, "t": 40}, {"milestone:tools": 30}, 33)
    assert protected(replace(many, records=9), 10).records == 0
    assert LEAST_RECORDS == 50


def test_an_agreement_beside_itself_alone_has_nothing_against_it() -> None:
    kept = state(terms("a", "milestone:body", sets=(sets(),)))
    assert contradictions(kept.agreements["a"], Beside(kept, TODAY)) == ()
