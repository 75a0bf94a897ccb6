"""Reads: a document of the registry as the package it came as, row by row, at any of its versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from throughline.apps.registry.digests import unpacked
from throughline.apps.registry.models import DocumentVersion
from throughline.core.formats.packages import Association, Document, Item, Package

STRETCH = 2_000
"""Rows fetched at a time, so that the longest document needs no more memory than a short one."""
_STOOD = "document_id = %s AND since <= %s AND (until IS NULL OR until > %s) ORDER BY place"


@dataclass(frozen=True, slots=True)
class ItemRows:
    """The items of one version in the file's order, read anew on every walk."""

    document: UUID
    number: int
    places: bytes = b""

    def __iter__(self) -> Iterator[Item]:
        fields = "identifier, uri, statement, body, kind, code, level, language, parent, position"
        rows = _walked("registry_registryitem", fields, self.document, self.number)
        for place, row in zip(unpacked(self.places), rows):
            identifier, uri, statement, body, kind, code, level, language, parent, position = row
            yield Item(
                identifier=identifier, uri=uri, place=place, statement=statement, body=bytes(body), kind=kind, code=code,
                level=level, language=language, parent=parent, position=position,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AssociationRows:
    """The associations of one version in the file's order, read anew on every walk."""

    document: UUID
    number: int
    places: bytes = b""

    def __iter__(self) -> Iterator[Association]:
        fields = (
            "identifier, uri, kind, origin, origin_uri, destination, destination_uri, body, destination_title, position,"
            ' "group"'
        )
        rows = _walked("registry_registryassociation", fields, self.document, self.number)
        for place, row in zip(unpacked(self.places), rows):
            (
                identifier,
                uri,
                kind,
                origin,
                origin_uri,
                destination,
                destination_uri,
                body,
                title,
                position,
                group,
            ) = row
            yield Association(
                identifier=identifier, uri=uri, place=place, kind=kind, origin=origin, origin_uri=origin_uri,
                destination=destination, destination_uri=destination_uri, body=bytes(body), destination_title=title,
                position=position, group=group,
            )  # fmt: skip


def package(key: UUID, number: int) -> Package | None:
    """A document as one of its versions was brought: its own fields and body, its items and associations as streams."""
    found = DocumentVersion.objects.filter(document=key, number=number).first()
    if found is None:
        return None
    return Package(
        Document(body=bytes(found.body), **found.head),
        ItemRows(key, number, bytes(found.item_places)),
        AssociationRows(key, number, bytes(found.association_places)),
    )


def _walked(table: str, fields: str, document: UUID, number: int) -> Iterator[tuple[Any, ...]]:
    """Rows by a cursor of the server."""
    name = f"registry_{uuid4().hex}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE {name} NO SCROLL CURSOR FOR SELECT {fields} FROM {table} WHERE {_STOOD}",
            [document, number, number],
        )
        while True:
            cursor.execute(f"FETCH {STRETCH} FROM {name}")
            rows = cursor.fetchall()
            yield from rows
            if len(rows) < STRETCH:
                break
        cursor.execute(f"CLOSE {name}")
