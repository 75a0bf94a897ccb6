"""The broker board: what some need, what others have room for, and the matches between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import NOBODY, Refused
from throughline.apps.directory.predicates import coordinates
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.lists import Named
from throughline.web import reading
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words

FIELDS = ("organization", "exchange", "side", "text", "amount", "until")


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post with who posted it. own: the reader acts for them. fits: what it could be matched with by the reader."""

    post: governance.Post
    place: Organization | None
    own: bool
    fits: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class MatchShown:
    """A match. asks: the side the reader may still answer for (empty: none)."""

    match: governance.Match
    need: Organization | None
    capacity: Organization | None
    asks: str


@dataclass(frozen=True, slots=True)
class ExchangeShown:
    """One exchange: both sides and the matches."""

    kind: Named
    needs: tuple[PostShown, ...]
    capacities: tuple[PostShown, ...]
    matches: tuple[MatchShown, ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The whole board, and the form for those who act for an organization."""

    exchanges: tuple[ExchangeShown, ...]
    places: tuple[Organization, ...]
    typed: Mapping[str, str]
    problem: str


@page("broker.read")
def board(request: HttpRequest) -> HttpResponse:
    """Every exchange with its needs, its room and its matches."""
    return _shown(request, {each: request.GET.get(each, "") for each in FIELDS})


@page("broker.post")
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    """An organization posts what it needs or has room for."""
    typed = {each: request.POST.get(each, "") for each in FIELDS}
    try:
        actions.post_on_board(
            by=who(request), organization=typed["organization"], exchange=typed["exchange"], side=typed["side"],
            text=typed["text"], amount=int(typed["amount"]) if typed["amount"].isdigit() else None,
            until=day_of(typed["until"]), now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        return _shown(request, typed, str(refusal))
    messages.success(request, _("It stands on the board."))
    return redirect("broker")


@page("broker.post")
@require_POST
def take_off(request: HttpRequest, key: UUID) -> HttpResponse:
    """An organization takes its post off the board."""
    actions.take_off_board(by=who(request), post=key, now=timezone.now())
    messages.success(request, _("It is off the board. What was agreed stays."))
    return redirect("broker")


@page("broker.propose")
@require_POST
def propose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Propose that a need (by its key) and the room that was chosen meet."""
    try:
        capacity = UUID(request.POST.get("capacity", ""))
    except ValueError:
        raise Refused(_("This match"), _("nothing was chosen."), _("Choose one of the list.")) from None
    actions.propose_match(
        by=who(request), need=key, capacity=capacity, why=request.POST.get("why", ""), now=timezone.now()
    )
    messages.success(request, _("The match is proposed. Both sides are asked."))
    return redirect("broker")


@page("broker.post")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """One side says yes or no to a match."""
    given = request.POST
    yes = given.get("say") == "yes"
    actions.answer_match(by=who(request), match=key, side=given.get("side", ""), yes=yes, now=timezone.now())
    messages.success(request, _("Your yes is kept.") if yes else _("Your no is kept."))
    return redirect("broker")


def _shown(request: HttpRequest, typed: Mapping[str, str], problem: str = "") -> HttpResponse:
    actor, known = who(request), reading.catalogue().organizations
    acts = actor.organizations() - actor.organizations("learner")
    wide = bool(coordinates(actor, NOBODY))
    exchanges = tuple(_exchange(each, acts, wide) for each in governance.board(on=timezone.localdate()))
    places = tuple(known[name] for name in sorted(acts) if name in known)
    shown = BoardPage(exchanges, places, typed, problem)
    return show(request, "throughline/governing/broker.html", shown, status(problem))


def _exchange(found: governance.Exchange, acts: frozenset[str], wide: bool) -> ExchangeShown:
    known = reading.catalogue().organizations
    paired = {(each.need.id, each.capacity.id) for each in found.matches}

    def fitting(need: governance.Post) -> tuple[tuple[UUID, str], ...]:
        """What could meet a need, of the same region first, for those who may propose it."""
        free = [
            each
            for each in found.capacities
            if (need.id, each.id) not in paired
            and each.organization != need.organization
            and (wide or acts & {each.organization, need.organization})
        ]
        near = sorted(free, key=lambda each: each.region != need.region)
        return tuple((each.id, f"{_title(each.organization)}: {each.text[:60]}") for each in near)

    return ExchangeShown(
        found.kind,
        tuple(
            PostShown(p, known.get(p.organization), p.organization in acts, fitting(p)) for p in found.needs
        ),
        tuple(PostShown(p, known.get(p.organization), p.organization in acts, ()) for p in found.capacities),
        tuple(
            MatchShown(m, known.get(m.need.organization), known.get(m.capacity.organization), _asks(m, acts))
            for m in found.matches
        ),
    )


def _asks(match: governance.Match, acts: frozenset[str]) -> str:
    if match.need_says is None and match.need.organization in acts:
        return "need"
    return "capacity" if match.capacity_says is None and match.capacity.organization in acts else ""


def _title(name: str) -> str:
    found = reading.catalogue().organizations.get(name)
    return words(found.title) if found else name
