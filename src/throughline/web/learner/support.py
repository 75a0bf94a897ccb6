"""The support around a learner: what is missing and who was told, what they ask for, who may call them."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Refused
from throughline.web import reading
from throughline.web.components.missing_support import MissingShown, missing_shown, needs
from throughline.web.components.ways_back import OWN
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class SupportPage:
    """The learner's own. missing: what is missing now; lately: what was closed; needs: what they can ask for. way_back: who
    may call; None: their way goes on. caller: their name."""

    learner: UUID
    missing: tuple[MissingShown, ...]
    lately: tuple[MissingShown, ...]
    needs: tuple[tuple[str, str], ...]
    way_back: advising.OwnWayBack | None
    why: str
    caller: str
    rests: bool


@page("signals.read")
def support(request: HttpRequest) -> HttpResponse:
    """What the learner sees of the support around them."""
    actor = who(request)
    learner = own(actor)
    around = advising.support_around(actor, learner, now=timezone.now())
    found = advising.own_way_back(actor, learner)
    caller = found.caller if found else ""
    if found and found.why == "desk":
        caller = name_of(reading.catalogue(), f"organization:{caller}")
    rests = bool(found and found.rests_until and found.rests_until >= timezone.localdate())
    shown = SupportPage(
        learner, tuple(map(missing_shown, around.missing)), tuple(map(missing_shown, around.lately)), needs(),
        found, str(OWN[found.kind]) if found else "", caller, rests,
    )  # fmt: skip
    return show(request, "throughline/learner/support.html", shown)


@page("signals.answer")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The learner says that it is missing indeed (`missing`), that they have it (`there`), or do not want it
    (`unwanted`)."""
    actor, now, said = who(request), timezone.now(), request.POST.get("say", "")
    own(actor)
    try:
        if said == "missing":
            actions.say_missing(by=actor, missing=key, now=now)
            messages.success(request, _("Thank you. Whoever was told sees it too."))
        elif said == "there":
            actions.say_there(by=actor, missing=key, words="", now=now)
            messages.success(request, _("Good. It is closed."))
        else:
            actions.set_support_aside(by=actor, missing=key, words="", now=now)
            messages.success(request, _("It is closed. You can ask for it at any time."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("my-support")


@page("ways_back.answer")
@require_POST
def not_now(request: HttpRequest) -> HttpResponse:
    """The learner wants no call for now."""
    actions.say_not_now(by=who(request), now=timezone.now())
    messages.success(request, _("Nobody calls you for now."))
    return redirect("my-support")
