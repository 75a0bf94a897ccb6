"""Reads: support to give, for the adult who was told; the support around a learner, for them and their guardian; how well
missing support is seen, for those who lead, by group and without anybody in person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from throughline.apps.advising.models import MissingSupport
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of, stand_for
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import Someone
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.support_terms import SupportTerms
from throughline.core.progress.clear_path import NOT_SAID, SEVERAL, Life
from throughline.core.progress.missing_support import KINDS
from throughline.core.progress.support_seen import Heard, SeenByGroup, case_of, seen_by_group

READ = "missing support"
SUPPORTS: tuple[str, ...] = KINDS
LATELY = 5
"""How many of what is closed a learner sees on their page."""


@dataclass(frozen=True, slots=True)
class SupportMissing:
    """A support that is missing. told: who was told, and `tie` as what; empty: nobody of the circle can give it.

    about: the milestone it is about, if any. words: what whoever named it said. was_missing: what was said of it since.
    promised_for: the day by which it was promised. outcome: how it ended; empty: it is open."""

    id: UUID
    learner: Someone
    kind: str
    source: str
    about: str
    words: str
    since: date
    told: str
    tie: str
    was_missing: bool | None
    promised_for: date | None
    outcome: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SupportAround:
    """What a learner sees: what is missing now, and what was closed lately, newest first."""

    missing: tuple[SupportMissing, ...]
    lately: tuple[SupportMissing, ...]


@dataclass(frozen=True, slots=True)
class SupportSeen:
    """How well missing support is seen, by group, since a day. smallest: the least that is told of a group."""

    since: date
    found: SeenByGroup
    smallest: int
    terms: SupportTerms


def support_to_give(actor: Actor, *, now: datetime) -> list[SupportMissing]:
    """What the actor was told that is missing around learners who still have them in their circle, by the learner's
    name. Each learner can see that it was read. One query, and two to note the reading."""
    require(actor, "signals.own", what="Support to give")
    found = _to_give(actor)
    noted = trail.Act(
        actor.person, "read", now, target=READ, authority="you were told, so that you can give it"
    )
    trail.note_reads(noted, {each.learner.id for each in found})
    return found


def to_give_by_learner(actor: Actor, learners: Iterable[UUID]) -> dict[UUID, tuple[SupportMissing, ...]]:
    """The same for some learners alone, for a page that notes the reading itself. One query."""
    wanted, found = set(learners), dict[UUID, tuple[SupportMissing, ...]]()
    for each in _to_give(actor):
        if each.learner.id in wanted:
            found[each.learner.id] = (*found.get(each.learner.id, ()), each)
    return found


def _to_give(actor: Actor) -> list[SupportMissing]:
    helped = {each.learner for each in actor.helps}
    rows = _open().filter(told__in=[actor.me, *actor.also], learner__in=helped) if helped else _open().none()
    found = [_missing(row) for row in rows]
    return sorted(found, key=lambda each: (each.learner.name, each.learner.id, SUPPORTS.index(each.kind)))


def support_around(actor: Actor, learner: UUID, *, now: datetime) -> SupportAround:
    """The support around a learner, for them and for their guardian, whose reading the learner can see. Two queries."""
    directory.may_read(actor, "signals.read", learner, what=READ, now=now)
    rows = _rows().filter(learner__in=ids_of([learner]))
    missing = sorted(rows.filter(ended_at=None), key=lambda row: SUPPORTS.index(row.kind))
    lately = rows.exclude(ended_at=None).order_by("-ended_at", "id")[:LATELY]
    return SupportAround(tuple(map(_missing, missing)), tuple(map(_missing, lately)))


def support_seen(actor: Actor, *, on: date) -> SupportSeen:
    """How well missing support is seen, for those who lead an organization or sit on a body. Names nobody. Three queries."""
    require(actor, "signals.count", what="How well missing support is seen")
    state = frameworks.catalogue().state
    since = on - timedelta(days=state.support.count_days)
    heard = _heard(since)
    said = governance.groups_said(heard)
    groups = {each: Life(groups=said.get(each, ())).group for each in heard}
    cases = {each: case_of(found) for each, found in heard.items()}
    found = seen_by_group(cases, groups, (*state.groups, SEVERAL, NOT_SAID), state.smallest_group)
    return SupportSeen(since, found, state.smallest_group, state.support)


def _heard(since: date) -> dict[UUID, list[Heard]]:
    rows = MissingSupport.objects.filter(found_at__date__gte=since)
    values = list(rows.values_list("learner", "found_at", "source", "was_missing"))
    known, found = stand_for({row[0] for row in values}), dict[UUID, list[Heard]]()
    for learner, at, source, was_missing in values:
        found.setdefault(known[learner], []).append(Heard(at, source == "seen", was_missing))
    return found


def _rows() -> QuerySet[MissingSupport]:
    return MissingSupport.objects.select_related("learner", "told")


def _open() -> QuerySet[MissingSupport]:
    return _rows().filter(ended_at=None)


def _missing(row: MissingSupport) -> SupportMissing:
    return SupportMissing(
        row.id, directory.shown(row.learner), row.kind, row.source, row.about, row.words, row.since,
        row.told.display_name if row.told else "", row.tie, row.was_missing, row.promised_for, row.outcome,
        row.ended_at,
    )  # fmt: skip
