"""Reads: requests for data, newest first. Public: organizations speak here, not persons."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.governance.models import DataRequest


@dataclass(frozen=True, slots=True)
class DataAsked:
    """A request. yes None: it waits for an answer."""

    id: UUID
    dataset: str
    organization: str
    ground: str
    purpose: str
    until: date
    asked_at: datetime
    yes: bool | None
    reasons: str


def data_asked(dataset: str = "") -> list[DataAsked]:
    """Every request, or those for one dataset. One query."""
    rows = DataRequest.objects.order_by("-asked_at", "id")
    return [
        DataAsked(r.id, r.dataset, r.organization, r.ground, r.purpose, r.until, r.asked_at, r.yes, r.reasons)
        for r in (rows.filter(dataset=dataset) if dataset else rows)
    ]
