"""Jobs: whoever sits in a body is reminded of what waits there, and whoever holds a waiver of its end.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.governance.actions.reminding import remind
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
