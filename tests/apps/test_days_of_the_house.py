"""A day is a day of the house: what happens in the evening is dated that evening, though in UTC it is tomorrow."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from tests.awarding import awarding_state
from tests.factories import learner, load, put_on, teacher
from throughline.apps.advising import queries as advising
from throughline.apps.records import actions, queries
from throughline.apps.records.facts import NewFact
from throughline.apps.records.queries import everyone
from throughline.apps.records.shapes import Shapes

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
"""Half past eight in the evening of the second of March in New York."""
SECOND = date(2026, 3, 2)
FOUNDATION = ("competency:numbers", "competency:reading", "competency:cells")


@pytest.fixture(autouse=True)
def _in_new_york(settings):
    settings.TIME_ZONE = "America/New_York"
    load(awarding_state())


def test_what_is_issued_in_the_evening_is_dated_that_evening_wherever_it_is_read():
    ana, marta = learner(), teacher()
    facts = [NewFact(ana.me, what, SECOND, level=2) for what in FOUNDATION]
    actions.attest_many(by=marta, facts=facts, now=EVENING)
    (issued,) = [each for each in queries.awards(ana, ana.me, now=EVENING) if "diploma" in each.credential]
    record = queries.record_of(ana, ana.me, now=EVENING)
    (fact,) = [each for each in record.facts if each.what == issued.credential]
    assert fact.when == SECOND
    of_all = everyone.of_these([ana.me], Shapes()).facts.record(0)
    assert {(each.what, each.when) for each in of_all.facts} == {
        (each.what, each.when) for each in record.facts
    }


def test_who_chooses_in_the_evening_began_that_evening():
    ana = learner()
    put_on(ana, "pathway:medicine", now=EVENING)
    choice = advising.choice_of(ana, ana.me, now=EVENING)
    assert choice.edition_day(timezone.localdate(EVENING)) == SECOND
