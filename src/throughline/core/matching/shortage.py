"""Places that are short: who gets one by a published rule. Run again on the same claims, it gives the same result.

The rule reads nothing about a person but where they learn; no score, rank, age or conduct. Within a tier it is a
lottery, whose draw anybody can repeat, or the order in which the claims arose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.core.catalogue.state_profile import Shortage
from throughline.core.matching.lottery import ticket


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's claim to a place. id: known to them alone. places, regions: where they learn. since: when it arose."""

    id: str
    since: datetime
    places: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """A claim's turn: 1 for the next place. tier: which of the rule's tiers put it there, from 1; the last: no tier.

    ticket: what was drawn for it, hexadecimal; smaller comes first in a lottery.
    """

    claim: str
    number: int
    tier: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Allotment:
    """Who gets one of the places, and who waits; each in order. Everybody who claimed is in one of the two."""

    given: tuple[Turn, ...]
    waiting: tuple[Turn, ...]


def tier_of(rule: Shortage, claim: Claim) -> int:
    """The first tier that fits where somebody learns, from 1; one more than there are where none does."""
    return tier_at(rule, claim.places, claim.regions)


def tier_at(rule: Shortage, places: frozenset[str], regions: frozenset[str]) -> int:
    """The same for whoever learns at these places, in these regions."""
    fits = (bool(regions & {*tier.regions} or places & {*tier.places}) for tier in rule.first)
    return next((nth for nth, fit in enumerate(fits, 1) if fit), len(rule.first) + 1)


def line(rule: Shortage, claims: Iterable[Claim], draw: str) -> tuple[Turn, ...]:
    """Everybody who claims, in the order in which places go to them. draw: the published name of this draw."""
    drawn = [(tier_of(rule, each), _within(rule, each, draw), ticket(draw, each.id), each) for each in claims]
    drawn.sort(key=lambda found: found[:3])
    return tuple(Turn(c.id, nth, tier, drawn_for) for nth, (tier, _, drawn_for, c) in enumerate(drawn, 1))


def _within(rule: Shortage, claim: Claim, draw: str) -> str:
    return claim.since.isoformat() if rule.then == "order" else ticket(draw, claim.id)


def allot(rule: Shortage, claims: Sequence[Claim], places: int, draw: str) -> Allotment:
    """Give so many places by the rule; nobody is dropped: whoever gets none waits, with their turn."""
    turns = line(rule, claims, draw)
    return Allotment(turns[: max(places, 0)], turns[max(places, 0) :])
