"""Those who learn by a sponsor's standards or at an employer, and the weeks that wait for a journeyworker."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import apprentices as actions
from throughline.apps.opportunities.queries.apprentices import Apprenticeship, WeekSeen
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of


@dataclass(frozen=True, slots=True)
class ApprenticeRow:
    """Somebody who learns here. own: by standards of the reader's organization, which confirms and ends."""

    one: Apprenticeship
    sponsor: str
    employer: str
    own: bool


@dataclass(frozen=True, slots=True)
class ApprenticesPage:
    """Those who wait to be confirmed, and those who learn. employers: where an apprentice may work."""

    asking: tuple[ApprenticeRow, ...]
    here: tuple[ApprenticeRow, ...]
    employers: tuple[tuple[str, str], ...]
    problem: str


@page("apprentices.read")
def apprentices(request: HttpRequest) -> HttpResponse:
    """All of them; the sponsor confirms who asked."""
    actor, now, problem = who(request), timezone.now(), ""
    if request.method == "POST":
        try:
            _act(request)
            return redirect("apprentices")
        except Refused as refusal:
            problem = str(refusal)
    kept, places = reading.catalogue(), actor.organizations() - actor.organizations("learner")
    rows = [
        ApprenticeRow(
            each, name_of(kept, f"organization:{each.sponsor}"),
            name_of(kept, f"organization:{each.employer}") if each.employer else "", each.sponsor in places,
        )
        for each in opportunities.apprentices.of_sponsor(actor, now=now)
    ]  # fmt: skip
    employers = sorted(
        ((o.id, name_of(kept, f"organization:{o.id}")) for o in kept.organizations.values() if o.sector == "workforce"),
        key=lambda each: each[1].casefold(),
    )  # fmt: skip
    shown = ApprenticesPage(
        tuple(r for r in rows if not r.one.begun_on), tuple(r for r in rows if r.one.begun_on), tuple(employers), problem
    )  # fmt: skip
    return show(request, "throughline/organization/apprentices.html", shown, status(problem))


def _act(request: HttpRequest) -> None:
    sent, actor, now = request.POST, who(request), timezone.now()
    try:
        key = UUID(sent.get("apprentice", ""))
    except ValueError:
        raise Refused(_("An apprenticeship"), _("nobody is chosen."), _("Choose one of the list.")) from None
    if sent.get("do") == "end":
        actions.end(by=actor, apprentice=key, now=now)
        messages.success(request, _("It is ended. What was signed stays."))
        return
    actions.confirm(
        by=actor, apprentice=key, employer=sent.get("employer", ""), begun_on=day_of(sent.get("begun", "")),
        in_school=sent.get("in_school") == "yes", now=now,
    )  # fmt: skip
    messages.success(request, _("Confirmed. Their weeks can be written down now."))


@page("weeks.read")
def weeks(request: HttpRequest) -> HttpResponse:
    """The weeks that wait for the reader's signature."""
    found: list[WeekSeen] = opportunities.apprentices.to_sign(who(request), now=timezone.now())
    return show(request, "throughline/organization/weeks.html", tuple(found))


@page("week.sign")
@require_POST
def sign(request: HttpRequest, key: UUID) -> HttpResponse:
    """The reader signs one."""
    actions.sign_week(by=who(request), week=key, now=timezone.now())
    messages.success(request, _("Signed. It stays as it is now."))
    return redirect("weeks")
