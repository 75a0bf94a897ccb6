"""What is wrong with rules, found without a learner."""

import pytest

from tests.core.certification.small_state import milestone, small_state, with_milestone
from throughline.core.catalogue.references import all_rules
from throughline.core.reasoning.scans import cycles, not_monotone, time_predicates, unknown_references
from throughline.core.requirements.nodes import walk
from throughline.core.requirements.reading import read


def test_a_sound_state_has_no_unknown_names_and_no_circles() -> None:
    assert unknown_references(small_state()) == ()
    assert cycles(small_state()) == ()


def test_an_unknown_competency_is_named_with_the_nearest_one() -> None:
    state = with_milestone(small_state(), milestone("body", "competency:nubmers"))
    (finding,) = unknown_references(state)
    assert str(finding) == (
        "milestone:body: node 'competency-nubmers' names competency:nubmers, which is not published."
        " Did you mean `numbers`?"
    )


def test_a_longer_circle_is_said_once() -> None:
    state = with_milestone(
        small_state(), milestone("body", "milestone:tools"), milestone("tools", "milestone:reading"),
        milestone("reading", "milestone:body"),
    )  # fmt: skip
    assert [finding.sentence for finding in cycles(state)] == [
        "milestone:body asks for milestone:tools, which asks for milestone:reading, which asks for milestone:body: a"
        " circle, with no first step."
    ]


@pytest.mark.covers("X06")
def test_every_reading_of_time_is_listed_with_the_citation_it_stands_under() -> None:
    rule = read({"choose": {"cite": "Handbook", "of": [
        {"have": {"what": "age", "level": 16, "cite": {"source": "29 CFR 570", "law": True}}},
        {"total": {"measure": "hours", "min": 10, "from": {"kind": "experience"}}},
        "competency:reading",
    ]}})  # fmt: skip
    found = time_predicates(rule)
    assert [(each.node.id, each.reads, each.lawful) for each in found] == [
        ("age", "age", True), ("hours-h-experience", "hours", False)
    ]  # fmt: skip
    assert found[1].cite is not None
    assert found[1].cite.source == "Handbook"


def test_a_rule_of_entry_or_funding_may_say_not_and_no_other_may() -> None:
    no = {"not": "credential:care-diploma"}
    state = with_milestone(small_state(), milestone("body", no))
    (finding,) = not_monotone(all_rules(state))
    assert finding.object_ref == "milestone:body"
    assert finding.sentence.startswith("milestone:body: node 'top' is a `not`")
    assert len(walk(read(no))) == 2
