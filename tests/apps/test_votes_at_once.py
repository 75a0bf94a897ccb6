"""Votes that meet, each act on a connection of its own: there is exactly one outcome, and no ballot is lost."""

from __future__ import annotations

from datetime import timedelta

from tests.apps.test_interop_together import side_by_side
from tests.apps.test_registry import own_database
from tests.docketed import AFTER, all_vote, closed, opened, proposed, ready, sailing, seated
from tests.factories import NOW, fresh, learner
from tests.governing import board
from throughline.apps.advising import actions as advising
from throughline.apps.advising.actions.governing import close_ended
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.governance.models import CastBallot, Decision, Draft, Reminder, UnderVote, Vote
from throughline.apps.trail import queries as trail

__all__ = ["own_database"]
LATE = AFTER + timedelta(days=8)


def kinds(found: list[object]) -> list[str]:
    """What each act gave: its value's type, or the error's."""
    return sorted(type(each).__name__ for each in found)


def test_of_all_that_meet_about_one_matter_exactly_one_stands(own_database):
    (here,) = seated(board())
    docket, rival = (
        proposed(learner(), "board"),
        proposed(learner("Bo"), "board", documents={"competency:sailing": sailing()}),
    )
    for each in (docket, rival):
        ready(here, each)

    def open_as(who, number):
        return lambda: advising.open_vote(by=who, docket=number, body="board", now=AFTER)

    # The clerk and the chair open the vote at once, and the vote on a rival about the same document.
    found = side_by_side(open_as(here.clerk, docket), open_as(here.chair, docket), open_as(here.clerk, rival))
    assert kinds(found) == ["Refused", "Refused", "int"]
    running = Vote.objects.get().proposal.docket
    assert UnderVote.objects.get().proposal.docket == running

    # One member says yes and no at once; two others vote beside them.
    members = [fresh(each) for each in here.voting()]

    def cast(who, word):
        return lambda: actions.vote(by=who, docket=running, body="board", word=word, now=AFTER)

    found = side_by_side(
        cast(members[0], "for"),
        cast(members[0], "against"),
        cast(members[1], "for"),
        cast(members[2], "against"),
    )
    assert kinds(found) == ["NoneType", "NoneType", "NoneType", "Refused"]
    assert CastBallot.objects.count() == 3

    # On the day after the last one, clerk and chair close it at once.
    for member in members[3:-1]:
        cast(member, "for")()

    def close(who):
        return lambda: advising.decide(by=who, docket=running, body="board", reasons="It is time.", now=LATE)

    found = side_by_side(close(here.clerk), close(here.chair))
    assert kinds(found) == ["Refused", "str"]
    decision = Decision.objects.get()
    assert decision.outcome == "carried"
    assert len(decision.statement["ballots"]) == CastBallot.objects.count() == len(members) - 1
    assert frameworks.catalogue().versions["competency:sailing"] == 1
    entries = trail.public_log(limit=1000)
    assert [each.position for each in entries] == list(range(len(entries)))
    assert sum(each.kind == "decision" for each in entries) == 1


def test_a_last_vote_that_meets_the_closing_is_counted_or_refused_never_lost(own_database):
    (here,) = seated(board())
    docket = proposed(learner(), "board")
    ready(here, docket)
    opened(here, docket)
    all_vote(here, docket, but=1)
    last = fresh(here.voting()[-1])
    # With the last vote everyone has spoken, so that it may be closed; before it, it may not.
    found = side_by_side(
        lambda: actions.vote(by=last, docket=docket, body="board", word="against", now=AFTER),
        lambda: closed(here, docket),
    )
    assert found[0] is None
    if isinstance(found[1], Refused):
        assert "not everybody has voted" in str(found[1])
        assert closed(here, docket) == "carried"
    ballots = queries.one_vote(docket, "board", 1).statement["ballots"]
    assert len(ballots) == len(here.voting())


def test_all_seats_at_once_the_night_and_the_clerk_at_once_and_two_who_write_or_answer_at_once(own_database):
    (here,) = seated(board())
    docket = proposed(here.chair, "board")
    texts = [{"competency:sailing": sailing(title={"en": words})} for words in ("Sailing I", "Sailing II")]

    def write(who, documents):
        return lambda: actions.draft(by=who, docket=docket, documents=documents, after=1, now=NOW)

    found = side_by_side(write(here.chair, texts[0]), write(here.clerk, texts[1]))
    assert kinds(found) == ["Refused", "int"]
    assert "somebody wrote edition 2" in str(next(each for each in found if isinstance(each, Refused)))
    assert Draft.objects.count() == 2
    ready(here, docket)
    comment = actions.say(by=learner("Bo"), docket=docket, text="And rowing?", now=NOW)
    found = side_by_side(
        *(
            lambda who=who: actions.answer_comment(
                by=who, comment=comment, text=f"{who.name}: next.", now=NOW
            )
            for who in (here.clerk, here.chair)
        )
    )
    assert kinds(found) == ["NoneType", "Refused"]
    opened(here, docket)
    reminded = side_by_side(*[lambda: actions.remind(by=HOUSE, now=AFTER)] * 2)
    assert Reminder.objects.count() == max(each for each in reminded if isinstance(each, int))

    members = [fresh(each) for each in here.voting()]
    found = side_by_side(
        *(
            lambda who=who: actions.vote(by=who, docket=docket, body="board", word="for", now=AFTER)
            for who in members[:-1]
        )
    )
    assert found == [None] * 11
    # The night closes what is over; the clerk does so at the same moment, and a member votes too late.
    found = side_by_side(
        lambda: close_ended(by=HOUSE, now=LATE),
        lambda: closed(here, docket, now=LATE),
        lambda: close_ended(by=HOUSE, now=LATE),
        lambda: actions.vote(by=members[-1], docket=docket, body="board", word="for", now=LATE),
    )
    assert isinstance(found[3], Refused)
    closings = [each for each in found[:3] if each in ("carried", {(docket, "board"): "carried"})]
    assert len(closings) == 1, found
    assert len(Decision.objects.get().statement["ballots"]) == CastBallot.objects.count() == 11
    entries = trail.public_log(limit=1000)
    assert [each.position for each in entries] == list(range(len(entries)))
    assert sum((each.kind, each.act) == ("vote", "cast") for each in entries) == 11
