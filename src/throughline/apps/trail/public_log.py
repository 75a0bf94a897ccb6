"""Reads of the public log: its entries, its checkpoints, and what proves them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, CharField, Count, F, Func, Max, Value, When

from throughline.apps.trail import log_keys, nodes
from throughline.apps.trail.models import Cosignature, PublicEntry, SignedCheckpoint
from throughline.core import subtrees
from throughline.core.checkpoint import read_checkpoint
from throughline.core.log_proof import LogProof

MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of the public log. contents: the JSON whose canonical form is the leaf. digest, leaf_hash: hex."""

    position: int
    state: str
    kind: str
    act: str
    reference: str
    number: int
    digest: str
    leaf_hash: str
    recorded_at: datetime
    contents: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's size and root hash (hex) at one time: whoever keeps one can prove any later change to what it covers."""

    size: int
    root: str


def contents(entry: PublicEntry) -> dict[str, Any]:
    """What an entry says, as the JSON that is hashed. That of a version has no `kind`, as since the log began."""
    said: dict[str, Any] = {
        "state": entry.state, "act": entry.act, "reference": entry.reference, "number": entry.number,
        "digest": entry.digest,
    }  # fmt: skip
    return said if entry.kind == "version" else {**said, "kind": entry.kind}


def log_size() -> int:
    """How many entries the public log has. One cheap query."""
    newest = PublicEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if newest is None else newest + 1


def newest_version() -> UUID | None:
    """The id of the newest entry about a version: another one means that something was published. One cheap query."""
    # Written out: every page asks it.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM trail_publicentry WHERE kind = 'version' ORDER BY position DESC LIMIT 1"
        )
        found: tuple[UUID] | None = cursor.fetchone()
    return found[0] if found else None


def public_log(*, start: int = 0, limit: int = MOST_ENTRIES, end: int | None = None) -> list[Entry]:
    """Entries of the public log from position `start` up, to before `end` where that is given."""
    found = PublicEntry.objects.filter(position__gte=start).order_by("position")
    if end is not None:
        found = found.filter(position__lt=end)
    return [_entry(entry) for entry in found[:limit]]


def checkpoint() -> Checkpoint:
    """The log as it is now."""
    size = log_size()
    return Checkpoint(size, subtrees.root_of(size, nodes.kept).hex())


def signed_checkpoint(*, cosigned: int = 0) -> str:
    """The newest signed checkpoint with all that witnesses signed below it; empty while nothing was entered. cosigned: by at
    least so many."""
    found = SignedCheckpoint.objects.order_by("-size", "-signed_at").prefetch_related("cosignatures")
    if cosigned:
        found = found.annotate(seen=Count("cosignatures")).filter(seen__gte=cosigned)
    newest = found.first()
    return "" if newest is None else _note(newest)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What one witness last signed: at which size, and when it says that it saw it; size 0: nothing yet."""

    name: str
    size: int
    seen_at: datetime | None


def witnessed() -> tuple[Witnessed, ...]:
    """The witnesses of this house, each with what it last signed, in the order of the settings. One query."""
    rows = Cosignature.objects.order_by("witness", "-checkpoint__size", "-seen_at").distinct("witness")
    newest = {
        name: (size, at) for name, size, at in rows.values_list("witness", "checkpoint__size", "seen_at")
    }
    return tuple(Witnessed(key.name, *newest.get(key.name, (0, None))) for key in log_keys.witnesses().keys)


def inclusion_proof(position: int, size: int | None = None) -> list[str]:
    """What shows that the entry at this position is in the log of that size, or as it is now; hashes in hex.

    Raises `ValueError` where there is no such entry or size.
    """
    spans = subtrees.inclusion_spans(position, _whole(size))
    return [step.hex() for step in subtrees.hashes_of(spans, nodes.kept)]


def inclusion_paths(positions: Sequence[int], note: str) -> dict[int, tuple[bytes, ...]]:
    """What shows that each of these entries is in the log under one checkpoint, by position. Two queries.

    Raises `ValueError` where the checkpoint does not cover one of them.
    """
    size = read_checkpoint(note)[0].size
    spans = {position: subtrees.inclusion_spans(position, size) for position in positions}
    every = list(dict.fromkeys(span for each in spans.values() for span in each))
    hashes = dict(zip(every, subtrees.hashes_of(every, nodes.kept), strict=True))
    return {position: tuple(hashes[span] for span in each) for position, each in spans.items()}


def positions_of(state: str, numbers: Mapping[str, int]) -> dict[str, int]:
    """Where the entries of these versions stand, by reference. One query."""
    rows = PublicEntry.objects.filter(state=state, kind="version", reference__in=list(numbers))
    found = rows.values_list("reference", "number", "position")
    return {reference: position for reference, number, position in found if numbers[reference] == number}


def consistency_proof(earlier: int, size: int | None = None) -> list[str]:
    """What shows that the log's first `earlier` entries were never changed; hashes in hex. Raises as above."""
    spans = subtrees.consistency_spans(earlier, _whole(size))
    return [step.hex() for step in subtrees.hashes_of(spans, nodes.kept)]


