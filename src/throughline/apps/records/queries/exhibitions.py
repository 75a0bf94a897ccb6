"""Reads around a panel: the days that are set, and one day with who sits and what is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import STAFF
from throughline.apps.records.judging.handed_in import Task, task_in_force
from throughline.apps.records.models import Exhibition, PanelSeat, Submission


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits on a panel. sat: None until the chair has said."""

    person: UUID
    name: str
    role: str
    organization: str
    chair: bool
    sat: bool | None


@dataclass(frozen=True, slots=True)
class OnShow:
    """One work shown on the day. signed: by how many of the panel; mine: by the actor. outcome: only its panel reads it."""

    id: UUID
    learner: str
    signed: int
    mine: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class ExhibitionDay:
    """One day. may_close: the actor chairs it and it is open."""

    id: UUID
    title: str
    task: Task
    organization: str
    on: date
    closed_at: datetime | None
    panel: tuple[Seated, ...]
    works: tuple[OnShow, ...]
    may_close: bool


def exhibitions(actor: Actor) -> list[ExhibitionDay]:
    """The days that the actor's organizations set or on whose panel they sit, next first. Four queries."""
    places = actor.organizations(*STAFF)
    require(actor, "exhibition.read", _subject(actor, places), what="Exhibitions")
    rows = Exhibition.objects.filter(Q(organization__in=places) | Q(seats__person=actor.person)).distinct()
    return [_day(actor, row) for row in _with_all(rows).order_by("-on", "id")]


def exhibition(actor: Actor, key: UUID) -> ExhibitionDay:
    """One day, for its panel and the staff of where it is. Four queries."""
    row = _with_all(Exhibition.objects.filter(id=key)).first()
    if row is None:
        raise Refused("The exhibition", "there is none with this id.", "Go back to the list.")
    people = frozenset(seat.person_id for seat in row.seats.all())
    require(
        actor, "exhibition.read", Subject(organization=row.organization, asked=people), what="This exhibition"
    )
    return _day(actor, row)


def _subject(actor: Actor, places: frozenset[str]) -> Subject:
    """Whoever has a role sees their own list; it may be empty."""
    asked = frozenset({actor.person} if actor.person and actor.roles else ())
    return Subject(organization=min(places, default=""), asked=asked)


def _with_all(rows: QuerySet[Exhibition]) -> QuerySet[Exhibition]:
    works = Submission.objects.select_related("learner", "outcome").prefetch_related("judgments")
    return rows.prefetch_related(
        Prefetch("seats", PanelSeat.objects.select_related("person")),
        Prefetch("submissions", works.order_by("handed_in_at", "id")),
    )


def _day(actor: Actor, row: Exhibition) -> ExhibitionDay:
    panel = tuple(
        Seated(s.person_id, s.person.display_name, s.role, s.organization, s.person_id == row.chair_id, s.sat)
        for s in row.seats.all()
    )
    sits = actor.person in {s.person for s in panel}
    works = tuple(
        OnShow(
            each.id, each.learner.display_name, len({j.judge_id for j in each.judgments.all()}),
            actor.person in {j.judge_id for j in each.judgments.all()},
            each.outcome.outcome if sits and getattr(each, "outcome", None) else "",
        )
        for each in row.submissions.all()
    )  # fmt: skip
    return ExhibitionDay(
        row.id, row.title, task_in_force(row.assessment, row.part), row.organization, row.on, row.closed_at,
        panel, works, row.closed_at is None and row.chair_id == actor.person,
    )  # fmt: skip
