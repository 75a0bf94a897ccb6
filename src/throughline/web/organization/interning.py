"""What interns say of their places, for the network; and demonstrations, for the schools that are invited."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import interns as actions
from throughline.apps.opportunities.queries.interns import Invited, SaidOfSite
from throughline.web.components.rotations import place_of
from throughline.web.components.stipends import AGAIN
from throughline.web.pages import page, show, who
from throughline.web.parsing import key_of


@dataclass(frozen=True, slots=True)
class WordsPage:
    """What interns of a program say, each with the place and their answer in words."""

    program: UUID
    title: str
    rows: tuple[tuple[SaidOfSite, str, str], ...]


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """Demonstrations the reader's organizations are invited to. today: those up to it can be said to have been seen."""

    rows: tuple[tuple[Invited, str], ...]
    today: object


@page("stipend.approve")
def site_words(request: HttpRequest, key: UUID) -> HttpResponse:
    """What interns say of their places, for the network that sends them there."""
    title, found = queries.interns.words_of(who(request), key, now=timezone.now())
    rows = tuple((each, place_of(each.host), str(AGAIN[each.again])) for each in found)
    return show(request, "throughline/organization/site_words.html", WordsPage(key, title, rows))


@page("stay_days.read")
def demonstrations(request: HttpRequest) -> HttpResponse:
    """Demonstrations that the reader's organizations are invited to; one says that they were there."""
    if request.method == "POST":
        key = key_of(request.POST.get("demonstration", ""))
        if key is None:
            raise Http404("There is no such demonstration.")
        actions.attended(by=who(request), demonstration=key, now=timezone.now())
        messages.success(request, _("Kept: somebody of yours was there."))
        return redirect("demonstrations")
    rows = tuple((each, place_of(each.school)) for each in queries.interns.invitations(who(request)))
    shown = InvitedPage(rows, timezone.localdate())
    return show(request, "throughline/organization/demonstrations.html", shown)
