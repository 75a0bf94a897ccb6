"""Files made of a learner's record, kept for the learner while they would come out the same.

A file is found by a key over all that it was made from: the versions of the record's rows, what is published, the key it
is signed with, and the day. Whatever is withdrawn, revoked, hidden or added gives another key, so nothing that was is
handed out. What can no longer be handed out is made anew by a job within minutes, or removed, and with the next file at
once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zlib import compress, decompress

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, Min
from django.utils import timezone
from psycopg import Cursor
from psycopg.pq import Format

from throughline.apps.directory.row_versions import THEIRS, Tables, row_versions, versions_sql
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses
from throughline.apps.records.models import KeptFile
from throughline.apps.records.rows import RECORD
from throughline.core import ledger

MADE_FROM: Tables = {
    **RECORD, "records_footing": THEIRS, "records_issuerkey": "true", "records_keymark": "true",
}  # fmt: skip
"""The tables a file of the record is made from: the record, the pathway that says how it hangs together, and the keys
that are signed with."""
FIND = f"""
SELECT now.versions, file.form, file.key, file.content
FROM ({versions_sql(MADE_FROM)}) AS now(versions)
  LEFT JOIN records_keptfile file ON file.learner_id = %s AND file.form = ANY(%s)
"""
KEEP = """
WITH gone AS (DELETE FROM records_keptfile WHERE learner_id = %(learner)s AND key <> %(key)s AND form <> ALL(%(forms)s))
INSERT INTO records_keptfile (id, learner_id, form, key, content, made_at)
SELECT gen_random_uuid(), %(learner)s, form, %(key)s, content, %(asked)s
FROM unnest(%(forms)s::text[], %(contents)s::bytea[]) AS made(form, content)
ON CONFLICT (learner_id, form) DO UPDATE SET key = excluded.key, content = excluded.content, made_at = excluded.made_at
"""
QUICKLY = 1
"""How hard a file is pressed together: a tenth larger than the hardest, in a fifth of the time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept of a record now. key: what a file must be kept under to be handed out today. pressed: by form."""

    key: str
    pressed: Mapping[str, bytes]

    def file(self, form: str) -> bytes | None:
        """The file in one of the forms asked for; None where it is not kept."""
        return decompress(self.pressed[form]) if form in self.pressed else None


def key_of(learner: UUID, *, now: datetime) -> str:
    """What a file of this record must be kept under, to be handed out today. One query."""
    return _key(row_versions(learner, MADE_FROM), now)


def _key(rows: str, now: datetime) -> str:
    house = str(frameworks.published().newest)
    return ledger.digest([rows, house, addresses.house(), timezone.localdate(now).isoformat()])


def find(learner: UUID, forms: Iterable[str], *, now: datetime) -> Found:
    """The files that are kept in these forms and would come out the same now. One query."""
    with _in_binary() as cursor:
        cursor.execute(FIND, [learner, learner, list(forms)])
        rows = cursor.fetchall()
    key = _key(rows[0][0], now)
    return Found(key, {form: content for _, form, under, content in rows if under == key})


def keep(learner: UUID, key: str, files: Mapping[str, bytes], *, asked: datetime) -> None:
    """Keeps files, by form, that were made after `key` was asked for; removes what says something else. asked: when the
    learner last asked for one. One query.

    Where the record changed meanwhile the key is that of what was, and nothing asks for it again.
    """
    pressed = [compress(content, QUICKLY) for content in files.values()]
    with _in_binary() as cursor:
        cursor.execute(
            KEEP, {"learner": learner, "key": key, "forms": list(files), "contents": pressed, "asked": asked}
        )


def _in_binary() -> CursorWrapper:
    """A cursor that speaks PostgreSQL's binary form: as text a file takes twice the room and ten times the time."""
    connection.ensure_connection()
    cursor: Any = Cursor(connection.connection)
    cursor.format = Format.BINARY
    return (
        connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    )


def stale(*, now: datetime) -> dict[UUID, datetime]:
    """The learners whose kept files would come out others now, each with the moment they last asked for one."""
    rows = KeptFile.objects.values("learner_id").annotate(
        asked=Max("made_at"), one=Max("key"), other=Min("key")
    )
    return {
        row["learner_id"]: row["asked"]
        for row in rows.order_by("-asked")
        if row["one"] != row["other"] or row["one"] != key_of(row["learner_id"], now=now)
    }


def forget(learners: Iterable[UUID]) -> None:
    """Removes all that is kept for these learners. One query."""
    KeptFile.objects.filter(learner__in=list(learners)).delete()
