"""One's own stipends: what was paid for which hours; what one says of the place, and whom one invites to see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import interns as actions
from throughline.apps.opportunities.queries.stipends import OwnStipend
from throughline.web.components.rotations import place_of
from throughline.web.components.stipends import AGAIN, LineRow, row_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A stipend in words. again: would one go there again."""

    own: OwnStipend
    keeper: str
    host: str
    school: str
    again: str
    rows: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class OwnStipendsPage:
    """One's own stipends. refused: the one whose form was refused, with what was typed."""

    rows: tuple[OwnRow, ...]
    agains: tuple[tuple[str, str], ...]
    refused: UUID | None
    typed: Mapping[str, str]
    problem: str


@page("stipend.join")
def stipends(request: HttpRequest) -> HttpResponse:
    """What was paid to the reader, with every line of it; with a form sent, what they say, show, or leave."""
    problem, sent = "", request.POST
    if request.method == "POST":
        try:
            messages.success(request, _act(request))
            return redirect("own-stipends")
        except Refused as refusal:
            problem = str(refusal)
    rows = tuple(
        OwnRow(
            each, place_of(each.keeper), place_of(each.host), place_of(each.school), str(AGAIN.get(each.said[0], "")),
            tuple(map(row_of, each.lines)),
        )
        for each in queries.stipends.own(who(request))
    )  # fmt: skip
    shown = OwnStipendsPage(
        rows, tuple((key, str(each)) for key, each in AGAIN.items()), key_of(sent.get("intern", "")),
        {each: sent.get(each, "") for each in ("again", "words", "on", "where")}, problem,
    )  # fmt: skip
    return show(request, "throughline/learner/stipends.html", shown, status(problem))


def _act(request: HttpRequest) -> str:
    sent, by, now = request.POST, who(request), timezone.now()
    key, act = key_of(sent.get("intern", "")), sent.get("act", "")
    if key is None:
        raise Http404("There is no such internship.")
    if act == "say":
        actions.say_of_site(
            by=by, intern=key, again=sent.get("again", ""), words=sent.get("words", ""), now=now
        )
        return _("Kept. The network reads it.")
    if act == "invite":
        actions.invite(by=by, intern=key, on=day_of(sent.get("on", "")), where=sent.get("where", ""), now=now)
        return _("Your school is invited.")
    actions.leave(by=by, intern=key, now=now)
    return _("You left. Hours up to today are still paid.")
