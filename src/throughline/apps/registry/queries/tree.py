"""Reads: the items of a document as a tree, a level at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

MOST = 100
"""Items shown of one level at a time."""
DEEPEST = 64


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in a tree or a list. children: how many stand right under it."""

    document: UUID
    identifier: str
    uri: str
    kind: str
    code: str
    statement: str
    level: str
    language: str
    children: int


@dataclass(frozen=True, slots=True)
class Level:
    """The items right under one item (parent empty: under the document), a stretch of them from `start`."""

    parent: str
    start: int
    items: tuple[ItemLine, ...]
    more: bool


FIELDS = "i.document_id, i.identifier, i.uri, i.kind, i.code, i.statement, i.level, i.language"
COUNTED = (
    "(SELECT count(*) FROM registry_registryitem c"
    " WHERE c.document_id = i.document_id AND c.parent = i.identifier AND c.until IS NULL)"
)


def children(document: UUID, parent: str = "", *, start: int = 0, most: int = MOST) -> Level:
    """A stretch of the items right under one. One query."""
    rows = _asked(
        f"SELECT {FIELDS}, {COUNTED} FROM registry_registryitem i"
        " WHERE i.document_id = %s AND i.parent = %s AND i.until IS NULL"
        " ORDER BY i.position, i.place LIMIT %s OFFSET %s",
        [document, parent, most + 1, start],
    )
    return Level(parent, start, tuple(ItemLine(*row) for row in rows[:most]), len(rows) > most)


def levels(document: UUID, parents: Sequence[str], *, most: int = MOST) -> dict[str, Level]:
    """The first stretch of the items under each of several. One query."""
    rows = _asked(
        f"SELECT i.parent, {FIELDS}, {COUNTED} FROM unnest(%s::text[]) AS p(parent), LATERAL ("
        "  SELECT * FROM registry_registryitem r"
        "  WHERE r.document_id = %s AND r.parent = p.parent AND r.until IS NULL"
        "  ORDER BY r.position, r.place LIMIT %s) i ORDER BY i.position, i.place",
        [list(dict.fromkeys(parents)), document, most + 1],
    )
    under: dict[str, list[ItemLine]] = {}
    for parent, *fields in rows:
        under.setdefault(parent, []).append(ItemLine(*fields))
    return {
        parent: Level(parent, 0, tuple(found[:most]), len(found) > most) for parent, found in under.items()
    }


def way_to(document: UUID, identifier: str) -> tuple[ItemLine, ...]:
    """An item and those it stands under, the topmost first; empty where there is no such item. One query."""
    rows = _asked(
        f"""
        WITH RECURSIVE way AS (
            SELECT r.*, 1 AS step FROM registry_registryitem r
            WHERE r.document_id = %s AND r.identifier = %s AND r.until IS NULL AND r.twin = 0
            UNION ALL
            SELECT r.*, w.step + 1 FROM way w JOIN registry_registryitem r
            ON r.document_id = w.document_id AND r.identifier = w.parent AND r.until IS NULL AND r.twin = 0
            WHERE w.step < {DEEPEST}
        ) SELECT {FIELDS}, {COUNTED} FROM way i ORDER BY i.step DESC
        """,
        [document, identifier],
    )
    return tuple(ItemLine(*row) for row in rows)


def beside(document: UUID, parent: str, identifier: str) -> tuple[ItemLine | None, ItemLine | None]:
    """The items before and after one among those under the same parent. One query."""
    rows = _asked(
        f"""
        WITH ordered AS (
            SELECT i.*, row_number() OVER (ORDER BY i.position, i.place) AS nth FROM registry_registryitem i
            WHERE i.document_id = %s AND i.parent = %s AND i.until IS NULL
        ), here AS (SELECT min(nth) AS nth FROM ordered WHERE identifier = %s)
        SELECT i.nth - here.nth, {FIELDS}, 0 FROM ordered i, here WHERE abs(i.nth - here.nth) = 1
        """,
        [document, parent, identifier],
    )
    found = {row[0]: ItemLine(*row[1:]) for row in rows}
    return found.get(-1), found.get(1)


def _asked(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
