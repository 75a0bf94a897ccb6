"""For whoever sits in a body: their seats, and what waits for them there; and a word about it where their day begins."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body
from throughline.core.governing.reminding import Call
from throughline.web import reading
from throughline.web.governing.bodies import OFFICES
from throughline.web.pages import page, show, who
from throughline.web.sessions import remember_seat
from throughline.web.words import words

ASKS: dict[str, Any] = {
    "own_vote": gettext_lazy("Your vote is asked for"),
    "own_conflict": gettext_lazy("You declared an interest in this: stand aside, and say why"),
    "own_term": gettext_lazy("Your time in this seat ends"),
    "term": gettext_lazy("Somebody's time in a seat ends: look for who comes next"),
    "comment": gettext_lazy("Comment closes"),
    "answer_comments": gettext_lazy("Comments wait for an answer"),
    "open_vote": gettext_lazy("Open the vote"),
    "vote": gettext_lazy("The vote closes by itself after this day"),
    "answer_region": gettext_lazy("A region waits for an answer"),
    "answer_finding": gettext_lazy("A finding of tracking waits for an answer"),
}
"""What somebody in a body is asked for, in words."""


@dataclass(frozen=True, slots=True)
class SeatShown:
    """A seat the reader holds. office: in words, where they hold one."""

    body: Body
    title: str
    office: str
    until: date


@dataclass(frozen=True, slots=True)
class CallShown:
    """Something that waits. href: where it is done; seat: which one, where it is about a seat. left: days, less than 0 where
    the day has passed."""

    asks: str
    title: str
    href: str
    body: Body
    due: date
    left: int


@dataclass(frozen=True, slots=True)
class MinePage:
    """All that the page shows."""

    seats: tuple[SeatShown, ...]
    calls: tuple[CallShown, ...]


@page("seat.waiting")
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's seats, and what waits for them there."""
    today = timezone.localdate()
    found = governance.waiting_for(who(request), on=today)
    remember_seat(request, bool(found.seats))
    shown = MinePage(tuple(map(_seat, found.seats)), tuple(_call(each, today) for each in found.calls))
    return show(request, "throughline/governing/mine.html", shown)


def tell(request: HttpRequest) -> None:
    """Say on the page where the reader's day begins that something waits for them in a body, or for an answer of the place
    they lead, if anything does. Whether they sit in one is remembered, so that every page can lead to their seats."""
    actor = who(request)
    if actor.person is None:
        return
    today = timezone.localdate()
    waiting = governance.waiting_for(actor, on=today)
    remember_seat(request, bool(waiting.seats))
    many = len(waiting.calls)
    if many:
        said = ngettext(
            "{n} thing waits for you in your seat.", "{n} things wait for you in your seat.", many
        )
        _lead(request, said.format(n=many), reverse("my-seats"))
    owed = governance.tracking.findings_waiting(actor, on=today)
    if owed:
        said = ngettext("{n} finding waits for your answer.", "{n} findings wait for your answer.", len(owed))
        _lead(request, said.format(n=len(owed)), reverse("finding", args=[owed[0].id]))


def _lead(request: HttpRequest, said: str, where: str) -> None:
    messages.info(request, format_html('{} <a href="{}">{}</a>', said, where, _("See what waits")))


def _seat(held: governance.Seated) -> SeatShown:
    body = reading.catalogue().bodies[held.body]
    kind = body.seat(held.seat)
    return SeatShown(
        body, words(kind.title) if kind else held.seat, str(OFFICES.get(held.office, "")), held.until
    )


def _call(call: Call, today: date) -> CallShown:
    body = reading.catalogue().bodies[call.body]
    if call.docket is not None:
        return CallShown(
            str(ASKS[call.asks]), call.title, reverse("matter", args=[call.docket]), body, call.due, call.days_left(today)
        )  # fmt: skip
    kind = body.seat(call.about.removeprefix("seat:").partition("/")[0])
    where = reverse("body" if call.asks == "own_term" else "body-keep", args=[body.id])
    title = words(kind.title) if kind else ""
    return CallShown(str(ASKS[call.asks]), title, where, body, call.due, call.days_left(today))
