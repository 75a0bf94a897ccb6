"""A body votes only where it sits as its charter asks: required seats, sectors, regions; C14 says it as a check."""

from datetime import timedelta

import pytest

from tests.core.governing.sitting import SEATS, TODAY, body, sitting
from throughline.core.certification.c14_composed import c14
from throughline.core.governing.composition import unfilled, unmet

DAY = timedelta(days=1)


def test_a_body_with_every_seat_held_misses_nothing() -> None:
    assert unmet(sitting()) == ()
    assert c14(sitting()) == ()


@pytest.mark.parametrize(
    ("without", "announced", "missing"),
    [
        ([("k12", 2)], {}, []),
        ([("adviser", 1)], {}, []),
        ([("industry", 1)], {}, ["industry"]),
        ([("industry", 1)], {("industry", 1): TODAY}, []),
        ([("industry", 1)], {("industry", 1): TODAY - 90 * DAY}, []),
        ([("industry", 1)], {("industry", 1): TODAY - 91 * DAY}, ["industry"]),
        ([("industry", 1)], {("industry", 1): TODAY + DAY}, ["industry"]),
        ([("community", 1)], {("community", 1): TODAY}, []),
        ([("learner", 1)], {}, ["learner"]),
        ([("learner", 1)], {("learner", 1): TODAY}, ["learner"]),
        ([("college", 1)], {("college", 1): TODAY}, ["postsecondary"]),
        ([("college", 1)], {}, ["college", "postsecondary"]),
        ([("k12", 1), ("k12", 2)], {("k12", 1): TODAY}, ["k12"]),
    ],
)
def test_a_vacant_seat_counts_against_a_vote_as_the_charter_says(without, announced, missing) -> None:
    assert [each.about for each in unmet(sitting(without=without, announced=announced))] == missing


@pytest.mark.covers("C14")
def test_c14_names_each_empty_seat_with_what_would_fill_it_and_each_sector_nobody_sits_for() -> None:
    gone = sitting(without=[("learner", 1), ("industry", 1), ("industry", 2), ("college", 1)])
    found = c14(gone)
    assert [(each.check, each.object_ref, each.where) for each in found] == [
        ("C14", "body:board", where) for where in ("college", "industry", "learner", "postsecondary", "workforce")
    ]  # fmt: skip
    assert "2 seats are vacant without a public notice" in found[1].sentence
    assert "lets no notice stand in for it" in found[2].sentence
    assert all(each.fix for each in found)
    assert [each.id for each in unfilled(gone)] == ["college", "industry", "learner"]


def test_members_come_from_as_many_regions_as_the_charter_asks() -> None:
    asked = body(SEATS, from_regions=2, regions=("harbor", "valley"))
    assert unmet(sitting(asked, regions=("harbor", "valley"))) == ()
    (found,) = unmet(sitting(asked))
    assert (found.rule, found.missing) == ("region", 1)
    assert "come from 1 regions; the charter asks for 2" in found.sentence
