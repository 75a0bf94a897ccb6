"""Reads: where ways have no next step, how many, and who calls; a caller's own names; what a learner sees of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from throughline.apps.advising.models import WayBack
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import Someone
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.ways_on import Juncture
from throughline.core.disclosure import two_way
from throughline.core.progress.junctures import WHYS

READ = "way back"


@dataclass(frozen=True, slots=True)
class JunctureCount:
    """One juncture: how many ways stopped there, and how many of them an adviser, a navigator, the desk calls. None: hidden,
    since so few might be known."""

    juncture: Juncture
    learners: int | None
    by: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has calls to make: a person, or the people of an organization."""

    name: str
    organization: str
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A region's ways that have no next step, by juncture. unassigned: those without anybody who calls, which are none by
    the table's own rule. resting: learners who said "not now"."""

    region: str
    rows: tuple[JunctureCount, ...]
    by: tuple[int | None, ...]
    total: int | None
    hides: bool
    smallest: int
    callers: tuple[Caller, ...]
    unassigned: int
    resting: int | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call to make. rests_until: the learner said "not now"; until then nobody calls."""

    id: UUID
    learner: Someone
    kind: str
    juncture: Juncture
    since: date
    called_at: datetime | None
    rests_until: date | None
    mine: bool

    def rests(self, on: date) -> bool:
        """Whether the learner wants no call on this day."""
        return self.rests_until is not None and self.rests_until >= on


@dataclass(frozen=True, slots=True)
class OwnWayBack:
    """What a learner sees: since when their way has no next step, and who may call. caller: a name, or the desk's."""

    kind: str
    juncture: Juncture
    since: date
    caller: str
    why: str
    called_at: datetime | None
    rests_until: date | None


def ways_back_in(actor: Actor, keeper: str, *, on: date) -> Counted:
    """The region of a network (by its organization), by juncture, for whoever leads it. Names no learner. Two queries."""
    require(actor, "ways_back.count", Subject(organization=keeper), what="Where ways stop in a region")
    region = frameworks.catalogue().organizations[keeper].region
    rows = list(_open().filter(region=region).select_related("caller"))
    return _counted(region, rows, on)


def _counted(region: str, rows: list[WayBack], on: date) -> Counted:
    state = frameworks.catalogue().state
    known = state.ways_on.places
    found = Counter((row.juncture, row.why) for row in rows)
    grid = two_way([[found[each.id, why] for why in WHYS] for each in known], max(state.smallest_group, 1))
    resting = sum(1 for row in rows if row.rests_until and row.rests_until >= on)
    shown = tuple(
        JunctureCount(each, total, cells)
        for each, total, cells in zip(known, grid.rows, grid.cells, strict=True)
    )
    return Counted(
        region, shown, grid.columns, grid.total, grid.hides, state.smallest_group, _callers(rows),
        sum(1 for row in rows if not row.caller_id and not row.desk),
        resting if resting == 0 or resting >= state.smallest_group else None,
    )  # fmt: skip


def _callers(rows: Iterable[WayBack]) -> tuple[Caller, ...]:
    found = {
        (row.why, str(row.caller_id or row.desk)): Caller(
            row.caller.display_name if row.caller else "", row.desk, row.why
        )
        for row in rows
    }
    return tuple(sorted(found.values(), key=lambda each: (WHYS.index(each.why), each.name)))


def calls_of(actor: Actor, *, now: datetime) -> list[Call]:
    """The calls that are the actor's, and those of the organizations they act for: whoever can be called now first, the
    longest waiting first. Each learner can see that they were looked at. Two queries, and one to note the reading."""
    require(actor, "ways_back.own", what="Calls to make")
    acting = [role.organization for role in actor.roles if role.role != "learner"]
    mine = Q(caller__in=[actor.me, *actor.also]) | Q(caller=None, desk__in=acting)
    rows = list(_open().filter(mine).select_related("learner").order_by("since", "id"))
    trail.note_reads(
        trail.Act(actor.person, "read", now, target=READ, authority="the call was given to you"),
        [row.learner_id for row in rows],
    )
    found = [_call(row) for row in rows]
    return sorted(found, key=lambda each: (each.rests(timezone.localdate(now)), each.called_at is not None))


def _call(row: WayBack) -> Call:
    return Call(
        row.id, directory.shown(row.learner), row.kind, _juncture(row.juncture), row.since, row.called_at,
        row.rests_until, row.caller_id is not None,
    )  # fmt: skip


def own_way_back(actor: Actor, learner: UUID) -> OwnWayBack | None:
    """Who may call a learner, for them and their guardian; None where their way goes on. One query."""
    require(actor, "ways_back.read", directory.subject_for(actor, learner), what="Who may call")
    row = _open().filter(learner__in=ids_of([learner])).select_related("caller").first()
    if row is None:
        return None
    return OwnWayBack(
        row.kind, _juncture(row.juncture), row.since, row.caller.display_name if row.caller else row.desk, row.why,
        row.called_at, row.rests_until,
    )  # fmt: skip


def _open() -> QuerySet[WayBack]:
    return WayBack.objects.filter(ended_at=None)


def _juncture(name: str) -> Juncture:
    known = frameworks.catalogue().state.ways_on.places
    return next((each for each in known if each.id == name), known[-1])
