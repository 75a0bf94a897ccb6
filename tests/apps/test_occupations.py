"""Occupations are loaded whole or not at all, keep where they come from, and stay."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.labor import read, working_state
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.occupations import actions, queries
from throughline.apps.trail.models import Event
from throughline.cli import importing_labor
from throughline.core.formats.labor import Edition, Terms, editions_of
from throughline.project.problem import Problem

__all__ = ["working_state"]  # a fixture
NOW = datetime(2026, 5, 1, tzinfo=UTC)
WAGES = "AREA,AREA_TITLE,AREA_TYPE,PRIM_STATE,OCC_CODE,OCC_TITLE,O_GROUP,TOT_EMP,H_MEDIAN,A_MEDIAN\n"


def wages(amount: str, year: int, area: str = "99,U.S.,1,US") -> Edition:
    (edition,), _ = editions_of(
        {f"May{year}.csv": f"{WAGES}{area},29-1141,Nurses,detailed,10,{amount},#\n".encode()}
    )
    return edition


def median(area: str = "US") -> Decimal | None:
    found = queries.career(PUBLIC, "29-1141")
    assert found is not None
    return next(each.figures["h_median"].value for each in found.wages if each.area == area)


@pytest.mark.django_db
def test_the_same_again_writes_nothing(working_state: object) -> None:
    first = actions.load(by=HOUSE, edition=wages("30", 2021), now=NOW)
    events = Event.objects.filter(verb="loaded").count()
    again = actions.load(by=HOUSE, edition=wages("30", 2021), now=NOW)
    assert (first.new, again.new, again.edition) == (True, False, first.edition)
    assert Event.objects.filter(verb="loaded").count() == events


@pytest.mark.django_db
def test_the_latest_time_is_in_force_whatever_is_loaded_last_and_the_older_stays(
    working_state: object,
) -> None:
    actions.load(by=HOUSE, edition=wages("30", 2021), now=NOW)
    actions.load(by=HOUSE, edition=wages("33", 2022), now=NOW)
    actions.load(by=HOUSE, edition=wages("20", 2015), now=NOW)
    assert median() == 33
    assert {each.period.year for each in queries.in_force().every if each.kind == "wages"} >= {
        2015,
        2021,
        2022,
    }


@pytest.mark.django_db
def test_each_area_has_the_latest_edition_that_speaks_of_it(working_state: object) -> None:
    actions.load(by=HOUSE, edition=wages("30", 2021), now=NOW)
    actions.load(by=HOUSE, edition=wages("40", 2022, "53,Washington,2,WA"), now=NOW)
    assert (median(), median("53")) == (30, 40)


@pytest.mark.django_db
def test_what_was_loaded_cannot_be_changed_even_in_the_database(working_state: object) -> None:
    for statement in ("UPDATE occupations_wage SET h_median = 1", "DELETE FROM occupations_edition"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_an_edition_that_breaks_on_the_way_leaves_nothing(working_state: object) -> None:
    edition = wages("30", 2021)
    doubled = Edition(edition.kind, edition.terms, "0" * 64, (*edition.rows, *edition.rows))
    before = len(queries.in_force().every)
    with pytest.raises(psycopg.Error), transaction.atomic():
        actions.load(by=HOUSE, edition=doubled, now=NOW)
    assert len(queries.in_force().every) == before


@pytest.mark.django_db
def test_only_who_operates_the_house_loads(working_state: object) -> None:
    with pytest.raises(Refused):
        actions.load(by=PUBLIC, edition=wages("30", 2021), now=NOW)


@pytest.mark.django_db
def test_the_publishers_own_files_load_whole_and_answer(
    working_state: object, shared_standards: Path
) -> None:
    _, every, _ = read(shared_standards / "pathways")
    # The demo's figures are of later years: those of the real files are held against them by their own labels.
    for edition in every:
        later = Edition(edition.kind, Terms(edition.terms.label, date(2030, 1, 1), attribution=edition.terms.attribution),
                        edition.digest, edition.rows, edition.reference, edition.areas)  # fmt: skip
        assert actions.load(by=HOUSE, edition=later, now=NOW).new
    onet = queries.in_force().of("onet")
    assert onet is not None
    assert onet.counts["occupation"] == 1016
    assert onet.counts["tasks"] == 18_796
    everything = queries.careers(PUBLIC, queries.Asked(limit=1))
    assert everything.count == 1016
    titles = queries.careers(PUBLIC, queries.Asked(words="wireman"))
    assert "47-2111" in {row.code for row in titles.rows}
    lab = queries.career(PUBLIC, "29-2011")
    assert lab is not None
    assert {wage.code for wage in lab.wages if wage.area == "US"} == {"29-2010"}
    assert lab.outlook is not None
    assert lab.outlook.code == "29-2010"
    actor = queries.career(PUBLIC, "27-2011")
    assert actor is not None
    assert next(w for w in actor.wages if w.area == "US").figures["a_median"].flag == "unavailable"
    assert queries.career(PUBLIC, "99-9999") is None
    assert queries.career(PUBLIC, "29-1141").ways  # type: ignore[union-attr]
    specialty = queries.career(PUBLIC, "29-1141.01")
    assert specialty is not None
    assert specialty.whole is not None
    assert {way.reach for way in specialty.ways} == {"group"}


@pytest.mark.django_db
@pytest.mark.covers("N46")
def test_the_demand_list_recomputes_from_its_inputs_and_says_how(working_state: object) -> None:
    before = queries.in_demand(PUBLIC, area="43")
    assert before is not None
    listed = {o.demanded.code: o.demanded for sector in before.sectors for o in sector.occupations}
    nurse = queries.career(PUBLIC, "29-1141")
    assert nurse is not None
    assert nurse.outlook is not None
    here = next(wage for wage in nurse.wages if wage.area == "43")
    jobs, living = here.figures["employment"].value, here.living[before.household]
    assert jobs is not None
    assert nurse.outlook.base
    assert nurse.outlook.openings
    assert listed["29-1141"].openings == round(jobs * nurse.outlook.openings / nurse.outlook.base)
    assert all(each.top or (each.median or 0) >= living for each in listed.values())
    assert "27-2041" not in listed  # few openings
    (fewer,), _ = editions_of(
        {"May2026.csv": (WAGES + "43,State of Meridian,2,ZZ,29-1141,Nurses,detailed,100,40,80000\n").encode()}
    )
    actions.load(by=HOUSE, edition=fewer, now=NOW)
    after = queries.in_demand(PUBLIC, area="43", least=Decimal(50))
    assert after is not None
    assert "29-1141" not in {o.demanded.code for sector in after.sectors for o in sector.occupations}
    assert after.sources != before.sources


@pytest.mark.django_db
@pytest.mark.covers("N46")
def test_a_job_written_in_competencies_returns_the_credentials_that_fit_and_each_of_them_the_job(
    working_state: object,
) -> None:
    job = queries.job_of("ironworking", "welder")
    assert job is not None
    assert job.competencies
    found = queries.credentials_for(job.competencies, job=job.id)
    assert "diploma-ironworking" in {match.credential for match in found}
    assert [len(match.shared) for match in found] == sorted(
        (len(match.shared) for match in found), reverse=True
    )
    for match in found:
        assert match.shared
        assert match.besides == len(job.competencies) - len(match.shared)
        back = {each.job: each.shared for each in queries.jobs_for(match.credential)}
        assert back[job.id] == match.shared
    assert queries.credentials_for(["nothing-of-the-kind"]) == ()


@pytest.mark.django_db
@pytest.mark.covers("S001-R6.4")
def test_a_sector_in_demand_that_no_pathway_leads_into_is_listed(working_state: object) -> None:
    found = queries.in_demand(PUBLIC, area="43")
    assert found is not None
    missing = {sector.code: sector for sector in found.sectors if not sector.reached}
    assert "53-0000" in missing
    assert missing["53-0000"].title == "Transportation and Material Moving Occupations"
    care = next(sector for sector in found.sectors if sector.code == "29-0000")
    ways = [way for each in care.occupations for way in each.ways]
    assert len({way.pathway.id for way in ways}) > 1
    assert all(way.credentials for way in ways)


def commanded(*words: str) -> int:
    """What `throughline import` gives for these words."""
    parser = argparse.ArgumentParser()
    importing_labor.arguments(parser.add_subparsers(dest="what"))
    return importing_labor.run(parser.parse_args(words))


@pytest.mark.django_db
def test_the_command_previews_loads_and_says_when_nothing_has_changed(
    working_state: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importing_labor.installation, "migrate", lambda: None)
    file = tmp_path / "wages.csv"
    file.write_text(f"{WAGES}99,U.S.,1,US,29-1141,Nurses,detailed,10,30,#\n")
    words = ("wages", str(file), "--period", "2021-05", "--label", "Our wages")
    before = len(queries.in_force().every)
    assert commanded(*words, "--preview") == 0
    assert capsys.readouterr().out == "  wages: Our wages, 1 rows, new\nNothing was written.\n"
    assert len(queries.in_force().every) == before
    assert commanded(*words) == 0
    assert "Loaded: 1 of 1." in capsys.readouterr().out
    assert commanded("labor", str(tmp_path), "--period", "2021-05") == 0
    assert "Nothing has changed." in capsys.readouterr().out
    with pytest.raises(Problem, match="there is no table of the kind «soc»"):
        commanded("soc", str(tmp_path))
    (tmp_path / "wages.csv").write_text(f"{WAGES}99,U.S.,1,US,29-1141,Nurses,detailed,10,dear,#\n")
    with pytest.raises(Problem, match="line 2, H_MEDIAN: 'dear' is no figure"):
        commanded(*words)
