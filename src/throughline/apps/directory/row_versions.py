"""Whether anything that is kept about a person changed: one short value over the versions of rows.

PostgreSQL gives every version of a row a place and the number of the transaction that wrote it (`ctid`, `xmin`), so an
added, changed or removed row shows, whoever wrote it and however. Nothing is told to anybody: whoever keeps something
that was worked out from rows asks before each use whether they are still the same.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

Tables = Mapping[str, str]
"""Tables by name, each with the condition that picks a person's rows: SQL in which `t` is the row and `own` holds all ids
of the person. A table that only grows may name, after `#`, what to take for its rows instead of every one."""

THEIRS = "t.learner_id IN (SELECT id FROM own)"
LATEST = "#count(*)::text || ':' || coalesce(max(t.sequence), 0)"
PERSON: Tables = {"directory_person": "t.id IN (SELECT id FROM own)"}
"""The person's own rows. The name of somebody else, once given, is never written anew by any act."""
EVENTS: Tables = {"trail_event": f"t.about IN (SELECT id FROM own){LATEST}"}
"""Events are never changed and never removed: how many there are, and the latest, say it all."""

_EACH = "t.ctid::text || '.' || t.xmin::text"
_asked: ContextVar[dict[tuple[UUID, frozenset[str]], str] | None] = ContextVar("asked", default=None)


def row_versions(person: UUID, tables: Tables) -> str:
    """A digest (32 hex digits) over the versions of a person's rows in these tables: another one as soon as any row was
    added, changed or removed. One query; none where the same was asked in one reading (`one_state`)."""
    asked, key = _asked.get(), (person, frozenset(tables))
    if asked is not None and key in asked:
        return asked[key]
    with connection.cursor() as cursor:
        cursor.execute(versions_sql(tables), [person])
        found = str(cursor.fetchone()[0])
    if asked is not None:
        asked[key] = found
    return found


@contextmanager
def one_state() -> Iterator[None]:
    """Within it nothing is written, so that the same is asked once: for the drawing of one page."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def versions_sql(tables: Tables) -> str:
    """The query of `row_versions`, with one place for the id of the person: for a query that asks more beside it."""
    parts = []
    for name, condition in sorted(tables.items()):
        where, _, taken = condition.partition("#")
        each = taken or f"coalesce(string_agg({_EACH}, ',' ORDER BY t.ctid), '')"
        parts.append(f"(SELECT '{name}:' || {each} FROM {name} t WHERE {where})")
    parts.append("(SELECT string_agg(id::text, ',' ORDER BY id) FROM own)")
    own = "WITH own AS MATERIALIZED (SELECT directory_same_person(%s) AS id)"
    return f"{own}\nSELECT md5(array_to_string(ARRAY[{', '.join(parts)}], '|'))"
