"""Reads: batches of an organization: what a file holds, how far it is, which lines have a fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.records.files.batch_files import COLUMNS
from throughline.apps.records.models import Batch, BatchRow


@dataclass(frozen=True, slots=True)
class BatchShown:
    """A batch: its counts by what became of the rows. stage: looked_at, working, finished."""

    id: UUID
    kind: str
    organization: str
    file_name: str
    brought_at: datetime
    stage: str
    ready: int
    done: int
    refused: int
    stopped: int

    @property
    def rows(self) -> int:
        """All rows."""
        return self.ready + self.done + self.refused + self.stopped


@dataclass(frozen=True, slots=True)
class RowShown:
    """A line of a file with its fault, where it has one."""

    line: int
    given: dict[str, str]
    state: str
    column: str
    why: str
    fix: str


def batches(actor: Actor, organization: str, *, newest: int = 20) -> list[BatchShown]:
    """The newest batches of an organization, for those who may run them. Two queries."""
    require(actor, "batch.run", Subject(organization=organization), what=f"The batches of {organization}")
    return _shown(list(Batch.objects.filter(organization=organization).order_by("-brought_at")[:newest]))


def batch(actor: Actor, key: UUID) -> BatchShown:
    """One batch, for those who may run it. Two queries."""
    return _shown([_found(actor, key)])[0]


def rows(actor: Actor, key: UUID, *, faulty: bool = False, many: int = 100) -> list[RowShown]:
    """The first lines of a batch, or of those with a fault. Two queries."""
    held = _found(actor, key)
    found = held.rows.order_by("line")
    if faulty:
        found = found.filter(state__in=["refused", "stopped"])
    return [_row(each, held.kind) for each in found[:many]]


def faults(actor: Actor, key: UUID) -> Iterator[RowShown]:
    """Every line with a fault, one at a time, for a download."""
    held = _found(actor, key)
    found = held.rows.filter(state__in=["refused", "stopped"]).order_by("line")
    return (_row(each, held.kind) for each in found.iterator(chunk_size=2000))


def batch_columns() -> tuple[tuple[str, str], ...]:
    """What each kind of file may hold: the kind, and its columns with those in brackets that a line may leave empty."""
    return tuple(
        (kind, ", ".join(name if needed else f"[{name}]" for name, (needed, _) in columns.items()))
        for kind, columns in COLUMNS.items()
    )


def unfinished() -> list[UUID]:
    """Confirmed batches that are not finished, oldest first; for the worker."""
    found = Batch.objects.filter(confirmed_at__isnull=False, finished_at=None).order_by("confirmed_at")
    return list(found.values_list("id", flat=True))


def _found(actor: Actor, key: UUID) -> Batch:
    found = Batch.objects.filter(id=key).first()
    if found is None:
        raise Refused("A batch", f"none has the id {key}.", "Open the list of batches.")
    require(actor, "batch.run", Subject(organization=found.organization), what="A batch")
    return found


def _shown(found: list[Batch]) -> list[BatchShown]:
    counts = BatchRow.objects.filter(batch__in=found).values_list("batch", "state").annotate(n=Count("id"))
    by_state = {(batch, state): n for batch, state, n in counts}
    return [
        BatchShown(
            each.id, each.kind, each.organization, each.file_name, each.brought_at, _stage(each),
            *(by_state.get((each.id, state), 0) for state in ("ready", "done", "refused", "stopped")),
        )
        for each in found
    ]  # fmt: skip


def _stage(found: Batch) -> str:
    if found.finished_at is not None:
        return "finished"
    return "looked_at" if found.confirmed_at is None else "working"


def _row(row: BatchRow, kind: str) -> RowShown:
    given = {name: str(row.given[name]) for name in COLUMNS[kind] if name in row.given}
    return RowShown(row.line, given, row.state, row.column, row.why, row.fix)
