"""Reads: the whole record of a learner as a file of theirs, made when it is asked for and kept while it stays the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4
from zlib import decompress

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import kept_files
from throughline.apps.records.credentials import addresses
from throughline.apps.records.credentials.record_files import Told, beside, made_beside, signed_record
from throughline.apps.records.kept_views import views
from throughline.apps.records.lines import RecordView
from throughline.apps.records.queries.own_record import read_view, view_of
from throughline.core import ledger

WHAT = "The record as a file"
CLR, STATED = "clr", "stated"
"""The forms of a file: the record, and what its keeper stated in it."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The signed record as it is handed out. key: what it was made from, for what is drawn from it. view: the record it was
    made from now; None where it was kept. made: what is to be kept of it, by form; nothing where it was kept."""

    name: str
    content: bytes
    key: str
    view: RecordView | None = None
    made: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn of the whole record before, and still is so."""

    name: str
    content: bytes


def own_file(actor: Actor, learner: UUID, *, now: datetime) -> tuple[RecordView, Mapping[str, Any]]:
    """The whole record of the learner who asks, and the same as a signed CLR."""
    found = own_signed(actor, learner, now=now)
    return found.view or view_of(learner, found.name, now=now), json.loads(found.content)


def own_signed(actor: Actor, learner: UUID, *, now: datetime) -> OwnFile:
    """The signed CLR of the whole record of the learner who asks, written out; signed now where it is not kept. One
    query, or three where it is made."""
    return _signed(*_found(actor, learner, now, ()), learner, now)


def own_drawn(actor: Actor, learner: UUID, form: str, *, now: datetime) -> Drawn | OwnFile:
    """What was drawn of the whole record in a form (`pdf:` and what it was drawn with); where that is not kept, the signed
    CLR to draw it from. As many queries as for `own_signed`."""
    name, found = _found(actor, learner, now, (form,))
    drawn = found.file(form)
    return Drawn(name, drawn) if drawn is not None else _signed(name, found, learner, now)


def _found(
    actor: Actor, learner: UUID, now: datetime, forms: tuple[str, ...]
) -> tuple[str, kept_files.Found]:
    require(actor, "record.export", directory.subject_for(actor, learner), what=WHAT)
    name = actor.name if actor.person == learner else directory.someone(learner).name
    return name, kept_files.find(learner, (CLR, *forms), now=now)


def _signed(name: str, found: kept_files.Found, learner: UUID, now: datetime) -> OwnFile:
    kept = found.file(CLR)
    return _made(learner, name, found.key, now) if kept is None else OwnFile(name, kept, found.key)


def made_of(learner: UUID, *, now: datetime) -> OwnFile:
    """The same made now, for the job that makes it before it is asked for."""
    return _made(learner, directory.someone(learner).name, kept_files.key_of(learner, now=now), now)


def _made(learner: UUID, name: str, key: str, now: datetime) -> OwnFile:
    view = read_view(learner, name, views.known(learner, frameworks.published())).view
    needed = beside(view, learner)
    if needed is None:
        needed = made_beside(view, learner, now=now)
        key = kept_files.key_of(learner, now=now)
    basis = ledger.digest([str(frameworks.published().newest), addresses.house(), needed.method, name])
    made, told = signed_record(view, needed, _told(needed.stated, basis), now=now, partial=False)
    files = {CLR: _written(made), STATED: _written(_kept(told, basis))}
    return OwnFile(name, files[CLR], key, view, files)


def _told(pressed: bytes | None, basis: str) -> Told:
    """What was stated before, where it was by the same documents, key and name: then as the same subject too. A file is
    the learner's own, and all of theirs speak of one."""
    before = json.loads(decompress(pressed)) if pressed else {}
    if before.get("basis") != basis:
        return Told(uuid4(), token_bytes(32))
    return Told(UUID(before["subject"]), bytes.fromhex(before["salt"]), before["held"])


def _kept(told: Told, basis: str) -> dict[str, Any]:
    return {"basis": basis, "subject": str(told.subject), "salt": told.salt.hex(), "held": told.held}


def _written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
