"""Jobs: the checks of certification run every night, and soon after anything is published; who holds a waiver is reminded of
its end.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.governance.actions.certification import run_checks
from throughline.apps.governance.actions.waivers import remind_of_endings


@app.periodic(cron="*/10 * * * *")
@app.task(name="governance.run_checks", queueing_lock="governance.run_checks")
def run_checks_on_what_is_certified(timestamp: int = 0) -> int:
    """Run them where the day or the catalogue is another than at the last run; gives how many faults are open."""
    return run_checks(by=HOUSE, now=timezone.now())


@app.periodic(cron="5 5 * * *")
@app.task(name="governance.remind_of_endings", queueing_lock="governance.remind_of_endings")
def remind_of_waivers_that_end(timestamp: int = 0) -> int:
    """Remind whoever holds a waiver on the days the state names; gives how many reminders."""
    return remind_of_endings(by=HOUSE, now=timezone.now())
