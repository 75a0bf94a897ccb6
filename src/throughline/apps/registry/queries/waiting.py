"""Reads: which links of documents that stand wait for something that nobody here holds yet."""

from collections.abc import Iterable

from django.db import connection


def waiting_for(identifiers: Iterable[str]) -> int:
    """How many associations lead to or come from one of these identifiers while nobody here holds it: what a document
    with these items would resolve. One query."""
    wanted = sorted(set(identifiers))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH missing AS (
                SELECT node FROM unnest(%s::text[]) AS node
                WHERE NOT EXISTS (SELECT FROM registry_registryitem i WHERE i.identifier = node AND i.until IS NULL)
                  AND NOT EXISTS (SELECT FROM registry_registrydocument d WHERE d.identifier = node)
            )
            SELECT count(*) FROM (
                SELECT a.id FROM missing JOIN registry_registryassociation a ON a.destination = node AND a.until IS NULL
                UNION
                SELECT a.id FROM missing JOIN registry_registryassociation a ON a.origin = node AND a.until IS NULL
            ) AS resolved
            """,
            [wanted],
        )
        return int(cursor.fetchone()[0])


def held_among(identifiers: Iterable[str]) -> set[str]:
    """Those of these identifiers that are held here, as items or as documents. One query."""
    wanted = sorted(set(identifiers))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.identifier FROM registry_registryitem i WHERE i.identifier = ANY(%s) AND i.until IS NULL"
            " UNION SELECT d.identifier FROM registry_registrydocument d WHERE d.identifier = ANY(%s)",
            [wanted, wanted],
        )
        return {row[0] for row in cursor.fetchall()}
