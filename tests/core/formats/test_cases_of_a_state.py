"""A state's own cases: run on its rules, each difference told with file and line."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.core.formats.planting import TODAY, VALLEY, found, planted
from throughline.cli import main
from throughline.core.formats.record_file import read_record
from throughline.core.formats.state_pack import PackErrors, read_pack
from throughline.core.formats.state_pack.check import check
from throughline.core.formats.state_pack.check_report import render_json, render_text
from throughline.core.formats.state_pack.run_cases import run_case

GATE = "{gate: caring-work/foundation, is: not_met, done: 0, needed: 1, missing: [milestone:community]}"


@pytest.mark.parametrize(
    ("expected", "differs"),
    [
        ("{gate: caring-work/foundation, is: met}", "gate caring-work/foundation is not_met, expected met."),
        ("{rule: common-foundation, is: not_met, done: 2}", "rule common-foundation done is 1, expected 2."),
        ("{rule: common-foundation, is: not_met, needed: 3}", "rule common-foundation needed is 2, expected 3."),
        ("{rule: common-foundation, is: not_met, missing: [milestone:numbers]}",
         "rule common-foundation milestone:numbers was expected among what is missing, which is "
         "milestone-community, milestone:community."),
        ("{milestone: community, is: met}", "milestone community is not_met, expected met."),
        ("{credential: care-foundation, is: met}", "credential care-foundation is not_met, expected met."),
        ("{agreement: caring-work-foundation, is: met}",
         "agreement caring-work-foundation is not_met, expected met."),
        ("{node: 'rule:common-foundation#milestone-numbers', is: not_met}",
         "node rule:common-foundation#milestone-numbers is met, expected not_met."),
        ("{node: 'rule:common-foundation#milestone-letters', is: met}",
         "node rule:common-foundation#milestone-letters there is no such node in that rule."),
    ],
)  # fmt: skip
def test_what_comes_out_otherwise_is_told_at_its_line(tmp_path: Path, expected: str, differs: str) -> None:
    (line,) = [
        each for each in found(planted(tmp_path, ("cases.yaml", GATE, expected))) if "Came out" in each
    ]
    assert line.startswith(
        f"cases.yaml:7: cases[0].expect[0]: case 'One of two foundations': {differs} Came out: "
    )


@pytest.mark.parametrize(
    "expected",
    [
        "{rule: common-foundation, is: not_met, done: 1, needed: 2, missing: [milestone:community]}",
        "{rule: 'rule:common-foundation', is: not_met}",
        "{credential: care-foundation, is: not_met}",
        "{agreement: caring-work-foundation, is: not_met}",
        "{node: 'rule:common-foundation#milestone-numbers', is: met}",
        "{node: 'gate:caring-work/foundation#use-common-foundation', is: not_met}",
    ],
)
def test_what_comes_out_as_the_case_says_is_no_fault(tmp_path: Path, expected: str) -> None:
    assert found(planted(tmp_path, ("cases.yaml", GATE, expected))) == []


def test_a_waived_node_and_one_due_for_renewal_can_be_expected(tmp_path: Path) -> None:
    directory = planted(tmp_path)
    (directory / "more.yaml").write_text(
        "cases:\n"
        "  - title: Community is waived for this learner\n"
        "    as_of: 2027-01-01\n"
        "    facts: [milestone:numbers]\n"
        "    exceptions:\n"
        "      - {rule: rule:common-foundation, node: milestone-community, kind: waive, signed_by: Board,\n"
        "         reason: Done abroad, when: 2026-09-01}\n"
        "    expect:\n"
        "      - {rule: common-foundation, is: met, waived: [milestone-community]}\n"
        "      - {node: 'rule:common-foundation#milestone-community', is: waived}\n"
    )
    assert found(directory) == []


def test_a_grant_alone_meets_a_milestone_and_an_unconfirmed_fact_leaves_it_open() -> None:
    pack = read_pack(VALLEY)
    results = [run_case(case, pack.catalogue) for case in pack.cases]
    assert [result.as_expected for result in results] == [True, True]
    granted = results[0].results[2]
    assert granted.expectation.target == ("milestone", "numbers")
    assert granted.came_out.startswith("met")


def test_the_report_in_words_names_each_case_and_sums_up(tmp_path: Path) -> None:
    text = render_text(check([VALLEY], TODAY))
    assert "2 pathways" in text
    assert "  as expected: One of two foundations\n" in text
    assert text.endswith("1 state checked; 2 of 2 cases as expected; nothing to mend.\n")
    wrong = planted(tmp_path, ("cases.yaml", GATE, "{gate: caring-work/foundation, is: met}"))
    text = render_text(check([wrong], TODAY))
    assert "  NOT as expected: One of two foundations\n" in text
    assert text.endswith("1 state checked; 1 of 2 cases as expected; 1 to mend.\n")


def test_the_report_as_json_holds_place_sentence_and_fix(tmp_path: Path) -> None:
    wrong = planted(tmp_path, ("state.yaml", "cooling_days: 14", "cooling_days: fortnight"))
    body = json.loads(render_json(check([wrong], TODAY)))
    assert body["sound"] is False
    assert body["packs"][0]["faults"] == [
        {
            "file": str(wrong / "state.yaml"), "line": 10, "path": "state.cooling_days", "check": "",
            "sentence": "'fortnight' is not a whole number from 0 up.", "fix": "Write e.g. `2`.",
        }
    ]  # fmt: skip


def test_a_record_in_a_file_is_read_with_its_facts_and_decisions(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(
        "as_of: 2027-01-01\nbegan: 2024-09-01\nfacts:\n  - milestone:numbers\n"
        "  - {what: competency:caring, level: 2, when: 2026-05-01, validators: [{role: teacher}, {role: mentor}]}\n"
    )
    read = read_record(path, TODAY)
    assert (read.as_of, read.began) == (date(2027, 1, 1), date(2024, 9, 1))
    assert [fact.when for fact in read.record.facts] == [date(2027, 1, 1), date(2026, 5, 1)]
    assert len({each.person for each in read.record.facts[1].validators}) == 2


def test_a_record_in_json_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps({"facts": [{"what": "milestone:numbers", "when": "2026-05-01"}]}))
    assert read_record(path, TODAY).record.facts[0].when == date(2026, 5, 1)


def test_a_record_that_is_not_one_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text("as_of: 2027-01-01\nfacts:\n  - mileston:numbers\nfact: []\n")
    with pytest.raises(PackErrors) as caught:
        read_record(path, TODAY)
    assert [(error.line, error.path) for error in caught.value.errors] == [(3, "facts[0].what"), (4, "fact")]


def test_the_commands_work_on_files_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(VALLEY)]) == 0
    assert "nothing to mend.\n" in capsys.readouterr().out
    record = tmp_path / "record.yaml"
    record.write_text(
        "as_of: 2027-01-01\nfacts: [milestone:numbers, milestone:community, competency:caring]\n"
    )
    asked = ["audit", "--record", str(record), "--state", str(VALLEY), "--pathway"]
    assert main([*asked, "caring-work", "--json"]) == 0
    stages = {each["id"]: each for each in json.loads(capsys.readouterr().out)["stages"]}
    assert stages["foundation"]["passed"] is True
    assert stages["secondary"]["passed"] is False
    assert main([*asked, "weaving"]) == 2
    assert "the state has no pathway of that name" in capsys.readouterr().err
    record.write_text("facts: [mileston:numbers]\n")
    assert main([*asked, "caring-work"]) == 1
    assert "unknown kind 'mileston'" in capsys.readouterr().out
