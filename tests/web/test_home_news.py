"""A learner's home says what changed in sentences, each with what can be done with it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import queries as directory
from throughline.apps.directory.queries import Change
from throughline.apps.records import queries as records
from throughline.core.formats.state_pack import Pack
from throughline.web.learner.changes import OTHERS, OWN, READ_AT, change_shown

pytestmark = pytest.mark.django_db
UUID_LIKE = re.compile(r"[0-9a-f]{8}[- ][0-9a-f]{4}")


@pytest.mark.parametrize("key", ["jason-12", "jason-14", "jason-16", "mariah-16", "renee-dubois"])
def test_what_changed_is_told_in_sentences_without_any_id(meridian: Pack, key: str) -> None:
    client = signed_in(key)
    words = said(client.get("/me/"))
    assert not UUID_LIKE.search(words[words.index("What changed") :])
    assert cost(client, "/me/") <= MOST


def test_a_look_at_what_was_shared_stands_on_the_home_with_the_way_to_the_share(meridian: Pack) -> None:
    jason = actor("jason-16")
    (share,) = [each for each in records.shares(jason, jason.me, now=timezone.now()) if each.looked]
    page = signed_in("jason-16").get("/me/").content.decode()
    assert "looked at what you shared" in page
    assert f'href="/me/shares/{share.id}/"' in page


def test_a_credential_that_was_earned_leads_to_itself_and_to_a_wallet(meridian: Pack) -> None:
    jason = id_of("jason-16")
    changes = directory.what_changed(actor("jason-16"), jason, newest=200)
    shown = next(change_shown(each) for each in changes if each.verb == "issued")
    assert shown.sentence == "You earned"
    client = signed_in("jason-16")
    assert shown.more_href == "/me/wallet/"
    for address in (shown.href, shown.more_href):
        assert client.get(address).status_code == 200, address


def test_every_change_with_something_to_read_leads_to_a_page(meridian: Pack) -> None:
    client = signed_in("jason-16")
    for verb in READ_AT:
        found = Change(timezone.now(), verb, "", "Carmen Ortiz", "", {"name": "Rafael Santos"})
        shown = change_shown(found)
        assert shown.more_href, verb
        assert client.get(shown.more_href).status_code == 200, verb


def test_whatever_a_learner_did_reads_as_said_to_them(meridian: Pack) -> None:
    for verb in {*OWN, *OTHERS}:
        own = change_shown(Change(timezone.now(), verb, "", "you", "", {})).sentence
        assert not own.startswith("you "), own


def test_the_record_page_offers_every_way_to_take_it_along(meridian: Pack) -> None:
    page = signed_in("jason-16").get("/me/record/").content.decode()
    for path in ("record.pdf", "record.json", "everything.zip", "courses/"):
        assert f'href="/me/record/{path}"' in page


def test_checking_a_credential_is_one_step_from_the_start_and_from_every_foot(
    meridian: Pack, db: None
) -> None:
    client = Client()
    for path in ("/", "/pathways/", "/credentials/", "/site-map/", "/help/"):
        assert 'href="/verify/"' in client.get(path).content.decode(), path
