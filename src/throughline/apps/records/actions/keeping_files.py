"""Writes: a drawing of the learner's own record is kept while it would come out the same."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.records import kept_files


@transaction.atomic
def keep_drawn(*, by: Actor, learner: UUID, form: str, key: str, content: bytes, now: datetime) -> None:
    """Keep what was drawn from the file of that key, in that form. It is the learner's own copy and says nothing new, so
    no event is written."""
    require(by, "record.export", directory.subject_for(by, learner), what="The record as a file")
    kept_files.keep(learner, form, key, content, now=now)
