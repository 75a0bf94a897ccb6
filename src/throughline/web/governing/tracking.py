"""Whether groups are sorted: the method with its power and false alarms, every finding with who owes it, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.governance.queries.tracking import DeedShown, Finding, LookShown
from throughline.core.catalogue.tracking import Tracking
from throughline.core.equity import power
from throughline.core.equity.counting import MONITORS
from throughline.core.equity.looking import Method
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words

TITLES: Mapping[str, Any] = {
    "access": gettext_lazy("Taking part"), "advice": gettext_lazy("Advice"), "placement": gettext_lazy("Placement"),
    "course": gettext_lazy("Courses"), "outcome": gettext_lazy("Staying on"),
}  # fmt: skip
WATCHES: Mapping[str, Any] = {
    "access": gettext_lazy("who is on a pathway at all, of all who learn at a place"),
    "advice": gettext_lazy("before whom a long pathway was put, of those whom somebody advised this year"),
    "placement": gettext_lazy("who is on a long pathway, of those who are on one"),
    "course": gettext_lazy("who took a course of the next level this year, of those who are on a pathway"),
    "outcome": gettext_lazy("whose path stayed clear and uninterrupted, of those who chose one"),
}
SENTENCES: Mapping[str, Any] = {
    "access": gettext_lazy("At {place}, fewer learners of the group “{group}” are on a pathway."),
    "advice": gettext_lazy("At {place}, a long pathway is put before fewer learners of the group “{group}”."),
    "placement": gettext_lazy("At {place}, fewer learners of the group “{group}” are on a long pathway."),
    "course": gettext_lazy(
        "At {place}, fewer learners of the group “{group}” take courses of the next level."
    ),
    "outcome": gettext_lazy("At {place}, the path of fewer learners of the group “{group}” stays clear."),
}
SIZE = gettext_lazy("About {n} of 100, where it would be about {m} of 100 if they were met as others are.")
STATES: Mapping[str, Any] = {
    "open": gettext_lazy("waits for an answer"), "overdue": gettext_lazy("not answered in time"),
    "answered": gettext_lazy("answered"), "late": gettext_lazy("not changed in time"),
    "changed": gettext_lazy("changed"),
}  # fmt: skip
MARKS = {"open": "open", "overdue": "open", "answered": "partial", "late": "open", "changed": "met"}
TRACKS = {
    "college": gettext_lazy("On a long pathway"), "trades": gettext_lazy("On another pathway"),
    "rest": gettext_lazy("On none"),
}  # fmt: skip
FIELDS = ("words", "change", "due", "docket", "done")


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding in words. holders: the bodies it went on to."""

    found: Finding
    title: str
    sentence: str
    size: str
    state: str
    mark: str
    owner: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonitorShown:
    """One monitor, and what its newest look took in. places, pairs: 0 where no group was large enough anywhere."""

    title: str
    watches: str
    places: int
    pairs: int


@dataclass(frozen=True, slots=True)
class TrackShown:
    """One of the three tracks: of 100 learners now, and in the old design."""

    title: str
    now: int
    design: int


