"""What a vote came to: who has a vote, whether enough took part, and whether it carried."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Final, Literal, TypeAlias, get_args
from uuid import UUID

from throughline.core.governing.charters import Body, Member, SeatKind, Sitting

Word: TypeAlias = Literal["for", "against", "abstain", "recused"]
WORDS: Final[tuple[Word, ...]] = get_args(Word)
Outcome: TypeAlias = Literal["carried", "lost", "no_quorum"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One seat's vote, public by seat. conflict: why the member takes no part; of a recused one only, and then always."""

    seat: str
    place: int
    word: Word
    conflict: str = ""

    def __post_init__(self) -> None:
        if (self.word == "recused") != bool(self.conflict.strip()):
            raise ValueError("a recused member names the conflict, and nobody else does")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a vote came to. seats: how many have a vote; took_part: for, against or abstaining; needed: for a quorum;
    share: of the votes for and against, those for (0 where there are none)."""

    counts: Mapping[Word, int]
    seats: int
    took_part: int
    needed: int
    share: Fraction
    outcome: Outcome

    @property
    def quorate(self) -> bool:
        """Whether enough seats took part."""
        return self.took_part >= self.needed


def tally(body: Body, ballots: Iterable[Ballot]) -> Tally:
    """The outcome by the charter: of all voting seats the quorum's share must take part, an abstention counting and a
    recusal not; of the votes for and against, more than the passing share must be for. Raises `ValueError` for a second
    ballot of one seat, or one of a seat without a vote."""
    given = list(ballots)
    _one_each(body, given)
    counted = Counter(each.word for each in given)
    counts: dict[Word, int] = {word: counted[word] for word in WORDS}
    took_part = counts["for"] + counts["against"] + counts["abstain"]
    decided = counts["for"] + counts["against"]
    share = Fraction(counts["for"], decided) if decided else Fraction(0)
    needed = needed_for_quorum(body)
    carried = bool(decided) and share > body.passes
    outcome: Outcome = "no_quorum" if took_part < needed else "carried" if carried else "lost"
    return Tally(counts, body.voting_seats, took_part, needed, share, outcome)


def needed_for_quorum(body: Body) -> int:
    """How many voting seats must take part; never none."""
    return max(1, ceil(body.quorum * body.voting_seats))


def voting_kinds(body: Body) -> Mapping[str, SeatKind]:
    """The kinds of seat that have a vote, by id."""
    return {each.id: each for each in body.seats if each.voting}


def voters(sitting: Sitting) -> tuple[Member, ...]:
    """The members who have a vote on that day."""
    kinds = voting_kinds(sitting.body)
    return tuple(m for m in sitting.members if m.seat in kinds and m.since <= sitting.on <= m.until)


def voter(sitting: Sitting, person: UUID) -> Member | None:
    """The seat for which somebody votes; None where they have no vote."""
    return next((each for each in voters(sitting) if each.person == person), None)


def all_have_spoken(sitting: Sitting, ballots: Iterable[Ballot]) -> bool:
    """Whether every member who has a vote has cast it or stood aside."""
    spoken = {(each.seat, each.place) for each in ballots}
    return all((each.seat, each.place) in spoken for each in voters(sitting))


def _one_each(body: Body, ballots: list[Ballot]) -> None:
    kinds = voting_kinds(body)
    seats = [(each.seat, each.place) for each in ballots]
    for seat, place in seats:
        if seat not in kinds or not 1 <= place <= kinds[seat].count:
            raise ValueError(f"seat {seat} {place} has no vote in {body.id}")
    if len(set(seats)) != len(seats):
        raise ValueError("one seat has one vote")
