"""Bodies: a charter, seats without overlap, vacancies with a dated notice, offices, and who may fill a seat."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, TODAY, load, person
from tests.governing import BEGAN, agreed, board, governed, operators, seat, seated_board
from throughline.apps.directory.actor import Refused
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import NewTerm
from throughline.apps.governance.models import Seat, SeatTerm
from throughline.apps.trail import queries as trail
from throughline.core.governing.composition import unmet

pytestmark = pytest.mark.django_db


def test_a_body_whose_seats_are_all_filled_sits_as_its_charter_asks():
    held = seated_board()
    now = queries.sitting("board", TODAY)
    assert (len(now.members), now.vacancies, now.version) == (12, (), 1)
    assert unmet(now) == ()
    assert now.office("clerk").person == held.clerk.me
    assert now.member(held.chair.me).office == "chair"


def test_a_body_without_a_charter_cannot_sit():
    load(governed())
    with pytest.raises(Refused, match="without one a body decides nothing"):
        queries.sitting("bar", TODAY)


def test_two_terms_of_one_seat_never_share_a_day_whoever_writes_them():
    held = seated_board()
    chair = Seat.objects.get(kind="union")
    with pytest.raises(IntegrityError, match="seat_term_no_overlap"), transaction.atomic():
        SeatTerm.objects.create(
            seat=chair, person_id=person("Ivo").me, since=TODAY, ends=TODAY + timedelta(days=9),
            planned=TODAY, filled_at=NOW,
        )  # fmt: skip
    again = NewTerm("union", person("Uma").me, TODAY)
    with pytest.raises(Refused, match="somebody holds"):
        actions.fill(by=held.clerk, body="board", terms=[again], now=NOW)
    after = NewTerm("union", person("Una").me, date(2028, 9, 1))
    assert len(actions.fill(by=held.clerk, body="board", terms=[after], now=NOW)) == 1


def test_the_public_reads_no_name_where_the_member_may_be_a_minor():
    seated_board()
    names = {each.seat: each.name for each in queries.sitting("board", TODAY).members}
    assert (names["learner"], names["youth"]) == ("", "")
    assert names["family"]


def test_whoever_resigns_leaves_a_vacancy_that_only_a_public_notice_stands_in_for():
    held = seated_board()
    union = held.by_seat["union", 1]
    actions.resign(by=union, body="board", on=TODAY, now=NOW)
    now = queries.sitting("board", TODAY)
    assert [(each.seat, each.announced) for each in now.vacancies] == [("union", None)]
    assert [each.about for each in unmet(now)] == ["union"]
    actions.announce_vacancy(
        by=held.clerk, body="board", seat="union", place=1, words="Unions may name somebody.", now=NOW
    )
    assert unmet(queries.sitting("board", TODAY)) == ()
    later = TODAY + timedelta(days=91)
    assert [each.about for each in unmet(queries.sitting("board", later))] == ["union"]
    said = [(e.act, e.reference) for e in trail.entries_of_kind("small", "seat") if "union" in e.reference]
    assert said == [(act, "seat:board/union/1") for act in ("filled", "vacated", "announced")]


def test_no_notice_stands_in_for_a_learner():
    held = seated_board()
    actions.resign(by=held.by_seat["learner", 2], body="board", on=TODAY, now=NOW)
    actions.announce_vacancy(by=held.clerk, body="board", seat="learner", place=2, words="Come.", now=NOW)
    found = unmet(queries.sitting("board", TODAY))
    assert [(each.about, each.missing) for each in found] == [("learner", 1)]
    assert "lets no notice stand in" in found[0].sentence


def test_an_operator_fills_a_seat_only_with_a_second_operators_yes_to_exactly_that():
    made = board()
    load(governed(made))
    one, other = pair = operators()
    term = NewTerm("k12", person("Kim").me, BEGAN)
    with pytest.raises(Refused, match="second person"):
        actions.fill(by=one, body="board", terms=[term], now=NOW)
    agreed(pair, "seat.fill", "board", actions.said_of("board", [term]))
    with pytest.raises(Refused, match="second person"):
        actions.fill(by=other, body="board", terms=[NewTerm("k12", person("Kay").me, BEGAN)], now=NOW)
    actions.fill(by=one, body="board", terms=[term], now=NOW)
    actions.end(by=seat(made, without=["k12"], pair=pair).clerk, body="board", seat="k12", place=1, on=TODAY,
                why="ended", now=NOW)  # fmt: skip
    with pytest.raises(Refused, match="second person"):
        actions.fill(by=one, body="board", terms=[term], now=NOW + timedelta(days=1))
