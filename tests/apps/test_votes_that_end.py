"""A vote ends by itself: it is counted, signed and said what is next, whoever forgot it; and nobody closes it twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.docketed import (
    AFTER,
    all_vote,
    closed,
    opened,
    packet,
    proposed,
    ready,
    sailing,
    seated,
    with_sectors,
)
from tests.factories import NOW, learner, load
from tests.governing import board, governed
from throughline.apps.advising import actions as advising
from throughline.apps.advising.actions.governing import close_ended
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.records.queries.statements import check_statement
from throughline.apps.trail import queries as trail
from throughline.core.decision_check import decision_faults

pytestmark = pytest.mark.django_db
LATE = AFTER + timedelta(days=8)
LATER = LATE + timedelta(days=1)


@pytest.fixture(scope="module")
def sitting_board(django_db_setup, django_db_blocker):
    """The small state with its board seated, once for all of these tests; gone again after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seated(board())[0]
        transaction.set_rollback(True)


@pytest.fixture
def seats(sitting_board, db):
    return sitting_board


@pytest.fixture
def running(seats):
    """A vote that has just opened."""
    docket = proposed(learner(), "board")
    ready(seats, docket)
    opened(seats, docket)
    return docket


def matter(docket, now):
    return queries.matter(PUBLIC, docket, on=timezone.localdate(now), now=now)


def test_a_vote_closes_by_itself_on_the_day_after_its_last_with_the_count_for_reasons(seats, running):
    all_vote(seats, running, but=1)
    last_day = AFTER + timedelta(days=7)
    assert close_ended(by=HOUSE, now=last_day) == {}
    with pytest.raises(Refused, match="open until"):
        advising.decide(by=HOUSE, docket=running, body="board", reasons="Early", now=last_day)
    assert close_ended(by=HOUSE, now=LATE) == {(running, "board"): "carried"}
    assert frameworks.catalogue().competencies["sailing"].title == {"en": "Sailing"}
    vote = queries.one_vote(running, "board", 1)
    assert vote.reasons == (
        f"The vote closed by itself after its last day, {timezone.localdate(last_day)}. "
        "11 of 12 seats took part; a quorum is 6. "
        "For: 11. Against: 0. Every seat that the charter asks for was filled or announced as vacant."
    )
    assert (vote.statement["closedByItself"], vote.statement["lacking"], vote.after) == (True, [], "in_force")
    assert check_statement("board", vote.signed).outcome == "holds"
    assert close_ended(by=HOUSE, now=LATER) == {}
    taken = [each for each in trail.public_log(limit=1000) if each.kind == "decision"]
    assert [(each.reference, each.digest) for each in taken] == [
        (f"decision:board/framework/{running}", vote.digest)
    ]


def test_without_a_quorum_it_says_so_and_what_is_next_and_the_clerk_is_given_a_day(seats, running):
    all_vote(seats, running, but=len(seats.voting()) - 2)
    actions.resign(by=seats.by_seat["learner", 1], body="board", now=LATE, on=timezone.localdate(LATE))
    assert close_ended(by=HOUSE, now=LATE) == {(running, "board"): "no_quorum"}
    vote = queries.one_vote(running, "board", 1)
    assert "2 of 12 seats took part; a quorum is 6. That is no quorum, so nothing is decided." in vote.reasons
    assert vote.statement["lacking"] == [
        "“Learners”: a seat is vacant, and the charter lets no notice stand in for it."
    ]
    assert vote.after == "again"
    shown = matter(running, LATE)
    again = [each for each in shown.due if each.step == "open_vote" and not each.done]
    assert [(each.due - timezone.localdate(LATE)).days for each in again] == [board().answer_days]
    assert [each.code for each in shown.obstacles["board"]] == ["seats"]


def test_what_was_carried_and_cannot_come_into_force_is_said_and_drafted_and_voted_anew(seats, running):
    """The document was changed from outside while the vote ran: nobody has to close it for the matter to go on."""
    all_vote(seats, running)
    pack = with_sectors(governed(board()))
    held = {**pack.competencies, "sailing": replace(pack.competencies["numbers"], id="sailing")}
    load(replace(pack, competencies=held), now=AFTER)
    with pytest.raises(Refused, match="competency:sailing has changed since the vote opened"):
        closed(seats, running, now=LATE)
    assert close_ended(by=HOUSE, now=LATE) == {(running, "board"): "carried"}
    vote = queries.one_vote(running, "board", 1)
    assert vote.withheld == (
        "competency:sailing has changed since the vote opened. Draft it anew and vote again."
    )
    assert (vote.after, vote.published, vote.statement["withheld"]) == ("redraft", (), vote.withheld)
    assert frameworks.catalogue().competencies["sailing"].title != {"en": "Sailing"}
    assert matter(running, LATE).stage != "decided"
    anew = {"competency:sailing": sailing(title={"en": "Sailing safely"})}
    actions.draft(by=seats.chair, docket=running, documents=anew, now=LATE)
    packet(seats.chair, running, LATE)
    assert opened(seats, running, now=LATE) == 2
    all_vote(seats, running, now=LATE)
    assert closed(seats, running, now=LATE) == "carried"
    assert frameworks.catalogue().competencies["sailing"].title == {"en": "Sailing safely"}


