"""Labor data as its publishers give it: whole, joined exactly, and nothing that is not known taken for zero."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.labor import read
from throughline.core.formats.labor import Edition, Terms, Unreadable, editions_of
from throughline.core.formats.labor.codes import cip_written, reach, soc_of
from throughline.core.formats.labor.rows import MEASURES, Figure, OnetOccupation

ONET = "O*NET-SOC Code\tTitle\tDescription\n11-1011.00\tChief Executives\tLead.\n"
WAGES = "AREA,AREA_TITLE,AREA_TYPE,PRIM_STATE,OCC_CODE,OCC_TITLE,O_GROUP,TOT_EMP,H_MEDIAN,A_MEDIAN\n"


@pytest.fixture(scope="module")
def kinds(shared_standards: Path) -> dict[str, Edition]:
    return read(shared_standards / "pathways")[0]


def occupations(kinds: dict[str, Edition]) -> list[OnetOccupation]:
    return [row for row in kinds["onet"].rows if isinstance(row, OnetOccupation)]


def test_the_same_867_occupations_stand_in_onet_in_soc_and_in_the_crosswalk(
    kinds: dict[str, Edition],
) -> None:
    onet = {soc_of(row.code) for row in occupations(kinds)}
    soc = {group.code for group in kinds["soc"].rows if group.level == "detailed"}
    crosswalk = {link.soc for link in kinds["crosswalk"].rows if link.soc}
    assert len(onet) == len(soc) == len(crosswalk) == 867
    assert onet == soc == crosswalk


def test_every_row_of_onet_is_kept(kinds: dict[str, Edition]) -> None:
    rows = occupations(kinds)
    assert len(rows) == 1016
    assert sum(len(row.tasks) for row in rows) == 18_796
    assert sum(not title.reported for row in rows for title in row.titles) == 55_120
    assert sum(len(row.shares) for row in rows) == 36_209
    assert sum(len(row.related) for row in rows) == 18_460


def test_an_occupation_without_a_job_zone_has_none(kinds: dict[str, Edition]) -> None:
    rows = occupations(kinds)
    assert sum(row.zone is None for row in rows) == 93
    assert sum(bool(row.interests) for row in rows) == 923
    assert sum(any(share.scale == "RL" for share in row.shares) for row in rows) == 858
    nurse = next(row for row in rows if row.code == "29-1141.00")
    assert (nurse.zone, nurse.letters, len(nurse.interests)) == (4, "SIC", 6)


def test_a_program_without_an_occupation_leads_to_none(kinds: dict[str, Edition]) -> None:
    links = kinds["crosswalk"].rows
    assert len(links) == 6097
    assert sum(not link.soc for link in links) == 194
    assert "99-9999" not in {link.soc for link in links}


def test_all_but_twelve_codes_of_the_wage_survey_are_occupations_and_those_twelve_stand_in_the_matrix(
    kinds: dict[str, Edition],
) -> None:
    soc = {group.code for group in kinds["soc"].rows if group.level == "detailed"}
    surveyed = {wage.code for wage in kinds["wages"].rows if wage.group == "detailed"}
    hybrid = surveyed - soc
    assert (len(surveyed), len(surveyed & soc), len(hybrid)) == (831, 819, 12)
    matrix: dict[str, set[str]] = {}
    for row in kinds["nem"].rows:
        matrix.setdefault(row.nem, set()).add(soc_of(row.onet))
    assert hybrid <= set(matrix)
    assert all(matrix[code] <= soc for code in hybrid)
    assert matrix["29-2010"] == {"29-2011", "29-2012"} | (matrix["29-2010"] & soc)


def test_a_wage_that_is_not_known_is_never_zero(kinds: dict[str, Edition]) -> None:
    wages = list(kinds["wages"].rows)
    flags = Counter(
        (name, figure.flag) for row in wages for name, figure in row.figures.items() if figure.flag
    )
    assert flags["h_p90", "top"] == 75
    assert flags["a_p90", "top"] == 83
    assert flags["h_median", "unavailable"] == 84
    assert flags["a_median", "top"] == 20
    every = [figure for row in wages for figure in row.figures.values()]
    assert all((figure.value is None) == bool(figure.flag) for figure in every)
    figures = [row.figures[name] for row in wages for name in MEASURES if name in row.figures]
    assert not any(figure.value == 0 for figure in figures)


def test_wages_of_a_state_and_of_an_older_year_are_read_in_their_own_layouts(shared_standards: Path) -> None:
    _, every, _ = read(shared_standards / "pathways")
    by_areas = {len(each.areas): each for each in every if each.kind == "wages"}
    assert by_areas[16].terms.label == "OEWS 2022, Washington"
    assert by_areas[16].terms.period == date(2022, 1, 1)
    assert {"53", "42660"} <= set(by_areas[16].areas)
    older = next(each for each in every if each.areas == ("71650",))
    assert (older.terms.period, older.rows[0].state) == (date(2015, 5, 1), "25")


def test_the_fullest_table_of_the_projections_is_read(kinds: dict[str, Edition]) -> None:
    edition = kinds["projections"]
    nurse = next(row for row in edition.rows if row.code == "29-1141")
    assert (nurse.base, nurse.target, nurse.education) == (
        Decimal("3172.5"),
        Decimal("3349.9"),
        "Bachelor's degree",
    )
    assert edition.reference["years"] == {"base": "2022", "target": "2032"}
    assert sum(not row.total for row in edition.rows) == 832


def test_labels_times_and_terms_are_what_the_publishers_write(kinds: dict[str, Edition]) -> None:
    assert kinds["onet"].terms.label == "O*NET 29.0"
    assert kinds["onet"].terms.period == date(2024, 8, 1)
    assert "O*NET 29.0 Database" in kinds["onet"].terms.attribution
    assert kinds["wages"].terms.period == date(2021, 5, 1)
    assert kinds["nem"].terms.period == date(2023, 9, 6)


def test_other_tables_of_the_folder_are_named_and_left(shared_standards: Path) -> None:
    left = read(shared_standards / "pathways")[2]
    assert "onet/29.0/Work_Values.txt.gz" in left
    assert "soc/soc2018_6digit.csv" in left


def test_what_is_packed_is_the_same_edition(shared_standards: Path) -> None:
    file = shared_standards / "pathways" / "bls" / "living-wage-massachusetts-2015.csv"
    (plain,), _ = editions_of({"a.csv": file.read_bytes()})
    (packed,), _ = editions_of({"b.csv.gz": gzip.compress(file.read_bytes())})
    assert plain.digest == packed.digest
    assert plain.rows == packed.rows
    assert len(plain.rows) == 180
    assert plain.rows[0].household == "1 Adult"


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("o.txt", ONET + "1\tNobody\tx\n", "o.txt, line 3, O*NET-SOC Code: '1' is no O*NET-SOC code."),
        ("o.txt", ONET + "11-1011.00\tAgain\tx\n", "o.txt, line 3, O*NET-SOC Code: 11-1011.00 stands twice."),
        ("May2021.csv", WAGES + "99,U.S.,1,US,29-1141,Nurses,detailed,10,x,1\n", "line 2, H_MEDIAN: 'x' is no figure."),
        ("May2021.csv", WAGES + "99,U.S.,1,US,29,Nurses,detailed,10,1,1\n", "line 2, OCC_CODE: '29' is no SOC code."),
        ("May2021.csv", WAGES + "99,U.S.,1,US,29-1141\n", "May2021.csv, line 2: the row ends after 5 cells."),
        ("a.csv", WAGES, "OEWS, period: nothing says what time its figures are of."),
        ("a.csv", "one,two\n1,2\n", "a.csv: there is no table that is read here"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_line_and_column(name: str, text: str, where: str) -> None:
    with pytest.raises(Unreadable) as refused:
        editions_of({name: text.encode()})
    assert where in str(refused.value)


def test_a_table_of_another_release_is_told_apart() -> None:
    zones = "O*NET-SOC Code\tJob Zone\n11-1011.00\t4\n99-1011.00\t9\n"
    with pytest.raises(Unreadable) as refused:
        editions_of({"o.txt": ONET.encode(), "z.txt": zones.encode()}, terms=Terms(period=date(2024, 1, 1)))
    assert "z.txt, line 3, O*NET-SOC Code: 99-1011.00 is not in Occupation Data." in str(refused.value)


@pytest.mark.parametrize("data", [b"PK\x03\x04 no zip", b"\x1f\x8b no gzip"])
def test_a_broken_package_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"a\.csv"):
        editions_of({"a.csv": data})


def test_a_workbook_that_defines_entities_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
            book.writestr(part, '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(Unreadable, match=r"a\.xlsx"):
        editions_of({"a.xlsx": held.getvalue()})


def test_windows_letters_are_read_and_said() -> None:
    text = WAGES + "99,U.S.,1,US,29-1141,Infirmières,detailed,10,#,*\n"
    (edition,), _ = editions_of({"May2021.csv": text.encode("cp1252")})
    assert edition.rows[0].title == "Infirmières"
    assert edition.rows[0].figures["h_median"] == Figure(None, "top")
    assert edition.notes == ("May2021.csv: not UTF-8 (line 2); read as Windows-1252.",)


@pytest.mark.parametrize(
    ("named", "occupation", "how"),
    [
        ("29-1141", "29-1141", "exact"), ("29-1141", "29-1141.00", "exact"), ("29-1141.04", "29-1141.04", "exact"),
        ("29-1141", "29-1141.04", "group"), ("29-2010", "29-2011", "group"), ("29-0000", "29-1141.04", "group"),
        ("29-1141.04", "29-1141", "specialty"), ("29-1141", "29-1142", None), ("29-1141.04", "29-1141.01", None),
    ],
)  # fmt: skip
def test_a_code_speaks_of_an_occupation_exactly_as_its_group_or_as_a_specialty(
    named: str, occupation: str, how: str | None
) -> None:
    assert reach(named, occupation) == how


def test_a_cip_code_survives_a_spreadsheet() -> None:
    assert [cip_written(each) for each in ('="01"', "1.0101", "51.3801")] == ["01", "01.0101", "51.3801"]
