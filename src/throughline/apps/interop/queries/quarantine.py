"""Reads: what was refused, with every reason, and the file as it came."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.interop import keeping
from throughline.apps.interop.models import QuarantinedFile, QuarantinedRow

ROWS = 10
"""Rows of a table with a fault that a page shows of each file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row of a table."""

    line: int
    column: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A refused file or document. kept: there is a file to download. faults: the first rows of a table that are refused.
    again: the errand that took it up."""

    id: UUID
    run: UUID
    run_name: str
    path: str
    format: str
    document: str
    line: int
    why: str
    fix: str
    since: datetime
    state: str
    again: UUID | None
    reason: str
    decided_at: datetime | None
    kept: bool
    faults: tuple[Fault, ...]


def quarantined(
    actor: Actor, *, run: UUID | None = None, state: str = "", newest: int = 50
) -> list[Quarantined]:
    """What was refused, of one errand or of all, newest first. Two queries."""
    require(actor, "import.run", what="What was refused")
    found = QuarantinedFile.objects.select_related("run").order_by("-since", "path")
    found = found.filter(run=run) if run is not None else found
    found = found.filter(state=state) if state else found
    rows = list(found[:newest])
    faults: dict[UUID, list[Fault]] = {}
    tables = [each for each in rows if each.format in ("table", "open-salt")]
    for row in QuarantinedRow.objects.filter(file__in=tables).order_by("file", "id") if tables else ():
        own = faults.setdefault(row.file_id, [])
        if len(own) < ROWS:
            own.append(Fault(row.line, row.column, row.why, row.fix))
    return [_shown(each, tuple(faults.get(each.id, ()))) for each in rows]


def waiting_count(actor: Actor) -> int:
    """How many refused files wait for somebody. One query."""
    require(actor, "import.run", what="What was refused")
    return QuarantinedFile.objects.filter(state="waiting").count()


def quarantined_file(actor: Actor, key: UUID) -> tuple[str, bytes]:
    """A refused file as it came: its name and bytes. Raises `Refused` where there is none."""
    require(actor, "import.run", what="What was refused")
    found = QuarantinedFile.objects.filter(id=key).first()
    if found is None or not found.held:
        raise Refused("A refused file", "There is none to download.", "Open the list of what was refused.")
    name, digest, _ = found.held[0]
    with keeping.read(digest) as data:
        return name, bytes(data)


def _shown(each: QuarantinedFile, faults: tuple[Fault, ...]) -> Quarantined:
    return Quarantined(
        each.id, each.run_id, each.run.name, each.path, each.format, each.document, each.line, each.why, each.fix,
        each.since, each.state, each.again_id, each.reason, each.decided_at, bool(each.held), faults,
    )  # fmt: skip
