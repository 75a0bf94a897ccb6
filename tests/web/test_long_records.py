"""A long record costs no more questions to the database than a short one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.records import actions
from throughline.apps.records.facts import NewFact

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
    if path == "/me/record/":
        assert said(client.get(path)).count("Project") >= 100
