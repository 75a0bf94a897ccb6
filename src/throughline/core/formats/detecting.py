"""Which of the field's formats a file is, told by what stands in it, and the file read by the reader of that format.

A file's name is never enough: registries send JSON as `.txt`, and workbooks as `.csv`. What is none of the formats is
refused with what it looks like instead.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping as Members
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from throughline.core.credentials.bundle.naming import MANIFEST, RECORD
from throughline.core.formats import asn, badgr, elm, esco, json_files, skills
from throughline.core.formats.case import reading as case
from throughline.core.formats.case.building import NewDocument
from throughline.core.formats.ctdl import reading as ctdl
from throughline.core.formats.ctdl.opening import TURTLE
from throughline.core.formats.json_files import Data
from throughline.core.formats.opening import json_of, text_of
from throughline.core.formats.packages import Package, Unreadable
from throughline.core.formats.spreadsheets import open_salt
from throughline.core.formats.spreadsheets import reading as spreadsheets
from throughline.core.formats.spreadsheets.mapping import Mapping, proposed
from throughline.core.formats.spreadsheets.tables import Book, Table, opened

Format: TypeAlias = Literal[
    "case", "ctdl", "turtle", "envelope", "asn", "open-badges-pathway", "rsd", "esco", "elm", "open-salt", "table",
    "bundle", "zip", "gzip",
]  # fmt: skip
Encoding: TypeAlias = Literal["utf-8", "utf-8-mark", "utf-16", "cp1252", "binary"]
LATEST: Final = "1970-01-01T00:00:00+00:00"
PACKED: Final = ("zip", "gzip")
BUNDLE: Final = "bundle.note"
"""The file that a bundle of another house has in it (`bundles`)."""
SEND: Final = "Send CASE, CTDL, ASN, ELM, ESCO, rich skills, a pathway of badges, or a spreadsheet."
_HEAD = 64 * 1024
_MARK = b"\xef\xbb\xbf"
_CASE = re.compile(
    rb'\s*(?:\[\s*)?\{\s*"(?:CFDocument|CFItems|CFAssociations|CFDefinitions|CFRubrics|CFPackageURI)"\s*:'
)
_SHEETS: Final = "xl/workbook.xml"
_TRIPLE = re.compile(r"^[\w-]*:[\w-]+\s+a\s+[\w-]*:[A-Z]", re.MULTILINE)
_STARTS: Final = {
    b"%PDF": ("a PDF", "Ask who made it for the data behind it."),
    b"\xd0\xcf\x11\xe0": ("a workbook of Excel before 2007, or one with a password", "Save it as .xlsx or CSV."),
    b"\x89PNG": ("a picture", SEND), b"\xff\xd8\xff": ("a picture", SEND), b"GIF8": ("a picture", SEND),
    b"SQLite format 3": ("a database", SEND), b"Rar!": ("a RAR archive", "Send it as ZIP."),
    b"7z\xbc\xaf": ("a 7z archive", "Send it as ZIP."),
}  # fmt: skip
_LABOR: Final = ("O*NET-SOC Code", "OCC_CODE", "CIPCode", "CIP2020Code", "SOC2018Code", "2018 SOC Code")
_MEMBERS: Final[tuple[tuple[Format, frozenset[str]], ...]] = (
    ("case", frozenset({"CFDocument"})), ("case", frozenset({"CFDocuments"})),
    ("envelope", frozenset({"envelope_id", "resource"})), ("asn", frozenset({"hits"})),
    ("asn", frozenset({"asn_identifier"})), ("asn", frozenset({"dcterms_description"})),
    ("open-badges-pathway", frozenset({"elementId", "requirements"})), ("rsd", frozenset({"skillStatement"})),
    ("ctdl", frozenset({"@graph"})), ("ctdl", frozenset({"@type"})), ("ctdl", frozenset({"@id"})),
)  # fmt: skip
"""The members by which a JSON file is known, the surest first."""


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is. encoding: of its letters, with or without a byte order mark; packed files and workbooks are
    binary."""

    format: Format
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class SheetSaid:
    """What a person said about a table that does not say it itself: which framework it is, and what its columns are (None:
    as its headings say)."""

    document: NewDocument
    mapping: Mapping | None = None


