"""Reads: everything at the state's desk, by region. Public: organizations speak here, not persons."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from throughline.apps.opportunities.models import DeskPost


@dataclass(frozen=True, slots=True)
class Post:
    """One post. regions empty: everywhere. taken_up: schools. exploration: it can earn no credential or competency."""

    id: UUID
    organization: str
    kind: str
    title: str
    words: str
    regions: tuple[str, ...]
    room: int | None
    wage: Decimal | None
    gives: tuple[str, ...]
    partner: str
    until: date | None
    taken_up: tuple[str, ...]

    @property
    def exploration(self) -> bool:
        """Whether it is for exploring only."""
        return not self.gives


def posts(*, on: date, region: str = "") -> list[Post]:
    """What stands on a day, newest first; region: what is in it, or everywhere. Two queries."""
    standing = Q(closed_at=None) & (Q(until=None) | Q(until__gte=on))
    here = Q(regions__contains=[region]) | Q(regions=[]) if region else Q()
    rows = DeskPost.objects.filter(standing, here).prefetch_related("taken_up").order_by("-posted_at", "id")
    return [
        Post(
            row.id, row.organization, row.kind, row.title, row.words, tuple(row.regions), row.room, row.wage,
            tuple(row.gives), row.partner, row.until, tuple(sorted(each.school for each in row.taken_up.all())),
        )
        for row in rows
    ]  # fmt: skip
