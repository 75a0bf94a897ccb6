"""The register of waivers: what is waived for whom, until when; one waiver whole; the form to ask for one or to ask
that one be revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.governance.actions import NewWaiver
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.waivers import NeverWaived, SystemRule
from throughline.web import reading
from throughline.web.pages import page, show, status, who

STATES = {
    "coming": gettext_lazy("granted, not begun yet"),
    "in_force": gettext_lazy("in force"),
    "ended": gettext_lazy("over"),
    "revoked": gettext_lazy("revoked"),
}
SOON = 90
"""Within so many days of its end the days that are left are told; before, the date says it better."""
TYPED = ("holder", "asks", "reason", "starts", "ends", "renews", "share")


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One waiver in words. schools: for which; here: it is in force today; soon: it is, and ends within some weeks; over: it
    has ended, or was revoked."""

    registered: governance.RegisteredWaiver
    state: str
    holder: Organization
    schools: tuple[Organization, ...]
    here: bool
    soon: bool
    over: bool


@dataclass(frozen=True, slots=True)
class WaiversPage:
    """The register, with what can be waived and what never. may_ask: the reader acts for a district or school."""

    rows: tuple[WaiverRow, ...]
    rules: tuple[SystemRule, ...]
    never: tuple[NeverWaived, ...]
    up_to: tuple[tuple[NeverWaived, int], ...]
    lead_days: int
    full_years: int
    may_ask: bool


@dataclass(frozen=True, slots=True)
class WaiverPage:
    """One waiver. before, after: the one that it renews, and those that renew it. percent: of teaching, at most.
    may_revoke: it is not over, and the reader is signed in."""

    row: WaiverRow
    before: str
    after: tuple[str, ...]
    percent: int | None
    may_revoke: bool
    problem: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form. holders: for whom the reader acts, each with its schools. first: the first day that is possible."""

    holders: tuple[tuple[Organization, tuple[Organization, ...]], ...]
    rules: tuple[tuple[SystemRule, bool], ...]
    never: tuple[tuple[NeverWaived, bool, int], ...]
    chosen: tuple[str, ...]
    typed: Mapping[str, str]
    lead_days: int
    first: date
    problem: str


@page("docket.read")
def waivers(request: HttpRequest) -> HttpResponse:
    """Every waiver there was, those in force first."""
    terms = reading.catalogue().state.waivers
    found = governance.waiver_register(on=timezone.localdate())
    return show(request, "throughline/governing/waivers.html", WaiversPage(
        tuple(map(_row, found)), terms.rules, tuple(each for each in terms.never if not each.up_to),
        tuple((each, _percent(each)) for each in terms.never if each.up_to), terms.lead_days, terms.full_years,
        bool(_holders(who(request))),
    ))  # fmt: skip


def _percent(never: NeverWaived) -> int:
    return round(100 * never.up_to)


def _row(found: governance.RegisteredWaiver) -> WaiverRow:
    places = reading.catalogue().organizations
    held = found.waiver
    return WaiverRow(
        found, str(STATES[found.state]), places[held.holder],
        tuple(places[each] for each in held.schools if each in places), found.state == "in_force",
        found.state == "in_force" and found.days_left <= SOON, found.state in ("ended", "revoked"),
    )  # fmt: skip


@page("docket.read")
def waiver(request: HttpRequest, name: str) -> HttpResponse:
    """One waiver whole."""
    return _waiver_page(request, name)


def _waiver_page(request: HttpRequest, name: str, problem: str = "") -> HttpResponse:
    try:
        found = governance.one_waiver(name, on=timezone.localdate())
    except Refused as refusal:
        raise Http404(str(refusal)) from None
    after = tuple(each.id for each in reading.catalogue().waivers.values() if each.renews == name)
    open_still = found.state in ("coming", "in_force") and found.waiver.revoked is None
    may = open_still and who(request).person is not None
    share = None if found.waiver.share is None else round(100 * found.waiver.share)
    shown = WaiverPage(_row(found), found.waiver.renews, after, share, may, problem)
    return show(request, "throughline/governing/waiver.html", shown, status(problem))


@page("docket.propose")
def revoke(request: HttpRequest, name: str) -> HttpResponse:
    """Ask that a waiver be revoked: it comes on the docket."""
    if request.method != "POST":
        return redirect("waiver", name)
    try:
        day = _day(request.POST.get("revoked", ""), _("The day"))
        if day is None:
            raise Refused(_("Revoking"), _("it does not say from when."), _("Give a day."))
        number = actions.ask_revocation(
            by=who(request),
            waiver=name,
            revoked=day,
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
    except Refused as refusal:
        return _waiver_page(request, name, str(refusal))
    messages.success(request, _("It is number {n} on the docket.").format(n=number))
    return redirect("matter", number)


@page("docket.propose")
def ask(request: HttpRequest) -> HttpResponse:
    """The form of a district or school."""
    actor, problem, given = who(request), "", request.POST or request.GET
    if request.method == "POST":
        try:
            number = actions.ask_waiver(by=actor, asked=_asked(request), now=timezone.now())
            messages.success(request, _("It is number {n} on the docket.").format(n=number))
            return redirect("matter", number)
        except Refused as refusal:
            problem = str(refusal)
    terms, today = reading.catalogue().state.waivers, timezone.localdate()
    rules = given.getlist("rules")
    shown = AskPage(
        _holders(actor), tuple((each, each.id in rules) for each in terms.rules),
        tuple((each, each.id in rules, _percent(each)) for each in terms.never), tuple(given.getlist("schools")),
        {name: given.get(name, "") for name in TYPED}, terms.lead_days, today + timedelta(days=terms.lead_days), problem,
    )  # fmt: skip
    return show(request, "throughline/governing/waiver_ask.html", shown, status(problem))


def _asked(request: HttpRequest) -> NewWaiver:
    given = request.POST
    starts = _day(given.get("starts", ""), _("The first day"))
    if not given.get("holder") or starts is None:
        raise Refused(_("A waiver"), _("it lacks who asks, or its first day."), _("Fill both in."))
    return NewWaiver(
        given["holder"], tuple(given.getlist("schools")), tuple(given.getlist("rules")), given.get("asks", ""),
        given.get("reason", ""), starts, _day(given.get("ends", ""), _("The last day")), given.get("renews", ""),
        _share(given.get("share", "")),
    )  # fmt: skip


def _day(written: str, what: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise Refused(
            what, _("'{day}' is no day.").format(day=written), _("Write it as 2027-08-20.")
        ) from error


def _share(written: str) -> Decimal | None:
    if not written.strip():
        return None
    try:
        return Decimal(written.strip()) / 100
    except InvalidOperation as error:
        raise Refused(_("The share"), _("it is no number."), _("Write a number such as 20.")) from error


def _holders(actor: Actor) -> tuple[tuple[Organization, tuple[Organization, ...]], ...]:
    """The places of schools for which the reader acts, other than as a learner, each with its schools."""
    places = reading.catalogue().organizations
    roles = {each.organization for each in actor.roles if each.role != "learner"}
    own = [places[name] for name in sorted(roles) if name in places and places[name].sector == "k12"]
    return tuple((each, _schools(each)) for each in own)


def _schools(holder: Organization) -> tuple[Organization, ...]:
    parts = [each for each in reading.catalogue().organizations.values() if each.part_of == holder.id]
    return tuple(parts) or (holder,)
