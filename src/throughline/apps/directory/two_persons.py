"""Two persons: what an operator may do in place of others runs only after a second operator said yes to exactly that.

The request names the act, what it is about and every value of it; the yes holds for those and nothing else, once, for
`GOOD_FOR` days. Requests and answers stand in the public log by number and date; what they say about a person does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.models import OperatorAct, Organization
from throughline.apps.directory.policy import require
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries
from throughline.core import ledger

AS_OPERATOR = "you operate this house"
"""How an event says that somebody acted as the operator (`predicates.operator`)."""
GOOD_FOR = 7
"""Days after which a yes that was not used holds no more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of an operator. answer: `yes`, `no`, or empty while it waits. spent_at: when it was done.

    detail: every value of the act; only operators read it.
    """

    id: UUID
    number: int
    act: str
    about: str
    detail: Mapping[str, Any]
    why: str
    asked_by: str
    asker: UUID
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    spent_at: datetime | None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The same as everyone reads it: the kind of act and the days; which body or organization. No person, no value."""

    number: int
    act: str
    about: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    spent_at: datetime | None


@transaction.atomic
def ask(*, by: Actor, act: str, about: str, detail: Mapping[str, object], why: str, now: datetime) -> UUID:
    """An operator asks for a second operator's yes to one act; gives the request's id."""
    decision = require(by, "operator.ask", what="Asking for a second person's yes")
    if not why.strip():
        raise Refused("Asking for a second person's yes", "it gives no reason.", "Say why it is needed.")
    _wait_for_others()
    number = (OperatorAct.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    made = OperatorAct.objects.create(
        number=number, act=act, about=about, detail=dict(detail), digest=_digest(act, about, detail),
        why=why.strip(), asked_by_id=by.me, asked_at=now,
    )  # fmt: skip
    _enter(made, "asked", now)
    data: Mapping[str, object] = {"act": act, "about": about}
    trail.record(
        trail.Act(by.person, "asked a second person", now, None, _ref(made), decision.authority, data)
    )
    return made.id


@transaction.atomic
def answer(*, by: Actor, request: UUID, yes: bool, now: datetime) -> None:
    """Another operator says yes or no to a request.

    :raises Refused: it is the same person who asked, or it was answered already.
    """
    decision = require(by, "operator.answer", what="Answering for two persons")
    found = OperatorAct.objects.select_for_update().filter(id=request).first()
    if found is None or found.answered_at is not None:
        raise Refused("Answering for two persons", "nothing waits for this answer.", "Look at what waits.")
    if by.is_me(found.asked_by_id):
        raise Refused(
            "Answering for two persons", "you asked for it yourself.", "Another operator has to look at it."
        )
    found.answered_by_id, found.answered_at, found.yes = by.me, now, yes
    found.save(update_fields=["answered_by", "answered_at", "yes"])
    _enter(found, "approved" if yes else "refused", now)
    data: Mapping[str, object] = {"act": found.act, "about": found.about, "yes": yes}
    trail.record(trail.Act(by.person, "answered for two", now, None, _ref(found), decision.authority, data))


def spend(*, by: Actor, act: str, about: str, detail: Mapping[str, object], now: datetime) -> None:
    """Use the yes that a second person gave to exactly this; call it in the transaction of the act.

    :raises Refused: there is none, or it is too old.
    """
    since = now - timedelta(days=GOOD_FOR)
    waiting = OperatorAct.objects.select_for_update().filter(
        act=act, about=about, digest=_digest(act, about, detail), yes=True, spent_at=None,
        answered_at__gte=since,
    )  # fmt: skip
    found = waiting.order_by("answered_at").first()
    if found is None:
        raise Refused(
            "This act of an operator", "it needs the yes of a second person to exactly this.",
            "Ask for it first; another operator answers; then do it again.", {"act": act, "needs_second": True},
        )  # fmt: skip
    found.spent_at = now
    found.save(update_fields=["spent_at"])


def requests(by: Actor, *, newest: int = 50) -> list[Asked]:
    """What operators asked each other for, newest first, those that wait before all. One query."""
    require(by, "operator.answer", what="Requests of operators")
    rows = OperatorAct.objects.select_related("asked_by", "answered_by").order_by("-number")[:newest]
    return sorted((_asked(row, by) for row in rows), key=lambda each: bool(each.answer))


def told(*, newest: int = 50) -> list[Told]:
    """What everyone reads of the requests, newest first. One query."""
    rows = OperatorAct.objects.order_by("-number")[:newest]
    return [
        Told(r.number, r.act, r.about if r.about.startswith(("body:", "organization:")) else "", r.asked_at, _ANSWER[r.yes],
             r.answered_at, r.spent_at)
        for r in rows
    ]  # fmt: skip


def operated(*, since: date) -> list[tuple[date, str, int]]:
    """Every act of an operator since a day, by day and kind: how often; newest first. Public. One query."""
    return trail_queries.operated(since)


def request_of(by: Actor, request: UUID) -> Asked:
    """One request, for an operator. One query."""
    require(by, "operator.answer", what="A request of an operator")
    row = OperatorAct.objects.select_related("asked_by", "answered_by").filter(id=request).first()
    if row is None:
        raise Refused("A request of an operator", "there is none.", "Look at those there are.")
    return _asked(row, by)


_ANSWER = {True: "yes", False: "no", None: ""}


def _asked(row: OperatorAct, by: Actor) -> Asked:
    return Asked(
        row.id, row.number, row.act, row.about, row.detail, row.why, row.asked_by.display_name,
        row.asked_by_id, row.asked_at, _ANSWER[row.yes], row.answered_by.display_name if row.answered_by else "",
        row.answered_at, row.spent_at, by.is_me(row.asked_by_id),
    )  # fmt: skip


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory.two_persons'))")


def _digest(act: str, about: str, detail: Mapping[str, object]) -> str:
    return ledger.digest({"act": act, "about": about, "detail": dict(detail)})


def _ref(row: OperatorAct) -> str:
    return f"operator:{row.number}"


def _enter(row: OperatorAct, act: str, now: datetime) -> None:
    state = Organization.objects.values_list("state", flat=True).first() or ""
    number = 1 if act == "asked" else 2
    said = ledger.digest(
        {"request": row.number, "kind": row.act, "act": act, "on": timezone.localdate(now).isoformat()}
    )
    trail.enter([trail.Leaf(state, act, _ref(row), number, said, "operator")], now=now)
