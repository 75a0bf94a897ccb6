"""Writes: an errand that was looked at is applied, document by document, each whole or not at all; cut off, it goes on
with the next; and it can be undone, which makes new versions and takes none away."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.interop.beating import alone, told
from throughline.apps.interop.models import ImportPart, ImportRun, QuarantinedFile
from throughline.apps.interop.reading import documents
from throughline.apps.registry import actions as registry
from throughline.apps.registry.queries.documents import document
from throughline.apps.trail import actions as trail
from throughline.core.formats.packages import Package, Unreadable


@transaction.atomic
def apply(*, by: Actor, run: UUID, now: datetime) -> None:
    """Say yes after the look: from now on a worker takes the documents in (`go_on`)."""
    found = _run(run)
    decision = require(by, "import.run", what="An import")
    if found.state != "looked_at":
        raise Refused(
            "This import", "It was applied before, or nothing of it can be.", "Its page shows how far it is."
        )
    parts = _waiting(found)
    if not parts.exists():
        raise Refused(
            "This import", "There is nothing in it to write.", "Everything it brings is here as it says."
        )
    found.rows_all = parts.aggregate(rows=Sum(F("items") + F("associations")))["rows"]
    # Rights are asked again with every document, of whoever said yes.
    found.state, found.confirmed_at, found.by = "waiting", now, by.person
    found.save()
    trail.record(trail.Act(by.person, "confirmed import", now, None, f"import:{run}", decision.authority))


def go_on(*, run: UUID, now: datetime) -> int:
    """Take in the next document of an errand that waits; gives 1, or 0 when it is finished or somebody else is at it."""
    ImportRun.objects.filter(id=run, state="waiting").update(state="running")
    with transaction.atomic():
        if not alone(run):
            return 0
        found = ImportRun.objects.filter(id=run, state="running").first()
        if found is None:
            return 0
        part = _waiting(found).select_related("file", "file__run").order_by("id").first()
        if part is not None:
            _take(found, part, now)
        if not _waiting(found).exists():
            _finish(found, now)
        return 0 if part is None else 1


def _waiting(run: ImportRun) -> Any:
    return run.parts.filter(stage="ready").exclude(outcome="same")


def _take(run: ImportRun, part: ImportPart, now: datetime) -> None:
    by = HOUSE if run.by is None else directory.actor_of(run.by, on=timezone.localdate(now))
    try:
        with transaction.atomic(), documents(part.file) as found:
            taken = _taken(by, run, part, found[part.nth], now)
            part.stage, part.after = "done", taken.number
            part.added, part.changed, part.removed = taken.added, taken.changed, taken.removed
            part.notes = [asdict(note) for note in taken.notes]
    except (Refused, Unreadable, DatabaseError) as error:
        _stop(run, part, error, now)
    part.save()
    run.rows_done = _rows_done(run)
    run.save(update_fields=["rows_done"])


def _taken(by: Actor, run: ImportRun, part: ImportPart, package: Package, now: datetime) -> registry.Taken:
    def take(watched: Package) -> registry.Taken:
        return registry.take_in(by=by, package=watched, now=now, after=part.before)

    made: registry.Taken = told(package, part.items + part.associations, run.id, run.rows_done, take)
    return made


def _rows_done(run: ImportRun) -> int:
    over = run.parts.exclude(stage="ready").exclude(outcome="same")
    return int(over.aggregate(rows=Sum(F("items") + F("associations")))["rows"] or 0)


def _stop(run: ImportRun, part: ImportPart, error: Exception, now: datetime) -> None:
    """A document that cannot be taken in after all is kept apart with the reason; the others go on."""
    why = getattr(error, "why", "") or f"It could not be written: {error}".strip()
    fix = getattr(error, "fix", "") or "Show it to the operator."
    part.stage, part.why, part.fix = "stopped", why, fix
    QuarantinedFile.objects.create(
        run=run, path=part.file.path, held=part.file.held, format=part.file.format, document=part.identifier,
        line=getattr(error, "line", 0), why=why, fix=fix, since=now,
    )  # fmt: skip


def _finish(run: ImportRun, now: datetime) -> None:
    run.state, run.finished_at = "done", now
    run.save(update_fields=["state", "finished_at"])
    stages = run.parts.values_list("stage", flat=True)
    counts = {stage: sum(each == stage for each in stages) for stage in ("done", "stopped")}
    trail.record(trail.Act(run.by, "imported", now, None, f"import:{run.id}", data=counts))


@transaction.atomic
def undo(*, by: Actor, run: UUID, now: datetime) -> None:
    """Go back to what stood before an errand: of a changed document the earlier version again, as a new one; a new document
    is withdrawn. All of it, or nothing where a document changed again since."""
    found = _run(run)
    decision = require(by, "import.run", what="Undoing an import")
    if found.state != "done":
        raise Refused(
            "Undoing this import", "It is not done, or was undone before.", "Its page shows how far it is."
        )
    parts = list(found.parts.filter(stage="done").order_by("-id"))
    _refuse_later(parts)
    for part in parts:
        _undo(by, found, part, now)
    ImportPart.objects.bulk_update(parts, ["stage"], batch_size=500)
    found.state, found.undone_at = "undone", now
    found.save(update_fields=["state", "undone_at"])
    trail.record(trail.Act(by.person, "undid import", now, None, f"import:{run}", decision.authority))


def _refuse_later(parts: list[ImportPart]) -> None:
    for part in parts:
        standing = document(part.document)
        if standing is None or standing.number != part.after:
            why = f"“{part.title}” has a later version than the one that this import made."
            raise Refused(
                "Undoing this import", why, "Undo the later import first, or go back in the document itself."
            )


def _undo(by: Actor, run: ImportRun, part: ImportPart, now: datetime) -> None:
    if part.before and part.after != part.before:
        registry.undo(by=by, document=part.document, to=part.before, now=now)
    if not part.before or part.was_withdrawn:
        reason = f"The import of {run.name} was undone."
        registry.withdraw(by=by, document=part.document, reason=reason, now=now)
    part.stage = "undone"


def _run(key: UUID) -> ImportRun:
    found = ImportRun.objects.select_for_update().filter(id=key).first()
    if found is None:
        raise Refused("An import", f"None has the id {key}.", "Open the list of imports.")
    return found
