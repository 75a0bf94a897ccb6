"""New Zealand: ten levels, complete listings, and the school certificate of twelve learners."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.spec.packs import cases, copied, differs, faults, gaps, node, outcome, pack, record, run
from throughline.core.formats.state_pack.cases import Case
from throughline.core.formats.state_pack.check import check
from throughline.core.progress.outcome import Outcome

NZ = "new-zealand"
NEW, OLD = date(2024, 2, 1), date(2021, 2, 1)


def credits(name: str, level: int, amount: int, reached: int = 1, *tags: str) -> str:
    listed = ", ".join(f"'{tag}'" for tag in tags)
    return (
        f"{{what: assessment:{name}, framework: nzqcf, framework_level: {level}, level: {reached}, tags: [{listed}], "
        f"amounts: {{credit: {amount}}}}}"
    )


CO_REQUISITE = (
    credits("reading", 1, 10, 1, "co-requisite", "literacy"),
    credits("numbers", 1, 10, 1, "co-requisite", "numeracy"),
)


def of(rule: str, *facts: str, began: date = NEW) -> Outcome:
    return outcome(NZ, rule, record(*facts), began=began)


@pytest.mark.parametrize("case", cases(NZ))
def test_case_of_the_pack(case: Case) -> None:
    assert differs(run(NZ, case)) == []


@pytest.mark.covers("N01")
def test_the_ten_levels_list_exactly_the_types_of_the_published_table(shared_standards: Path) -> None:
    with (shared_standards / "pathways" / "frameworks" / "nzqcf-levels.csv").open() as lines:
        rows = list(csv.DictReader(lines))
    levels = pack(NZ).catalogue.qualification_frameworks["nzqcf"].levels
    assert len(levels) == 10
    for level, row in zip(levels, rows, strict=True):
        micro = {"Micro-credential"} if row["micro_credential"] == "yes" else set()
        assert level.number == int(row["level"])
        assert set(level.types) == {*row["qualification_types"].split("|")} | micro


@pytest.mark.covers("N01")
def test_level_7_lists_its_own_types_and_no_other() -> None:
    seven = pack(NZ).catalogue.qualification_frameworks["nzqcf"].levels[6]
    assert seven.types == (
        "Diploma",
        "Graduate Certificate",
        "Graduate Diploma",
        "Bachelor's Degree",
        "Micro-credential",
    )


@pytest.mark.covers("N01")
def test_a_listing_without_employment_or_community_pathway_is_refused(tmp_path: Path) -> None:
    directory = copied(
        NZ, tmp_path, "", ("state.yaml", "    onward_work: {en: First jobs and traineeships.}\n", "")
    )
    assert faults(directory) == [
        "Credential 'ncea-1' cannot be listed: it does not state the employment or community pathway it leads to."
    ]


@pytest.mark.covers("N01")
def test_a_review_past_due_shows_on_the_register() -> None:
    (report,) = check([pack(NZ).directory], date(2031, 1, 1)).packs
    assert not report.faults
    assert [each.sentence for each in report.notices] == [
        f"The listing of credential 'ncea-{n}' was to be reviewed by 2030-12-31." for n in (1, 2, 3)
    ]
    (before,) = check([pack(NZ).directory], date(2030, 12, 31)).packs
    assert before.notices == ()


@pytest.mark.covers("N02")
def test_twelve_learners_of_the_pack_come_out_as_known() -> None:
    numbered = [case for case in pack(NZ).cases if case.title.startswith("Learner ")]
    assert len(numbered) == 12
    assert [differs(run(NZ, case)) for case in numbered] == [[]] * 12


@pytest.mark.covers("N02")
@pytest.mark.parametrize(("amount", "status"), [(59, "not_met"), (60, "met")])
def test_sixty_credits_at_the_level_or_above_and_higher_ones_count_down(amount: int, status: str) -> None:
    facts = (
        credits("below", 2, amount - 20),
        credits("above", 3, 20),
        credits("lower", 1, 40),
        *CO_REQUISITE,
    )
    assert of("ncea-level-2", *facts).status == status
    assert node(of("ncea-level-2", *facts), "at-level").done == amount


@pytest.mark.covers("N02")
def test_the_rule_is_the_one_in_force_when_the_learner_began() -> None:
    facts = (credits("subjects", 2, 60, 1, "literacy"), credits("more", 1, 10, 1, "numeracy"))
    assert of("ncea-level-2", *facts, began=OLD).status == "not_met"
    assert gaps(of("ncea-level-2", *facts, began=OLD)) == {"in-all"}
    assert of("ncea-level-2", *facts, credits("ten", 1, 10), began=OLD).status == "met"
    assert gaps(of("ncea-level-2", *facts, credits("ten", 1, 10), began=NEW)) == {"co-requisite"}


@pytest.mark.covers("N02")
@pytest.mark.parametrize(("amount", "status"), [(49, "not_met"), (50, "met")])
def test_fifty_credits_at_merit_endorse_over_more_than_one_year(amount: int, status: str) -> None:
    first = credits("first", 2, 20, 2).replace("what", "when: 2025-11-01, what")
    facts = (first, credits("second", 2, amount - 20, 3), credits("rest", 2, 20), *CO_REQUISITE)
    assert of("ncea-level-2-merit", *facts).status == status


@pytest.mark.covers("N02")
@pytest.mark.parametrize(
    ("inside", "outside", "status"),
    [(12, 2, "not_met"), (11, 3, "met"), (2, 12, "not_met"), (10, 3, "not_met")],
)
def test_a_course_endorsement_mixes_internal_and_external_credits_of_one_year(
    inside: int, outside: int, status: str
) -> None:
    facts = [
        credits("inside", 2, inside, 2, "internal", "course-year:history-2026"),
        credits("exam", 2, outside, 2, "external", "course-year:history-2026"),
    ]
    assert of("course-merit", *facts).status == status
    assert of("course-merit", facts[0], facts[1].replace("2026", "2027")).status == "not_met"
