"""A sound state passes the checks; a planted fault of each kind is found, with the sentence that names it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.core.certification.small_state import (
    agreement,
    care,
    competency,
    crafts,
    credential,
    milestone,
    pathway,
    small_state,
    stage,
    with_milestone,
    with_pathway,
)
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Equivalence
from throughline.core.certification.c02_reachable import c02
from throughline.core.certification.c03_time_free import c03
from throughline.core.certification.c04_guaranteed import c04
from throughline.core.certification.c06_live_credentials import (
    LEADS_NOWHERE,
    NOT_RECOGNISED,
    UNUSED,
    c06,
    dead_credentials,
)
from throughline.core.certification.c07_portability import c07
from throughline.core.certification.c09_equal_rigor import c09
from throughline.core.certification.checks import CHECKS, Check
from throughline.core.reasoning.findings import Finding


def sentences(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.sentence for finding in findings]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_sound_state_passes_every_check_that_reads_rules(check: Check) -> None:
    if check.id in ("C02", "C03", "C04", "C06", "C07", "C09"):
        state = small_state()
        for each in state.pathways.values():
            assert check.function(each, state) == ()


@pytest.mark.covers("C02")
def test_two_milestones_that_ask_for_each_other_are_a_circle() -> None:
    state = with_milestone(
        small_state(), milestone("body", "milestone:tools"), milestone("tools", "milestone:body")
    )
    found = c02(care(), state)
    assert sentences(found)[0] == (
        "milestone:body asks for milestone:tools, which asks for milestone:body: a circle, with no first step."
    )
    assert "pathway:care#secondary" in {finding.object_ref for finding in found}


@pytest.mark.covers("C02")
def test_a_milestone_that_asks_for_the_credential_it_awards_is_a_circle() -> None:
    looped = milestone("body", "credential:badge", awards=("credential:badge",))
    state = replace(with_milestone(small_state(), looped), credentials={"badge": credential("badge")})
    assert (
        "credential:badge asks for milestone:body, which asks for credential:badge"
        in sentences(c02(care(), state))[0]
    )


@pytest.mark.covers("C02")
@pytest.mark.parametrize(
    ("asks", "obstacle"),
    [
        ("milestone:tool", "nothing leads to milestone:tool (node 'milestone-tool')"),
        ({"have": {"what": "competency:tools", "level": 4}},
         "nothing leads to competency:tools at level 4 (node 'competency-tools')"),
        ("rule:commn", "rule:commn (node 'use-commn') is not published"),
        ({"total": {"id": "three", "measure": "distinct", "min": 3,
                    "from": {"what": ["milestone:body", "milestone:tools"]}}},
         "what node 'three' lets count cannot add up to 3"),
    ],
)  # fmt: skip
def test_a_stage_that_nobody_can_reach_is_named_with_what_keeps_them_out(asks: object, obstacle: str) -> None:
    lost = pathway("care", stage("foundation", "foundation", 2, {"choose": ["rule:common", asks]}))
    found = c02(lost, with_pathway(small_state(), lost))
    assert sentences(found) == [
        f"pathway:care#foundation cannot be reached from an empty record: {obstacle}."
    ]


@pytest.mark.covers("C02")
def test_a_stage_with_one_open_way_is_reachable() -> None:
    asks = {
        "choose": {"min": 1, "of": [{"have": {"what": "competency:tools", "level": 4}}, "milestone:body"]}
    }
    either = pathway("care", stage("foundation", "foundation", 2, asks))
    assert c02(either, with_pathway(small_state(), either)) == ()


def test_a_milestone_may_not_take_anything_away() -> None:
    first = milestone("body", {"have": {"what": "assessment:body", "attempt": "first"}})
    found = c02(care(), with_milestone(small_state(), first))
    assert (
        "reads only the first attempt, so that more evidence could take something away" in sentences(found)[0]
    )


TIME = [
    ("age", {"have": {"id": "old", "what": "age", "level": 16}}),
    ("grade", {"have": {"id": "old", "what": "grade:10"}}),
    ("hours", {"total": {"id": "old", "measure": "hours", "min": 100, "from": {"kind": "experience"}}}),
    ("the age of evidence", {"have": {"id": "old", "what": "competency:body", "fresh": {"years": 1}}}),
    ("time in weeks", {"total": {"id": "old", "measure": "points", "unit": "weeks", "min": 2,
                                 "from": {"kind": "course"}}}),
]  # fmt: skip


@pytest.mark.covers("C03", "X06")
@pytest.mark.parametrize(("reads", "asks"), TIME, ids=lambda each: each if isinstance(each, str) else "")
def test_time_in_a_rule_is_refused_at_any_depth_unless_a_law_is_cited(
    reads: str, asks: dict[str, dict[str, object]]
) -> None:
    def state(cite: object = None) -> Catalogue:
        body = {"of": ["competency:body", asks]} | ({"cite": cite} if cite else {})
        return with_milestone(small_state(), milestone("body", {"choose": body}))

    refused = [f"milestone:body: node 'old' reads {reads}, and no law is cited for it."]
    assert sentences(c03(care(), state())) == refused
    assert sentences(c03(care(), state({"source": "Handbook"}))) == refused
    assert c03(care(), state({"source": "603 CMR 4.00", "law": True})) == ()


@pytest.mark.covers("C03", "X06")
def test_the_nearest_citation_decides_whether_a_law_compels_time() -> None:
    asks = {"choose": {"cite": {"source": "29 CFR 29.5", "law": True}, "of": [
        {"total": {"id": "hours", "measure": "hours", "min": 2000, "from": {"kind": "experience"},
                   "cite": "Our handbook"}}]}}  # fmt: skip
    assert len(c03(care(), with_milestone(small_state(), milestone("body", asks)))) == 1


@pytest.mark.covers("C04")
def test_one_way_of_completing_a_stage_without_an_agreement_is_found() -> None:
    gate = {
        "choose": [
            "milestone:reading",
            {"choose": {"min": 1, "of": ["milestone:numbers", "milestone:tools"]}},
        ]
    }
    changed = pathway("care", stage("foundation", "foundation", 2, gate))
    state = with_pathway(small_state(), changed)
    assert sentences(c04(changed, state)) == [
        "pathway:care#foundation can be completed by milestone:reading, milestone:tools, and no agreement opens to a"
        " learner who does so."
    ]
    both = replace(state, agreements={**state.agreements, "more": agreement("more", "milestone:tools")})
    assert c04(changed, both) == ()


@pytest.mark.covers("C04")
def test_some_agreement_for_each_way_is_enough_and_large_gates_are_solved() -> None:
    names = [f"m{i}" for i in range(30)]
    gate = {"choose": {"min": 15, "of": [f"milestone:{name}" for name in names]}}
    wide = pathway("wide", stage("secondary", "secondary", 3, gate))
    state = with_pathway(with_milestone(small_state(), *map(milestone, names)), wide)
    ten = {"choose": {"min": 10, "of": [f"milestone:{name}" for name in names]}}
    open_to_all = replace(state, agreements={"ten": agreement("ten", ten)})
    assert c04(wide, open_to_all) == ()
    shut = replace(
        state, agreements={"sixteen": agreement("sixteen", {"choose": {**ten["choose"], "min": 16}})}
    )
    (finding,) = c04(wide, shut)
    assert finding.method == "solver"


@pytest.mark.covers("C04")
def test_a_trigger_deep_in_what_a_milestone_asks_is_opened_to() -> None:
    state = with_milestone(
        small_state(), milestone("body", {"choose": ["milestone:tools", "competency:body"]})
    )
    gate = pathway("care", stage("secondary", "secondary", 3, "milestone:body", "credential:care-diploma"))
    state = with_pathway(state, gate)
    assert c04(gate, replace(state, agreements={"tools": agreement("tools", "milestone:tools")})) == ()
    assert (
        c04(gate, replace(state, agreements={"diploma": agreement("diploma", "credential:care-diploma")}))
        == ()
    )
    assert (
        len(c04(gate, replace(state, agreements={"reading": agreement("reading", "milestone:reading")}))) == 1
    )


@pytest.mark.covers("C04")
def test_agreements_for_other_pathways_or_other_days_do_not_count() -> None:
    state = small_state(agreements={"other": agreement("other", "milestone:numbers", "crafts")})
    assert sentences(c04(care(), state)) == [
        f"pathway:care#{name} can be completed, and no agreement at all is in force for this pathway."
        for name in ("foundation", "secondary")
    ]
    ended = replace(agreement("old", "milestone:numbers"), ends=date(2026, 6, 30))
    standing = small_state().agreements["college"]
    both = small_state(agreements={"old": ended, "college": standing})
    assert c04(care(), both, as_of=date(2026, 6, 30)) == ()
    assert [each.object_ref for each in c04(care(), both, as_of=date(2026, 7, 1))] == [
        "pathway:care#foundation"
    ]


@pytest.mark.covers("C04")
def test_an_agreement_that_was_open_before_does_not_count_for_a_later_stage() -> None:
    """Without this, one agreement at the beginning would do for a whole pathway."""
    early = small_state(agreements={"summer": agreement("summer", "milestone:numbers")})
    assert sentences(c04(care(), early)) == [
        "pathway:care#secondary can be completed, and that opens no agreement which the stages before did not open."
    ]
    assert c04(care(), small_state()) == ()


@pytest.mark.covers("C06", "X04")
def test_a_dead_credential_of_each_kind_is_found_and_named() -> None:
    used_in_vain = milestone("spare", "credential:third")
    state = with_milestone(
        small_state(),
        milestone("shelf", awards=("credential:second",)),
        used_in_vain,
    )
    listed = {
        name: credential(name) for name in ("first", "second", "third", "care-diploma", "crafts-diploma")
    }
    found = dead_credentials(replace(state, credentials=listed))
    assert [(finding.object_ref, finding.where) for finding in found] == [
        ("credential:first", NOT_RECOGNISED),
        ("credential:second", UNUSED),
        ("credential:third", LEADS_NOWHERE),
    ]
    assert found[0].sentence == f"credential:first is a dead credential: {NOT_RECOGNISED}."


@pytest.mark.covers("C06", "X04")
def test_a_credential_lives_by_what_asks_for_it_by_its_milestone_or_by_a_certified_equivalence() -> None:
    state = with_milestone(small_state(), milestone("body", awards=("credential:badge",)))
    listed = {**state.credentials, "badge": credential("badge"), "abroad": credential("abroad")}
    claimed = Equivalence("e", "credential:abroad", "credential:care-diploma", "claimed")
    dead = dead_credentials(replace(state, credentials=listed, equivalences={"e": claimed}))
    assert [finding.object_ref for finding in dead] == ["credential:abroad"]
    certified = replace(claimed, status="certified")
    assert dead_credentials(replace(state, credentials=listed, equivalences={"e": certified})) == ()


@pytest.mark.covers("C06")
def test_a_pathway_answers_for_the_dead_credentials_it_awards() -> None:
    late = pathway("late", stage("secondary", "secondary", 3, "milestone:body", "credential:dust"))
    nowhere = replace(late, destinations=())
    state = with_pathway(replace(small_state(), credentials={"dust": credential("dust")}), nowhere)
    assert [finding.object_ref for finding in c06(nowhere, state)] == ["credential:dust"]
    assert c06(crafts(), state) == ()


@pytest.mark.covers("C07")
def test_a_foundation_milestone_that_only_one_pathway_uses_is_named() -> None:
    own = stage("foundation", "foundation", 2, {"choose": ["rule:common", "milestone:alone"]})
    state = with_milestone(small_state(), milestone("alone"))
    alone = pathway("care", own, *care().stages[1:])
    assert sentences(c07(alone, with_pathway(state, alone))) == [
        "milestone:alone is a foundation milestone of pathway:care, and no other pathway uses it."
    ]


@pytest.mark.covers("C07")
def test_a_move_that_asks_for_more_than_the_state_promised_is_named_with_its_worst_case() -> None:
    names = ["a", "b", "c", "e"]
    far = pathway(
        "far",
        care().stages[0],
        stage("secondary", "secondary", 3, {"choose": [f"milestone:{n}" for n in names]}),
    )
    state = with_pathway(with_milestone(small_state(), *map(milestone, names)), far)
    (finding,) = c07(care(), state)
    assert finding.sentence.startswith(
        "A move from pathway:care to pathway:far can ask for 4 further milestones before the gate 'secondary'"
    )
    assert c07(care(), replace(state, state=replace(state.state, portability_bound=4))) == ()


@pytest.mark.covers("C09", "X11")
@pytest.mark.parametrize(
    ("weak", "measure"),
    [
        ({"choose": ["milestone:body"]}, "competencies"),
        ({"choose": {"min": 1, "of": ["milestone:body", {"choose": ["milestone:body", "milestone:tools"]}]}},
         "competencies"),
        ({"choose": ["milestone:read-more", "milestone:read-on"]}, "subjects"),
        ({"choose": ["milestone:written", "milestone:written-2"]}, "performance"),
        ({"choose": ["milestone:local", "milestone:local-2"]}, "universal"),
    ],
)  # fmt: skip
def test_a_planted_weak_route_is_found_by_the_measure_it_is_weak_in(weak: object, measure: str) -> None:
    body = milestone("body")
    written = replace(milestone("written"), ways=body.ways[1:], subject="technology")
    local = replace(milestone("local"), subject="science")
    state = with_milestone(
        small_state(), *(replace(milestone(name), subject="language") for name in ("read-more", "read-on")), written, local,
        replace(milestone("local-2"), subject="technology"), replace(written, id="written-2", subject="science"),
    )  # fmt: skip
    extra = {name: competency(name) for name in ("read-more", "written")}
    state = replace(state, competencies={**state.competencies, **extra})
    weak_one = pathway("weak", care().stages[0], stage("secondary", "secondary", 3, weak))
    found = c09(weak_one, with_pathway(state, weak_one))
    assert measure in {finding.where for finding in found}
    assert all(finding.object_ref == "pathway:weak#secondary" for finding in found)


@pytest.mark.covers("C09", "X11")
def test_a_secondary_stage_of_a_lower_level_is_a_weak_route() -> None:
    lower = pathway("lower", care().stages[0], replace(care().stages[1], level=2))
    (finding,) = c09(lower, with_pathway(small_state(), lower))
    assert finding.sentence == (
        "pathway:lower#secondary asks for less than the same stage of the other pathways: level 2, in the middle of"
        " the others 3."
    )


@pytest.mark.covers("C09")
def test_with_one_other_pathway_there_is_no_middle_to_fall_short_of() -> None:
    lone = pathway("care", stage("secondary", "secondary", 1, "milestone:body"))
    assert c09(lone, with_pathway(small_state(), lone)) == ()
