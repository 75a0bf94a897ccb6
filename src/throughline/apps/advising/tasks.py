"""Jobs: the checks of certification run every night, and soon after anything is published; votes that are over close.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.advising.actions.governing import close_ended, run_checks
from throughline.apps.directory.actor import HOUSE


@app.periodic(cron="*/10 * * * *")
@app.task(name="governance.run_checks", queueing_lock="governance.run_checks")
def run_checks_on_what_is_certified(timestamp: int = 0) -> int:
    """Run them where the day or the catalogue is another than at the last run; gives how many faults are open."""
    return run_checks(by=HOUSE, now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="advising.close_votes", queueing_lock="advising.close_votes")
def close_votes(timestamp: int = 0) -> int:
    """Count, sign and close what is over; gives how many."""
    return len(close_ended(by=HOUSE, now=timezone.now()))
