"""Writes: what a learner chooses after a rotation, and their pathway's destination with it. Both stay changeable."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.advising.actions.choosing import narrow
from throughline.apps.advising.latest import latest_steps
from throughline.apps.directory.actor import Actor
from throughline.apps.opportunities.actions import rotations
from throughline.apps.opportunities.queries.rotations import pathway_of


@transaction.atomic
def choose_after_rotation(*, by: Actor, place: UUID, field: UUID | None, why: str, now: datetime) -> str:
    """The learner chooses a field of their rotation; where it leads to a role of the pathway they are on, the plan narrows
    to that role, and opens again where they choose to keep everything open. Gives the role, or nothing."""
    destination = rotations.choose(by=by, place=place, field=field, why=why, now=now)
    at = latest_steps([by.me]).get(by.me)
    if at is None or not at[0].pathway or at[0].pathway != pathway_of(place):
        return ""
    if at[0].destination != destination:
        narrow(by=by, destination=destination, now=now)
    return destination
