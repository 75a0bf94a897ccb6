"""The workbook layout of OpenSALT: the sheets `CF Doc`, `CF Item` and `CF Association`, read as a package.

Source: the sample workbook that OpenSALT publishes for its spreadsheet import.
"""

import re
from collections.abc import Mapping as Members
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from throughline.core.formats.case.building import NewDocument, NewGroup, NewItem, NewLink, build
from throughline.core.formats.case.classes import ASSOCIATION_TYPES, CHILD_OF, association_type
from throughline.core.formats.case.converting import instant
from throughline.core.formats.identifiers import derived, guid
from throughline.core.formats.packages import Package
from throughline.core.formats.spreadsheets.items import table_items
from throughline.core.formats.spreadsheets.mapping import proposed
from throughline.core.formats.spreadsheets.tables import Book, Fault, Faulty, Table

SHEETS = ("cfdoc", "cfitem", "cfassociation")
DOCUMENT_COLUMNS = (
    "identifier", "creator", "title", "lastChangeDate", "officialSourceURL", "publisher", "description", "subject",
    "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate", "licenseTitle", "licenseText", "notes",
)  # fmt: skip
ITEM_COLUMNS = (
    "identifier", "fullStatement", "humanCodingScheme", "smartLevel", "listEnumeration", "abbreviatedStatement",
    "conceptKeywords", "notes", "language", "educationLevel", "CFItemType", "license", "lastChangeDateTime",
)  # fmt: skip
ASSOCIATION_COLUMNS = (
    "identifier", "originNodeIdentifier", "originNodeHumanCodingScheme", "associationType",
    "destinationNodeHumanCodingScheme", "destinationNodeIdentifier", "associationGroupIdentifier",
    "associationGroupName",
)  # fmt: skip
BESIDES = ("sequenceNumber", "originNodeURI", "destinationNodeURI", "destinationNodeTitle", "notes")
"""Columns of associations that we write after those of the layout, and read where they are."""


def is_workbook(book: Book) -> bool:
    """Whether a file has the sheets of the layout."""
    return {"cfdoc", "cfitem"} <= {_letters(each.name) for each in book.tables}


def package(book: Book, *, changed: str) -> Package:
    """The package of such a workbook. Raises Faulty."""
    sheets = {_letters(each.name): each for each in book.tables}
    document, faults = _document(sheets["cfdoc"], changed)
    found = table_items(sheets["cfitem"], proposed(sheets["cfitem"]), document.identifier, changed)
    links = _Links(document.identifier, {each.identifier: each for each in found.items})
    if "cfassociation" in sheets:
        links.read(sheets["cfassociation"])
    faults += [*found.faults, *links.faults]
    if faults:
        raise Faulty(book.file, tuple(faults))
    built = build(
        document, list(links.items.values()), [*found.links, *links.links], list(links.groups.values())
    )
    return replace(built, notes=(*book.notes, *found.under.tally.notes()))


def _document(table: Table, changed: str) -> tuple[NewDocument, list[Fault]]:
    faults = []
    if len(table.rows) != 1:
        faults.append(Fault(2, "", f"{table.name} has {len(table.rows)} rows.", "Give it one row."))
    line = table.rows[0].line if table.rows else 2
    cells = dict(zip(table.headings, table.rows[0].cells, strict=True)) if table.rows else {}
    said = {_letters(heading): value for heading, value in cells.items()}
    title, creator = said.get("title", ""), said.get("creator", "")
    if not title:
        faults.append(Fault(line, "title", "The framework has no title.", "Write one."))
    document = NewDocument(
        guid(said.get("identifier", "")) or derived(creator, title), title, creator,
        instant(said.get("lastchangedate", "")) or changed, said.get("uri", ""),
        said.get("uri", "").rpartition("/CFDocuments/")[0],
        framework_type=said.get("frameworktype", ""), publisher=said.get("publisher", ""),
        description=said.get("description", ""), language=said.get("language", ""), version=said.get("version", ""),
        status=said.get("adoptionstatus", ""), source=said.get("officialsourceurl", ""), notes=said.get("notes", ""),
        subjects=tuple(each.strip() for each in said.get("subject", "").split(",") if each.strip()),
        status_start=said.get("statusstartdate", "")[:10], status_end=said.get("statusenddate", "")[:10],
        licence=said.get("licensetext", ""), licence_title=said.get("licensetitle", ""),
    )  # fmt: skip
    return document, faults


@dataclass(slots=True)
class _Links:
    """The sheet of associations: the tree goes into the items, everything else into links."""

    document: str
    items: dict[str, NewItem]
    links: list[NewLink] = field(default_factory=list)
    groups: dict[str, NewGroup] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hung: set[str] = field(default_factory=set)

    def read(self, table: Table) -> None:
        codes = {each.code: key for key, each in reversed(self.items.items()) if each.code}
        for row in table.rows:
            cells = dict(zip(table.headings, row.cells, strict=True))
            said = {_letters(heading): value for heading, value in cells.items()}
            ends = [_end(said, which, codes) for which in ("origin", "destination")]
            kind = association_type(said.get("associationtype", ""))
            self._refuse(row.line, kind, ends)
            if all(ends):
                self._add(kind, ends, said)

    def _refuse(self, line: int, kind: str, ends: Sequence[str]) -> None:
        if kind not in ASSOCIATION_TYPES and not kind.startswith("ext:"):
            fix = f"Write one of: {', '.join(ASSOCIATION_TYPES)}; or ext: and a name."
            self.faults.append(Fault(line, "associationType", f"{kind!r} is no association type.", fix))
        for end, column in zip(ends, ("originNodeIdentifier", "destinationNodeIdentifier"), strict=True):
            if not end:
                self.faults.append(
                    Fault(line, column, "The association does not end there.", "Name what it links.")
                )

    def _add(self, kind: str, ends: Sequence[str], said: Members[str, str]) -> None:
        origin, destination = ends
        identifier, sequence = guid(said.get("identifier", "")), said.get("sequencenumber", "")
        number = int(sequence) if sequence.isdigit() else None
        group = guid(said.get("associationgroupidentifier", ""))
        in_tree = destination in self.items or destination == self.document
        if kind == CHILD_OF and origin in self.items and in_tree and not group and origin not in self.hung:
            self.hung.add(origin)
            child = self.items[origin]
            under = "" if destination == self.document else destination
            order = child.sequence if number is None else number
            self.items[origin] = replace(child, under=under, link=identifier, sequence=order)
            return
        if group:
            self.groups.setdefault(group, NewGroup(group, said.get("associationgroupname", "")))
        self.links.append(
            NewLink(
                kind, origin, destination, said.get("originnodeuri", ""), "", said.get("destinationnodeuri", ""),
                said.get("destinationnodetitle", "") or said.get("destinationnodehumancodingscheme", ""),
                identifier=identifier, sequence=number, group=group, notes=said.get("notes", ""),
            )
        )  # fmt: skip


def _end(said: Members[str, str], which: str, codes: Members[str, str]) -> str:
    written = said.get(f"{which}nodeidentifier", "")
    return guid(written) if written else codes.get(said.get(f"{which}nodehumancodingscheme", ""), "")


def _letters(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.lower())
