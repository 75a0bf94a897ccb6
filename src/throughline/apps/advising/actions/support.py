"""Writes: a learner asks for a support, an adult says that one is missing, gives it or names a day for it; a talk is
noted."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising.models import MissingSupport
from throughline.apps.advising.support_facts import TALKED, circles
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail
from throughline.core.progress.missing_support import KINDS, Kind, Missing, giver

WHAT = "A missing support"
TALKS = ("talk", "mentor")
"""Kinds that a talk gives."""
ASKED, NAMED, SAID_MISSING = "asked for support", "named missing support", "said that support is missing"
SAID_THERE, PROMISED, GAVE, SET_ASIDE = (
    "said that support was there", "named a day for support", "gave support", "set support aside",
)  # fmt: skip


@transaction.atomic
def name_missing(*, by: Actor, learner: UUID, kind: str, words: str, now: datetime) -> UUID:
    """The learner or their guardian asks for a support, or an adult of the circle says that one is missing. Whoever
    can give it is told at once. Where the house had told the same, it was right, and the words are kept with it."""
    decision = require(by, "signals.name", directory.subject_for(by, learner), what=WHAT)
    known = _known(kind)
    mine = MissingSupport.objects.select_for_update(of=("self",)).filter(learner__in=ids_of([learner]))
    row = mine.filter(kind=known, ended_at=None).first()
    own = by.is_me(learner) or any(h.learner == learner and h.kind == "guardian" for h in by.helps)
    if row is None:
        row = _named(by, learner, known, words.strip(), "asked" if own else "named", now)
    else:
        row.words = words.strip() or row.words
        _say(row, by, True)
        row.save(update_fields=["words", "was_missing", "said_by"])
    _record(by, ASKED if own else NAMED, row, now, decision)
    return row.id


def _known(kind: str) -> Kind:
    found = next((each for each in KINDS if each == kind), None)
    if found is None:
        raise Refused(WHAT, f"nothing is known of '{kind}'.", "Choose one from the list.")
    return found


def _named(by: Actor, learner: UUID, kind: Kind, words: str, source: str, now: datetime) -> MissingSupport:
    on = timezone.localdate(now)
    to = giver(Missing(kind, on), circles([learner], on).get(learner, ()))
    return MissingSupport.objects.create(
        learner_id=learner, kind=kind, source=source, words=words, named_by_id=by.me, since=on, found_at=now,
        told_id=to.person if to else None, tie=to.kind if to else "", told_at=now if to else None,
        was_missing=True, said_by_id=by.me,
    )  # fmt: skip


@transaction.atomic
def promise_support(*, by: Actor, missing: UUID, on: date | None, now: datetime) -> None:
    """Whoever was told names the day by which the learner has it. Everybody of the circle who sees it sees the day."""
    row, decision = _open(by, "signals.give", missing)
    if on is None or on < timezone.localdate(now):
        raise Refused(WHAT, "a day to come is needed.", "Pick one from the calendar.")
    row.promised_for = on
    _say(row, by, True)
    row.save(update_fields=["promised_for", "was_missing", "said_by"])
    _record(by, PROMISED, row, now, decision)


@transaction.atomic
def give_support(*, by: Actor, missing: UUID, now: datetime) -> None:
    """Whoever was told says that the learner has it now. A talk is noted as one."""
    row, decision = _open(by, "signals.give", missing)
    _say(row, by, True)
    _end(row, by, "came", now)
    _record(by, TALKED if row.kind in TALKS else GAVE, row, now, decision)


@transaction.atomic
def say_missing(*, by: Actor, missing: UUID, now: datetime) -> None:
    """The learner, or whoever was told, says that it is missing indeed."""
    row, decision = _open(by, "signals.answer", missing)
    _say(row, by, True)
    row.save(update_fields=["was_missing", "said_by"])
    _record(by, SAID_MISSING, row, now, decision)


@transaction.atomic
def say_there(*, by: Actor, missing: UUID, words: str, now: datetime) -> None:
    """The learner, or whoever was told, says that it is there and was: nothing was missing. It is not told again for the
    state's days."""
    row, decision = _open(by, "signals.answer", missing)
    if row.source == "seen":
        _say(row, by, False)
    row.reason = words.strip()
    _end(row, by, "there" if row.source == "seen" else "came", now)
    _record(by, SAID_THERE, row, now, decision)


@transaction.atomic
def set_support_aside(*, by: Actor, missing: UUID, words: str, now: datetime) -> None:
    """The learner does not want it now. Nobody asks why; it is not told again for the state's days."""
    row, decision = _open(by, "signals.set_aside", missing)
    row.reason = words.strip()
    _end(row, by, "unwanted", now)
    _record(by, SET_ASIDE, row, now, decision)


@transaction.atomic
def note_talk(*, by: Actor, learner: UUID, now: datetime) -> None:
    """An adult of the circle notes that they talked with a learner, who sees it. A talk that was missing from them is there
    now."""
    decision = require(by, "talk.note", directory.subject_of(learner), what="A talk")
    rows = MissingSupport.objects.select_for_update(of=("self",)).filter(
        learner__in=ids_of([learner]), told__in=[by.me, *by.also], kind__in=TALKS, ended_at=None
    )
    for row in rows:
        _end(row, by, "came", now)
    trail.record(trail.Act(by.person, TALKED, now, learner, authority=decision.authority))


def _open(by: Actor, permission: str, missing: UUID) -> tuple[MissingSupport, Decision]:
    row = MissingSupport.objects.select_for_update(of=("self",)).filter(id=missing, ended_at=None).first()
    if row is None:
        raise Refused(WHAT, "it is not open any more.", "Look at the list again.")
    told = frozenset({row.told_id}) if row.told_id else frozenset()
    subject = replace(directory.subject_for(by, row.learner_id), asked=told)
    return row, require(by, permission, subject, what=WHAT)


def _say(row: MissingSupport, by: Actor, was_missing: bool) -> None:
    row.was_missing, row.said_by_id = was_missing, by.me


def _end(row: MissingSupport, by: Actor, outcome: str, now: datetime) -> None:
    row.ended_at, row.outcome, row.ended_by_id = now, outcome, by.me
    if outcome != "came":
        days = frameworks.catalogue().state.support.rest_days
        row.rests_until = timezone.localdate(now) + timedelta(days=days)
    row.save()


def _record(by: Actor, verb: str, row: MissingSupport, now: datetime, decision: Decision) -> None:
    trail.record(
        trail.Act(by.person, verb, now, row.learner_id, f"missing_support:{row.id}", decision.authority)
    )
