"""Writes: the host of a stay confirms it day by day. It is attendance; no rule about what was learned reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.exchange import stood
from throughline.apps.opportunities.models import LearningAgreement, StayDay
from throughline.apps.opportunities.models.stay_days import WAYS
from throughline.apps.trail import actions as trail

WHAT = "A day of a stay"
MOST_HOURS = Decimal(12)


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day as the host confirms it. hours: 0 where nobody came. way: how the learner got there."""

    on: date
    came: bool
    hours: Decimal
    way: str = "other"
    words: str = ""


@transaction.atomic
def confirm(*, by: Actor, agreement: UUID, day: NewDay, now: datetime) -> int:
    """Whoever supervises at the host confirms a day; said anew, it needs a word why, and what was said before stays.

    Gives how often the day was confirmed.
    """
    found = LearningAgreement.objects.select_for_update().filter(id=agreement).first()
    if found is None:
        raise Refused(WHAT, "there is no such stay.", "Look in the list.")
    if by.is_me(found.learner_id):
        raise Refused(WHAT, "nobody confirms their own.", "Ask who is beside you at the host.")
    decision = require(by, "stay.attend", Subject(organization=found.host), what=WHAT)
    _check(found, day, timezone.localdate(now))
    nth = StayDay.objects.filter(agreement=found, on=day.on).count() + 1
    if nth > 1 and not day.words.strip():
        raise Refused(WHAT, "it was confirmed before.", "Say in a line what was wrong.")
    StayDay.objects.create(
        agreement=found, on=day.on, nth=nth, came=day.came, hours=day.hours if day.came else 0, way=day.way,
        words=day.words.strip()[:2000], confirmed_by_id=by.me, confirmed_at=now,
    )  # fmt: skip
    trail.record(
        trail.Act(
            by.person, "confirmed a day of a stay", now, found.learner_id, f"learning_agreement:{found.id}",
            decision.authority, {"on": f"{day.on}"},
        )
    )  # fmt: skip
    return nth


def _check(found: LearningAgreement, day: NewDay, today: date) -> None:
    versions = list(found.versions.order_by("number").prefetch_related("steps"))
    if stood(versions).in_force is None:
        raise Refused(WHAT, "the stay is not agreed by all three yet.", "Approve it first.")
    if not found.starts <= day.on <= found.ends or day.on > today:
        raise Refused(WHAT, "it is no day of the stay, or still to come.", "Pick another day.")
    if day.came and not 0 < day.hours <= MOST_HOURS:
        raise Refused(WHAT, f"its hours are not between 0 and {MOST_HOURS}.", "Look at the number.")
    if day.way not in WAYS:
        raise Refused(WHAT, "it does not say how the learner got there.", "Choose one of the list.")
