"""Reads: the public log for everyone; events for the apps above, which ask the policy first.

Faces read a learner's events through `directory.queries`, where the policy stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.expressions import Combinable, RawSQL

from throughline.apps.trail.models import Event, PublicEntry
from throughline.core import ledger

NAMELESS = Value("")


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a reader has come in the events."""

    moment: int
    sequence: int


BEGINNING = Cursor(0, 0)
OLDEST_RUNNING = (
    "(SELECT last_value FROM trail_event_base) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
)
"""The moment of the oldest transaction that still runs; where none does, of the next."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as it is read. who None: the public, or the house itself. name: theirs, where it was asked for.

    at: where a reader with a cursor stands after it.
    """

    id: UUID
    at: Cursor
    who: UUID | None
    verb: str
    about: UUID | None
    target: str
    happened_at: datetime
    recorded_at: datetime
    authority: str
    data: dict[str, Any]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of the public log. digest, leaf_hash: hex."""

    position: int
    state: str
    act: str
    reference: str
    number: int
    digest: str
    leaf_hash: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's size and root hash (hex) at one time: whoever keeps one can prove any later change to what it covers."""

    size: int
    root: str


def events_about(
    person: UUID, *, newest: int = 50, without: Sequence[str] = (), named: Combinable = NAMELESS
) -> list[Happening]:
    """The newest events about a person, newest first, leaving out the verbs in `without`.

    named: what gives the name behind `who`; the app above, which knows people, brings it.
    """
    found = Event.objects.filter(about=person).exclude(verb__in=without).annotate(name=named)
    return [_happening(event, event.name or "") for event in found.order_by("-sequence")[:newest]]


def events_of(person: UUID, *, verb: str, newest: int = 50, named: Combinable = NAMELESS) -> list[Happening]:
    """The newest events with this verb about a person, newest first. named: as for `events_about`."""
    found = Event.objects.filter(about=person, verb=verb).annotate(name=named)
    return [_happening(event, event.name or "") for event in found.order_by("-sequence")[:newest]]


def has_done(person: UUID, *, verb: str, target: str) -> bool:
    """Whether this person ever did this to that."""
    return Event.objects.filter(who=person, verb=verb, target=target).exists()


def who_did(verb: str, people: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Of these people, who ever did this, and to what. One query."""
    rows = Event.objects.filter(verb=verb, who__in=list(people)).values_list("who", "target").distinct()
    return {(who, target) for who, target in rows if who is not None}


def events_after(cursor: Cursor, *, limit: int = 1000) -> list[Happening]:
    """Events after a cursor, oldest first: how an upper app learns what happened below it. None is ever missed.

    Numbers are given out before a transaction ends, so a later number can be seen before an earlier one. What is given
    here was written by transactions older than every one still running: nothing can come to stand before it. An event
    waits for the longest transaction that runs beside it.
    """
    beyond = Q(moment__gt=cursor.moment) | Q(moment=cursor.moment, sequence__gt=cursor.sequence)
    found = Event.objects.filter(beyond, moment__lt=RawSQL(OLDEST_RUNNING, ()))
    return [_happening(event) for event in found.order_by("moment", "sequence")[:limit]]


def log_size() -> int:
    """How many entries the public log has. One cheap query."""
    newest = PublicEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if newest is None else newest + 1


def newest_entry() -> UUID | None:
    """The id of the public log's newest entry: another one means that something was published. One cheap query."""
    return PublicEntry.objects.order_by("-position").values_list("id", flat=True).first()


def public_log(*, start: int = 0, limit: int = 1000) -> list[Entry]:
    """Entries of the public log from position `start` up."""
    found = PublicEntry.objects.filter(position__gte=start).order_by("position")[:limit]
    return [_entry(entry) for entry in found]


def checkpoint() -> Checkpoint:
    """The log as it is now."""
    leaves = _leaves()
    return Checkpoint(len(leaves), ledger.root(leaves).hex())


def inclusion_proof(position: int) -> list[str]:
    """What shows that the entry at this position is in the log as it is now; hashes in hex."""
    return [step.hex() for step in ledger.inclusion_proof(_leaves(), position)]


def consistency_proof(earlier: int) -> list[str]:
    """What shows that the log's first `earlier` entries were never changed; hashes in hex."""
    return [step.hex() for step in ledger.consistency_proof(_leaves(), earlier)]


def entry_of(state: str, reference: str, number: int) -> Entry | None:
    """The log's entry of one version."""
    found = PublicEntry.objects.filter(state=state, reference=reference, number=number).first()
    return None if found is None else _entry(found)


def _leaves() -> list[bytes]:
    hashes = PublicEntry.objects.order_by("position").values_list("leaf_hash", flat=True)
    return [bytes.fromhex(leaf) for leaf in hashes]


def _entry(entry: PublicEntry) -> Entry:
    return Entry(
        entry.position, entry.state, entry.act, entry.reference, entry.number,
        entry.digest, entry.leaf_hash, entry.recorded_at,
    )  # fmt: skip


def _happening(event: Event, name: str = "") -> Happening:
    return Happening(
        event.id, Cursor(event.moment, event.sequence), event.who, event.verb, event.about, event.target,
        event.happened_at, event.recorded_at, event.authority, event.data, name,
    )  # fmt: skip
