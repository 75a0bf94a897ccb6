"""Jobs: awards that wait are signed, files that are out of date are made anew, figures of judging are worked out.

Any may be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.records.actions import figures, keeping_files
from throughline.apps.records.credentials import signing
from throughline.apps.records.queries.moderating import parts_in_use

AT_ONCE = 100


@app.periodic(cron="* * * * *")
@app.task(name="records.sign_waiting", queueing_lock="records.sign_waiting")
def sign_waiting(timestamp: int = 0) -> int:
    """Sign the awards that wait; gives how many."""
    done = 0
    while many := signing.sign_waiting(many=AT_ONCE, now=timezone.now()):
        done += many
    return done


@app.periodic(cron="* * * * *")
@app.task(name="records.renew_files", queueing_lock="records.renew_files")
def renew_files(timestamp: int = 0) -> int:
    """Make the files of records that changed anew, for those who asked for one lately; gives how many."""
    return keeping_files.renew_files(now=timezone.now())


@app.periodic(cron="20 3 * * *")
@app.task(name="records.work_out_judging", queueing_lock="records.work_out_judging")
def work_out_judging(timestamp: int = 0) -> int:
    """Work out what the judgments of each part say, where there are new ones; gives how many judges are asked to
    calibrate anew."""
    now = timezone.now()
    return sum(figures.work_out(by=HOUSE, assessment=a, part=part, now=now) for a, part in parts_in_use())
