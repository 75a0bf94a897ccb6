"""Writes: that a reviewer looked at an item on the bench and passed on without a decision."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.registry.models import ItemLook, RegistryItem
from throughline.apps.trail import actions as trail

Outcome = Literal["skipped", "nothing_fits", "opened"]


@transaction.atomic
def look(*, by: Actor, left: UUID, right: UUID, item: str, outcome: Outcome, now: datetime) -> None:
    """Keep that the reviewer skipped an item of the left document, found nothing in the right one that fits it, or opens it
    again."""
    decision = require(by, "alignment.review", what="Working on the bench")
    if not RegistryItem.objects.filter(document=left, identifier=item, until=None).exists():
        raise Refused("Working on the bench", "the item is not there any more.", "Go on to the next one.")
    ItemLook.objects.create(
        left_document_id=left, right_document_id=right, item=item, outcome=outcome, by=by.me, looked_at=now
    )
    trail.record(
        trail.Act(by.person, f"bench {outcome}", now, target=f"document:{left}", authority=decision.authority,
                  data={"item": item, "beside": str(right)})
    )  # fmt: skip
