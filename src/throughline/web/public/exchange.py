"""The exchange for everyone: how the order comes about, its code, and which organizations were let in to look."""

import inspect
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import listings as actions
from throughline.apps.opportunities.queries.listings import In
from throughline.core import neutral_order
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.parsing import day_of


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """Who was let in, and the code of the order. decides: the reader sits on a body; places: whom it could let in."""

    inside: tuple[tuple[In, str], ...]
    code: str
    learner: bool
    looks: bool
    decides: bool
    places: tuple[tuple[str, str], ...]
    today: date


@page("listings.public")
def exchange(request: HttpRequest) -> HttpResponse:
    """How the exchange works."""
    actor, kept, today = who(request), reading.catalogue(), timezone.localdate()
    inside = opportunities.listings.let_in(on=today)
    places = actor.organizations() - actor.organizations("learner")
    decides = actor.holds("board_member")
    known = sorted(
        ((each.id, name_of(kept, f"organization:{each.id}")) for each in kept.organizations.values()),
        key=lambda each: each[1].casefold(),
    )
    shown = ExchangePage(
        tuple((each, name_of(kept, f"organization:{each.organization}")) for each in inside),
        inspect.getsource(neutral_order), actor.holds("learner"), bool(places & {each.organization for each in inside}),
        decides, tuple(known) if decides else (), today,
    )  # fmt: skip
    return show(request, "throughline/public/exchange.html", shown)


@page("listings.let_in")
@require_POST
def let_in(request: HttpRequest) -> HttpResponse:
    """A member of a body lets an organization in, or ends it."""
    sent = request.POST
    until = day_of(sent.get("until", "")) if sent.get("do") != "end" else None
    actions.decide_who_looks(
        by=who(request), organization=sent.get("organization", ""), why=sent.get("why", ""), until=until, now=timezone.now()
    )  # fmt: skip
    messages.success(request, _("Let in.") if until else _("It may not look any more."))
    return redirect("exchange")
