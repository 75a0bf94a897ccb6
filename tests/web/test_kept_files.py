"""The learner's own files of a long record are made once and handed out again, never a moment too long."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID
from zlib import decompress

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, milliseconds
from tests.web.test_pages import signed_in
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions, tasks
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import KeptFile
from throughline.core.credentials.carriers.pdf_attachment import attachments

pytestmark = pytest.mark.usefixtures("meridian", "db")
CLR, PDF = "/me/record/record.json", "/me/record/record.pdf"
MILLISECONDS = 5


@pytest.fixture
def long() -> list[UUID]:
    """Three hundred more facts in one record."""
    jason, today = actor("jason-16"), timezone.localdate()
    kinds = ("course:course-{}", "experience:project-{}")
    facts = [NewFact(jason.me, kinds[n % 2].format(n), today - timedelta(days=n)) for n in range(300)]
    return actions.attest_many(by=actor("ms-ortiz"), facts=facts, now=timezone.now())


@pytest.fixture
def client() -> Client:
    """Jason, signed in."""
    return signed_in("jason-16")


@pytest.mark.parametrize("path", [CLR, PDF])
def test_the_signed_record_and_the_transcript_of_300_items_stay_within_the_budget_of_a_page(
    long: list[UUID], client: Client, path: str
) -> None:
    client.get(path)
    assert cost(client, path) <= MOST
    assert milliseconds(client, path) < MILLISECONDS


def test_a_file_is_the_same_until_the_record_is_another(client: Client) -> None:
    first, paper = client.get(CLR).content, client.get(PDF).content
    assert (client.get(CLR).content, client.get(PDF).content) == (first, paper)
    assert _carried(paper) == json.loads(first)


def _carried(paper: bytes) -> object:
    return json.loads(attachments(paper)[0].data)


def test_what_is_added_withdrawn_or_revoked_is_in_the_next_file(client: Client) -> None:
    jason, teacher, now = actor("jason-16"), actor("ms-ortiz"), timezone.now()
    before = client.get(CLR).content
    made = NewFact(jason.me, "experience:paper-bridge", timezone.localdate() - timedelta(days=1))
    fact = actions.attest(by=teacher, fact=made, now=now)
    assert b"paper-bridge" not in before
    assert b"paper-bridge" in client.get(CLR).content
    actions.withdraw(by=teacher, attainment=fact, on=timezone.localdate(), reason="Another's.", now=now)
    assert b"paper-bridge" not in client.get(CLR).content


def test_a_key_that_ended_signs_no_file_that_is_handed_out(client: Client) -> None:
    first = json.loads(client.get(CLR).content)
    _turn_the_key()
    second = json.loads(client.get(CLR).content)
    assert _method(second) != _method(first)


def _method(document: dict[str, dict[str, str] | list[dict[str, str]]]) -> str:
    proof = document["proof"]
    return (proof[0] if isinstance(proof, list) else proof)["verificationMethod"]


def test_the_first_look_after_a_change_takes_no_more_queries_than_a_page(
    long: list[UUID], client: Client
) -> None:
    for path in (CLR, PDF, "/me/record/", "/me/record/resume/", "/me/record/competency/communication/"):
        client.get(path)
        actions.withdraw(
            by=actor("ms-ortiz"), attainment=long.pop(), on=timezone.localdate(), reason="Another's.", now=timezone.now()
        )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        assert len([each for each in seen if "SAVEPOINT" not in each["sql"]]) <= MOST


def test_what_did_not_change_is_stated_as_it_was_and_what_changed_is_stated_anew(
    long: list[UUID], client: Client
) -> None:
    first = _stated(client)
    today, now = timezone.localdate(), timezone.now()
    actions.withdraw(by=actor("ms-ortiz"), attainment=long[0], on=today, reason="Another's.", now=now)
    second = _stated(client)
    assert len(first) == len(second) + 1
    assert all(first[name] == each for name, each in second.items())
    _turn_the_key()
    assert not _stated(client).keys() & first.keys()


def _turn_the_key() -> None:
    """Two operators agree that the state signs with a new key."""
    state = frameworks.catalogue().state.id
    (one, other), now = (actor("kwame-asante"), actor("ines-varga")), timezone.now()
    said = {"issuer": state, "kind": "Ed25519"}
    asked = two_persons.ask(
        by=one, act="key.rotate", about=f"organization:{state}", detail=said, why="In turn", now=now
    )
    two_persons.answer(by=other, request=asked, yes=True, now=now)
    actions.rotate(by=HOUSE, issuer=state, kind="Ed25519", reason="In turn.", now=timezone.now())


def _stated(client: Client) -> dict[str, object]:
    """What the state itself stated in the learner's file, by id."""
    whole = json.loads(client.get(CLR).content)
    held = whole["credentialSubject"]["verifiableCredential"]
    return {each["id"]: each for each in held if each["issuer"]["id"] == whole["issuer"]["id"]}


def test_the_job_makes_a_file_anew_before_it_is_asked_for_and_leaves_nothing_of_what_was(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = _paper_bridge()
    assert b"paper-bridge" in client.get(CLR).content
    client.get(PDF)
    assert (KeptFile.objects.count(), tasks.renew_files()) == (3, 0)
    reason, now = "Another's.", timezone.now()
    actions.withdraw(by=actor("ms-ortiz"), attainment=fact, on=timezone.localdate(), reason=reason, now=now)
    assert (tasks.renew_files(), set(KeptFile.objects.values_list("form", flat=True))) == (
        1,
        {"clr", "stated"},
    )
    assert not any(b"paper-bridge" in decompress(each.content) for each in KeptFile.objects.all())
    monkeypatch.setattr("throughline.apps.records.queries.own_files.signed_record", None)
    assert b"paper-bridge" not in client.get(CLR).content


def test_a_file_that_nobody_asked_for_lately_is_removed_once_it_would_be_another(client: Client) -> None:
    client.get(CLR)
    KeptFile.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert (tasks.renew_files(), KeptFile.objects.count()) == (0, 2)
    _paper_bridge()
    assert (tasks.renew_files(), KeptFile.objects.count()) == (0, 0)


def _paper_bridge() -> UUID:
    fact = NewFact(actor("jason-16").me, "experience:paper-bridge", timezone.localdate())
    return actions.attest(by=actor("ms-ortiz"), fact=fact, now=timezone.now())


def test_a_file_of_yesterday_is_not_handed_out_today(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(CLR).content
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("throughline.web.learner.record.timezone.now", lambda: later)
    assert client.get(CLR).content != first


def test_nobody_else_gets_a_kept_file(client: Client) -> None:
    client.get(CLR)
    asked: Callable[[str], HttpResponse] = signed_in("ms-ortiz").get
    assert asked(CLR).status_code in (302, 403, 404) or b"Jason" not in asked(CLR).content
