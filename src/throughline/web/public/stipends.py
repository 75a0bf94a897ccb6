"""Stipends for interns: the programs with their published rules and reviewed hosts; a learner joins, a network runs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import LEADERS
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import stipends as actions
from throughline.apps.opportunities.actions.stipends import NewRule
from throughline.apps.opportunities.queries.stipends import Joinable, ProgramShown, Reviewed, RunShown
from throughline.core.stipends import Rule
from throughline.web import reading
from throughline.web.components.rotations import place_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of, number_of
from throughline.web.words import words

UNITS: Mapping[str, object] = {
    "hour": gettext_lazy("an hour"), "week": gettext_lazy("a week"), "month": gettext_lazy("a month"),
}  # fmt: skip
STATES: Mapping[str, object] = {
    "reckoning": gettext_lazy("not reckoned to the end"), "waiting": gettext_lazy("waits for two persons"),
    "approved": gettext_lazy("approved and paid"), "dropped": gettext_lazy("dropped"),
}  # fmt: skip
TYPED = ("keeper", "title", "words", "unit", "amount", "most", "least", "starts", "host", "why", "until")


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program in words. rule: the one in force today, or the first to come."""

    program: ProgramShown
    keeper: str
    rule: Rule
    unit: str


@dataclass(frozen=True, slots=True)
class StipendsPage:
    """Every program. joins: stays of the reader that could be paid; learns: they learn; keepers: for whom they may open
    one."""

    rows: tuple[ProgramRow, ...]
    joins: tuple[tuple[Joinable, str], ...]
    learns: bool
    keepers: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class StipendPage:
    """One program. hosts: reviewed, with their names; runs: with their state in words, for the network alone."""

    row: ProgramRow
    hosts: tuple[tuple[Reviewed, str], ...]
    runs: tuple[tuple[RunShown, str], ...]
    organizations: tuple[tuple[str, str], ...]
    today: str
    typed: Mapping[str, str]
    problem: str


@page("stipend.read")
def stipends(request: HttpRequest) -> HttpResponse:
    """Every stipend program; a learner joins with a stay, or a network opens one."""
    problem = ""
    if request.method == "POST":
        try:
            return _act(request)
        except Refused as refusal:
            problem = str(refusal)
    actor = who(request)
    joins = queries.stipends.joinable(actor) if actor.person else ()
    keepers = sorted(actor.organizations(*LEADERS))
    shown = StipendsPage(
        tuple(_row(each) for each in queries.stipends.programs(actor)),
        tuple((each, place_of(each.host)) for each in joins), actor.holds("learner"),
        tuple((each, place_of(each)) for each in keepers),
        tuple((key, str(each)) for key, each in UNITS.items()), _typed(request.POST), problem,
    )  # fmt: skip
    return show(request, "throughline/public/stipends.html", shown, status(problem))


def _act(request: HttpRequest) -> HttpResponse:
    sent, by, now = request.POST, who(request), timezone.now()
    if sent.get("act") == "join":
        program, agreement = key_of(sent.get("program", "")), key_of(sent.get("agreement", ""))
        if program is None or agreement is None:
            raise Http404("There is no such program.")
        actions.join(by=by, program=program, agreement=agreement, now=now)
        messages.success(request, _("You are in. The network sees the hours of this stay, and nothing else."))
        return redirect("own-stipends")
    made = actions.make(
        by=by, keeper=sent.get("keeper", ""), title=sent.get("title", ""), words=sent.get("words", ""), rule=_rule(sent),
        now=now,
    )  # fmt: skip
    messages.success(request, _("It is open. Review the hosts next."))
    return redirect("stipend", made)


@page("stipend.read")
def stipend(request: HttpRequest, key: UUID) -> HttpResponse:
    """One program; its network reviews a host, publishes a rule, or begins a run."""
    problem = ""
    if request.method == "POST":
        try:
            return _keep(request, key)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/public/stipend.html", _page(who(request), key, request.POST, problem), status(problem)
    )  # fmt: skip


def _keep(request: HttpRequest, key: UUID) -> HttpResponse:
    sent, by, now = request.POST, who(request), timezone.now()
    act = sent.get("act", "")
    if act == "review":
        actions.review_host(
            by=by, program=key, host=sent.get("host", ""), fits=sent.get("fits") == "yes", words=sent.get("why", ""),
            now=now,
        )  # fmt: skip
        messages.success(request, _("The review stands here for everyone."))
        return redirect("stipend", key)
    if act == "rule":
        actions.publish_rule(by=by, program=key, rule=_rule(sent), now=now)
        messages.success(request, _("The rule is published."))
        return redirect("stipend", key)
    until = day_of(sent.get("until", ""))
    if until is None:
        raise Refused(_("A stipend run"), _("it has no last day."), _("Pick one."))
    run = actions.begin_run(by=by, program=key, until=until, now=now)
    return redirect("stipend-run", run)


def _rule(sent: QueryDict) -> NewRule:
    starts = day_of(sent.get("starts", ""))
    if starts is None:
        raise Refused(_("A rule"), _("it has no first day."), _("Pick one."))
    return NewRule(
        sent.get("unit", ""), number_of(sent.get("amount", "")) or Decimal(0), starts, number_of(sent.get("most", "")),
        number_of(sent.get("least", "")) or Decimal(0),
    )  # fmt: skip


def _page(actor: Actor, key: UUID, sent: QueryDict, problem: str) -> StipendPage:
    found = queries.stipends.program(actor, key)
    if found is None:
        raise Http404("There is no such program.")
    places: tuple[tuple[str, str], ...] = ()
    if found.leads:
        named = ((name, words(each.title)) for name, each in reading.catalogue().organizations.items())
        places = tuple(sorted(named, key=lambda each: each[1]))
    return StipendPage(
        _row(found), tuple((each, place_of(each.host)) for each in found.reviews),
        tuple((each, str(STATES[each.state])) for each in found.runs), places, f"{timezone.localdate():%Y-%m-%d}",
        _typed(sent), problem,
    )  # fmt: skip


def _row(found: ProgramShown) -> ProgramRow:
    today = timezone.localdate()
    rule = next((each for each in reversed(found.rules) if each.starts <= today), found.rules[0])
    return ProgramRow(found, place_of(found.keeper), rule, str(UNITS[rule.unit]))


def _typed(sent: QueryDict) -> dict[str, str]:
    return {each: sent.get(each, "") for each in TYPED}
