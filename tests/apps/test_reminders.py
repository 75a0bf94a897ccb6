"""Whoever sits in a body is told what waits for them, each time once, on their own page; and nobody else is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.docketed import AFTER, opened, packet, proposed, ready, seated
from tests.factories import NOW, fresh, learner, teacher
from tests.governing import board
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.governance import actions, queries
from throughline.apps.governance.models import Reminder
from throughline.core.governing.reminding import LEADS, Call, nth_due

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sitting_board(django_db_setup, django_db_blocker):
    """The small state with its board seated, once for all of these tests; gone again after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seated(board())[0]
        transaction.set_rollback(True)


@pytest.fixture
def seats(sitting_board, db):
    return sitting_board


def waits(who, now):
    return [
        (each.asks, each.docket) for each in queries.waiting_for(fresh(who), on=timezone.localdate(now)).calls
    ]


def sent(now):
    """How many reminders of each kind go out."""
    before = set(Reminder.objects.values_list("id", flat=True))
    many = actions.remind(by=HOUSE, now=now)
    new = Reminder.objects.exclude(id__in=before)
    assert new.count() == many
    return Counter(new.values_list("asks", flat=True))


def test_a_member_who_has_not_voted_is_reminded_twice_and_one_who_has_is_not(seats):
    docket = proposed(learner(), "board")
    ready(seats, docket)
    opened(seats, docket)
    voted, silent = (fresh(each) for each in seats.voting()[2:4])
    actions.vote(by=voted, docket=docket, body="board", word="for", now=AFTER)
    assert (waits(voted, AFTER), waits(silent, AFTER)) == ([], [("own_vote", docket)])
    assert sent(AFTER)["own_vote"] == len(seats.voting()) - 1
    for hours in (0, 30, 100):  # again and again, whenever the job runs
        assert sent(AFTER + timedelta(hours=hours)) == {}
    assert sent(AFTER + timedelta(days=6)) == {"own_vote": len(seats.voting()) - 1, "vote": 2}
    (told, *_) = directory.what_changed(silent, silent.me)
    assert (told.verb, told.target, told.data["title"]) == (
        "reminded of a vote", f"docket:{docket}", "Sailing counts",
    )  # fmt: skip
    assert [each.verb for each in directory.what_changed(voted, voted.me) if "reminded" in each.verb] == []
    assert waits(silent, AFTER + timedelta(days=8)) == []


def test_who_declared_an_interest_in_who_asks_is_asked_to_stand_aside_until_they_do(seats):
    member = fresh(seats.voting()[4])
    actions.declare_conflict(
        by=member, body="board", organization="northside-high", words="My sister teaches there", now=NOW
    )
    docket = proposed(teacher(), "board", made_for="northside-high")
    ready(seats, docket)
    opened(seats, docket)
    assert waits(member, AFTER) == [("own_conflict", docket)]
    assert sent(AFTER)["own_conflict"] == 1
    actions.vote(by=member, docket=docket, body="board", word="recused", conflict="My sister", now=AFTER)
    assert waits(member, AFTER) == []
    assert sent(AFTER + timedelta(days=6))["own_conflict"] == 0


def test_the_clerk_is_told_of_windows_comments_and_votes_to_open_and_a_member_is_not(seats):
    docket = proposed(learner(), "board")
    packet(seats.chair, docket)
    actions.open_comment(by=seats.clerk, docket=docket, now=NOW)
    comment = actions.say(by=learner("Bo"), docket=docket, text="And rowing?", now=NOW)
    end, other = NOW + timedelta(days=14), fresh(seats.voting()[5])
    asked = [
        (NOW, []),
        (end - timedelta(days=3), ["comment"]),
        (end + timedelta(days=23), ["answer_comments", "open_vote"]),
        (end + timedelta(days=31), ["answer_comments", "open_vote"]),
    ]
    for day, asks in asked:
        for keeper in (seats.clerk, seats.chair):
            assert sorted(each for each, _ in waits(keeper, day)) == asks
        assert waits(other, day) == []
        assert sent(day) == dict.fromkeys(asks, 2)
    actions.answer_comment(by=seats.chair, comment=comment, text="Next.", now=end + timedelta(days=31))
    assert waits(seats.clerk, end + timedelta(days=31)) == [("open_vote", docket)]


def test_a_term_that_ends_is_told_to_who_holds_it_and_to_who_must_look_for_the_next(seats):
    member = seats.by_seat["youth", 1]
    last = max(each.until for each in queries.sitting("board", timezone.localdate(NOW)).members)
    now = NOW + (last - timezone.localdate(NOW)) - timedelta(days=60)
    assert ("own_term", None) in waits(member, now)
    calls = queries.waiting_for(fresh(seats.clerk), on=timezone.localdate(now)).calls
    assert {each.about for each in calls if each.asks == "term"} >= {"seat:youth/1", "seat:learner/2"}
    assert sent(now)["own_term"] == 12


def test_a_run_that_was_cut_off_has_sent_nothing_and_what_was_sent_stands(seats):
    docket = proposed(learner(), "board")
    ready(seats, docket)
    opened(seats, docket)

    def cut_off():
        with transaction.atomic():
            assert actions.remind(by=HOUSE, now=AFTER) > 0
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert Reminder.objects.count() == 0
    assert sent(AFTER)["own_vote"] == len(seats.voting())
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Reminder.objects.all().delete()


def test_only_the_house_reminds_and_a_stranger_has_no_seat(seats):
    with pytest.raises(Refused):
        actions.remind(by=seats.clerk, now=NOW)
    with pytest.raises(Refused):
        queries.waiting_for(PUBLIC, on=timezone.localdate(NOW))
    assert queries.waiting_for(learner("Cy"), on=timezone.localdate(NOW)).seats == ()


@pytest.mark.parametrize("asks", LEADS)
def test_each_reminder_has_its_day_and_of_several_missed_only_the_last_is_due(asks, seats):
    due = timezone.localdate(AFTER)
    call = Call(seats.clerk.me, asks, "board", "docket:1", due)
    leads = LEADS[asks]
    assert nth_due(call, due - timedelta(days=leads[0] + 1)) == 0
    for nth, lead in enumerate(leads, 1):
        assert nth_due(call, due - timedelta(days=lead)) == nth
    assert nth_due(call, due + timedelta(days=100)) == len(leads)
