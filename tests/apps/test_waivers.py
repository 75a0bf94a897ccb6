"""Waivers on the docket: asked for, refused where the law says so, granted by a body, in force by date, and over by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.apps.test_evidence import kept, own_folder  # noqa: F401  (fixtures)
from tests.docketed import AFTER, opened, with_sectors
from tests.factories import NOW, learner, load, person, show, teacher
from tests.governing import seat
from tests.waiving import (
    TERMS,
    day,
    decided,
    granted,
    new_waiver,
    pupil,
    superintendent,
    waiving_board,
    waiving_state,
)
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.governance.models import WaiverReminder
from throughline.apps.records import actions as recording
from throughline.apps.records import queries as records
from throughline.apps.records.actions.recognizing import Wish
from throughline.apps.records.facts import NewFact
from throughline.apps.trail import queries as trail
from throughline.core.governing.waivers import cited, end_of_full_years
from throughline.core.progress.audit import audit_milestone
from throughline.core.progress.standing import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sitting_board(django_db_setup, django_db_blocker):
    """The state that lets rules be waived, its board seated once for all of these tests; gone again after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(with_sectors(waiving_state()))
        yield seat(waiving_board())
        transaction.set_rollback(True)


@pytest.fixture
def seats(sitting_board, db):
    return sitting_board


def status(who, on: str) -> str:
    """How a learner stands on the milestone with legal hours, on a day."""
    record = records.records_of([who.me])[who.me]
    return audit_milestone("tools", Standing(record, frameworks.program_for(), day(on))).status


@pytest.mark.covers("X20", "N44", "A-GO-7", "S001-R5.1")
def test_a_waiver_is_granted_a_listed_matter_is_refused_and_expiry_switches_the_rule_back(seats):
    """The scenario's three steps, and the clock: before, during and after."""
    sue, ana, tom = superintendent(), pupil(), pupil("Tom", "southside-high")
    for who, school in ((ana, "northside-high"), (tom, "southside-high")):
        show(who, teacher(school=school), "competency:numbers", "competency:reading", "competency:tools")
    for never in (each for each in TERMS.never if not each.up_to):
        with pytest.raises(Refused) as refusal:
            actions.ask_waiver(by=sue, asked=new_waiver(rules=("hours", never.id)), now=NOW)
        assert cited(never.cite) in str(refusal.value)
    assert queries.waiver_register(on=timezone.localdate(NOW)) == []
    days = ("2026-05-30", "2026-05-31", "2029-06-30", "2029-07-01")
    assert [status(ana, on) for on in days] == ["in_progress"] * 4
    name = granted(seats, sue)
    assert [status(ana, on) for on in days] == ["in_progress", "waived", "waived", "in_progress"]
    assert [status(tom, on) for on in days] == ["in_progress"] * 4
    states = [queries.one_waiver(name, on=day(on)).state for on in days]
    assert states == ["coming", "in_force", "in_force", "ended"]
    (found,) = queries.waiver_register(on=day("2040-01-01"))
    assert (found.waiver.id, found.last, [each.id for each in found.rules]) == (
        name,
        day("2029-06-30"),
        ["hours"],
    )
    entries = [e.reference for e in trail.public_log(limit=1000) if e.kind in ("version", "decision")]
    assert f"waiver:{name}" in entries
    assert f"decision:board/waiver/{found.dockets[0]}" in entries


@pytest.mark.covers("N44")
def test_a_request_eighty_nine_days_ahead_is_refused_and_one_of_ninety_is_taken(seats):
    sue = superintendent()
    with pytest.raises(Refused, match="89 days after it is asked for; 90 are needed"):
        actions.ask_waiver(by=sue, asked=new_waiver(days=89), now=NOW)
    assert queries.docket(on=timezone.localdate(NOW)) == []
    docket = actions.ask_waiver(by=sue, asked=new_waiver(days=90), now=NOW)
    shown = queries.matter(PUBLIC, docket, on=timezone.localdate(NOW), now=NOW)
    assert (shown.kind, shown.made_for, shown.stage) == ("waiver", "valley-district", "drafting")
    assert [body for body, _, _ in shown.hearings] == ["board"]


@pytest.mark.covers("N44")
@pytest.mark.parametrize(
    ("asked", "approved", "last"),
    [
        ("2026-03-02", "2026-04-11", "2029-06-30"),
        ("2026-05-22", "2026-07-01", "2029-06-30"),
        ("2026-05-23", "2026-07-02", "2030-06-30"),
    ],
)
def test_its_last_day_follows_from_the_day_on_which_it_was_granted(seats, asked, approved, last):
    when = NOW.replace(month=int(asked[5:7]), day=int(asked[8:]))
    name = granted(seats, superintendent(), when, starts=day("2026-11-01"))
    found = queries.one_waiver(name, on=day("2026-11-02"))
    assert (found.waiver.approved, found.last) == (day(approved), day(last))


