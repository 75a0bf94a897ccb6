"""Reads: the credentials from elsewhere that a learner keeps here, with what was checked of them and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.records.models import HeldCredential

MEDIA = {"json": "application/json", "jwt": "text/plain", "png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Held:
    """One of them. form: how it came. answer: what checking found. host_needed: only the host that issued it can speak
    for it, and it did not answer. taken_back, over: genuine, and no longer good. repackaged: there is a form of it that
    needs its host no more."""

    id: UUID
    learner: UUID
    name: str
    issuer: str
    issuer_name: str
    kind: str
    form: str
    answer: str
    source: str
    host_needed: bool
    taken_back: bool
    over: bool
    repackaged: bool
    valid_from: datetime | None
    valid_until: datetime | None
    checked_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is given out."""

    name: str
    media: str
    content: bytes


def held(actor: Actor, learner: UUID, *, now: datetime) -> tuple[Held, ...]:
    """All that a learner keeps, newest first, for whoever may read their record. One query."""
    directory.may_read(actor, "held.read", learner, what="record", now=now)
    rows = (
        HeldCredential.objects.filter(learner__in=ids_of([learner]))
        .defer("content")
        .order_by("-received_at", "-id")
    )
    return tuple(_held(row) for row in rows)


def held_one(actor: Actor, key: UUID, *, now: datetime) -> Held:
    """One of them."""
    return _held(_row(actor, key, now))


def held_file(actor: Actor, key: UUID, *, now: datetime) -> File:
    """One of them as it came, byte for byte."""
    row = _row(actor, key, now)
    return File(f"credential-{str(key)[:8]}.{row.form}", MEDIA[row.form], bytes(row.content))


def held_repackaged(actor: Actor, key: UUID, *, now: datetime) -> dict[str, Any]:
    """A badge of Open Badges 2.0 as one of 3.0 that points back to it."""
    row = _row(actor, key, now)
    if row.repackaged is None:
        raise Refused("A newer form", "there is none of this credential.", "Take it as it came.")
    return dict(row.repackaged)


def _row(actor: Actor, key: UUID, now: datetime) -> HeldCredential:
    row = HeldCredential.objects.filter(id=key).first()
    if row is None:
        raise Refused("A credential from elsewhere", "there is none with this id.", "Look at your record.")
    directory.may_read(actor, "held.read", row.learner_id, what="record", now=now)
    return row


def _held(row: HeldCredential) -> Held:
    marks = {step["name"]: step for step in row.report["steps"]}
    needed = marks.get("signature", {}).get("code") == "host_needed"
    return Held(
        row.id, row.learner_id, row.name, row.issuer, row.issuer_name, row.kind, row.form, row.answer, row.source, needed,
        _no(marks, "status"), _no(marks, "dates"), row.repackaged is not None, row.valid_from,
        row.valid_until, row.checked_at, row.received_at,
    )  # fmt: skip


def _no(marks: dict[str, Any], name: str) -> bool:
    return bool(marks.get(name, {}).get("mark") == "no")
