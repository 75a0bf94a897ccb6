"""Calls to make: learners whose way has no next step, given to the reader or to the organization they act for."""

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
from throughline.web.components.ways_back import BEGIN, THEIRS
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class CallShown:
    """A call with its words. rests: the learner said "not now"."""

    call: advising.Call
    kind: str
    begin: str
    rests: bool


@dataclass(frozen=True, slots=True)
class CallsPage:
    """The reader's calls, those that can be made now first."""

    calls: tuple[CallShown, ...]
    ready: int
    today: date


@page("ways_back.own")
def calls(request: HttpRequest) -> HttpResponse:
    """The reader's own calls."""
    today = timezone.localdate()
    found = tuple(
        CallShown(each, str(THEIRS[each.kind]), str(BEGIN[each.kind]), each.rests(today))
        for each in advising.calls_of(who(request), now=timezone.now())
    )
    ready = sum(1 for each in found if not each.rests and not each.call.called_at)
    return show(request, "throughline/adviser/calls.html", CallsPage(found, ready, today))


@page("ways_back.call")
@require_POST
def called(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader says that they called."""
    actions.say_called(by=who(request), way_back=key, now=timezone.now())
    messages.success(request, _("It is kept. The learner sees that you called."))
    return redirect("calls")
