"""Virginia, Linked Learning, Hawaii, Colorado, Illinois, Wisconsin, Oregon, Washington and promise programs."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.spec.packs import (
    DAY,
    cases,
    copied,
    differs,
    faults,
    gaps,
    node,
    outcome,
    pack,
    record,
    run,
    standing,
)
from throughline.core.formats.state_pack.cases import Case
from throughline.core.progress.competency_report import SplitFramework, competency_report
from throughline.core.progress.outcome import Outcome
from throughline.core.reasoning.rigor_table import rigor_table
from throughline.core.requirements.nodes import Total, walk

EACH = ("virginia", "linked-learning", "hawaii", "colorado", "illinois", "wisconsin", "oregon", "washington",
        "promise-programs")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, *each.values, id=f"{name}-{each.id}") for name in EACH for each in cases(name)],
)
def test_case_of_the_pack(name: str, case: Case) -> None:
    assert differs(run(name, case)) == []


@pytest.mark.parametrize("name", EACH)
def test_the_pack_is_sound(name: str) -> None:
    assert faults(pack(name).directory) == []


FIVE_CS = tuple(
    f"competency:{each}"
    for each in ("critical-thinking", "creative-thinking", "communication", "collaboration", "citizenship")
)
ONLINE, AID = "course:virtual-course", "credential:first-aid-cpr-aed"
CREDENTIAL = "{what: credential:workplace-readiness, tags: [board-approved]}"
ENTERED_2017, ENTERED_2018 = date(2017, 9, 5), date(2018, 9, 4)


def virginia(*facts: str, began: date = ENTERED_2018) -> Outcome:
    return outcome("virginia", "graduate-profile", record(*facts), began=began)


@pytest.mark.covers("N29")
def test_virginia_learners_keep_the_rule_of_the_year_they_entered() -> None:
    honors = "{what: course:physics, tags: [honors]}"
    assert virginia(CREDENTIAL, ONLINE, AID, began=ENTERED_2017).status == "met"
    assert virginia(CREDENTIAL, ONLINE, AID, began=ENTERED_2018).status == "not_met"
    assert virginia(*FIVE_CS, honors, ONLINE, AID, began=ENTERED_2017).status == "not_met"
    assert virginia(*FIVE_CS, honors, ONLINE, AID, began=ENTERED_2018).status == "met"


@pytest.mark.covers("N29")
@pytest.mark.parametrize(
    "alternative",
    ["{what: course:x, tags: [ap]}", "{what: course:x, tags: [honors]}", "{what: course:x, tags: [ib]}",
     "{what: course:x, tags: [dual-enrollment]}", "{what: experience:x, tags: [work-based]}", CREDENTIAL],
)  # fmt: skip
def test_each_alternative_of_virginia_is_enough_by_itself(alternative: str) -> None:
    assert virginia(*FIVE_CS, ONLINE, AID, alternative).status == "met"
    assert virginia(*FIVE_CS, ONLINE, AID).status == "not_met"


@pytest.mark.covers("N29")
def test_the_exception_where_nothing_is_available_passes_only_with_evidence() -> None:
    instruction = "course:competency-based-instruction"
    claimed = "assessment:no-credential-readily-available"
    attested = f"{{what: {claimed}, validators: [division-official]}}"
    assert virginia(*FIVE_CS, ONLINE, AID, instruction).status == "not_met"
    assert virginia(*FIVE_CS, ONLINE, AID, instruction, claimed).status == "not_met"
    assert virginia(*FIVE_CS, ONLINE, AID, instruction, attested).status == "met"


@pytest.mark.covers("N29")
def test_a_waiver_of_first_aid_is_stored_and_shown_as_waived() -> None:
    waiver = {
        "id": "waiver-7", "rule": "rule:graduate-profile", "node": "first-aid", "kind": "waive",
        "signed_by": "superintendent", "when": date(2026, 1, 1), "reason": "A disability.",
    }  # fmt: skip
    made = record(*FIVE_CS, ONLINE, CREDENTIAL, exceptions=[waiver])
    whole = outcome("virginia", "graduate-profile", made, began=ENTERED_2018)
    assert whole.status == "met"
    assert node(whole, "first-aid").status == "waived"
    assert whole.decisions == ("waiver-7",)
    assert made.exceptions[0].reason == "A disability."


COMPONENTS = (
    "rigorous-academics",
    "career-technical-education",
    "work-based-learning",
    "comprehensive-supports",
)


@pytest.mark.covers("N31")
@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2024, 3, 1), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2026, 2, 27)),
        (date(2023, 12, 31), date(2025, 12, 30)),
    ],
)
def test_silver_holds_for_two_years_to_the_day(issued: date, last: date) -> None:
    made = record(f"{{what: credential:silver-certification, when: {issued.isoformat()}}}")
    on_last = outcome("linked-learning", "silver-in-force", made, last)
    assert (on_last.status, on_last.until) == ("met", last)
    day_after = outcome("linked-learning", "silver-in-force", made, date.fromordinal(last.toordinal() + 1))
    assert day_after.status == "not_met"
    assert day_after.renewal_due


def gold(*left_out: str, review: int = 2, plan: bool = False) -> Outcome:
    judged = [each for each in COMPONENTS if each not in left_out]
    facts = [f"{{what: assessment:{each}, level: 2, validators: [certifier]}}" for each in judged]
    facts += [f"{{what: assessment:representation-review, level: {review}, validators: [certifier]}}"]
    facts += ["assessment:growth-by-year", *(["plan:representation-action-plan"] if plan else [])]
    return outcome("linked-learning", "gold", record(*facts))


@pytest.mark.covers("N31")
@pytest.mark.parametrize("component", COMPONENTS)
def test_each_missing_component_blocks_gold(component: str) -> None:
    assert gold().status == "met"
    assert [gap.what for gap in gold(component).missing] == [f"assessment:{component}"]


@pytest.mark.covers("N31")
def test_where_a_group_is_over_represented_an_action_plan_is_asked_for() -> None:
    assert gaps(gold(review=1)) >= {"action-plan"}
    assert gold(review=1, plan=True).status == "met"
    assert gold(review=2).status == "met"


BREATH = ("belonging", "responsibility", "excellence", "aloha", "total-well-being", "hawaii")


@pytest.mark.covers("N33")
def test_the_six_outcomes_of_hawaii_load_and_are_reported_together_or_not_at_all() -> None:
    catalogue = pack("hawaii").catalogue
    assert tuple(catalogue.competencies) == BREATH
    there = standing("hawaii", record(*(f"{{what: competency:{each}, level: 2}}" for each in BREATH[:4])))
    report = competency_report(BREATH, there)
    assert [each.level for each in report] == [2, 2, 2, 2, None, None]
    for part in (BREATH[:1], BREATH[:5], ("hawaii",)):
        with pytest.raises(SplitFramework) as refused:
            competency_report(part, there)
        assert "its outcomes only stand together. Ask for all of them" in str(refused.value)


@pytest.mark.covers("N33")
def test_a_rule_that_asks_for_one_of_the_six_outcomes_alone_is_refused(tmp_path: Path) -> None:
    more = """
