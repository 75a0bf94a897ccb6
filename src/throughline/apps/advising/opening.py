"""What finishing something opens for a learner, by the rules in force today."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.weighing import standing_on
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.progress.promise import Promise, promise

KINDS = ("milestone", "credential", "opportunity", "course", "assessment", "experience")


def what_opens(actor: Actor, learner: UUID, what: str, *, now: datetime) -> Promise:
    """What opens if a learner finishes this (`milestone:m`, `opportunity:o` ...), beyond what is open already. Of an
    opportunity: what it gives. Three queries."""
    given, record = _given_by(what), records.record_of(actor, learner, now=now)
    steps = latest_steps([learner])
    began = timezone.localdate(steps[learner][1]) if learner in steps else timezone.localdate(now)
    return promise(standing_on(record, on=timezone.localdate(now), began=began), given)


def _given_by(what: str) -> tuple[str, ...]:
    kind, _, name = what.partition(":")
    house = frameworks.catalogue()
    published = {
        "milestone": house.milestones, "credential": house.credentials, "opportunity": house.opportunities,
    }  # fmt: skip
    if kind not in KINDS or (kind in published and name not in published[kind]):
        raise Refused("What it opens", f"nothing here is called '{what}'.", "Pick something from your plan.")
    return house.opportunities[name].gives if kind == "opportunity" else (what,)
