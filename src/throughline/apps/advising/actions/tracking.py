"""Writes: a look whether groups are sorted anywhere, from counts by place; what it finds is opened to whoever owes it."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.watching import watched
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions as governance
from throughline.apps.governance import queries as governing
from throughline.core.equity.counting import counted
from throughline.core.equity.looking import Method, due_look, look
from throughline.core.equity.tracks import sorting


def look_for_tracking(*, by: Actor, now: datetime, method: Method | None = None) -> list[UUID]:
    """The look that is due now, where it was not taken yet: every place and group that is large enough, each monitor by
    itself. Gives the findings it opened. No count of people is kept."""
    require(by, "tracking.look", what="Looking for tracking")
    on, method, terms = timezone.localdate(now), method or Method(), frameworks.catalogue().state.tracking
    due = due_look(on, terms.year_month)
    if governing.tracking.was_taken(due.since.year, due.nth):
        return []
    lines, tracks = watched(on=on, since=due.since)
    looks = look(counted(lines), method=method, nth=due.nth, groups=terms.groups)
    tied = sorting(tracks, least=method.least)
    seen = governance.Seen(due.since.year, due.nth, method, looks, tied)
    return governance.open_findings(by=by, seen=seen, now=now)
