"""Reads: a table of an errand, for whoever says what its columns are."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.interop import keeping, sheets
from throughline.apps.interop.models import ImportFile
from throughline.core.formats.spreadsheets.mapping import TARGETS
from throughline.core.formats.spreadsheets.reading import propose

EXAMPLES = 3
MEMBERS = (
    "fullStatement", "abbreviatedStatement", "humanCodingScheme", "identifier", "uri", "CFItemType", "educationLevel",
    "subject", "conceptKeywords", "notes", "language", "listEnumeration", "statusStartDate", "statusEndDate",
    "lastChangeDateTime", "parent", "smartLevel", "sequenceNumber",
)  # fmt: skip
LINKS = (
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isPeerOf",
)
LEVELS = tuple(f"level:{number}" for number in range(1, 8))
HIERARCHIES = ("none", "parent", "smartLevel", "code", "levels")
assert set(MEMBERS) == TARGETS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the first values under it, and what it is (empty: kept with its row)."""

    heading: str
    examples: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table with what its headings say, or what somebody said before. rows: how many."""

    file: int
    run: UUID
    path: str
    rows: int
    columns: tuple[Column, ...]
    hierarchy: str
    title: str
    creator: str
    language: str
    identifier: str


def table_of(actor: Actor, file: int) -> TableShown:
    """A table of an errand. One query, and its file."""
    require(actor, "import.run", what="A table")
    found = ImportFile.objects.select_related("run").filter(id=file, format="table").first()
    if found is None:
        raise Refused("A table", "No import has this one.", "Open the list of imports.")
    name, digest, _ = found.held[0]
    with keeping.read(digest) as data:
        table, proposed = propose(bytes(data), name=name)
    said: dict[str, Any] = found.said or {}
    targets = said.get("columns", proposed.columns)
    columns = tuple(
        Column(
            heading, tuple(row.cells[nth][:120] for row in table.rows[:EXAMPLES]), targets.get(heading, "")
        )
        for nth, heading in enumerate(table.headings)
    )
    return TableShown(
        found.id, found.run_id, found.path, len(table.rows), columns, said.get("hierarchy", proposed.hierarchy),
        said.get("title", sheets.title_of(found.path)), said.get("creator", ""), said.get("language", ""),
        said.get("identifier", ""),
    )  # fmt: skip
