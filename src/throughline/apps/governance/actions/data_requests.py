"""Writes: an organization asks for data on a ground; whoever owns the data answers."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import DataRequest
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.datasets import AskedFor, without_ground


@transaction.atomic
def ask_for_data(
    *, by: Actor, organization: str, dataset: str, ground: str, purpose: str, until: date | None, now: datetime
) -> UUID:  # fmt: skip
    """An organization asks for data of the catalogue. Refused where no ground reaches it, or purpose or end is missing."""
    decision = require(by, "data.ask", Subject(organization=organization), what="Asking for data")
    asked = AskedFor(dataset, ground, purpose, until)
    found = without_ground(asked, frameworks.catalogue().state.datasets, timezone.localdate(now))
    if found or until is None:
        raise Refused("This request", *(found or ("it has no end.", "Give a day to come.")))
    made = DataRequest.objects.create(
        dataset=dataset, organization=organization, ground=ground, purpose=purpose.strip()[:2000], until=until,
        asked_by_id=by.me, asked_at=now,
    )  # fmt: skip
    trail.record(
        trail.Act(
            by.person,
            "asked for data",
            now,
            None,
            f"dataset:{dataset}",
            decision.authority,
            {"ground": ground},
        )
    )
    return made.id


@transaction.atomic
def answer_data_request(*, by: Actor, request: UUID, yes: bool, reasons: str, now: datetime) -> None:
    """Whoever acts for the owner of the data says yes or no, with reasons, once."""
    row = DataRequest.objects.select_for_update().filter(id=request).first()
    known = {each.id: each for each in frameworks.catalogue().state.datasets}
    if row is None or row.dataset not in known:
        raise Refused("This request", "it is not there.", "Look at the list again.")
    owner = known[row.dataset].owner
    decision = require(by, "data.answer", Subject(organization=owner), what="Answering this request")
    if row.answered_at is not None:
        raise Refused("This request", "it is answered.", "Ask anew.")
    if not reasons.strip():
        raise Refused("This answer", "it gives no reasons.", "Say why.")
    row.yes, row.reasons, row.answered_by_id, row.answered_at = yes, reasons.strip()[:2000], by.me, now
    row.save(update_fields=["yes", "reasons", "answered_by", "answered_at"])
    trail.record(
        trail.Act(
            by.person,
            "answered for data",
            now,
            None,
            f"dataset:{row.dataset}",
            decision.authority,
            {"yes": yes},
        )
    )
