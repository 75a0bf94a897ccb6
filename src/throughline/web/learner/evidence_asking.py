"""The learner asks somebody to say what they saw: by a one-time link, or somebody who helps them here."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.pieces import Piece
from throughline.web.components.work import TIES, in_order
from throughline.web.learner.home import own
from throughline.web.pages import page, show, status, who

FIELDS = ("person", "name", "tie", "tie_words", "email", "message")
SECRET = "SECRET"


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form, with what was typed. helpers: those who can be asked without a link."""

    piece: Piece
    helpers: tuple[directory.Someone, ...]
    ties: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problem: str


@page("attestation.ask")
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks somebody about the latest version of a piece."""
    actor, problem = who(request), ""
    learner = own(actor)
    piece = queries.evidence.piece(actor, key, now=timezone.now())
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method == "POST":
        try:
            _ask(request, actor, piece, typed)
            return redirect("evidence-piece", key)
        except Refused as refusal:
            problem = str(refusal)
    helpers = {each.helper.id: each.helper for each in directory.helpers_of(actor, learner)}
    shown = AskPage(piece, tuple(helpers.values()), in_order(TIES), typed, problem)
    return show(request, "throughline/work/ask.html", shown, status(problem))


def _ask(request: HttpRequest, actor: Actor, piece: Piece, typed: dict[str, str]) -> None:
    pinned, now = (piece.id, piece.number), timezone.now()
    if typed["person"]:
        actions.attesting.ask_person(
            by=actor, piece=pinned, person=UUID(typed["person"]), tie=typed["tie"], tie_words=typed["tie_words"],
            message=typed["message"], now=now,
        )  # fmt: skip
        messages.success(request, _("They are asked, and can see this piece."))
        return
    _id, link = actions.attesting.ask_by_link(
        by=actor, piece=pinned, name=typed["name"], tie=typed["tie"], tie_words=typed["tie_words"],
        email=typed["email"], message=typed["message"], address=_address(request), now=now,
    )  # fmt: skip
    # Told once, on the page that follows; the database holds only a digest of it.
    request.session[f"link:{piece.id}"] = link
    if typed["email"]:
        messages.success(request, _("The link is on its way to {email}.").format(email=typed["email"]))


def _address(request: HttpRequest) -> str:
    found = request.build_absolute_uri(reverse("said", args=[SECRET]))
    return found.replace(SECRET, "{secret}")


@page("attestation.ask")
@require_POST
def renew(request: HttpRequest, key: UUID) -> HttpResponse:
    """Makes a new link in place of an old one."""
    link, piece = actions.attesting.renew_link(
        by=who(request), request=key, address=_address(request), now=timezone.now()
    )
    request.session[f"link:{piece}"] = link
    return redirect("evidence-piece", piece)


@page("attestation.ask")
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes back a request."""
    piece = actions.attesting.withdraw_link(by=who(request), request=key, now=timezone.now())
    messages.success(request, _("It is taken back. The link opens nothing any more."))
    return redirect("evidence-piece", piece)
