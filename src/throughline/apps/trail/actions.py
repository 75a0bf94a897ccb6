"""Writes: an event, or leaves of the public log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max

from throughline.apps.trail.models import Event, PublicEntry
from throughline.core import ledger


@dataclass(frozen=True, slots=True)
class Act:
    """One act to be written down: who did what, about whom, to what, when, on what authority."""

    who: UUID | None
    verb: str
    happened_at: datetime
    about: UUID | None = None
    target: str = ""
    authority: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


def record(act: Act) -> UUID:
    """Write one event and give its id. Call it inside the action's own transaction."""
    return record_many([act])[0]


def record_many(acts: Iterable[Act]) -> list[UUID]:
    """Write events in the order given; one statement for each 5,000."""
    return [event.id for event in Event.objects.bulk_create(map(_event, acts), batch_size=5000)]


def note_reads(read: Act, about: Iterable[UUID]) -> None:
    """Write that somebody read the same of these people: for each, one event a day, however often they look."""
    day = read.happened_at.replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = list(about)
    noted = Event.objects.filter(
        who=read.who, verb=read.verb, target=read.target, about__in=wanted, happened_at__gte=day,
        happened_at__lt=day + timedelta(days=1),
    )  # fmt: skip
    there = set(noted.values_list("about", flat=True))
    record_many(replace(read, about=person) for person in wanted if person not in there)


def follow_restored() -> bool:
    """After a copy of the database was put back on another server, which counts its transactions from the start: let
    new moments go on where the old ones ended. Gives whether that was needed. Nothing may write meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('trail_event_base', newest) FROM (SELECT max(moment) AS newest FROM trail_event) AS found"
            " WHERE newest > trail_event_moment()"
            " AND newest >= (SELECT last_value FROM trail_event_base)"
            " + pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        )
        return cursor.fetchone() is not None


def _event(act: Act) -> Event:
    return Event(
        who=act.who, verb=act.verb, about=act.about, target=act.target,
        happened_at=act.happened_at, authority=act.authority, data=dict(act.data),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a version leaves in the public log. act: published or retired. digest: hex."""

    state: str
    act: str
    reference: str
    number: int
    digest: str

    def data(self) -> bytes:
        """The leaf's bytes: canonical JSON of its five fields (RFC 8785)."""
        return ledger.canonical(
            {
                "state": self.state, "act": self.act, "reference": self.reference,
                "number": self.number, "digest": self.digest,
            }
        )  # fmt: skip


def enter(leaves: Iterable[Leaf], *, now: datetime) -> int:
    """Append leaves to the public log, in order; gives the log's size after.

    The lock makes positions gapless: two publications wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('trail.public_log'))")
    top = PublicEntry.objects.aggregate(top=Max("position"))["top"]
    first = 0 if top is None else top + 1
    entries = [_entry(first + offset, leaf, now) for offset, leaf in enumerate(leaves)]
    PublicEntry.objects.bulk_create(entries, batch_size=5000)
    return first + len(entries)


def _entry(position: int, leaf: Leaf, now: datetime) -> PublicEntry:
    return PublicEntry(
        position=position, state=leaf.state, act=leaf.act, reference=leaf.reference, number=leaf.number,
        digest=leaf.digest, leaf_hash=ledger.leaf_hash(leaf.data()).hex(), recorded_at=now,
    )  # fmt: skip
