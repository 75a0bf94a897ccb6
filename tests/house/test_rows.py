"""The count of rows at the end of a run says neither more nor less than the tests have shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rows import ROOT, Claims, read_rows

WEIGHTS = {"S001-A1": 2, "S001-A2": 1, "S002-B1": 1}
SUITE = """
import pytest
@pytest.mark.covers("S001-A1", "X03")
def test_that_passes(): pass
@pytest.mark.covers("S001-A2")
def test_that_fails(): assert False
@pytest.mark.covers("S002-B1")
def test_that_passes_where_another_fails(): pass
@pytest.mark.covers("S002-B1")
@pytest.mark.skip(reason="not now")
def test_that_is_skipped(): pass
"""


def _run(folder: Path, suite: str) -> str:
    (folder / "shared" / "design").mkdir(parents=True)
    rows = "id\tweight\n" + "".join(f"{row}\t{weight}\n" for row, weight in WEIGHTS.items())
    (folder / "shared" / "design" / "requirements.tsv").write_text(rows)
    (folder / "test_suite.py").write_text(suite)
    options = ("-p", "no:cacheprovider", "-p", "no:django", "-p", "tests.rows", "-c", "/dev/null", "--rows")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *options,
            "-o",
            "markers=covers",
            "--rootdir",
            str(folder),
            str(folder),
        ],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "THROUGHLINE_SHARED": str(folder / "shared")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_row_counts_only_where_every_test_that_claims_it_passed(tmp_path: Path) -> None:
    output = _run(tmp_path, SUITE)
    assert "Requirement rows: 1 of 3 covered by passing tests (weight 2 of 4)." in output
    assert "Besides: N 0, X 1, C 0, T 0, A 0." in output
    assert "\nS001-A1 X03\n" in output


def test_a_row_that_does_not_exist_stops_the_run(tmp_path: Path) -> None:
    output = _run(tmp_path, SUITE.replace("S001-A2", "S001-A9"))
    assert "These marks name no row of the requirements" in output
    assert "S001-A9 (claimed by" in output
    assert "passed" not in output


@pytest.mark.parametrize(("row", "known"), [("S009-Z9", True), ("X03", True), ("Y1", False), ("S1", False)])
def test_without_the_list_only_the_form_of_an_id_is_judged(row: str, known: bool) -> None:
    claims = Claims(None, {"test": {row}})
    assert (claims.unknown() == []) is known


def test_without_the_list_the_summary_says_so(tmp_path: Path) -> None:
    claims = Claims(
        read_rows(tmp_path / "missing.tsv"), {"a": {"S001-A1"}, "b": {"S001-A1", "N02"}}, {"a", "b"}
    )
    assert claims.summary() == [
        "Requirement rows: 1 different ids claimed by passing tests; the list of rows is not here.",
        "Besides: N 1, X 0, C 0, T 0, A 0.",
    ]
