"""Reads: the broker board of the state's exchanges. Public: organizations speak here, not persons."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import BrokerMatch, BrokerPost
from throughline.core.catalogue.lists import Named

State = Literal["proposed", "agreed", "declined"]


@dataclass(frozen=True, slots=True)
class Post:
    """What one organization needs, or has room for."""

    id: UUID
    side: str
    organization: str
    region: str
    text: str
    amount: int | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Match:
    """A need and a capacity that somebody brought together. need_says, capacity_says: None while unanswered."""

    id: UUID
    need: Post
    capacity: Post
    why: str
    proposed_at: datetime
    need_says: bool | None
    capacity_says: bool | None

    @property
    def state(self) -> State:
        """Agreed once both said yes; declined as soon as one said no."""
        if self.need_says is False or self.capacity_says is False:
            return "declined"
        return "agreed" if self.need_says and self.capacity_says else "proposed"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One of the state's exchanges: what stands on each side, those of the same region beside each other, and the
    matches that were not declined."""

    kind: Named
    needs: tuple[Post, ...]
    capacities: tuple[Post, ...]
    matches: tuple[Match, ...]


def board(*, on: date) -> tuple[Exchange, ...]:
    """Every exchange of the state as it stands on a day. Two queries."""
    standing = Q(closed_at=None) & (Q(until=None) | Q(until__gte=on))
    rows = [
        (row.exchange, _post(row))
        for row in BrokerPost.objects.filter(standing).order_by("region", "posted_at")
    ]
    pairs = BrokerMatch.objects.select_related("need", "capacity").order_by("-proposed_at")
    matches = [
        (
            row.need.exchange,
            Match(
                row.id, _post(row.need), _post(row.capacity), row.why, row.proposed_at, row.need_says,
                row.capacity_says,
            ),
        )
        for row in pairs
    ]  # fmt: skip
    return tuple(
        Exchange(
            kind,
            tuple(post for name, post in rows if name == kind.id and post.side == "need"),
            tuple(post for name, post in rows if name == kind.id and post.side == "capacity"),
            tuple(match for name, match in matches if name == kind.id and match.state != "declined"),
        )
        for kind in frameworks.catalogue().state.exchanges
    )


def _post(row: BrokerPost) -> Post:
    return Post(row.id, row.side, row.organization, row.region, row.text, row.amount, row.until)
