"""A document of the registry as rows, whatever format it came in: what every reader gives and the registry keeps.

The words are CASE's: a package is a document with its items and the associations between items. A pathway in CTDL is
one too: its components, conditions and constraints are items, its links associations.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """What a package is about.

    identifier: a GUID, or a CTID without its `ce-`, lower case; made from the address (UUID version 5) where the file
    gives none. kind: framework, pathway, pathway_set, qualification_framework, concept_scheme, progression_model, rubric,
    credential, organization, transfer_value, ... format: `case-1.1`, `ctdl`, `asn`, ... status: as the file says it.
    body: everything of the file that is neither item nor association, as JSON in UTF-8, every unknown member kept.
    """

    identifier: str
    uri: str
    kind: str
    format: str
    title: str
    body: bytes
    language: str = ""
    publisher: str = ""
    version: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement, level, component or condition. place: its place in the file, from 0, so that it goes out in the same
    order. parent: identifier of the item it stands under (empty: under the document), position: among its siblings.
    body: the record as it came, JSON in UTF-8."""

    identifier: str
    uri: str
    place: int
    statement: str
    body: bytes
    kind: str = ""
    code: str = ""
    level: str = ""
    language: str = ""
    parent: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Association:
    """A link between two nodes, which need not be here: what nobody holds is an external node with address and title.

    kind: the format's own word (`isChildOf`, `exactMatchOf`, `ext:covers`, `targetComponent`). group: of the grouping.
    """

    identifier: str
    uri: str
    place: int
    kind: str
    origin: str
    origin_uri: str
    destination: str
    destination_uri: str
    body: bytes
    destination_title: str = ""
    position: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader mended or could not understand and kept: where (line, path or identifier), what, and what was
    done about it."""

    where: str
    what: str
    done: str


@dataclass(frozen=True, slots=True)
class Package:
    """A document with everything in it. items, associations: may be walked again and again; neither need be in memory.
    source: sha256 of the bytes it was read from, hex; empty where nobody said."""

    document: Document
    items: Iterable[Item]
    associations: Iterable[Association]
    notes: tuple[Note, ...] = ()
    source: str = ""


class Unreadable(ValueError):
    """A file that is refused whole: which one, at which line (0: none can be named), why, and what mends it."""

    def __init__(self, file: str, line: int, why: str, fix: str) -> None:
        super().__init__(f"{file}{f', line {line}' if line else ''}: {why} {fix}")
        self.file, self.line, self.why, self.fix = file, line, why, fix
