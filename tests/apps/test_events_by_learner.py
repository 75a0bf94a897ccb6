"""The table of events in parts by learner, as an operator of a large house makes them (deploy/events-by-learner.sql)."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import NOW
from throughline.apps.trail import actions, queries
from throughline.apps.trail.actions import Act
from throughline.apps.trail.models import Event

pytestmark = pytest.mark.django_db

SQL = Path(__file__).resolve().parents[2] / "deploy" / "events-by-learner.sql"
REFUSED = (
    "UPDATE trail_event SET verb = 'x'",
    "DELETE FROM trail_event",
    "TRUNCATE trail_event",
    "DELETE FROM trail_event_0",
    "TRUNCATE trail_event_0",
)


def test_in_parts_events_are_the_same_and_a_learners_own_stand_in_one() -> None:
    learners = [uuid4() for _ in range(50)]
    ids = actions.record_many(Act(None, "seen", NOW, about=each) for each in learners)
    actions.record(Act(learners[0], "opened", NOW))
    before = list(Event.objects.order_by("sequence").values_list())
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text())
        cursor.execute("SELECT count(DISTINCT tableoid) FROM trail_event")
        assert cursor.fetchone()[0] > 20
        assert list(Event.objects.order_by("sequence").values_list()) == before
        for sql in REFUSED:
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                cursor.execute(sql)
        cursor.execute("EXPLAIN SELECT * FROM trail_event WHERE about = %s", [learners[7]])
        plan = "\n".join(line for (line,) in cursor.fetchall())
        assert plan.count(" on trail_event_") <= 2
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'trail_event'")
        assert cursor.fetchone()[0] == 6
    later = actions.record(Act(None, "shown", NOW, about=learners[7]))
    assert [each.id for each in queries.events_about([learners[7]])] == [later, ids[7]]
    assert queries.newest_number() == before[-1][1] + 1
