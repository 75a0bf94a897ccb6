"""A person's own pages are kept while nothing that they show has changed, and not a moment longer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.looking import actor, id_of, milliseconds, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising
from throughline.apps.advising.rows import HOME, PLAN, PROGRESS
from throughline.apps.directory.row_versions import row_versions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import Attainment
from throughline.apps.records.rows import RECORD
from throughline.web import keeping_own
from throughline.web.urls import addresses

pytestmark = pytest.mark.usefixtures("meridian", "db")

PAGES = {
    "home": "/me/", "looks": "/me/looks/", "progress": "/me/progress/", "progress-on": "/me/progress/ironworking/",
    "reason": "/me/milestones/medical-benchmark-4/", "doors": "/me/doors/", "plan": "/me/plan/", "record": "/me/record/",
    "record-entry": "/me/record/competency/communication/", "resume": "/me/record/resume/",
    "record-courses": "/me/record/courses/", "graduating": "/me/profile/",
}  # fmt: skip
MILLISECONDS = 5
TABLE = re.compile(r'(?:FROM|JOIN)\s+"?([a-z]+_[a-z_]+)"?(?![a-z_(])')
ASKED_EACH_TIME = {"django_session", "auth_user", "directory_membership", "directory_organization",
                   "directory_relation", "trail_publicentry", "directory_same_person"}  # fmt: skip
"""Who asks, with their roles and ties, and what is published: asked at every look, kept page or not."""


def _kept_views() -> dict[str, frozenset[str]]:
    found = {each.name: getattr(each.callback, "tables", None) for each in addresses}
    return {name: tables for name, tables in found.items() if name and tables}


def test_every_view_that_is_kept_is_looked_at_here() -> None:
    assert _kept_views().keys() == PAGES.keys()


@pytest.mark.parametrize("name", PAGES)
def test_a_kept_page_names_every_table_that_it_reads(name: str) -> None:
    client = signed_in("jason-16")
    keeping_own.forget()
    frameworks.published()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(PAGES[name]).status_code == 200
    read = {table for each in seen if "SAVEPOINT" not in each["sql"] for table in TABLE.findall(each["sql"])}
    assert read - ASKED_EACH_TIME <= _kept_views()[name]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_ones_own_that_is_asked_for_again_is_not_drawn_again(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    client = signed_in("jason-16")
    first = client.get(PAGES[name])
    monkeypatch.setattr("throughline.web.pages.render", None)
    again = client.get(PAGES[name])
    assert said(again) == said(first)
    assert again["Cache-Control"].startswith("private")


@pytest.mark.parametrize("name", ["home", "progress", "plan", "record"])
def test_a_page_of_ones_own_costs_little_processor_time_while_nothing_changes(name: str) -> None:
    assert milliseconds(signed_in("jason-16"), PAGES[name]) < MILLISECONDS


def test_what_is_attested_withdrawn_and_put_first_shows_on_the_next_look() -> None:
    jason, teacher, client = actor("jason-16"), actor("ms-ortiz"), signed_in("jason-16")
    before = said(client.get("/me/record/"))
    fact = actions.attest(
        by=teacher, fact=NewFact(jason.me, "experience:paper-bridge", timezone.localdate() - timedelta(days=1)),
        now=timezone.now(),
    )  # fmt: skip
    after = said(client.get("/me/record/"))
    assert "Paper bridge" not in before
    assert "Paper bridge" in after
    actions.feature(by=jason, learner=jason.me, entries=["experience:paper-bridge"], now=timezone.now())
    first = said(client.get("/me/record/")).partition("What comes first")[2]
    assert 0 < first.index("Paper bridge") < 40
    today = timezone.localdate()
    actions.withdraw(by=teacher, attainment=fact, on=today, reason="It was another's.", now=timezone.now())
    assert "withdrawn" in said(client.get("/me/record/"))


def test_a_step_of_the_learner_shows_on_the_next_look_at_home_and_plan() -> None:
    jason, client = actor("jason-16"), signed_in("jason-16")
    client.get("/me/plan/")
    advising.set_goal(by=jason, words="Build a paper bridge.", now=timezone.now())
    assert "Build a paper bridge." in said(client.get("/me/plan/"))
    assert "Build a paper bridge." in said(client.get("/me/"))


def test_the_form_of_a_kept_page_works_each_time_with_a_token_of_its_own() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in("jason-16").cookies
    tokens = [_token(client.get("/me/record/")) for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        sent = {"csrfmiddlewaretoken": token, "language": "en", "next": "/me/record/"}
        assert client.post("/language/", sent).status_code == 302
    assert client.post("/language/", {"language": "en"}).status_code == 403


def _token(answer: object) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.content)  # type: ignore[attr-defined]
    assert found
    return found.group(1).decode()


def test_a_kept_page_is_nobody_elses_and_in_each_language_another() -> None:
    jason, ana = signed_in("jason-16"), signed_in("jason-14")
    english = said(jason.get("/me/record/"))
    assert said(ana.get("/me/record/")) != english
    assert said(jason.get("/me/record/", headers={"accept-language": "es"})) != english
    assert said(jason.get("/me/record/")) == english
    assert Client().get("/me/record/").status_code == 302


def test_what_is_said_once_is_said_on_a_page_that_is_not_kept() -> None:
    client = signed_in("jason-16")
    client.get("/me/record/")
    picked = {"place:competency:communication": "1"}
    told = client.post("/me/record/first/", picked, follow=True)
    assert "Your record begins with what you picked." in said(told)
    assert "Your record begins with what you picked." not in said(client.get("/me/record/"))


def test_another_row_gives_another_value_and_the_same_rows_the_same() -> None:
    jason, now = id_of("jason-16"), timezone.now()
    others = {name: row_versions(id_of("jason-14"), tables) for name, tables in TABLES.items()}
    before = {name: row_versions(jason, tables) for name, tables in TABLES.items()}
    assert before == {name: row_versions(jason, tables) for name, tables in TABLES.items()}
    Attainment.objects.bulk_create(
        [
            Attainment(
                learner_id=jason, what="course:paper", happened_on=timezone.localdate(now), recorded_at=now
            )
        ]
    )
    after = {name: row_versions(jason, tables) for name, tables in TABLES.items()}
    assert {name for name in TABLES if before[name] != after[name]} == {"record", "progress", "home"}
    assert others == {name: row_versions(id_of("jason-14"), tables) for name, tables in TABLES.items()}


TABLES = {"record": RECORD, "progress": PROGRESS, "home": HOME, "plan": PLAN}
