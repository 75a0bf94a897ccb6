"""Which editions are here, and which of them are in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.occupations.models import Edition
from throughline.core.formats.labor import Edition as Read


@dataclass(frozen=True, slots=True)
class Source:
    """An edition as its readers see it: what it is, of when, by whom, on what terms."""

    id: UUID
    kind: str
    label: str
    period: date
    publisher: str
    licence: str
    attribution: str
    source: str
    invented: bool
    areas: tuple[str, ...]
    reference: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int]
    notes: tuple[str, ...]
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """Every edition that is here, the latest time first; of equal times the one loaded last."""

    every: tuple[Source, ...]

    def of(self, kind: str) -> Source | None:
        """The edition in force of a kind."""
        return next((each for each in self.every if each.kind == kind), None)

    def by_area(self, kind: str) -> dict[str, Source]:
        """For each area the edition in force there."""
        found: dict[str, Source] = {}
        for each in self.every:
            if each.kind == kind:
                for area in each.areas:
                    found.setdefault(area, each)
        return found


def in_force() -> InForce:
    """Every edition. One query."""
    return InForce(tuple(_source(row) for row in Edition.objects.order_by("-period", "-loaded_at", "id")))


def preview(editions: Sequence[Read]) -> list[tuple[Read, bool]]:
    """The editions read from files, and of each whether it would be new here. One query."""
    there = set(Edition.objects.values_list("kind", "digest"))
    return [(each, (each.kind, each.digest) not in there) for each in editions]


def _source(row: Edition) -> Source:
    return Source(
        row.id, row.kind, row.label, row.period, row.publisher, row.licence, row.attribution, row.source, row.invented,
        tuple(row.areas), row.reference, row.counts, tuple(row.notes), row.loaded_at,
    )  # fmt: skip
