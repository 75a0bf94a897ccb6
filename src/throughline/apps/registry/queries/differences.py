"""Reads: what one version of a document has that another one has not."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection

Change = Literal["added", "changed", "moved", "removed"]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that differs. before, after: its statement (empty: not in that version). members: the names of the members
    of its record that differ, where it was changed."""

    change: Change
    identifier: str
    code: str
    before: str
    after: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkChange:
    """An association that differs: its kind, and the titles or identifiers of both ends."""

    change: Change
    identifier: str
    kind: str
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What a version changed, a stretch of each list. counts: of all, by change. head: fields of the document itself that
    differ, each with what it said before and says after."""

    items: tuple[ItemChange, ...]
    links: tuple[LinkChange, ...]
    item_counts: tuple[tuple[str, int], ...]
    link_counts: tuple[tuple[str, int], ...]
    head: tuple[tuple[str, str, str], ...]


MOST = 200
_SIDES = """
    WITH before AS (SELECT * FROM {table} WHERE document_id = %(document)s AND since <= %(before)s
                    AND (until IS NULL OR until > %(before)s)),
         after AS (SELECT * FROM {table} WHERE document_id = %(document)s AND since <= %(after)s
                   AND (until IS NULL OR until > %(after)s)),
         both_sides AS (
            SELECT coalesce(b.place, a.place) AS place, b.id AS b_id, a.id AS a_id,
                   CASE WHEN b.id IS NULL THEN 'added' WHEN a.id IS NULL THEN 'removed'
                        WHEN b.digest = a.digest THEN 'moved' ELSE 'changed' END AS change
            FROM before b FULL JOIN after a ON a.identifier = b.identifier AND a.twin = b.twin
            WHERE b.id IS DISTINCT FROM a.id)
"""


_CHANGES = ("added", "changed", "moved", "removed")
_COUNTED = (
    "ARRAY[" + ", ".join(f"count(*) FILTER (WHERE s.change = '{each}') OVER ()" for each in _CHANGES) + "]"
)


def differences(document: UUID, before: int, after: int, *, most: int = MOST) -> Differences:
    """What version `after` has that version `before` has not. Three queries."""
    given: dict[str, Any] = {"document": document, "before": before, "after": after, "most": most}
    items = _asked(
        _SIDES.format(table="registry_registryitem")
        + f"SELECT {_COUNTED}, s.change, coalesce(a.identifier, b.identifier), coalesce(a.code, b.code),"
        " coalesce(b.statement, ''), coalesce(a.statement, ''), b.body, a.body"
        " FROM both_sides s LEFT JOIN registry_registryitem b ON b.id = s.b_id"
        " LEFT JOIN registry_registryitem a ON a.id = s.a_id ORDER BY s.place, s.change LIMIT %(most)s",
        given,
    )
    links = _asked(
        _SIDES.format(table="registry_registryassociation")
        + f"SELECT {_COUNTED}, s.change, r.identifier, r.kind, coalesce(nullif(r.origin_uri, ''), r.origin),"
        " coalesce(nullif(r.destination_title, ''), nullif(r.destination_uri, ''), r.destination)"
        " FROM both_sides s JOIN registry_registryassociation r ON r.id = coalesce(s.a_id, s.b_id)"
        " ORDER BY s.place, s.change LIMIT %(most)s",
        given,
    )
    return Differences(
        tuple(
            ItemChange(change, identifier, code, was, now, _members(old, new))
            for _counted, change, identifier, code, was, now, old, new in items
        ),
        tuple(LinkChange(*row[1:]) for row in links),
        _counts(items),
        _counts(links),
        tuple(_head(given)),
    )


def _counts(rows: list[tuple[Any, ...]]) -> tuple[tuple[str, int], ...]:
    counted = rows[0][0] if rows else []
    return tuple((change, int(count)) for change, count in zip(_CHANGES, counted, strict=False) if count)


def _head(given: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    rows = _asked(
        "SELECT number, head FROM registry_documentversion WHERE document_id = %(document)s"
        " AND number IN (%(before)s, %(after)s)",
        given,
    )
    found = {number: json.loads(head) if isinstance(head, str) else head for number, head in rows}
    old, new = found.get(given["before"], {}), found.get(given["after"], {})
    for name in new:
        if old.get(name, "") != new[name]:
            yield name, old.get(name, ""), new[name]


def _members(before: Any, after: Any) -> tuple[str, ...]:
    old, new = _read(before), _read(after)
    return (
        tuple(name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name))
        if old and new
        else ()
    )


def _read(body: Any) -> dict[str, Any]:
    try:
        read = json.loads(bytes(body)) if body is not None else {}
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _asked(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