def entry_of(state: str, reference: str, number: int, kind: str = "version") -> Entry | None:
    """The log's entry of one version, or of what else has a name and a number."""
    found = PublicEntry.objects.filter(state=state, kind=kind, reference=reference, number=number).first()
    return None if found is None else _entry(found)


def entries_of_kind(state: str, kind: str) -> list[Entry]:
    """Everything the log says of one kind, oldest first. One query."""
    found = PublicEntry.objects.filter(state=state, kind=kind).order_by("position")
    return [_entry(entry) for entry in found]


def last_numbers(state: str, kind: str, references: Iterable[str]) -> dict[str, int]:
    """The highest number under which the log speaks of each of these; those it never spoke of are left out. One query."""
    found = PublicEntry.objects.filter(state=state, kind=kind, reference__in=list(references))
    return dict(found.values_list("reference").annotate(last=Max("number")))


def spoken_of(state: str) -> list[tuple[str, str, int]]:
    """What the log speaks of, and how often: the kind of entry; of versions also the kind of document, of decisions their
    reference. One query."""
    document = Func(F("reference"), Value(":"), Value(1), function="split_part", output_field=CharField())
    stem = Case(
        When(kind="version", then=document), When(kind="decision", then=F("reference")), default=Value("")
    )
    found = PublicEntry.objects.filter(state=state).annotate(stem=stem).values_list("kind", "stem")
    return list(found.annotate(times=Count("id")).order_by("kind", "stem"))


def position_of_leaf(leaf_hash: str) -> int | None:
    """Where the entry with this leaf hash (hex) stands."""
    return PublicEntry.objects.filter(leaf_hash=leaf_hash).values_list("position", flat=True).first()


def log_proof(position: int, *, salt: bytes = b"") -> LogProof:
    """What travels with a credential, or with a version: the entry and its way to the earliest checkpoint that covers
    it, or to the earliest that enough witnesses cosigned.

    Raises `ValueError` where there is no such entry, or no checkpoint covers it yet.
    """
    row = PublicEntry.objects.filter(position=position).first()
    covering = _covering(position)
    if row is None or covering is None:
        raise ValueError(f"the log has no signed entry {position}; sign the log, or give a position from 0")
    path = tuple(bytes.fromhex(step) for step in inclusion_proof(position, covering.size))
    return LogProof(contents(row), position, path, _note(covering), salt)


def _covering(position: int) -> SignedCheckpoint | None:
    later = SignedCheckpoint.objects.filter(size__gt=position).order_by("size", "signed_at")
    quorum = log_keys.witnesses().quorum
    seen = later.annotate(seen=Count("cosignatures")).filter(seen__gte=quorum).first() if quorum else None
    return seen or later.first()


def _note(row: SignedCheckpoint) -> str:
    return row.note + "".join(each.line for each in row.cosignatures.all())


def _whole(size: int | None) -> int:
    now = log_size()
    if size is not None and size > now:
        raise ValueError(f"the log has {now} entries, not {size}")
    return now if size is None else size


def _entry(entry: PublicEntry) -> Entry:
    return Entry(
        entry.position, entry.state, entry.kind, entry.act, entry.reference, entry.number, entry.digest,
        entry.leaf_hash, entry.recorded_at, contents(entry),
    )  # fmt: skip
