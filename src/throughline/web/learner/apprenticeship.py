"""A learner's own apprenticeships: where they stand, and their weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import apprentices as actions
from throughline.apps.opportunities.queries.apprentices import Apprenticeship
from throughline.core.requirements.nodes import Cite
from throughline.web import reading
from throughline.web.names import address_of, kept_address, name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of, number_of

FIELDS = ("monday", "hours", "instruction", "paid", "words")


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of them in words. shown, to_show: each with its page."""

    one: Apprenticeship
    sponsor: str
    employer: str
    shown: tuple[tuple[str, str], ...]
    to_show: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """All of them, with the form for a week. cite: the law that asks for hours, where they are asked for."""

    rows: tuple[OwnRow, ...]
    cite: Cite | None
    typed: Mapping[str, str]
    problem: str


@page("apprentice.begin")
def apprenticeship(request: HttpRequest) -> HttpResponse:
    """Where the learner stands, and their weeks; a new week is written down."""
    actor, problem = who(request), ""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method == "POST":
        try:
            _log(request)
            return redirect("apprenticeship")
        except Refused as refusal:
            problem = str(refusal)
    else:
        today = timezone.localdate()
        typed["monday"] = (today - timedelta(days=today.weekday())).isoformat()
    rules = reading.catalogue().state.apprenticeships
    rows = tuple(_row(each) for each in opportunities.apprentices.own(actor, on=timezone.localdate()))
    shown = OwnPage(rows, rules.standards.cite if rules else None, typed, problem)
    return show(request, "throughline/learner/apprenticeship.html", shown, status(problem))


def _log(request: HttpRequest) -> None:
    sent, now = request.POST, timezone.now()
    key, monday = key_of(sent.get("apprentice", "")), day_of(sent.get("monday", ""))
    if key is None or monday is None:
        raise Refused(_("A week"), _("no Monday is chosen."), _("Pick the Monday of it."))
    week = actions.NewWeek(
        monday, number_of(sent.get("hours", "")) or Decimal(0), number_of(sent.get("instruction", "")) or Decimal(0),
        sent.get("words", ""), number_of(sent.get("paid", "")),
    )  # fmt: skip
    actions.log_week(by=who(request), apprentice=key, week=week, now=now)
    messages.success(request, _("Written down. It waits for a journeyworker to sign it."))


def _row(each: Apprenticeship) -> OwnRow:
    kept, at = reading.catalogue(), each.standing
    return OwnRow(
        each, name_of(kept, f"organization:{each.sponsor}"),
        name_of(kept, f"organization:{each.employer}") if each.employer else "",
        tuple(map(_what, at.shown)) if at else (),
        tuple(map(_what, at.to_show)) if at else (),
    )  # fmt: skip


def _what(ref: str) -> tuple[str, str]:
    """What the standards ask for, with the learner's page of it."""
    kind, _colon, name = ref.partition(":")
    here = kept_address("reason", name) if kind == "milestone" else address_of(ref)
    return name_of(reading.catalogue(), ref), here
