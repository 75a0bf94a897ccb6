"""What a learner decides about their data: consents, who helps and until when, places not named, corrections, codes to
come back by."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory import actions as people
from throughline.apps.directory import queries as directory
from throughline.apps.directory import recovery
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import hosting
from throughline.apps.records.scopes import SCOPES
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.parsing import back_to
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Named:
    """A place of the record, and whether its name is shown outside."""

    organization: str
    title: str
    named: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a correction, with the title of what it is about and the name of the body."""

    correction: records.CorrectionNow
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """An app that is let in, with what it may do in words."""

    app: records.apps.AppLetIn
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyData:
    """What the page shows. record_id: the record's own number, drawn at random. codes: recovery codes just made."""

    record_id: UUID
    consents: tuple[records.ConsentNow, ...]
    helpers: tuple[directory.Helping, ...]
    places: tuple[Named, ...]
    neutral: str
    corrections: tuple[Asked, ...]
    apps: tuple[LetIn, ...]
    codes_left: int
    codes: tuple[str, ...] = ()


@page("consent.read")
def my_data(request: HttpRequest) -> HttpResponse:
    """All that a learner decides about their data, on one page."""
    return show(request, "throughline/record/my_data.html", _page(who(request)))


def _page(actor: Actor, codes: tuple[str, ...] = ()) -> MyData:
    learner, now, house = own(actor), timezone.now(), reading.catalogue()
    hidden = records.neutral_places(learner)
    held = sorted(records.places_of(learner) | hidden)
    return MyData(
        learner,
        records.consents(actor, learner, now=now),
        tuple(each for each in directory.helpers_of(actor, learner)),
        tuple(Named(each, name_of(house, f"organization:{each}"), each not in hidden) for each in held),
        words(records.neutral_name()),
        tuple(asked_of(each) for each in records.corrections(actor, learner)),
        _apps(actor, learner, now),
        recovery.codes_left(actor),
        codes,
    )


def _apps(actor: Actor, learner: UUID, now: datetime) -> tuple[LetIn, ...]:
    found = records.apps.apps_let_in(actor, learner, now=now)
    return tuple(
        LetIn(each, tuple(str(SCOPES[name]) for name in each.scopes if name in SCOPES)) for each in found
    )


def asked_of(found: records.CorrectionNow) -> Asked:
    """A request with its titles."""
    house = reading.catalogue()
    return Asked(found, name_of(house, found.what), name_of(house, f"organization:{found.organization}"))


@page("consent.give")
@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Says yes to a purpose for a learner, or takes a yes back; for the learner themselves, or a guardian."""
    actor, now = who(request), timezone.now()
    purpose = request.POST.get("purpose", "")
    act = actions.consent if request.POST.get("answer") == "yes" else actions.withdraw_consent
    act(by=actor, learner=key, purpose=purpose, now=now)
    messages.success(request, _("Noted. It counts from now on."))
    return redirect(back_to(request, "my-data"))


@page("record.feature")
@require_POST
def name_place(request: HttpRequest) -> HttpResponse:
    """Names a place to readers outside, or lets the state's neutral name stand for it."""
    actor = who(request)
    actions.name_place(
        by=actor, learner=own(actor), organization=request.POST.get("organization", ""),
        named=request.POST.get("named") == "yes", now=timezone.now(),
    )  # fmt: skip
    return redirect("my-data")


@page("app.let_in")
@require_POST
def let_out(request: HttpRequest) -> HttpResponse:
    """Lets an app in no more."""
    hosting.let_out(by=who(request), app=request.POST.get("app", ""), now=timezone.now())
    messages.success(request, _("The app is out. It can read nothing of yours from now on."))
    return redirect("my-data")


@page("relation.grant")
@require_POST
def let_stay(request: HttpRequest) -> HttpResponse:
    """The learner lets somebody who was their guardian stay, into what they choose."""
    actor = who(request)
    tie = next(
        (h for h in directory.helpers_of(actor, own(actor)) if str(h.id) == request.POST.get("tie", "")), None
    )
    scopes = [each for each in request.POST.getlist("scope") if each in ("plan", "progress", "record")]
    if tie is None or not scopes:
        raise Refused(_("Letting somebody stay"), _("nothing was chosen."), _("Pick what they may see."))
    people.let_in(
        by=actor, learner=own(actor), helper=tie.helper.id, kind="family", scopes=scopes, now=timezone.now()
    )
    messages.success(request, _("They may stay, for as long as you like."))
    return redirect("my-data")


@page("relation.revoke")
@require_POST
def end_help(request: HttpRequest) -> HttpResponse:
    """The learner ends a helper's tie."""
    tie = next(
        (h for h in directory.helpers_of(who(request), own(who(request))) if str(h.id) == request.POST.get("tie", "")),
        None,
    )  # fmt: skip
    if tie is not None:
        people.revoke(by=who(request), relation=tie.id, now=timezone.now())
    return redirect("my-data")


@page("recovery.make")
@require_POST
def make_codes(request: HttpRequest) -> HttpResponse:
    """Makes new recovery codes, shown once to be printed."""
    codes = recovery.make_codes(by=who(request), now=timezone.now())
    answer = show(request, "throughline/record/my_data.html", _page(who(request), codes))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form that asks for a correction, with what was typed and what is wrong with it."""

    title: str
    words: str
    problem: str


@page("correction.ask")
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks for a correction of one entry."""
    actor, problem, typed = who(request), "", request.POST.get("words", "")
    if request.method == "POST":
        try:
            actions.ask_correction(by=actor, attainment=key, words=typed, now=timezone.now())
            messages.success(request, _("Your request was sent. The answer will stand here by its day."))
            return redirect("my-data")
        except Refused as refusal:
            problem = str(refusal)
    line = records.own_record(actor, own(actor), now=timezone.now()).lines.get(f"fact:{key}")
    if line is None:
        raise Refused(
            _("A correction"), _("this entry is not in your record."), _("Pick it from your record.")
        )
    shown = AskPage(name_of(reading.catalogue(), line.ref), typed, problem)
    return show(request, "throughline/record/ask_correction.html", shown, status=422 if problem else 200)


@page("correction.ask")
@require_POST
def appeal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks once more; somebody else answers."""
    actions.appeal_correction(
        by=who(request), correction=key, words=request.POST.get("words", ""), now=timezone.now()
    )
    messages.success(request, _("Somebody else will look at it and answer by its day."))
    return redirect("my-data")
