"""A spreadsheet read as a package: a workbook in the OpenSALT layout, or a table with a mapping of its columns.

Every row becomes an item of CASE 1.1. A column that is nothing of CASE stays with its rows in
`extensions.throughline.columns`.
Identifiers of rows without a GUID are made from the document's and from what the row is called, so that the same sheet
brought again gives the same package. A sheet with faults is refused whole, with all of them (`Faulty`).
"""

from dataclasses import replace

from throughline.core.formats.case.building import NewDocument, build
from throughline.core.formats.packages import Package, Unreadable
from throughline.core.formats.spreadsheets import open_salt
from throughline.core.formats.spreadsheets.items import table_items
from throughline.core.formats.spreadsheets.mapping import Mapping, proposed
from throughline.core.formats.spreadsheets.tables import Book, Faulty, Table, opened


def read(
    data: bytes,
    *,
    name: str,
    changed: str,
    document: NewDocument | None = None,
    mapping: Mapping | None = None,
) -> Package:
    """The package of a workbook or CSV file.

    changed: the instant, in ISO 8601, for rows that do not say when they were changed last. document: what the framework
    is; only a workbook in the OpenSALT layout says that itself. mapping: as proposed by the headings where none is given.
    Raises Unreadable, or Faulty with every fault.
    """
    book = opened(data, name=name)
    if open_salt.is_workbook(book):
        return open_salt.package(book, changed=changed)
    if document is None:
        raise Unreadable(
            name, 0, "The sheet does not say what framework it is.", "Give its title and creator."
        )
    table = _first(book)
    found = table_items(table, mapping or proposed(table), document.identifier, changed)
    if found.faults:
        raise Faulty(name, tuple(found.faults))
    package = build(document, found.items, found.links)
    return replace(package, notes=(*book.notes, *found.under.tally.notes()))


def propose(data: bytes, *, name: str) -> tuple[Table, Mapping]:
    """The table of a file and what its headings say, for a person to settle. Raises Unreadable."""
    table = _first(opened(data, name=name))
    return table, proposed(table)


def _first(book: Book) -> Table:
    table = next((each for each in book.tables if each.rows), None)
    if table is None:
        raise Unreadable(
            book.file, 1, "The file has no rows below its headings.", "Send the sheet with its rows."
        )
    return table