def test_a_run_that_was_cut_off_leaves_the_rest_to_the_next_and_one_that_is_refused_stops_no_other(
    seats, running, monkeypatch
):
    from throughline.apps.advising.actions import governing

    other = proposed(learner("Bo"), "board", documents={"competency:rowing": sailing(id="rowing")})
    ready(seats, other)
    opened(seats, other)
    for docket in (running, other):
        all_vote(seats, docket, but=1)
    whole = governing.decide

    def cut(*, docket, **given):
        if docket == running:
            raise KeyboardInterrupt
        return whole(docket=docket, **given)

    def refused(*, docket, **given):
        if docket == running:
            raise Refused("Closing the vote", "the key is not here.", "Bring it back.")
        return whole(docket=docket, **given)

    monkeypatch.setattr(governing, "decide", cut)
    with pytest.raises(KeyboardInterrupt):
        close_ended(by=HOUSE, now=LATE)
    assert queries.over(timezone.localdate(LATE)) == [(running, "board"), (other, "board")]
    monkeypatch.setattr(governing, "decide", refused)
    with pytest.raises(Refused, match="the key is not here"):
        close_ended(by=HOUSE, now=LATE)
    monkeypatch.undo()
    assert queries.over(timezone.localdate(LATE)) == [(running, "board")]
    assert close_ended(by=HOUSE, now=LATER) == {(running, "board"): "carried"}
    assert queries.over(timezone.localdate(LATER)) == []


def test_the_charter_says_how_long_a_vote_is_open_and_a_body_without_one_any_more_has_no_say(seats):
    pack = with_sectors(governed(board(vote_days=3)))
    load(pack, now=NOW + timedelta(days=1))
    docket = proposed(learner(), "board")
    ready(seats, docket, NOW + timedelta(days=1))
    opened(seats, docket)
    vote = queries.one_vote(docket, "board", 1)
    assert vote.closes == timezone.localdate(AFTER) + timedelta(days=3)
    all_vote(seats, docket)
    load(replace(pack, bodies={}), now=AFTER)
    # Everything about the matter can still be read, and nobody has to be there for the vote to close.
    assert [each.body for each in matter(docket, AFTER).votes] == ["board"]
    assert queries.docket(on=timezone.localdate(AFTER))[0].bodies == ("board",)
    assert close_ended(by=HOUSE, now=LATE) == {(docket, "board"): "carried"}
    vote = queries.one_vote(docket, "board", 1)
    assert (vote.withheld, vote.published) == (
        "board has no charter any more. Bring it before a body that has one.",
        (),
    )
    assert [each.code for each in matter(docket, LATE).obstacles["board"]] == ["charter"]


def test_only_the_house_closes_what_is_over(seats):
    for who in (PUBLIC, seats.clerk, seats.operators[0]):
        with pytest.raises(Refused):
            close_ended(by=who, now=LATE)


def test_a_decision_is_found_in_the_log_vote_by_vote_and_whatever_was_touched_is_named(seats, running):
    all_vote(seats, running, but=1)
    close_ended(by=HOUSE, now=LATE)
    vote = queries.one_vote(running, "board", 1)
    entries = [dict(each.contents) for each in trail.public_log(limit=1000)]
    whole = {"statement": dict(vote.statement), "packet": dict(vote.packet), "digest": vote.digest}

    def told(file=whole, log=entries):
        return decision_faults(file, log)

    assert told() == ()
    one, *rest = whole["statement"]["ballots"]
    seat = f"{one['seat']}/{one['place']}"
    swayed = {**whole["statement"], "ballots": [{**one, "word": "against"}, *rest]}
    assert told({**whole, "statement": swayed}) == (
        "The statement is not the one that the digest is of.",
        "The votes do not add up to the counts.",
        f"The vote of {seat} stands in the log as something else.",
    )
    fewer = {**whole["statement"], "ballots": rest}
    assert "The log has 11 votes, and the decision 10." in told({**whole, "statement": fewer})
    assert told({**whole, "packet": {**whole["packet"], "title": "Another"}}) == (
        "The packet is not the one that lay before the members.",
    )
    cast = f"docket:{running}/board/{seat}"
    without = [each for each in entries if each["reference"] != cast]
    assert told(log=without) == (f"The vote of {seat} does not stand in the log.",)
    with pytest.raises(ValueError, match="no decision of the register"):
        told({"statement": {}})
