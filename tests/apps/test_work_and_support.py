"""The state's work items, money and help for regions, shared responsibilities, and what partners tell a body."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from tests.docketed import AFTER, all_vote, closed, opened, proposed, ready, with_sectors
from tests.factories import NOW, TODAY, load, person, words
from tests.governing import Seated, board, governed, seat
from throughline.apps.directory.actor import PUBLIC, Actor, Refused
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import NewGoal, NewMoney
from throughline.apps.governance.models import MoneyAward, WorkNote
from throughline.core.catalogue.charters import Power
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.lists import Named, WorkLine

pytestmark = pytest.mark.django_db
NETWORK, SCHOOL = "harbor-network", "northside-high"
LATER = NOW + timedelta(days=10)
LINES = (
    WorkLine("r1", words("Lead together"), "orchestrate", (Named("r1-1", words("A body")), Named("r1-2", words("Goals")))),
    WorkLine("r5", words("Make room"), "innovate", (Named("r5-1", words("Waivers")), Named("r5-2", words("Funds")))),
)  # fmt: skip


@pytest.fixture
def seated() -> Seated:
    """A board that also decides on money, a network, and work to do."""
    money = Power("money", words("Spend"), ("funding",), "Article 2.7")
    made = board(powers=(*board().powers, money))
    kept = with_sectors(governed(made))
    network = Organization(NETWORK, words("Harbor Network"), "intermediary", "community")
    own = replace(kept.state, work=LINES, help_kinds=(Named("internships", words("Internships")),))
    load(replace(kept, state=own, organizations={**kept.organizations, NETWORK: network}))
    return seat(made)


def member() -> Actor:
    return person("Mia", ("board_member", "board"))


def carrier() -> Actor:
    return person("Tom", ("coordinator", NETWORK))


# -- work


def test_a_work_item_has_an_owner_who_says_how_far_it_is_and_every_word_stays(seated: Seated) -> None:
    mia, tom = member(), carrier()
    with pytest.raises(Refused, match="nobody carries it yet"):
        actions.note_work(by=tom, item="r1-1", kind="note", on=TODAY, words="x", present=(), now=NOW)
    with pytest.raises(Refused, match="governing body"):
        actions.assign_work(by=tom, item="r1-1", owner=NETWORK, state="planned", now=NOW)
    actions.assign_work(by=mia, item="r1-1", owner=NETWORK, state="planned", now=NOW, due=TODAY)
    actions.move_work(by=tom, item="r1-1", state="begun", now=LATER, words="Two met.")
    for who in (PUBLIC, person("Sue", ("teacher", SCHOOL))):
        with pytest.raises(Refused, match="Only these may"):
            actions.move_work(by=who, item="r1-1", state="in_place", now=LATER)
    actions.note_work(
        by=tom, item="r1-1", kind="meeting", on=TODAY, words="We met.", present=[SCHOOL, "x"], now=NOW
    )
    found = queries.work_item("r1-1")
    assert found is not None
    assert [(s.owner, s.state) for s in found.standings] == [(NETWORK, "begun"), (NETWORK, "planned")]
    assert found.stakeholders == (NETWORK, SCHOOL)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        WorkNote.objects.update(words="We did not meet.")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"item": "r9-9"}, "the state has none"), ({"owner": "nobody"}, "no organization was chosen"),
        ({"state": "late"}, "how far it is"),
    ],
)  # fmt: skip
def test_work_is_given_to_somebody_known_in_a_known_state(
    seated: Seated, wrong: dict[str, str], why: str
) -> None:
    given = {"item": "r1-1", "owner": NETWORK, "state": "planned", **wrong}
    with pytest.raises(Refused, match=why):
        actions.assign_work(by=member(), now=NOW, **given)  # type: ignore[arg-type]


def test_a_change_is_an_entry_of_the_public_log_and_what_changed_nothing_is_told_apart(
    seated: Seated,
) -> None:
    mia = member()
    for item in ("r5-1", "r5-2"):
        actions.assign_work(by=mia, item=item, owner="board", state="begun", now=NOW)
    actions.link_change(by=mia, item="r5-1", means="redesign", reference="pathway:medicine", now=NOW)
    with pytest.raises(Refused, match="stands here already"):
        actions.link_change(by=mia, item="r5-1", means="redesign", reference="pathway:medicine", now=NOW)
    with pytest.raises(Refused, match="the public log says nothing of 'pathway:dreams'"):
        actions.link_change(by=mia, item="r5-2", means="program", reference="pathway:dreams", now=NOW)
    lines = queries.work()
    assert [each.item.id for each in lines[1].items if not each.changes] == ["r5-2"]
    orchestrate, innovate = queries.rolled_up(lines)
    assert (orchestrate.items, orchestrate.owned, orchestrate.states[""]) == (2, 0, 2)
    assert (innovate.items, innovate.owned, innovate.changed, innovate.states["begun"]) == (2, 2, 1, 2)


# -- money


def funded(seated: Seated, word: str = "for") -> int:
    docket = proposed(seated.chair, "board", kind="funding", text="Pay the network 125000.50.")
    ready(seated, docket)
    opened(seated, docket)
    all_vote(seated, docket, word)
    closed(seated, docket)
    return docket


def money(**changes: object) -> NewMoney:
    return replace(
        NewMoney(NETWORK, Decimal("125000.50"), "State fund", TODAY, TODAY + timedelta(days=365), "Two people"), **changes  # type: ignore[arg-type]
    )  # fmt: skip


def entered(seated: Seated, docket: int, new: NewMoney) -> UUID:
    return actions.enter_money(by=seated.clerk, body="board", docket=docket, money=new, now=AFTER)


def test_money_rests_on_a_decision_and_sums_to_the_cent_with_what_was_corrected_left_out(
    seated: Seated,
) -> None:
    docket = funded(seated)
    first = entered(seated, docket, money())
    entered(seated, docket, money(amount=Decimal("0.01")))
    entered(seated, docket, money(amount=Decimal("125000.49"), corrects=first))
    (network,) = queries.supported(queries.money_awarded(), [])
    assert network.total == Decimal("125000.50")
    assert [each.corrected for each in queries.money_awarded() if each.id == first] == [True]
    with pytest.raises(Refused, match="what it corrects is not there"):
        entered(seated, docket, money(corrects=first))
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        MoneyAward.objects.update(amount=1)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"amount": Decimal("1.005")}, "dollars and cents"), ({"amount": Decimal(0)}, "dollars and cents"),
        ({"amount": None}, "dollars and cents"), ({"organization": "x"}, "no organization"),
        ({"source": " "}, "its source is empty"), ({"ends": TODAY - timedelta(days=1)}, "days do not fit"),
    ],
)  # fmt: skip
def test_money_that_says_too_little_is_refused(seated: Seated, wrong: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        entered(seated, 1, money(**wrong))


def test_without_a_carried_decision_on_money_nobody_enters_any(seated: Seated) -> None:
    with pytest.raises(Refused, match="carried no matter of money"):
        entered(seated, 1, money())
    lost = funded(seated, "against")
    with pytest.raises(Refused, match=f"carried no matter of money with docket number {lost}"):
        entered(seated, lost, money())
    with pytest.raises(Refused, match="chair or the clerk"):
        actions.enter_money(by=seated.voting()[4], body="board", docket=lost, money=money(), now=AFTER)


# -- help


def test_help_is_asked_taken_on_logged_closed_and_rated_by_those_whose_part_it_is(seated: Seated) -> None:
    sue, tom = person("Sue", ("teacher", SCHOOL)), carrier()
    asked = actions.ask_for_help(
        by=sue, organization=SCHOOL, kind="internships", words="A safety plan.", now=NOW
    )
    on = TODAY + timedelta(days=40)
    waits = queries.help_waiting(queries.help_asked(on))
    assert (waits.requests, waits.days) == (1, 40)
    with pytest.raises(Refused, match="brings a region together"):
        actions.take_on_help(by=member(), request=asked, helper="board", now=LATER)
    with pytest.raises(Refused, match="Only these may"):
        actions.log_help(by=tom, request=asked, on=TODAY, hours=Decimal(1), words="x", now=LATER)
    actions.take_on_help(by=tom, request=asked, helper=NETWORK, now=LATER)
    with pytest.raises(Refused, match=f"{NETWORK} took it on"):
        actions.take_on_help(by=tom, request=asked, helper=NETWORK, now=LATER)
    with pytest.raises(Refused, match="no hours are logged"):
        actions.close_help(by=tom, request=asked, result="Done", now=LATER)
    for hours, why in ((Decimal(0), "no hours"), (Decimal(25), "no hours"), (None, "no hours")):
        with pytest.raises(Refused, match=why):
            actions.log_help(by=tom, request=asked, on=TODAY, hours=hours, words="x", now=LATER)
    actions.log_help(by=tom, request=asked, on=TODAY, hours=Decimal("1.5"), words="Wrote it.", now=LATER)
    actions.log_help(by=tom, request=asked, on=TODAY, hours=Decimal("2.25"), words="Met.", now=LATER)
    with pytest.raises(Refused, match="still open"):
        actions.rate_help(by=sue, request=asked, rating=4, words="", now=LATER)
    actions.close_help(by=tom, request=asked, result="The plan stands.", now=LATER)
    with pytest.raises(Refused, match="Only these may"):
        actions.rate_help(by=tom, request=asked, rating=4, words="", now=LATER)
    actions.rate_help(by=sue, request=asked, rating=3, words="Quick", now=LATER)
    found = queries.one_help(asked, on)
    assert found is not None
    assert (found.state, found.waited, found.hours, found.rating) == ("closed", 10, Decimal("3.75"), 3)
    assert queries.help_waiting(queries.help_asked(on)).requests == 0


# -- responsibilities, and what partners say


@pytest.mark.covers("S004-A1")
def test_leaders_sign_one_vision_and_every_responsibility_lies_with_two_sectors_or_more(
    seated: Seated,
) -> None:
    mia = member()
    goal = NewGoal("Places", "places", Decimal(900), TODAY + timedelta(days=400))
    actions.publish_vision(by=mia, organization="board", text="A way for everyone", goals=[goal], now=NOW)
    leaders = {"k12": ("principal", SCHOOL), "workforce": ("director", "mercy-bay")}
    for sector, role in leaders.items():
        leader = person(sector, role)
        actions.sign_vision(
            by=leader, organization="board", sector=sector, office="Head", named=True, executive=True, now=NOW
        )
    for each in queries.waiting_authors(mia, "board"):
        actions.confirm_author(by=mia, author=each.id, now=NOW)
    assert [(each.sector, each.executives) for each in queries.vision_authors("board")] == [
        ("k12", 1),
        ("workforce", 1),
    ]
    for one_sector in ([SCHOOL], ["mercy-bay", "nowhere"], []):
        with pytest.raises(Refused, match="one sector alone"):
            actions.share_responsibility(
                by=mia, organization="board", text="Design", bearers=one_sector, now=NOW
            )
    shared = actions.share_responsibility(
        by=mia, organization="board", text="Design it together", bearers=[SCHOOL, "mercy-bay"], now=NOW
    )
    assert all(len(each.sectors) >= 2 for each in queries.responsibilities("board"))
    with pytest.raises(Refused, match="Only these may"):
        actions.carry(by=mia, responsibility=shared, organization=SCHOOL, now=NOW)
    for who in leaders.values():
        actions.carry(by=person("Lee", who), responsibility=shared, organization=who[1], now=NOW)
    assert [each.accepted for each in queries.responsibilities("board")] == [2]
    actions.end_responsibility(by=mia, responsibility=shared, now=LATER)
    assert queries.responsibilities("board") == []


@pytest.mark.covers("S004-B5")
def test_a_partner_of_any_sector_tells_a_body_what_hinders_and_has_an_answer_by_its_date(
    seated: Seated,
) -> None:
    partners = {
        SCHOOL: "teacher",
        "harbor-college": "registrar",
        "mercy-bay": "employer",
        NETWORK: "coordinator",
    }
    for place, role in partners.items():
        actions.tell_body(
            by=person(role, (role, place)), organization=place, to="board", about="challenge", subject="Buses",
            words=f"None at {place}.", now=NOW,
        )  # fmt: skip
    late = TODAY + timedelta(days=35)
    said = queries.feedback(seated.body, late)
    assert {each.partner for each in said} == partners.keys()
    assert {(each.open_days, each.late_days) for each in said} == {(35, 5)}, "the charter asks within 30 days"
    assert queries.waiting_longest(late) == {"board": 5}
    for each in said:
        actions.answer_feedback(
            by=seated.clerk, feedback=each.id, answer="A bus runs.", now=LATER, action="A bus"
        )
    assert {(each.answer, each.late_days) for each in queries.feedback(seated.body, late)} == {
        ("A bus runs.", 0)
    }
    with pytest.raises(Refused, match="what it is"):
        actions.tell_body(
            by=carrier(), organization=NETWORK, to="board", about="rumor", subject="x", words="x", now=NOW
        )
    with pytest.raises(Refused, match="Only these may"):
        actions.tell_body(
            by=person("Ana", ("learner", SCHOOL)), organization=SCHOOL, to="board", about="challenge", subject="x",
            words="x", now=NOW,
        )  # fmt: skip
