"""Files made of a learner's record, kept for the learner while they would come out the same.

A file is found by a key over all that it was made from: the versions of the record's rows, what is published, the key it
is signed with, and the day. Whatever is withdrawn, revoked, hidden or added gives another key, so nothing that was is
handed out. What can no longer be handed out is removed by a job within minutes, and with the next file at once.
"""

from datetime import datetime
from uuid import UUID
from zlib import compress, decompress

from django.db import connection
from psycopg import Cursor

from throughline.apps.directory.row_versions import THEIRS, Tables, row_versions
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
FIND = "SELECT content FROM records_keptfile WHERE learner_id = %s AND form = %s AND key = %s"


def key_of(learner: UUID, *, now: datetime) -> str:
    """What a file of this record must be kept under, to be handed out today. One query."""
    house = str(frameworks.published().newest)
    rows = row_versions(learner, MADE_FROM)
    return ledger.digest([rows, house, addresses.house(), now.date().isoformat()])


def find(learner: UUID, form: str, key: str) -> bytes | None:
    """The file that is kept in a form under a key. One query."""
    # In PostgreSQL's binary form: as text a file takes twice the room and ten times the time.
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        cursor.execute(FIND, [learner, form, key], binary=True)
        found = cursor.fetchone()
    return decompress(found[0]) if found else None


def keep(learner: UUID, form: str, key: str, content: bytes, *, now: datetime) -> None:
    """Keeps a file, unless the record changed while it was being made; removes what says something else."""
    if key_of(learner, now=now) != key:
        return
    KeptFile.objects.filter(learner=learner).exclude(key=key).delete()
    kept = {"key": key, "content": compress(content), "made_at": now}
    KeptFile.objects.update_or_create(learner_id=learner, form=form, defaults=kept)


def forget_stale(*, now: datetime) -> int:
    """Removes every kept file that would come out another one now; gives how many."""
    rows = KeptFile.objects.order_by("learner_id").values_list("id", "learner_id", "key")
    keys: dict[UUID, str] = {}
    gone = []
    for row, learner, key in rows.iterator():
        if learner not in keys:
            keys = {learner: key_of(learner, now=now)}
        if keys[learner] != key:
            gone.append(row)
    return KeptFile.objects.filter(id__in=gone).delete()[0]
