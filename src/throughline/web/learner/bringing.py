"""A learner brings their record from another house: the file, a look at what would come in, a yes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who

PLANS = (
    "goals", "plan", "versions of the plan", "tests of the plan", "reflections", "words of the plan", "usual week",
    "explorations", "choices",
)  # fmt: skip
"""Sections that tell of choosing and planning."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A record that came in before, with the titles of what counts and of what is the learner's own word."""

    bringing: records.BroughtNow
    counted: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BringPage:
    """The form, what is wrong with what was sent, and what came in before."""

    before: tuple[Brought, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class LookPage:
    """What would come in. counted: titles of what known issuers signed; told: of what only the learner says.

    credentials: those that stand in the file by themselves. work, files, words, plans, rest: how many rows of each.
    """

    key: UUID
    look: records.Look
    counted: tuple[str, ...]
    told: tuple[str, ...]
    credentials: tuple[records.Checked, ...]
    work: int
    words: int
    plans: int
    rest: int
    problem: str


@page("record.bring")
def bring(request: HttpRequest) -> HttpResponse:
    """The form; a file that is handed over is looked at next."""
    actor, problem = who(request), ""
    if request.method == "POST":
        try:
            return redirect("bring-look", _handed_over(request))
        except Refused as refusal:
            problem = str(refusal)
    found = records.bringings(actor, own(actor), now=timezone.now())
    before = tuple(Brought(each, _titles(each.counted), _titles(each.told)) for each in found)
    return show(request, "throughline/record/bring.html", BringPage(before, problem), status(problem))


def _handed_over(request: HttpRequest) -> UUID:
    given = request.FILES.get("file")
    if given is None or given.file is None:
        raise Refused(
            _("Bringing a record"), _("no file was chosen."), _("Choose the file you downloaded there.")
        )
    return actions.hand_over(by=who(request), data=given.file, now=timezone.now())


@page("record.bring")
def look(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the file would bring, and after a yes it is in the record."""
    actor, now, problem = who(request), timezone.now(), ""
    if request.method == "POST":
        try:
            with records.bundle_at_hand(actor, key) as data:
                advising.bring_record(by=actor, learner=own(actor), data=data, now=now)
            messages.success(request, _("Your record came in. Nothing of it was lost."))
            return redirect("bring")
        except Refused as refusal:
            problem = str(refusal)
    shown = _look_page(key, records.look_at_hand(actor, key, now=now), problem)
    return show(request, "throughline/record/bring_look.html", shown, status(problem))


def _look_page(key: UUID, found: records.Look, problem: str) -> LookPage:
    rows = found.sections
    known = {"facts", "work", "words of others", "awards", "people", *PLANS}
    return LookPage(
        key, found, _titles(stated.what for _row, stated in found.facts if stated),
        _titles(str((row or {}).get("what", "")) for row, stated in found.facts if not stated),
        tuple(each for each in found.credentials if each.place == "own"),
        rows.get("work", 0), rows.get("words of others", 0), sum(rows.get(name, 0) for name in PLANS),
        sum(many for name, many in rows.items() if name not in known), problem,
    )  # fmt: skip


def _titles(references: Iterable[str]) -> tuple[str, ...]:
    house = reading.catalogue()
    return tuple(dict.fromkeys(name_of(house, each) for each in references))
