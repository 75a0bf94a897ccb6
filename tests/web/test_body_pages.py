"""The bodies of the demo as everyone reads them: seats, duties, who leads; what clerk, member and operator do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.governance import actions, queries
from throughline.apps.records import actions as records
from throughline.apps.records import queries as record_queries
from throughline.apps.trail import queries as trail
from throughline.core.formats.state_pack import Pack
from throughline.core.governing.composition import unmet

pytestmark = pytest.mark.django_db
BOARD, COALITION = "meridian-board-of-pathways", "meridian-pathways-coalition"
REGIONS = ("harbor", "river-valley", "highlands")
HEARD = {
    "Schools",
    "Colleges and universities",
    "Community groups",
    "Professional boards",
    "Industries",
    "Unions",
}
VOICES = {"Learners", "Families", "Youth groups"}


def _at(body: str) -> str:
    return f"/governance/bodies/{body}/"


@pytest.mark.covers("S001-D11.1", "S001-P2.3")
def test_the_boards_page_shows_seats_of_every_kind_held_and_its_make_up_with_small_groups_hidden(
    client: Client, meridian: Pack
) -> None:
    kinds = {kind.title["en"]: kind for kind in meridian.catalogue.bodies[BOARD].seats}
    assert kinds.keys() == HEARD | VOICES
    for several in ("Professional boards", "Industries", "Learners"):
        assert kinds[several].count == 2
    now = queries.sitting(BOARD, timezone.localdate())
    assert unmet(now) == ()
    shown = said(client.get(_at(BOARD)))
    for title in kinds:
        assert title in shown
    assert "15 members; 15 seats have a vote. 47 % of the votes are with learners" in shown
    assert "Harbor 4 27 %" in shown
    assert "Latino or Hispanic 1 hidden 7 % 23 %" in shown
    assert "Rosa Delgado · Chair · Latino or Hispanic" in shown
    assert "Grace Lindqvist from" in shown  # she let nothing stand beside her name


def test_no_page_names_a_member_who_may_be_a_minor(client: Client, meridian: Pack) -> None:
    young = (
        "renee-dubois",
        "aisha-rahman",
        "jason-16",
        "mariah-16",
        "tomas-keller",
        "tessa-blackwood",
        "kai-morgan",
    )
    names = {str(each["name"]) for each in meridian.people if each["id"] in young}
    assert len(names) == len(young)
    log = repr(trail.public_log(limit=1000, start=max(trail.log_size() - 1000, 0)))
    for path in ("/governance/", *map(_at, meridian.catalogue.bodies)):
        page = client.get(path).content.decode()
        for name in names:
            assert name not in page
            assert name not in log
    assert "A learner" in client.get(_at(BOARD)).content.decode()


@pytest.mark.covers("S001-R1.1")
def test_the_boards_charter_holds_the_nine_duties_each_with_an_owner_and_the_day_it_was_last_done(
    client: Client, meridian: Pack
) -> None:
    found = queries.duties(queries.sitting(BOARD, timezone.localdate()))
    assert [each.duty.id for each in found] == [
        "call-to-action", "pathways", "frameworks", "competency-systems", "policy-and-resources", "infrastructure",
        "data", "convening", "feedback",
    ]  # fmt: skip
    assert all(each.owners and each.last and each.words for each in found)
    shown = said(client.get(_at(BOARD)))
    assert shown.count("Answers for it:") == shown.count("last done on") == 9


@pytest.mark.covers("S001-D11.3")
def test_each_region_runs_its_own_pathways_and_speaks_to_the_state_in_charter_and_on_its_docket(
    client: Client, meridian: Pack
) -> None:
    today = timezone.localdate()
    for region in REGIONS:
        body = meridian.catalogue.bodies[f"{region}-pathways-council"]
        assert {power.function for power in body.powers} == {"operates", "informs"}
        year = [
            each
            for each in queries.docket(body=body.id, on=today)
            if (timezone.localdate(each.made_at) > today - timedelta(days=366))
        ]
        functions = {power.function for each in year if (power := body.power_over(each.kind))}
        assert functions == {"operates", "informs"}
        shown = said(client.get(_at(body.id)))
        assert "For its own region" in shown
        assert "Towards the state" in shown


@pytest.mark.covers("S001-R1.1b")
def test_what_a_region_said_and_nobody_answered_ages_on_the_page_until_the_clerk_answers(
    meridian: Pack,
) -> None:
    clerk = signed_in("helen-zhou")
    assert "open for 62 days, 17 days past its date" in said(Client().get(_at(BOARD)))
    assert "A region has waited for an answer 17 days too long." in said(Client().get("/governance/"))
    page = clerk.get(_at(BOARD)).content.decode()
    (form,) = re.findall(r'action="(/governance/feedback/[^"]+)"', page)
    assert Client().post(form, {"answer": "x"}).status_code in (302, 403)
    answered = clerk.post(
        form, {"answer": "A shop opens in spring.", "action": "Welding in Granite Falls"}, follow=True
    )
    assert "A shop opens in spring. Welding in Granite Falls" in said(answered)
    assert "Answered 17 days past its date." in said(answered)
    assert "too long" not in said(Client().get("/governance/"))


@pytest.mark.covers("S001-SH5.5")
def test_who_chairs_and_keeps_the_books_is_told_apart_from_who_sits(client: Client, meridian: Pack) -> None:
    shown = said(client.get("/governance/"))
    assert "10 people chair a body or keep its books." in shown
    assert "Native 3 hidden 30 % 4 %" in shown
    assert "Black 2 hidden 20 % 17 %" in shown


@pytest.mark.covers("S003-A6", "S003-A7", "S003-A9")
def test_the_coalitions_committee_shows_its_balance_its_young_members_votes_and_a_line_for_each_seat(
    client: Client, meridian: Pack
) -> None:
    body = meridian.catalogue.bodies[COALITION]
    assert {kind.stands_for for kind in body.seats} == {
        "education",
        "business",
        "government",
        "civil_rights",
        "youth",
    }
    youth = body.seat("youth")
    assert youth is not None
    assert youth.voting
    assert youth.always
    page = client.get(_at(COALITION)).content.decode()
    seats = page[page.index('id="seats"') : page.index('id="powers"')]
    held = re.findall(r"<strong>([^<]+)</strong>", seats)
    assert len(held) + seats.count('class="status open"') == sum(kind.count for kind in body.seats) == 8
    assert held.count("A young person") == 2
    assert seats.count("from ") == len(held)
    shown = said(client.get(_at(COALITION)))
    for line in (
        "Schools: 1 of 1",
        "Colleges: 1 of 1",
        "Work: 2 of 2",
        "Government: 1 of 1",
        "Community: 3 of 3",
    ):
        assert line in shown
    for key in ("tessa-blackwood", "kai-morgan"):
        actions.resign(by=actor(key), body=COALITION, on=timezone.localdate(), now=timezone.now())
    assert [each.about for each in unmet(queries.sitting(COALITION, timezone.localdate()))] == ["youth"]
    assert "This body cannot vote now." in said(client.get(_at(COALITION)))
    assert "Not filled: Youth groups" in said(client.get(_at(COALITION)))


@pytest.mark.covers("S001-CH5")
def test_a_right_stands_behind_everything_the_public_log_of_the_demo_says(
    client: Client, meridian: Pack
) -> None:
    shown = said(client.get("/governance/rights/"))
    assert "There is no entry without one." in shown
    assert f"{trail.log_size()} entries of the public log rest on a right." in shown
    assert "Certify pathways Meridian Board of Pathways · Article 2, clause 1 Decides on: pathways" in shown
    assert "Schools 13 % · Colleges 7 % · Government 13 % · Work 20 % · Community 47 %" in shown


def test_a_clerk_ends_a_term_announces_the_vacancy_and_fills_the_seat_again(meridian: Pack) -> None:
    clerk, keep = signed_in("helen-zhou"), f"{_at(BOARD)}keep/"
    assert clerk.post(keep, {"do": "end", "seat": "union/1", "why": "recalled"}).status_code == 302
    assert "Unions\u201d: a seat is vacant without a public notice" in said(Client().get(_at(BOARD)))
    assert (
        clerk.post(
            keep, {"do": "announce", "seat": "union/1", "words": "Unions may send somebody."}
        ).status_code
        == 302
    )
    assert "cannot vote" not in said(Client().get(_at(BOARD)))
    wrong = clerk.post(keep, {"do": "fill", "seat": "union/1", "person": "nobody", "region": "harbor"})
    assert wrong.status_code == 422
    assert "nobody signs in under this name" in said(wrong)
    assert 'value="nobody"' in wrong.content.decode()
    filled = {"do": "fill", "seat": "union/1", "person": "ms-marks", "region": "river-valley"}
    assert "The seat is filled" in said(clerk.post(keep, filled, follow=True))
    assert "Tanya Marks" in said(Client().get(_at(BOARD)))
    given = clerk.post(keep, {"do": "office", "seat": "union/1", "office": "chair"}, follow=True)
    assert "The office is given." in said(given)
    assert "Tanya Marks · Chair" in said(Client().get(_at(BOARD)))
    for other in (Client(), signed_in("jason-16"), signed_in("mr-bell")):
        assert other.get(keep).status_code in (302, 403)


def test_an_operator_asks_and_nothing_changes_before_another_operator_says_yes(meridian: Pack) -> None:
    one, other, keep = signed_in("kwame-asante"), signed_in("ines-varga"), f"{_at(BOARD)}keep/"
    asked = {"do": "end", "seat": "union/1", "why": "recalled", "reason": "Their union wrote to us."}
    assert "Another operator now looks at it." in said(one.post(keep, asked, follow=True))
    assert "Joe Castellano" in said(Client().get(_at(BOARD)))
    waiting = one.get("/governance/operator/").content.decode()
    assert "You asked for it. Another operator answers." in waiting
    assert 'value="yes"' not in waiting
    page = other.get("/governance/operator/").content.decode()
    (form,) = re.findall(r'action="(/governance/operator/[0-9a-f-]{36}/)"', page)
    assert one.post(form, {"answer": "yes"}).status_code == 403
    assert "Their union wrote to us." not in Client().get("/governance/operator/").content.decode()
    assert "You said yes, and it is done." in said(other.post(form, {"answer": "yes"}, follow=True))
    assert "Joe Castellano" not in said(Client().get(_at(BOARD)))
    public = said(Client().get("/governance/operator/"))
    assert "End a term in a body: Meridian Board of Pathways" in public
    assert "left seat" in public
    assert "Kwame" not in public


def test_the_key_of_an_issuer_changes_with_the_yes_of_two_operators(meridian: Pack) -> None:
    one, other = signed_in("kwame-asante"), signed_in("ines-varga")
    issuer, now = "harbor-community-college", timezone.now()
    first = records.rotate(
        by=actor("omar-haddad"), issuer=issuer, kind="Ed25519", reason="The first.", now=now
    )
    asked = {"issuer": issuer, "act": "key.rotate", "kind": "Ed25519", "reason": "A year has passed."}
    assert "Another operator now looks at it." in said(
        one.post("/governance/operator/key/", asked, follow=True)
    )
    assert [key.name for key in record_queries.issuer_keys(issuer)][-1] == first.name
    (form,) = re.findall(
        r'action="(/governance/operator/[0-9a-f-]{36}/)"', other.get("/governance/operator/").content.decode()
    )
    assert "You said yes, and it is done." in said(other.post(form, {"answer": "yes"}, follow=True))
    ended = {key.name: key.ended for key in record_queries.issuer_keys(issuer)}
    assert ended[first.name] == "retired"
    assert list(ended.values())[-1] == ""
    assert "Change the key of an issuer: Harbor Community College" in said(
        Client().get("/governance/operator/")
    )


def test_a_member_declares_records_says_and_gives_up_from_their_own_seat(meridian: Pack) -> None:
    member, seat = signed_in("joseph-redhawk"), f"{_at('highlands-pathways-council')}seat/"
    shown = member.get(seat).content.decode()
    assert 'id="g-native" value="native" checked' in shown
    interest = {"do": "interest", "organization": "granite-trails", "words": "I lead it."}
    assert "Declared an interest: Granite Trails : I lead it." in said(
        member.post(seat, interest, follow=True)
    )
    again = member.post(seat, interest)
    assert (again.status_code, "you declared this one already" in said(again)) == (422, True)
    (key,) = re.findall(r'name="interest" value="([^"]+)"', member.get(seat).content.decode())
    member.post(seat, {"do": "interest-over", "interest": key})
    assert "Declared an interest" not in said(Client().get(_at("highlands-pathways-council")))
    duty = {"do": "duty", "duty": "inform", "words": "We wrote to the board."}
    assert "We wrote to the board." in said(member.post(seat, duty, follow=True))
    told = {"do": "tell", "subject": "Snow", "words": "The pass is closed in winter."}
    assert "The pass is closed in winter." in said(member.post(seat, told, follow=True))
    member.post(seat, {"do": "groups", "groups": ["native"], "openly": "no"})
    assert "Joseph Redhawk · Chair from" in said(Client().get(_at("highlands-pathways-council")))
    assert "You gave up your seat." in said(member.post(seat, {"do": "resign"}, follow=True))
    assert member.get(seat).status_code == 403
    learner = signed_in("tomas-keller").get(seat).content.decode()
    assert "It is counted without your name" in learner
    assert "o-yes" not in learner


def test_the_pages_of_bodies_cost_few_queries(meridian: Pack) -> None:
    client = signed_in("helen-zhou")
    for path in (
        "/governance/",
        _at(BOARD),
        f"{_at(BOARD)}keep/",
        f"{_at(BOARD)}seat/",
        "/governance/rights/",
        "/governance/operator/",
    ):
        assert cost(client, path) <= MOST, path
    assert id_of("helen-zhou")
