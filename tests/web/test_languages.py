"""A page speaks the reader's language, says which that is, and marks what it has only in another."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from throughline.apps.directory import queries as directory
from throughline.core.formats.state_pack import Pack
from throughline.web import reading
from throughline.web.words import spoken

PAGES = ("/", "/pathways/", "/pathways/nursing/", "/map/", "/help/", "/explore/", "/levels/")
LANGUAGES = ("en", "es", "pt", "ht")
COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def visitor(meridian: Pack, db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody who is not signed in, in the demo."""
    monkeypatch.setattr(settings, "DEMO", True)
    return Client()


def reader(client: Client, language: str) -> Client:
    """The same, with a language chosen."""
    client.cookies[COOKIE] = language
    return client


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_its_language(visitor: Client, path: str, language: str) -> None:
    html = reader(visitor, language).get(path).content.decode()
    assert re.search(r"<html lang=\"([a-z]+)\"", html)[1] == language  # type: ignore[index]


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Pathways"), ("es", "Rutas"), ("pt", "Percursos"), ("ht", "Chemen yo")]
)
def test_a_page_speaks_the_readers_language(visitor: Client, language: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in reader(visitor, language).get("/pathways/").content.decode()


def test_a_browser_that_asks_for_spanish_gets_spanish(visitor: Client) -> None:
    answer = visitor.get("/pathways/", headers={"accept-language": "es-MX,es;q=0.9"})
    assert "<h1>Rutas</h1>" in answer.content.decode()


def test_what_stands_only_in_another_language_is_marked(visitor: Client) -> None:
    from django.utils import translation

    with translation.override("ht"):
        others = [p for p in reading.catalogue().pathways.values() if spoken(p.summary) == "en"]
    assert others
    html = reader(visitor, "ht").get("/pathways/").content.decode()
    for pathway in others:
        words = re.escape(str(pathway.summary["en"]).split("'")[0][:30])
        assert re.search(rf'<span lang="en">\s*{words}', html), pathway.id


def test_the_language_is_changed_on_any_page_and_one_stays_there(visitor: Client) -> None:
    answer = visitor.post("/language/", {"language": "es", "next": "/pathways/nursing/"})
    assert answer["Location"] == "/pathways/nursing/"
    assert visitor.get("/pathways/").content.decode().count("<h1>Rutas</h1>") == 1


def test_changing_the_language_leads_to_no_other_house(visitor: Client) -> None:
    answer = visitor.post("/language/", {"language": "es", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_person_reads_on_in_the_language_they_keep(visitor: Client) -> None:
    learner = reader(Client(), "en")
    learner.post("/sign-in/as/", {"who": "jason-16"})
    learner.post("/language/", {"language": "es", "next": "/me/"})
    assert directory.actor_of_account(_account("jason-16"), on=_today()).language == "es"
    elsewhere = reader(Client(), "en")
    answer = elsewhere.post("/sign-in/as/", {"who": "jason-16"})
    assert answer.cookies[COOKIE].value == "es"
    assert "<h1>Hola, " in elsewhere.get("/me/").content.decode()


def test_signing_in_with_an_account_takes_up_its_language_too(visitor: Client) -> None:
    visitor.post("/sign-in/as/", {"who": "jason-16"})
    visitor.post("/language/", {"language": "pt"})
    user = get_user_model().objects.get(pk=_account("jason-16"))
    user.email = "jason@example.org"
    user.set_password("a long enough password")
    user.save()
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    sent = {"login": user.email, "password": "a long enough password"}
    assert client.post("/accounts/login/", sent).cookies[COOKIE].value == "pt"


def test_a_visitor_without_an_account_keeps_a_language_only_in_the_browser(visitor: Client) -> None:
    visitor.post("/language/", {"language": "es"})
    assert directory.actor_of_account(_account("jason-16"), on=_today()).language == "en"


@pytest.mark.parametrize("tongue", ["xx", "", "../en"])
def test_a_language_the_house_does_not_speak_changes_nothing(visitor: Client, tongue: str) -> None:
    visitor.post("/sign-in/as/", {"who": "jason-16"})
    visitor.post("/language/", {"language": tongue})
    assert directory.actor_of_account(_account("jason-16"), on=_today()).language == "en"


def _account(demo_key: str) -> int:
    found = directory.account_of(demo_key)
    assert found is not None
    return found


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()
