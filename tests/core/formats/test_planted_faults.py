"""One fault of each kind planted in a valid state: refused, at its line, with the exact sentence."""

from pathlib import Path

import pytest

from tests.core.formats.planting import TODAY, VALLEY, found, lines, planted
from throughline.core.formats.state_pack.check import check

CREDENTIAL_NOBODY_AWARDS = """credentials:
  - id: ghost-badge
    title: {en: Ghost badge}
    type: badge
    level: 5
    issuers: [ford-college]
    purpose: {en: Shows care in depth.}
    outcomes: {en: Cares in depth.}
    onward_study: {en: None yet.}
    onward_work: {en: None yet.}
    credits: {}
    review_by: 2031-06-30
"""
FOUNDATION_GATE = """        level: 3
        gate:
          choose: {{{min}of: [rule:common-foundation{more}], cite: {{source: Board of Valley, section: "3"}}}}
        awards: [credential:care-foundation]"""
SECOND_WAY = (
    "      - {id: written, title: {en: In writing}, kind: written, judges: [teacher], settings: [school]}\n"
)
CARE_RULE = "    rule:\n      choose:\n        of: [competency:caring, assessment:care-1]"
THINK_AGAIN = (
    "    - {name: think-again, source: on-pathway, target: choosing, by: learner, title: {en: Think again}}\n"
)
FRAME_COMPETENCIES = (
    "competencies: [competency:{name}, competency:communication, competency:self-direction]\n"
    "    criteria: [{{en: It is shown in a real task.}}]\n    features: [work-based]\n"
    "    ways:\n      - {{id: project, title: {{en: A project}}, kind: project, performance: true, "
    "judges: [teacher], "
    "settings: [school]}}\n" + SECOND_WAY.replace("{", "{{").replace("}", "}}") + "    rule:\n      choose:\n"
    "        of: [competency:building, assessment:frame-1]"
)


def test_the_state_the_faults_are_planted_in_is_sound() -> None:
    report = check([VALLEY], TODAY)
    assert lines(report, VALLEY) == []
    assert report.exit_code == 0
    assert all(case.as_expected for pack in report.packs for case in pack.cases)


def test_a_circle_among_milestones_is_refused(tmp_path: Path) -> None:
    directory = planted(
        tmp_path,
        ("milestones.yaml", "[competency:quantities, competency:communication]\n        cite",
         "[competency:quantities, milestone:community]\n        cite"),
        ("milestones.yaml", "competency:self-direction, experience:community-project",
         "milestone:numbers, experience:community-project"),
    )  # fmt: skip
    assert found(directory)[0] == (
        "milestones.yaml:28: milestones[1].rule.choose.of[0].have.what: C02: milestone:community asks for "
        "milestone:numbers, "
        "which asks for milestone:community: a circle, with no first step. Take 'milestone:community' out "
        "of what "
        "milestone:numbers asks for, or break the circle elsewhere."
    )


@pytest.mark.covers("S001-D2.1")
def test_an_age_gate_without_a_law_is_refused(tmp_path: Path) -> None:
    age = "{have: {what: age, score: {min: 16, scale: years}}}"
    old = "[competency:caring, assessment:care-1]"
    directory = planted(tmp_path, ("milestones.yaml", old, f"[competency:caring, assessment:care-1, {age}]"))
    assert found(directory) == [
        "milestones.yaml:44: milestones[2].rule.choose.of[2].have: C03: milestone:care-1: node 'age' "
        "reads age, and no "
        "law is cited for it. Ask for what is shown instead of time, or cite the law that compels it: "
        "`cite: {source: ..., law: true}`."
    ]


def test_a_dead_credential_is_refused(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("pathways.yaml", "credentials:\n", CREDENTIAL_NOBODY_AWARDS))
    assert found(directory) == [
        "pathways.yaml:2: credentials[0]: C06: credential:ghost-badge is a dead credential: nothing "
        "awards it and "
        "nothing accepts it. Let a milestone or stage award it and something onward ask for it, or "
        "withdraw its "
        "listing."
    ]


