"""What the operator did, for everyone, by kind and day; and for operators, what waits for a second one's answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Refused
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.population import queries as population
from throughline.apps.population.queries import LastNight
from throughline.apps.records import actions as records
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.words import words

SHOWN_DAYS = 60
NIGHTS = 7
LATEST = 5
"""Requests that stand on the page at once; earlier ones are folded."""
ACTS = {
    "seat.fill": gettext_lazy("Fill seats of a body"), "seat.end": gettext_lazy("End a term in a body"),
    "office.give": gettext_lazy("Give an office in a body"),
    "key.rotate": gettext_lazy("Change the key of an issuer"),
    "key.retire": gettext_lazy("Retire the key of an issuer"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request as everyone reads it: which kind of act, upon which body, when asked and answered. No person."""

    told: two_persons.Told
    act: str
    about: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that an operator reads whole and may answer, unless they asked themselves."""

    asked: two_persons.Asked
    act: str
    about: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperatingPage:
    """requests, earlier: the latest, and those before them. acts: day, kind, how often, of the last days. operates: whoever
    looks may ask and answer; issuers, kinds: whose keys, and which, they can ask to change. nights: what came of holding
    everyone's rows against the records."""

    waiting: tuple[Waiting, ...]
    requests: tuple[Request, ...]
    earlier: tuple[Request, ...]
    acts: tuple[tuple[date, str, int], ...]
    days: int
    operates: bool
    issuers: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    nights: tuple[LastNight, ...]


@page("operator.read")
def operating(request: HttpRequest) -> HttpResponse:
    """Every act of an operator by kind and day."""
    actor, since = who(request), timezone.localdate() - timedelta(days=SHOWN_DAYS)
    answers = allowed(actor, "operator.answer").allowed
    asked = [each for each in two_persons.requests(actor) if not each.answer] if answers else []
    told = tuple(Request(each, _act(each.act), _about(each.about)) for each in two_persons.told())
    shown = OperatingPage(
        tuple(Waiting(each, _act(each.act), _about(each.about), _lines(each)) for each in asked),
        told[:LATEST], told[LATEST:],
        tuple(two_persons.operated(since=since)), SHOWN_DAYS, answers, _issuers() if answers else (),
        records.KEY_KINDS, tuple(each for each in population.nights(NIGHTS) if each.ended_at and each.compares),
    )  # fmt: skip
    return show(request, "throughline/governing/operating.html", shown)


@page("operator.ask")
@require_POST
def ask_for_key(request: HttpRequest) -> HttpResponse:
    """An operator asks for a second one's yes to change the key of an issuer, or to retire one by name."""
    given, issuer = request.POST, request.POST.get("issuer", "")
    act = given.get("act", "")
    said = {"issuer": issuer, "name": given.get("name", "").strip()}
    if act == records.ROTATING:
        said = {"issuer": issuer, "kind": given.get("kind", "")}
    elif act != records.RETIRING or not said["name"]:
        raise Refused(_("A key"), _("it does not say what to do."), _("Send it again."))
    two_persons.ask(
        by=who(request), act=act, about=f"organization:{issuer}", detail=said, why=given.get("reason", ""),
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Another operator now looks at it. Nothing is changed before they say yes."))
    return redirect("operating")


@page("operator.answer")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second operator says yes or no."""
    yes, by = request.POST.get("answer") == "yes", who(request)
    asked = two_persons.request_of(by, key)
    done = actions.answer_operator(by=by, request=key, yes=yes, now=timezone.now())
    if yes and asked.act in (records.ROTATING, records.RETIRING):
        _change_key(asked)
        done = True
    said = _("You said yes, and it is done.") if done else _("Your answer is kept.")
    messages.success(request, said)
    return redirect("operating")


def _change_key(asked: two_persons.Asked) -> None:
    """What was agreed, in the name of who asked for it."""
    by, now, said = directory.actor_of(asked.asker, on=timezone.localdate()), timezone.now(), asked.detail
    if asked.act == records.ROTATING:
        kind = next(each for each in records.KEY_KINDS if each == said["kind"])
        records.rotate(by=by, issuer=said["issuer"], kind=kind, reason=asked.why, now=now)
    else:
        records.retire_key(by=by, issuer=said["issuer"], name=said["name"], reason=asked.why, now=now)


def _issuers() -> tuple[tuple[str, str], ...]:
    """Who may issue, by title; the state itself first."""
    catalogue = reading.catalogue()
    names = sorted({name for each in catalogue.credentials.values() for name in each.issuers})
    titled = ((name, name_of(catalogue, f"organization:{name}")) for name in names)
    return ((catalogue.state.id, words(catalogue.state.title)), *sorted(titled, key=lambda each: each[1]))


def _act(act: str) -> str:
    return str(ACTS.get(act, act))


def _about(about: str) -> str:
    kind, _colon, name = about.partition(":")
    body = reading.catalogue().bodies.get(name)
    if kind == "body" and body is not None:
        return words(body.title)
    return name_of(reading.catalogue(), about) if about else ""


def _lines(asked: two_persons.Asked) -> tuple[str, ...]:
    """What exactly is asked for, each value in its line."""
    rows = asked.detail.get("terms", [asked.detail])
    return tuple(", ".join(f"{key}: {value}" for key, value in row.items() if value != "") for row in rows)