class Unmapped(Unreadable):
    """A table that can be read once somebody says what framework it is and what its columns are. mapping: what its
    headings propose."""

    def __init__(self, file: str, table: Table, mapping: Mapping) -> None:
        super().__init__(
            file, 0, "The sheet does not say what framework it is.", "Say its title and what its columns are."
        )
        self.table, self.mapping = table, mapping


def detect(data: Data, name: str) -> Detected:
    """What a file is. Raises `Unreadable` with what it looks like where it is none of the formats, and where it is broken
    JSON, with the line."""
    head = data[:_HEAD]
    if not head.strip():
        raise Unreadable(name, 1, "The file is empty.", "Send the file with its content.")
    if head.startswith(b"\x1f\x8b"):
        return Detected("gzip", "binary")
    if head.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    for start, (looks, fix) in _STARTS.items():
        if head.startswith(start):
            raise _none(name, looks, fix)
    encoding = _encoding(data)
    start = head.removeprefix(_MARK).lstrip()
    if start[:1] in (b"{", b"[") or (encoding == "utf-16" and head[2:4].strip(b"\0") in (b"{", b"[")):
        return Detected(_json(data, head, name), encoding)
    if start.startswith(b"<"):
        return Detected(_xml(start, name), encoding)
    text = head.removeprefix(_MARK).decode("utf-8", errors="replace")
    if TURTLE.search(text) or _TRIPLE.search(text):
        return Detected("turtle", encoding)
    return Detected(_table(bytes(data), name), encoding)


def read_any(
    data: Data, name: str, mapping: SheetSaid | None = None, *, changed: str = LATEST
) -> tuple[Package, ...]:
    """The packages of a file of any of the formats; packed ones are unpacked before (`unpacking`).

    changed: the instant (ISO 8601) for rows of a spreadsheet that do not say when they were changed last. Raises
    `Unmapped` for a table nobody said anything about, and `Unreadable` for what is refused.
    """
    return read_as(detect(data, name), data, name, mapping, changed=changed)


def read_as(
    found: Detected, data: Data, name: str, mapping: SheetSaid | None = None, *, changed: str = LATEST
) -> tuple[Package, ...]:
    """The same for a file that was told before what it is."""
    match found.format:
        case "case":
            return case.read_all(data, name=name)
        case "ctdl" | "turtle" | "envelope":
            return ctdl.read(bytes(data), name=name)
        case "asn":
            return asn.read(bytes(data), name=name)
        case "open-badges-pathway":
            return badgr.read(bytes(data), name=name)
        case "rsd":
            return skills.read(bytes(data), name=name)
        case "esco":
            return esco.read({name: bytes(data)})
        case "elm":
            return elm.read(bytes(data), name=name)
        case "open-salt":
            return (spreadsheets.read(bytes(data), name=name, changed=changed),)
        case "table":
            return (_sheet(bytes(data), name, mapping, changed),)
        case _:
            raise Unreadable(name, 0, "The file is packed.", "Unpack it and send what is in it.")


def _sheet(data: bytes, name: str, said: SheetSaid | None, changed: str) -> Package:
    if said is None:
        table, mapping = spreadsheets.propose(data, name=name)
        _refuse_labor(table, name)
        raise Unmapped(name, table, mapping)
    return spreadsheets.read(data, name=name, changed=changed, document=said.document, mapping=said.mapping)


def _encoding(data: Data) -> Encoding:
    if data[:3] == _MARK:
        return "utf-8-mark"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if (
        len(data) > 64 * 1024 * 1024
    ):  # told by its reader; a whole decoding of it would take all of its size again
        return "utf-8"
    try:
        bytes(data).decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _none(name: str, looks: str, fix: str = SEND) -> Unreadable:
    return Unreadable(name, 0, f"The file looks like {looks}, which is no document of a registry.", fix)


def _packed(data: Data, name: str) -> Detected:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            sheets = packed.read(_SHEETS) if _SHEETS in names else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise Unreadable(name, 0, "The archive is broken.", "Pack it again, or send it unpacked.") from None
    if sheets:
        return Detected(_workbook(sheets), "binary")
    if BUNDLE in names:
        return Detected("bundle", "binary")
    if {MANIFEST, RECORD} <= names:
        raise _none(name, "a learner's record", "Its learner brings it themselves; a registry is public.")
    for inner, looks in (
        ("word/document.xml", "a text document"),
        ("ppt/presentation.xml", "a presentation"),
    ):
        if inner in names:
            raise _none(name, looks)
    return Detected("zip", "binary")


