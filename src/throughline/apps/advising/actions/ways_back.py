"""Writes: ways that have no next step are found and given to somebody, who calls; the learner may say "not now"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising.going import CALLED, NOT_NOW, Way, stages_now, ways_of, who_chose
from throughline.apps.advising.models import WayBack
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.apps.trail import actions as trail
from throughline.core.progress.junctures import Owner, Stopped, juncture, owner, stopped

AT_ONCE = 2000
WHAT = "A way back"


@dataclass(frozen=True, slots=True)
class Found:
    """What one look changed: ways that stopped, ways that go on again, ways that another person calls now."""

    opened: int = 0
    ended: int = 0
    given: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.opened + other.opened, self.ended + other.ended, self.given + other.given)


@dataclass(frozen=True, slots=True)
class _At:
    """A way that stopped, with where on it that lies."""

    stopped: Stopped
    juncture: str
    region: str


def find_ways_back(*, by: Actor, now: datetime) -> Found:
    """Look at everybody's way: each that has no next step is given to who calls, each that goes on is let go. Run again, it
    changes nothing. Each part of the learners is one transaction."""
    require(by, "ways_back.find", what="Looking for ways back")
    everyone, done = who_chose(), Found()
    for nth in range(0, len(everyone), AT_ONCE):
        done += _look(everyone[nth : nth + AT_ONCE], now)
    return done


@transaction.atomic
def _look(learners: Sequence[UUID], now: datetime) -> Found:
    at = _stopped(ways_of(learners), now)
    # Rows under an id that was joined to another end here, and open under the id that holds now.
    rows = WayBack.objects.select_for_update().filter(learner__in=ids_of(learners), ended_at=None)
    standing = {row.learner_id: row for row in rows}
    ended = [row for key, row in standing.items() if key not in at]
    WayBack.objects.filter(id__in=[row.id for row in ended]).update(ended_at=now)
    giving = _Giving.on(at, now)
    opened = [_open(key, each, giving, now) for key, each in at.items() if key not in standing]
    WayBack.objects.bulk_create(opened)
    given = [row for key, row in standing.items() if key in at and _give(row, at[key], giving)]
    WayBack.objects.bulk_update(given, ["caller", "desk", "why", "region"])
    _tell(opened, given, now)
    return Found(len(opened), len(ended), len(given))


def _stopped(ways: dict[UUID, Way], now: datetime) -> dict[UUID, _At]:
    terms, on = frameworks.catalogue().state.ways_on, timezone.localdate(now)
    still = {key: found for key, way in ways.items() if (found := stopped(way.going, terms, on)) is not None}
    held = records.records_of(still)
    at: dict[UUID, _At] = {}
    for key, found in still.items():
        where = juncture(stages_now(held[key], ways[key], on), found.kind, terms.places)
        if where is not None:
            at[key] = _At(found, where.id, ways[key].region)
    return at


@dataclass(frozen=True, slots=True)
class _Giving:
    """Who may be given a call: advisers by learner, navigators by region, what each carries already, the desk."""

    advisers: dict[UUID, UUID]
    navigators: dict[str, list[UUID]]
    carrying: Counter[UUID]
    desk: str

    @classmethod
    def on(cls, at: dict[UUID, _At], now: datetime) -> "_Giving":
        """As it is now. Four queries."""
        kept = frameworks.catalogue()
        places = [each.id for each in kept.organizations.values() if each.region]
        by_region: dict[str, list[UUID]] = {}
        for place, people in directory.members_at(places, "navigator").items():
            by_region.setdefault(kept.organizations[place].region, []).extend(people)
        open_now = WayBack.objects.filter(ended_at=None, caller__isnull=False)
        carrying = Counter(open_now.values_list("caller", flat=True))
        desk = kept.state.ways_on.desk or kept.state.offers.overseer or "desk"
        return cls(directory.advisers_of(at, on=timezone.localdate(now)), by_region, carrying, desk)

    def to(self, learner: UUID, region: str) -> Owner:
        """Who calls this learner; it counts as carried from here on."""
        found = owner(self.advisers.get(learner), self.navigators.get(region, ()), self.carrying, self.desk)
        if found.person:
            self.carrying[found.person] += 1
        return found


def _open(learner: UUID, at: _At, giving: _Giving, now: datetime) -> WayBack:
    to = giving.to(learner, at.region)
    return WayBack(
        learner_id=learner, kind=at.stopped.kind, juncture=at.juncture, region=at.region, since=at.stopped.since,
        found_at=now, why=to.why, caller_id=to.person, desk=to.organization,
    )  # fmt: skip


def _give(row: WayBack, at: _At, giving: _Giving) -> bool:
    """Whether somebody else calls now: whoever called has left, or the learner has an adviser again."""
    adviser = giving.advisers.get(row.learner_id)
    there = giving.navigators.get(at.region, [])
    holds = row.caller_id == adviser if adviser else row.caller_id in there if there else row.why == "desk"
    if holds:
        return False
    to = giving.to(row.learner_id, at.region)
    row.why, row.caller_id, row.desk, row.region = to.why, to.person, to.organization, at.region
    return True


def _tell(opened: Sequence[WayBack], given: Sequence[WayBack], now: datetime) -> None:
    acts = [("a call was asked for", each) for each in opened] + [
        ("a call was handed on", each) for each in given
    ]
    trail.record_many(
        trail.Act(None, verb, now, row.learner_id, f"way_back:{row.id}", "your way has no next step", {"to": row.why})
        for verb, row in acts
    )  # fmt: skip


@transaction.atomic
def say_not_now(*, by: Actor, now: datetime) -> None:
    """The learner wants no call for now. It stays theirs to say at any time; nobody asks why."""
    decision = require(by, "ways_back.answer", Subject(by.person, by.name), what=WHAT)
    row = WayBack.objects.select_for_update().filter(learner=by.me, ended_at=None).first()
    if row is None:
        raise Refused(WHAT, "nobody was asked to call you.", "There is nothing to do.")
    row.rests_until = timezone.localdate(now) + timedelta(days=frameworks.catalogue().state.ways_on.rest_days)
    row.save(update_fields=["rests_until"])
    trail.record(trail.Act(by.person, NOT_NOW, now, by.person, f"way_back:{row.id}", decision.authority))


@transaction.atomic
def say_called(*, by: Actor, way_back: UUID, now: datetime) -> None:
    """Whoever was given the call says that they made it. The learner sees it."""
    row = WayBack.objects.select_for_update().filter(id=way_back, ended_at=None).first()
    if row is None:
        raise Refused(WHAT, "it is not open any more.", "Look at your calls again.")
    asked = frozenset({row.caller_id}) if row.caller_id else frozenset()
    decision = require(by, "ways_back.call", Subject(asked=asked, organization=row.desk), what=WHAT)
    if row.rests_until and row.rests_until >= timezone.localdate(now):
        raise Refused(
            WHAT, "the learner said “not now”.", f"Call after {row.rests_until}, or let them write."
        )
    row.called_at = now
    row.save(update_fields=["called_at"])
    trail.record(trail.Act(by.person, CALLED, now, row.learner_id, f"way_back:{row.id}", decision.authority))
