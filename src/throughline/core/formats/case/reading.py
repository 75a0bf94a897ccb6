"""A file in CASE read as packages: CASE 1.0, CASE 1.1, and the drafts before 1.0.

Two passes: the first reads every record strictly and refuses the file whole where it has no one meaning (`checking`); the
second, which may be repeated, gives the rows. Neither holds more of the file than a record.
Sources: information model 1.1, section 7.1; implementation guide 1.1, sections 3.3 and 4.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from throughline.core.formats import json_files
from throughline.core.formats.case import checking, rows
from throughline.core.formats.case.checking import Checked
from throughline.core.formats.case.classes import DRAFT, V1P0, V1P1
from throughline.core.formats.case.tree import ROOT
from throughline.core.formats.json_files import Data, Outline, Source, Spans
from throughline.core.formats.packages import Association, Document, Item, Note, Package, Unreadable

ITEMS, ASSOCIATIONS = "CFItems", "CFAssociations"
_LISTS = (ITEMS, ASSOCIATIONS)
_PACKAGE = "Send a CFPackage: an object with CFDocument, CFItems and CFAssociations."


def read(data: Data, *, name: str) -> Package:
    """The package of a file. data: its bytes, or a map of the file, which stays open as long as the package is used.

    Raises Unreadable where the file is refused whole; what was mended stands in the package's notes.
    """
    packages = read_all(data, name=name)
    if len(packages) != 1:
        raise Unreadable(
            name, 1, f"The file holds {len(packages)} packages.", "Bring each of them by itself."
        )
    return packages[0]


def read_all(data: Data, *, name: str) -> tuple[Package, ...]:
    """The packages of a file: one, or those of a bare list, which no version of CASE has and some files are."""
    source, notes = json_files.opened(data, name)
    sign, begin = json_files.first(source)
    if sign == b"[":
        spans, end = json_files.elements(source, begin)
        json_files.ends(source, end)
        told = Note("line 1", "The file is a bare list.", f"Read as {len(spans)} packages.")
        return tuple(_listed(source, spans.at(nth)[0], (*notes, told)) for nth in range(len(spans)))
    outline = _outlined(source, sign, begin, _LISTS)
    return (_package(outline, notes),)


def read_documents(data: Data, *, name: str) -> tuple[Document, ...]:
    """The documents of a list as a CASE server gives it (`CFDocuments`), without items: what there is to fetch."""
    source, _ = json_files.opened(data, name)
    outline = _outlined(source, *json_files.first(source), ("CFDocuments",))
    if "CFDocuments" not in outline.lists:
        raise source.refuse(
            outline.begin, "The file has no list CFDocuments.", "Send what GET /CFDocuments answers."
        )
    return tuple(_document(source, begin, raw) for begin, raw in outline.lists["CFDocuments"].read())


@dataclass(frozen=True, slots=True)
class ItemRows:
    """The items of a package in the order of the file, made anew on every walk."""

    spans: Spans
    checked: Checked
    language: str

    def __len__(self) -> int:
        return len(self.spans) - len(self.checked.items_twice)

    def __iter__(self) -> Iterator[Item]:
        found, positions = self.checked, self.checked.tree.positions()
        for place, (_, raw) in enumerate(self.spans.read()):
            above = found.tree.parents[place]
            stands = rows.Standing(place, "" if above == ROOT else found.identifiers[above], positions[place])
            if found.identifiers[place]:
                yield rows.item(raw, found.identifiers[place], stands, self.language)


@dataclass(frozen=True, slots=True)
class AssociationRows:
    """The associations of a package in the order of the file, made anew on every walk."""

    spans: Spans
    checked: Checked

    def __len__(self) -> int:
        return len(self.spans) - len(self.checked.links_twice)

    def __iter__(self) -> Iterator[Association]:
        for place, (_, raw) in enumerate(self.spans.read()):
            if place not in self.checked.links_twice:
                yield rows.association(raw, place, self.checked.known)


def _outlined(source: Source, sign: bytes, begin: int, lists: tuple[str, ...]) -> Outline:
    if sign != b"{":
        raise source.refuse(begin, "The file is no object.", _PACKAGE)
    outline = json_files.outline(source, begin, lists)
    json_files.ends(source, outline.end)
    return outline


def _listed(source: Source, begin: int, notes: tuple[Note, ...]) -> Package:
    if source.data[begin : begin + 1] != b"{":
        raise source.refuse(begin, "The list holds something that is no package.", _PACKAGE)
    return _package(json_files.outline(source, begin, _LISTS), notes)


def _package(outline: Outline, notes: tuple[Note, ...]) -> Package:
    source = outline.source
    if "CFDocument" not in outline.members:
        raise source.refuse(outline.begin, _instead(outline), _PACKAGE)
    for key in outline.members.keys() - outline.lists.keys():
        if outline.value(key) is not None and key in _LISTS:
            raise source.refuse(outline.members[key][0], f"{key} is no list.", _PACKAGE)
    document = _document(source, outline.members["CFDocument"][0], outline.raw("CFDocument"))
    empty = Spans(source, ())
    items, links = outline.lists.get(ITEMS, empty), outline.lists.get(ASSOCIATIONS, empty)
    found = Checked(document.identifier, known=_known(document))
    checking.items(found, items)
    checking.associations(found, links)
    checking.close(found)
    document = replace(document, format=_version(document.format, found, outline), body=_body(outline, found))
    return Package(
        document, ItemRows(items, found, document.language), AssociationRows(links, found),
        (*notes, *found.tally.notes()), _digest(source, outline.begin, outline.end),
    )  # fmt: skip


def _digest(source: Source, begin: int, end: int) -> str:
    with memoryview(source.data) as whole, whole[begin:end] as part:
        return sha256(part).hexdigest()


def _instead(outline: Outline) -> str:
    if "CFDocuments" in outline.members:
        return "The file is a list of documents without their items."
    if "@context" in outline.members or "@graph" in outline.members:
        return "The file is JSON-LD (CTDL or another format), not CASE."
    return "The file has no CFDocument."


def _document(source: Source, begin: int, raw: bytes) -> Document:
    record = json_files.decoded(source, begin, raw)
    if not isinstance(record, dict):
        raise source.refuse(begin, "A document is no object.", _PACKAGE)
    found = rows.document(record, _told(record), raw)
    if not found.identifier:
        raise source.refuse(begin, "A document has neither identifier nor uri.", "Give it its GUID.")
    return found


def _told(record: Mapping[str, Any]) -> str:
    """The version by the document: 1.1 requires `caseVersion` and 1.0 forbids it (guide 1.1, section 3.3.5)."""
    if {"caseVersion", "frameworkType", "extensions"} & record.keys():
        return V1P1
    return DRAFT if "subjectURL" in record or isinstance(record.get("CFPackageURI"), str) else V1P0


def _version(told: str, found: Checked, outline: Outline) -> str:
    if told == V1P0 and (found.new or "extensions" in outline.members):
        return V1P1
    return DRAFT if told == V1P0 and found.draft else told


def _known(document: Document) -> dict[str, str]:
    written = rows.text(json.loads(document.body).get("identifier"))
    return {written: document.identifier} if written else {}


def _body(outline: Outline, found: Checked) -> bytes:
    """The package with its two lists emptied, but for records that could be no row: each with its place."""
    kept = {ITEMS: found.items_twice, ASSOCIATIONS: found.links_twice}
    members = []
    for key in outline.members:
        if key in outline.lists:
            left = (b'{"place":%d,"record":%s}' % (place, each) for place, each in kept[key].items())
            raw = b"[" + b",".join(left) + b"]"
        else:
            raw = outline.raw(key)
        members.append(json.dumps(key).encode() + b":" + raw)
    return b"{" + b",".join(members) + b"}"
