"""Reads: whose word a document is, and how far others have taken up its links."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

_SAID = """
    SELECT coalesce((
        SELECT r.house FROM interop_importpart p JOIN interop_importrun r ON r.id = p.run_id
        WHERE p.document = %(document)s AND p.stage = 'done' ORDER BY p.id DESC LIMIT 1
    ), ''), (
        SELECT coalesce(jsonb_object_agg(c.status, c.n), '{}') FROM (
            SELECT s.status, count(*) AS n FROM (
                SELECT DISTINCT ON (alignment) status FROM registry_alignmentdecision
                WHERE %(document)s IN (left_document_id, right_document_id) ORDER BY alignment, number DESC
            ) s GROUP BY s.status
        ) c
    )
"""


@dataclass(frozen=True, slots=True)
class Said:
    """house: whose signed bundle brought the version of a document that stands, so that whatever it says of being certified
    is that house's word; empty where none did. alignments: how many it has with others, by their standing."""

    house: str
    alignments: dict[str, int]


def said_of(document: UUID) -> Said:
    """What stands beside a document. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"document": document})
        house, alignments = cursor.fetchone()
    return Said(house, json.loads(alignments))


def claimed_by(document: UUID) -> str:
    """The house whose word a document is (`Said.house`)."""
    return said_of(document).house
