"""A file of rows with a head line, however it came: comma or tab between, packed by gzip, or a sheet of a workbook."""

import csv
import gzip
import io
import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from throughline.core.formats.labor.faults import Fault, Unreadable
from throughline.core.formats.workbooks import NoWorkbook, sheets

MOST_BYTES = 1_000_000_000
HEAD_WITHIN = 10
"""A title and a note may stand above the head line: it is looked for in so many rows."""
csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """A head line and the rows below it, each a list of texts with its line. file: its name, and the sheet's."""

    file: str
    head: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def has(self, *columns: str) -> bool:
        """Whether the head line names all of these, capitals or not."""
        return {_plain(each) for each in columns} <= {_plain(each) for each in self.head}


@dataclass(slots=True)
class Reader:
    """Reads the cells of a table by the names of their columns, and gathers what is wrong."""

    table: Table
    faults: list[Fault] = field(default_factory=list)

    def places(self, *columns: str) -> tuple[int, ...]:
        """Where these columns stand; a fault for each that does not."""
        known = {_plain(name): place for place, name in reversed(list(enumerate(self.table.head)))}
        for name in columns:
            if _plain(name) not in known:
                self.fault(
                    1, name, "the head line has no such column.", "Take the file as its publisher gives it."
                )
        return tuple(known.get(_plain(name), -1) for name in columns)

    def rows(self, *columns: str) -> Iterator[tuple[int, list[str]]]:
        """The cells of these columns, row by row; nothing where a column is missing. A row that ends early is a fault."""
        places = self.places(*columns)
        if -1 in places:
            return
        needed = max(places)
        for line, cells in self.table.rows:
            if len(cells) > needed:
                yield line, [cells[place] for place in places]
            else:
                self.fault(
                    line, "", f"the row ends after {len(cells)} cells.", "Give it as many as the head line."
                )

    def fault(self, line: int, column: str, why: str, fix: str) -> None:
        """Notes a fault of this table."""
        self.faults.append(Fault(self.table.file, line, column, why, fix))


def tables_of(data: bytes, file: str) -> list[Table]:
    """Every table in a file: one, or one for each sheet of a workbook. Raises `Unreadable`."""
    plain = unpacked(data, file)
    if plain[:4] == b"PK\x03\x04":
        return _sheets(plain, file)
    text, notes = _decoded(plain, file)
    first = text[: text.find("\n")] if "\n" in text else text
    if "\t" in first and first.count("\t") >= first.count(","):
        return [_tabbed(text, file, notes)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=False)
    try:
        rows = [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        raise Unreadable(
            [Fault(file, reader.line_num, "", f"it is no CSV ({error}).", "Save it as CSV again.")]
        ) from None
    return [_table(file, rows, notes)]


def unpacked(data: bytes, file: str) -> bytes:
    """The bytes of a file, out of its gzip where it is packed."""
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            plain = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable([Fault(file, 0, "", f"its gzip is broken ({error}).", "Fetch it again.")]) from None
    if len(plain) > MOST_BYTES:
        raise Unreadable([Fault(file, 0, "", "it unpacks to more than 1 GB.", "Bring it in parts.")])
    return plain


def _decoded(plain: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    try:
        return plain.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = plain.count(b"\n", 0, error.start) + 1
    try:
        return plain.decode("cp1252"), (f"{file}: not UTF-8 (line {line}); read as Windows-1252.",)
    except UnicodeDecodeError:
        fault = Fault(file, line, "", "it is neither UTF-8 nor Windows-1252.", "Save it as UTF-8.")
        raise Unreadable([fault]) from None


def _tabbed(text: str, file: str, notes: tuple[str, ...]) -> Table:
    # Publishers' tab-separated texts use quotation marks as words do, or round every cell.
    quoted = text.lstrip().startswith('"')
    if quoted:
        read = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
        return _table(file, [(read.line_num, cells) for cells in read if any(cells)], notes)
    lines = enumerate(text.replace("\r\n", "\n").split("\n"), start=1)
    return _table(file, [(line, row.split("\t")) for line, row in lines if row.strip()], notes)


def _sheets(plain: bytes, file: str) -> list[Table]:
    try:
        every = [
            (name, [(line, cells) for line, cells in rows if any(cells)]) for name, rows in sheets(plain)
        ]
    except NoWorkbook as error:
        raise Unreadable([Fault(file, 0, "", f"{error}.", "Save it again as .xlsx or as CSV.")]) from None
    return [_table(f"{file}, sheet {name}", rows, ()) for name, rows in every]


def _table(file: str, rows: list[tuple[int, list[str]]], notes: tuple[str, ...]) -> Table:
    if not rows:
        return Table(file, (), (), notes=notes)
    top = rows[:HEAD_WITHIN]
    width = max(_filled(cells) for _, cells in top)
    # The head line is the first of those rows that is nearly as full as the fullest.
    place = next(n for n, (_, cells) in enumerate(top) if _filled(cells) >= max(width * 0.6, min(width, 2)))
    above = tuple(" ".join(filter(None, cells)) for _, cells in rows[:place])
    head = tuple(each.strip() for each in rows[place][1])
    return Table(file, head, rows[place + 1 :], above, notes)


def _filled(cells: Iterable[str]) -> int:
    return sum(1 for each in cells if each.strip())


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())


def chained(readers: Iterable[Reader]) -> list[Fault]:
    """The faults of several tables together."""
    return list(itertools.chain.from_iterable(each.faults for each in readers))
