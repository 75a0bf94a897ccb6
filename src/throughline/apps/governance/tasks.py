"""Jobs: whoever holds a waiver is reminded of its end."""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.governance.actions.waivers import remind_of_endings


@app.periodic(cron="5 5 * * *")
@app.task(name="governance.remind_of_endings", queueing_lock="governance.remind_of_endings")
def remind_of_waivers_that_end(timestamp: int = 0) -> int:
    """Remind whoever holds a waiver on the days the state names; gives how many reminders."""
    return remind_of_endings(by=HOUSE, now=timezone.now())
