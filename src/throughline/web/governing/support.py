"""Money and help for those who bring regions together, for everyone: what was given, what schools asked for, what waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.governance.actions import NewMoney
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of, number_of
from throughline.web.words import words

STATES = {
    "waits": gettext_lazy("waits"),
    "taken": gettext_lazy("under way"),
    "closed": gettext_lazy("closed"),
}
MARKS = {"waits": "open", "taken": "progress", "closed": "met"}
RATINGS = {
    1: gettext_lazy("it did not help us"), 2: gettext_lazy("it helped a little"), 3: gettext_lazy("it helped us"),
    4: gettext_lazy("it helped us much"),
}  # fmt: skip
MONEY = ("organization", "amount", "source", "starts", "ends", "purpose", "body", "docket", "corrects")


@dataclass(frozen=True, slots=True)
class HelpShown:
    """A request with its words."""

    asked: governance.Help
    kind: Text
    organization: str
    helper: str
    state: str
    mark: str
    rating: str


@dataclass(frozen=True, slots=True)
class MoneyShown:
    """Money with the names of who gets it and who decided."""

    money: governance.Money
    organization: str
    body: str


@dataclass(frozen=True, slots=True)
class SupportPage:
    """Money and help. total: what counts today, to the cent. places: that the reader may ask for; keeps: the reader enters
    money for a body."""

    waiting: governance.HelpWaiting
    supported: tuple[governance.Supported, ...]
    money: tuple[MoneyShown, ...]
    total: Decimal
    asked: tuple[HelpShown, ...]
    may_ask: bool
    keeps: bool


@dataclass(frozen=True, slots=True)
class AskPage:
    """A request as a form."""

    places: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, Text], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """Money as a form. decisions: that it may rest on, by docket number and body."""

    organizations: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]
    entries: tuple[MoneyShown, ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class OneHelpPage:
    """One request. helpers: who may take it on, by the reader's own roles."""

    help: HelpShown
    helpers: tuple[tuple[str, str], ...]
    gives: bool
    asks: bool
    ratings: tuple[tuple[int, str], ...]
    today: str
    typed: Mapping[str, str]
    problem: str


@page("support.read")
def support(request: HttpRequest) -> HttpResponse:
    """Everything at once."""
    actor, today = who(request), timezone.localdate()
    money, asked = governance.money_awarded(), governance.help_asked(today)
    shown = SupportPage(
        governance.help_waiting(asked), tuple(governance.supported(money, asked)), tuple(map(_money, money)),
        sum((each.amount for each in money if not each.corrected), Decimal(0)), tuple(map(_help, asked)),
        bool(_own_places(actor)), bool(_kept_bodies(actor)),
    )  # fmt: skip
    return show(request, "throughline/governing/support.html", shown)


def _money(each: governance.Money) -> MoneyShown:
    body = reading.catalogue().bodies.get(each.body)
    return MoneyShown(each, _place(each.organization), words(body.title) if body else each.body)


def _help(each: governance.Help) -> HelpShown:
    kinds = {kind.id: kind.title for kind in reading.catalogue().state.help_kinds}
    return HelpShown(
        each, kinds.get(each.kind, {"en": each.kind}), _place(each.organization), _place(each.helper),
        str(STATES[each.state]), MARKS[each.state], str(RATINGS[each.rating]) if each.rating else "",
    )  # fmt: skip


def _place(name: str) -> str:
    return name_of(reading.catalogue(), f"organization:{name}") if name else ""


