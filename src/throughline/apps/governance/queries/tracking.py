"""Reads: looks for tracking and their findings, public; and which of them wait for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import FindingDeed, OfficeTerm, TrackingFinding, TrackingLook
from throughline.apps.governance.queries.sittings import subject_of
from throughline.core.equity.answering import STATES, Deed, Done, State, next_due, state_of
from throughline.core.equity.counting import Monitor

WHAT = "Findings of tracking"


@dataclass(frozen=True, slots=True)
class LookShown:
    """One look, newest first. looked_at: by monitor how many pairs of a place and a group, at how many places, and what it
    spent. sorting: of the whole state, as plain numbers."""

    year: int
    nth: int
    version: int
    on: date
    looked_at: dict[Monitor, dict[str, float]]
    sorting: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeedShown:
    """One thing that happened to a finding; never who did it."""

    deed: Deed
    on: date
    words: str
    change: str
    docket: int | None
    body: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as everyone reads it. due: by when whoever has it now answers; first_due: by when the owner should have.
    holders: the bodies to which it was raised. size: what may be shown of it."""

    id: UUID
    monitor: Monitor
    place: str
    group: str
    owner: str
    body: str
    holders: tuple[str, ...]
    size: dict[str, Any]
    version: int
    opened_on: date
    first_due: date
    due: date
    state: State
    deeds: tuple[DeedShown, ...]


def looks(actor: Actor, *, newest: int = 8) -> list[LookShown]:
    """The newest looks. One query."""
    require(actor, "tracking.read", what=WHAT)
    rows = TrackingLook.objects.order_by("-year", "-nth")[:newest]
    return [LookShown(r.year, r.nth, r.version, r.on, r.monitors, r.sorting) for r in rows]


def was_taken(year: int, nth: int) -> bool:
    """Whether the nth look of a year is there. One query."""
    return TrackingLook.objects.filter(year=year, nth=nth).exists()


def findings(actor: Actor, *, on: date) -> list[Finding]:
    """Every finding: what presses most first, then the newest. Two queries."""
    require(actor, "tracking.read", what=WHAT)
    found = [_finding(row, on) for row in _rows().order_by("-opened_at", "place", "group", "id")]
    return sorted(found, key=lambda each: STATES.index(each.state))


def finding(actor: Actor, key: UUID, *, on: date) -> Finding | None:
    """One of them. Two queries."""
    require(actor, "tracking.read", what=WHAT)
    row = _rows().filter(id=key).first()
    return None if row is None else _finding(row, on)


def may_answer(actor: Actor, found: Finding, *, on: date) -> bool:
    """Whether somebody may answer it: they lead its owner, or keep the books of a body that has it."""
    if actor.person is None:
        return False
    return any(allowed(actor, "tracking.answer", each).allowed for each in subjects_of(found, on=on))


def subjects_of(found: Finding, *, on: date) -> Iterable[Subject]:
    """Whoever may answer a finding, one after the other, as subjects of the permission."""
    bodies = frameworks.catalogue().bodies
    yield Subject(organization="" if found.body else found.owner, name=found.owner)
    for body in (found.body, *found.holders):
        if body in bodies:
            yield replace(subject_of(body, on), organization="")


def findings_waiting(actor: Actor, *, on: date) -> list[Finding]:
    """Those without an answer that wait for somebody: of organizations they lead, and of bodies whose books they keep,
    soonest due first. None for the public; three queries."""
    require(actor, "tracking.read", what=WHAT)
    if actor.person is None:
        return []
    me = [actor.me, *actor.also]
    offices = OfficeTerm.objects.filter(person__in=me, since__lte=on, ends__gt=on)
    bodies = set(offices.values_list("body__slug", flat=True))
    owners = actor.organizations()
    if not bodies and not owners:
        return []
    waiting = _rows().exclude(deeds__deed__in=["answered", "kept"])
    own = Q(owner__in=owners, body="") | Q(body__in=bodies) | Q(deeds__deed="raised", deeds__body__in=bodies)
    found = [_finding(row, on) for row in waiting.filter(own).distinct()]
    return sorted(
        (each for each in found if _is_theirs(actor, each, bodies)), key=lambda each: (each.due, str(each.id))
    )


def _is_theirs(actor: Actor, each: Finding, bodies: set[str]) -> bool:
    leads = allowed(actor, "tracking.answer", Subject(organization="" if each.body else each.owner)).allowed
    return leads or bool(bodies & {each.body, *each.holders})


def _rows() -> QuerySet[TrackingFinding]:
    deeds = FindingDeed.objects.order_by("nth")
    rows = TrackingFinding.objects.select_related("look")
    return rows.prefetch_related(Prefetch("deeds", queryset=deeds))


def _finding(row: Any, on: date) -> Finding:
    deeds = tuple(_deed(each) for each in row.deeds.all())
    done = [Done(each.deed, each.on, each.due, each.body) for each in deeds]
    return Finding(
        row.id, row.monitor, row.place, row.group, row.owner, row.body,
        tuple(each.body for each in deeds if each.deed == "raised"), row.size, row.look.version,
        timezone.localdate(row.opened_at), row.due, next_due(row.due, done), state_of(row.due, done, on), deeds,
    )  # fmt: skip


def _deed(row: FindingDeed) -> DeedShown:
    deed: Any = row.deed
    return DeedShown(deed, timezone.localdate(row.at), row.words, row.change, row.docket, row.body, row.due)
