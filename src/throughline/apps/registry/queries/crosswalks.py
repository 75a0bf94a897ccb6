"""Reads: two documents side by side, by the associations between them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from throughline.apps.registry.queries.tree import ItemLine


@dataclass(frozen=True, slots=True)
class Pairing:
    """An item of the first document, one of the second, and the association between them. forward: it leads from the
    first to the second. said_in: the document that says so."""

    kind: str
    forward: bool
    said_in: UUID
    left: ItemLine
    right: ItemLine


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """kinds: how many associations of each kind there are between the two. pairs: a stretch of them. covered: how many
    items of the first, and of the second, have any."""

    kinds: tuple[tuple[str, int], ...]
    covered: tuple[int, int]
    pairs: tuple[Pairing, ...]


_BETWEEN = """
    WITH ends AS (
        SELECT a.kind, TRUE AS forward, a.document_id, a.place, l.id AS left_id, r.id AS right_id
        FROM registry_registryitem l
        JOIN registry_registryassociation a ON a.origin = l.identifier AND a.until IS NULL
        JOIN registry_registryitem r ON r.identifier = a.destination AND r.until IS NULL AND r.document_id = %(right)s
        WHERE l.document_id = %(left)s AND l.until IS NULL
        UNION ALL
        SELECT a.kind, FALSE, a.document_id, a.place, l.id, r.id
        FROM registry_registryitem l
        JOIN registry_registryassociation a ON a.destination = l.identifier AND a.until IS NULL
        JOIN registry_registryitem r ON r.identifier = a.origin AND r.until IS NULL AND r.document_id = %(right)s
        WHERE l.document_id = %(left)s AND l.until IS NULL
    )
"""
_FIELDS = (
    "{0}.document_id, {0}.identifier, {0}.uri, {0}.kind, {0}.code, {0}.statement, {0}.level, {0}.language, 0"
)


def crosswalk(left: UUID, right: UUID, *, kind: str = "", start: int = 0, most: int = 100) -> Crosswalk:
    """What is said between the items of two documents, by whichever document; `kind` narrows the pairs. Two queries."""
    given: dict[str, Any] = {"left": left, "right": right, "kind": kind, "most": most, "start": start}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_BETWEEN} SELECT kind, count(*), NULL, NULL FROM ends GROUP BY kind"
            " UNION ALL SELECT '', NULL, count(DISTINCT left_id), count(DISTINCT right_id) FROM ends",
            given,
        )
        counted = list(cursor.fetchall())
        cursor.execute(
            f"{_BETWEEN} SELECT e.kind, e.forward, e.document_id, {_FIELDS.format('l')}, {_FIELDS.format('r')}"
            " FROM ends e JOIN registry_registryitem l ON l.id = left_id JOIN registry_registryitem r ON r.id = right_id"
            " WHERE %(kind)s IN ('', e.kind) ORDER BY l.place, e.kind, r.place LIMIT %(most)s OFFSET %(start)s",
            given,
        )
        pairs = [
            Pairing(kind, forward, said_in, ItemLine(*rest[:9]), ItemLine(*rest[9:]))
            for kind, forward, said_in, *rest in cursor.fetchall()
        ]
    kinds = sorted(((name, number) for name, number, _, _ in counted if name), key=lambda each: -each[1])
    covered = next((one, other) for _, number, one, other in counted if number is None)
    return Crosswalk(tuple(kinds), covered, tuple(pairs))


def crosswalked(document: UUID) -> list[tuple[UUID, str, int]]:
    """The other documents whose items are linked with items of this one, most linked first: key, title, links. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH near AS (
                SELECT CASE WHEN own.identifier = a.origin THEN a.destination ELSE a.origin END AS other
                FROM registry_registryitem own JOIN registry_registryassociation a
                ON a.until IS NULL AND (a.origin = own.identifier OR a.destination = own.identifier)
                WHERE own.document_id = %s AND own.until IS NULL
            )
            SELECT d.id, d.title, count(*) FROM near
            JOIN registry_registryitem i ON i.identifier = near.other AND i.until IS NULL AND i.document_id <> %s
            JOIN registry_registrydocument d ON d.id = i.document_id AND d.withdrawn_at IS NULL
            GROUP BY d.id, d.title ORDER BY count(*) DESC, d.title LIMIT 20
            """,
            [document, document],
        )
        return [(key, title, int(count)) for key, title, count in cursor.fetchall()]