def test_the_state_settles_how_long_a_waiver_lasts(seats):
    name = granted(seats, superintendent())
    load(replace(with_sectors(waiving_state(replace(TERMS, full_years=1)))))
    assert queries.one_waiver(name, on=day("2026-06-01")).last == day("2027-06-30")
    assert end_of_full_years(day("2026-04-11"), replace(TERMS, full_years=1)) == day("2027-06-30")


def test_only_who_acts_for_a_district_asks_for_its_schools_and_only_where_a_charter_gives_the_power(seats):
    with pytest.raises(Refused, match="act"):
        actions.ask_waiver(by=person("Pat", ("principal", "southside-high")), asked=new_waiver(), now=NOW)
    with pytest.raises(Refused, match="no school of valley-district"):
        actions.ask_waiver(by=superintendent(), asked=new_waiver(schools=("southside-high",)), now=NOW)
    assert queries.docket(on=timezone.localdate(NOW)) == []
    load(with_sectors(replace(waiving_state(), bodies={})))
    with pytest.raises(Refused, match="no charter gives any body the power"):
        actions.ask_waiver(by=superintendent(), asked=new_waiver(), now=NOW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"asked": "2025-01-01"}, "it was proposed on 2026-03-02"),
        ({"approved": "2026-03-02"}, "it was proposed on 2026-03-02"),
        ({"revoked": "2026-09-01"}, "nothing can be revoked"),
        ({"rules": ["audits"]}, "is never waived: KRS 156.161"),
        ({"rules": ["teacher-certification"], "share": "0.3"}, "25 percent"),
    ],
)
def test_a_draft_written_by_hand_is_held_to_the_same(seats, changes, said):
    sue = superintendent()
    docket = actions.ask_waiver(by=sue, asked=new_waiver(), now=NOW)
    (reference, body), *_ = queries.matter(sue, docket, on=timezone.localdate(NOW), now=NOW).documents.items()
    with pytest.raises(Refused, match=said) as refusal:
        actions.draft(by=sue, docket=docket, documents={reference: {**body, **changes}}, now=NOW)
    assert refusal.value.fix
    share = {"rules": ["teacher-certification"], "share": "0.25"}
    assert actions.draft(by=sue, docket=docket, documents={reference: {**body, **share}}, now=NOW) == 2


def test_a_lost_vote_grants_nothing_and_a_late_one_cannot_reach_back(seats):
    sue = superintendent()
    lost = actions.ask_waiver(by=sue, asked=new_waiver(), now=NOW)
    assert decided(seats, lost, NOW, "against") == "lost"
    assert queries.waiver_register(on=timezone.localdate(NOW)) == []
    late = actions.ask_waiver(by=sue, asked=new_waiver(), now=NOW)
    with pytest.raises(Refused, match="and that day is over"):
        decided(seats, late, NOW + timedelta(days=60))
    assert queries.waiver_register(on=timezone.localdate(NOW)) == []


def test_a_waiver_is_revoked_by_a_decision_of_its_own_and_stays_in_the_register(seats):
    sue, ana = superintendent(), pupil()
    show(ana, teacher(), "competency:numbers", "competency:tools")
    name = granted(seats, sue)
    later = datetime(2026, 10, 1, 15, 0, tzinfo=NOW.tzinfo)
    docket = actions.ask_revocation(
        by=ana, waiver=name, revoked=day("2026-12-01"), reason="Nobody comes along", now=later
    )
    held = frameworks.catalogue().waivers[name]
    for change in (
        {"schools": ["northside-high", "valley-district"]},
        {"starts": "2026-06-01"},
        {"ends": "2026-11-01"},
    ):
        body = queries.bodies_in_force([f"waiver:{name}"])[f"waiver:{name}"]
        with pytest.raises(Refused, match="can only be revoked"):
            actions.draft(by=ana, docket=docket, documents={f"waiver:{name}": {**body, **change}}, now=later)
    with pytest.raises(Refused, match="keeps every waiver"):
        actions.draft(by=ana, docket=docket, documents={f"waiver:{name}": None}, now=later)
    assert decided(seats, docket, later) == "carried"
    assert frameworks.catalogue().waivers[name] == replace(held, revoked=day("2026-12-01"))
    assert [status(ana, on) for on in ("2026-11-30", "2026-12-01")] == ["waived", "in_progress"]
    found = queries.one_waiver(name, on=day("2026-12-01"))
    assert (found.state, found.dockets[-1]) == ("revoked", docket)
    with pytest.raises(Refused, match="over already"):
        actions.ask_revocation(
            by=ana, waiver=name, revoked=day("2027-05-01"), reason="x", now=later + timedelta(days=100)
        )


