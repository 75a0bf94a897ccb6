"""Results from outside in a file of rows: scores of tests, entries of older records. Read whole, or not at all.

Comma-separated, UTF-8, one head line. Every fault is told with its line, its column, why, and what mends it.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

T = TypeVar("T")

MOST_ROWS = 20_000
SCORES = ("learner", "test", "score", "taken_on")
SOURCES = ("learner", "title", "as_written", "organization", "ended_on")


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault of a file. line: from 1, the head line counted. column: its name, or empty for the whole line."""

    line: int
    column: str
    why: str
    fix: str

    def __str__(self) -> str:
        return f"Line {self.line}{', ' + self.column if self.column else ''}: {self.why} {self.fix}"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score of a test made elsewhere. skills: those the report names as shown."""

    line: int
    learner: str
    test: str
    score: Decimal
    taken_on: date
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An entry of an older record, as it is written there."""

    line: int
    learner: str
    title: str
    as_written: str
    organization: str
    ended_on: date


def read_scores(text: str) -> tuple[list[ScoreRow], list[RowError]]:
    """Scores, one a row: learner, test, score, taken_on, and skills (joined by `;`) where the report names them."""
    errors: list[RowError] = []
    found = []
    for line, row in _rows(text, SCORES, errors):
        score, day = _read(row, "score", _number, line, errors), _read(row, "taken_on", _day, line, errors)
        if score is not None and day is not None:
            skills = tuple(each.strip() for each in row.get("skills", "").split(";") if each.strip())
            found.append(ScoreRow(line, row["learner"], row["test"], score, day, skills))
    return found, errors


def read_sources(text: str) -> tuple[list[SourceRow], list[RowError]]:
    """Entries of older records, one a row: learner, title, as_written, organization, ended_on."""
    errors: list[RowError] = []
    found = []
    for line, row in _rows(text, SOURCES, errors):
        day = _read(row, "ended_on", _day, line, errors)
        if day is not None:
            found.append(
                SourceRow(line, row["learner"], row["title"], row["as_written"], row["organization"], day)
            )
    return found, errors


def _rows(text: str, columns: Sequence[str], errors: list[RowError]) -> Iterator[tuple[int, dict[str, str]]]:
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    head = [name.strip().lower() for name in table[0]] if table else []
    if missing := [name for name in columns if name not in head]:
        errors.append(
            RowError(1, missing[0], "the head line has no such column.", f"Begin with: {','.join(columns)}")
        )
        return
    if len(table) - 1 > MOST_ROWS:
        errors.append(
            RowError(MOST_ROWS + 2, "", f"a file holds {MOST_ROWS} rows at most.", "Bring it in parts.")
        )
        return
    for line, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
            if empty := [name for name in columns if not row.get(name)]:
                errors.append(RowError(line, empty[0], "it is empty.", "Give a value, or take the row out."))
            else:
                yield line, row


def _read(
    row: dict[str, str], column: str, reader: Callable[[str], T], line: int, errors: list[RowError]
) -> T | None:
    try:
        return reader(row[column])
    except (ValueError, InvalidOperation):
        fix = "Write year-month-day, such as 2026-05-14." if reader is _day else "Write digits, such as 74.5."
        errors.append(RowError(line, column, f"'{row[column]}' was not understood.", fix))
        return None


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _number(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or found < 0:
        raise ValueError(text)
    return found
