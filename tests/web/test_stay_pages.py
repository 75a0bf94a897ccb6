"""A stay elsewhere on its pages: asked by a learner, answered by their home and the host, each on their own turn."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actor import HOUSE

pytestmark = pytest.mark.usefixtures("meridian", "db")


def other_of(organization: str) -> Client:
    """Somebody else who acts for an organization, signed in."""
    key = uuid4()
    new = directory.NewPerson(
        key, "Pia", "Rossi", roles=(("accountant", organization),), account=f"pia-{key}"
    )
    now = timezone.now()
    directory.add_people(by=HOUSE, people=[new], starts=timezone.localdate(now) - timedelta(days=9), now=now)
    client = Client()
    client.force_login(get_user_model().objects.get(username=f"pia-{key}"))
    return client


def asked_for(**changed: object) -> dict[str, object]:
    """What the form sends: a term at the college, two things to do there, one that it counts as."""
    today = timezone.localdate()
    return {
        "home": "northside-high", "host": "harbor-community-college", "kind": "study",
        "starts": str(today), "ends": str(today + timedelta(days=100)), "program": "away-terms",
        "studied": ["competency:data-reasoning"], "other": "Tide pools\n\n", "counts": ["Electives in science", ""],
        "credits": ["6", ""], "provision": "in_part", **changed,
    }  # fmt: skip


def test_a_stay_goes_from_the_learner_to_the_home_and_to_the_host_and_is_then_in_force() -> None:
    jason, home, host = signed_in("jason-24"), signed_in("ms-ortiz"), signed_in("omar-haddad")
    form = said(jason.get("/me/stays/new/?host=harbor-community-college"))
    assert "What your home then counts" in form
    answer = jason.post("/me/stays/new/", asked_for())
    page = answer["Location"]
    assert "Next: the home" in said(jason.get(page))
    assert "It is your turn" in said(home.get("/stays/"))
    home.post(page, {"act": "approve", "number": "1"})
    host.post(page, {"act": "answer", "number": "1", "words": "Tide pools is full this term."})
    back = said(jason.get(page))
    assert "Came back to the learner" in back
    assert "Tide pools is full this term." in back
    jason.post(page, asked_for(act="ask_anew", other="River survey"))
    for party in (home, host):
        party.post(page, {"act": "approve", "number": "2"})
    agreed = said(host.get(page))
    assert "Agreed by all three" in agreed
    assert "river survey" in agreed.casefold()
    jason.post(
        page, {"act": "change", "out": "course:river-survey", "into": "Bay survey", "reason": "not-available"}
    )
    changed = said(jason.get(page))
    assert "What is asked to change" in changed
    assert "leaves: not available" in changed
    for client, path in ((jason, "/me/stays/"), (home, "/stays/"), (host, page)):
        assert cost(client, path) <= MOST


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ends": ""}, "one of its days is missing"),
        (
            {"program": "away-terms", "ends": str(timezone.localdate() + timedelta(days=20))},
            "shorter than 2 months",
        ),
        ({"counts": [""], "credits": [""]}, "One of the two lists is empty"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_its_reason_and_all_that_was_typed(
    changed: dict[str, object], why: str
) -> None:
    answer = signed_in("jason-24").post("/me/stays/new/", asked_for(**changed))
    assert answer.status_code == 422
    assert why.casefold() in said(answer).casefold()
    assert "Tide pools" in answer.content.decode()


def test_who_has_no_part_in_it_reads_nothing_and_an_empty_list_says_what_it_is_for() -> None:
    page = signed_in("jason-24").post("/me/stays/new/", asked_for())["Location"]
    assert signed_in("joe-castellano").get(page).status_code in (403, 404)
    assert "it stands here" in said(signed_in("helen-zhou").get("/stays/"))
    assert "You have none yet" in said(signed_in("mariah-12").get("/me/stays/"))


def _rotation_form(**changed: object) -> dict[str, object]:
    """What the form sends: two fields that two unions and a community group offer, and two rows left empty."""
    rows = {
        "field": ["Ironwork", "Making", "", ""], "host": ["ironworkers-local-9", "river-makers", "", ""],
        "days": ["1", "1", "", ""], "counts": ["Trades seen", "Making seen", "", ""], "credits": ["0.25", "0.25", "", ""],
        "way": ["bus", "walk", "", ""], "minutes": ["25", "10", "", ""],
        "transport": ["The 4 from the school, paid by the network", "Along the river", "", ""],
        "destination": ["ironworker", "", "", ""],
    }  # fmt: skip
    return {
        "keeper": "harbor-pathways-network", "title": "Two trades", "words": "One day each.", "pathway": "ironworking",
        "weekday": str(timezone.localdate().weekday()), "hours": "6", "ordered": "yes",
        "sponsor": ["ironworkers-local-9", "river-makers"], **rows, **changed,
    }  # fmt: skip


def test_a_rotation_is_brought_together_signed_joined_seen_and_thought_about_on_its_pages() -> None:
    tom, joe, maya = signed_in("tom-okello"), signed_in("joe-castellano"), signed_in("maya-whitefeather")
    jason, home = signed_in("jason-14"), signed_in("ms-ortiz")
    untold = tom.post("/rotations/make/", _rotation_form(transport=["", "", "", ""]))
    assert (untold.status_code, "Field 1: it does not say how learners get there" in said(untold)) == (
        422,
        True,
    )
    assert "One day each." in untold.content.decode(), "what was typed stays"
    address = tom.post("/rotations/make/", _rotation_form())["Location"]
    assert "It opens once everyone who offers it has signed" in said(jason.get(address))
    joe.post(address, {"act": "sign", "organization": "ironworkers-local-9"})
    assert "Your signature is asked for." in said(maya.get("/rotations/"))
    maya.post(address, {"act": "sign", "organization": "river-makers"})
    own = jason.post(address, {"act": "join", "home": "northside-high"})["Location"]
    page = jason.get(own).context["page"]
    field, today = page.fields[0].row.field, timezone.localdate()
    jason.post(own, {"act": "take_up", "field": f"{field.id}", "starts": f"{today}"})
    agreement = jason.get(own).context["page"].fields[0].seen.agreement
    day = {"agreement": f"{agreement}", "on": f"{today}", "came": "yes", "hours": "6", "way": "bus"}
    assert "not agreed by all three yet" in said(joe.post("/stays/days/", day))
    for party in (home, joe):
        party.post(f"/stays/{agreement}/", {"act": "approve", "number": "1"})
    assert joe.post("/stays/days/", {**day, "on": ""}).status_code == 422
    assert joe.post("/stays/days/", day).status_code == 302
    assert "6 hours, by bus or train" in said(joe.get("/stays/days/"))
    stay = jason.get(own).context["page"].fields[0].seen.stay
    thought = {"act": "think", "stay": f"{stay}", "wish": "more", "words": "I like to be up high."}
    jason.post(own, thought)
    shown = said(jason.get(own))
    assert "You have seen 1 of 2 fields. Next: take up a field." in shown
    assert "I want more of it. I like to be up high." in shown
    assert "1 of 2 fields seen" in said(tom.get(f"{address}people/"))
    assert joe.get(f"{address}people/").status_code == 403
    assert "places in rotations" in said(jason.get("/me/looks/"))
    assert "days of stays" in said(jason.get("/me/looks/"))
    assert signed_in("jason-16").get(own).status_code == 404
    for client, path in ((jason, own), (jason, "/rotations/"), (tom, address), (tom, "/rotations/make/")):
        assert cost(client, path) <= MOST, path
    for client, path in ((tom, f"{address}people/"), (joe, "/stays/days/")):
        assert cost(client, path) <= MOST + READS_ANOTHER, path


def test_a_stipend_is_joined_reckoned_shown_line_by_line_approved_by_two_and_read_by_its_learner() -> None:
    jason, home, host, tom = (signed_in(e) for e in ("jason-14", "ms-ortiz", "dr-lucia", "tom-okello"))
    pia = other_of("harbor-pathways-network")
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday() + 14)
    rule = {"unit": "hour", "amount": "15.35", "starts": f"{monday}", "most": "20"}
    opened = {"keeper": "harbor-pathways-network", "title": "Summer", "words": "For interns.", **rule}
    assert "how much for what" in said(tom.post("/stipends/", {**opened, "amount": ""}))
    address = tom.post("/stipends/", opened)["Location"]
    stay = asked_for(host="mercy-bay-hospital", kind="work", program="", starts=f"{monday}")
    page = jason.post("/me/stays/new/", stay)["Location"]
    for party in (home, host):
        party.post(page, {"act": "approve", "number": "1"})
    assert "Your stays that can be paid" not in said(jason.get("/stipends/")), "the host is not reviewed yet"
    review = {"act": "review", "host": "mercy-bay-hospital", "fits": "yes", "why": "A mentor for each."}
    assert tom.post(address, review).status_code == 302
    (joins,) = jason.get("/stipends/").context["page"].joins
    jason.post("/stipends/", {"act": "join", "program": joins[0].program, "agreement": joins[0].agreement})
    day = {"agreement": joins[0].agreement, "on": f"{monday}", "came": "yes", "hours": "7,5", "way": "bus"}
    assert host.post("/stays/days/", day).status_code == 302
    run = tom.post(address, {"act": "run", "until": f"{today}"})["Location"]
    shown = tom.get(run)
    assert "115.13 for the hours attested" in said(shown)
    assert tom.get(f"{run}payments.csv").status_code == 403
    approve = {"act": "approve", "digest": shown.context["page"].run.digest}
    tom.post(run, approve)
    assert "Another person has to look at it" in said(tom.post(run, approve))
    pia.post(run, approve)
    assert b'"TOTAL"' not in pia.get(f"{run}payments.csv").content
    assert b"TOTAL,1 payments,,115.13,USD" in pia.get(f"{run}payments.csv").content
    listed = tom.get(f"{address}insurance.csv?from={today}&to={today}").content.decode()
    assert "Jason,Reed,mercy-bay-hospital" in listed
    assert "northside" not in listed
    mine = said(jason.get("/me/stipends/"))
    assert "$115.13 paid so far" in mine
    assert "list for the insurer" in said(jason.get("/me/looks/"))
    (own,) = jason.get("/me/stipends/").context["page"].rows
    say = {"intern": own.own.intern, "act": "say", "again": "yes", "words": "They let me ask."}
    assert "or why" in said(jason.post("/me/stipends/", {**say, "words": ""}))
    jason.post("/me/stipends/", say)
    jason.post("/me/stipends/", {**say, "act": "invite", "on": f"{today}", "where": "Device workshop"})
    assert "I would go again. They let me ask." in said(tom.get(f"{address}words/"))
    (asked,) = home.get("/stays/demonstrations/").context["page"].rows
    home.post("/stays/demonstrations/", {"demonstration": asked[0].id})
    assert "somebody was there" in said(jason.get("/me/stipends/"))
    assert "words on places of stays" in said(jason.get("/me/looks/"))
    assert "Runs" not in said(home.get(address)), (
        "what the network pays whom is its own matter and the learner's"
    )
    assert home.get(run).status_code == 403
    for client, path in ((jason, "/stipends/"), (jason, "/me/stipends/"), (tom, address)):
        assert cost(client, path) <= MOST, path
    assert cost(tom, run) <= MOST + 2 * READS_ANOTHER
