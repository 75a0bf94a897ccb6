"""Whoever follows the events by a cursor sees each of them once, in whatever order their transactions end."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import permutations

import psycopg
import pytest
from django.db import connection

from tests.factories import NOW
from throughline.apps.trail import actions, queries
from throughline.apps.trail.models import Event

pytestmark = pytest.mark.django_db


@contextmanager
def writers(count: int) -> Iterator[list[psycopg.Connection]]:
    """Connections of their own, whose events are real commits and are taken away again."""
    opened = [
        psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) for _ in range(count)
    ]
    try:
        yield opened
    finally:
        for each in opened:
            each.rollback()
        with opened[0].transaction():
            opened[0].execute("SET LOCAL session_replication_role = replica")
            opened[0].execute("DELETE FROM trail_event")
        for each in opened:
            each.close()


def write(writer: psycopg.Connection, verb: str) -> None:
    writer.execute(
        "INSERT INTO trail_event (id, verb, target, happened_at, authority, data)"
        " VALUES (gen_random_uuid(), %s, '', now(), '', '{}')",
        [verb],
    )


@pytest.mark.parametrize("ending", list(permutations(range(3))))
def test_each_event_is_seen_once_in_whatever_order_transactions_end(ending: tuple[int, ...]) -> None:
    with writers(3) as (first, second, third):
        # The first began before the others and takes its number after them.
        first.execute("SELECT pg_current_xact_id()")
        for writer, verb in ((second, "b"), (third, "c"), (first, "a")):
            write(writer, verb)
        cursor, seen = queries.BEGINNING, []
        for place in ending:
            (first, second, third)[place].commit()
            found = queries.events_after(cursor)
            seen += [event.verb for event in found]
            cursor = found[-1].at if found else cursor
        assert sorted(seen) == ["a", "b", "c"]
        assert queries.events_after(cursor) == []


def test_an_event_waits_until_no_older_transaction_runs() -> None:
    with writers(2) as (slow, quick):
        write(slow, "slow")
        write(quick, "quick")
        quick.commit()
        assert queries.events_after(queries.BEGINNING) == []
        slow.commit()
        assert [event.verb for event in queries.events_after(queries.BEGINNING)] == ["slow", "quick"]


def test_a_reader_that_stops_in_the_middle_goes_on_there() -> None:
    with writers(1) as (writer,):
        for verb in ("a", "b", "c"):
            write(writer, verb)
        writer.commit()
        first = queries.events_after(queries.BEGINNING, limit=2)
        assert [event.verb for event in first] == ["a", "b"]
        assert [event.verb for event in queries.events_after(first[-1].at)] == ["c"]


def test_after_a_copy_is_put_back_on_a_new_server_new_events_still_come_after_the_old() -> None:
    actions.record(actions.Act(None, "usual", NOW))
    assert not actions.follow_restored()
    far = 10**12
    Event.objects.create(verb="old", happened_at=NOW, moment=far)
    assert actions.follow_restored()
    new = Event.objects.get(id=actions.record(actions.Act(None, "new", NOW)))
    assert new.moment > far
    assert not actions.follow_restored()
