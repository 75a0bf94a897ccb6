"""Asking to be shown a credential: somebody who acts for an organization asks, a wallet answers, the page says what it
is worth."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import queries as records
from throughline.apps.records.actions import showing as actions
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class ShowingPage:
    """The form that asks, and what was asked before."""

    organizations: tuple[tuple[str, str], ...]
    asked: tuple[records.showing.Asked, ...]
    purpose: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AskedPage:
    """One request: the picture for the wallet while it waits, then what was found. claims: of each credential shown."""

    asked: records.showing.Asked
    organization: str
    picture: str
    problem: str
    steps: tuple[dict[str, Any], ...]
    parts: tuple[dict[str, Any], ...]


@page("showing.ask")
def showing(request: HttpRequest) -> HttpResponse:
    """Asks to be shown a credential."""
    actor, problem, typed = who(request), "", request.POST
    places = _places(actor)
    if not places:
        raise Refused(
            _("Being shown a credential"), _("you act for no organization."), _("Sign in as one who does.")
        )
    if request.method == "POST":
        try:
            made = actions.ask(
                by=actor, organization=typed.get("organization", ""), purpose=typed.get("purpose", ""),
                what=typed.get("what", ""), now=timezone.now(),
            )  # fmt: skip
            return redirect("showing-one", made)
        except Refused as refusal:
            problem = str(refusal)
    asked = records.showing.asked_by(actor, now=timezone.now())
    shown = ShowingPage(places, asked, typed.get("purpose", ""), problem)
    return show(request, "throughline/organization/showing.html", shown, status=422 if problem else 200)


def _places(actor: Actor) -> tuple[tuple[str, str], ...]:
    acting = sorted({each.organization for each in actor.roles if each.role != "learner"})
    return tuple((each, name_of(reading.catalogue(), f"organization:{each}")) for each in acting)


@page("showing.ask")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request: what the wallet scans, or what it showed."""
    found = records.showing.asked(who(request), key, now=timezone.now())
    report = found.report or {}
    shown = AskedPage(
        found, name_of(reading.catalogue(), f"organization:{found.organization}"),
        segno.make(found.link, error="l", micro=False).svg_data_uri(scale=3, border=4) if found.link else "",
        PROBLEMS.get(str(report.get("problem", "")), lambda: "")(), tuple(report.get("steps", ())),
        tuple(each for each in report.get("parts", ()) if each["claims"] and each["answer"] != "not_verified"),
    )  # fmt: skip
    answer = show(request, "throughline/organization/showing_one.html", shown)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


PROBLEMS = {
    "not_what_was_asked": lambda: _("What was shown is not what you asked for."),
    "not_their_own": lambda: _("The wallet did not show that the credential belongs to whoever holds it."),
    "too_large": lambda: _("What was shown is too large to be read."),
}
