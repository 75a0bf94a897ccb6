"""Records of CASE as rows of the registry. What a record says stays in its body; a row holds what is asked often."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from throughline.core.formats.case.classes import CHILD_OF, association_type
from throughline.core.formats.identifiers import guid
from throughline.core.formats.packages import Association, Document, Item
from throughline.core.formats.plain_text import plain

KINDS = {
    "pathways": "pathway_set", "pathway": "pathway_set", "qualificationframework": "qualification_framework",
    "qualificationsframework": "qualification_framework", "rubric": "rubric", "rubrics": "rubric",
}  # fmt: skip
"""Kind of document by `frameworkType`, an open vocabulary (implementation guide 1.1, section 4.5); else a framework."""


class ItemRead(msgspec.Struct):
    """The members of a CFItem that make its row, of whatever shape they are."""

    identifier: Any = None
    uri: Any = None
    fullStatement: Any = None
    abbreviatedStatement: Any = None
    humanCodingScheme: Any = None
    CFItemType: Any = None
    CFItemTypeURI: Any = None
    educationLevel: Any = None
    educationalLevel: Any = None
    language: Any = None


class AssociationRead(msgspec.Struct):
    """The members of a CFAssociation that make its row."""

    identifier: Any = None
    uri: Any = None
    associationType: Any = None
    sequenceNumber: Any = None
    originNodeURI: Any = None
    originNodeIdentifier: Any = None
    destinationNodeURI: Any = None
    destinationNodeIdentifier: Any = None
    CFAssociationGroupingURI: Any = None
    CFAssociationGroupingIdentifier: Any = None


@dataclass(frozen=True, slots=True)
class Node:
    """One end of an association; the identifier is empty where the file names none."""

    identifier: str
    uri: str
    title: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands: its place in the file, the item above it, its position among those beside it."""

    place: int
    parent: str
    position: int


_item = msgspec.json.Decoder(ItemRead).decode
_association = msgspec.json.Decoder(AssociationRead).decode


def item(raw: bytes, identifier: str, stands: Standing, language: str) -> Item:
    """The row of a CFItem; without a language of its own it has the document's (guide 1.1, section 3.3.6)."""
    read = _item(raw)
    return Item(
        identifier=identifier, uri=text(read.uri), place=stands.place,
        statement=plain(text(read.fullStatement) or text(read.abbreviatedStatement)), body=raw,
        kind=text(read.CFItemType) or titled(read.CFItemTypeURI), code=text(read.humanCodingScheme),
        level=joined(read.educationLevel) or joined(read.educationalLevel), language=text(read.language) or language,
        parent=stands.parent, position=stands.position,
    )  # fmt: skip


def association(raw: bytes, place: int, known: Mapping[str, str]) -> Association:
    """The row of a CFAssociation. known: identifiers of this file that are no UUID, with the UUID they stand for."""
    read = _association(raw)
    origin, destination = ends(read, known)
    return Association(
        identifier=guid(text(read.identifier), text(read.uri)), uri=text(read.uri), place=place,
        kind=association_type(text(read.associationType)), origin=origin.identifier, origin_uri=origin.uri,
        destination=destination.identifier, destination_uri=destination.uri, body=raw,
        destination_title=destination.title, position=whole(read.sequenceNumber), group=group(read),
    )  # fmt: skip


def document(record: Mapping[str, Any], format: str, body: bytes) -> Document:
    """The row of a CFDocument."""
    kind = "".join(each for each in text(record.get("frameworkType")) if each.isalpha()).lower()
    return Document(
        identifier=guid(text(record.get("identifier")), text(record.get("uri"))), uri=text(record.get("uri")),
        kind=KINDS.get(kind, "framework"), format=format, title=plain(text(record.get("title"))), body=body,
        language=text(record.get("language")), publisher=text(record.get("publisher")) or text(record.get("creator")),
        version=text(record.get("version")), status=text(record.get("adoptionStatus")),
    )  # fmt: skip


def child_of(record: Mapping[str, Any]) -> bool:
    """Whether an association hangs its origin under its destination."""
    return association_type(text(record.get("associationType"))) == CHILD_OF


def as_read(record: Mapping[str, Any]) -> AssociationRead:
    """A decoded association as its row's members."""
    return AssociationRead(**{name: record.get(name) for name in AssociationRead.__struct_fields__})


def ends(read: AssociationRead, known: Mapping[str, str]) -> tuple[Node, Node]:
    """Origin and destination. Drafts name them by an identifier beside the link."""
    return (
        _node(read.originNodeURI, text(read.originNodeIdentifier), known),
        _node(read.destinationNodeURI, text(read.destinationNodeIdentifier), known),
    )


def group(read: AssociationRead) -> str:
    """The grouping that an association belongs to, if any."""
    link = read.CFAssociationGroupingURI
    named = text(link.get("identifier")) if isinstance(link, dict) else text(link)
    named = named or text(read.CFAssociationGroupingIdentifier)
    own = text(read.identifier)
    return (
        guid(named) if named and named != own else ""
    )  # drafts repeat the association's own identifier there


def text(value: object) -> str:
    """A value as text that a database can hold; nothing where it is an object or a list."""
    if isinstance(value, str):
        return value.replace("\x00", "") if "\x00" in value else value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def titled(link: object) -> str:
    """The title of a link."""
    return text(link.get("title")) if isinstance(link, dict) else ""


def joined(value: object) -> str:
    """A list of texts with commas between; a text as it is."""
    return ",".join(text(each) for each in value) if isinstance(value, list) else text(value)


def whole(value: object) -> int | None:
    """A whole number, also where it is written as text."""
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        value = int(value) if len(value) < 19 else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31 else None


def _node(link: object, beside: str, known: Mapping[str, str]) -> Node:
    if isinstance(link, dict):
        identifier, uri, title = text(link.get("identifier")), text(link.get("uri")), text(link.get("title"))
    else:
        identifier, uri, title = "", text(link), ""
    identifier = identifier or beside
    return Node(known.get(identifier) or guid(identifier, uri), uri, plain(title))
