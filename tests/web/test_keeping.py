"""Public pages are kept for everybody without a session, and for nobody else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils import timezone

from tests.web.test_pages import PUBLIC, signed_in
from throughline.apps.frameworks import actions, queries
from throughline.core.formats.state_pack import Pack
from throughline.web import keeping, urls
from throughline.web.keeping import Kept, Shelf

CATALOGUE = re.compile(
    r"trail_publicentry|frameworks_|records_endorsement|opportunities_registeredstandards|governance_decision|SAVEPOINT"
)


@pytest.fixture
def visitor(meridian: Pack, db: None) -> Client:
    """Somebody who is not signed in."""
    keeping.forget()
    return Client()


def test_a_page_asked_for_again_is_not_drawn_again(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = visitor.get("/pathways/nursing/")
    monkeypatch.setattr("throughline.web.pages.render", None)
    again = visitor.get("/pathways/nursing/")
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_browser_that_has_the_page_is_told_that_it_is_still_good(visitor: Client) -> None:
    tag = visitor.get("/pathways/nursing/")["ETag"]
    answer = visitor.get("/pathways/nursing/", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert visitor.get("/pathways/nursing/", headers={"if-none-match": '"another"'}).status_code == 200


def test_every_language_and_every_address_has_its_own_page(visitor: Client) -> None:
    english = visitor.get("/pathways/")
    spanish = visitor.get("/pathways/", headers={"accept-language": "es"})
    assert b'<html lang="en">' in english.content
    assert b'<html lang="es">' in spanish.content
    assert visitor.get("/pathways/?q=steel").content != english.content
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in english["Vary"].split(",")}


def test_what_is_published_shows_on_the_next_look(visitor: Client, meridian: Pack) -> None:
    before = visitor.get("/pathways/nursing/")
    assert b"Caring anew" not in before.content
    _publish_another_title(meridian, "Caring anew")
    after = visitor.get("/pathways/nursing/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert b"Caring anew" in after.content


def _publish_another_title(pack: Pack, title: str) -> None:
    from dataclasses import replace

    from throughline.apps.directory.actor import HOUSE

    found = pack.catalogue.pathways["nursing"]
    pathways = {**pack.catalogue.pathways, "nursing": replace(found, title={**found.title, "en": title})}
    actions.publish(by=HOUSE, pack=replace(pack.catalogue, pathways=pathways), now=timezone.now())
    assert queries.catalogue().pathways["nursing"].title["en"] == title


def test_a_person_who_is_signed_in_gets_a_page_of_their_own(visitor: Client) -> None:
    visitor.get("/pathways/nursing/")
    answer = signed_in("jason-16").get("/pathways/nursing/")
    assert answer["Cache-Control"].startswith("private")
    assert b"/sign-out/" in answer.content
    assert b"/sign-out/" not in visitor.get("/pathways/nursing/").content


def test_no_kept_page_holds_a_token_or_asks_for_more_than_the_catalogue(visitor: Client) -> None:
    for path in PUBLIC:
        with CaptureQueriesContext(connection) as seen:
            answer = visitor.get(path)
        if "ETag" not in answer.headers:
            continue
        assert b"csrfmiddlewaretoken" not in answer.content, path
        assert not answer.cookies, path
        others = [each["sql"][:120] for each in seen if not CATALOGUE.search(each["sql"])]
        assert others == [], path


# The public log grows with each credential, not only with what is published; promises say what was not kept; what bodies,
# regions and the checks do changes without a publication.
NOT_KEPT = {"/requests/", "/requests/ask/", "/sign-in/", "/schools/", "/published/"}
ALIVE = (
    "/promise/",
    "/promises/",
    "/governance/",
    "/regions/",
    "/quality/",
    "/vision/",
    "/broker/",
    "/log/",
    "/profiles/",
    "/seams/",
    "/apprenticeships/",
    "/exchange/",
    "/desk/",
    "/rotations/",
    "/stipends/",
    "/access/without/",
    "/rounds/",
    "/growth/",
)


def test_most_public_pages_are_kept(visitor: Client) -> None:
    kept = [path for path in PUBLIC if "ETag" in visitor.get(path).headers]
    assert {path for path in set(PUBLIC) - set(kept) if not path.startswith(ALIVE)} <= NOT_KEPT


def test_a_page_that_speaks_of_a_person_is_not_kept_for_everyone() -> None:
    kept = {each.name for each in urls.addresses if isinstance(each, URLPattern) if _kept(each)}
    assert kept.isdisjoint(
        {"home", "progress", "doors", "reason", "caseload", "looks", "sign-in", "requests"}
    )


def _kept(route: URLPattern) -> bool:
    return bool(getattr(route.callback, "kept", False))


def test_the_store_holds_no_more_than_it_has_room_for() -> None:
    shelf = Shelf(house=object(), most=25)
    for number in range(4):
        shelf.keep(("day", "en", f"/{number}"), Kept(b"x" * 10, "text/html", '"t"'))
        shelf.find(("day", "en", "/0"))
    assert [address for _, _, address in shelf.pages] == ["/3", "/0"]
    assert shelf.filled == 20


def test_a_language_is_a_plain_link_that_leads_back_and_nowhere_else(visitor: Client) -> None:
    page = visitor.get("/pathways/?q=steel").content.decode()
    assert "/language/es/?next=%2Fpathways%2F%3Fq%3Dsteel" in page
    answer = visitor.get("/language/es/?next=%2Fpathways%2F%3Fq%3Dsteel")
    assert answer["Location"] == "/pathways/?q=steel"
    assert b'<html lang="es">' in visitor.get("/pathways/").content
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert visitor.get("/language/es/", {"next": elsewhere})["Location"] == "/"
    assert visitor.get("/language/xx/").status_code == 404
