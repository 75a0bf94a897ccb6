"""Employment projections of the Bureau of Labor Statistics: «Occupational projections and worker characteristics».

Numbers are in thousands of people. A dash says that there is no value.
"""

import re
from decimal import Decimal, InvalidOperation

from throughline.core.formats.labor.codes import SOC
from throughline.core.formats.labor.faults import Unreadable
from throughline.core.formats.labor.rows import Outlook
from throughline.core.formats.labor.tables import Reader, Table

CODE = re.compile(r"\d{4} National Employment Matrix code")
EMPLOYMENT = re.compile(r"Employment, (\d{4})")
COLUMNS = {
    "change": re.compile(r"Employment change, numeric, .*"),
    "change_percent": re.compile(r"Employment change, percent, .*"),
    "openings": re.compile(r"Occupational openings, .* annual average"),
    "education": re.compile(r"Typical education needed for entry"),
    "experience": re.compile(r"Work experience in a related occupation"),
    "training": re.compile(r"Typical on-the-job training needed .*"),
}
DASHES = ("", "—", "–", "-")


def is_projections(table: Table) -> bool:
    """Whether this is a table of projected openings by occupation."""
    return bool(_column(table, CODE) and len(_years(table)) == 2 and _column(table, COLUMNS["openings"]))


def fullest(tables: list[Table]) -> Table | None:
    """Of the tables of a workbook the one that says most of each occupation; None where none is of this kind."""
    fit = [each for each in tables if is_projections(each)]
    return max(fit, key=lambda each: sum(bool(_column(each, p)) for p in COLUMNS.values())) if fit else None


def read_projections(table: Table) -> tuple[tuple[Outlook, ...], dict[str, dict[str, str]]]:
    """A row for each occupation and sum, and the two years. Raises `Unreadable`."""
    reader, years = Reader(table), _years(table)
    there = {name: column for name, pattern in COLUMNS.items() if (column := _column(table, pattern))}
    kind = ["Occupation type"] if table.has("Occupation type") else []
    wanted = [
        _column(table, CODE),
        table.head[0],
        *(f"Employment, {year}" for year in years),
        *there.values(),
        *kind,
    ]
    found = []
    for line, cells in _real(reader, wanted):
        code, title, base, target, *rest = cells
        values = dict(zip(there, rest, strict=False))
        if not SOC.fullmatch(code):
            reader.fault(line, wanted[0], f"'{code}' is no SOC code.", "Write it as in 29-1141.")
        found.append(_outlook(reader, line, (code, title, base, target), values, rest[-1] if kind else ""))
    if reader.faults:
        raise Unreadable(reader.faults)
    return tuple(found), {"years": {"base": years[0], "target": years[1]}}


def _real(reader: Reader, wanted: list[str]) -> list[tuple[int, list[str]]]:
    """The rows of occupations: notes and sources stand below them, in the first cell alone."""
    notes = [line for line, cells in reader.table.rows if sum(1 for each in cells if each.strip()) == 1]
    table = reader.table
    kept = [(line, cells) for line, cells in table.rows if line not in set(notes)]
    reader.table = Table(table.file, table.head, kept, table.above, table.notes)
    return list(reader.rows(*wanted))


def _outlook(
    reader: Reader, line: int, first: tuple[str, str, str, str], values: dict[str, str], kind: str
) -> Outlook:
    code, title, base, target = first

    def number(column: str, written: str) -> Decimal | None:
        return _number(reader, line, column, written)

    def said(name: str) -> str:
        written = values.get(name, "").strip()
        return "" if written in DASHES else written

    return Outlook(
        code, title.strip(), kind == "Summary", number("Employment", base), number("Employment", target),
        number("change", values.get("change", "")), number("change_percent", values.get("change_percent", "")),
        number("openings", values.get("openings", "")), said("education"), said("experience"), said("training"),
    )  # fmt: skip


def _number(reader: Reader, line: int, column: str, written: str) -> Decimal | None:
    bare = written.strip().replace(",", "")
    if bare in DASHES:
        return None
    try:
        # A workbook stores what it computed in binary: 2.7999999999999998 is 2.8.
        found = round(Decimal(bare), 4).normalize()
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite():
        return found
    reader.fault(line, column, f"'{written}' is no number.", "Take the file as its publisher gives it.")
    return None


def _column(table: Table, pattern: re.Pattern[str]) -> str:
    return next((name for name in table.head if pattern.fullmatch(name)), "")


def _years(table: Table) -> list[str]:
    return [found[1] for name in table.head if (found := EMPLOYMENT.fullmatch(name))]
