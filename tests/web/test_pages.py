"""Every page answers, says which permission it stands on, and stays within its budget."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from throughline.apps.directory.policy import TABLE
from throughline.core.formats.state_pack import Pack
from throughline.web import urls

QUERIES, SECONDS = 8, 0.005
PUBLIC = (
    "/", "/map/", "/site-map/", "/fields/", "/pathways/", "/pathways/?q=steel&family=trades&region=harbor",
    "/pathways/compare/?p=ironworking&p=nursing", "/pathways/medical-sciences/", "/pathways/medical-sciences.json",
    "/pathways/medical-sciences/versions/", "/pathways/medical-sciences/elsewhere/", "/milestones/mathematics-1/",
    "/competencies/", "/competencies/communication/", "/frameworks/universal/", "/levels/", "/credentials/",
    "/credentials/secondary-diploma-medical-sciences/", "/places/", "/places/northside-high/", "/published/",
    "/learn/after-school-robotics/", "/requests/", "/requests/ask/", "/help/", "/explore/",
    "/promise/", "/promise/1/", "/governance/work/", "/governance/work/r1-1/", "/governance/support/",
    "/governance/tracking/",
    "/promises/", "/promises/?pathway=ironworking", "/promises/msu-public-health-admission/", "/promises/within-reach/",
    "/pathways/moving/", "/rotations/", "/stipends/", "/access/", "/access/port-alder/", "/access/without/harbor-4/",
    "/desk/", "/desk/?region=harbor", "/growth/", "/rounds/", "/elsewhere/", "/exchange/", "/apprenticeships/",
    "/apprenticeships/credits/training-credit/?apprentices=3&in_school=1",
)  # fmt: skip
LEARNER = ("/map/", "/me/", "/me/today/", "/me/progress/", "/me/progress/ironworking/", "/me/doors/",
           "/me/milestones/medical-benchmark-4/",
           "/pathways/nursing/elsewhere/", "/me/looks/", "/explore/", "/me/guarantees/")  # fmt: skip
SIGNED_IN = [
    (who, path) for who, paths in (("jason-16", LEARNER), ("mr-okafor", ("/advising/",))) for path in paths
]


@pytest.fixture
def visitor(meridian: Pack, db: None) -> Client:
    """Somebody who is not signed in."""
    return Client()


def signed_in(demo_key: str) -> Client:
    """A person of the demo, signed in."""
    from django.contrib.auth import get_user_model

    from throughline.apps.directory import queries as directory

    client = Client()
    account = directory.account_of(demo_key)
    assert account is not None, demo_key
    client.force_login(get_user_model().objects.get(pk=account))
    return client


def _routes() -> list[URLPattern]:
    return [each for each in urls.addresses if isinstance(each, URLPattern)]


def test_every_route_names_a_permission_of_the_policy() -> None:
    unnamed = [each.name for each in _routes() if getattr(each.callback, "permission", None) not in TABLE]
    assert unnamed == []


def test_no_page_can_be_reached_that_is_not_among_the_routes() -> None:
    reached = [
        each for each in _reached(get_resolver()) if each.callback.__module__.startswith("throughline.web.")
    ]
    assert [each.name for each in reached if getattr(each.callback, "permission", None) not in TABLE] == []
    assert {each.name for each in reached} == {each.name for each in _routes()}


def _reached(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _reached(each)
        else:
            yield each


def _asked(seen: CaptureQueriesContext) -> list[str]:
    """The queries, the session's own among them; a test's savepoints are none of the page's."""
    return [each["sql"] for each in seen if "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_answers_within_its_budget_of_queries(visitor: Client, path: str) -> None:
    visitor.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = visitor.get(path)
    assert answer.status_code == 200
    assert len(_asked(seen)) <= QUERIES, [each[:120] for each in _asked(seen)]


@pytest.mark.parametrize(("who", "path"), SIGNED_IN)
def test_a_persons_page_answers_within_its_budget_of_queries(
    meridian: Pack, db: None, who: str, path: str
) -> None:
    client = signed_in(who)
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(_asked(seen)) <= QUERIES, [each[:120] for each in _asked(seen)]


@pytest.mark.parametrize(
    "path", ["/", "/pathways/", "/milestones/mathematics-1/", "/competencies/communication/"]
)
def test_a_page_costs_little_processor_time(visitor: Client, path: str) -> None:
    def cost() -> float:
        began = time.process_time()
        visitor.get(path)
        return time.process_time() - began

    cost()
    # The least of several: what the page itself costs, whatever else the machine does.
    assert min(cost() for _ in range(20)) < SECONDS


@pytest.mark.parametrize(
    "path", ["/pathways/nowhere/", "/milestones/nothing/", "/competencies/none/", "/help/none/"]
)
def test_what_is_not_there_is_said_to_be_not_there(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_a_stranger_is_sent_to_sign_in_from_a_learners_page(visitor: Client) -> None:
    answer = visitor.get("/me/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=/me/")
