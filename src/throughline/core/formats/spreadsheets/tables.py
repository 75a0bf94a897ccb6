"""The tables in a file: sheets of a workbook (XLSX) or one CSV, as text, with the line that each row stands in."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from throughline.core.formats.packages import Note, Unreadable
from throughline.core.formats.workbooks import NoWorkbook, sheets

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "Save it as an Excel workbook (.xlsx) or as CSV in UTF-8."
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, without space around them, as many as there are headings; line from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: headings (without name: `column 7`), and the rows that are not blank."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell or row. line: 0 where none can be named; column: its heading, or empty."""

    line: int
    column: str
    why: str
    fix: str


class Faulty(Unreadable):
    """A spreadsheet that is refused whole, with everything that is wrong in it."""

    def __init__(self, file: str, faults: tuple[Fault, ...]) -> None:
        first = faults[0]
        column = f"Column {first.column}: " if first.column else ""
        more = f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
        super().__init__(file, first.line, f"{column}{first.why}{more}", first.fix)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Book:
    """A file with its tables, and notes on how it was read."""

    file: str
    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()


def opened(data: bytes, *, name: str) -> Book:
    """The tables of a workbook or CSV file. Raises Unreadable."""
    if data.startswith(b"PK\x03\x04"):
        return Book(name, _workbook(data, name))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            name, 0, "The file is a workbook of Excel before 2007, or locked by a password.", _XLSX
        )
    text, notes = _text(data, name)
    table = _table(name, _lines(text, name), name)
    return Book(name, (table,), notes)


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: with an apostrophe in front, which reading takes away again."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _text(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text of a CSV file: UTF-8, else what Excel writes: UTF-16 with a mark, or Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), (
            Note("line 1", "The file is UTF-16.", "Read as such."),
        )
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        why = f"The file is neither UTF-8 nor Windows-1252 (cp1252): byte 0x{byte:02x} belongs to no letter."
        raise Unreadable(name, line, why, "Save it as CSV in UTF-8.") from None
    return text, (
        Note(f"line {line}", "The file is not UTF-8.", "Read as Windows-1252 (cp1252); look at its accents."),
    )


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [_plain(each) for each in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        why = f"The row that begins there cannot be read as CSV: {error}."
        raise Unreadable(name, line, why, "Close its quotes, and double quotes inside a cell.") from None


def _workbook(data: bytes, name: str) -> tuple[Table, ...]:
    try:
        return tuple(_table(title, rows, name) for title, rows in sheets(data))
    except NoWorkbook as error:
        raise Unreadable(name, 0, f"The file is no Excel workbook: {error}.", _XLSX) from None


def _table(title: str, lines: Iterable[tuple[int, list[str]]], file: str) -> Table:
    """The table whose headings are the first row that is not blank. Raises Faulty where a row has cells beyond them."""
    headings: tuple[str, ...] = ()
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, given in lines:
        cells = [each.strip() for each in given]
        if not any(cells):
            continue
        if not headings:
            headings = _headings(cells)
            continue
        if any(cells[len(headings) :]):
            why = f"The row has {len(cells)} cells for {len(headings)} columns."
            faults.append(Fault(line, "", why, "Put text with commas in quotes."))
        cells += [""] * (len(headings) - len(cells))
        rows.append(Row(line, tuple(cells[: len(headings)])))
    if faults:
        raise Faulty(file, tuple(faults))
    return Table(title, headings, tuple(rows))


def _headings(cells: list[str]) -> tuple[str, ...]:
    """Headings, each once; one without name is called by its number."""
    found: list[str] = []
    for nth, cell in enumerate(cells, 1):
        heading = cell or f"column {nth}"
        found.append(heading if heading not in found else f"{heading} (column {nth})")
    return tuple(found)
