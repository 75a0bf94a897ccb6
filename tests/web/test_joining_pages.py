"""The page on which a learner joins two records of theirs."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.governing import agreed_key
from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline import cli
from throughline.apps.directory import recovery
from throughline.apps.records import queries as records

pytestmark = pytest.mark.usefixtures("meridian", "db")


def test_a_learner_looks_at_both_says_yes_and_either_way_to_sign_in_leads_to_one_record() -> None:
    jason, other = actor("jason-16"), actor("mariah-16")
    code = recovery.make_codes(by=other, now=timezone.now())[0]
    client = signed_in("jason-16")
    assert "Only you can join them" in said(client.get("/me/data/join/"))
    wrong = client.post("/me/data/join/", {"code": "AAAA-BBBB"})
    assert wrong.status_code == 422
    assert "opens nothing here" in said(wrong)
    look = client.post("/me/data/join/", {"code": code})
    mine = len(records.own_record(jason, jason.me, now=timezone.now()).lines)
    theirs = len(records.own_record(other, other.me, now=timezone.now()).lines)
    assert re.search(rf"Entries in this record {mine} .*other one {theirs} ", said(look))
    assert recovery.codes_left(other) == 6, "to look uses nothing up"
    done = client.post("/me/data/join/", {"code": code, "yes": "yes"}, follow=True)
    assert "It is one record now" in said(done)
    again = signed_in("mariah-16").get("/me/record/")
    assert said(again).partition("entries.")[0] == said(client.get("/me/record/")).partition("entries.")[0]
    assert len(records.own_record(actor("jason-16"), jason.me, now=timezone.now()).lines) == mine + theirs


def test_pages_of_a_joined_record_stay_within_their_budget_of_queries() -> None:
    from throughline.apps.directory import joining

    code = recovery.make_codes(by=actor("mariah-16"), now=timezone.now())[0]
    joining.join(by=actor("jason-16"), code=code, now=timezone.now())
    client = signed_in("jason-16")
    for page in ("/me/", "/me/record/", "/me/progress/", "/me/evidence/", "/me/data/import/"):
        assert cost(client, page) <= MOST, page


@pytest.mark.covers("A-OP-3")
def test_a_key_is_changed_and_a_sign_in_lost_and_what_was_earned_is_still_believed_and_in_its_learners_hands() -> (
    None
):
    jason, learner = actor("jason-18"), signed_in("jason-18")
    lines = records.own_record(jason, jason.me, now=timezone.now()).lines
    address = f"/me/record/award/{next(k for k in lines if k.startswith('award:')).partition(':')[2]}/"
    held = learner.get(f"{address}credential.json").json()
    method = held["proof"]["verificationMethod"]
    issuer = method.partition("#")[0].rpartition(":")[2]
    page = learner.post("/me/data/codes/", follow=True).content.decode()
    codes = sorted(set(re.findall(r"\b(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}\b", page)))
    assert len(codes) == 6, "printed and put away"

    agreed_key(issuer, timezone.now(), pair=(actor("kwame-asante"), actor("ines-varga")))
    assert cli.main(["keys", "rotate", issuer, "--reason", "yearly"]) == 0
    newest = records.issuer_keys(issuer)[-1]
    assert not method.endswith(f"#{newest.name}"), "another key signs from now on"
    assert learner.get(f"{address}credential.json").json() == held, "what is signed stays as it is"
    assert "Verified The one who issued it signed it" in said(
        Client().post("/verify/", {"pasted": json.dumps(held)})
    )

    stranger = Client()
    assert stranger.get("/me/record/").status_code in (302, 401, 403), (
        "whoever lost their sign-in stands outside"
    )
    assert stranger.post("/come-back/", {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 422
    back = stranger.post("/come-back/", {"code": codes[0].lower()}, follow=True)
    assert "Welcome back" in said(back)
    assert stranger.get(f"{address}credential.json").json() == held
    assert Client().post("/come-back/", {"code": codes[0]}).status_code == 422, "a code is used up"
    assert recovery.codes_left(jason) == 5
