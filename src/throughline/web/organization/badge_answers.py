"""Badges that wait for the answer of an employer or a college, without the names of those who make them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import badges as actions
from throughline.apps.opportunities.actions.badges import Verdict
from throughline.apps.opportunities.queries.badges import Waiting
from throughline.apps.registry.tasks import follow_catalogue
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who

FIELDS = ("place", "approved", "reasons", "opens", "next_step", "internship", "hours", "about")


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One badge with the form. places: for which the reader may answer. industry: an internship may be offered with it."""

    badge: Waiting
    skills: tuple[str, ...]
    approved_by: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    industry: bool
    typed: Mapping[str, str]
    problem: str


@page("badges.queue")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first."""
    actor = who(request)
    if not opportunities.badges.may_answer(actor):
        raise Refused(
            _("Badges to answer"), _("employers, unions and colleges answer, by those who assess for them."),
            _("Ask one of them to add you."),
        )  # fmt: skip
    return show(request, "throughline/organization/badges.html", tuple(opportunities.badges.waiting(actor)))


@page("badge.validate")
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """One badge: approved with what it opens, or not yet with what comes next."""
    actor, problem = who(request), ""
    found = opportunities.badges.asked(actor, key)
    if request.method == "POST":
        try:
            state = actions.answer(
                by=actor, plan=key, organization=request.POST.get("place", ""), verdict=_verdict(request.POST),
                now=timezone.now(),
            )  # fmt: skip
            if state == "live":
                follow_catalogue.defer()
            messages.success(request, _told(state))
            return redirect("badges-asked")
        except Refused as refusal:
            problem = str(refusal)
    shown = _page(found, {name: request.POST.get(name, "") for name in FIELDS}, problem)
    return show(request, "throughline/organization/badge_answer.html", shown, status(problem))


def _verdict(sent: QueryDict) -> Verdict:
    approved = sent.get("approved") == "yes"
    hours = sent.get("hours", "")
    return Verdict(
        approved, sent.get("reasons", ""), sent.get("opens", "") if approved else "",
        "" if approved else sent.get("next_step", ""), sent.get("internship", "") if approved else "",
        int(hours) if hours.isdecimal() else None, sent.get("about", ""),
    )  # fmt: skip


def _told(state: str) -> str:
    if state == "live":
        return _("Both sides approved: the badge is live.")
    return (
        _("Your approval stands. The other side answers next.")
        if state == "review"
        else _("Sent to its makers.")
    )


def _page(found: Waiting, typed: Mapping[str, str], problem: str) -> AnswerPage:
    catalogue = reading.catalogue()
    return AnswerPage(
        found, tuple(name_of(catalogue, each) for each in found.skills),
        tuple(name_of(catalogue, f"organization:{each}") for each in found.approved_by),
        tuple((each, name_of(catalogue, f"organization:{each}")) for each in found.places),
        any(catalogue.organizations[each].sector == "workforce" for each in found.places), typed, problem,
    )  # fmt: skip
