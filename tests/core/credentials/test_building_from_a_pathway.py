"""How achievements belong together follows from the pathway; what a record holds not is never named."""

from dataclasses import replace

from tests.factories import EXAMS, small_state, words
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.credentials.building.associations import of_pathway
from throughline.core.credentials.building.facts import Association

STATE = small_state()
MEDICINE = STATE.pathways["medicine"]


def _named(*references: str) -> dict[str, str]:
    return {each: f"https://small.example/{each}@1" for each in references}


def _said(found: tuple[Association, ...]) -> set[tuple[str, str, str]]:
    def short(name: str) -> str:
        return name.removeprefix("https://small.example/").removesuffix("@1")

    return {(each.kind, short(each.source), short(each.target)) for each in found}


def test_a_competency_is_a_child_of_the_milestone_that_it_shows_and_a_milestone_a_part_of_its_pathway() -> (
    None
):
    ids = _named("competency:numbers", "milestone:numbers", "pathway:medicine")
    assert _said(of_pathway(MEDICINE, RuleBook(STATE), ids)) == {
        ("isChildOf", "competency:numbers", "milestone:numbers"),
        ("isPartOf", "milestone:numbers", "pathway:medicine"),
    }


def test_milestones_of_a_stage_precede_those_of_the_next_stage_the_record_has_anything_of() -> None:
    early, late = ["milestone:numbers", "milestone:cells"], [f"milestone:{name}" for name in EXAMS[:2]]
    found = _said(of_pathway(MEDICINE, RuleBook(STATE), _named(*early, *late)))
    assert found == {("precedes", first, second) for first in early for second in late}


def test_a_stage_without_anything_shown_does_not_break_the_order() -> None:
    middle = d.Stage("middle", words("Middle"), words("Middle"), "secondary", 3, MEDICINE.stages[1].gate)
    last = replace(MEDICINE.stages[1], id="last", gate=STATE.pathways["trades"].stages[1].gate)
    longer = replace(MEDICINE, stages=(MEDICINE.stages[0], middle, last))
    found = _said(of_pathway(longer, RuleBook(STATE), _named("milestone:numbers", "milestone:shop")))
    assert found == {("precedes", "milestone:numbers", "milestone:shop")}


def test_what_a_stage_awards_has_its_milestones_as_parts_and_what_a_milestone_awards_is_related_to_it() -> (
    None
):
    stages = (replace(MEDICINE.stages[0], awards=("credential:shop-card",)), *MEDICINE.stages[1:])
    numbers = replace(STATE.milestones["numbers"], awards=("credential:counting",))
    state = replace(STATE, milestones={**STATE.milestones, "numbers": numbers})
    ids = _named("milestone:numbers", "credential:shop-card", "credential:counting")
    assert _said(of_pathway(replace(MEDICINE, stages=stages), RuleBook(state), ids)) == {
        ("isPartOf", "milestone:numbers", "credential:shop-card"),
        ("isRelatedTo", "credential:counting", "milestone:numbers"),
    }


def test_only_certified_equivalences_are_stated_and_only_exact_ones_as_matches() -> None:
    def held(name: str, has: str, status: str, exact: bool) -> d.Equivalence:
        return d.Equivalence(name, has, "milestone:numbers", status, exact)  # type: ignore[arg-type]

    each = (held("a", "course:algebra", "certified", True), held("b", "course:counting", "certified", False),
            held("c", "course:guessing", "claimed", True))  # fmt: skip
    state = replace(STATE, equivalences={one.id: one for one in each})
    ids = _named("milestone:numbers", "course:algebra", "course:counting", "course:guessing")
    assert _said(of_pathway(MEDICINE, RuleBook(state), ids)) == {
        ("exactMatchOf", "course:algebra", "milestone:numbers"),
        ("isRelatedTo", "course:counting", "milestone:numbers"),
    }


def test_an_earlier_version_is_replaced_by_the_later_where_the_record_holds_both() -> None:
    ids = {
        "milestone:numbers": "https://small.example/numbers@2",
        "milestone:numbers@1": "https://small.example/numbers@1",
    }
    replaced = {"https://small.example/numbers@1": "https://small.example/numbers@2",
                "https://small.example/reading@1": "https://small.example/reading@2"}  # fmt: skip
    found = of_pathway(MEDICINE, RuleBook(STATE), ids, replaced)
    assert found == (
        Association("replacedBy", "https://small.example/numbers@1", "https://small.example/numbers@2"),
    )


def test_what_the_record_does_not_hold_is_never_named() -> None:
    assert of_pathway(MEDICINE, RuleBook(STATE), {}) == ()
    whole = of_pathway(MEDICINE, RuleBook(STATE), _named(*(f"milestone:{m}" for m in STATE.milestones)))
    some = _named("milestone:numbers", "milestone:reading")
    part = of_pathway(MEDICINE, RuleBook(STATE), some)
    assert {name for each in part for name in (each.source, each.target)} <= set(some.values())
    assert all(each in whole for each in part)
