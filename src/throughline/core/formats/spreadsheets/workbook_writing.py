"""A workbook (XLSX) of plain text cells, written whole in memory: the same tables give the same bytes.

Source: ECMA-376, part 1 (SpreadsheetML), with texts in the cells themselves (`inlineStr`), so that no cell is a formula.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

LONGEST = 32_767
"""Letters that Excel keeps in a cell."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def written(tables: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """The workbook with these sheets, by name, each of rows of texts."""
    names = list(tables)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in _frame(names).items():
            packed.writestr(_entry(path), text)
        for nth, rows in enumerate(tables.values(), 1):
            with packed.open(_entry(f"xl/worksheets/sheet{nth}.xml"), "w") as sheet:
                for piece in _sheet(rows):
                    sheet.write(piece.encode())
    return out.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _frame(names: Sequence[str]) -> dict[str, str]:
    numbers = range(1, len(names) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }


def _sheet(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(text, nth, number) for nth, text in enumerate(row) if text)
        yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def _cell(text: str, column: int, row: int) -> str:
    shown = escape(_UNPRINTED.sub("", text)[:LONGEST])
    return f'<c r="{_letters(column)}{row}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _letters(column: int) -> str:
    """A, B, …, Z, AA, …"""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
