"""Anyone who acts for an organization tells a body what hinders and what helps where pathways are carried out."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.governance import actions
from throughline.core.catalogue.charters import Body
from throughline.web import reading
from throughline.web.governing.bodies import sitting_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class TellPage:
    """The form, with what was typed."""

    body: Body
    places: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@page("feedback.tell")
def tell(request: HttpRequest, name: str) -> HttpResponse:
    """Say what hinders or helps."""
    actor, problem, given = who(request), "", request.POST
    body, known = sitting_of(name).body, reading.catalogue().organizations
    mine = sorted({each.organization for each in actor.roles if each.role != "learner"} & known.keys())
    if not mine:
        raise Refused(
            _("Telling a body"),
            _("you act for no organization."),
            _("Ask somebody who does."),
        )
    typed = {each: given.get(each, "") for each in ("organization", "about", "subject", "words")}
    if request.method == "POST":
        try:
            actions.tell_body(
                by=actor, organization=typed["organization"], to=name, about=typed["about"], subject=typed["subject"],
                words=typed["words"], now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("It is said, and public. The charter says by when it is answered."))
            return redirect("body", name)
        except Refused as refusal:
            problem = str(refusal)
    places = tuple((each, words(known[each].title)) for each in mine)
    return show(
        request, "throughline/governing/tell.html", TellPage(body, places, typed, problem), status(problem)
    )