def test_a_renewal_is_a_waiver_of_its_own_that_takes_up_where_the_other_ends(seats):
    sue, ana = superintendent(), pupil()
    show(ana, teacher(), "competency:numbers", "competency:tools")
    first = granted(seats, sue, ends=day("2026-08-31"))
    assert [status(ana, on) for on in ("2026-08-31", "2026-09-01")] == ["waived", "in_progress"]
    again = granted(seats, sue, NOW + timedelta(days=60), starts=day("2026-09-01"), renews=first)
    assert [status(ana, on) for on in ("2026-08-31", "2026-09-01", "2029-06-30")] == ["waived"] * 3
    assert queries.one_waiver(again, on=day("2026-09-01")).waiver.renews == first


def test_who_holds_a_waiver_is_reminded_once_on_each_day_that_the_state_names(seats):
    name = granted(seats, superintendent())
    last = day("2029-06-30")
    told = []
    for left in (181, 180, 179, 90, 20, 19, -1):
        when = datetime.combine(last - timedelta(days=left), NOW.timetz())
        told.append(actions.remind_of_endings(by=HOUSE, now=when))
    assert told == [0, 1, 0, 1, 1, 0, 0]
    assert list(WaiverReminder.objects.order_by("id").values_list("waiver", "days")) == [
        (name, 180),
        (name, 90),
        (name, 30),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        WaiverReminder.objects.update(days=1)


def test_a_place_under_a_waiver_has_longer_to_answer_from_its_first_day_to_its_last(seats):
    ana = learner()
    granted(seats, superintendent(), rules=("answers",), ends=day("2026-08-31"))
    found = []
    for on in ("2026-05-30", "2026-05-31", "2026-08-31", "2026-09-01"):
        when = datetime.combine(day(on), NOW.timetz())
        key = recording.recognizing.ask(
            by=ana, learner=ana.me, organization="northside-high", wishes=(Wish("competency:numbers", 2),), words="",
            evidence=[(kept(ana, title=on), 1)], now=when,
        )  # fmt: skip
        found.append(records.recognizing.recognition(ana, key, now=when).asked.days_left)
    assert found == [20, 45, 45, 20]


def test_a_learner_at_a_school_without_the_wait_tries_again_at_once(seats):
    marta = teacher()
    granted(seats, superintendent(), rules=("wait",))

    def tries(who, by, first: str) -> None:
        for on in (day(first), day(first) + timedelta(days=1)):
            fact = NewFact(who.me, "assessment:medical-1-written", on)
            recording.judge(by=by, fact=fact, outcome="not_yet", milestone="medical-1", now=NOW)

    with pytest.raises(Refused, match="It is open from 11 May 2026"):
        tries(pupil("Before"), marta, "2026-05-01")
    tries(pupil("During"), marta, "2026-06-01")
    with pytest.raises(Refused, match="10 days between two tries"):
        tries(pupil("Elsewhere", "southside-high"), teacher(school="southside-high"), "2026-06-01")


def test_records_of_somebody_at_a_school_under_a_waiver_cost_two_queries_more(
    seats, django_assert_num_queries
):
    ana, tom = pupil(), pupil("Tom", "southside-high")
    show(ana, teacher(), "competency:numbers")
    show(tom, teacher(school="southside-high"), "competency:numbers")
    granted(seats, superintendent())
    with frameworks.one_reading():
        frameworks.published()
        with django_assert_num_queries(1):
            assert records.records_of([tom.me])[tom.me].exceptions == ()
        with django_assert_num_queries(3):
            (found,) = records.records_of([ana.me])[ana.me].exceptions
    assert (found.when, found.until) == (day("2026-05-31"), day("2029-06-30"))


@pytest.mark.covers("C14")
def test_c14_is_asked_again_at_the_closing_of_a_vote(seats):
    """A learner's seat falls vacant while the vote is open: nothing is carried until it is filled."""
    from tests.docketed import all_vote, closed, ready

    docket = actions.ask_waiver(by=superintendent(), asked=new_waiver(), now=NOW)
    ready(seats, docket)
    opened(seats, docket)
    all_vote(seats, docket)
    learner_seat = seats.by_seat["learner", 2]
    after = timezone.localdate(AFTER)
    actions.resign(by=directory.actor_of(learner_seat.me, on=after), body="board", on=after, now=AFTER)
    with pytest.raises(
        Refused, match="C14: “Learners”: a seat is vacant, and the charter lets no notice stand in"
    ):
        closed(seats, docket, AFTER + timedelta(days=8))
    assert queries.waiver_register(on=timezone.localdate(AFTER)) == []


def test_the_share_of_a_partial_waiver_stands_in_the_register(seats):
    name = granted(seats, superintendent(), rules=("teacher-certification",), share=Decimal("0.2"))
    found = queries.one_waiver(name, on=day("2026-06-01"))
    assert (found.waiver.share, [each.id for each in found.rules]) == (
        Decimal("0.2"),
        ["teacher-certification"],
    )
