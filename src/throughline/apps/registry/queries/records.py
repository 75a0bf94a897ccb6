"""Reads: single rows as the core has them, each with the document it stands in. Of one identifier in several documents
those of withdrawn documents come last, before them the own catalogue's, and else the one first that was here first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from throughline.apps.registry.models import RegistryAssociation, RegistryItem
from throughline.apps.registry.queries.documents import DocumentLine, line
from throughline.core.formats.packages import Association, Document, Item

_ORDER = (
    F("document__withdrawn_at").asc(nulls_first=True), "document__own", "document__first_at", "document_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item, and the document it stands in."""

    item: Item
    document: DocumentLine


@dataclass(frozen=True, slots=True)
class AssociationRow:
    """An association, and the document it stands in."""

    association: Association
    document: DocumentLine


def as_document(found: DocumentLine, body: bytes = b"") -> Document:
    """A document's own fields as the core has them."""
    return Document(
        identifier=found.identifier, uri=found.uri, kind=found.kind, format=found.format, title=found.title, body=body,
        language=found.language, publisher=found.publisher, version=found.edition, status=found.status,
    )  # fmt: skip


def item(document: UUID, identifier: str) -> ItemRow | None:
    """The standing item of a document. One query."""
    return next(iter(_items(Q(document=document, identifier=identifier))), None)


def items_named(identifier: str) -> list[ItemRow]:
    """Every standing item with an identifier, in whichever document that stands. One query."""
    return _items(Q(identifier=identifier))


def association_named(identifier: str) -> AssociationRow | None:
    """The standing association with an identifier. One query."""
    return next(iter(_associations(Q(identifier=identifier), 1)), None)


def associations_of(identifier: str, *, most: int = 10_000) -> list[AssociationRow]:
    """All standing associations from or to an item, of every document. One query."""
    return _associations(Q(origin=identifier) | Q(destination=identifier), most)


def _items(which: Q) -> list[ItemRow]:
    found = (
        RegistryItem.objects.filter(which, until=None, twin=0).select_related("document").order_by(*_ORDER)
    )
    return [ItemRow(_item(each), line(each.document)) for each in found]


def _associations(which: Q, most: int) -> list[AssociationRow]:
    found = RegistryAssociation.objects.filter(which, until=None)
    ordered = found.select_related("document").order_by(*_ORDER, "place")[:most]
    return [AssociationRow(_association(each), line(each.document)) for each in ordered]


def _item(found: RegistryItem) -> Item:
    return Item(
        identifier=found.identifier, uri=found.uri, place=0, statement=found.statement, body=bytes(found.body),
        kind=found.kind, code=found.code, level=found.level, language=found.language, parent=found.parent,
        position=found.position,
    )  # fmt: skip


def _association(found: RegistryAssociation) -> Association:
    return Association(
        identifier=found.identifier, uri=found.uri, place=0, kind=found.kind, origin=found.origin,
        origin_uri=found.origin_uri, destination=found.destination, destination_uri=found.destination_uri,
        body=bytes(found.body), destination_title=found.destination_title, position=found.position, group=found.group,
    )  # fmt: skip
