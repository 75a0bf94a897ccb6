"""A long record costs no more questions to the database than a short one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, milliseconds, said
from tests.web.test_pages import signed_in
from throughline.apps.records import actions
from throughline.apps.records.facts import NewFact
from throughline.web.components.record_parts import AT_FIRST

MILLISECONDS = 5
pytestmark = pytest.mark.usefixtures("meridian", "db")


@pytest.fixture
def long() -> None:
    """Three hundred more facts in one record: courses, experiences and a skill shown again and again."""
    jason, today = actor("jason-16"), timezone.localdate()
    kinds = ("course:course-{}", "experience:project-{}", "competency:communication")
    facts = [
        NewFact(
            jason.me,
            kinds[n % 3].format(n),
            today - timedelta(days=n),
            level=2 if n % 3 == 2 else None,
            note="Shown.",
        )
        for n in range(300)
    ]
    actions.attest_many(by=actor("ms-ortiz"), facts=facts, now=timezone.now())


@pytest.mark.parametrize(
    "path", ["/me/record/", "/me/record/competency/communication/", "/me/record/resume/", "/me/shares/new/?for=college"]
)  # fmt: skip
def test_pages_of_a_record_of_300_entries_stay_within_their_budget_of_queries(long: None, path: str) -> None:
    client = signed_in("jason-16")
    assert cost(client, path) <= MOST


def test_a_long_record_is_folded_and_opens_whole_and_can_be_searched(long: None) -> None:
    client = signed_in("jason-16")
    assert _titles(client, "") == AT_FIRST
    assert 'href="?all=experience#kind-experience"' in client.get("/me/record/").content.decode()
    assert _titles(client, "?all=experience") >= 100
    assert _titles(client, "?q=project 43") == 1
    assert "Nothing in your record has “zither” in its name." in said(client.get("/me/record/?q=zither"))


def _titles(client: Client, asked: str) -> int:
    return len(
        re.findall(
            r'href="/me/record/experience/project-', client.get(f"/me/record/{asked}").content.decode()
        )
    )


def test_a_record_of_300_entries_costs_little_processor_time_while_nothing_changes(long: None) -> None:
    client = signed_in("jason-16")
    assert milliseconds(client, "/me/record/") < MILLISECONDS
