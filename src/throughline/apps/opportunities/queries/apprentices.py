"""Reads: a learner's own apprenticeships; those of a sponsor; the weeks that wait for a journeyworker's signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.apprenticing import standards_of, weeks_of
from throughline.apps.opportunities.models import Apprentice, WorkWeek
from throughline.apps.records.queries.record import standings_of
from throughline.apps.trail import actions as trail
from throughline.core.apprenticeships.standards import Standards
from throughline.core.apprenticeships.weeks import Standing, standing


@dataclass(frozen=True, slots=True)
class WeekSeen:
    """One week. signed_by: the journeyworker's name; empty while it is open. learner: whose it is, for others."""

    id: UUID
    monday: date
    hours: Decimal
    instruction: Decimal
    paid: Decimal | None
    words: str
    signed_by: str
    signed_at: datetime | None
    learner: str = ""
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class Apprenticeship:
    """One learner by one version of standards. standing: None until it is confirmed. weeks: newest first."""

    id: UUID
    key: UUID
    number: int
    sponsor: str
    employer: str
    learner: str
    standards: Standards
    in_school: bool
    begun_on: date | None
    standing: Standing | None
    weeks: tuple[WeekSeen, ...]


def own(actor: Actor, *, on: date) -> list[Apprenticeship]:
    """The actor's own apprenticeships that go on, newest first. Five queries at most."""
    require(actor, "apprentice.begin", directory.subject_for(actor, actor.me), what="Your apprenticeships")
    return _shown(list(_open().filter(learner__in=ids_of([actor.me]))), on)


def of_sponsor(actor: Actor, *, now: datetime) -> list[Apprenticeship]:
    """Those who learn by the standards of organizations that the actor acts for. Each learner sees the look."""
    require(actor, "apprentices.read", what="Your apprentices")
    places = actor.organizations() - actor.organizations("learner")
    rows = list(_open().filter(Q(version__standards__sponsor__in=places) | Q(employer__in=places)))
    read = trail.Act(actor.person, "read", now, target="apprenticeship", authority="you train them")
    trail.note_reads(read, [row.learner_id for row in rows])
    return _shown(rows, timezone.localdate(now))


def to_sign(actor: Actor, *, now: datetime) -> list[WeekSeen]:
    """Weeks that wait for a signature where the actor is a journeyworker, the oldest first. Each learner sees the look."""
    require(actor, "weeks.read", what="Weeks to sign")
    places = actor.organizations("journeyworker")
    rows = WorkWeek.objects.filter(
        Q(apprentice__employer__in=places) | Q(apprentice__version__standards__sponsor__in=places),
        signature=None, apprentice__ended_on=None,
    ).exclude(apprentice__learner__in=ids_of([actor.me]))  # fmt: skip
    found = list(rows.select_related("apprentice__learner", "apprentice__version").order_by("monday", "id"))
    read = trail.Act(actor.person, "read", now, target="apprenticeship", authority="you work beside them")
    trail.note_reads(read, {row.apprentice.learner_id for row in found})
    return [
        _week(row, "", row.apprentice.learner.display_name, standards_of(row.apprentice).occupation)
        for row in found
    ]


def _open() -> QuerySet[Apprentice]:
    weeks = WorkWeek.objects.select_related("signature__signed_by").order_by("-monday")
    rows = Apprentice.objects.filter(ended_on=None).select_related("version__standards", "learner")
    return rows.prefetch_related(Prefetch("weeks", weeks)).order_by("-asked_at", "id")


def _shown(rows: list[Apprentice], on: date) -> list[Apprenticeship]:
    held = _held({row.learner_id for row in rows if row.begun_on}, on)
    return [_apprenticeship(row, held.get(row.learner_id, frozenset())) for row in rows]


def _held(learners: Iterable[UUID], on: date) -> dict[UUID, frozenset[str]]:
    wanted = list(learners)
    if not wanted:
        return {}
    standings = standings_of(wanted, on=on)
    return {each: frozenset(standings[each].sure.held) for each in wanted}


def _apprenticeship(row: Apprentice, held: frozenset[str]) -> Apprenticeship:
    standards, weeks = standards_of(row), list(row.weeks.all())
    return Apprenticeship(
        row.id, row.version.standards_id, row.version.number, row.version.standards.sponsor, row.employer,
        row.learner.display_name, standards, row.in_school, row.begun_on,
        standing(standards, weeks_of(weeks), held) if row.begun_on else None,
        tuple(_week(week, _signer(week)) for week in weeks),
    )  # fmt: skip


def _signer(row: WorkWeek) -> str:
    return row.signature.signed_by.display_name if hasattr(row, "signature") else ""


def _week(row: WorkWeek, signed_by: str, learner: str = "", occupation: str = "") -> WeekSeen:
    at = row.signature.signed_at if signed_by else None
    return WeekSeen(
        row.id,
        row.monday,
        row.hours,
        row.instruction,
        row.paid,
        row.words,
        signed_by,
        at,
        learner,
        occupation,
    )
