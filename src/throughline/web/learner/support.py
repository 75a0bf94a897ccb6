"""The support around a learner: who may call them while their way has no next step, and their "not now"."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.web import reading
from throughline.web.components.ways_back import OWN
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class SupportPage:
    """The learner's own. way_back: who may call; None: their way goes on. caller: their name."""

    way_back: advising.OwnWayBack | None
    why: str
    caller: str
    rests: bool


@page("ways_back.read")
def support(request: HttpRequest) -> HttpResponse:
    """What the learner sees of the support around them."""
    actor = who(request)
    own(actor)
    found = advising.own_way_back(actor, actor.me)
    caller = found.caller if found else ""
    if found and found.why == "desk":
        caller = name_of(reading.catalogue(), f"organization:{caller}")
    rests = bool(found and found.rests_until and found.rests_until >= timezone.localdate())
    shown = SupportPage(found, str(OWN[found.kind]) if found else "", caller, rests)
    return show(request, "throughline/learner/support.html", shown)


@page("ways_back.answer")
@require_POST
def not_now(request: HttpRequest) -> HttpResponse:
    """The learner wants no call for now."""
    actions.say_not_now(by=who(request), now=timezone.now())
    messages.success(request, _("Nobody calls you for now."))
    return redirect("my-support")
