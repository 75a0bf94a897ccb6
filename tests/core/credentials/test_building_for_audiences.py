"""One record, three audiences; work with employer, dates, competencies and what was seen; what a holder presents."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.core.credentials.badges import (
    JUNE,
    SALT,
    SHOP,
    badge,
    competency,
    holds,
    record,
    schema_faults,
    urn,
)
from throughline.core.credentials.building import clr, open_badge, subjects
from throughline.core.credentials.building.audiences import ALWAYS, AUDIENCES, Entry, entry_of, present
from throughline.core.credentials.building.errors import CannotBuild
from throughline.core.credentials.building.work_based import (
    Evaluation,
    Placement,
    placement_in,
    with_placement,
)

SCALE = ("Beginning", "Developing", "Proficient", "Leading")
PLACEMENT = Placement(
    SHOP, "Assistant mechanic", datetime(2027, 1, 11, tzinfo=UTC), datetime(2027, 5, 28, tzinfo=UTC), "120",
    (Evaluation(competency("diagnose", "Finds what is wrong with an engine"), SCALE, 3),
     Evaluation(competency("teamwork", "Works with others"), SCALE, 4)),
    "Rebuilt two engines with the crew.",
)  # fmt: skip
CAD = badge(1, "credential:cad-design", "CAD design")
COURSE = badge(2, "course:algebra-2", "Algebra II", "Course")
SKILL = badge(3, "competency:read-plans", "Reading plans", "Competency")
WORK = with_placement(badge(4, "experience:engines", "Engines at Bay Motors", "Fieldwork", SHOP), PLACEMENT)
CLUB = badge(5, "experience:chess", "Chess club", "CoCurricular")
RECORD = (CAD, COURSE, SKILL, WORK, CLUB)


@pytest.mark.covers("N10")
def test_a_placement_goes_into_a_record_and_comes_back_and_a_part_of_the_record_tells_nothing_of_it(
    shared_standards: Path,
) -> None:
    whole = record(CAD, WORK)
    document = json.loads(json.dumps(clr.build(whole)))
    assert schema_faults(shared_standards, "clr_v2p0_clrcredential_schema", document) == []
    child = clr.read(document).subject.credentials[1]
    assert schema_faults(shared_standards, "ob_v3p0_achievementcredential_schema", dict(child)) == []
    assert holds(dict(child))
    assert placement_in(open_badge.read(child)) == PLACEMENT
    fresh = (subjects.identity("Ana Lúcia Ortiz", SALT[::-1]),)
    part = clr.part_of(whole, {CAD.id}, id=urn(60), subject=urn(61), identities=fresh, valid_from=JUNE)
    text = json.dumps(clr.build(part))
    for trace in (
        SHOP.id,
        SHOP.name,
        PLACEMENT.role,
        PLACEMENT.words,
        "2027-01-11",
        WORK.id,
        "Finds what is wrong",
    ):
        assert trace in json.dumps(document)
        assert trace not in text


def test_a_level_that_is_not_on_its_scale_is_refused() -> None:
    wrong = replace(PLACEMENT, evaluations=(replace(PLACEMENT.evaluations[0], level=5),))
    with pytest.raises(CannotBuild, match="not on the scale of 4"):
        with_placement(CAD, wrong)


def test_a_credential_without_employer_or_dates_tells_of_no_placement() -> None:
    assert placement_in(CAD) is None
    assert placement_in(replace(WORK, subject=replace(WORK.subject, ended=None))) is None


@pytest.mark.covers("S001-R3.1b")
def test_the_same_record_is_presented_to_learner_college_and_employer_each_with_no_more_than_it_needs() -> (
    None
):
    shown = {name: present(RECORD, audience) for name, audience in AUDIENCES.items()}
    titles = {name: [e.title for _, held in each.groups for e in held] for name, each in shown.items()}
    assert titles == {
        "learner": ["CAD design", "Algebra II", "Reading plans", "Engines at Bay Motors", "Chess club"],
        "college": ["CAD design", "Algebra II", "Reading plans"],
        "employer": ["CAD design", "Engines at Bay Motors", "Reading plans"],
    }
    empty = Entry("", "", "other")
    for name, each in shown.items():
        for entry in (e for _, held in each.groups for e in held):
            given = {f.name for f in fields(Entry) if getattr(entry, f.name) != getattr(empty, f.name)}
            assert given - ALWAYS <= AUDIENCES[name].fields
    college, employer = (json.dumps(shown[name].groups, default=str) for name in ("college", "employer"))
    assert "Bay Motors" not in college
    assert "Bay Motors" in employer
    assert "Show CAD design to two judges" in college
    assert "Show CAD design to two judges" not in employer


def test_who_is_shown_what_is_a_table_and_no_code() -> None:
    mute = replace(AUDIENCES["employer"], groups=("credential",), fields=frozenset())
    assert present(RECORD, mute).groups == (
        ("credential", (Entry(CAD.id, "CAD design", "credential", "Harbor High School", date(2027, 6, 1)),)),
    )


def test_the_learner_picks_and_the_record_behind_it_holds_just_those_credentials() -> None:
    picked = present(RECORD, AUDIENCES["employer"], frozenset({WORK.id, COURSE.id}))
    assert picked.credentials == {WORK.id}, "the course was picked, but is not for employers"
    entry = picked.groups[0][1][0]
    assert (entry.employer, entry.role, entry.hours) == ("Bay Motors", "Assistant mechanic", "120")
    assert entry.levels[1:] == (
        ("Finds what is wrong with an engine", "Proficient"),
        ("Works with others", "Leading"),
    )
    assert entry.started is None, "an employer is told the hours, not when"
    assert entry_of(WORK).started == date(2027, 1, 11)
