"""Anchor works in a file of rows: a title, the work in words, the agreed level of each criterion, and why.

Comma-separated, UTF-8, one head line: `title,words,link`, each criterion's id, and `why:ID` where a reason is given.
Read whole, or not at all.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from throughline.core.formats.result_file import RowError

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """One work with its agreed levels and reasons, by criterion. line: from 1, the head line counted."""

    line: int
    title: str
    words: str
    link: str
    levels: Mapping[str, int]
    why: Mapping[str, str] = field(default_factory=dict)


def head_of(criteria: Sequence[str]) -> str:
    """The head line of a file for these criteria."""
    return ",".join(("title", "words", *criteria, *(f"why:{name}" for name in criteria)))


def read_anchors(text: str, criteria: Sequence[str]) -> tuple[list[AnchorRow], list[RowError]]:
    """The works of a file, with every fault by line and column."""
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    head = [name.strip() for name in table[0]] if table else []
    if missing := [name for name in ("title", "words", *criteria) if name not in head]:
        return [], [
            RowError(1, missing[0], "the head line has no such column.", f"Begin with: {head_of(criteria)}")
        ]
    if len(table) - 1 > MOST_ROWS:
        return [], [RowError(MOST_ROWS + 2, "", f"a file holds {MOST_ROWS} works at most.", "Take some out.")]
    errors: list[RowError] = []
    rows = [
        _row(line, dict(zip(head, map(str.strip, cells), strict=False)), criteria, errors)
        for line, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    return rows, errors


def _row(line: int, row: Mapping[str, str], criteria: Sequence[str], errors: list[RowError]) -> AnchorRow:
    levels = {}
    for name in ("title", "words"):
        if not row.get(name):
            errors.append(RowError(line, name, "it is empty.", "Write it, or take the row out."))
    for name in criteria:
        text = row.get(name, "")
        if text.isdigit():
            levels[name] = int(text)
        else:
            errors.append(
                RowError(line, name, f"'{text}' is no level.", "Write the number of the level, such as 2.")
            )
    why = {name: row[f"why:{name}"] for name in criteria if row.get(f"why:{name}")}
    return AnchorRow(line, row.get("title", ""), row.get("words", ""), row.get("link", ""), levels, why)
