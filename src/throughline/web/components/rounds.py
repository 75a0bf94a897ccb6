"""Rounds in words: their places, the groups seats are kept for, the rule sentence by sentence, and the reasons."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.opportunities.queries.rounds import Dearer, Door, Place, Reserved, RoundSeen
from throughline.apps.opportunities.queries.standpoints import TOLD
from throughline.core.catalogue.state_profile import Shortage
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.words import words

SHOWN = 8
"""Letters of a ticket that are shown; the whole stands in the public file."""


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place of a round in words. where: who provides it. kept: for whom seats are kept. asks: who may rank it."""

    place: Place
    title: str
    where: str
    kept: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """Why not a place ranked higher: its name, what decided, and the turns that say so."""

    title: str
    decided: str
    lines: tuple[str, ...]


def place_shown(place: Place) -> PlaceShown:
    """A place in words."""
    kept = reading.catalogue()
    provider = (
        kept.opportunities[place.opportunity].provider if place.opportunity in kept.opportunities else ""
    )
    return PlaceShown(
        place, titled(place), name_of(kept, f"organization:{provider}") if provider else "",
        tuple(_kept(each) for each in place.reserves), tuple(_asks(place)),
    )  # fmt: skip


def titled(place: Place) -> str:
    """A place's name, with its shift."""
    title = name_of(reading.catalogue(), f"opportunity:{place.opportunity}")
    return f"{title}, {place.shift}" if place.shift else title


def group_said(group: str) -> str:
    """A group in words."""
    if group.startswith(TOLD):
        return group.removeprefix(TOLD)
    region = reading.catalogue().regions.get(group.removeprefix("region:"))
    return _("learners of {region}").format(region=words(region.title) if region else group)


def _kept(each: Reserved) -> str:
    said = ngettext("{n} seat goes first to: {who}", "{n} seats go first to: {who}", each.seats)
    said = said.format(n=each.seats, who=group_said(each.group))
    return f"{said} ({each.cite})" if each.cite else said


def _asks(place: Place) -> list[str]:
    found = []
    if place.within_km is not None:
        found.append(_("For learners who learn within {n} km.").format(n=place.within_km))
    if place.holds:
        found.append(_("Asks for: {what}.").format(what=name_of(reading.catalogue(), place.holds)))
    if place.by_law:
        found.append(f"{place.by_law} ({place.cite})")
    return found


def rule_steps(rule: Shortage) -> tuple[str, ...]:
    """The rule of a round, sentence by sentence, exactly as `core.matching` follows it."""
    first = [_("Then come learners of: {who}.").format(who=words(each.title)) for each in rule.first]
    return (
        _("Seats kept for a group go first to learners of that group. What they leave goes to everyone."),
        _("First come learners who have shown all that a place needs first."),
        *first,
        _("Among those alike one draw decides, the same for all places: SHA-256 of the seed, a bar and your code; the "
          "smallest comes first."),
        _("Each learner gets the place they rank highest of those that would take them. To rank what you truly want is "
          "always best."),
    )  # fmt: skip


def barrier_said(door: Door) -> str:
    """What keeps a learner from ranking a place; empty: nothing."""
    match door.barrier:
        case "far":
            return _("It is {n} km from where you learn; this round goes to {most} km.").format(
                n=round(door.kilometers or 0), most=door.place.within_km
            )
        case "licence":
            return _("It asks for {what}. Show it first.").format(
                what=name_of(reading.catalogue(), door.place.holds)
            )
        case _:
            return ""


def reason_shown(reason: Dearer, seen: RoundSeen) -> ReasonShown:
    """A reason in words that name nobody."""
    place = next((each for each in seen.places if each.name == reason.place), None)
    decided = {
        "band": _("Its seats went to learners who have shown all that it needs first."),
        "tier": _("Its seats went to learners who come first by the public rule."),
        "ticket": _("The draw decided."),
        "full": _("All its seats were kept for groups and went to learners of them."),
    }[reason.by]
    steps = bool(seen.rule.first)
    lines = [_last(group, seats, _turn(turn, steps)) for group, seats, turn in reason.lasts]
    own = _("You: {turn}.").format(turn=_turn(reason.mine, steps))
    return ReasonShown(titled(place) if place else reason.place, decided, (*lines, own))


def _last(group: str, seats: int, turn: str) -> str:
    if group:
        kept = ngettext("{n} seat kept for: {who}", "{n} seats kept for: {who}", seats)
        said = kept.format(n=seats, who=group_said(group))
    else:
        said = ngettext("{n} seat open to everyone", "{n} seats open to everyone", seats).format(n=seats)
    return _("{seats}; the last went by: {turn}.").format(seats=said, turn=turn)


def _turn(turn: tuple[int, int, str], steps: bool) -> str:
    """steps: the rule of the round has some."""
    band, tier, drawn = turn
    ready = _("all shown first") if band == 1 else _("not all shown first")
    ticket = _("ticket {ticket}").format(ticket=drawn[:SHOWN])
    return ", ".join((ready, _("step {n} of the rule").format(n=tier), ticket) if steps else (ready, ticket))
