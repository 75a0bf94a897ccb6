"""What organizations say of a learner's credentials: read first by the learner, who decides what shows."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.records.actions.endorsing import answer_endorsement
from throughline.apps.records.queries.endorsing import Endorsed, endorsements
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class Said:
    """One endorsement with the titles of the credential and of the organization that speaks."""

    said: Endorsed
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class EndorsementsPage:
    """What waits for the learner's answer, and all the rest."""

    waiting: tuple[Said, ...]
    answered: tuple[Said, ...]


@page("endorsements.read")
def mine(request: HttpRequest) -> HttpResponse:
    """All that was said of the learner's credentials, with who said it."""
    actor, house = who(request), reading.catalogue()
    own(actor)
    every = [
        Said(each, name_of(house, each.about), name_of(house, f"organization:{each.organization}"))
        for each in endorsements(actor)
    ]
    waits = [each.said.shows is None and each.said.taken_back is None for each in every]
    pairs = tuple(zip(every, waits, strict=True))
    shown = EndorsementsPage(
        tuple(each for each, waiting in pairs if waiting),
        tuple(each for each, waiting in pairs if not waiting),
    )
    return show(request, "throughline/learner/endorsements.html", shown)


@page("endorsement.answer")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lets an endorsement show, or keeps it private."""
    shows = request.POST.get("answer") == "show"
    try:
        answer_endorsement(
            by=who(request), endorsement=key, shows="show" if shows else "hide", now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("endorsements")
    said = _("It goes with your credential now.") if shows else _("Nobody else sees it now.")
    messages.success(request, said)
    return redirect("endorsements")
