"""Anyone checks a credential: on the page, with or without script, and by the API."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.core.credentials.school import BADGE, by_key, clr, picture, signed
from tests.web.looking import MOST, cost, said
from throughline.apps.records.files import fetching
from throughline.apps.records.queries import verifying
from throughline.core.credentials.carriers.baking import bake_png

pytestmark = pytest.mark.usefixtures("meridian", "db")
DAY = datetime(2025, 1, 10, tzinfo=UTC)
THEN = {**BADGE, "validFrom": "2025-01-10T00:00:00Z"}
GOOD = by_key(THEN, created=DAY)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for over the network; nothing answers."""
    addresses: list[str] = []

    def lookup(host: str) -> list[str]:
        addresses.append(host)
        return []

    monkeypatch.setattr(verifying.FETCHER, "lookup", lookup)
    return addresses


def post(given: Any, **more: Any) -> HttpResponse:
    fields = {"pasted": given if isinstance(given, str) else json.dumps(given)} if given else {}
    return Client().post("/verify/", {**fields, **more})


def test_the_form_is_for_anyone_stays_within_its_budget_and_asks_nobody(asked: list[str]) -> None:
    assert cost(Client(), "/verify/?link=https://c.example/1") <= MOST
    answer = Client().get("/verify/?link=https://c.example/1")
    assert 'value="https://c.example/1"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert asked == []


def test_a_pasted_credential_is_verified_and_says_what_it_says() -> None:
    page = said(post(GOOD))
    assert page.startswith("Verified")
    assert "Robotics" in page
    assert "We do not know who issued it" in page
    assert "8. " not in page


def test_a_picture_is_uploaded_and_the_credential_in_it_verified() -> None:
    file = SimpleUploadedFile("badge.png", bake_png(picture(), json.dumps(GOOD)), "image/png")
    assert said(post("", file=file)).startswith("Verified")


@pytest.mark.covers("N09")
def test_of_a_changed_credential_not_one_word_is_shown() -> None:
    page = post({**GOOD, "name": "Surgeon General"}).content.decode()
    assert "Not verified" in page
    assert "Surgeon" not in page.partition("<textarea")[0]
    assert "Builds a robot" not in page.partition("<textarea")[0]


def test_what_could_not_be_reached_is_named_and_the_answer_is_that_we_cannot_tell(asked: list[str]) -> None:
    page = said(post(signed(THEN, created=DAY)))
    assert page.startswith("We cannot tell")
    assert "https://northside.example/.well-known/did.json" in page
    assert asked == ["northside.example"]


def test_each_credential_of_a_record_stands_with_its_own_answer() -> None:
    own = {**THEN, "id": "urn:uuid:2", "name": "Welding"}
    record = by_key({**clr(by_key(THEN, created=DAY), own), "validFrom": THEN["validFrom"]}, created=DAY)
    page = said(post(record))
    assert page.startswith("Verified")
    assert "It carries no signature" in page


def test_what_a_credential_says_is_text_and_never_a_part_of_the_page() -> None:
    hostile = "<script>alert(1)</script><b>\"'"
    answer = post(by_key({**THEN, "name": hostile}, created=DAY)).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({}, 422, "Choose a file, paste the text, or give a link."),
        ({"link": "http://127.0.0.1/"}, 200, "Only links that begin with https:// are opened."),
        ({"link": "https://169.254.169.254/"}, 200, "The link could not be opened."),
        ({"pasted": "[" * 100_000}, 200, "It is damaged or not whole"),
    ],
)
def test_what_cannot_be_checked_is_said_in_words(fields: dict[str, str], status: int, words: str) -> None:
    answer = Client().post("/verify/", fields)
    assert (answer.status_code, words in said(answer)) == (status, True)


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    answer = Client().post("/verify/", b"", content_type="text/plain", CONTENT_LENGTH=str(2**30))
    assert (answer.status_code, "too large" in said(answer)) == (413, True)


def test_a_form_without_its_token_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/verify/", {"pasted": "x"}).status_code == 403


# --- the API ---


def api(body: bytes | str, query: str = "", kind: str = "application/json") -> Any:
    return Client().post(f"/api/v1/verify{query}", body, content_type=kind)


def test_programs_send_the_credential_itself_and_get_the_steps() -> None:
    answer = api(json.dumps(GOOD)).json()
    assert (answer["answer"], answer["kind"], answer["claims"]["name"]) == ("verified", "badge", "Robotics")
    assert [each["name"] for each in answer["steps"]][:4] == ["read", "understood", "signature", "key"]
    baked = bake_png(picture(), json.dumps(GOOD))
    assert api(baked, kind="image/png").json()["form"] == "png"


def test_programs_may_hold_the_dates_against_another_day() -> None:
    ended = json.dumps(by_key({**THEN, "validUntil": "2025-06-01T00:00:00Z"}, created=DAY))
    assert api(ended).json()["answer"] == "not_verified"
    assert api(ended, "?as_of=2025-03-01T00:00:00Z").json()["answer"] == "verified"


def test_a_name_that_stands_twice_is_seen_and_refused() -> None:
    twice = json.dumps(GOOD)[:-1] + ', "name": "Surgeon"}'
    answer = api(twice).json()
    assert (answer["answer"], answer["steps"][0]["code"]) == ("cannot_tell", "unreadable")


def test_nothing_brought_is_a_problem_in_words_and_too_much_is_another() -> None:
    assert api("").status_code == 400
    large = api(b" " * (16 * 1024 * 1024 + 1), kind="application/octet-stream")
    assert (large.status_code, "too large" in large.json()["detail"]) == (413, True)
    assert fetching.MOST_BYTES < 16 * 1024 * 1024
