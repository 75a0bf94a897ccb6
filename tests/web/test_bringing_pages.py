"""The pages on which a learner brings their record from another house, and the command that does the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories import learner, load
from tests.living import somebody_who_lived, whole_state
from tests.web.looking import said
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.models import Person
from throughline.apps.records import queries as records
from throughline.cli import main

pytestmark = pytest.mark.django_db


def client_of(who: Actor) -> Client:
    """A browser in which somebody is signed in."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.create_user(username=str(who.me))
    Person.objects.filter(id=who.me).update(user=user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def taken(another_house: object, tmp_path: Path) -> tuple[bytes, list[str]]:
    """What a learner took away from one house, and the list of that house's issuers."""
    ana = somebody_who_lived()
    file = tmp_path / "issuers.json"
    records.signed_registry(now=timezone.now())
    bundle = client_of(ana).get("/me/record/everything.zip").content
    file.write_text(json.dumps(records.signed_registry(now=timezone.now())))
    return bundle, [str(file)]


def test_a_record_is_looked_at_and_after_a_yes_it_is_there(
    taken: tuple[bytes, list[str]], another_house
) -> None:  # type: ignore[no-untyped-def]
    bundle, issuers = taken
    with another_house(KNOWN_ISSUERS=issuers):
        load(whole_state())
        ana = learner()
        client = client_of(ana)
        assert "Nothing yet." in said(client.get("/me/data/import/"))
        at = client.post("/me/data/import/", {"file": SimpleUploadedFile("ana-reed.zip", bundle)})
        look = client.get(at["Location"])
        words = said(look)
        assert "Somebody this state knows signed it" in words
        counted = words.partition("It will count here")[2].partition("It will stand here as your word")[0]
        told = words.partition("It will stand here as your word")[2].partition("Credentials in the file")[0]
        assert "Numbers Badge" in counted
        assert re.search("garden", told, re.IGNORECASE)
        assert records.own_record(ana, ana.me, now=timezone.now()).lines == {}, "nothing before a yes"
        done = client.post(at["Location"], follow=True)
        assert "Nothing of it was lost" in said(done)
        assert "It counts here" in said(done)
        assert "Numbers" in said(client.get("/me/record/"))
        assert client.get(at["Location"]).status_code != 200, "the file at hand is gone"


def test_a_file_that_is_no_record_is_refused_in_words_and_what_is_anothers_is_not_shown(
    taken: tuple[bytes, list[str]], another_house  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    with another_house():
        load(whole_state())
        ana, bea = learner(), learner("Bea")
        client = client_of(ana)
        for given in (b"hello", taken[0][:5000]):
            answer = client.post("/me/data/import/", {"file": SimpleUploadedFile("x.zip", given)})
            assert answer.status_code == 422
            assert "cannot be unpacked" in said(answer)
        at = client.post("/me/data/import/", {"file": SimpleUploadedFile("a.zip", taken[0])})["Location"]
        assert client_of(bea).get(at).status_code == 403


def test_the_command_says_first_and_brings_in_after_a_yes(
    taken: tuple[bytes, list[str]], another_house, tmp_path: Path, capsys: pytest.CaptureFixture[str],  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("throughline.cli.installation.begin", lambda: None)
    file = tmp_path / "ana.zip"
    file.write_bytes(taken[0])
    with another_house(KNOWN_ISSUERS=taken[1]):
        load(whole_state())
        ana = learner()
        words = ["import", "record", str(file), "--learner", str(ana.me)]
        assert main(words) == 0
        said_first = capsys.readouterr().out
        assert "Nothing came in" in said_first
        assert "Numbers Badge: verified (Northside-High)" in said_first
        assert records.bringings(ana, ana.me, now=timezone.now()) == []
        assert main([*words, "--yes"]) == 0
        assert "all of it" in capsys.readouterr().out
        assert main([*words, "--yes"]) == 0
        assert "here already" in capsys.readouterr().out
        assert len(records.bringings(ana, ana.me, now=timezone.now())) == 1
        file.write_bytes(taken[0][:100])
        assert main(words) != 0
        assert "Nothing came in" in capsys.readouterr().err
