"""Jobs: votes whose last day is over close by themselves.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.advising.actions.governing import close_ended
from throughline.apps.directory.actor import HOUSE


@app.periodic(cron="*/10 * * * *")
@app.task(name="advising.close_votes", queueing_lock="advising.close_votes")
def close_votes(timestamp: int = 0) -> int:
    """Count, sign and close what is over; gives how many."""
    return len(close_ended(by=HOUSE, now=timezone.now()))
