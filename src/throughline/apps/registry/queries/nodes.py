"""Reads: an item with everything linked to it, in its own document and in others; and nodes that nobody here holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Held:
    """Where a node is held here: the document with its title, and the item; identifier empty: the document itself."""

    document: UUID
    title: str
    identifier: str
    code: str
    statement: str
    uri: str


@dataclass(frozen=True, slots=True)
class Link:
    """An association seen from one of its ends. outward: it starts here. held: the other end where it is held here (in
    several documents: in each of them); else there are its address and title alone."""

    identifier: str
    kind: str
    outward: bool
    document: UUID
    other: str
    uri: str
    title: str
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class ExternalNode:
    """What associations of a document lead to or come from and nobody here holds. links: how many do; kinds: of which."""

    identifier: str
    uri: str
    title: str
    links: int
    kinds: tuple[str, ...]


def links_of(identifier: str, *, most: int = 200) -> tuple[Link, ...]:
    """All associations of an item in both directions, of its own document and of others. Two queries."""
    rows = _asked(
        "SELECT a.identifier, a.kind, a.origin = %s, a.document_id,"
        " CASE WHEN a.origin = %s THEN a.destination ELSE a.origin END,"
        " CASE WHEN a.origin = %s THEN a.destination_uri ELSE a.origin_uri END,"
        " CASE WHEN a.origin = %s THEN a.destination_title ELSE '' END"
        " FROM registry_registryassociation a"
        " JOIN registry_registrydocument d ON d.id = a.document_id AND d.withdrawn_at IS NULL"
        " WHERE a.until IS NULL AND (a.origin = %s OR a.destination = %s) ORDER BY a.kind, d.title, a.place LIMIT %s",
        [identifier] * 6 + [most],
    )
    held = holders({row[4] for row in rows})
    return tuple(
        Link(name, kind, outward, where, other, uri, title, held.get(other, ()))
        for name, kind, outward, where, other, uri, title in rows
    )


def holders(identifiers: set[str]) -> dict[str, tuple[Held, ...]]:
    """Where each of these nodes is held: as an item, or as a document. One query."""
    wanted = sorted(each for each in identifiers if each)
    rows = _asked(
        "SELECT i.identifier, d.id, d.title, i.identifier, i.code, i.statement, i.uri FROM registry_registryitem i"
        " JOIN registry_registrydocument d ON d.id = i.document_id AND d.withdrawn_at IS NULL"
        " WHERE i.identifier = ANY(%s) AND i.until IS NULL AND i.twin = 0"
        " UNION ALL SELECT d.identifier, d.id, d.title, '', '', d.title, d.uri FROM registry_registrydocument d"
        " WHERE d.identifier = ANY(%s) AND d.withdrawn_at IS NULL",
        [wanted, wanted],
    )
    found: dict[str, list[Held]] = {}
    for identifier, *fields in rows:
        found.setdefault(identifier, []).append(Held(*fields))
    return {identifier: tuple(each) for identifier, each in found.items()}


def external_nodes(document: UUID, *, start: int = 0, most: int = 100) -> tuple[list[ExternalNode], int]:
    """What a document's associations name and nobody here holds, most linked first, and how many such nodes there are.
    They are found by asking, not kept: one that arrives is external no more. One query."""
    rows = _asked(
        """
        WITH ends AS (
            SELECT destination AS node, destination_uri AS uri, destination_title AS title, kind
            FROM registry_registryassociation WHERE document_id = %s AND until IS NULL
            UNION ALL
            SELECT origin, origin_uri, '', kind FROM registry_registryassociation WHERE document_id = %s AND until IS NULL
        ), named AS (
            SELECT node, max(uri) AS uri, max(title) AS title, count(*) AS links, array_agg(DISTINCT kind) AS kinds
            FROM ends GROUP BY node
        )
        SELECT node, uri, title, links, kinds, count(*) OVER () FROM named n
        WHERE NOT EXISTS (SELECT FROM registry_registryitem i WHERE i.identifier = n.node AND i.until IS NULL)
          AND NOT EXISTS (SELECT FROM registry_registrydocument d WHERE d.identifier = n.node)
        ORDER BY links DESC, node LIMIT %s OFFSET %s
        """,
        [document, document, most, start],
    )
    found = [
        ExternalNode(node, uri, title, links, tuple(kinds)) for node, uri, title, links, kinds, _ in rows
    ]
    return found, int(rows[0][5]) if rows else 0


def _asked(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
