"""Reads: each school's strategy. Public; they name no person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import Strategy


@dataclass(frozen=True, slots=True)
class SchoolStrategy:
    """A school's strategy. heard: how many students spoke to it. missing: which of its three inputs it lacks.

    unlinked: pathways the school offers that the strategy does not speak of.
    """

    school: str
    need: str
    portrait: str
    voice: str
    heard: int
    types: tuple[str, ...]
    programs: tuple[str, ...]
    unlinked: tuple[str, ...]
    missing: tuple[str, ...]
    written_at: datetime | None

    @property
    def complete(self) -> bool:
        """Whether need, portrait and student voice all stand."""
        return not self.missing


def strategy_of(school: str) -> SchoolStrategy:
    """A school's strategy as it stands; an empty one where nothing is written yet. One query."""
    found = Strategy.objects.filter(school=school).annotate(heard=Count("inputs")).first()
    return _strategy(school, found, found.heard if found else 0)


def strategies() -> list[SchoolStrategy]:
    """The strategies of all schools that wrote one, by school. One query."""
    rows = Strategy.objects.annotate(heard=Count("inputs")).order_by("school")
    return [_strategy(row.school, row, row.heard) for row in rows]


def _strategy(school: str, row: Strategy | None, heard: int) -> SchoolStrategy:
    programs = tuple(row.programs) if row else ()
    offered = frameworks.structure().pathways_at.get(school, ())
    unlinked = tuple(name for name in offered if f"pathway:{name}" not in programs)
    need, portrait, voice = (row.need, row.portrait, row.voice) if row else ("", "", "")
    missing = [name for name, text in (("need", need), ("portrait", portrait)) if not text.strip()] + [
        "student voice"
    ] * (not voice.strip() or not heard)
    return SchoolStrategy(
        school, need, portrait, voice, heard, tuple(row.types) if row else (), programs, unlinked, tuple(missing),
        row.written_at if row else None,
    )  # fmt: skip
