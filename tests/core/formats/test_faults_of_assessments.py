"""One fault of each kind planted in an assessment: said at its line, with what mends it."""

from pathlib import Path

import pytest

from tests.core.formats.planting import VALLEY, found, planted, said
from throughline.core.formats.state_pack import read_pack
from throughline.core.formats.state_pack.bodies import digest, document_from_json, document_to_json

FILE = "assessments.yaml"
LEARNER = (
    "      - {by: learner, who: A learner of Ford High, on: 2026-01-12, deepens: {en: I had to think.}, "
    "ownership: {en: I chose the day.}, equity: {en: The bus is paid.}}\n"
)
CRITERION = "          - id: clear\n            title: {en: Clear}\n            meets: 1\n"

FAULTS = [
    (
        LEARNER, "",
        "33: assessments[0].reviews: Assessment 'care-1' cannot be certified: a learner who reviewed it has not answered "
        "how it deepens learning, what the learner decides, and whom it might shut out. Add an entry with `by: learner` "
        "under `reviews`: deepens, ownership, equity.",
    ),
    (
        "cooling_days: 7", "cooling_days: 30",
        "6: assessments[0].cooling_days: Assessment 'care-1' asks for a wait of 30 days between tries; the state allows "
        "14. Write 14 days or fewer.",
    ),
    (
        CRITERION, CRITERION.replace("meets: 1", "meets: 3"),
        "27: assessments[0].parts[0].criteria[1].meets: Part 'shift' of assessment 'care-1': Criterion 'clear' is met from "
        "level 3, which it does not have. Write one of 1, 2.",
    ),
    (
        "{number: 2, descriptor: {en: Tells what is next.}}", "{number: 3, descriptor: {en: Tells what is next.}}",
        "28: assessments[0].parts[0].criteria[1].levels: Part 'shift' of assessment 'care-1': Criterion 'clear' has the "
        "levels [1, 3]; two or more are asked for, from 1 up without a gap. Describe level 1, level 2 and so on.",
    ),
    (
        "shows: assessment:care-1", "shows: assessment:care-one",
        "12: assessments[0].parts[0].shows: Part 'shift' shows assessment:care-one, which no rule asks for and no "
        "equivalence knows. Name the fact a rule asks for.",
    ),
    (
        "levels: {gentle: 2, clear: 1}", "levels: {gentle: 5, clear: 1}",
        "32: assessments[0].exemplars[0].levels.gentle: Exemplar 'breakfast' stands at level 5 of 'gentle', which the "
        "rubric does not have. Name a criterion of the part and one of its levels.",
    ),
    (
        "part: shift, title: {en: Breakfast}", "part: night, title: {en: Breakfast}",
        "32: assessments[0].exemplars[0].part: Exemplar 'breakfast' belongs to part 'night', which assessment 'care-1' "
        "lacks. Name one of shift.",
    ),
    (
        "cooling_days: 7\n", "cooling_days: 7\n    practice: false\n",
        "9: assessments[0].parts[0]: Part 'shift' of assessment 'care-1' is a performance, and nobody may practice it "
        "before it counts. Write `practice: true` on the assessment, or leave it out.",
    ),
    (
        "        judges:\n          - {roles: [teacher]}\n          - {roles: [workplace_mentor], distinct_sector: true}\n",
        "        judges: []\n",
        "14: assessments[0].parts[0].judges: Part 'shift' of assessment 'care-1' does not say who judges it. Name roles "
        "under `judges`: [{roles: [teacher]}].",
    ),
    (
        "        task: {en:", "        panel: {members: 3, sectors: 1}\n        task: {en:",
        "13: assessments[0].parts[0].panel: Part 'shift' of assessment 'care-1' goes before a panel of 3 from 1 sector(s). "
        "Ask for two members or more, from two sectors or more.",
    ),
    (
        "items: [caring, communication]", "items: [caring, caring]",
        "41: rating_forms[0].items: Rating form 'first-month' asks for one thing twice. Name each item once.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS, ids=[each[2][:40] for each in FAULTS])
def test_a_fault_of_an_assessment_is_said_at_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert found(planted(tmp_path, (FILE, old, new))) == [f"{FILE}:{sentence}"]


@pytest.mark.covers("N32")
def test_an_assessment_is_not_certified_until_author_and_learner_answered_the_three_questions(
    tmp_path: Path,
) -> None:
    both = read_pack(VALLEY).catalogue.assessments["care-1"]
    assert {each.by for each in both.reviews} == {"author", "learner"}
    assert found(VALLEY) == []
    author = next(line for line in (VALLEY / FILE).read_text().splitlines(True) if "by: author" in line)
    alone = found(planted(tmp_path, (FILE, author, "")))
    assert ["its author has not answered" in each for each in alone] == [True]
    text = (tmp_path / "valley" / FILE).read_text().replace(LEARNER, "").replace("    reviews:\n", "")
    (tmp_path / "valley" / FILE).write_text(text)
    assert len(found(tmp_path / "valley")) == 2
    unanswered = planted(tmp_path / "again", (FILE, ", equity: {en: The bus is paid.}", ""))
    assert said(unanswered) == [
        f"{FILE}:35: assessments[0].reviews[1]: the key 'equity' is missing. Add `equity`."
    ]


def test_judges_that_a_rule_asks_for_must_be_among_those_of_the_part(tmp_path: Path) -> None:
    asked = "{have: {what: assessment:care-1, validated_by: [{role: teacher}, {role: nurse}]}}"
    directory = planted(
        tmp_path, ("milestones.yaml", "competency:caring, assessment:care-1]", f"competency:caring, {asked}]")
    )
    assert found(directory) == [
        f"{FILE}:14: assessments[0].parts[0].judges: A rule asks that a nurse stand behind assessment:care-1, and part "
        "'shift' has no such judge. Add the role under `judges`."
    ]


def test_what_an_assessment_names_must_be_there_and_its_criteria_have_ids_of_their_own(
    tmp_path: Path,
) -> None:
    directory = planted(
        tmp_path, (FILE, "competency: caring", "competency: carring"), (FILE, "id: clear", "id: gentle")
    )
    assert said(directory) == [
        f"{FILE}:20: assessments[0].parts[0].criteria[0].competency: there is no competency 'carring'. "
        "Did you mean `caring`?",
        f"{FILE}:25: assessments[0].parts[0].criteria[1].id: two criteria have the id 'gentle': also criteria[0]. "
        "Give each criterion its own id.",
    ]


@pytest.mark.covers("N23")
def test_an_employer_is_asked_twelve_items_at_most(tmp_path: Path) -> None:
    names = [f"skill-{n}" for n in range(13)]
    made = "".join(
        f"  - {{id: {name}, framework: universal, strand: professional, kind: habit, title: {{en: {name}}}, "
        "statement: {en: Builds.}, criteria: [{en: Seen.}], contexts: [school, home], leads_to: {en: Work.}}\n"
        for name in names
    )

    def form(home: Path, many: int) -> list[str]:
        directory = planted(
            home, (FILE, "items: [caring, communication]", f"items: [{', '.join(names[:many])}]")
        )
        (directory / "more.yaml").write_text("competencies:\n" + made)
        return [each for each in found(directory) if "Rating form" in each]

    assert form(tmp_path / "twelve", 12) == []
    assert form(tmp_path / "thirteen", 13) == [
        f"{FILE}:41: rating_forms[0].items: Rating form 'first-month' asks an employer 13 items; 12 are the most. "
        "Choose those that matter most at work."
    ]


def test_an_assessment_comes_back_from_its_body_unchanged_with_the_same_digest() -> None:
    whole = read_pack(VALLEY).catalogue.assessments["care-1"]
    again = document_from_json("assessment", document_to_json("assessment", whole))
    assert again == whole
    assert digest("assessment", again) == digest("assessment", whole)
