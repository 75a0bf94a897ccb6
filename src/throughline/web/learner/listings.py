"""A learner's listings: a part of the record to be found by, who asks to talk, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import listings as actions
from throughline.apps.opportunities.queries.listings import Asked, Own
from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import key_of


@dataclass(frozen=True, slots=True)
class ListingsPage:
    """The learner's listings with who asks; what they share by a link and could publish."""

    rows: tuple[tuple[Own, tuple[tuple[Asked, str], ...]], ...]
    shares: tuple[records.ShareNow, ...]
    typed: Mapping[str, str]
    problem: str


@page("listing.make")
def listings(request: HttpRequest) -> HttpResponse:
    """All of them; one is published, taken back, or answered for."""
    actor, now, problem = who(request), timezone.now(), ""
    if request.method == "POST":
        try:
            _act(request)
            return redirect("listings")
        except Refused as refusal:
            problem = str(refusal)
    kept, every = reading.catalogue(), records.shares(actor, own(actor), now=now)
    mine = opportunities.listings.own(actor, every, now=now)
    rows = tuple(
        (each, tuple((a, name_of(kept, f"organization:{a.organization}")) for a in each.approaches))
        for each in mine
    )
    there = {each.share for each in mine}
    shares = tuple(
        each
        for each in every
        if each.state in ("open", "waits") and not each.organization and each.id not in there
    )
    typed = {"words": request.POST.get("words", ""), "share": request.POST.get("share", "")}
    return show(
        request,
        "throughline/learner/listings.html",
        ListingsPage(rows, shares, typed, problem),
        status(problem),
    )


def _act(request: HttpRequest) -> None:
    sent, actor, now = request.POST, who(request), timezone.now()
    key = key_of(sent.get("key", "")) or key_of(sent.get("share", ""))
    if key is None:
        raise Refused(_("A listing"), _("nothing is chosen."), _("Choose one of the list."))
    match sent.get("do"):
        case "publish":
            actions.publish(by=actor, share=key, words=sent.get("words", ""), now=now)
            messages.success(request, _("Published. Places that were let in can find it, without your name."))
        case "withdraw":
            actions.withdraw(by=actor, listing=key, now=now)
            messages.success(request, _("It is gone."))
        case "yes":
            actions.answer(by=actor, approach=key, yes=True, now=now)
            messages.success(request, _("You share this part with them now, with your name."))
        case _:
            actions.answer(by=actor, approach=key, yes=False, now=now)
            messages.success(request, _("Your no is kept. They learn nothing further."))