def _workbook(sheets: bytes) -> Format:
    """By the names of its sheets alone: opening a large workbook takes long."""
    names = re.findall(rb'<(?:\w+:)?sheet\s[^>]*?name="([^"]*)"', sheets)
    found = tuple(Table(each.decode(errors="replace"), (), ()) for each in names)
    return "open-salt" if open_salt.is_workbook(Book("", found)) else "table"


def _json(data: Data, head: bytes, name: str) -> Format:
    if _CASE.match(head.removeprefix(_MARK)):
        return "case"
    source, _ = json_files.opened(data, name)
    sign, begin = json_files.first(source)
    listed = sign == b"["
    if listed:
        spans, end = json_files.elements(source, begin)
        json_files.ends(source, end)
        begin = spans.at(0)[0] if len(spans) else begin
    if data[begin : begin + 1] != b"{":
        raise _none(name, "a list of values")
    outline = json_files.outline(source, begin)
    if not listed:
        json_files.ends(source, outline.end)
    return _known(outline, data, name)


def _known(outline: json_files.Outline, data: Data, name: str) -> Format:
    members = outline.members.keys()
    said: dict[str, Any] = {each: outline.value(each) for each in ("type", "@type") if each in members}
    _refuse_others(members, said, name)
    if "RichSkillCollection" in said.values() or ("skills" in members and b'"targetName"' in data[:_HEAD]):
        return "rsd"
    for format, wanted in _MEMBERS:
        if wanted <= members:
            return format
    if "type" in members and ("id" in members or "@context" in members):
        return "ctdl"
    if {"text", "children"} <= members and "id" in members:
        return "asn"
    # What cannot be told may be broken further in: then its line says more than a guess would.
    json_of(text_of(bytes(data), name)[0], name)
    if "@context" in members:
        raise Unreadable(
            name, 1, "No node of the file says of what class it is.", "Send CTDL with `@type` on each thing."
        )
    raise _none(name, f"JSON about something else (its members are {', '.join(list(members)[:5])})")


def _refuse_others(members: Any, said: Members[str, Any], name: str) -> None:
    kinds = [each for value in said.values() for each in (value if isinstance(value, list) else [value])]
    if {"VerifiableCredential", "VerifiablePresentation", "Assertion"} & {str(each) for each in kinds}:
        raise _none(
            name, "a person's credential", "Check it under “Check a credential”; a registry is public."
        )
    if members & {"openapi", "swagger"}:
        raise _none(name, "a description of an interface", "Send the documents that the interface gives.")
    if "$schema" in members or {"definitions", "properties"} <= members:
        raise _none(name, "a schema, which says how others are written", "Send the documents themselves.")


def _xml(start: bytes, name: str) -> Format:
    head = start[:4096].lower()
    if head.startswith(b"<!doctype html") or b"<html" in head:
        raise _none(name, "a web page", "Save the file that the page links to, and send that.")
    return "elm"


def _table(data: bytes, name: str) -> Format:
    first = data[:_HEAD].removeprefix(_MARK).split(b"\n", 1)[0].strip()
    columned = any(each in first for each in (b",", b";", b"\t"))
    try:
        book = opened(data, name=name)
    except Unreadable:
        if columned:
            raise
        raise _none(name, "plain text") from None
    table = book.tables[0]
    _refuse_labor(table, name)
    if len(table.headings) < 2 or not table.rows or not _rowed(table):
        raise _none(name, "plain text")
    if set(esco.THINGS) <= set(table.headings) or set(esco.HIERARCHY) <= set(table.headings):
        return "esco"
    if set(esco.RELATION) <= set(table.headings):
        return "esco"
    return "rsd" if set(skills.COLUMNS) <= set(table.headings) else "table"


def _rowed(table: Table) -> bool:
    """Whether at least half of the rows have more than one cell that says something."""
    full = sum(sum(1 for cell in row.cells if cell) > 1 for row in table.rows)
    return 2 * full >= len(table.rows) or len(proposed(table).of("fullStatement")) > 0


def _refuse_labor(table: Table, name: str) -> None:
    if any(each in table.headings for each in _LABOR):
        raise _none(
            name, "data about occupations", "The operator loads it with `throughline import onet` or `wages`."
        )
