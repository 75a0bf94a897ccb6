"""Where references lead: pinned versions, editions, awards and equivalences."""

from dataclasses import replace
from datetime import date

import pytest

from tests.core.certification.small_state import care, credential, milestone, small_state
from throughline.core.catalogue.documents import Edition, Equivalence, Rule
from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.requirements.nodes import Choose, Have
from throughline.core.requirements.reading import read

OLD, NEW = read("course:old"), read("course:new")
EDITIONS = Rule(
    "core",
    {"en": "Core"},
    "award",
    (Edition("2018", OLD, date(2018, 7, 1)), Edition("2024", NEW, date(2024, 7, 1))),
)


@pytest.mark.parametrize(
    ("began", "expected"),
    [
        (None, NEW),
        (date(2020, 9, 1), OLD),
        (date(2024, 7, 1), NEW),
        (date(2024, 6, 30), OLD),
        (date(2010, 9, 1), OLD),
    ],
)
def test_a_learner_is_held_to_the_edition_in_force_when_they_began(
    began: date | None, expected: Have
) -> None:
    assert RuleBook(small_state(rules={"core": EDITIONS}), began=began).of_rule("core") == expected


def test_an_edition_can_be_named() -> None:
    book = RuleBook(small_state(rules={"core": EDITIONS}))
    assert book.of_rule("core", "2018") == OLD
    assert book.expand("rule:core@2018") == OLD
    with pytest.raises(
        UnknownReference, match=r"rule:core edition '2108' is not published\. Did you mean `2018`"
    ):
        book.of_rule("core", "2108")


def test_a_pinned_learner_keeps_the_version_they_were_on() -> None:
    before = milestone("body", "competency:reading")
    state = replace(small_state(), versions={"milestone:body": 2}, past={("milestone:body", 1): before})
    assert RuleBook(state).of_milestone("body") == state.milestones["body"].rule
    assert RuleBook(state, pins={"milestone:body": 1}).of_milestone("milestone:body") == before.rule
    assert RuleBook(state, pins={"milestone:body": 2}).of_milestone("body") == state.milestones["body"].rule
    with pytest.raises(UnknownReference, match="milestone:body version 3 is not published"):
        RuleBook(state, pins={"milestone:body": 3}).of_milestone("body")


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    book = RuleBook(small_state())
    with pytest.raises(UnknownReference, match=r"milestone:bodi is not published\. Did you mean `body`"):
        book.of_milestone("bodi")
    assert book.expand("milestone:bodi") is None
    assert book.expand("course:x") is None


def test_a_credential_is_awarded_by_milestones_and_stages_each_enough_alone() -> None:
    awarding = milestone("tools", awards=("credential:care-diploma",))
    state = small_state(milestones={**small_state().milestones, "tools": awarding})
    book = RuleBook(state)
    assert [way.source for way in book.awardings("care-diploma")] == [
        "milestone:tools",
        "pathway:care#secondary",
    ]
    assert book.of_credential("credential:care-diploma") == (
        Have(id="milestone-tools", what="milestone:tools"), care().stages[1].gate
    )  # fmt: skip
    opened = book.expand("credential:care-diploma")
    assert isinstance(opened, Choose)
    assert opened.needed == 1
    assert RuleBook(small_state(credentials={"x": credential("x")})).expand("credential:x") is None


def link(name: str, has: str, counts_as: str, status: str = "certified", **more: object) -> Equivalence:
    return Equivalence(name, has, counts_as, status, **more)  # type: ignore[arg-type]


def chains(what: str, *links: Equivalence, via: str = "certified") -> list[tuple[str, list[str], int | None]]:
    book = RuleBook(small_state(equivalences={each.id: each for each in links}))
    found = book.equivalents(what, via)  # type: ignore[arg-type]
    return [(step.what, [each.id for each in step.chain], step.level) for step in found]


def test_equivalences_are_followed_over_any_number_of_certified_links() -> None:
    links = (link("1", "course:a", "course:b"), link("2", "course:b", "competency:c"),
             link("3", "course:z", "course:a", "claimed"))  # fmt: skip
    assert chains("competency:c", *links) == [("course:a", ["1", "2"], None), ("course:b", ["2"], None)]
    assert ("course:z", ["3", "1", "2"], None) in chains("competency:c", *links, via="any")
    assert chains("competency:c", *links, via="exact") == []


def test_only_an_exact_equivalence_counts_both_ways() -> None:
    assert chains("course:a", link("1", "course:a", "course:b")) == []
    assert chains("course:a", link("1", "course:a", "course:b", exact=True)) == [("course:b", ["1"], None)]


def test_the_least_capped_chain_is_taken_and_a_cap_holds_along_it() -> None:
    links = (
        link("direct", "competency:a", "competency:c", level=1),
        link("1", "competency:a", "competency:b", level=3),
        link("2", "competency:b", "competency:c"),
    )
    assert chains("competency:c", *links) == [("competency:a", ["1", "2"], 3), ("competency:b", ["2"], None)]


@pytest.mark.parametrize(
    ("what", "cap", "reached", "expected"),
    [("competency:a", 3, 4, 3), ("competency:a", 3, 2, 2), ("competency:a", None, 4, 4), ("competency:a", 3, None, 1),
     ("course:a", 3, None, 3), ("course:a", None, None, 1)],
)  # fmt: skip
def test_what_stands_in_counts_for_its_own_level_at_most_for_the_cap(
    what: str, cap: int | None, reached: int | None, expected: int
) -> None:
    book = RuleBook(small_state(equivalences={"e": link("e", what, "competency:z", level=cap)}))
    (step,) = book.equivalents("competency:z")
    assert step.counts_for(reached) == expected
