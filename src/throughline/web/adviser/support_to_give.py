"""Support to give: what is missing around a reader's learners, told to them so that they give it; talks they note."""

from dataclasses import dataclass
from datetime import date
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
from throughline.apps.directory.predicates import ASSESSORS
from throughline.web.components.missing_support import MissingShown, missing_shown
from throughline.web.pages import page, show, who
from throughline.web.parsing import back_to, day_of

AT_ONCE = 25
"""How many stand on one page."""


@dataclass(frozen=True, slots=True)
class SupportToGive:
    """What the reader was told, by the learner's name, a page at a time. judges: the reader has a queue. every: how
    many there are; earlier, later: where the page before and the next one begin."""

    on: date
    rows: tuple[MissingShown, ...]
    judges: bool
    every: int
    earlier: int | None
    later: int | None


@page("signals.own")
def support_to_give(request: HttpRequest) -> HttpResponse:
    """What the reader was told; `from` says where the page begins."""
    actor, start = who(request), request.GET.get("from", "")
    found = advising.support_to_give(actor, now=timezone.now())
    first = min(int(start), len(found)) if start.isdecimal() else 0
    shown = SupportToGive(
        timezone.localdate(),
        tuple(missing_shown(each) for each in found[first : first + AT_ONCE]),
        actor.holds(*ASSESSORS),
        len(found),
        max(first - AT_ONCE, 0) if first else None,
        first + AT_ONCE if first + AT_ONCE < len(found) else None,
    )
    return show(request, "throughline/adviser/support_to_give.html", shown)


@page("signals.give")
@require_POST
def give(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader names a day (`do=promise`), says that it is given (`given`), or that it was there (`there`)."""
    actor, now, sent = who(request), timezone.now(), request.POST
    try:
        if sent.get("do") == "given":
            actions.give_support(by=actor, missing=key, now=now)
            messages.success(request, _("It is kept. The learner sees it."))
        elif sent.get("do") == "there":
            actions.say_there(by=actor, missing=key, words=sent.get("words", ""), now=now)
            messages.success(request, _("It is closed. Nothing was missing."))
        else:
            actions.promise_support(by=actor, missing=key, on=day_of(sent.get("on", "")), now=now)
            messages.success(request, _("The day is kept. The learner sees it."))
    except Refused as refusal:
        if not actor.helps:
            raise
        messages.error(request, str(refusal))
    return redirect("support-to-give")


@page("signals.name")
@require_POST
def name_missing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody of the circle says which support is missing; the learner asks for it for themselves."""
    actor, sent = who(request), request.POST
    actions.name_missing(
        by=actor, learner=key, kind=sent.get("kind", ""), words=sent.get("words", ""), now=timezone.now()
    )
    messages.success(request, _("It is kept, and told to whoever in the circle can give it."))
    return redirect(back_to(request, "my-support"))


@page("talk.note")
@require_POST
def talked(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader notes that they talked with a learner."""
    actions.note_talk(by=who(request), learner=key, now=timezone.now())
    messages.success(request, _("It is kept. The learner sees that you talked."))
    return redirect("learner", key)
