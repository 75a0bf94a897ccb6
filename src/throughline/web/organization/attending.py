"""Who is at an organization for a stay, and the days that its people confirm."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import attending as actions
from throughline.apps.opportunities.queries.rotations import Present
from throughline.web.components.rotations import WAYS, place_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of, number_of


@dataclass(frozen=True, slots=True)
class PresentRow:
    """Somebody who is here. days: the newest first, with how they got here in words."""

    present: Present
    host: str
    days: tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class DaysPage:
    """Who is here. refused: the stay whose form was refused, with what was typed."""

    rows: tuple[PresentRow, ...]
    ways: tuple[tuple[str, str], ...]
    today: str
    refused: UUID | None
    typed: dict[str, str]
    problem: str


@page("stay_days.read")
def days(request: HttpRequest) -> HttpResponse:
    """Who is here for a stay; one day is confirmed."""
    problem, now = "", timezone.now()
    if request.method == "POST":
        try:
            _confirm(request)
            messages.success(request, _("The day is confirmed."))
            return redirect("stay-days")
        except Refused as refusal:
            problem = str(refusal)
    today, sent = timezone.localdate(now), request.POST
    rows = tuple(
        PresentRow(each, place_of(each.host), tuple((day, str(WAYS[day.way])) for day in reversed(each.days)))
        for each in queries.rotations.present(who(request), on=today, now=now)
    )
    shown = DaysPage(
        rows, tuple((key, str(each)) for key, each in WAYS.items()), f"{today:%Y-%m-%d}",
        key_of(sent.get("agreement", "")), {each: sent.get(each, "") for each in ("on", "hours", "way", "words")}, problem,
    )  # fmt: skip
    return show(request, "throughline/organization/stay_days.html", shown, status(problem))


def _confirm(request: HttpRequest) -> None:
    sent, key = request.POST, key_of(request.POST.get("agreement", ""))
    on = day_of(sent.get("on", ""))
    if key is None or on is None:
        raise Refused(_("A day of a stay"), _("the day is missing."), _("Pick it."))
    came = sent.get("came") == "yes"
    day = actions.NewDay(
        on, came, (number_of(sent.get("hours", "")) or Decimal(0)) if came else Decimal(0), sent.get("way", "other"),
        sent.get("words", ""),
    )  # fmt: skip
    actions.confirm(by=who(request), agreement=key, day=day, now=timezone.now())
