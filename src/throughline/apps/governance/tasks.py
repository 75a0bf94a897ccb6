"""Jobs: the checks of certification run every night, and soon after anything is published; members are reminded.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.governance.actions.certification import run_checks
from throughline.apps.governance.actions.reminding import remind


@app.periodic(cron="*/10 * * * *")
@app.task(name="governance.run_checks", queueing_lock="governance.run_checks")
def run_checks_on_what_is_certified(timestamp: int = 0) -> int:
    """Run them where the day or the catalogue is another than at the last run; gives how many faults are open."""
    return run_checks(by=HOUSE, now=timezone.now())


@app.periodic(cron="*/30 * * * *")
@app.task(name="governance.remind", queueing_lock="governance.remind")
def remind_members(timestamp: int = 0) -> int:
    """Remind whoever sits in a body of what waits for them there; gives how many reminders went out."""
    return remind(by=HOUSE, now=timezone.now())
