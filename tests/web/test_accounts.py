"""Accounts of a real state: sign-up and sign-in wear the same face, and the demo's door is closed there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from throughline.core.formats.state_pack import Pack


@pytest.fixture
def visitor(meridian: Pack, db: None) -> Client:
    """Somebody who is not signed in."""
    return Client()


def test_signing_in_stands_in_the_pages_own_frame_with_a_passkey_beside_the_password(visitor: Client) -> None:
    page = visitor.get("/accounts/login/").content.decode()
    assert 'class="wordmark"' in page
    assert 'class="usa-button' in page
    assert 'id="passkey_login"' in page
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", page)


def test_somebody_signs_up_confirms_their_address_and_is_signed_in(visitor: Client) -> None:
    password = "a long and quiet river 7"
    given = {"email": "ana@example.org", "password1": password, "password2": password}
    visitor.post("/accounts/signup/", given)
    (letter,) = mail.outbox
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", letter.body, re.MULTILINE)
    assert code is not None, letter.body
    answer = visitor.post("/accounts/confirm-email/", {"code": code[1]})
    assert answer.status_code == 302
    assert visitor.session.get("_auth_user_id")
    # Signing in leads to the page where this person's day begins, not to the door they came in by.
    assert answer["Location"] == "/my-day/"


def test_nobody_picks_a_person_outside_the_demo(visitor: Client, settings: Any) -> None:
    settings.DEMO = False
    assert visitor.get("/sign-in/")["Location"] == "/accounts/login/"
    assert visitor.post("/sign-in/as/", {"who": "jason-16"}).status_code == 404


def test_in_the_demo_a_person_is_picked(visitor: Client, settings: Any) -> None:
    settings.DEMO = True
    assert "Jason Reed" in visitor.get("/sign-in/").content.decode()
    assert visitor.post("/sign-in/as/", {"who": "jason-16"})["Location"] == "/me/"
