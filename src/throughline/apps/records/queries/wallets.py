"""Reads: what a learner offered to wallets and what wallets were given; the apps that are let in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records.models import WalletOffer

State = Literal["waits", "taken", "given", "over"]


@dataclass(frozen=True, slots=True)
class OfferNow:
    """An offer as its learner sees it. holder: the DID of the wallet that has it; empty until it has."""

    id: UUID
    award: UUID
    credential: str
    state: State
    until: datetime
    given_at: datetime | None
    holder: str


def wallet_offers(actor: Actor, learner: UUID, *, now: datetime) -> tuple[OfferNow, ...]:
    """Every offer of a learner, newest first. One query."""
    require(actor, "wallet.offer", directory.subject_for(actor, learner), what="Wallets")
    rows = (
        WalletOffer.objects.filter(learner__in=ids_of([learner]))
        .select_related("award", "copy")
        .order_by("-made_at")
    )
    return tuple(_now(row, now) for row in rows.defer("award__content", "award__signed")[:50])


def _now(row: WalletOffer, now: datetime) -> OfferNow:
    copy = getattr(row, "copy", None)
    state: State = (
        "given"
        if row.collected_at
        else "over"
        if _is_over(row, now)
        else "taken"
        if row.taken_at
        else "waits"
    )
    return OfferNow(
        row.id,
        row.award_id,
        row.award.credential,
        state,
        row.until,
        row.collected_at,
        copy.holder if copy else "",
    )


def _is_over(row: WalletOffer, now: datetime) -> bool:
    return row.withdrawn_at is not None or (row.token_until or row.until) <= now
