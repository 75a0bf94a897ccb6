"""The sheets of a workbook (Office Open XML, ISO/IEC 29500) as rows of texts. Values only: no style, no formula.

A number stands as it was stored; an empty cell is an empty text, so that every row counts its cells from column A.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from throughline.core.formats.labor.faults import Fault, Unreadable

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MOST_BYTES = 500_000_000
"""What one part may unpack to: a small file that would fill the memory is refused."""
BROKEN = (zipfile.BadZipFile, KeyError, IndexError, ValueError, ParseError, DefusedXmlException)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that was opened: the names of its sheets in order, and the part each stands in."""

    file: str
    archive: zipfile.ZipFile
    parts: dict[str, str]
    shared: tuple[str, ...]

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet with their numbers, those that are empty left out."""
        for row in _elements(self, self.parts[sheet], f"{MAIN}row"):
            cells = _cells(row, self.shared)
            if any(cells):
                yield int(row.get("r", "0")), cells


def open_workbook(data: bytes, file: str) -> Workbook:
    """The workbook in these bytes. Raises `Unreadable` where they are none."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if any(part.file_size > MOST_BYTES for part in archive.infolist()):
            raise _refused(file, "it unpacks to more than 500 MB.")
        bare = Workbook(file, archive, {}, ())
        return Workbook(file, archive, _parts(bare), _shared(bare))
    except BROKEN as error:
        raise (
            error if isinstance(error, Unreadable) else _refused(file, f"it is no whole workbook ({error}).")
        ) from None


def _refused(file: str, why: str) -> Unreadable:
    return Unreadable([Fault(file, 0, "", why, "Save it again as .xlsx or as CSV.")])


def _elements(book: Workbook, part: str, tag: str) -> Iterator[Element]:
    try:
        with book.archive.open(part) as stream:
            for _, element in iterparse(stream, forbid_dtd=True):
                if element.tag == tag:
                    yield element
                    element.clear()
    except BROKEN as error:
        raise _refused(book.file, f"{part} is broken ({error}).") from None


def _parts(book: Workbook) -> dict[str, str]:
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in _elements(book, "xl/_rels/workbook.xml.rels", PACKAGE)
    }
    sheets = [
        (each.get("name", ""), each.get(RELATED, ""))
        for each in _elements(book, "xl/workbook.xml", f"{MAIN}sheet")
    ]
    return {name: _path(targets[key]) for name, key in sheets}


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _shared(book: Workbook) -> tuple[str, ...]:
    if "xl/sharedStrings.xml" not in book.archive.namelist():
        return ()
    return tuple(_text(each) for each in _elements(book, "xl/sharedStrings.xml", f"{MAIN}si"))


def _text(element: Element) -> str:
    # Phonetic readings (rPh) stand beside the text and are none of it.
    runs = [child for child in element if child.tag in (f"{MAIN}t", f"{MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run.iter(f"{MAIN}t"))


def _cells(row: Element, shared: tuple[str, ...]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{MAIN}c"):
        place = _column(cell.get("r", "")) if cell.get("r") else len(cells)
        cells.extend("" for _ in range(place - len(cells)))
        cells.append(_value(cell, shared))
    return cells


def _column(reference: str) -> int:
    found = 0
    for letter in re.sub(r"[^A-Z]", "", reference):
        found = found * 26 + ord(letter) - 64
    if not 1 <= found <= 16_384:
        raise ValueError(f"a cell stands at '{reference}'")
    return found - 1


def _value(cell: Element, shared: tuple[str, ...]) -> str:
    if cell.get("t") == "inlineStr":
        inline = cell.find(f"{MAIN}is")
        return "" if inline is None else _text(inline)
    value = cell.find(f"{MAIN}v")
    written = "" if value is None else value.text or ""
    return shared[int(written)] if cell.get("t") == "s" and written else written
