"""Writes: a request for a missing pathway."""

from datetime import datetime

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import PathwayRequest
from throughline.apps.trail import actions as trail


@transaction.atomic
def request_pathway(*, by: Actor, profession: str, now: datetime, cluster: str = "", why: str = "") -> int:
    """Anyone signed in asks for a pathway that is not there; gives its number on the docket."""
    decision = require(by, "request.file", what="A request")
    if not profession.strip():
        raise Refused("A request", "it names no profession.", "Say which work the pathway should lead to.")
    if cluster and cluster not in frameworks.catalogue().clusters:
        raise Refused(
            "A request", f"there is no cluster '{cluster}'.", "Choose one from the list, or leave it open."
        )
    made = PathwayRequest.objects.create(
        profession=profession.strip(), cluster=cluster, why=why, asked_by_id=by.me, asked_at=now
    )
    made.refresh_from_db(fields=["docket"])
    trail.record(
        trail.Act(by.person, "requested", now, target=f"docket:{made.docket}", authority=decision.authority)
    )
    return made.docket
