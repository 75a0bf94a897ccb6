"""Who is in step with the agreed levels of a task now, and what that lets them sign."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import Task, needed
from throughline.apps.records.models import AnchorSet, CalibrationResult, JudgeFigure

State = Literal["never", "calibrated", "over", "out", "moved"]
PartKey = tuple[str, int, str]
"""One part of one version of an assessment: `assessment:id`, number, part."""


@dataclass(frozen=True, slots=True)
class Held:
    """How somebody stands to the anchors of a task. until: the last day, where it holds or held. moved: their levels in
    real work have shifted since."""

    state: State = "never"
    until: date | None = None


NEVER = Held()


def key_of(task: Task) -> PartKey:
    """The part a task is, as anchors and figures name it."""
    return task.reference, task.number, task.part.id


def anchor_sets(now: datetime, task: Task | None = None) -> dict[PartKey, AnchorSet]:
    """The latest edition of each set of anchors there is at this moment. One query."""
    rows = AnchorSet.objects.filter(made_at__lte=now).order_by("edition")
    if task is not None:
        reference, number, part = key_of(task)
        rows = rows.filter(assessment=reference, number=number, part=part)
    return {(row.assessment, row.number, row.part): row for row in rows}


def held_by(
    people: Collection[UUID], sets: Mapping[PartKey, AnchorSet], *, now: datetime
) -> dict[tuple[UUID, PartKey], Held]:
    """How these people stand to the anchors of these parts. Two queries."""
    found = {(person, key): _agreed(person, row, now) for person in people for key, row in sets.items()}
    alarms = _alarms(people, now)
    for result in _results(people, now):
        of = result.run.set
        at = (result.run.judge_id, (of.assessment, of.number, of.part))
        if at in found:
            found[at] = _held(result, alarms.get(at), now)
    return found


def _agreed(person: UUID, row: AnchorSet, now: datetime) -> Held:
    """Whoever agreed the levels is in step with them, for as long as a sitting would hold."""
    if str(person) not in {each["person"] for each in row.agreed_by}:
        return NEVER
    until = timezone.localdate(row.made_at) + timedelta(days=frameworks.catalogue().state.calibration.days)
    return Held("calibrated" if until >= timezone.localdate(now) else "over", until)


def _results(people: Iterable[UUID], now: datetime) -> QuerySet[CalibrationResult]:
    """Oldest first, so that the last one counts."""
    found = CalibrationResult.objects.filter(run__judge__in=list(people), decided_at__lte=now)
    return found.select_related("run__set").order_by("decided_at", "id")


def _alarms(people: Iterable[UUID], now: datetime) -> dict[tuple[UUID, PartKey], datetime]:
    rows = JudgeFigure.objects.filter(judge__in=list(people), alarm=True, worked_out_at__lte=now)
    return {
        (row.judge_id, (row.assessment, row.number, row.part)): row.worked_out_at
        for row in rows.order_by("worked_out_at")
    }


def _held(result: CalibrationResult, alarm: datetime | None, now: datetime) -> Held:
    if not result.in_band or result.until is None:
        return Held("out")
    if alarm is not None and alarm > result.decided_at:
        return Held("moved", result.until)
    return Held("calibrated" if result.until >= timezone.localdate(now) else "over", result.until)


def refuse_alone(task: Task, round_: str, me: UUID, signed: Collection[UUID], *, now: datetime) -> None:
    """Refuse a signature that would let work count with nobody behind it who is calibrated for it.

    Whoever is not calibrated signs beside somebody who is. Where a task has no anchors, nobody is held up.
    signed: those who have signed for themselves so far. A third judge decides, so that one is calibrated.
    """
    if round_ == "own" and len({me, *signed}) < needed(task):
        return
    refuse_uncalibrated(task, {me} if round_ == "third" else {me, *signed}, now=now)


def refuse_uncalibrated(task: Task, signers: Collection[UUID], *, now: datetime) -> None:
    """Refuse where a task has anchors and none of these people is calibrated on them."""
    sets = anchor_sets(now, task)
    if not sets or any(each.state == "calibrated" for each in held_by(signers, sets, now=now).values()):
        return
    raise Refused(
        "Signing this work alone", "nobody who signs it has a calibration in force for this task.",
        "Rate its anchors under Calibration, or ask somebody who is calibrated to sign beside you.",
    )  # fmt: skip
