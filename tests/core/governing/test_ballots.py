"""What a vote came to, by the charter."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from throughline.core.governing.ballots import Ballot, all_have_spoken, tally, voter, voters
from throughline.core.governing.charters import Body, Member, Power, SeatKind, Sitting
from throughline.core.governing.sharing import Cast, concentration

DAY = date(2026, 3, 2)
BODY = Body(
    id="board", title={"en": "Board"}, scope="state", organization="board",
    powers=(Power("certify", {"en": "Certify"}, ("pathway",), "Article 4.1"),),
    seats=(
        SeatKind("schools", {"en": "Schools"}, "k12", count=2), SeatKind("colleges", {"en": "Colleges"}, "postsecondary"),
        SeatKind("employers", {"en": "Employers"}, "workforce", count=2),
        SeatKind("learners", {"en": "Learners"}, "community", count=1),
        SeatKind("advisors", {"en": "Advisors"}, "government", voting=False),
    ),
)  # fmt: skip
PLACES = [
    ("schools", 1),
    ("schools", 2),
    ("colleges", 1),
    ("employers", 1),
    ("employers", 2),
    ("learners", 1),
]


def cast(*words: str) -> list[Ballot]:
    """A ballot for each place in order; `-` for a place that says nothing."""
    return [
        Ballot(seat, place, word, "I work there" if word == "recused" else "")  # type: ignore[arg-type]
        for (seat, place), word in zip(PLACES, words, strict=False)
        if word != "-"
    ]


@pytest.mark.parametrize(
    ("words", "outcome", "took_part", "share"),
    [
        (("for", "for", "against"), "carried", 3, Fraction(2, 3)),
        (("for", "for"), "no_quorum", 2, Fraction(1)),
        (("for", "against", "abstain"), "lost", 3, Fraction(1, 2)),  # half is not more than half
        (("for", "for", "recused", "abstain"), "carried", 3, Fraction(1)),
        (("for", "for", "recused", "recused"), "no_quorum", 2, Fraction(1)),  # who stands aside takes no part
        (("abstain", "abstain", "abstain"), "lost", 3, Fraction(0)),  # nobody was for it
        ((), "no_quorum", 0, Fraction(0)),
    ],
)
def test_abstaining_makes_a_quorum_and_standing_aside_does_not(words, outcome, took_part, share):
    came = tally(BODY, cast(*words))
    assert (came.outcome, came.took_part, came.share, came.needed) == (outcome, took_part, share, 3)


def test_one_seat_has_one_vote_and_a_seat_without_a_vote_none():
    with pytest.raises(ValueError, match="one vote"):
        tally(BODY, [Ballot("schools", 1, "for"), Ballot("schools", 1, "against")])
    for seat, place in (("advisors", 1), ("schools", 3), ("nobody", 1)):
        with pytest.raises(ValueError, match="no vote"):
            tally(BODY, [Ballot(seat, place, "for")])


@pytest.mark.parametrize(("word", "conflict"), [("recused", " "), ("for", "My sister works there")])
def test_who_stands_aside_names_the_conflict_and_who_has_one_does_not_vote(word, conflict):
    with pytest.raises(ValueError, match="conflict"):
        Ballot("schools", 1, word, conflict)


def test_those_vote_whose_term_runs_on_a_seat_with_a_vote():
    def member(n: int, seat: str, since: date = date(2025, 1, 1), until: date = date(2027, 1, 1)) -> Member:
        return Member(UUID(int=n), f"Member {n}", seat, 1, since, until)

    sitting = Sitting(
        BODY, 1, DAY,
        (
            member(1, "schools"), member(2, "advisors"), member(3, "colleges", until=date(2026, 3, 1)),
            member(4, "learners", since=DAY),
        ),
        (),
    )  # fmt: skip
    assert [each.person.int for each in voters(sitting)] == [1, 4]
    assert voter(sitting, UUID(int=3)) is None
    assert not all_have_spoken(sitting, [Ballot("schools", 1, "for")])
    assert all_have_spoken(sitting, [Ballot("schools", 1, "for"), Ballot("learners", 1, "abstain")])


@pytest.mark.parametrize(
    ("votes", "index"),
    [
        ([], Fraction(0)),
        ([Cast("1", "k12", True)] * 3, Fraction(1)),
        ([Cast("1", s, True) for s in ("k12", "postsecondary", "workforce", "community")], Fraction(1, 4)),
        ([Cast("1", "k12", True)] * 3 + [Cast("2", "community", False)], Fraction(10, 16)),
    ],
)
def test_how_concentrated_deciding_is_follows_from_the_votes_alone(votes, index):
    found = concentration(votes)
    assert found.index == index
    assert sum(found.shares.values()) == (1 if votes else 0)
