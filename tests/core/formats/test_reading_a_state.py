"""A state's folder becomes a catalogue, or a list of everything that is wrong in it."""

import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.core.formats.planting import VALLEY, planted, said
from throughline.core.formats.state_pack import PackErrors, read_pack, references
from throughline.core.formats.state_pack.marked_yaml import parse
from throughline.core.requirements.nodes import Choose, Have, Use


def test_every_collection_of_a_folder_stands_in_the_catalogue() -> None:
    catalogue = read_pack(VALLEY).catalogue
    assert catalogue.state.id == "valley"
    assert sorted(catalogue.milestones)[:3] == ["care-1", "care-2", "community"]
    assert list(catalogue.pathways) == ["caring-work", "building-work"]
    assert catalogue.learner_states is not None
    assert catalogue.learner_states.home == "choosing"
    assert catalogue.credentials["care-badge"].credits == {"college-credit": Decimal(3)}
    assert catalogue.opportunities["care-week"].amounts == {"h": Decimal("37.5")}
    assert catalogue.agreements["caring-work-college"].starts == date(2025, 7, 1)


def test_a_rule_is_read_into_nodes_with_its_cite() -> None:
    root = read_pack(VALLEY).catalogue.rules["common-foundation"].editions[0].root
    assert isinstance(root, Choose)
    assert [child.what for child in root.of if isinstance(child, Have)] == [
        "milestone:numbers",
        "milestone:community",
    ]
    assert root.cite is not None
    assert root.cite.section == "2"


def test_a_reference_to_a_rule_alone_is_a_use_of_it() -> None:
    gate = read_pack(VALLEY).catalogue.pathways["caring-work"].stages[0].gate
    assert isinstance(gate, Choose)
    assert isinstance(gate.of[0], Use)
    assert gate.of[0].rule == "common-foundation"


def test_each_document_knows_file_and_line() -> None:
    pack = read_pack(VALLEY)
    lines = (VALLEY / "milestones.yaml").read_text().splitlines()
    place = pack.place("milestone:care-2")
    assert place.file == str(VALLEY / "milestones.yaml")
    assert "id: care-2" in lines[place.line - 1]
    assert "ways:" in lines[pack.place("milestone:care-2", "ways").line - 1]


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("milestones.yaml", "  - id: numbers\n", "  - id: numbers\n    sumary: {en: x}\n",
         "milestones.yaml:3: milestones[0].sumary: unknown key 'sumary'. Did you mean `summary`?"),
        ("state.yaml", "clusters:\n", "cluster:\n",
         "state.yaml:35: cluster: unknown key 'cluster'. Did you mean `clusters`?"),
        ("state.yaml", "cooling_days: 14", "cooling_days: fortnight",
         "state.yaml:10: state.cooling_days: 'fortnight' is not a whole number from 0 up. Write e.g. `2`."),
        ("state.yaml", "regions:\n  - {id: north, title: {en: The north}}\n", "regions: {id: north}\n",
         "state.yaml:39: regions: 'regions' is not a list. Write `- ` before each of its entries."),
        ("state.yaml", "start: exploring", "start: explored",
         "state.yaml:17: learner_states.start: there is no learner state 'explored'. "
         "Did you mean `exploring`?"),
        ("state.yaml", "subjects: {mathematics:", "subjects: {maths:",
         "competencies.yaml:22: competencies[0].subject: 'mathematics' is not among the state's subjects. "
         "Did you mean `maths`?"),
        ("milestones.yaml", 'cite: {source: Board of Valley, section: "2"}', "id: top",
         "milestones.yaml:142: rules[0].rule: the rule does not say what law or policy it stands on. "
         "Add `cite: {source: ...}` at its root."),
        ("milestones.yaml", "of: [milestone:numbers, milestone:community]",
         "min: 3, of: [milestone:numbers, milestone:community]",
         "milestones.yaml:143: rules[0].rule.choose: `min` is 3 of 2 children. Give a `min` from 1 to 2."),
        ("milestones.yaml", "of: [milestone:numbers, milestone:community]",
         "of: [milestone:numbers, {hav: milestone:community}]",
         "milestones.yaml:143: rules[0].rule.choose.of[1]: unknown node 'hav'. Did you mean `have`?"),
        ("milestones.yaml", "of: [milestone:numbers, milestone:community]",
         "of: [milestone:numbers, milestone:comunity]",
         "milestones.yaml:143: rules[0].rule.choose.of[1].have.what: there is no milestone 'comunity'. "
         "Did you mean `community`?"),
        ("opportunities.yaml", "level: 1}", "level: 1, certified_on: 2026-02-30}",
         "opportunities.yaml:2: equivalences[0].certified_on: 2026-02-30 is not a day of the calendar. "
         "Write year-month-day."),
        ("state.yaml", "{number: 6, title: {en: Level 6}}", "{number: 7, title: {en: Level 7}}",
         "milestones.yaml:125: milestones[8].level: the state's qualification framework has no level 6. "
         "Levels: 1, 2, 3, 4, 5, 7."),
        ("cases.yaml", "milestone: numbers, is: met", "milestone: number, is: met",
         "cases.yaml:9: cases[0].expect[2].milestone: there is no milestone 'number'. "
         "Did you mean `numbers`?"),
        ("cases.yaml", "milestone: numbers, is: met", "milestone: numbers, rule: common-foundation, is: met",
         "cases.yaml:9: cases[0].expect[2]: an expectation names one target, and this names 2. "
         "Name one of gate, milestone, rule, credential, agreement, destination, node."),
        ("state.yaml", "title: {en: State of Valley}", "title: !title {en: State of Valley}",
         "state.yaml:3: state.title: the tag '!title' is not part of the format. Leave it out."),
        ("state.yaml", "regions:\n", "regions: &all\n  - *all\n",
         "state.yaml:39: regions[0]: an alias stands inside what it names. Write the value out."),
    ],
)  # fmt: skip
def test_each_kind_of_error_is_told_with_file_line_place_reason_and_fix(
    tmp_path: Path, name: str, old: str, new: str, line: str
) -> None:
    assert line in said(planted(tmp_path, (name, old, new)))


