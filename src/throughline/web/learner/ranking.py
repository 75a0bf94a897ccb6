"""A learner ranks places of a round, changes their mind until it closes, reads why they got what they got, and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import rounds as actions
from throughline.apps.opportunities.queries.rounds import Door, OwnRound, RoundSeen
from throughline.apps.opportunities.queries.standpoints import TOLD
from throughline.web import reading
from throughline.web.components.rounds import (
    PlaceShown,
    ReasonShown,
    barrier_said,
    group_said,
    place_shown,
    reason_shown,
)
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class DoorShown:
    """A place that can be ranked, or why not. missing: what it needs first and the learner has not shown, in words."""

    shown: PlaceShown
    barrier: str
    asks_law: bool
    missing: tuple[str, ...]
    kilometers: int | None


@dataclass(frozen=True, slots=True)
class RankingPage:
    """A learner in a round. ranked: in their order; others: what they could add. groups: those they may count in, with
    whether they do. waits: the place waits for their yes."""

    round: RoundSeen
    by: str
    ranked: tuple[DoorShown, ...]
    others: tuple[DoorShown, ...]
    groups: tuple[tuple[str, str, bool], ...]
    code: str
    place: PlaceShown | None
    answer: str
    waits: bool
    reasons: tuple[ReasonShown, ...]
    problem: str


@page("round.rank")
def ranking(request: HttpRequest, key: UUID) -> HttpResponse:
    """A learner's page of one round; each button is a plain form, saved at once."""
    own(who(request))
    problem = ""
    if request.method == "POST":
        try:
            changed = _act(request, key)
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect(f"{reverse('ranking', args=(key,))}{changed}")
    try:
        found = opportunities.rounds.own(who(request), key, now=timezone.now())
    except Refused as refusal:
        if refusal.about.get("gone"):
            raise Http404 from None
        raise
    return show(request, "throughline/learner/ranking.html", _page(found, problem), status(problem))


def _page(found: OwnRound, problem: str) -> RankingPage:
    seen, today = found.round, timezone.localdate()
    doors = {each.place.name: each for each in found.doors}
    reserves = {
        each.group for door in found.doors for each in door.place.reserves if each.group.startswith(TOLD)
    }
    got = doors.get(found.place)
    return RankingPage(
        seen, name_of(reading.catalogue(), f"organization:{seen.organization}"),
        tuple(_door(doors[name]) for name in found.wishes if name in doors),
        tuple(_door(each) for each in found.doors if each.place.name not in found.wishes),
        tuple((group, group_said(group), group in found.groups) for group in sorted(reserves)),
        found.code, place_shown(got.place) if got else None, found.answer,
        got is not None and seen.answer_by >= today, tuple(reason_shown(each, seen) for each in found.reasons), problem,
    )  # fmt: skip


def _door(door: Door) -> DoorShown:
    kept = reading.catalogue()
    return DoorShown(
        place_shown(door.place), barrier_said(door), door.barrier == "law",
        tuple(name_of(kept, each) for each in door.missing),
        None if door.kilometers is None else round(door.kilometers),
    )  # fmt: skip


def _act(request: HttpRequest, key: UUID) -> str:
    """Does what a button asks for, and gives where on the page one goes on."""
    sent, actor, now = request.POST, who(request), timezone.now()
    do, name = sent.get("do", ""), sent.get("place", "")
    if do == "back":
        actions.take_back(by=actor, round_=key, now=now)
        messages.success(request, _("Your list is gone, as if it had never been."))
        return ""
    if do in ("yes", "no"):
        actions.answer(by=actor, round_=key, yes=do == "yes", now=now)
        messages.success(request, _("The place is yours.") if do == "yes" else _("You gave the place back."))
        return ""
    found = opportunities.rounds.own(actor, key, now=now)
    groups = frozenset(sent.getlist("group")) if do == "groups" else found.groups
    confirmed = found.confirmed | ({name} if sent.get("lawful") == "yes" else frozenset())
    wishes = _moved(found.wishes, do, name)
    actions.rank(by=actor, round_=key, wishes=wishes, groups=groups, confirmed=confirmed, now=now)
    messages.success(request, _("Kept. You can change it until the round closes."))
    return "#more" if do == "add" else f"#w-{wishes.index(name) + 1}" if name in wishes else ""


def _moved(wishes: Sequence[str], do: str, name: str) -> list[str]:
    """The ranking after one step: a place added at the end, dropped, or moved by one."""
    order = [each for each in wishes if each != name]
    at = wishes.index(name) if name in wishes else len(order)
    match do:
        case "add":
            return [*order, name]
        case "up":
            order.insert(max(at - 1, 0), name)
        case "down":
            order.insert(at + 1, name)
        case "drop":
            return order
        case _:
            return list(wishes)
    return order
