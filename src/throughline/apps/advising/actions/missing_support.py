"""Writes: support that is missing is looked for every night, and told to the adult of the circle who can give it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from throughline.apps.advising.models import MissingSupport
from throughline.apps.advising.support_facts import facts_of
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.circles import who_are_helped
from throughline.apps.directory.one_person import ids_of, stand_for, whose
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.support_terms import SupportTerms
from throughline.core.progress.missing_support import (
    KINDS,
    Kind,
    Missing,
    SupportFacts,
    Tie,
    came,
    ended_as,
    giver,
    missing,
    next_giver,
    unanswered,
)

AT_ONCE = 2000
TOLD, HANDED_ON, CAME, OVER = (
    "told of missing support", "told another of missing support", "support came", "support no longer applies",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookedForSupport:
    """What one look changed: support that was found missing, support that came or no longer applies, and what another adult
    was told."""

    found: int = 0
    closed: int = 0
    handed_on: int = 0

    def __add__(self, other: "LookedForSupport") -> "LookedForSupport":
        return LookedForSupport(
            self.found + other.found, self.closed + other.closed, self.handed_on + other.handed_on
        )


def find_missing_support(*, by: Actor, now: datetime) -> LookedForSupport:
    """Look at the support around everybody who has a circle: what is missing is told to who can give it, what came is
    closed, what nobody answers is told to the next adult. Run again, it changes nothing. Each part of the learners is one
    transaction."""
    require(by, "signals.find", what="Looking for missing support")
    helped = who_are_helped(on=timezone.localdate(now))
    open_now = MissingSupport.objects.filter(ended_at=None).values_list("learner", flat=True).distinct()
    everyone, done = sorted({*stand_for([*helped, *open_now]).values()}), LookedForSupport()
    for nth in range(0, len(everyone), AT_ONCE):
        done += _look(everyone[nth : nth + AT_ONCE], now)
    return done


@dataclass(frozen=True, slots=True)
class _Tonight:
    """What is known on one night of a part of the learners."""

    now: datetime
    on: date
    terms: SupportTerms
    facts: dict[UUID, SupportFacts]
    missing: dict[tuple[UUID, Kind], Missing] = field(default_factory=dict)

    @classmethod
    def known(cls, learners: Sequence[UUID], now: datetime) -> "_Tonight":
        """The facts, and what is missing by them."""
        on, terms, facts = (
            timezone.localdate(now),
            frameworks.catalogue().state.support,
            facts_of(learners, now),
        )
        found = {(key, each.kind): each for key, known in facts.items() for each in missing(known, terms, on)}
        return cls(now, on, terms, facts, found)


@transaction.atomic
def _look(learners: Sequence[UUID], now: datetime) -> LookedForSupport:
    tonight = _Tonight.known(learners, now)
    rows = list(
        MissingSupport.objects.select_for_update(of=("self",))
        .filter(Q(ended_at=None) | Q(rests_until__gt=tonight.on), learner__in=ids_of(learners))
        .order_by("found_at", "id")
    )
    same = whose(learners, (row.learner_id for row in rows))
    held = [(same.get(row.learner_id, row.learner_id), row) for row in rows]
    known = {(key, row.kind) for key, row in held}
    ended = [row for key, row in held if row.ended_at is None and _ended(key, row, tonight)]
    standing = [(key, row) for key, row in held if row.ended_at is None]
    made = [
        _made(key, each, tonight) for (key, kind), each in tonight.missing.items() if (key, kind) not in known
    ]
    handed = [row for key, row in standing if _hand_on(key, row, tonight)]
    MissingSupport.objects.bulk_update(ended, ["ended_at", "outcome"])
    MissingSupport.objects.bulk_create(made)
    MissingSupport.objects.bulk_update(handed, ["told", "tie", "told_at", "promised_for"])
    by_itself = [(CAME if row.outcome == "came" else OVER, [row]) for row in ended]
    _tell([(TOLD, made), (HANDED_ON, handed), *by_itself], now)
    return LookedForSupport(len(made), len(ended), len(handed))


def _ended(learner: UUID, row: MissingSupport, tonight: _Tonight) -> bool:
    """Whether it is missing no more; it is marked so."""
    kind, facts = _kind(row), tonight.facts[learner]
    if row.source == "seen":
        if (learner, kind) in tonight.missing:
            return False
        row.outcome = ended_as(kind, row.since, facts)
    elif came(kind, timezone.localdate(row.found_at), row.told_id, facts):
        row.outcome = "came"
    else:
        return False
    row.ended_at = tonight.now
    return True


def _kind(row: MissingSupport) -> Kind:
    return next(each for each in KINDS if each == row.kind)


def _made(learner: UUID, found: Missing, tonight: _Tonight) -> MissingSupport:
    to = giver(found, tonight.facts[learner].ties)
    return MissingSupport(
        learner_id=learner, kind=found.kind, source="seen", about=found.about, since=found.since,
        found_at=tonight.now, told_id=to.person if to else None, tie=to.kind if to else "",
        told_at=tonight.now if to else None,
    )  # fmt: skip


def _hand_on(learner: UUID, row: MissingSupport, tonight: _Tonight) -> bool:
    """Whether another adult is told now: whoever was told has left the circle, or named no day in time; or somebody who can
    give it has come into it."""
    circle, kind = tonight.facts[learner].ties, _kind(row)
    there = any(each.person == row.told_id and each.kind == row.tie for each in circle)
    if there and row.told_id and row.told_at:
        told_on = timezone.localdate(row.told_at)
        if not unanswered(told_on, row.promised_for, tonight.terms, tonight.on):
            return False
        to = next_giver(kind, circle, row.told_id)
        return to is not None and _give(row, to, tonight.now)
    to = giver(tonight.missing.get((learner, kind), Missing(kind, row.since)), circle)
    return (to is not None or row.told_id is not None) and _give(row, to, tonight.now)


def _give(row: MissingSupport, to: Tie | None, now: datetime) -> bool:
    row.told_id, row.tie = (to.person, to.kind) if to else (None, "")
    row.told_at, row.promised_for = (now if to else None), None
    return True


def _tell(acts: Iterable[tuple[str, Sequence[MissingSupport]]], now: datetime) -> None:
    # What is missing stands in its own table, for the circle alone; the event says only that something was told.
    trail.record_many(
        trail.Act(None, verb, now, row.learner_id, f"missing_support:{row.id}", "a support around you")
        for verb, rows in acts
        for row in rows
    )