def test_a_milestone_without_a_second_way_is_refused(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("milestones.yaml", SECOND_WAY + CARE_RULE, CARE_RULE))
    assert [line for line in found(directory) if "C01" in line] == [
        "milestones.yaml:39: milestones[2].ways: C01: Milestone 'care-1' can be shown in 1 way; two are "
        "asked for. "
        "Add a second way."
    ]


def test_a_weak_route_through_a_stage_is_refused(tmp_path: Path) -> None:
    weak = FOUNDATION_GATE.format(min="min: 1, ", more=", assessment:old-exam")
    directory = planted(
        tmp_path,
        ("pathways.yaml", FOUNDATION_GATE.format(min="", more=""), weak),
        ("pathways.yaml", "trigger: {have: {what: credential:care-foundation}}",
         "trigger: {have: {what: milestone:community}}"),
    )  # fmt: skip
    assert [line for line in found(directory) if "C04" in line] == [
        "pathways.yaml:154: pathways[0].stages[0].gate: C04: pathway:caring-work#foundation can be "
        "completed by "
        "assessment:old-exam, and no agreement opens to a learner who does so. Widen the trigger of an "
        "agreement to "
        "that way, or add an agreement for it."
    ]


def test_a_learner_state_that_nobody_leaves_is_refused(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("state.yaml", THINK_AGAIN, ""))
    assert found(directory) == [
        "state.yaml:16: learner_states.states.on-pathway: The learner's state 'on-pathway' has no way "
        "out. Add an "
        "action by the learner that leads from 'on-pathway' towards 'choosing'."
    ]


def test_an_unknown_competency_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    directory = planted(
        tmp_path,
        (
            "milestones.yaml",
            FRAME_COMPETENCIES.format(name="building"),
            FRAME_COMPETENCIES.format(name="bilding"),
        ),
    )
    assert found(directory) == [
        "milestones.yaml:51: milestones[3].competencies[0]: there is no competency 'bilding'. "
        "Did you mean `building`?"
    ]


@pytest.mark.parametrize(
    ("indented", "says"),
    [
        ("     title: {en: Caring}\n", "from column 11 on: mapping values are not allowed in this context"),
        ("  title: {en: Caring}\n", "from column 3 on: did not find expected '-' indicator"),
        ("\ttitle: {en: Caring}\n", "from column 1 on: found a tab character that violates indentation"),
    ],
)
def test_wrong_indentation_is_refused_at_its_line(tmp_path: Path, indented: str, says: str) -> None:
    directory = planted(tmp_path, ("competencies.yaml", "    title: {en: Caring}\n", indented))
    assert found(directory) == [
        f"competencies.yaml:47: this is not YAML {says}. Align the line with its neighbours, two spaces "
        f"for each step "
        "and no tabs; put words that hold ': ' or '#' in quotation marks."
    ]


def test_a_key_indented_into_the_wrong_document_is_refused(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("state.yaml", "  cooling_days: 14\n", "cooling_days: 14\n"))
    (line,) = found(directory)
    assert "state.yaml:" in line
    assert "YAML" in line


def test_two_packs_with_one_state_id_are_refused_with_both_places(tmp_path: Path) -> None:
    directory = planted(tmp_path)
    report = check([VALLEY, directory], TODAY)
    assert lines(report, directory) == [
        f"state.yaml:2: state.id: two states have the id 'valley': also at {VALLEY}/state.yaml:2: state.id. "
        "Give each state its own id."
    ]
    assert report.exit_code == 1


