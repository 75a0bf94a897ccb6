"""Jobs: rows are brought up to the trail every minute; every night everyone is worked out anew and compared.

Each may be cut off at any time; the next run goes on where it was.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks.queries import NothingPublished
from throughline.apps.population import actions


@app.periodic(cron="* * * * *")
@app.task(name="population.bring_up", queueing_lock="population.bring_up")
def bring_up(timestamp: int = 0) -> int:
    """Take in what happened since; gives how much that was."""
    try:
        return actions.bring_up(by=HOUSE, now=timezone.now())
    except NothingPublished:
        return 0


@app.periodic(cron="10 3 * * *")
@app.task(name="population.work_out", queueing_lock="population.work_out")
def work_out(timestamp: int = 0) -> int:
    """Work out everyone; gives how many rows were not what they should have been, which should be none."""
    try:
        return actions.work_out(by=HOUSE, now=timezone.now()).differences
    except NothingPublished:
        return 0
