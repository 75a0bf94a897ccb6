"""The sheets of an Excel workbook (Office Open XML, ISO/IEC 29500) as rows of texts. Values only: no style, no formula."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

LARGEST = 512 * 1024 * 1024
"""Bytes of a workbook when unpacked: a small file that would fill the memory is refused."""
Rows = Iterator[tuple[int, list[str]]]


class NoWorkbook(ValueError):
    """What is no whole workbook, in half a sentence."""


def sheets(data: bytes) -> list[tuple[str, Rows]]:
    """The sheets in their order: each by its name, with its rows numbered from 1. Raises `NoWorkbook`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST:
                raise NoWorkbook("it is larger than 512 MB when unpacked")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (
        zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ParseError, DefusedXmlException,
    ) as error:  # fmt: skip
        raise NoWorkbook(f"it is no whole workbook ({error})") from None
    return [(each.title, _rows(each.values)) for each in book.worksheets]


def _rows(values: Iterator[tuple[object, ...]]) -> Rows:
    for line, row in enumerate(values, start=1):
        yield line, [_text(each) for each in row]


def _text(value: object) -> str:
    """A cell as text: 3.0 as 3, a day without a time as a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.min.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
