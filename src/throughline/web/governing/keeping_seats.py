"""For the chair and clerk of a body, and the operator with a second one: seats filled, ended, announced; offices given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory import queries as directory
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.governance.actions import NewTerm
from throughline.core.catalogue.charters import Body
from throughline.core.catalogue.documents import Region
from throughline.web import reading
from throughline.web.governing.bodies import OFFICES, SeatRow, seat_rows, sitting_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of


@dataclass(frozen=True, slots=True)
class KeepPage:
    """The seats of a body with the forms of those who keep its books. alone: whoever looks keeps its books and needs no
    second person. vacant: seats that can be filled or announced; held: those that can be ended, or given an office."""

    body: Body
    seats: tuple[SeatRow, ...]
    vacant: tuple[tuple[str, SeatRow], ...]
    held: tuple[tuple[str, SeatRow], ...]
    regions: tuple[Region, ...]
    offices: Mapping[str, str]
    today: str
    alone: bool
    typed: Mapping[str, str]
    problem: str


@page("seat.fill")
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Who sits where, and what can be changed about it."""
    actor, now = who(request), sitting_of(name)
    subject = governance.subject_in(now)
    decision = require(actor, "seat.fill", subject, what=_("The seats of this body"))
    alone, problem = decision.authority != two_persons.AS_OPERATOR, ""
    if request.method == "POST":
        try:
            messages.success(request, _done(request, actor, name, alone))
            return redirect("body-keep", name)
        except Refused as refusal:
            problem = str(refusal)
    rows = seat_rows(now)
    shown = KeepPage(
        now.body, rows,
        tuple((f"{row.kind.id}/{each.place}", row) for row in rows for each in row.vacant),
        tuple((f"{each.seat}/{each.place}", row) for row in rows for each in now.in_seat(row.kind.id)),
        tuple(reading.catalogue().regions.values()), {key: str(title) for key, title in OFFICES.items()},
        now.on.isoformat(), alone, request.POST.dict(), problem,
    )  # fmt: skip
    return show(request, "throughline/governing/keep.html", shown, status(problem))


def _done(request: HttpRequest, actor: Actor, body: str, alone: bool) -> str:
    """Do what the form asks, or ask a second operator for it; gives what is said about it."""
    doing = _DOING.get(request.POST.get("do", ""))
    if doing is None:
        raise Refused(_("This form"), _("it does not say what to do."), _("Send it again."))
    said = doing(request, actor, body, alone)
    return said if alone else _("Another operator now looks at it. Nothing is changed before they say yes.")


def _fill(request: HttpRequest, actor: Actor, body: str, alone: bool) -> str:
    seat, place = _at(request)
    term = NewTerm(
        seat, _person(request), day_of(request.POST.get("since", "")) or timezone.localdate(), place,
        day_of(request.POST.get("until", "")), request.POST.get("region", ""),
    )  # fmt: skip
    if alone:
        actions.fill(by=actor, body=body, terms=[term], now=timezone.now())
    else:
        _ask(request, actor, actions.FILLING, body, actions.said_of(body, [term]))
    return _("The seat is filled, and the public log says so.")


def _end(request: HttpRequest, actor: Actor, body: str, alone: bool) -> str:
    seat, place = _at(request)
    on, why = day_of(request.POST.get("on", "")) or timezone.localdate(), request.POST.get("why", "ended")
    if alone:
        actions.end(by=actor, body=body, seat=seat, place=place, on=on, why=why, now=timezone.now())
    else:
        said = {"body": body, "seat": seat, "place": place, "on": on.isoformat(), "why": why}
        _ask(request, actor, actions.ENDING, body, said)
    return _(
        "The term has ended, and the public log says so. Announce the vacancy so that people can come forward."
    )


def _announce(request: HttpRequest, actor: Actor, body: str, alone: bool) -> str:
    seat, place = _at(request)
    actions.announce_vacancy(
        by=actor, body=body, seat=seat, place=place, words=request.POST.get("words", ""), now=timezone.now()
    )
    return _("The vacancy is announced.")


def _office(request: HttpRequest, actor: Actor, body: str, alone: bool) -> str:
    seat, place = _at(request)
    now, office = timezone.now(), request.POST.get("office", "")
    if office not in OFFICES:
        raise Refused(_("Giving an office"), _("it is not one of them."), _("Choose one."))
    sitting = governance.sitting(body, timezone.localdate())
    member = next((each for each in sitting.in_seat(seat) if each.place == place), None)
    if member is None:
        raise Refused(_("Giving an office"), _("nobody holds that seat."), _("Choose a member."))
    since = sitting.on
    if alone:
        actions.give_office(by=actor, body=body, office=office, person=member.person, since=since, now=now)
    else:
        said = {"body": body, "office": office, "person": str(member.person), "since": since.isoformat()}
        _ask(request, actor, actions.OFFICE, body, said)
    return _("The office is given.")


def _at(request: HttpRequest) -> tuple[str, int]:
    seat, _slash, place = request.POST.get("seat", "").partition("/")
    if not place.isdigit():
        raise Refused(_("A seat"), _("none is chosen."), _("Choose one from the list."))
    return seat, int(place)


def _person(request: HttpRequest) -> UUID:
    found = directory.person_named(request.POST.get("person", ""))
    if found is None:
        raise Refused(
            _("Filling a seat"),
            _("nobody signs in under this name."),
            _("Ask them for the name they sign in with."),
        )
    return found.id


def _ask(request: HttpRequest, actor: Actor, act: str, body: str, said: Mapping[str, object]) -> None:
    two_persons.ask(
        by=actor, act=act, about=f"body:{body}", detail=said, why=request.POST.get("reason", ""),
        now=timezone.now(),
    )  # fmt: skip


_DOING: Mapping[str, Callable[[HttpRequest, Actor, str, bool], str]] = {
    "fill": _fill, "end": _end, "announce": _announce, "office": _office,
}  # fmt: skip
