"""Reads: the whole record of a learner as a file of theirs, made when it is asked for and kept while it stays the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks.queries import home_state
from throughline.apps.records import kept_files
from throughline.apps.records.credentials.issuer_keys import live
from throughline.apps.records.credentials.record_files import award_in_file, signed_record
from throughline.apps.records.lines import RecordView
from throughline.apps.records.queries.awards import credentials_of
from throughline.apps.records.queries.own_record import view_of

WHAT = "The record as a file"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the whole record as it is handed out. key: what it was made from, for what is drawn from it."""

    name: str
    content: bytes
    key: str


def own_file(actor: Actor, learner: UUID, *, now: datetime) -> tuple[RecordView, Mapping[str, Any]]:
    """The whole record of the learner who asks, and the same as a signed CLR."""
    found = own_signed(actor, learner, now=now)
    return view_of(learner, found.name, now=now), json.loads(found.content)


def own_signed(actor: Actor, learner: UUID, *, now: datetime) -> OwnFile:
    """The signed CLR of the whole record of the learner who asks, written out; signed now where it is not kept."""
    require(actor, "record.export", directory.subject_for(actor, learner), what=WHAT)
    name, key = _name(actor, learner), kept_files.key_of(learner, now=now)
    kept = kept_files.find(learner, "clr", key)
    if kept is not None:
        return OwnFile(name, kept, key)
    view = view_of(learner, name, now=now)
    _sign_what_waits(view, now)
    key = kept_files.key_of(learner, now=now)
    view = view_of(learner, name, now=now)
    made = signed_record(view, learner=learner, subject=uuid4(), salt=token_bytes(32), now=now, partial=False)
    content = json.dumps(made, ensure_ascii=False, indent=1).encode()
    kept_files.keep(learner, "clr", key, content, now=now)
    return OwnFile(name, content, key)


@transaction.atomic
def _sign_what_waits(view: RecordView, now: datetime) -> None:
    # It writes rows that a file is made from, so it comes before the key that the file is kept under.
    live(home_state(), "Ed25519", now)
    awards = (award_in_file(line) for line in view.lines.values())
    credentials_of([each for each in awards if each is not None], now=now)


def own_drawn(actor: Actor, learner: UUID, form: str, *, now: datetime) -> OwnFile | None:
    """What was drawn of the whole record in a form (`pdf:` and what it was drawn with), where it is kept."""
    require(actor, "record.export", directory.subject_for(actor, learner), what=WHAT)
    key = kept_files.key_of(learner, now=now)
    kept = kept_files.find(learner, form, key)
    return None if kept is None else OwnFile(_name(actor, learner), kept, key)


def _name(actor: Actor, learner: UUID) -> str:
    return actor.name if actor.person == learner else directory.someone(learner).name
