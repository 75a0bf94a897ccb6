"""Counts the rows of the requirements whose check a passing test performs: `@pytest.mark.covers("S001-J11")`.

The rows stand in `design/requirements.tsv` of the shared folder: what THROUGHLINE_SHARED names, or `../shared`
beside the checkout. Named systems (N), further capabilities (X), further checks (C), tensions
(T-) and scenarios (A-) are not in that file.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"S\d{3}-\S+")
BESIDES = re.compile(r"[NXC]\d{2}|T-\d{2}|A-[A-Z]{1,2}\d*-\d+")


def shared_folder() -> Path:
    """Where requirements and standards stand, whether or not they are there."""
    return Path(os.environ.get("THROUGHLINE_SHARED") or ROOT.parent / "shared")


def read_rows(file: Path) -> dict[str, int] | None:
    """The weight of each row by its id; None without the file."""
    if not file.is_file():
        return None
    with file.open(newline="", encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: int(row["weight"]) for row in rows}


@dataclass(slots=True)
class Claims:
    """Which tests claim which rows, and what became of the tests."""

    rows: Mapping[str, int] | None
    claims: dict[str, set[str]] = field(default_factory=dict)  # test -> ids
    passed: set[str] = field(default_factory=set)

    def unknown(self) -> list[str]:
        """What is claimed and cannot be a row, with one test that claims it."""
        return sorted(
            f"{row} (claimed by {test})"
            for test, ids in self.claims.items()
            for row in ids
            if not self._may_be(row)
        )

    def proven(self) -> set[str]:
        """Rows that at least one test claims, where every test that claims them passed."""
        doubtful = {row for test in self.claims.keys() - self.passed for row in self.claims[test]}
        return {row for test in self.claims.keys() & self.passed for row in self.claims[test]} - doubtful

    def summary(self) -> list[str]:
        """The lines for the end of the run."""
        proven = self.proven()
        rows = {row for row in proven if ROW.fullmatch(row)}
        kinds = ", ".join(f"{kind} {sum(row[0] == kind for row in proven)}" for kind in "NXCTA")
        if self.rows is None:
            first = f"Requirement rows: {len(rows)} different ids claimed by passing tests; the list of rows is not here."
        else:
            weight = sum(self.rows[row] for row in rows)
            first = (
                f"Requirement rows: {len(rows)} of {len(self.rows)} covered by passing tests "
                f"(weight {weight} of {sum(self.rows.values())})."
            )
        return [first, f"Besides: {kinds}."]

    def _may_be(self, row: str) -> bool:
        if BESIDES.fullmatch(row):
            return True
        return bool(ROW.fullmatch(row)) and (self.rows is None or row in self.rows)


@pytest.fixture(scope="session")
def shared_standards() -> Path:
    """The folder of open standards and their own examples; the test is skipped where it is not at hand."""
    folder = shared_folder() / "standards"
    if not folder.is_dir():
        pytest.skip(
            f"the shared standards are not here: no folder {folder}; name their place with THROUGHLINE_SHARED"
        )
    return folder


CLAIMS = pytest.StashKey[Claims]()
COVERS = "covers"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rows", action="store_true", help="list the ids of the requirement rows that passing tests cover"
    )


class Counting:
    """Counts what reports say, which in a run of several processes come from all of them."""

    def __init__(self, claims: Claims) -> None:
        self.claims = claims

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = {str(row) for name, row in report.user_properties if name == COVERS}
        if ids and report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.claims.claims[report.nodeid] = ids
            self.claims.passed.add(report.nodeid)
        elif report.failed:  # a test may pass and then fail on leaving
            self.claims.passed.discard(report.nodeid)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CLAIMS] = Claims(read_rows(shared_folder() / "design" / "requirements.tsv"))
    config.pluginmanager.register(Counting(config.stash[CLAIMS]))


def pytest_itemcollected(item: pytest.Item) -> None:
    ids = {row for mark in item.iter_markers("covers") for row in mark.args}
    if ids:
        item.config.stash[CLAIMS].claims[item.nodeid] = ids
        item.user_properties.extend((COVERS, row) for row in sorted(ids))


def pytest_collection_finish(session: pytest.Session) -> None:
    unknown = session.config.stash[CLAIMS].unknown()
    if unknown:
        raise pytest.UsageError(
            "These marks name no row of the requirements; mend the id or take the mark out:\n  "
            + "\n  ".join(unknown)
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    claims = config.stash[CLAIMS]
    terminalreporter.section("requirement rows")
    if config.getoption("--rows"):
        terminalreporter.write_line(" ".join(sorted(claims.proven())))
    for line in claims.summary():
        terminalreporter.write_line(line)