def test_two_learner_states_of_one_name_are_refused_with_both_places(tmp_path: Path) -> None:
    twice = "exploring: {en: Exploring}, exploring: {en: Again}, choosing"
    directory = planted(tmp_path, ("state.yaml", "exploring: {en: Exploring}, choosing", twice))
    assert found(directory) == [
        "state.yaml:16: learner_states.states.exploring: the key 'exploring' stands twice, first on line 16. "
        "Keep one of them."
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("competencies.yaml", "{en: Assists a person with daily needs.}", "{en: Understands daily needs.}",
         "competencies.yaml:48: competencies[3].statement.en: Competency 'caring' begins with "
         "'Understands' in 'en', "
         "which nobody can see or hear being done. "
         "Begin with what the person does: explains, builds, measures."),
        ("competencies.yaml", "    contexts: [school, home]\n", "    contexts: [school]\n",
         "competencies.yaml:40: competencies[2].contexts: Competency 'self-direction' can be shown in 1 "
         "place; two are "
         "asked for. Name another under `contexts`: school, workplace, community, home."),
        ("competencies.yaml", "    criteria: [{en: The plan is written.}, {en: Changes are explained.}]\n",
         "    criteria: []\n",
         "competencies.yaml:39: competencies[2].criteria: Competency 'self-direction' has no criteria. "
         "Say under "
         "`criteria` what a judge looks for."),
    ],
)  # fmt: skip
@pytest.mark.covers("S001-D5.1")
def test_a_competency_that_cannot_be_seen_judged_or_transferred_is_refused(
    tmp_path: Path, name: str, old: str, new: str, sentence: str
) -> None:
    assert found(planted(tmp_path, (name, old, new))) == [sentence]


@pytest.mark.covers("S001-D5.2")
def test_a_competency_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("competencies.yaml", "    leads_to: {en: Running a project.}\n", ""))
    (line,) = found(directory)
    assert "Competency 'self-direction' does not say where it leads." in line


@pytest.mark.covers("S001-D5.5")
def test_a_professional_milestone_without_a_habit_is_refused(tmp_path: Path) -> None:
    named = "[competency:caring, competency:communication, competency:self-direction]"
    old = f"    level: 5\n    competencies: {named}\n"
    text = (VALLEY / "milestones.yaml").read_text()
    directory = planted(tmp_path)
    without = old.replace(", competency:self-direction", "")
    (directory / "milestones.yaml").write_text(text.replace(old, without, 1))
    assert [line for line in found(directory) if "habit" in line] == [
        "milestones.yaml:66: milestones[4].competencies: Milestone 'care-2' is professional and certifies "
        "no habit of "
        "thinking, working or learning. Add one under `competencies`."
    ]


def test_a_credential_without_an_employment_or_community_pathway_cannot_be_listed(tmp_path: Path) -> None:
    text = (VALLEY / "pathways.yaml").read_text()
    directory = planted(tmp_path)
    (directory / "pathways.yaml").write_text(text.replace("    onward_work: {en: Work in Ford.}\n", "", 1))
    assert found(directory) == [
        "pathways.yaml:2: credentials[0]: Credential 'care-badge' cannot be listed: it does not state the "
        "employment "
        "or community pathway it leads to. Write it under `onward_work`."
    ]


def test_a_review_that_is_past_due_shows_on_the_register_and_stops_nobody(tmp_path: Path) -> None:
    text = (VALLEY / "pathways.yaml").read_text()
    directory = planted(tmp_path)
    (directory / "pathways.yaml").write_text(
        text.replace("review_by: 2031-06-30", "review_by: 2026-12-31", 1)
    )
    report = check([directory], TODAY)
    assert [notice.sentence for notice in report.packs[0].notices] == [
        "The listing of credential 'care-badge' was to be reviewed by 2026-12-31."
    ]
    assert report.sound


def test_opportunities_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    second = (
        "  - {id: care-month, title: {en: A month of care}, kind: internship, provider: ford-hospital, "
        "sector: workforce, gives: [competency:building], needs: [competency:caring]}\n"
    )
    old = "    gives: [competency:caring]\n"
    directory = planted(tmp_path, ("opportunities.yaml", old, f"{old}    needs: [competency:building]\n"))
    with (directory / "opportunities.yaml").open("a") as file:
        file.write(second)
    assert [line.split(": ", 2)[2] for line in found(directory)] == [
        "Nobody can begin opportunity 'care-week': what it needs is given only by others that wait for it. "
        "Take away the need that is not a real one.",
        "Nobody can begin opportunity 'care-month': what it needs is given only by others that wait for it. "
        "Take away the need that is not a real one.",
    ]


def test_a_folder_of_states_is_checked_state_by_state(tmp_path: Path) -> None:
    for name in ("north", "south"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "state.yaml").write_text(
            f"state: {{id: {name}, title: {{en: {name}}}, languages: [en], complete_languages: [en]}}\n"
        )
    report = check([tmp_path], TODAY)
    assert [pack.state for pack in report.packs] == ["north", "south"]
