"""Reads: what somebody asked to be shown, and what was shown to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.records import show_requests
from throughline.apps.records.models import ShowRequest

State = Literal["waits", "answered", "over"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as who asked sees it. link: what a wallet opens; empty once it is answered or over. report: what
    checking found (docs/reference/verification.md), with `problem` where what was shown is not what was asked for."""

    id: UUID
    organization: str
    purpose: str
    types: tuple[str, ...]
    state: State
    until: datetime
    link: str
    answered_at: datetime | None
    answer: str
    report: dict[str, Any] | None


def asked(actor: Actor, key: UUID, *, now: datetime) -> Asked:
    """One request of the actor's own."""
    row = ShowRequest.objects.filter(id=key, asked_by=actor.me).first()
    if row is None:
        raise Refused("Being shown a credential", "you asked for none with this id.", "Ask anew.")
    require(actor, "showing.ask", Subject(organization=row.organization), what="Being shown a credential")
    return _asked(row, now)


def asked_by(actor: Actor, *, now: datetime) -> tuple[Asked, ...]:
    """The newest requests of the actor's own, for organizations that they still act for."""
    acting = {each.organization for each in actor.roles if each.role != "learner"}
    rows = ShowRequest.objects.filter(asked_by=actor.me, organization__in=acting).order_by("-made_at")[:20]
    return tuple(_asked(row, now) for row in rows)


def _asked(row: ShowRequest, now: datetime) -> Asked:
    state: State = "answered" if row.answered_at else "over" if row.until <= now else "waits"
    types = tuple(row.types)
    link = (
        show_requests.link(show_requests.request(row.id, types, row.nonce, row.state))
        if state == "waits"
        else ""
    )
    return Asked(
        row.id,
        row.organization,
        row.purpose,
        types,
        state,
        row.until,
        link,
        row.answered_at,
        row.answer,
        row.report,
    )
