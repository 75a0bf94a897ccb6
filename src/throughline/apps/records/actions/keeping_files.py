"""Writes: files made of the learner's own record are kept while they would come out the same, and made anew beforehand."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records import kept_files
from throughline.apps.records.queries.own_files import made_of

LATELY = timedelta(days=7)
"""For so long after a learner last asked for a file of theirs, it is made anew before they ask again."""
AT_ONCE = 100


def keep_made(*, by: Actor, learner: UUID, key: str, files: Mapping[str, bytes], now: datetime) -> None:
    """Keep what was made of a record whose rows were those of that key, by form. It is the learner's own copy and says
    nothing new, so no event is written."""
    require(by, "record.export", directory.subject_for(by, learner), what="The record as a file")
    kept_files.keep(learner, key, files, asked=now)


def renew_files(*, now: datetime) -> int:
    """Make the signed record anew for those who asked for one lately and whose record changed since; remove every other
    file that would come out another one now. Gives how many were made."""
    found = kept_files.stale(now=now)
    lately = [learner for learner, asked in found.items() if now - asked <= LATELY][:AT_ONCE]
    made = sum(_renewed(learner, found[learner], now) for learner in lately)
    kept_files.forget(found.keys() - set(lately))
    return made


def _renewed(learner: UUID, asked: datetime, now: datetime) -> bool:
    try:
        found = made_of(learner, now=now)
    except Refused:
        # Nothing in it is confirmed any more.
        kept_files.forget([learner])
        return False
    kept_files.keep(learner, found.key, found.made, asked=asked)
    return True
