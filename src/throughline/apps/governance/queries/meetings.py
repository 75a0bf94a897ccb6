"""Reads: what a body meets about on a day: the agenda with its packets before, the minutes after. Public."""

from dataclasses import dataclass
from datetime import date

from throughline.apps.governance.models import Vote
from throughline.apps.governance.queries.items import Item, docket, reminded
from throughline.apps.governance.queries.sittings import sitting
from throughline.apps.governance.queries.votes import VoteNow, vote_now, with_ballots
from throughline.core.governing.ballots import needed_for_quorum
from throughline.core.governing.charters import Sitting
from throughline.core.governing.deadlines import Deadline


@dataclass(frozen=True, slots=True)
class Agenda:
    """What lies before a body on a day. votes: that are open; items: everything else that is under way; due: what is due
    within a week, or overdue. quorum: how many must take part."""

    sitting: Sitting
    votes: tuple[VoteNow, ...]
    items: tuple[Item, ...]
    due: tuple[tuple[Item, Deadline], ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a body did on a day: the votes it opened, and those it decided, by seat."""

    sitting: Sitting
    opened: tuple[VoteNow, ...]
    decided: tuple[VoteNow, ...]
    quorum: int


def agenda(body: str, on: date) -> Agenda:
    """The agenda of a body for a day."""
    now = sitting(body, on)
    rows = with_ballots(Vote.objects.filter(body=body, decision=None))
    votes = tuple(vote_now(row) for row in rows.order_by("opened_at"))
    under_vote = {vote.docket for vote in votes}
    over = ("in_force", "withdrawn", "decided")
    every = docket(body=body, on=on)
    items = [each for each in every if each.stage not in over and each.docket not in under_vote]
    return Agenda(now, votes, tuple(items), tuple(reminded(every, on)), needed_for_quorum(now.body))


def minutes(body: str, on: date) -> Minutes:
    """The minutes of a body for a day: nothing where it did nothing."""
    now = sitting(body, on)
    rows = with_ballots(Vote.objects.filter(body=body))
    opened = tuple(vote_now(row) for row in rows.filter(opened_at__date=on).order_by("opened_at"))
    decided = rows.filter(decision__decided_at__date=on).order_by("decision__decided_at")
    return Minutes(now, opened, tuple(vote_now(row) for row in decided), needed_for_quorum(now.body))


def meeting_days(body: str) -> list[date]:
    """The days on which a body opened or decided a vote, newest first. One query."""
    rows = Vote.objects.filter(body=body).values_list("opened_at__date", "decision__decided_at__date")
    return sorted({day for days in rows for day in days if day}, reverse=True)
