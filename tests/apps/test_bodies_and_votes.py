"""Who sits decides whether a body votes; what it decides has a right behind it; regions are heard; operators are two."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.docketed import AFTER, all_vote, closed, opened, packet, proposed, ready, seated
from tests.factories import NOW, TODAY, fresh, learner, person
from tests.governing import agreed, board, council, operators
from throughline.apps.directory import queries as directory
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.directory.models import OperatorAct
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import NewTerm
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.charters import SeatKind
from throughline.core.governing import makeup

pytestmark = pytest.mark.django_db
LONG = timedelta(days=30)


def _ready(here):
    docket = proposed(learner(), here.body.id)
    ready(here, docket)
    return docket


def _leave(here, *at):
    for seat in at:
        actions.resign(by=fresh(here.by_seat[seat]), body=here.body.id, on=TODAY, now=NOW)


@pytest.mark.covers("X10", "S001-V6")
def test_a_certification_vote_is_refused_while_a_learner_seat_is_vacant_announced_or_not():
    (here,) = seated(board())
    docket = _ready(here)
    _leave(here, ("learner", 2))
    with pytest.raises(Refused, match="Learners"):
        opened(here, docket)
    actions.announce_vacancy(
        by=here.clerk, body="board", seat="learner", place=2, words="Come.", now=AFTER - LONG
    )
    with pytest.raises(Refused, match="lets no notice stand in for it"):
        opened(here, docket)
    new = NewTerm("learner", learner("Lia").me, TODAY, 2, region="valley")
    actions.fill(by=here.clerk, body="board", terms=[new], now=AFTER)
    assert opened(here, docket)


@pytest.mark.covers("S001-D11.1", "S001-U5")
def test_a_vote_needs_each_required_seat_filled_or_a_dated_public_notice():
    (here,) = seated(board())
    docket = _ready(here)
    _leave(here, ("union", 1), ("professional-board", 2))
    with pytest.raises(Refused) as refused:
        opened(here, docket)
    against = [each.sentence for each in refused.value.about["obstacles"]]
    assert len(against) == 2
    for title, said in zip(("Professional boards", "Unions"), against, strict=True):
        assert title in said
        assert "without a public notice" in said
    for seat, place in (("union", 1), ("professional-board", 2)):
        actions.announce_vacancy(
            by=here.clerk, body="board", seat=seat, place=place, words="Send somebody.", now=AFTER - LONG
        )
    assert [(each.seat, each.on) for each in queries.notices("board")] == [
        ("professional-board", timezone.localdate(AFTER - LONG)), ("union", timezone.localdate(AFTER - LONG)),
    ]  # fmt: skip
    assert opened(here, docket)


@pytest.mark.covers("S001-P2.3", "S001-D11.2")
def test_a_body_in_which_a_sector_is_not_heard_or_too_few_regions_are_cannot_vote():
    (here,) = seated(board(from_regions=2))
    docket = _ready(here)
    _leave(here, ("postsecondary", 1))
    actions.announce_vacancy(
        by=here.clerk, body="board", seat="postsecondary", place=1, words="Come.", now=AFTER - LONG
    )
    with pytest.raises(Refused, match="Nobody with a vote sits for the sector"):
        opened(here, docket)


@pytest.mark.covers("S001-P2.1")
def test_a_state_body_has_a_charter_and_decides_within_it_and_without_one_nothing():
    (here,) = seated(board(quorum=Fraction(2, 3)))
    charter, version = queries.charter("board")
    assert (version, charter.quorum, charter.voting_seats) == (1, Fraction(2, 3), 12)
    assert {kind.months for kind in charter.seats} == {12, 36}
    with pytest.raises(Refused, match="without one a body decides nothing"):
        proposed(learner(), "bar")
    outside = proposed(learner(), "board", kind="funding", text="Give every club a boat.")
    ready(here, outside)
    with pytest.raises(Refused, match=r"Article 2.1"):
        opened(here, outside)


@pytest.mark.covers("S001-CH5")
def test_each_decision_in_the_log_resolves_to_a_right_whose_votes_are_known_by_sector():
    (here,) = seated(board())
    docket = _ready(here)
    opened(here, docket)
    all_vote(here, docket)
    closed(here, docket)
    behind = {each.stem: each.right for each in queries.behind_the_log() if each.kind == "decision"}
    right = behind[f"decision:board/framework/{docket}"]
    assert (right.body, right.clause) == ("board", "Article 2.1")
    assert sum(right.sectors.values()) == 1
    assert (right.sectors["workforce"], right.voices) == (Fraction(3, 12), Fraction(5, 12))
    (kept, *_) = [each for each in queries.rights_register() if each.right.id == right.id]
    assert [(each.number, each.published_at, each.here) for each in kept.changes] == [(1, NOW, False)]


@pytest.mark.covers("S001-R1.1b")
def test_feedback_of_a_region_is_due_on_a_day_and_ages_in_public_until_it_is_answered():
    state, here = seated(board(), council())
    made = actions.file_feedback(
        by=fresh(here.chair), body="harbor-council", subject="Buses", words="None runs at nine.", now=NOW
    )
    late = TODAY + timedelta(days=37)
    (said,) = queries.feedback(state.body, late)
    assert (said.due, said.open_days, said.late_days) == (TODAY + timedelta(days=30), 37, 7)
    assert queries.waiting_longest(late) == {"board": 7}
    assert queries.waiting_longest(said.due) == {}
    with pytest.raises(Refused, match="chair or the clerk"):
        actions.answer_feedback(by=here.clerk, feedback=made, answer="No", now=AFTER)
    actions.answer_feedback(by=state.clerk, feedback=made, answer="It runs.", action="A bus", now=AFTER)
    (said,) = queries.feedback(here.body, late + LONG)
    assert (said.answer, said.action, said.late_days) == ("It runs.", "A bus", 10)
    assert queries.waiting_longest(late + LONG) == {}
    with pytest.raises(Refused, match="stands under no other"):
        actions.file_feedback(by=fresh(state.chair), body="board", subject="x", words="y", now=NOW)


def test_a_member_declares_an_interest_and_steps_back_and_the_public_reads_both_at_the_seat():
    (here,) = seated(board())
    member = fresh(here.by_seat["union", 1])
    key = actions.declare_conflict(
        by=member, body="board", organization="mercy-bay", words="I own a part.", now=NOW
    )
    actions.recuse(by=member, body="board", matter="docket:9", words="It pays me.", now=AFTER)
    back, interest = queries.declared("board")
    assert (back.seat, back.matter, interest.organization) == ("union", "docket:9", "mercy-bay")
    assert queries.recused("docket:9") == {member.me: "It pays me."}
    assert queries.conflicted("board", frozenset({"mercy-bay"})) == {member.me: ("mercy-bay",)}
    with pytest.raises(Refused, match="only the member"):
        actions.end_conflict(by=here.clerk, conflict=key, now=NOW)
    actions.end_conflict(by=member, conflict=key, now=NOW)
    assert queries.conflicted("board", frozenset({"mercy-bay"})) == {}
    with pytest.raises(Refused, match="holds a seat"):
        actions.recuse(by=learner("Out"), body="board", matter="docket:9", words="x", now=NOW)


def test_whoever_may_be_a_minor_is_counted_and_never_shown_as_belonging_to_a_group():
    states = replace_groups(board())
    (here,) = states
    young = fresh(here.by_seat["learner", 1])
    with pytest.raises(Refused, match="not named"):
        actions.say_groups(by=young, groups=["north"], openly=True, now=NOW)
    actions.say_groups(by=young, groups=["north"], openly=False, now=NOW)
    actions.say_groups(by=here.chair, groups=["north"], openly=True, now=NOW)
    now = queries.sitting("board", TODAY)
    assert now.openly == {here.chair.me}
    found = makeup.by_group(now, ("north",), (), 10)
    assert [(row.openly, row.counted) for row in found.rows] == [(1, None)]
    assert "north" not in str([(e.verb, e.data) for e in trail.events_about([young.me])])


def replace_groups(body):
    """The body seated in a state that counts one group of its people."""
    from tests.docketed import with_sectors
    from tests.factories import load, words
    from tests.governing import governed, seat

    pack = with_sectors(governed(body))
    load(replace(pack, state=replace(pack.state, groups={"north": words("North")})))
    return [seat(body)]


def test_a_yes_is_anothers_counts_once_and_only_for_a_week():
    seated(board())
    one, other = operators()
    detail = {"body": "board", "seat": "union", "place": 1, "on": TODAY.isoformat(), "why": "ended"}
    asked = two_persons.ask(by=one, act="seat.end", about="body:board", detail=detail, why="Gone", now=NOW)
    with pytest.raises(Refused, match="you asked for it yourself"):
        two_persons.answer(by=one, request=asked, yes=True, now=NOW)
    with pytest.raises(Refused, match="operator"):
        two_persons.answer(by=learner("Nosy"), request=asked, yes=True, now=NOW)
    with pytest.raises(IntegrityError, match="operator_act_two_persons"), transaction.atomic():
        OperatorAct.objects.filter(id=asked).update(answered_by=one.me, yes=True, answered_at=NOW)
    two_persons.answer(by=other, request=asked, yes=True, now=NOW)
    with pytest.raises(Refused, match="second person"):
        two_persons.spend(by=one, act="seat.end", about="body:board", detail={**detail, "place": 2}, now=NOW)
    with pytest.raises(Refused, match="second person"):
        two_persons.spend(
            by=one, act="seat.end", about="body:board", detail=detail, now=NOW + timedelta(days=8)
        )
    two_persons.spend(by=one, act="seat.end", about="body:board", detail=detail, now=NOW)
    with pytest.raises(Refused, match="second person"):
        two_persons.spend(by=one, act="seat.end", about="body:board", detail=detail, now=NOW)


def test_with_the_second_yes_the_act_is_done_at_once_and_every_step_is_public_without_a_name():
    (here,) = seated(board())
    one, other = here.operators
    detail = {"body": "board", "seat": "union", "place": 1, "on": TODAY.isoformat(), "why": "recalled"}
    asked = two_persons.ask(
        by=one, act="seat.end", about="body:board", detail=detail, why="Their union asked", now=NOW
    )
    assert actions.answer_operator(by=other, request=asked, yes=True, now=NOW)
    assert [each.seat for each in queries.sitting("board", TODAY).vacancies] == ["union"]
    number = OperatorAct.objects.get(id=asked).number
    log = [(e.act, e.reference) for e in trail.entries_of_kind("small", "operator")]
    assert log[-2:] == [("asked", f"operator:{number}"), ("approved", f"operator:{number}")]
    told = two_persons.told()[0]
    assert (told.act, told.about, told.answer, told.spent_at) == ("seat.end", "body:board", "yes", NOW)
    assert one.name not in repr(told)
    done = {verb: times for day, verb, times in two_persons.operated(since=TODAY)}
    assert done["left seat"] == 1
    assert done["asked a second person"] >= 1
    changes = directory.what_changed(fresh(here.by_seat["union", 1]), here.by_seat["union", 1].me)
    assert "left seat" in [each.verb for each in changes]
    refused = two_persons.ask(by=one, act="seat.end", about="body:board", detail=detail, why="Again", now=NOW)
    assert not actions.answer_operator(by=other, request=refused, yes=False, now=NOW)


def test_a_person_sits_once_in_a_body_and_comes_from_the_region_of_the_seat():
    kinds = (
        *council().seats[:-1],
        SeatKind("learner", {"en": "Learners"}, "community", 2, 1, "learners", region="valley"),
    )
    _, here = seated(board(), replace(council(), seats=kinds, regions=("valley",)))
    _leave(here, ("learner", 2))
    twice = NewTerm("learner", here.chair.me, TODAY, region="valley")
    with pytest.raises(Refused, match="One person, one seat"):
        actions.fill(by=here.clerk, body=here.body.id, terms=[twice], now=NOW)
    elsewhere = NewTerm("learner", person("Pim").me, TODAY, region="harbor")
    with pytest.raises(Refused, match="the charter gives it to valley"):
        actions.fill(by=here.clerk, body=here.body.id, terms=[elsewhere], now=NOW)
    with pytest.raises(Refused, match="Only these may"):
        actions.fill(by=PUBLIC, body=here.body.id, terms=[twice], now=NOW)


def test_an_office_is_one_members_and_ends_with_their_seat():
    (here,) = seated(board())
    union = here.by_seat["union", 1]
    actions.give_office(by=here.clerk, body="board", office="chair", person=union.me, since=TODAY, now=NOW)
    now = queries.sitting("board", TODAY)
    assert (now.office("chair").person, now.member(here.chair.me).office) == (union.me, "")
    with pytest.raises(Refused, match="only a member"):
        actions.give_office(
            by=here.clerk, body="board", office="chair", person=learner("No").me, since=TODAY, now=NOW
        )
    _leave(here, ("union", 1))
    assert queries.sitting("board", TODAY).office("chair") is None
    agreed(here.operators, "seat.fill", "board", {})  # a yes to nothing opens nothing
    with pytest.raises(Refused, match="second person"):
        actions.fill(by=here.operators[0], body="board", terms=[NewTerm("union", union.me, TODAY)], now=NOW)


@pytest.mark.covers("S001-P2.2")
def test_a_region_makes_its_body_under_the_states_charter_and_its_vote_travels_with_what_it_sends_up():
    region = council(powers=(replace(council().powers[1], decides=("framework",)),))
    state, here = seated(board(), region)
    docket = proposed(fresh(here.chair), "harbor-council")
    packet(here.chair, docket)
    actions.open_comment(by=here.clerk, docket=docket, now=NOW)
    opened(here, docket)
    all_vote(here, docket)
    closed(here, docket)
    actions.send_up(by=here.clerk, docket=docket, body="harbor-council", now=AFTER)
    (item,) = queries.docket(body=state.body.id, on=timezone.localdate(AFTER))
    assert (item.docket, item.sent_by) == (docket, "harbor-council")
    (vote,) = queries.matter(PUBLIC, docket, on=timezone.localdate(AFTER), now=AFTER).votes
    assert (vote.body, vote.outcome) == ("harbor-council", "carried")
