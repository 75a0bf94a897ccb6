"""Reads: alignments as they stand, and everything that was decided of one. For anyone; no person is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughline.apps.registry.models import AlignmentDecision
from throughline.apps.registry.settling import link_of
from throughline.core.alignment.equivalence import POLICY, Link


@dataclass(frozen=True, slots=True)
class End:
    """An item at one end, with the document it stands in. statement: empty where it is not there any more."""

    document: UUID
    title: str
    identifier: str
    uri: str
    code: str
    statement: str
    language: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """An alignment as it stands: `left` `kind` `right`. since: when it was decided so. body: who certified it. The rest as
    in `models.AlignmentDecision`."""

    key: UUID
    number: int
    left: End
    right: End
    kind: str
    status: str
    basis: str
    reason: str
    body: str
    since: datetime
    complete: bool
    carries_over: bool
    level: int | None
    strength: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of an alignment's history."""

    number: int
    status: str
    basis: str
    reason: str
    body: str
    decided_at: datetime
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A stretch of alignments, the newest decision first; how many there are in all, and of each standing."""

    alignments: tuple[Alignment, ...]
    total: int
    counts: dict[str, int]


_STANDING = """
    WITH standing AS (
        SELECT DISTINCT ON (alignment) * FROM registry_alignmentdecision ORDER BY alignment, number DESC
    )
"""
_END = (
    "{0}d.id, {0}d.title, s.{1}, coalesce({0}i.uri, ''), coalesce({0}i.code, ''), coalesce({0}i.statement, ''),"
    " coalesce({0}i.language, '')"
)
_JOINED = """
    JOIN registry_registrydocument ld ON ld.id = s.left_document_id
    JOIN registry_registrydocument rd ON rd.id = s.right_document_id
    LEFT JOIN registry_registryitem li
      ON li.identifier = s.left AND li.document_id = s.left_document_id AND li.until IS NULL AND li.twin = 0
    LEFT JOIN registry_registryitem ri
      ON ri.identifier = s.right AND ri.document_id = s.right_document_id AND ri.until IS NULL AND ri.twin = 0
"""
_FIELDS = (
    f"s.alignment, s.number, s.kind, s.status, s.basis, s.reason, s.body, s.decided_at, s.complete, s.carries_over,"
    f" s.level, s.strength, {_END.format('l', 'left')}, {_END.format('r', 'right')}"
)


def alignments(
    *, status: str = "certified", document: UUID | None = None, start: int = 0, most: int = 100
) -> Listed:
    """Alignments of one standing, between any two documents or with one. Two queries."""
    between = "" if document is None else " AND %(document)s IN (s.left_document_id, s.right_document_id)"
    given = {"status": status, "document": document, "start": start, "most": most}
    counted = _asked(
        f"{_STANDING} SELECT s.status, count(*) FROM standing s WHERE TRUE{between} GROUP BY s.status", given
    )
    rows = _asked(
        f"{_STANDING} SELECT {_FIELDS} FROM standing s {_JOINED} WHERE s.status = %(status)s{between}"
        " ORDER BY s.decided_at DESC, s.id DESC LIMIT %(most)s OFFSET %(start)s",
        given,
    )
    counts = {name: int(number) for name, number in counted}
    return Listed(tuple(_alignment(row) for row in rows), counts.get(status, 0), counts)


def alignment(key: UUID) -> tuple[Alignment, tuple[Step, ...]] | None:
    """One alignment with everything decided of it, the newest first; None where there is none. Two queries."""
    rows = _asked(
        f"{_STANDING} SELECT {_FIELDS} FROM standing s {_JOINED} WHERE s.alignment = %(key)s", {"key": key}
    )
    if not rows:
        return None
    steps = AlignmentDecision.objects.filter(alignment=key).order_by("-number")
    return _alignment(rows[0]), tuple(
        Step(each.number, each.status, each.basis, each.reason, each.body, each.decided_at, each.undoes)
        for each in steps
    )


def links(items: Iterable[str]) -> tuple[Link, ...]:
    """Everything that may count between items: all decisions that stand, and what publishers claim of these items or of
    what is aligned here with anything. A claim that was declined here is left out. Two queries."""
    rows = list(AlignmentDecision.objects.order_by("alignment", "-number").distinct("alignment"))
    decided = [link_of(each) for each in rows if each.status not in ("declined", "withdrawn")]
    around = {*items, *(end for each in decided for end in (each.origin, each.destination))}
    settled = {(each.kind, *ends) for each in rows if each.status != "withdrawn" for ends in _ends(each)}
    claimed = (link for link in _claimed(around) if (link.kind, link.origin, link.destination) not in settled)
    return (*decided, *claimed)


def claims_of(item: str) -> tuple[Link, ...]:
    """What publishers claim of one item, whichever end it is. One query."""
    return tuple(_claimed([item]))


def _ends(row: AlignmentDecision) -> tuple[tuple[str, str], ...]:
    both = POLICY.get(row.kind) == "both"
    return ((row.left, row.right), (row.right, row.left)) if both else ((row.left, row.right),)


def _claimed(items: Iterable[str]) -> Iterable[Link]:
    kinds = [*POLICY, *(f"{prefix}:{kind}" for kind in POLICY for prefix in ("ceasn", "ceterms"))]
    rows = _asked(
        "SELECT a.id, a.kind, a.origin, a.destination, d.publisher, d.title FROM registry_registryassociation a"
        " JOIN registry_registrydocument d ON d.id = a.document_id AND d.withdrawn_at IS NULL"
        " WHERE a.until IS NULL AND a.kind = ANY(%(kinds)s) AND a.origin <> '' AND a.destination <> ''"
        " AND (a.origin = ANY(%(items)s) OR a.destination = ANY(%(items)s)) ORDER BY a.id",
        {"kinds": [*kinds, "isRelatedTo"], "items": sorted(set(items))},
    )
    for number, kind, origin, destination, publisher, title in rows:
        yield Link(f"claim-{number}", kind, origin, destination, "claimed", by=publisher or title)


def _alignment(row: Sequence[Any]) -> Alignment:
    key, number, kind, status, basis, reason, body, since, complete, carries_over, level, strength, *ends = (
        row
    )
    return Alignment(
        key, number, End(*ends[:7]), End(*ends[7:]), kind, status, basis, reason, body, since, complete, carries_over,
        level, strength,
    )  # fmt: skip


def _asked(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
