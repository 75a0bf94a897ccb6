"""Reads: the way from a standard of somebody else's to a competency of the state, to the milestone that certifies it, to the
credential that this awards; and the same way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

MOST = 500


@dataclass(frozen=True, slots=True)
class Trace:
    """One way. standard: with its document; link: the kind of alignment, outward: from the competency to the standard;
    the rest by identifier and name."""

    document: UUID
    document_title: str
    standard: str
    code: str
    statement: str
    link: str
    outward: bool
    competency: str
    competency_code: str
    milestone: str
    milestone_name: str
    milestone_code: str
    credential: str
    credential_name: str


def traces(*, standard: str = "", credential: str = "", competency: str = "") -> tuple[Trace, ...]:
    """Every way through a standard, a credential or a competency, by their identifiers; none given: all. One query."""
    return tuple(
        Trace(*row)
        for row in _asked(
            """
            WITH decided AS (
                SELECT DISTINCT ON (alignment) * FROM registry_alignmentdecision ORDER BY alignment, number DESC
            ), aligned AS (
                SELECT a.origin AS competency, a.destination AS standard, a.kind, TRUE AS outward
                FROM registry_registryassociation a WHERE a.until IS NULL AND a.kind <> 'isChildOf'
                UNION
                SELECT a.destination, a.origin, a.kind, FALSE
                FROM registry_registryassociation a WHERE a.until IS NULL AND a.kind <> 'isChildOf'
                UNION
                SELECT s.left, s.right, s.kind, TRUE FROM decided s WHERE s.status = 'certified'
                UNION
                SELECT s.right, s.left, s.kind, FALSE FROM decided s WHERE s.status = 'certified'
            )
            SELECT sd.id, sd.title, s.identifier, s.code, s.statement, al.kind, al.outward, c.identifier, c.code,
                   m.identifier, m.statement, m.code, aw.destination, aw.destination_title
            FROM aligned al
            JOIN registry_registryitem s ON s.identifier = al.standard AND s.until IS NULL AND s.twin = 0
            JOIN registry_registrydocument sd ON sd.id = s.document_id AND NOT sd.own AND sd.withdrawn_at IS NULL
            JOIN registry_registryitem c ON c.identifier = al.competency AND c.until IS NULL AND c.kind = 'Competency'
            JOIN registry_registrydocument cd ON cd.id = c.document_id AND cd.own
            JOIN registry_registryassociation ce
              ON ce.destination = c.identifier AND ce.kind = 'ext:certifies' AND ce.until IS NULL
            JOIN registry_registryitem m ON m.identifier = ce.origin AND m.until IS NULL
            JOIN registry_registryassociation aw
              ON aw.origin = m.identifier AND aw.kind = 'ext:awards' AND aw.until IS NULL
            WHERE %s IN ('', s.identifier) AND %s IN ('', aw.destination) AND %s IN ('', c.identifier)
            ORDER BY sd.title, s.place, c.code, m.code, aw.destination_title LIMIT %s
            """,
            [standard, credential, competency, MOST],
        )
    )


def _asked(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
