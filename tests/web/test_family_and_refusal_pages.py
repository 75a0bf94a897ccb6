"""A guardian reads and the learner sees it; whoever may not reads why; errors have a page in the house's own face."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import queries as directory
from throughline.project import urls

pytestmark = pytest.mark.usefixtures("meridian", "db")


def test_a_family_page_stays_within_its_budget_of_queries() -> None:
    mother = signed_in("denise-reed")
    assert cost(mother, "/family/") <= MOST
    assert cost(mother, f"/family/{id_of('jason-16')}/") <= MOST + READS_ANOTHER + 1


def test_a_guardian_reads_their_childs_progress_and_the_child_sees_who_looked_and_why_they_could() -> None:
    mother = signed_in("denise-reed")
    children = mother.get("/family/").context["page"]
    assert {each.id for each in children} == {id_of(f"jason-{n}") for n in (12, 14, 16)}
    shown = mother.get(f"/family/{id_of('jason-16')}/")
    assert "You see this because you are Jason's guardian" in said(shown)
    assert "<form" not in shown.content.decode().partition("<main")[2].partition("</main>")[0]
    looks = said(signed_in("jason-16").get("/me/looks/"))
    assert "Denise Reed" in looks
    assert "guardian" in looks
    assert "Denise Reed" in {each.who for each in directory.reads_of(actor("jason-16"), id_of("jason-16"))}


def test_a_guardian_of_one_child_does_not_read_anothers() -> None:
    for page in (f"/family/{id_of('mariah-16')}/", f"/plans/{id_of('mariah-16')}/"):
        answer = signed_in("denise-reed").get(page)
        assert answer.status_code == 403
        assert "Only these may" in said(answer)
        assert "You are signed in as Denise Reed" in said(answer)


@pytest.mark.parametrize(("who", "home"), [
    ("jason-16", "/me/"), ("mr-okafor", "/advising/"), ("dr-anderson", "/advising/"), ("nadia-joseph", "/advising/"),
    ("ms-ortiz", "/assessing/"), ("dr-lucia", "/assessing/"), ("denise-reed", "/family/"), ("rosa-delgado", "/house/"),
    ("kwame-asante", "/house/"), ("ines-carvalho", "/our/"), ("tom-okello", "/our/"), ("adela-fontaine", "/our/"),
    ("victor-lindgren", "/governance/mine/"), ("joe-castellano", "/inbox/"),
])  # fmt: skip
def test_everyone_begins_their_day_on_a_page_that_is_theirs(who: str, home: str) -> None:
    answer = Client().post("/sign-in/as/", {"who": who}, follow=True)
    if not answer.redirect_chain:
        answer = signed_in(who).get("/my-day/", follow=True)
    assert answer.request["PATH_INFO"] == home
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "page", ["/me/plan/", "/family/", "/assessing/", "/house/", "/me/reviews/", "/advising/?q=an"]
)
def test_a_stranger_signs_in_and_comes_back_to_the_page_they_wanted(page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=/")
    assert Client().post(page).status_code == 302


def test_what_is_not_there_says_so_and_leads_on() -> None:
    answer = Client().get("/schools/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in said(answer)
    assert b'href="/pathways/"' in answer.content


def _breaks(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a fault planted by a test")


def test_a_fault_of_ours_has_a_page_that_needs_nothing_that_may_be_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.urls import clear_url_caches

    monkeypatch.setattr(urls, "urlpatterns", [path("breaks/", _breaks), *urls.urlpatterns])
    clear_url_caches()
    client = Client(raise_request_exception=False)
    answer = client.get("/breaks/")
    monkeypatch.undo()
    clear_url_caches()
    assert answer.status_code == 500
    assert "Something went wrong here" in said(answer)
    assert "Something went wrong here" in render_to_string("500.html")


def test_a_form_from_elsewhere_is_refused_with_a_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/requests/ask/", {"profession": "baker"})
    assert answer.status_code == 403
    assert "This form was not sent" in said(answer)
