"""Why a learner goes where they go: for each opening they ranked above it, how far its seats went, without naming anyone.

The last who was taken stands for a line: everybody before it got a seat. A learner learns their own turn, the line's turn,
and which of the two decided: the band of readiness, the tier of the public rule, or the ticket.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from throughline.core.matching.deferred import Result

By = Literal["band", "tier", "ticket", "full"]


@dataclass(frozen=True, slots=True)
class Cut:
    """How far the seats went. group: of a reserve (empty: open to everyone). seats: how many of that kind were taken."""

    group: str
    seats: int
    band: int
    tier: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a learner is not at an opening they ranked higher. by: what decided on the open seats; full: all were reserved."""

    opening: str
    band: int
    tier: int
    ticket: str
    by: By
    cuts: tuple[Cut, ...]


def reasons(result: Result, learner: str) -> tuple[Reason, ...]:
    """One for each opening that a learner ranked above their own place, in their order."""
    return _reasons(result, result.table.learners.index(learner))


def every_reason(result: Result) -> dict[str, tuple[Reason, ...]]:
    """The reasons of every learner."""
    return {learner: _reasons(result, number) for number, learner in enumerate(result.table.learners)}


def _reasons(result: Result, number: int) -> tuple[Reason, ...]:
    given = result.table
    place, found = result.places[given.learners[number]], list[Reason]()
    for wish in range(given.starts[number], given.starts[number + 1]):
        opening = given.at[wish]
        if given.openings[opening] == place:
            break
        found.append(_reason(result, opening, given.keys[wish], given.groups[number]))
    return tuple(found)


def _reason(result: Result, opening: int, key: int, groups: int) -> Reason:
    given = result.table
    band, tier = given.turn(key)
    cuts = [_reserve_cut(result, opening, bit, groups) for bit, _ in given.reserves[opening] if bit & groups]
    open_ = result.open_[opening]
    last = [_cut(result, "", open_)] if open_ else []
    return Reason(
        given.openings[opening], band, tier, given.tickets[given.learner(key)], _by(result, key, open_),
        (*last, *(cut for cut in cuts if cut is not None)),
    )  # fmt: skip


def _by(result: Result, key: int, open_: Sequence[int]) -> By:
    if not open_:
        return "full"
    (band, tier), (last_band, last_tier) = result.table.turn(key), result.table.turn(open_[-1])
    return "band" if band != last_band else "tier" if tier != last_tier else "ticket"


def _reserve_cut(result: Result, opening: int, bit: int, groups: int) -> Cut | None:
    """Among reserved seats, those taken by learners who count in no group that this learner does not."""
    given = result.table
    usable = sum(each for each, _ in given.reserves[opening])
    taken = [key for key in result.reserved[opening] if given.groups[given.learner(key)] & bit]
    alike = [key for key in taken if not given.groups[given.learner(key)] & usable & ~groups]
    return _cut(result, given.names[bit.bit_length() - 1], alike) if alike else None


def _cut(result: Result, group: str, keys: Sequence[int]) -> Cut:
    given, last = result.table, max(keys)
    band, tier = given.turn(last)
    return Cut(group, len(keys), band, tier, given.tickets[given.learner(last)])