def test_a_text_that_lacks_a_language_the_state_promises_is_told(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("state.yaml", "complete_languages: [en]", "complete_languages: [en, es]"))
    errors = said(directory)
    assert "state.yaml:3: state.title: the text is missing in 'es'. Add `es: ...`." in errors
    assert len(errors) > 100


def test_a_language_the_state_does_not_speak_is_told(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("state.yaml", "{en: State of Valley}", "{en: State of Valley, fr: Val}"))
    assert said(directory) == [
        "state.yaml:3: state.title.fr: 'fr' is not one of the state's languages. Known here: en, es."
    ]


def test_a_missing_key_and_a_malformed_id_are_told_together(tmp_path: Path) -> None:
    directory = planted(
        tmp_path,
        ("competencies.yaml", "- id: building\n    framework: work\n", "- id: Building Work\n"),
    )
    errors = said(directory)
    assert "competencies.yaml:52: competencies[4]: the key 'framework' is missing. Add `framework`." in errors
    assert (
        "competencies.yaml:52: competencies[4].id: the id 'Building Work' is malformed. "
        "Write lower case words joined by `-`: `building-work`."
    ) in errors


def test_one_id_for_two_documents_is_told_with_both_places(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("competencies.yaml", "- id: building\n", "- id: caring\n"))
    assert said(directory)[0] == (
        "competencies.yaml:52: competencies[4].id: two competencies have the id 'caring': "
        "also at competencies.yaml:43: competencies[3]. Give each its own id."
    )


def test_errors_of_several_files_are_told_at_once(tmp_path: Path) -> None:
    directory = planted(
        tmp_path,
        ("state.yaml", "cooling_days: 14", "cooling_days: fortnight"),
        ("milestones.yaml", "  - id: numbers\n", "  - id: numbers\n    sumary: {en: x}\n"),
        ("competencies.yaml", "    title: {en: Caring}\n", "     title: {en: Caring}\n"),
    )
    assert [line.split(":")[0] for line in said(directory)] == [
        "competencies.yaml",
        "milestones.yaml",
        "state.yaml",
    ]


def test_a_folder_without_a_state_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("rules: []\n")
    with pytest.raises(
        PackErrors, match=r"no file holds `state`\. Write `state:` with its id, title and languages\."
    ):
        read_pack(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackErrors, match="there is no such folder"):
        read_pack(tmp_path / "nowhere")


def test_words_that_older_yaml_turns_into_other_things_stay_words() -> None:
    data = parse(
        "no: on\ntime: 12:30\nnumber: 1.10\nday: 2026-09-01\ntext: '2026-09-01'\ncode: 007\n", "x"
    ).data
    assert data == {
        "no": "on", "time": "12:30", "number": Decimal("1.10"), "day": date(2026, 9, 1), "text": "2026-09-01",
        "code": "007",
    }  # fmt: skip
    assert str(data["number"]) == "1.10"


def test_a_number_that_was_meant_as_a_word_is_kept_as_it_was_written(tmp_path: Path) -> None:
    directory = planted(tmp_path, ("pathways.yaml", "    letter: C\n", "    letter: 1.10\n"))
    assert read_pack(directory).catalogue.pathways["caring-work"].letter == "1.10"


def test_what_a_document_depends_on_is_found_at_any_depth() -> None:
    pathway = read_pack(VALLEY).catalogue.pathways["caring-work"]
    assert {"rule:common-foundation", "milestone:care-2", "credential:care-diploma", "cluster:health",
            "organization:ford-hospital"} <= references(pathway)  # fmt: skip
    milestone = read_pack(VALLEY).catalogue.milestones["care-1"]
    assert references(milestone) == {
        "competency:caring", "competency:communication", "competency:self-direction", "credential:care-badge",
    }  # fmt: skip


def test_a_pack_of_eight_thousand_lines_is_read_within_four_seconds(tmp_path: Path) -> None:
    directory = planted(tmp_path)
    text = (VALLEY / "milestones.yaml").read_text().split("\nrules:")[0].removeprefix("milestones:\n")
    copies = "".join(text.replace("- id: ", f"- id: copy-{n}-") for n in range(60))
    (directory / "more.yaml").write_text(f"milestones:\n{copies}")
    assert len((directory / "more.yaml").read_text().splitlines()) > 8000
    begun = time.process_time()
    assert len(read_pack(directory).catalogue.milestones) == 61 * 9
    assert time.process_time() - begun < 4
