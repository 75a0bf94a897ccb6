"""Writes: a file that comes in chunks, over a connection that may break, and is taken in when it is whole."""

import tempfile
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.actions.evidence import add_file, check_size
from throughline.apps.records.files.storage import IN_MEMORY, digest_of
from throughline.apps.records.models import Evidence, Upload, UploadChunk

LARGEST_CHUNK = 1024 * 1024
MOST_AT_ONCE = 20
FORGOTTEN = timedelta(days=7)
"""After so long an upload that nobody went on with is let go of."""


@transaction.atomic
def begin_upload(
    *, by: Actor, evidence: UUID, name: str, size: int, now: datetime, promised: str = ""
) -> UUID:
    """Begin to send a file into a draft; gives the upload's id. promised: the SHA-256 the whole file will have, in hex."""
    found = Evidence.objects.select_for_update().filter(id=evidence).first()
    if found is None or not (by.is_me(found.learner_id) or by.is_me(found.begun_by_id)):
        raise _unknown()
    require(by, "evidence.add", directory.subject_for(by, found.learner_id), what="Sending a file")
    if found.draft is None:
        raise Refused("Sending a file", "the piece is kept, and kept versions stay.", "Open it to change it.")
    check_size(size)
    Upload.objects.filter(evidence__learner=found.learner_id, begun_at__lt=now - FORGOTTEN).delete()
    same = found.uploads.filter(promised=promised.lower(), size=size).first() if promised else None
    if same:
        return same.id
    if found.uploads.count() >= MOST_AT_ONCE:
        raise Refused("Sending a file", "too many are on their way.", "Wait until one is done.")
    made = Upload.objects.create(
        evidence=found, name=name[:200] or "file", size=size, promised=promised.lower()[:64], begun_at=now
    )
    return made.id


@transaction.atomic
def receive(*, by: Actor, upload: UUID, offset: int, data: bytes, now: datetime) -> str:
    """Take the bytes from `offset` on; gives the digest the file is stored under once it is whole, else nothing.

    :raises OutOfStep: the bytes do not begin where the last ones ended.
    """
    found = _open(by, upload)
    if offset != found.received:
        raise OutOfStep(found.received)
    if not data or len(data) > LARGEST_CHUNK or offset + len(data) > found.size:
        raise Refused("Sending a file", "this part of it is empty or too large.", "Send it again.")
    UploadChunk.objects.create(upload=found, offset=offset, data=data)
    found.received += len(data)
    found.save(update_fields=["received"])
    return _whole(by, found, now) if found.received == found.size else ""


class OutOfStep(Exception):
    """Bytes that do not begin where the last ones ended; carries the offset to go on from."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"Go on from byte {offset}.")
        self.offset = offset


def _whole(by: Actor, found: Upload, now: datetime) -> str:
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        for chunk in found.chunks.order_by("offset").values_list("data", flat=True).iterator(chunk_size=4):
            file.write(chunk)
        if found.promised and digest_of(file) != found.promised:
            found.chunks.all().delete()
            found.received = 0
            found.save(update_fields=["received"])
            return ""
        name, evidence = found.name, found.evidence_id
        found.delete()
        return add_file(by=by, evidence=evidence, data=file, name=name, now=now)


def _open(by: Actor, upload: UUID) -> Upload:
    found = Upload.objects.select_for_update().select_related("evidence").filter(id=upload).first()
    if found is None or not (by.is_me(found.evidence.learner_id) or by.is_me(found.evidence.begun_by_id)):
        raise _unknown()
    subject = directory.subject_for(by, found.evidence.learner_id)
    require(by, "evidence.add", subject, what="Sending a file")
    return found


def _unknown() -> Refused:
    return Refused("Sending a file", "no such file is on its way.", "Begin to send it again.")
