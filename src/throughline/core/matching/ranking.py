"""A round as values: openings with seats and reserves, learners who rank them, and both as numbers for the matching.

Who may rank what (travel, the law on ages, licences, room in a shift) is settled before: a wish that stands here may be
met. In which order an opening takes them is its band, then its tier, then one lottery for all openings of the round.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from throughline.core.matching.lottery import ticket

MOST_GROUPS = 60
MOST_TURNS = 1_000


@dataclass(frozen=True, slots=True)
class Reserve:
    """So many seats that learners of a group come first for; seats that no such learner takes go to everyone."""

    group: str
    seats: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Something with seats that learners can rank. Raises `ValueError` where more seats are reserved than there are."""

    id: str
    seats: int
    reserves: tuple[Reserve, ...] = ()

    def __post_init__(self) -> None:
        reserved = sum(each.seats for each in self.reserves)
        if self.seats < 0 or min((each.seats for each in self.reserves), default=1) < 1:
            raise ValueError(f"{self.id}: seats are counted from 0, those of a reserve from 1")
        if reserved > self.seats:
            raise ValueError(
                f"{self.id}: {reserved} seats are reserved of {self.seats}: reserve fewer, or add seats"
            )
        if len({each.group for each in self.reserves}) < len(self.reserves):
            raise ValueError(f"{self.id}: a group has two reserves: give it one")


@dataclass(frozen=True, slots=True)
class Wish:
    """An opening that a learner ranks. band: of readiness for it, 1 first. tier: of its public rule, 1 first."""

    opening: str
    band: int = 1
    tier: int = 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a learner ranks, the dearest first. id: known to them alone. groups: of reserves that they asked to count in."""

    id: str
    wishes: tuple[Wish, ...]
    groups: frozenset[str] = frozenset()


class WrongRound(ValueError):
    """What in a round contradicts itself, and where."""


@dataclass(frozen=True, slots=True)
class Table:
    """A round in numbers. Learners stand in the order of the lottery, so a learner's number is their place in it.

    starts: where each learner's wishes begin, with the end of the last; at: the opening of each wish; keys: its priority
    there, less comes first, and its remainder by the number of learners is the learner. groups: a bit for each group a
    learner counts in; reserves: of each opening, (bit, seats).
    """

    openings: tuple[str, ...]
    learners: tuple[str, ...]
    tickets: tuple[str, ...]
    starts: list[int]
    at: list[int]
    keys: list[int]
    groups: list[int]
    seats: list[int]
    reserves: list[tuple[tuple[int, int], ...]]
    names: tuple[str, ...]

    def learner(self, key: int) -> int:
        """Whose priority it is."""
        return key % len(self.learners)

    def turn(self, key: int) -> tuple[int, int]:
        """The band and tier in a priority."""
        return divmod(key // len(self.learners), MOST_TURNS)


def table(openings: Iterable[Opening], rankings: Iterable[Ranking], seed: str) -> Table:
    """The round in numbers; the order of what is given changes nothing. Raises `WrongRound` with what contradicts."""
    every = sorted(openings, key=attrgetter("id"))
    number = {each.id: n for n, each in enumerate(every)}
    drawn = sorted((ticket(seed, each.id), each.id, each) for each in rankings)
    _refuse_twice([each.id for each in every], [name for _, name, _ in drawn])
    names = tuple(sorted({reserve.group for each in every for reserve in each.reserves}))
    if len(names) > MOST_GROUPS:
        raise WrongRound(f"{len(names)} groups have reserves: at most {MOST_GROUPS} can")
    bit = {name: 1 << n for n, name in enumerate(names)}
    starts, at, keys = _wishes([each for _, _, each in drawn], number)
    return Table(
        tuple(each.id for each in every), tuple(name for _, name, _ in drawn), tuple(drawn_for for drawn_for, _, _ in drawn),
        starts, at, keys, [sum(bit.get(group, 0) for group in each.groups) for _, _, each in drawn],
        [each.seats for each in every],
        [tuple((bit[reserve.group], reserve.seats) for reserve in each.reserves) for each in every], names,
    )  # fmt: skip


def _wishes(rankings: Sequence[Ranking], number: dict[str, int]) -> tuple[list[int], list[int], list[int]]:
    starts, at, keys, many = [0], list[int](), list[int](), len(rankings)
    for place, ranking in enumerate(rankings):
        for wish in ranking.wishes:
            opening = number.get(wish.opening)
            if opening is None:
                raise WrongRound(f"{ranking.id} ranks {wish.opening!r}, which is no opening of the round")
            if not (0 < wish.band < MOST_TURNS and 0 < wish.tier < MOST_TURNS):
                raise WrongRound(f"{ranking.id}: bands and tiers count from 1 to {MOST_TURNS - 1}")
            at.append(opening)
            keys.append((wish.band * MOST_TURNS + wish.tier) * many + place)
        if len(set(at[starts[-1] :])) < len(at) - starts[-1]:
            raise WrongRound(f"{ranking.id} ranks an opening twice")
        starts.append(len(at))
    return starts, at, keys


def _refuse_twice(*lists: Sequence[str]) -> None:
    for names in lists:
        twice = sorted(name for name, times in Counter(names).items() if times > 1)
        if twice:
            raise WrongRound(f"{twice[0]!r} stands in the round twice")
