"""Jobs: the checks of certification run every night, and soon after anything is published; votes that are over close; ways
without a next step are given to who calls.

May be cut off at any time; the next run takes it up.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.advising.actions.governing import (
    ask_for_impact,
    close_ended,
    run_checks,
    try_draft,
)
from throughline.apps.advising.actions.headline import count_headline
from throughline.apps.advising.actions.tracking import look_for_tracking
from throughline.apps.advising.actions.ways_back import find_ways_back
from throughline.apps.advising.queries.governing import untried
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


def have_tried(docket: int, draft: int) -> None:
    """Leave it to a worker to try a draft on everyone, where nobody left it yet."""
    if ask_for_impact(docket=docket, draft=draft, now=timezone.now()):
        try_one_draft.defer(docket=docket)


@app.task(name="advising.try_draft")
def try_one_draft(docket: int) -> bool:
    """Try the newest draft of a proposal on everyone."""
    return try_draft(by=HOUSE, docket=docket, now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="advising.try_drafts", queueing_lock="advising.try_drafts")
def try_drafts(timestamp: int = 0) -> int:
    """Try every open draft that changed, or whose numbers are a day old; gives how many."""
    return sum(
        try_draft(by=HOUSE, docket=docket, now=timezone.now()) for docket in untried(now=timezone.now())
    )


@app.periodic(cron="20 4 * * *")
@app.task(name="advising.find_ways_back", queueing_lock="advising.find_ways_back")
def find_those_to_call(timestamp: int = 0) -> int:
    """Give each way that has no next step to who calls, and let go those that go on; gives how many changed."""
    found = find_ways_back(by=HOUSE, now=timezone.now())
    return found.opened + found.ended + found.given


@app.periodic(cron="35 4 * * *")
@app.task(name="advising.count_headline", queueing_lock="advising.count_headline")
def count_the_headline(timestamp: int = 0) -> int:
    """Count the state's headline anew; gives of how many learners."""
    return count_headline(by=HOUSE, now=timezone.now()).learners


@app.periodic(cron="50 4 * * *")
@app.task(name="advising.look_for_tracking", queueing_lock="advising.look_for_tracking")
def look_where_groups_are_sorted(timestamp: int = 0) -> int:
    """Look whether groups are sorted anywhere, once for each quarter; gives how many findings were opened."""
    return len(look_for_tracking(by=HOUSE, now=timezone.now()))
