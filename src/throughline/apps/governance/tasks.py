"""Jobs: whoever sits in a body is reminded of what waits there, and whoever holds a waiver of its end; findings of tracking
that nobody answered go to the next body up.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.governance.actions.reminding import remind
from throughline.apps.governance.actions.tracking import raise_unanswered, remind_of_findings
from throughline.apps.governance.actions.waivers import remind_of_endings


@app.periodic(cron="5 5 * * *")
@app.task(name="governance.remind_of_endings", queueing_lock="governance.remind_of_endings")
def remind_of_waivers_that_end(timestamp: int = 0) -> int:
    """Remind whoever holds a waiver on the days the state names; gives how many reminders."""
    return remind_of_endings(by=HOUSE, now=timezone.now())


@app.periodic(cron="*/30 * * * *")
@app.task(name="governance.remind", queueing_lock="governance.remind")
def remind_members(timestamp: int = 0) -> int:
    """Remind whoever sits in a body of what waits for them there; gives how many reminders went out."""
    return remind(by=HOUSE, now=timezone.now())


@app.periodic(cron="15 5 * * *")
@app.task(name="governance.follow_findings", queueing_lock="governance.follow_findings")
def follow_findings(timestamp: int = 0) -> int:
    """Take findings that nobody answered in time to the next body up, and remind of those whose day is near; gives how many
    were raised."""
    now = timezone.now()
    raised = raise_unanswered(by=HOUSE, now=now)
    remind_of_findings(by=HOUSE, now=now)
    return raised
