"""Jobs: errands go on. Any may be cut off at any time; the next run takes it up."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.interop.actions import go_on, read_on
from throughline.apps.interop.queries.runs import unfinished, unread


@app.task(name="interop.apply_import")
def apply_import(run: str) -> int:
    """Take in every document of an errand that somebody said yes to; gives how many."""
    done = 0
    while go_on(run=UUID(run), now=timezone.now()):
        done += 1
    return done


def have_read(run: UUID) -> None:
    """Leave an errand to a worker where it is one that waits to be read."""
    if run in unread():
        read_import.defer(run=str(run))


@app.task(name="interop.read_import")
def read_import(run: str) -> bool:
    """Look at a large errand that was only kept so far."""
    return read_on(run=UUID(run), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="interop.take_up_imports", queueing_lock="interop.take_up_imports")
def take_up_imports(timestamp: int = 0) -> None:
    """Go on with every errand that was cut off."""
    for each in unread():
        read_import(str(each))
    for each in unfinished():
        apply_import(str(each))