@dataclass(frozen=True, slots=True)
class TrackingPage:
    """All that the page shows. look: the newest; None before the first."""

    look: LookShown | None
    monitors: tuple[MonitorShown, ...]
    findings: tuple[FindingShown, ...]
    mine: tuple[FindingShown, ...]
    tracks: tuple[TrackShown, ...]
    method: Method
    power: tuple[power.Power, ...]
    figures: Mapping[str, float]
    terms: Tracking
    false: int


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding, all that happened to it, and the form of whoever owes it."""

    shown: FindingShown
    deeds: tuple[tuple[DeedShown, str], ...]
    answers: bool
    typed: Mapping[str, str]
    problem: str


@page("tracking.read")
def tracking(request: HttpRequest) -> HttpResponse:
    """What is watched, how, and all that was found."""
    actor, today = who(request), timezone.localdate()
    looks = governance.tracking.looks(actor, newest=1)
    newest = looks[0] if looks else None
    found = governance.tracking.findings(actor, on=today)
    mine = governance.tracking.findings_waiting(actor, on=today) if found else []
    method = Method()
    figures = {
        "places": power.PLACES, "learners": power.LEARNERS, "states": power.STATES, "alarms": power.NOBODY_SORTS,
        "false": power.FALSE_FINDINGS,
    }  # fmt: skip
    shown = TrackingPage(
        newest, tuple(_monitor(each, newest) for each in MONITORS), tuple(map(_shown, found)), tuple(map(_shown, mine)),
        _tracks(newest), method, power.POWER, figures, reading.catalogue().state.tracking, round(100 * method.false),
    )  # fmt: skip
    return show(request, "throughline/governing/tracking.html", shown)


def _monitor(name: str, look: LookShown | None) -> MonitorShown:
    said: Mapping[str, Any] = look.looked_at.get(name, {}) if look else {}  # type: ignore[call-overload]
    return MonitorShown(
        str(TITLES[name]), str(WATCHES[name]), said.get("places", 0), said.get("looked_at", 0)
    )


def _tracks(look: LookShown | None) -> tuple[TrackShown, ...]:
    if look is None or not look.sorting:
        return ()
    design = {"college": 20, "trades": 20, "rest": 60}
    shares = look.sorting["shares"]
    return tuple(TrackShown(str(title), shares[name], design[name]) for name, title in TRACKS.items())


def _shown(found: Finding) -> FindingShown:
    kept = reading.catalogue()
    place = name_of(kept, f"organization:{found.place}") if found.place else _("all places together")
    group = words(kept.state.groups.get(found.group)) or found.group
    bodies = tuple(words(kept.bodies[each].title) for each in found.holders if each in kept.bodies)
    return FindingShown(
        found, str(TITLES[found.monitor]), SENTENCES[found.monitor].format(place=place, group=group),
        SIZE.format(n=found.size["share"], m=found.size["others_share"]), str(STATES[found.state]), MARKS[found.state],
        name_of(kept, f"organization:{found.owner}"), bodies,
    )  # fmt: skip


@page("tracking.read")
def finding(request: HttpRequest, key: UUID) -> HttpResponse:
    """One finding; whoever owes it answers here."""
    actor, today, problem = who(request), timezone.localdate(), ""
    found = governance.tracking.finding(actor, key, on=today)
    if found is None:
        raise Http404("There is no such finding.")
    if request.method == "POST":
        try:
            messages.success(request, _do(request, actor, key))
            return redirect("finding", key)
        except Refused as refusal:
            problem = str(refusal)
    kept = reading.catalogue()
    deeds = tuple(
        (each, words(kept.bodies[each.body].title) if each.body in kept.bodies else each.body)
        for each in found.deeds
    )
    typed = {each: request.POST.get(each, "") for each in FIELDS}
    answers = found.state != "changed" and governance.tracking.may_answer(actor, found, on=today)
    shown = FindingPage(_shown(found), deeds, answers, typed, problem)
    return show(request, "throughline/governing/finding.html", shown, status(problem))


def _do(request: HttpRequest, actor: Actor, key: UUID) -> str:
    given, now = request.POST, timezone.now()
    if given.get("do") == "kept":
        actions.keep_change(by=actor, finding=key, words=given.get("done", ""), now=now)
        return _("It is said that the change is made, and everyone can read it.")
    docket = given.get("docket", "").strip()
    if docket and not docket.isdecimal():
        raise Refused(
            _("The matter"), _("'{typed}' is no number.").format(typed=docket), _("Write its number.")
        )
    actions.answer_finding(
        by=actor, finding=key, words=given.get("words", ""), change=given.get("change", ""),
        due=day_of(given.get("due", "")), docket=int(docket) if docket else None, now=now,
    )  # fmt: skip
    return _("The answer and the change are public.")
