"""Jobs: batches go on, offers that no act opened, days and places, promises that end, guarantees that wait for signing.

Any may be cut off at any time; the next run takes it up.
"""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.opportunities.actions import negotiations, rounds, stays
from throughline.apps.opportunities.actions.opening import opening
from throughline.apps.opportunities.actions.watching import catch_up, keep_days, watch
from throughline.apps.opportunities.promised import sign_all
from throughline.apps.opportunities.queries.negotiations import unfinished_trials
from throughline.apps.records.actions import batching
from throughline.apps.records.queries.batches import unfinished


@app.task(name="opportunities.work_on_batch")
def work_on_batch(batch: str) -> int:
    """Do all rows of a confirmed batch, with the offers they open; gives how many."""
    done = 0
    while many := go_on(UUID(batch)):
        done += many
    return done


def go_on(batch: UUID) -> int:
    """The next rows of a batch, with what they open."""
    now = timezone.now()
    with opening(now=now):
        return batching.go_on(batch=batch, now=now)


@app.periodic(cron="* * * * *")
@app.task(name="opportunities.take_up_batches", queueing_lock="opportunities.take_up_batches")
def take_up_batches(timestamp: int = 0) -> None:
    """Go on with every batch that was cut off."""
    for each in unfinished():
        work_on_batch(str(each))


@app.periodic(cron="*/10 * * * *")
@app.task(name="opportunities.catch_up", queueing_lock="opportunities.catch_up")
def catch_up_on_offers(timestamp: int = 0) -> int:
    """Open what no act opened; gives how many, which should be none."""
    return catch_up(by=HOUSE, now=timezone.now())


@app.periodic(cron="30 4 * * *")
@app.task(name="opportunities.keep_days", queueing_lock="opportunities.keep_days")
def keep_days_of_offers(timestamp: int = 0) -> int:
    """Remind, let go whose day went by, give free places; gives how many in all."""
    return sum(keep_days(by=HOUSE, now=timezone.now()).values())


@app.periodic(cron="40 4 * * *")
@app.task(name="opportunities.watch_promises", queueing_lock="opportunities.watch_promises")
def watch_promises(timestamp: int = 0) -> int:
    """Tell whoever mends a stage without a promise, and owners whose agreements end; gives how many are open."""
    return watch(by=HOUSE, now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="opportunities.sign_guarantees", queueing_lock="opportunities.sign_guarantees")
def sign_guarantees(timestamp: int = 0) -> int:
    """Sign the guarantees in force that wait; gives how many."""
    return sign_all(now=timezone.now())


@app.periodic(cron="50 4 * * *")
@app.task(name="opportunities.settle_stays", queueing_lock="opportunities.settle_stays")
def settle_stays(timestamp: int = 0) -> int:
    """Recognize what stays that are over give, with the offers that opens; gives how many."""
    now = timezone.now()
    with opening(now=now):
        return stays.settle_ended(now=now)


@app.periodic(cron="20 4 * * *")
@app.task(name="opportunities.match_rounds", queueing_lock="opportunities.match_rounds")
def match_rounds(timestamp: int = 0) -> int:
    """Match the rounds whose ranking is closed; gives how many."""
    return rounds.match_due(by=HOUSE, now=timezone.now())


@app.task(name="opportunities.try_draft")
def try_draft(draft: str) -> None:
    """Look what a draft of an agreement would do on every record."""
    negotiations.look(by=HOUSE, draft=UUID(draft), now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="opportunities.try_drafts", queueing_lock="opportunities.try_drafts")
def try_drafts(timestamp: int = 0) -> int:
    """Look at every draft that still waits for it; gives how many."""
    waiting = unfinished_trials()
    for each in waiting:
        try_draft(str(each))
    return len(waiting)
