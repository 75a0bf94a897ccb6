"""Writes around a panel: setting the day and who sits, closing it by its chair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.assessing import decide
from throughline.apps.records.judging.calibrated import refuse_uncalibrated
from throughline.apps.records.judging.handed_in import (
    Task,
    closed_by_panel,
    signed_of,
    task_in_force,
    task_of,
)
from throughline.apps.records.models import Exhibition, Judgment, PanelSeat, Submission
from throughline.apps.trail import actions as trail


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody who sits on a panel, in a role they hold at an organization."""

    person: UUID
    role: str
    organization: str


@dataclass(frozen=True, slots=True)
class NewExhibition:
    """A day on which work is shown. organization: where. chair: one of the panel."""

    assessment: str
    part: str
    title: str
    organization: str
    on: date
    chair: UUID
    panel: tuple[Sitting, ...]


@transaction.atomic
def set_exhibition(*, by: Actor, new: NewExhibition, now: datetime) -> UUID:
    """Staff set a day and its panel: enough members, from enough sectors, in roles that judge it."""
    decision = require(
        by, "exhibition.set", Subject(organization=new.organization), what="Setting an exhibition"
    )
    task = task_in_force(new.assessment, new.part)
    _check_panel(task, new)
    made = Exhibition.objects.create(
        assessment=task.reference, part=task.part.id, title=new.title.strip() or task.part.title["en"],
        organization=new.organization, on=new.on, chair_id=new.chair, made_by_id=by.me, made_at=now,
    )  # fmt: skip
    sectors = frameworks.catalogue().organizations
    PanelSeat.objects.bulk_create(
        [
            PanelSeat(
                exhibition=made, person_id=each.person, role=each.role, organization=each.organization,
                sector=sectors[each.organization].sector,
            )
            for each in new.panel
        ]
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "set exhibition", now, target=task.reference, authority=decision.authority)
    )
    return made.id


def _check_panel(task: Task, new: NewExhibition) -> None:
    asked, organizations = task.part.panel, frameworks.catalogue().organizations
    if asked is None:
        raise Refused("An exhibition", "this part is not shown before a panel.", "Choose one that is.")
    people = [each.person for each in new.panel]
    if len(set(people)) < len(people):
        raise Refused("The panel", "somebody sits on it twice.", "Name each person once.")
    if unknown := [each.role for each in new.panel if each.role not in task.roles]:
        raise Refused(
            "The panel", f"no {unknown[0]} judges this part.", f"Choose: {', '.join(sorted(task.roles))}."
        )
    seats = {(each.person, each.role, each.organization) for each in new.panel}
    if seats - directory.hold_roles(seats):
        raise Refused("The panel", "somebody does not hold the role named.", "Name a role that they hold.")
    if new.chair not in people:
        raise Refused("The chair", "they do not sit on the panel.", "Choose one of the members.")
    _enough(len(people), {organizations[each.organization].sector for each in new.panel}, task, "The panel")


def _enough(many: int, sectors: set[str], task: Task, what: str) -> None:
    asked = task.part.panel
    if asked and (many < asked.members or len(sectors) < asked.sectors):
        raise Refused(
            what, f"it has {many} from {len(sectors)} sector(s); {asked.members} from {asked.sectors} are asked for.",
            "Ask others to sit, from another sector.",
        )  # fmt: skip


@transaction.atomic
def close_exhibition(
    *, by: Actor, exhibition: UUID, present: Iterable[UUID], now: datetime
) -> dict[UUID, str]:
    """The chair says who sat, and closes: what the panel's signatures say stands. Gives the outcome of each work.

    Each work needs the signatures of enough of those who sat, from enough sectors.
    """
    row = Exhibition.objects.select_for_update().filter(id=exhibition).first()
    if row is None:
        raise Refused("The exhibition", "there is none with this id.", "Go back to the list.")
    decision = require(
        by, "exhibition.close", Subject(asked=frozenset({row.chair_id})), what="Closing an exhibition"
    )
    if row.closed_at is not None:
        raise Refused("Closing it", "it is closed already.", "Set another day for more work.")
    sat = set(present)
    for seat in row.seats.all():
        seat.sat = seat.person_id in sat
        seat.save(update_fields=["sat"])
    found = {each.id: _close(by, each, sat, decision.authority, now) for each in _shown(row)}
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    trail.record(
        trail.Act(
            by.person, "closed exhibition", now, target=row.assessment, authority=decision.authority,
            data={"sat": sorted(str(each) for each in sat), "works": len(found)},
        )
    )  # fmt: skip
    return found


def _shown(row: Exhibition) -> Sequence[Submission]:
    open_works = row.submissions.filter(outcome=None, certifying=True)
    return list(open_works.select_related("exhibition").order_by("handed_in_at", "id"))


def _close(by: Actor, row: Submission, sat: set[UUID], authority: str, now: datetime) -> str:
    task = task_of(row)
    judgments: list[Judgment] = list(
        row.judgments.filter(judge__in=sat).prefetch_related("ratings").order_by("signed_at", "id")
    )
    _enough(len(judgments), {each.sector for each in judgments}, task, "The signatures")
    refuse_uncalibrated(task, {each.judge_id for each in judgments}, now=now)
    found = closed_by_panel(task, signed_of(judgments))
    decide(by, row, task, found, judgments, authority, now)
    return found.state