rules:
  - {id: kindness, title: {en: Kindness}, purpose: award, rule: {have: {what: competency:aloha, cite: x}}}
"""
    (fault,) = faults(copied("hawaii", tmp_path, more))
    assert fault == (
        "rule:kindness@ asks for competency:aloha of 'na-hopena-ao' alone; its outcomes only stand together."
    )


@pytest.mark.covers("N33")
def test_hawaii_surveys_the_environment_and_ranks_no_person() -> None:
    rules = pack("hawaii").catalogue.rules
    survey = rules["learning-environment"]
    assert survey.subject == "organization"
    asked = [f"assessment:environment-survey-of-{each}" for each in ("learners", "families", "staff")]
    all_asked, staff_left_out = (
        outcome("hawaii", "learning-environment", record(*some, "plan:environment-reflection"))
        for some in (asked, asked[:2])
    )
    assert all_asked.status == "met"
    assert gaps(staff_left_out) == {"adults-asked"}
    of_people = [
        each for rule in rules.values() if rule.subject == "learner" for each in walk(rule.editions[0].root)
    ]
    assert of_people
    assert not [each for each in of_people if isinstance(each, Total) or getattr(each, "score", None)]
    higher, lower = (
        standing("hawaii", record(*(f"{{what: competency:{each}, level: {level}}}" for each in BREATH)))
        for level in (3, 1)
    )
    assert [each.competency for each in competency_report(BREATH, higher)] == [
        each.competency for each in competency_report(BREATH, lower)
    ]


SAT = "{what: assessment:sat-english, score: {min: 470, scale: sat}}"


@pytest.mark.covers("N34")
def test_a_district_of_colorado_may_drop_options_and_keeps_one_for_each_subject(tmp_path: Path) -> None:
    assert faults(pack("colorado").directory) == []
    text = (pack("colorado").directory / "state.yaml").read_text()
    directory = copied("colorado", tmp_path)
    head, plains = text.split("  - id: plains-menu")
    start = plains.index("          - choose:\n              id: mathematics")
    (directory / "state.yaml").write_text(
        head + "  - id: plains-menu" + plains[:start] + plains[plains.index("\ncases:") :]
    )
    refused = [each for each in faults(directory) if each.startswith("rule:plains-menu")]
    assert refused == [
        "rule:plains-menu asks for less than rule:graduation-menu: by plan:icap, assessment:sat-english it is met without "
        "node 'mathematics'."
    ]


@pytest.mark.covers("N34")
def test_a_local_cut_below_the_state_floor_is_refused(tmp_path: Path) -> None:
    directory = copied("colorado", tmp_path)
    text = (directory / "state.yaml").read_text()
    head, plains = text.split("  - id: plains-menu")
    assert plains.count("{min: 470, scale: sat}") == 1
    (directory / "state.yaml").write_text(
        head + "  - id: plains-menu" + plains.replace("{min: 470,", "{min: 460,")
    )
    refused = [each for each in faults(directory) if each.startswith("rule:plains-menu")]
    assert refused == [
        "rule:plains-menu asks for less than rule:graduation-menu: by plan:icap, assessment:sat-english, "
        "assessment:sat-mathematics it is met without node 'english'."
    ]


@pytest.mark.covers("N34")
def test_the_rigor_of_local_menus_stands_side_by_side_with_the_state_floor() -> None:
    rules = pack("colorado").catalogue.rules
    rows = rigor_table(rules["graduation-menu"], [rules["mountain-menu"], rules["plains-menu"]])
    table = {row.option: row for row in rows}
    english = table["assessment:sat-english"]
    assert (english.part, english.scale, english.floor) == ("english", "sat", 470)
    assert english.cuts == {"mountain-menu": 500, "plains-menu": 470}
    assert english.differs
    assert table["assessment:ap-english"].cuts == {"mountain-menu": 3}
    assert table["assessment:ib-english"].cuts == {}
    assert not any(row.below_floor for row in table.values())
    kinds = {
        name.partition(":")[2].removesuffix("-english")
        for name, row in table.items()
        if row.part == "english"
    }
    assert len({"accuplacer" if each.startswith("accuplacer") else each for each in kinds}) == 11


ENDORSED = {
    "plan": "{what: plan:individual-plan, when: 2026-09-01}",
    "courses": "{what: course:a, tags: [pathway, 'area:health'], amounts: {course-year: 2}}",
    "credits": "{what: course:b, tags: [early-college], amounts: {college-credit: 6}}",
    "first": "{what: experience:visit, tags: [career-exploration]}",
    "second": "{what: experience:fair, tags: [career-exploration]}",
    "challenge": "{what: experience:challenge-1, tags: [team-challenge], validators: [adult-mentor]}",
    "other-challenge": "{what: experience:challenge-2, tags: [team-challenge], validators: [adult-mentor]}",
    "hours": "{what: experience:job, tags: [for-credit], amounts: {h: 60}, validators: [supervisor]}",
    "skills": "{what: assessment:professional-skills, validators: [supervisor]}",
    "reading": "assessment:reading-readiness",
    "mathematics": "assessment:mathematics-readiness",
}


def illinois(**changed: str) -> Outcome:
    facts = {**ENDORSED, **{name.replace("_", "-"): fact for name, fact in changed.items()}}
    return outcome("illinois", "endorsement", record(*(fact for fact in facts.values() if fact)))


@pytest.mark.covers("N38")
def test_an_endorsement_of_illinois_names_the_exact_gap() -> None:
    assert illinois().status == "met"
    short = illinois(
        hours=ENDORSED["hours"].replace("60", "59"),
        credits=ENDORSED["credits"].replace("6", "5"),
        other_challenge="",
    )
    assert {(gap.node_id, gap.more, gap.unit) for gap in short.missing} == {
        ("hours", Decimal(1), "h"),
        ("early-college-credits", Decimal(1), "college-credit"),
        ("challenges", Decimal(1), "challenge"),
    }  # fmt: skip


@pytest.mark.covers("N38")
def test_one_intensive_exploration_stands_for_two_and_a_plan_a_year_old_is_updated() -> None:
    assert illinois(second="").status == "not_met"
    assert illinois(first="{what: experience:week, tags: [intensive-exploration]}", second="").status == "met"
    assert gaps(illinois(plan="{what: plan:individual-plan, when: 2026-06-01}")) == {"plan"}


@pytest.mark.covers("N38")
@pytest.mark.parametrize(
    ("course", "placed"),
    [("quantitative-literacy-north-high", True), ("consumer-mathematics-south-high", False)],
)
def test_an_approved_transitional_course_places_at_every_signatory_and_another_nowhere(
    course: str, placed: bool
) -> None:
    there = standing("illinois", record(f"course:{course}"))
    agreements = pack("illinois").catalogue.agreements.values()
    assert len(agreements) == 3
    parties = {
        party
        for each in agreements
        if there.status(each.trigger, f"agreement:{each.id}") == "met"
        for party in each.parties
    }
    signatories = {party for each in agreements for party in each.parties}
    assert parties == (signatories if placed else set())


ELEMENTS = (
    "course-sequence",
    "work-based-learning",
    "industry-credential",
    "college-credit",
    "student-organization",
)


@pytest.mark.covers("N41")
@pytest.mark.parametrize(
    ("local", "region", "status"),
    [(3, (3, 4), "met"), (3, (3,), "not_met"), (3, (), "not_met"), (2, (2, 3, 4), "not_met"), (5, (), "met")],
)
def test_three_local_elements_pass_in_wisconsin_where_the_region_lists_providers_for_the_rest(
    local: int, region: tuple[int, ...], status: str
) -> None:
    facts = [f"{{what: support:{each}, context: local}}" for each in ELEMENTS[:local]]
    facts += [f"{{what: support:{ELEMENTS[index]}, context: region}}" for index in region]
    assert outcome("wisconsin", "regional-pathway", record(*facts)).status == status


WAYS = {
    "course:classroom-or-equivalent-work": "classroom", "assessment:mastery-work": "mastery-work", "assessment:exam": "exam",
    "assessment:collection-of-work": "collection-of-work", "assessment:prior-learning-documents": "prior-learning",
}  # fmt: skip


@pytest.mark.covers("N47")
@pytest.mark.parametrize("what", WAYS)
def test_each_way_to_credit_in_oregon_is_enough_and_the_plan_is_asked_to_name_it(what: str) -> None:
    shown = f"{{what: {what}, tags: ['option:{WAYS[what]}'], amounts: {{credit: 1}}}}"
    plan = f"{{what: plan:education-plan, tags: [education-plan, 'option:{WAYS[what]}']}}"
    named, unnamed = (outcome("oregon", "one-credit", record(*facts)) for facts in ((shown, plan), (shown,)))
    assert (named.status, node(named, "option-in-plan").status) == ("met", "met")
    assert (unnamed.status, node(unnamed, "option-in-plan").status) == ("met", "not_met")
    assert node(unnamed, "option-in-plan").node.title["en"] == "Add the option to your education plan"
    assert unnamed.missing == ()


PAID = "{what: experience:floor, tags: [supervised, paid]}"
APPLIED = ("plan:endorsement-application", "{what: assessment:review-team-score, validators: [review-team]}")


def launch(*facts: str, rule: str = "launch") -> Outcome:
    return outcome("washington", rule, record(*facts))


def classes(credits: int) -> str:
    return f"{{what: course:machining, tags: [aligned], amounts: {{college-credit: {credits}}}}}"


@pytest.mark.covers("N75")
def test_a_career_launch_in_washington_is_paid_and_ends_in_a_credential_or_45_credits() -> None:
    assert launch(PAID, classes(45)).status == "met"
    assert launch(PAID, classes(44)).status == "not_met"
    credential = "{what: credential:registered-apprenticeship, tags: [beyond-diploma]}"
    assert launch(PAID, classes(44), credential).status == "met"
    assert gaps(launch(PAID.replace(", paid", ""), classes(60), credential)) == {"paid-work"}


@pytest.mark.covers("N75")
def test_a_registered_apprenticeship_is_endorsed_without_application_and_no_other_is() -> None:
    endorse = "launch-endorsement"
    assert launch("credential:registered-apprenticeship", rule=endorse).status == "met"
    assert launch(PAID, classes(45), rule=endorse).status == "not_met"
    assert launch(PAID, classes(45), *APPLIED, rule=endorse).status == "met"


@pytest.mark.covers("N51", "S001-R14.7")
@pytest.mark.parametrize(("hours", "status"), [(7, "not_met"), (8, "met")])
def test_the_rule_of_a_promise_program_evaluates_a_learner(hours: int, status: str) -> None:
    rules = pack("promise-programs").catalogue.rules
    assert {rule.purpose for rule in rules.values()} == {"promise"}
    assert all(rule.editions[0].root.cite for rule in rules.values())
    learner = record(
        "credential:high-school-diploma", "support:residence-tennessee", "plan:tennessee-promise-application",
        "plan:federal-aid-form", "support:mentor-meeting", "{what: plan:college-enrolment, context: technical-college}",
        f"{{what: experience:garden, tags: [community-service], amounts: {{h: {hours}}}}}",
    )  # fmt: skip
    answers = {name: outcome("promise-programs", name, learner, DAY).status for name in rules}
    assert answers == {"tennessee-promise": status, "oregon-promise": "not_met", "detroit-promise": "not_met"}
