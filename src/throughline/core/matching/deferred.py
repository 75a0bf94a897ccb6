"""Rounds matched by learner-proposing deferred acceptance (Gale and Shapley 1962), with reserves in the openings' choice.

Each learner asks at their dearest opening; an opening keeps whom it would choose among all who ever asked (`choosing`), and
whoever is let go asks at their next. The result is stable, no learner gains by ranking otherwise than they wish, and it is
the best stable result for every learner at once (Hafalir, Yenmez and Yildirim 2013 for reserves).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush, heappushpop
from typing import TypeAlias

from throughline.core.matching.choosing import chosen
from throughline.core.matching.ranking import Opening, Ranking, Table, table


@dataclass(frozen=True, slots=True)
class Result:
    """Who goes where. places: by learner's id, their opening (empty: none). reserved, open_: by opening's number in the
    table, the priorities taken on reserved and on open seats, in order."""

    table: Table
    places: dict[str, str]
    reserved: tuple[tuple[int, ...], ...]
    open_: tuple[tuple[int, ...], ...]


Engine: TypeAlias = Callable[[Table], list[list[int]]]
"""Matches a table: by opening, the priorities it takes, in any order."""


def match(
    openings: Iterable[Opening], rankings: Iterable[Ranking], seed: str, engine: Engine | None = None
) -> Result:
    """The round's result; run again on the same round and seed it is the same. Raises `WrongRound`."""
    return settled(table(openings, rankings, seed), engine)


def settled(given: Table, engine: Engine | None = None) -> Result:
    """The result of a round in numbers."""
    kept = (engine or in_python)(given)
    places = dict.fromkeys(given.learners, "")
    reserved, open_ = list[tuple[int, ...]](), list[tuple[int, ...]]()
    for number, keys in enumerate(kept):
        first, rest = chosen(keys, given.groups, given.seats[number], given.reserves[number])
        reserved.append(tuple(first))
        open_.append(tuple(rest))
        for key in keys:
            places[given.learners[given.learner(key)]] = given.openings[number]
    return Result(given, places, tuple(reserved), tuple(open_))


def in_python(given: Table) -> list[list[int]]:
    """The matching in plain Python."""
    asks = [_asked_at(given, number) for number in range(len(given.openings))]
    starts, at, keys, many = given.starts, given.at, given.keys, len(given.learners)
    following = starts[:-1]
    for first in range(many):
        learner = first
        while learner >= 0 and following[learner] < starts[learner + 1]:
            wish = following[learner]
            following[learner] = wish + 1
            out = asks[at[wish]](keys[wish])
            learner = out % many if out >= 0 else -1
    return [list(ask.kept()) for ask in asks]


class _Open:
    """An opening without a reserve: a heap with the last of those it keeps on top."""

    __slots__ = ("heap", "room")

    def __init__(self, seats: int) -> None:
        self.room, self.heap = seats, list[int]()

    def __call__(self, key: int) -> int:
        """Lets somebody ask; gives the priority of whom it lets go, -1 where nobody is."""
        if self.room:
            self.room -= 1
            heappush(self.heap, -key)
            return -1
        return -heappushpop(self.heap, -key) if self.heap else key

    def kept(self) -> Iterable[int]:
        """Whom it keeps."""
        return (-key for key in self.heap)


class _OneReserve:
    """An opening with one reserve: its group's best on reserved seats, the best of all others on what is left."""

    __slots__ = ("bit", "first", "groups", "many", "open", "reserve", "seats")

    def __init__(self, seats: int, bit: int, reserve: int, groups: list[int]) -> None:
        self.seats, self.bit, self.reserve, self.groups, self.many = seats, bit, reserve, groups, len(groups)
        self.first, self.open = list[int](), list[int]()

    def __call__(self, key: int) -> int:
        """Lets somebody ask; gives the priority of whom it lets go, -1 where nobody is."""
        if self.groups[key % self.many] & self.bit:
            if len(self.first) < self.reserve:
                heappush(self.first, -key)
                return -heappop(self.open) if len(self.first) + len(self.open) > self.seats else -1
            key = -heappushpop(self.first, -key)
        if len(self.first) + len(self.open) < self.seats:
            heappush(self.open, -key)
            return -1
        return -heappushpop(self.open, -key) if self.open else key

    def kept(self) -> Iterable[int]:
        """Whom it keeps."""
        return (-key for heap in (self.first, self.open) for key in heap)


class _ManyReserves:
    """An opening with reserves of several groups, which may overlap: it chooses anew each time somebody asks."""

    __slots__ = ("groups", "keys", "reserves", "seats")

    def __init__(self, seats: int, reserves: tuple[tuple[int, int], ...], groups: list[int]) -> None:
        self.seats, self.reserves, self.groups, self.keys = seats, reserves, groups, list[int]()

    def __call__(self, key: int) -> int:
        """Lets somebody ask; gives the priority of whom it lets go, -1 where nobody is."""
        asked = [*self.keys, key]
        if len(asked) <= self.seats:
            self.keys = asked
            return -1
        reserved, rest = chosen(asked, self.groups, self.seats, self.reserves)
        self.keys = reserved + rest
        return (set(asked) - set(self.keys)).pop()

    def kept(self) -> Iterable[int]:
        """Whom it keeps."""
        return self.keys


def _asked_at(given: Table, number: int) -> "_Open | _OneReserve | _ManyReserves":
    seats, reserves = given.seats[number], given.reserves[number]
    if not reserves:
        return _Open(seats)
    if len(reserves) == 1:
        return _OneReserve(seats, *reserves[0], given.groups)
    return _ManyReserves(seats, reserves, given.groups)
