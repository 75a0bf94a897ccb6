"""Writes: an event, leaves of the public log, and what witnesses say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from throughline.apps.trail import log_keys, nodes
from throughline.apps.trail.hearing import tell
from throughline.apps.trail.models import Cosignature, Event, PublicEntry, SignedCheckpoint
from throughline.apps.trail.public_log import contents, log_size
from throughline.core import ledger, subtrees
from throughline.core.checkpoint import Checkpoint, signed, trusted
from throughline.core.log_proof import salted
from throughline.core.signed_notes import BadNote, Note, NoteKey, read_note


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
    events = Event.objects.bulk_create(map(_event, acts), batch_size=5000)
    tell((event.about, event.verb) for event in events)
    return [event.id for event in events]


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
    """One thing the public log says: what kind of thing, what happened to it, which, and its digest (hex)."""

    state: str
    act: str
    reference: str
    number: int
    digest: str
    kind: str = "version"


def credential_leaf(*, state: str, digest: bytes, salt: bytes) -> Leaf:
    """The leaf of an issued credential: its sha256 under a salt that travels with it, and nothing else."""
    return Leaf(state, "issued", "", 0, salted(digest, salt), "credential")


def enter(leaves: Iterable[Leaf], *, now: datetime) -> int:
    """Append leaves to the public log, in order, under a new signed checkpoint; gives the log's size after.

    The first of them stands at that size less their number. The lock makes positions gapless: two publications wait for
    each other.
    """
    _wait_for_the_log()
    first = log_size()
    entries = [_entry(first + offset, leaf, now) for offset, leaf in enumerate(leaves)]
    if entries:
        PublicEntry.objects.bulk_create(entries, batch_size=5000)
        nodes.keep(first, (bytes.fromhex(entry.leaf_hash) for entry in entries))
        _sign(first + len(entries), now)
    return first + len(entries)


@transaction.atomic
def sign_unsigned(*, now: datetime) -> bool:
    """Sign the log as it is, where its newest entries stand under no signed checkpoint yet. Gives whether that was so."""
    _wait_for_the_log()
    size = log_size()
    if not size or SignedCheckpoint.objects.filter(size=size).exists():
        return False
    _sign(size, now)
    return True


@transaction.atomic
def take_cosignatures(note: str) -> int:
    """Keep what the known witnesses signed below a checkpoint of this log; gives how many of them are new.

    Raises `BadNote` where the note is not a checkpoint that this log signed.
    """
    checkpoint, given = trusted(note, log_keys.public_keys())
    row = next(
        (each for each in SignedCheckpoint.objects.filter(size=checkpoint.size) if _is(each, given)), None
    )
    if row is None:
        raise BadNote("This log has no such checkpoint. Cosign one that it published.")
    seen = {key: given.cosigned_by(key) for key in log_keys.witnesses().keys}
    there = set(row.cosignatures.values_list("witness", flat=True))
    rows = [
        Cosignature(checkpoint=row, witness=key.name, line=_line(given, key), seen_at=at)
        for key, at in seen.items()
        if at is not None and key.name not in there
    ]
    return len(Cosignature.objects.bulk_create(rows))


def _wait_for_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('trail.public_log'))")


def _sign(size: int, now: datetime) -> None:
    by = log_keys.signer()
    made = Checkpoint(by.key.name, size, subtrees.root_of(size, nodes.kept))
    note = signed(made, by.key, by.sign, at=now).written()
    SignedCheckpoint.objects.create(size=size, note=note, signed_at=now)


def _is(row: SignedCheckpoint, note: Note) -> bool:
    return read_note(row.note).text == note.text


def _line(note: Note, key: NoteKey) -> str:
    return next(each.line() for each in note.signatures if (each.name, each.key) == (key.name, key.id))


def _entry(position: int, leaf: Leaf, now: datetime) -> PublicEntry:
    made = PublicEntry(
        position=position, state=leaf.state, kind=leaf.kind, act=leaf.act, reference=leaf.reference,
        number=leaf.number, digest=leaf.digest, recorded_at=now,
    )  # fmt: skip
    made.leaf_hash = ledger.leaf_hash(ledger.canonical(contents(made))).hex()
    return made
