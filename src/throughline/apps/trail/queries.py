"""Reads: the public log for everyone; events for the apps above, which ask the policy first.

Faces read a learner's events through `directory.queries`, where the policy stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Func, Max, Q, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import TruncDate

from throughline.apps.trail.models import OPERATING, Event
from throughline.apps.trail.public_log import (
    Checkpoint,
    Entry,
    Witnessed,
    checkpoint,
    consistency_proof,
    entries_of_kind,
    entry_of,
    inclusion_paths,
    inclusion_proof,
    last_numbers,
    log_proof,
    log_size,
    newest_version,
    position_of_leaf,
    positions_of,
    public_log,
    signed_checkpoint,
    spoken_of,
    witnessed,
)

__all__ = [
    "BEGINNING",
    "Checkpoint",
    "Cursor",
    "Entry",
    "Happening",
    "Witnessed",
    "checkpoint",
    "consistency_proof",
    "days_entered",
    "entries_of_kind",
    "entry_of",
    "events_about",
    "events_after",
    "events_of",
    "everything_before",
    "has_done",
    "inclusion_paths",
    "inclusion_proof",
    "last_entered",
    "last_in_touch",
    "last_numbers",
    "log_proof",
    "log_size",
    "newest_number",
    "newest_of",
    "newest_version",
    "operated",
    "position_of_leaf",
    "positions_of",
    "public_log",
    "signed_checkpoint",
    "spoken_of",
    "touched_since",
    "who_did",
    "witnessed",
]
NAMELESS = Value("")


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a reader has come in the events."""

    moment: int
    sequence: int


BEGINNING = Cursor(0, 0)
OLDEST_RUNNING = (
    "(SELECT last_value FROM trail_event_base) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
)
"""The moment of the oldest transaction that still runs; where none does, of the next."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as it is read. who None: the public, or the house itself. name: theirs, where it was asked for.

    at: where a reader with a cursor stands after it.
    """

    id: UUID
    at: Cursor
    who: UUID | None
    verb: str
    about: UUID | None
    target: str
    happened_at: datetime
    recorded_at: datetime
    authority: str
    data: dict[str, Any]
    name: str = ""


def events_about(
    person: Any, *, newest: int = 50, without: Sequence[str] = (), but: str = "", named: Combinable = NAMELESS
) -> list[Happening]:
    """The newest events about a person, newest first, leaving out the verbs in `without`, but for what happened to
    things of the kind `but` (empty: none). person: their ids.

    named: what gives the name behind `who`; the app above, which knows people, brings it.
    """
    kept = ~Q(verb__in=without) | Q(target__startswith=f"{but}:") if but else ~Q(verb__in=without)
    found = Event.objects.filter(kept, about__in=person).annotate(name=named)
    return [_happening(event, event.name or "") for event in found.order_by("-sequence")[:newest]]


def events_of(person: Any, *, verb: str, newest: int = 50, named: Combinable = NAMELESS) -> list[Happening]:
    """The newest events with this verb about a person, newest first. person, named: as for `events_about`."""
    found = Event.objects.filter(about__in=person, verb=verb).annotate(name=named)
    return [_happening(event, event.name or "") for event in found.order_by("-sequence")[:newest]]


def newest_of(verb: str, target: str) -> Happening | None:
    """The newest event with this verb that the house itself did to a thing; None where there is none. One query."""
    found = Event.objects.filter(who=None, verb=verb, target=target).order_by("-sequence").first()
    return None if found is None else _happening(found)


def has_done(person: UUID, *, verb: str, target: str) -> bool:
    """Whether this person ever did this to that."""
    return Event.objects.filter(who=person, verb=verb, target=target).exists()


def last_entered(people: Any, *, without: Iterable[str]) -> dict[UUID, datetime]:
    """When somebody last did something about each of these, leaving out these verbs. people: their ids. One query."""
    rows = Event.objects.filter(about__in=people, who__isnull=False).exclude(verb__in=list(without))
    return {each: at for each, at in rows.values_list("about").annotate(at=Max("happened_at")) if each}


def last_in_touch(people: Any, *, by: Iterable[str]) -> dict[tuple[UUID, UUID], datetime]:
    """When somebody last did one of these things (`by`: their verbs) about each of these: by whom it is about and who
    did it. people: their ids. One query."""
    rows = Event.objects.filter(about__in=people, who__isnull=False, verb__in=list(by))
    found = rows.values_list("about", "who").annotate(at=Max("happened_at")).order_by()
    return {(about, who): at for about, who, at in found if about and who}


def days_entered(people: Any, *, without: Iterable[str]) -> list[tuple[UUID, date]]:
    """On which days somebody did something about each of these, leaving out these verbs. people: their ids. One query."""
    rows = Event.objects.filter(about__in=people, who__isnull=False).exclude(verb__in=list(without))
    found = rows.annotate(day=TruncDate("happened_at")).order_by().values_list("about", "day").distinct()
    return [(each, day) for each, day in found if each is not None]


def who_did(verb: str, people: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """Of these people, who ever did this, and to what. One query."""
    rows = Event.objects.filter(verb=verb, who__in=list(people)).values_list("who", "target").distinct()
    return {(who, target) for who, target in rows if who is not None}


def operated(since: date) -> list[tuple[date, str, int]]:
    """What operators did since a day: the day, the verb, how often; newest first. One query."""
    found = Event.objects.filter(authority__in=OPERATING, happened_at__date__gte=since)
    counted = (
        found.annotate(day=TruncDate("happened_at")).values_list("day", "verb").annotate(times=Count("id"))
    )
    return [(day, verb, times) for day, verb, times in counted.order_by("-day", "verb")]


def events_after(cursor: Cursor, *, limit: int = 1000) -> list[Happening]:
    """Events after a cursor, oldest first: how an upper app learns what happened below it. None is ever missed.

    Numbers are given out before a transaction ends, so a later number can be seen before an earlier one. What is given
    here was written by transactions older than every one still running: nothing can come to stand before it. An event
    waits for the longest transaction that runs beside it.
    """
    beyond = Q(moment__gt=cursor.moment) | Q(moment=cursor.moment, sequence__gt=cursor.sequence)
    found = Event.objects.filter(beyond, moment__lt=RawSQL(OLDEST_RUNNING, ()))
    return [_happening(event) for event in found.order_by("moment", "sequence")[:limit]]


def everything_before() -> Cursor:
    """A cursor for whoever reads the tables themselves from now on: all that was written before it is seen by what is
    read after this call. Events after it may be seen too, and are to be taken in again. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {OLDEST_RUNNING}")
        return Cursor(int(cursor.fetchone()[0]), 0)


def newest_number() -> int:
    """The number last given to an event: what this transaction writes from now on has a higher one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM trail_event_sequence")
        return int(cursor.fetchone()[0])


def touched_since(number: int) -> set[UUID]:
    """Everybody about whom this transaction itself wrote an event after that number. One query."""
    own = Event.objects.filter(moment=Func(function="trail_event_moment"), sequence__gt=number)
    return {each for each in own.values_list("about", flat=True) if each is not None}


def _happening(event: Event, name: str = "") -> Happening:
    return Happening(
        event.id, Cursor(event.moment, event.sequence), event.who, event.verb, event.about, event.target,
        event.happened_at, event.recorded_at, event.authority, event.data, name,
    )  # fmt: skip
