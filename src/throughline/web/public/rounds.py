"""Rounds for everyone: what is given out, by which rule, what came of it, and the file by which anyone runs it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import LEADERS
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import rounds as actions
from throughline.apps.opportunities.queries.rounds import RoundSeen
from throughline.web import reading
from throughline.web.components.rounds import PlaceShown, place_shown, rule_steps
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, number_of
from throughline.web.words import words

ROWS = range(1, 7)
FIELDS = ("organization", "title", "words", "rule", "closes_on", "answer_by")
ROW = ("opportunity", "shift", "seats", "within_km", "by_law", "cite", "group", "told", "kept")


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """All rounds, each with who gives it out. places: organizations for which the reader may open one."""

    rows: tuple[tuple[RoundSeen, str], ...]
    places: tuple[tuple[str, str], ...]
    learner: bool


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round. again: the reader may open a second one for the seats that are left."""

    round: RoundSeen
    by: str
    places: tuple[PlaceShown, ...]
    steps: tuple[str, ...]
    given: int
    learner: bool
    again: bool
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The form that opens a round. rows: what was typed for each place."""

    places: tuple[tuple[str, str], ...]
    opportunities: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    problem: str


@page("round.read")
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round."""
    actor, kept = who(request), reading.catalogue()
    rows = tuple(
        (each, name_of(kept, f"organization:{each.organization}"))
        for each in opportunities.rounds.rounds(on=timezone.localdate())
    )
    return show(request, "throughline/public/rounds.html", RoundsPage(rows, _led(actor), _learns(actor)))


@page("round.read")
def round_(request: HttpRequest, key: UUID) -> HttpResponse:
    """One round."""
    return _round(request, key, {}, "")


@page("round.open")
@require_POST
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """A second round for the seats that nobody took."""
    sent = {name: request.POST.get(name, "") for name in ("closes_on", "answer_by")}
    try:
        days = (day_of(sent["closes_on"]), day_of(sent["answer_by"]))
        made = actions.open_again(
            by=who(request), round_=key, closes_on=days[0], answer_by=days[1], now=timezone.now()
        )
    except Refused as refusal:
        return _round(request, key, sent, str(refusal))
    messages.success(request, _("The second round is open for ranking."))
    return redirect("round", made)


def _round(request: HttpRequest, key: UUID, typed: Mapping[str, str], problem: str) -> HttpResponse:
    actor, kept, today = who(request), reading.catalogue(), timezone.localdate()
    try:
        seen = opportunities.rounds.round_(key, on=today)
    except Refused:
        raise Http404 from None
    leads = seen.organization in actor.organizations(*LEADERS)
    left = sum(each.seats - each.taken for each in seen.places)
    over = seen.state == "matched" and seen.answer_by < today and seen.next is None and left > 0
    shown = RoundPage(
        seen, name_of(kept, f"organization:{seen.organization}"), tuple(map(place_shown, seen.places)),
        rule_steps(seen.rule), sum(each.given for each in seen.places), _learns(actor), leads and over, typed, problem,
    )  # fmt: skip
    return show(request, "throughline/public/round.html", shown, status(problem))


@page("round.read")
def round_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The public file; not there before the round is matched."""
    text = opportunities.rounds.file(key)
    if not text:
        raise Http404
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="round-{key}.json"'
    return answer


@page("round.open")
def open_round(request: HttpRequest) -> HttpResponse:
    """Whoever leads an organization opens a round of it."""
    if not _led(who(request)):
        raise Refused(_("A round"), _("those who lead an organization open one."), _("Ask one of them."))
    if request.method != "POST":
        return _form(request, QueryDict(), "")
    try:
        made = actions.open_round(by=who(request), new=_new(request.POST), now=timezone.now())
    except Refused as refusal:
        return _form(request, request.POST, str(refusal))
    messages.success(request, _("It is open for ranking. What binds its seed stands in the public log."))
    return redirect("round", made)


def _new(sent: QueryDict) -> actions.NewRound:
    openings = tuple(_opening(sent, n) for n in ROWS if sent.get(f"opportunity-{n}"))
    return actions.NewRound(
        sent.get("organization", ""), sent.get("title", ""), sent.get("words", ""), day_of(sent.get("closes_on", "")),
        day_of(sent.get("answer_by", "")), openings, sent.get("rule", ""),
    )  # fmt: skip


def _opening(sent: QueryDict, n: int) -> actions.NewOpening:
    typed = {name: sent.get(f"{name}-{n}", "").strip() for name in ROW}
    group = f"told:{typed['told']}" if typed["told"] else typed["group"]
    kept = _whole(typed["kept"]) or 0
    reserves = (actions.NewReserve(group, kept, typed["cite"] if typed["told"] else ""),) if group else ()
    return actions.NewOpening(
        typed["opportunity"], _whole(typed["seats"]) or 0, typed["shift"], reserves, _whole(typed["within_km"]),
        by_law=typed["by_law"], cite=typed["cite"],
    )  # fmt: skip


def _whole(typed: str) -> int | None:
    found = number_of(typed)
    return None if found is None else int(found)


def _form(request: HttpRequest, sent: QueryDict, problem: str) -> HttpResponse:
    kept = reading.catalogue()
    titles = sorted((words(each.title), each.id) for each in kept.opportunities.values())
    shown = OpenPage(
        _led(who(request)), tuple((key, title) for title, key in titles),
        tuple((f"region:{each.id}", words(each.title)) for each in kept.regions.values()),
        tuple((each.id, words(each.title)) for each in kept.state.shortages),
        {name: sent.get(name, "") for name in FIELDS},
        tuple((n, {name: sent.get(f"{name}-{n}", "") for name in ROW}) for n in ROWS), problem,
    )  # fmt: skip
    return show(request, "throughline/organization/round_open.html", shown, status(problem))


def _led(actor: Actor) -> tuple[tuple[str, str], ...]:
    kept = reading.catalogue()
    return tuple(
        (name, name_of(kept, f"organization:{name}")) for name in sorted(actor.organizations(*LEADERS))
    )


def _learns(actor: Actor) -> bool:
    return actor.person is not None and actor.holds("learner")
