"""Writes: what a learner puts first in their record, and which places they would rather not name outside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records.models import Featured, NeutralPlace
from throughline.apps.records.queries.own_record import view_of
from throughline.apps.trail import actions as trail

MOST_FEATURED = 12
"""So that what comes first can be read in one look."""


@transaction.atomic
def feature(*, by: Actor, learner: UUID, entries: Sequence[str], now: datetime) -> None:
    """The learner puts these entries first, in this order; what was first before is so no longer."""
    decision = require(by, "record.feature", directory.subject_for(by, learner), what="What comes first")
    wanted = list(dict.fromkeys(entries))
    held = view_of(learner, "", now=now).entries
    unknown = [each for each in wanted if each not in held]
    if unknown:
        raise Refused("What comes first", f"'{unknown[0]}' is not in the record.", "Pick from the record.")
    if len(wanted) > MOST_FEATURED:
        raise Refused("What comes first", f"it is {len(wanted)} entries.", f"Pick up to {MOST_FEATURED}.")
    Featured.objects.filter(learner__in=ids_of([learner])).delete()
    Featured.objects.bulk_create(
        Featured(learner_id=learner, item=item, position=nth) for nth, item in enumerate(wanted)
    )
    trail.record(trail.Act(by.person, "featured", now, learner, authority=decision.authority))


@transaction.atomic
def name_place(*, by: Actor, learner: UUID, organization: str, named: bool, now: datetime) -> None:
    """The learner decides whether a place is named to readers outside, or the state's neutral name stands for it."""
    decision = require(by, "record.feature", directory.subject_for(by, learner), what="Naming a place")
    directory.organization_id(organization)
    if named:
        NeutralPlace.objects.filter(learner__in=ids_of([learner]), organization=organization).delete()
    else:
        NeutralPlace.objects.get_or_create(learner_id=learner, organization=organization)
    # The event says nothing about which place: a reader of events is not always the learner.
    trail.record(trail.Act(by.person, "decided on a name", now, learner, authority=decision.authority))
