"""The learner asks that learning from elsewhere counts, sees by when an answer is due, and may ask another to look."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.recognizing import Wish
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries.recognizing import Asked, may_show
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.governing.waivers import days_there
from throughline.web import reading
from throughline.web.components.work import PieceShown, clock, piece_shown
from throughline.web.learner.evidence_adding import competencies_by_name
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import number_of, slug_of

WISHES = 3


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing to ask for in the form: which competency, and the level typed."""

    what: str
    level: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """The form. pieces: all kept work, the one it began with first and chosen. places: where the learner learns.

    days: within how many an answer is due. hours: the piece's confirmed hours can be counted as experience.
    """

    piece: Piece
    pieces: tuple[tuple[Piece, bool], ...]
    chosen: tuple[Chosen, ...]
    competencies: tuple[tuple[str, str], ...]
    levels: tuple[int, ...]
    places: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    days: int
    problem: str


@dataclass(frozen=True, slots=True)
class AskedShown:
    """A request in words. wishes: what is asked with the level, and each decision on it. clock: how long until the
    answer is due, empty where none is awaited."""

    asked: Asked
    place: str
    word: str
    clock: str
    wishes: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with its work, for its learner."""

    shown: AskedShown
    pieces: tuple[PieceShown, ...]
    own: bool
    problem: str


@page("recognition.ask")
def offer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks that a piece, alone or with others, counts for one or more things."""
    actor, problem = who(request), ""
    learner = own(actor)
    kept = queries.evidence.own(actor, learner).kept
    piece = next((each for each in kept if each.id == key), None)
    if piece is None:
        raise Refused(_("This piece of work"), _("it is not kept yet."), _("Keep it first."))
    if request.method == "POST":
        try:
            made = _ask(request, actor, learner, kept)
            messages.success(request, _("It is asked. You see here by when the answer is due."))
            return redirect("recognition", made)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/work/offer.html", _offer(request, actor, piece, kept, problem), status(problem)
    )


def _ask(request: HttpRequest, actor: Actor, learner: UUID, kept: tuple[Piece, ...]) -> UUID:
    sent = request.POST
    wanted = [(each.id, each.number) for each in kept if str(each.id) in sent.getlist("piece")]
    return actions.recognizing.ask(
        by=actor, learner=learner, organization=sent.get("place", ""), wishes=_wishes(request), evidence=wanted,
        words=sent.get("words", ""), now=timezone.now(),
    )  # fmt: skip


def _wishes(request: HttpRequest) -> list[Wish]:
    sent = request.POST
    found = [
        Wish(what, int(level) if level.isdigit() else None)
        for what, level in zip(sent.getlist("what"), sent.getlist("level"), strict=False)
        if what
    ]
    if course := sent.get("course", "").strip():
        found.append(_course(course, number_of(sent.get("credits", ""))))
    hours = number_of(sent.get("hours", ""))
    if hours:
        name = sent.get("experience", "").strip() or "work"
        found.append(Wish(f"experience:{slug_of(name)}", amounts={"h": hours}))
    return found


def _course(title: str, credits: Decimal | None) -> Wish:
    return Wish(f"course:{slug_of(title)}", amounts={"credit": credits} if credits else {})


def _offer(
    request: HttpRequest, actor: Actor, piece: Piece, kept: tuple[Piece, ...], problem: str
) -> OfferPage:  # fmt: skip
    catalogue, sent = reading.catalogue(), request.POST
    ticked = set(sent.getlist("piece")) or {str(piece.id)}
    typed = [
        Chosen(what, level) for what, level in zip(sent.getlist("what"), sent.getlist("level"), strict=False)
    ]
    offered = piece.shows or may_show(piece, catalogue)[:1]
    chosen = typed or [Chosen(what, "") for what in offered[:WISHES]]
    return OfferPage(
        piece=piece, pieces=tuple((each, str(each.id) in ticked) for each in kept),
        chosen=(*chosen, *[Chosen("", "")] * WISHES)[: max(WISHES, len(chosen))],
        competencies=competencies_by_name(catalogue), levels=_levels(catalogue), places=_places(actor, catalogue),
        typed={name: sent.get(name, "") for name in ("words", "course", "credits", "hours", "experience", "place")},
        days=_days(actor, catalogue), problem=problem,
    )  # fmt: skip


def _days(actor: Actor, catalogue: Catalogue) -> int:
    """Within how many days any of the learner's places answers, waivers of today counted in."""
    state, today = catalogue.state.answer_days, timezone.localdate()
    there = [
        days_there(catalogue, "answer_days", (place,), today, state)
        for place in actor.organizations("learner")
    ]
    return max(there, default=state)


def _levels(catalogue: Catalogue) -> tuple[int, ...]:
    every = {step.number for each in catalogue.competency_frameworks.values() for step in each.scale}
    return tuple(sorted(every))


def _places(actor: Actor, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    return tuple(
        (place, name_of(catalogue, f"organization:{place}"))
        for place in sorted(actor.organizations("learner"))
    )


def asked_shown(asked: Asked, catalogue: Catalogue) -> AskedShown:
    """A request in the reader's language."""
    return AskedShown(
        asked, name_of(catalogue, f"organization:{asked.organization}"), state_word(asked.state),
        clock(asked.days_left) if asked.due else "",
        tuple((_wished(each.what, each.level, catalogue), each) for each in asked.wishes),
    )  # fmt: skip


def _wished(what: str, level: int | None, catalogue: Catalogue) -> str:
    name = name_of(catalogue, what)
    return _("{what}, level {n}").format(what=name, n=level) if level else name


def state_word(state: str) -> str:
    """Where a request stands, in words."""
    return {
        "waiting": _("waits for an answer"),
        "appealed": _("another assessor looks at it"),
        "answered": _("answered"),
        "taken_back": _("taken back"),
    }[state]


@page("recognition.ask")
def requests(request: HttpRequest) -> HttpResponse:
    """All that the learner asked to have counted."""
    actor, catalogue = who(request), reading.catalogue()
    found = queries.recognizing.recognitions(actor, own(actor), now=timezone.now())
    return show(
        request, "throughline/work/requests.html", tuple(asked_shown(each, catalogue) for each in found)
    )


@page("recognition.read")
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request: what was asked, the clock, what was answered and why."""
    return _one(request, key, "")


def _one(request: HttpRequest, key: UUID, problem: str) -> HttpResponse:
    actor, catalogue = who(request), reading.catalogue()
    if actor.person is None:
        raise Refused(_("This request"), _("it is for those it is about."), _("Sign in."))
    found = queries.recognizing.recognition(actor, key, now=timezone.now())
    shown = RequestPage(
        asked_shown(found.asked, catalogue), tuple(piece_shown(each, catalogue) for each in found.pieces),
        actor.person == found.asked.learner, problem,
    )  # fmt: skip
    return show(request, "throughline/work/request.html", shown, status(problem))


@page("recognition.appeal")
@require_POST
def appeal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks for another assessor to look."""
    try:
        actions.recognizing.appeal(
            by=who(request), recognition=key, words=request.POST.get("words", ""), now=timezone.now()
        )
    except Refused as refusal:
        return _one(request, key, str(refusal))
    messages.success(request, _("Another assessor will look at it with fresh eyes."))
    return redirect("recognition", key)


@page("recognition.ask")
@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes a request back."""
    actions.recognizing.take_back(by=who(request), recognition=key, now=timezone.now())
    messages.success(request, _("It is taken back. Your work is no longer shown there."))
    return redirect("evidence-requests")
