"""Writes: a file of many acts is brought, looked at, said yes to, and done row by row; cut off, it goes on where it was.

Rows are done some at a time, each lot in one transaction with what it did: a lot that is cut off was never begun.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.records.actions.attaining import attest_many
from throughline.apps.records.actions.issuing import Giving, issue_many
from throughline.apps.records.actions.revoking import Revoking, revoke_many
from throughline.apps.records.facts import NewFact
from throughline.apps.records.files import batch_files
from throughline.apps.records.files.batch_files import Fault, Line
from throughline.apps.records.files.checking import faults_of
from throughline.apps.records.models import Batch, BatchRow
from throughline.apps.trail import actions as trail

Kind = Literal["issue", "revoke", "results"]
LOT = 200


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one row: the award it issued (None for other kinds), or why it was stopped."""

    award: UUID | None = None
    refused: Refused | None = None


@transaction.atomic
def bring(
    *, by: Actor, organization: str, kind: Kind, data: bytes, file_name: str = "", now: datetime
) -> UUID:
    """Take a file in for a look: every line is read and checked, nothing is done. Gives the batch's id."""
    decision = require(by, "batch.run", Subject(organization=organization), what=f"A batch of {organization}")
    lines = batch_files.read(data, kind)
    if not lines:
        raise Refused("The file", "it has no lines below its heading.", "Put one line for each.")
    batch = Batch.objects.create(
        kind=kind, organization=organization, file_name=file_name[:200], digest=sha256(data).hexdigest(),
        brought_by_id=by.person, brought_at=now,
    )  # fmt: skip
    found = faults_of(lines, kind, organization)
    BatchRow.objects.bulk_create(
        [_row(batch, line, line.fault or found.get(line.number)) for line in lines], batch_size=2000
    )
    act = trail.Act(by.person, "brought batch", now, None, f"batch:{batch.id}", decision.authority)
    trail.record(act)
    return batch.id


def _row(batch: Batch, line: Line, fault: Fault | None) -> BatchRow:
    made = BatchRow(batch=batch, line=line.number, given=dict(line.said))
    if fault is not None:
        made.state, made.column, made.why, made.fix = "refused", fault.column, fault.why, fault.fix
    return made


@transaction.atomic
def confirm(*, by: Actor, batch: UUID, now: datetime) -> None:
    """Say yes after the look: from now on the rows without a fault are done by the worker."""
    found = _batch(batch)
    decision = require(by, "batch.run", Subject(organization=found.organization), what="A batch")
    if found.confirmed_at is not None:
        raise Refused("This batch", "it was confirmed before.", "Its page shows how far it is.")
    if not found.rows.filter(state="ready").exists():
        raise Refused("This batch", "no line of it can be done.", "Mend the file and bring it again.")
    # Rights are asked again with every lot, of whoever said yes.
    found.confirmed_at = now
    found.brought_by_id = by.person or found.brought_by_id
    found.save(update_fields=["confirmed_at", "brought_by"])
    trail.record(trail.Act(by.person, "confirmed batch", now, None, f"batch:{batch}", decision.authority))


def go_on(*, batch: UUID, now: datetime, lot: int = LOT) -> int:
    """Do the next rows of a confirmed batch; gives how many, 0 when it is finished or somebody else is at it."""
    with transaction.atomic():
        found = Batch.objects.select_for_update(skip_locked=True).filter(id=batch).first()
        if found is None or found.confirmed_at is None or found.finished_at is not None:
            return 0
        rows = list(found.rows.filter(state="ready").order_by("line")[:lot])
        if rows:
            _do(found, rows, now)
        if not found.rows.filter(state="ready").exists():
            found.finished_at = now
            found.save(update_fields=["finished_at"])
        return len(rows)


def _do(batch: Batch, rows: list[BatchRow], now: datetime) -> None:
    by = (
        HOUSE
        if batch.brought_by_id is None
        else directory.actor_of(batch.brought_by_id, on=timezone.localdate(now))
    )
    for row, done in zip(rows, _attempted(batch, rows, by, now), strict=True):
        row.state = "stopped" if done.refused else "done"
        row.award_id = done.award
        if done.refused:
            row.column, row.why, row.fix = done.refused.what[:60], done.refused.why, done.refused.fix
    BatchRow.objects.bulk_update(rows, ["state", "award", "column", "why", "fix"], batch_size=500)


def _attempted(batch: Batch, rows: Sequence[BatchRow], by: Actor, now: datetime) -> list[Done]:
    """All together; where that cannot be, one after the other, so that one stops none of the others."""
    try:
        with transaction.atomic():
            return DOING[batch.kind](by, batch.organization, rows, now)
    except (Refused, DatabaseError, ValueError):
        return [_alone(batch, row, by, now) for row in rows]


def _alone(batch: Batch, row: BatchRow, by: Actor, now: datetime) -> Done:
    try:
        with transaction.atomic():
            return DOING[batch.kind](by, batch.organization, [row], now)[0]
    except Refused as refused:
        return Done(refused=refused)
    except (DatabaseError, ValueError) as error:
        return Done(
            refused=Refused("This line", f"it could not be done: {error}", "Show it to the operator.")
        )


def _issue(by: Actor, organization: str, rows: Sequence[BatchRow], now: datetime) -> list[Done]:
    givings = [
        Giving(UUID(r.given["learner"]), r.given["credential"], _day(r.given.get("valid_until")))
        for r in rows
    ]
    made = issue_many(by=by, issuer=organization, givings=givings, now=now)
    return [Done(refused=each) if isinstance(each, Refused) else Done(each) for each in made]


def _revoke(by: Actor, organization: str, rows: Sequence[BatchRow], now: datetime) -> list[Done]:
    wanted = [Revoking(UUID(r.given["award"]), r.given["cause"], r.given["reason"]) for r in rows]
    made = revoke_many(by=by, revokings=wanted, now=now)
    return [
        Done(refused=each) if isinstance(each, Refused) else Done(asked.award)
        for asked, each in zip(wanted, made, strict=True)
    ]


def _results(by: Actor, organization: str, rows: Sequence[BatchRow], now: datetime) -> list[Done]:
    attest_many(by=by, facts=[_fact(row.given, organization) for row in rows], now=now)
    return [Done() for _ in rows]


def _fact(given: dict[str, Any], organization: str) -> NewFact:
    return NewFact(
        UUID(given["learner"]), f"assessment:{given['assessment'].removeprefix('assessment:')}",
        date.fromisoformat(given["on"]), level=int(given["level"]) if given.get("level") else None,
        score=Decimal(given["score"]) if given.get("score") else None, scale=given.get("scale", ""),
        organization=organization, source="import",
    )  # fmt: skip


DOING: dict[str, Callable[[Actor, str, Sequence[BatchRow], datetime], list[Done]]] = {
    "issue": _issue, "revoke": _revoke, "results": _results
}  # fmt: skip
"""What each kind of batch does with some of its rows: all of them or none."""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _batch(key: UUID) -> Batch:
    found = Batch.objects.select_for_update().filter(id=key).first()
    if found is None:
        raise Refused("A batch", f"none has the id {key}.", "Open the list of batches.")
    return found
