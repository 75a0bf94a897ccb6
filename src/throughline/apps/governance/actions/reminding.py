"""Writes of the house by itself: whoever sits in a body is reminded of what waits for them there, each time once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.governance.models import Reminder
from throughline.apps.governance.queries.votes import last_charter
from throughline.apps.governance.queries.waiting import calls, seated
from throughline.apps.trail import actions as trail
from throughline.core.governing.reminding import Asks, Call, nth_due

VERBS: Final[Mapping[Asks, str]] = {
    "own_vote": "reminded of a vote", "own_conflict": "reminded to stand aside", "own_term": "reminded of a term",
    "term": "reminded of a seat",
}  # fmt: skip
MATTER: Final = "reminded of a matter"
"""Of every step of a matter."""


@transaction.atomic
def remind(*, by: Actor, now: datetime) -> int:
    """Remind everyone of what waits for them in their bodies and is near; gives how many reminders went out. Each stands as
    an event on the person's own page. A second run sends nothing; one that was cut off has sent nothing."""
    require(by, "docket.remind", what="Reminding")
    on = timezone.localdate(now)
    near = {_key(each, nth): (each, nth) for each in calls(seated(on), on) if (nth := nth_due(each, on))}
    sent = set(
        Reminder.objects.filter(due__in={each.due for each, _ in near.values()}).values_list(
            "person", "body", "asks", "about", "due", "nth"
        )
    )
    new = [near[key] for key in near.keys() - sent]
    Reminder.objects.bulk_create(
        Reminder(
            person_id=each.person, body=each.body, asks=each.asks, about=each.about, due=each.due, nth=nth, sent_at=now
        )
        for each, nth in new
    )  # fmt: skip
    trail.record_many(_told(each, now) for each, _ in sorted(new, key=lambda one: (one[0].due, str(one[0]))))
    return len(new)


def _key(call: Call, nth: int) -> tuple[object, ...]:
    return (call.person, call.body, call.asks, call.about, call.due, nth)


def _told(call: Call, now: datetime) -> trail.Act:
    title = call.title or next(iter(last_charter(call.body).title.values()), call.body)
    data = {"asks": call.asks, "body": call.body, "due": call.due.isoformat(), "title": title}
    verb = VERBS.get(call.asks, MATTER)
    return trail.Act(None, verb, now, call.person, call.about, "you sit in this body", data)