def _own_places(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The organizations the actor acts for."""
    known = reading.catalogue().organizations
    mine = sorted({each.organization for each in actor.roles if each.role != "learner"} & known.keys())
    return tuple((name, words(known[name].title)) for name in mine)


def _kept_bodies(actor: Actor) -> tuple[str, ...]:
    """The bodies whose books the actor keeps."""
    if actor.person is None or not governance.bodies_of(actor.person, timezone.localdate()):
        return ()
    sittings = governance.sittings(timezone.localdate())
    return tuple(
        now.body.id for now in sittings if allowed(actor, "money.enter", governance.subject_in(now)).allowed
    )


@page("help.ask")
def ask(request: HttpRequest) -> HttpResponse:
    """A school, or any other organization, asks for help."""
    actor, problem, given = who(request), "", request.POST
    places = _own_places(actor)
    if not places:
        raise Refused(_("Asking for help"), _("you act for no organization."), _("Ask somebody who does."))
    typed = {each: given.get(each, "") for each in ("organization", "kind", "words")}
    if request.method == "POST":
        try:
            actions.ask_for_help(
                by=actor, organization=typed["organization"], kind=typed["kind"], words=typed["words"],
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("It is asked. It stands here until somebody takes it on."))
            return redirect("support")
        except Refused as refusal:
            problem = str(refusal)
    kinds = tuple((each.id, each.title) for each in reading.catalogue().state.help_kinds)
    return show(
        request,
        "throughline/governing/support_ask.html",
        AskPage(places, kinds, typed, problem),
        status(problem),
    )


@page("money.enter")
def money(request: HttpRequest) -> HttpResponse:
    """The chair or clerk of a body enters money that it decided to give."""
    actor, problem, given = who(request), "", request.POST
    kept = _kept_bodies(actor)
    if not kept:
        raise Refused(_("Entering money"), _("you keep the books of no body."), _("Ask its chair or clerk."))
    typed = {each: given.get(each, "") for each in MONEY}
    if request.method == "POST":
        try:
            _enter(actor, typed)
            messages.success(request, _("It is entered, and public."))
            return redirect("support")
        except Refused as refusal:
            problem = str(refusal)
    known = reading.catalogue().organizations
    places = sorted(((o.id, words(o.title)) for o in known.values()), key=lambda pair: pair[1].casefold())
    decided = tuple(
        (f"{each.docket}/{each.body}", f"{each.docket}: {each.title}")
        for each in governance.votes_held()
        if each.kind == "funding" and each.outcome == "carried" and each.body in kept
    )
    entries = tuple(
        _money(each) for each in governance.money_awarded() if each.body in kept and not each.corrected
    )
    shown = MoneyPage(tuple(places), decided, entries, typed, problem)
    return show(request, "throughline/governing/support_money.html", shown, status(problem))


def _enter(actor: Actor, typed: Mapping[str, str]) -> None:
    docket, _slash, body = typed["docket"].partition("/")
    new = NewMoney(
        typed["organization"], number_of(typed["amount"]), typed["source"], day_of(typed["starts"]),
        day_of(typed["ends"]), typed["purpose"], key_of(typed["corrects"]),
    )  # fmt: skip
    if not docket.isdigit() or not body:
        raise Refused(_("This money"), _("no decision was chosen."), _("Choose the one that it rests on."))
    actions.enter_money(by=actor, body=body, docket=int(docket), money=new, now=timezone.now())


@page("support.read")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request: who takes it on, the hours, what came of it, and how it was."""
    actor, problem = who(request), ""
    if request.method == "POST":
        doing = _DOING.get(request.POST.get("do", ""))
        try:
            if doing is None:
                raise Refused(_("This form"), _("it does not say what to do."), _("Send it again."))
            doing(request, actor, key)
            messages.success(request, _("It is kept, and public."))
            return redirect("support-one", key)
        except Refused as refusal:
            problem = str(refusal)
    found = governance.one_help(key, timezone.localdate())
    if found is None:
        raise Http404("There is no such request.")
    own = Subject(organization=found.helper)
    shown = OneHelpPage(
        _help(found), _helpers(actor) if found.state == "waits" else (),
        found.state == "taken" and allowed(actor, "help.give", own).allowed,
        found.state == "closed" and allowed(actor, "help.ask", Subject(organization=found.organization)).allowed,
        tuple((n, str(word)) for n, word in RATINGS.items()), f"{timezone.localdate():%Y-%m-%d}", request.POST.dict(),
        problem,
    )  # fmt: skip
    return show(request, "throughline/governing/support_one.html", shown, status(problem))


def _helpers(actor: Actor) -> tuple[tuple[str, str], ...]:
    known = (o for o in reading.catalogue().organizations.values() if o.kind == "intermediary")
    return tuple(
        (o.id, words(o.title))
        for o in known
        if allowed(actor, "help.take", Subject(organization=o.id)).allowed
    )


def _take(request: HttpRequest, actor: Actor, key: UUID) -> None:
    actions.take_on_help(by=actor, request=key, helper=request.POST.get("helper", ""), now=timezone.now())


def _log(request: HttpRequest, actor: Actor, key: UUID) -> None:
    given = request.POST
    actions.log_help(
        by=actor, request=key, on=day_of(given.get("on", "")) or timezone.localdate(),
        hours=number_of(given.get("hours", "")), words=given.get("words", ""), now=timezone.now(),
    )  # fmt: skip


def _close(request: HttpRequest, actor: Actor, key: UUID) -> None:
    actions.close_help(by=actor, request=key, result=request.POST.get("result", ""), now=timezone.now())


def _rate(request: HttpRequest, actor: Actor, key: UUID) -> None:
    given = request.POST
    rating = int(given["rating"]) if given.get("rating", "").isdigit() else 0
    actions.rate_help(by=actor, request=key, rating=rating, words=given.get("words", ""), now=timezone.now())


_DOING: Mapping[str, Callable[[HttpRequest, Actor, UUID], None]] = {
    "take": _take, "log": _log, "close": _close, "rate": _rate,
}  # fmt: skip
