"""Saying what one saw: through a one-time link without an account, or signed in about work one was shown."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.attesting import Saying
from throughline.apps.records.queries.attesting import AskedOf, ByLink
from throughline.web import reading
from throughline.web.components.files import handed_out
from throughline.web.components.work import TIES_SAID, PieceShown, in_order, piece_shown, title_of
from throughline.web.pages import page, show, status, who

FIELDS = ("name", "tie", "tie_words", "words", "hours", "code", "email")


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What somebody sees who opens their link: exactly what they are asked about, and the form."""

    asked: ByLink
    shown: PieceShown
    ties: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    at: str
    problem: str


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Work that somebody signed in is asked about. helped: learners whose work they may write down. drafts: what they
    began for one of them, with whose it is."""

    asked: tuple[tuple[AskedOf, PieceShown], ...]
    ties: tuple[tuple[str, str], ...]
    helped: tuple[directory.Someone, ...]
    drafts: tuple[tuple[UUID, str, str], ...]
    typed: dict[str, str]
    problem: str


@page("attestation.give_by_link")
def said(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link opens; sending the form uses it up."""
    now, problem = timezone.now(), ""
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        asked = queries.attesting.by_link(secret, now=now)
    except Refused as refusal:
        return _quiet(show(request, "throughline/work/link_over.html", refusal, status=404))
    if request.method == "POST":
        try:
            actions.attesting.say_by_link(
                by=who(request), secret=secret, saying=_saying(typed), code=typed["code"], now=now
            )
            return _quiet(redirect("said-thanks"))
        except Refused as refusal:
            problem = str(refusal)
    else:
        typed |= {"name": asked.name, "tie": asked.tie}
    at = reverse("said", args=[secret])
    shown = LinkPage(
        asked,
        piece_shown(asked.piece, reading.catalogue(), f"{at}files/"),
        in_order(TIES_SAID),
        typed,
        at,
        problem,
    )
    return _quiet(show(request, "throughline/work/by_link.html", shown, status(problem)))


def _saying(typed: dict[str, str]) -> Saying:
    return Saying(typed["words"], typed["tie"], typed["tie_words"], typed["hours"], typed["name"])


def _quiet(answer: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: it is told to no other site, found by no search and kept in no cache."""
    # Not `no-referrer`: a browser then sends its form without an origin, and it is refused as forged.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page("attestation.give_by_link")
@require_POST
def code(request: HttpRequest, secret: str) -> HttpResponse:
    """Sends a code to the address of whoever opened the link."""
    try:
        actions.attesting.check_email(
            by=who(request), secret=secret, email=request.POST.get("email", ""), now=timezone.now()
        )
        messages.success(request, _("A code is on its way. Type it in the form below."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _quiet(redirect("said", secret))


@page("attestation.give_by_link")
@require_GET
def file(request: HttpRequest, secret: str, digest: str) -> HttpResponse:
    """A file of what the link opens."""
    small = "small" in request.GET
    try:
        found = queries.attesting.file_by_link(secret, digest, now=timezone.now(), small=small)
    except Refused as refusal:
        return _quiet(show(request, "throughline/work/link_over.html", refusal, status=404))
    answer = handed_out(found)
    return _quiet(answer)


@page("catalogue.read")
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """After something was said."""
    return show(request, "throughline/work/thanks.html", None)


@page("attestation.give")
def asked(request: HttpRequest) -> HttpResponse:
    """Work that somebody signed in is asked about, each with the form."""
    actor, problem, catalogue = who(request), "", reading.catalogue()
    if actor.person is None:
        raise Refused(_("This page"), _("it is for people who were asked."), _("Sign in."))
    typed = {name: request.POST.get(name, "").strip() for name in (*FIELDS, "piece", "number")}
    if request.method == "POST":
        try:
            actions.attesting.say_signed_in(
                by=actor, piece=_pinned(typed), saying=_saying(typed), now=timezone.now()
            )
            messages.success(request, _("Thank you. The learner can see what you said."))
            return redirect("asked")
        except Refused as refusal:
            problem = str(refusal)
    found = tuple((each, piece_shown(each.piece, catalogue)) for each in queries.attesting.asked_of(actor))
    helped = {each.learner.id: each.learner for each in directory.helped_by(actor)}
    drafts = tuple(
        (draft.id, title_of(draft), helped[learner].name)
        for draft, learner in queries.evidence.begun_for(actor)
        if learner in helped
    )
    shown = AskedPage(found, in_order(TIES_SAID), tuple(helped.values()), drafts, typed, problem)
    return show(request, "throughline/work/asked.html", shown, status(problem))


def _pinned(typed: dict[str, str]) -> tuple[UUID, int]:
    try:
        return UUID(typed["piece"]), int(typed["number"])
    except ValueError:
        raise Refused(_("The work"), _("none is chosen."), _("Choose one of the list.")) from None
