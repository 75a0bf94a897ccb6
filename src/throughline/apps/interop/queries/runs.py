"""Reads: errands, newest first, and one of them with its files and documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, When

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.interop.models import ImportFile, ImportPart, ImportRun

SHOWN = 50
_URGENT: Final = Case(
    When(stage="stopped", then=0), When(outcome="changed", then=1), When(outcome="new", then=2), default=3
)
"""Documents of an errand that its page lists, those that change something first."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """An errand in a list. counts: documents by what the look found (new, changed, same) and by what became of them (done,
    stopped, undone); refused: files and documents kept apart. by: a person's name, empty for a command."""

    id: UUID
    kind: str
    name: str
    address: str
    house: str
    state: str
    by: str
    looked_at: datetime
    confirmed_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None
    rows_all: int
    rows_done: int
    counts: dict[str, int]
    refused: int
    notes: tuple[dict[str, str], ...]

    @property
    def percent(self) -> int:
        """How far the writing is."""
        return min(100, 100 * self.rows_done // self.rows_all) if self.rows_all else 0

    @property
    def to_write(self) -> int:
        """Documents that a yes would write."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)


@dataclass(frozen=True, slots=True)
class PartShown:
    """A document of an errand, as in `models.ImportPart`."""

    document: UUID
    title: str
    kind: str
    format: str
    publisher: str
    status: str
    file: str
    outcome: str
    stage: str
    items: int
    associations: int
    added: int
    changed: int
    removed: int
    moved: int
    resolves: int
    outside: int
    before: int
    after: int | None
    firsts: tuple[dict[str, Any], ...]
    notes: tuple[dict[str, str], ...]
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of an errand. unmapped: a table that waits for somebody to say what it is; mapped: somebody did. edited:
    rules changed outside."""

    id: int
    path: str
    format: str
    encoding: str
    unmapped: bool
    mapped: bool
    edited: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RunShown:
    """One errand. parts: the first of its documents; more: how many are not among them. files: those about which there is
    something to say or to do."""

    line: RunLine
    parts: tuple[PartShown, ...]
    more: int
    files: tuple[FileShown, ...]


def runs(actor: Actor, *, newest: int = 30) -> list[RunLine]:
    """The newest errands. Three queries."""
    require(actor, "import.run", what="The imports")
    found = list(_counted().order_by("-looked_at")[:newest])
    names = directory.people({each.by for each in found if each.by is not None})
    return _lines(found, {key: each.name for key, each in names.items()})


def run(actor: Actor, key: UUID) -> RunShown:
    """One errand with its first documents. Four queries."""
    require(actor, "import.run", what="An import")
    found = _counted().filter(id=key).first()
    if found is None:
        raise Refused("An import", f"None has the id {key}.", "Open the list of imports.")
    line = _lines([found], {})[0]
    parts = found.parts.select_related("file").order_by(_URGENT, "id")
    shown = tuple(map(_part, parts[:SHOWN]))
    total = sum(line.counts.get(each, 0) for each in ("new", "changed", "same"))
    told = found.files.order_by("place").defer("said")[: SHOWN * 4]
    files = tuple(_file(each) for each in told if each.unmapped or each.edited or each.format == "table")
    return RunShown(line, shown, total - len(shown), files)


def unfinished() -> list[UUID]:
    """Errands that somebody said yes to and that are not done, oldest first; for the worker."""
    found = ImportRun.objects.filter(state__in=["waiting", "running"]).order_by("confirmed_at")
    return list(found.values_list("id", flat=True))


def unread() -> list[UUID]:
    """Large errands that were only kept so far, oldest first; for the worker."""
    found = ImportRun.objects.filter(state="looking").order_by("looked_at")
    return list(found.values_list("id", flat=True))


def _counted() -> Any:
    return ImportRun.objects.annotate(refused=Count("quarantined"))


def _lines(found: list[Any], names: Mapping[UUID, str]) -> list[RunLine]:
    counts = _counts(found)
    return [
        RunLine(
            each.id, each.kind, each.name, each.address, each.house, each.state, names.get(each.by, ""), each.looked_at,
            each.confirmed_at, each.finished_at, each.undone_at, each.rows_all, each.rows_done,
            counts.get(each.id, {}), each.refused, tuple(each.notes),
        )
        for each in found
    ]  # fmt: skip


def _counts(found: Iterable[ImportRun]) -> dict[UUID, dict[str, int]]:
    rows = (
        ImportPart.objects.filter(run__in=found)
        .values_list("run", "outcome", "stage")
        .annotate(n=Count("id"))
    )
    counts: dict[UUID, dict[str, int]] = {}
    for key, outcome, stage, number in rows:
        own = counts.setdefault(key, {})
        for name in (outcome, stage):
            own[name] = own.get(name, 0) + number
    return counts


def _part(each: ImportPart) -> PartShown:
    return PartShown(
        each.document, each.title or each.identifier, each.kind, each.format, each.publisher, each.status,
        each.file.path, each.outcome, each.stage, each.items, each.associations, each.added, each.changed, each.removed,
        each.moved, each.resolves, each.outside, each.before, each.after, tuple(each.firsts), tuple(each.notes), each.why,
        each.fix,
    )  # fmt: skip


def _file(each: ImportFile) -> FileShown:
    mapped = each.format == "table" and not each.unmapped
    return FileShown(
        each.id, each.path, each.format, each.encoding, each.unmapped, mapped, tuple(each.edited)
    )
