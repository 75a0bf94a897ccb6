"""The page on which a learner joins two records of theirs."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
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
