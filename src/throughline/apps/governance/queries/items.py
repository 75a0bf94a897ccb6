"""Reads: the lines of the docket: what was asked, before which body, how far it has come, what is due when. Public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from throughline.apps.governance.models import (
    Comment,
    CommentWindow,
    Draft,
    Hearing,
    PathwayRequest,
    Proposal,
    Vote,
)
from throughline.apps.governance.queries.hanging import hanging, rows_of
from throughline.apps.governance.queries.matters import is_standing
from throughline.apps.governance.queries.votes import last_charter, with_ballots
from throughline.core.governing.deadlines import Course, Deadline, deadlines, reminders

STAGES = ("asked", "drafting", "comment", "answering", "vote", "decided", "in_force", "withdrawn")
"""How far a matter can have come."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the docket. kind: of the proposal, or `request`. stage: of `STAGES`. days: from the proposal to effect,
    once it is in force. sent_by: the region that sent it up. due: soonest first;
    due_of: the same with the body whose it is. what: of a request for a way, the thing it is to lead to (then no title)."""

    docket: int
    kind: str
    title: str
    made_at: datetime
    bodies: tuple[str, ...]
    stage: str
    sent_by: str = ""
    days: int | None = None
    due: tuple[Deadline, ...] = ()
    due_of: tuple[tuple[str, Deadline], ...] = ()
    what: str = ""


def docket(*, body: str = "", on: date) -> list[Item]:
    """What was asked, newest first: proposals and requests for pathways in one count; of one body, where it is named. Three
    queries."""
    rows = proposals()
    items = [item_of(row, on) for row in (rows.filter(hearings__body=body) if body else rows)]
    if not body:
        items += [_request(each) for each in PathwayRequest.objects.filter(taken_up=None)]
    return sorted(items, key=lambda each: -each.docket)


def proposals() -> QuerySet[Proposal]:
    """Proposals with what a line of the docket shows, and the ballots of their votes; `item_of` reads one. Two queries."""
    mine = OuterRef("pk")
    open_comments = Comment.objects.filter(window__proposal=mine, answer=None).values("window__proposal")
    unanswered = Coalesce(Subquery(open_comments.annotate(many=Count("id")).values("many")), 0)
    votes = with_ballots(Vote.objects.order_by("opened_at", "number")).defer(
        "packet", "decision__statement", "draft__documents", "draft__base"
    )
    rows = Proposal.objects.select_related("withdrawal").annotate(
        told_hearings=hanging(Hearing.objects.filter(proposal=mine), "since", "body"),
        told_windows=hanging(CommentWindow.objects.filter(proposal=mine), "number"),
        drafted=Exists(Draft.objects.filter(proposal=mine)), unanswered=unanswered,
    )  # fmt: skip
    return rows.prefetch_related(Prefetch("votes", votes))


def _request(row: PathwayRequest) -> Item:
    return Item(row.docket, "request", row.profession, row.asked_at, (), "asked", what=row.what)


def item_of(row: Any, on: date) -> Item:
    """A line of the docket from a row of `proposals`. No query."""
    hearings, windows = rows_of(Hearing, row.told_hearings), rows_of(CommentWindow, row.told_windows)
    votes = list(row.votes.all())
    window = (windows[-1].first, windows[-1].last) if windows else None
    stage = stage_of(hasattr(row, "withdrawal"), row.drafted, window, votes, on)
    sent_by = next((each.sent_by for each in hearings if each.sent_by), "")
    due = due_of(hearings, window, row.unanswered, votes, on)
    return Item(
        row.docket, row.kind, row.title, row.made_at, tuple(each.body for each in hearings), stage, sent_by,
        days_to_effect(row, votes), once(due), due,
    )  # fmt: skip


def stage_of(
    withdrawn: bool, drafted: bool, window: tuple[date, date] | None, votes: Iterable[Vote], on: date
) -> str:
    """How far a matter has come."""
    given = list(votes)
    if withdrawn:
        return "withdrawn"
    if any(hasattr(each, "decision") and each.decision.published for each in given):
        return "in_force"
    if any(not hasattr(each, "decision") for each in given):
        return "vote"
    if given and all(is_standing(each, each.draft) for each in given):
        return "decided"
    if window is not None:
        return "comment" if on <= window[1] else "answering"
    return "drafting" if drafted else "asked"


def came_to_nothing(vote: Vote) -> bool:
    """Whether a decided vote has to be held again: no quorum, or what was carried could not come into force."""
    return vote.decision.outcome == "no_quorum" or bool(vote.decision.withheld)


def days_to_effect(proposal: Proposal, votes: Iterable[Vote]) -> int | None:
    """Days from the proposal to its effect; None while it has none."""
    given = (each.decision for each in votes if hasattr(each, "decision"))
    effect = [each.decided_at for each in given if each.published]
    return (timezone.localdate(min(effect)) - timezone.localdate(proposal.made_at)).days if effect else None


def due_of(
    hearings: Iterable[Hearing],
    window: tuple[date, date] | None,
    unanswered: int,
    votes: list[Vote],
    on: date,
) -> tuple[tuple[str, Deadline], ...]:
    """By each body's own charter, soonest first."""
    found: list[tuple[str, Deadline]] = []
    for hearing in hearings:
        own = [each for each in votes if each.body == hearing.body]
        last = own[-1] if own else None
        decided = timezone.localdate(last.decision.decided_at) if last and hasattr(last, "decision") else None
        nothing = last is not None and decided is not None and came_to_nothing(last)
        course = Course(
            timezone.localdate(hearing.since) if hearing.sent_by else None, decided if not nothing else None, window,
            unanswered, timezone.localdate(last.opened_at) if last else None, last.closes if last else None, decided,
            decided if nothing else None,
        )  # fmt: skip
        days = last_charter(hearing.body).answer_days
        found += [(hearing.body, each) for each in deadlines(course, days, on)]
    return tuple(sorted(found, key=lambda each: each[1].due))


def once(due: Iterable[tuple[str, Deadline]]) -> tuple[Deadline, ...]:
    """What is due, that of several bodies once."""
    return tuple(dict.fromkeys(each for _, each in due))


def reminded(items: Iterable[Item], on: date) -> list[tuple[Item, Deadline]]:
    """What is to be reminded of in these on a day, soonest first: due within a week, or overdue. No query."""
    live = (each for each in items if each.stage not in ("in_force", "withdrawn"))
    found = [(item, due) for item in live for due in reminders(item.due, on)]
    return sorted(found, key=lambda each: each[1].due)
