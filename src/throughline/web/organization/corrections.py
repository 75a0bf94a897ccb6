"""For those who act for an organization: requests to correct a record that wait for its answer."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.web.learner.my_data import Asked, asked_of
from throughline.web.pages import page, show, who


@page("inbox.read")
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the one due first on top."""
    found = records.corrections_to_answer(who(request), now=timezone.now())
    rows = tuple(map(asked_of, found))
    return show(request, "throughline/organization/corrections.html", rows)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One request, what the entry says now, and the form of the answer."""

    asked: Asked
    fact: records.FactBehind
    reason: str
    problem: str


@page("correction.answer")
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answers one request: it stands, or it was wrong and is corrected, with the reason."""
    actor, problem, reason = who(request), "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            _answer(request, key, reason)
            messages.success(request, _("Your answer stands beside the request."))
            return redirect("corrections")
        except Refused as refusal:
            problem = str(refusal)
    found = records.correction(actor, key)
    shown = AnswerPage(asked_of(found), records.fact_behind(actor, key), reason, problem)
    return show(request, "throughline/organization/correction.html", shown, status=422 if problem else 200)


def _answer(request: HttpRequest, key: UUID, reason: str) -> None:
    actor, now = who(request), timezone.now()
    level = request.POST.get("level", "")
    if request.POST.get("outcome") != "corrected":
        with opening(now=now):
            actions.answer_correction(by=actor, correction=key, outcome="stands", reason=reason, now=now)
        return
    was = records.fact_behind(actor, key).again
    instead = replace(was, level=int(level) if level.isdecimal() and int(level) else was.level)
    keep = instead if request.POST.get("instead") == "yes" else None
    with opening(now=now):
        actions.answer_correction(
            by=actor, correction=key, outcome="corrected", reason=reason, instead=keep, now=now
        )
