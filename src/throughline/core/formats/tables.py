"""Comma-separated tables of the field, read by the names of their columns."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughline.core.formats.opening import text_of
from throughline.core.formats.packages import Note, Unreadable


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by column name, each with the line it ends at; notes: what was mended."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    notes: tuple[Note, ...] = ()


def table_of(data: bytes, name: str, needed: Sequence[str]) -> Table:
    """The rows of a table. Raises `Unreadable` where a needed column is missing or a row has another number of values."""
    text, notes = text_of(data, name)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = tuple(each.strip() for each in next(lines, []))
        missing = [each for each in needed if each not in columns]
        if missing:
            raise Unreadable(
                name, 1, f"the column '{missing[0]}' is missing.", f"Give the columns {', '.join(needed)}."
            )
        rows = []
        for row in lines:
            if not any(row):
                continue
            if len(row) != len(columns):
                why = f"this row has {len(row)} values for {len(columns)} columns."
                raise Unreadable(name, lines.line_num, why, "Put texts with commas in quotation marks.")
            rows.append((lines.line_num, dict(zip(columns, row, strict=True))))
    except csv.Error as error:
        raise Unreadable(name, lines.line_num, f"this is no table ({error}).", "Export it as CSV.") from None
    return Table(columns, tuple(rows), notes)
