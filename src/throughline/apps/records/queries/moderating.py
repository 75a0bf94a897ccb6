"""Reads around anchors: what a judge does next, their own sittings and figures, and how many are calibrated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.calibrated import Held, PartKey, anchor_sets, held_by, key_of
from throughline.apps.records.judging.handed_in import Task, task_in_force
from throughline.apps.records.models import Anchor, AnchorSet, CalibrationRun, JudgeFigure, Judgment
from throughline.core.calibration.norming import Norming, against_agreed
from throughline.core.calibration.ratings import Rating
from throughline.core.calibration.rule import CalibrationRule

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """How one's own levels stand beside colleagues' in real work. severity, error: in logits; above 0, lower levels than
    colleagues give. moved: more than chance explains, since their calibration."""

    severity: float
    error: float
    works: int
    moved: bool


@dataclass(frozen=True, slots=True)
class ToCalibrate:
    """One part that the actor judges and that has anchors. run: an open sitting, with how many are rated of how many.
    agreed: the actor agreed its levels. last: the latest finished sitting."""

    task: Task
    held: Held
    agreed: bool
    run: UUID | None
    rated: int
    asked: int
    last: UUID | None
    own: OwnFigure | None


@dataclass(frozen=True, slots=True)
class AnchorShown:
    """One anchor. levels, why: as agreed; empty while the actor has not rated it with the others of a sitting."""

    id: UUID
    title: str
    words: str
    link: str
    seen: Mapping[str, int]
    levels: Mapping[str, int]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One's own sitting with anchors. next: the one to rate; None once all are. said: what came of it."""

    id: UUID
    task: Task
    edition: int
    rated: int
    asked: int
    next: AnchorShown | None
    shown: tuple[AnchorShown, ...]
    said: Norming | None
    held: Held


@dataclass(frozen=True, slots=True)
class CalibratedCount:
    """Of those who signed certifying work of a part within a year, how many are calibrated for it now."""

    task: Task
    edition: int
    anchors: int
    judges: int
    calibrated: int


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The same for every part that has anchors, and for people: all that a person certified counts together."""

    parts: tuple[CalibratedCount, ...]
    people: int
    calibrated: int
    rule: CalibrationRule


def parts_in_use() -> list[tuple[str, str]]:
    """Every part of every assessment in force that somebody judges here: its assessment's id and its own."""
    return [(each.id, part.id) for each in frameworks.catalogue().assessments.values() for part in each.parts]


def tasks_with_anchors(now: datetime) -> dict[PartKey, tuple[Task, AnchorSet]]:
    """The parts in force that have anchors. One query."""
    sets = anchor_sets(now)
    tasks = (task_in_force(*each) for each in parts_in_use())
    return {key_of(task): (task, sets[key_of(task)]) for task in tasks if key_of(task) in sets}


def to_calibrate(actor: Actor, *, now: datetime) -> list[ToCalibrate]:
    """The parts the actor judges that have anchors, with what is next in each. Five queries."""
    require(actor, "calibration.read", Subject(assessors=frameworks.judging_roles()), what="Calibration")
    roles = {role.role for role in actor.roles}
    found = {key: pair for key, pair in tasks_with_anchors(now).items() if roles & pair[0].roles}
    sets = {key: row for key, (_, row) in found.items()}
    held = held_by([actor.me], sets, now=now)
    runs = list(
        CalibrationRun.objects.filter(judge=actor.person, set__in=[row.id for row in sets.values()])
        .select_related("result")
        .annotate(rated=Count("judgments"))
        .order_by("begun_at")
    )
    own = _own_figures(actor)
    return [
        _to_calibrate(actor, task, row, held[actor.me, key], [run for run in runs if run.set_id == row.id], own.get(key))
        for key, (task, row) in found.items()
    ]  # fmt: skip


def _to_calibrate(
    actor: Actor, task: Task, row: AnchorSet, held: Held, runs: list[Any], own: OwnFigure | None
) -> ToCalibrate:
    finished = [run for run in runs if hasattr(run, "result")]
    waiting = next((run for run in runs if not hasattr(run, "result")), None)
    asked = len(waiting.drawn) if waiting else frameworks.catalogue().state.calibration.works
    return ToCalibrate(
        task, held, str(actor.me) in {each["person"] for each in row.agreed_by}, waiting.id if waiting else None,
        waiting.rated if waiting else 0, asked, finished[-1].id if finished else None, own,
    )  # fmt: skip


def _own_figures(actor: Actor) -> dict[PartKey, OwnFigure]:
    rows = JudgeFigure.objects.filter(judge=actor.person).order_by("worked_out_at")
    return {
        (row.assessment, row.number, row.part): OwnFigure(row.severity, row.error, row.works, row.alarm)
        for row in rows
    }


def sitting(actor: Actor, run: UUID, *, now: datetime) -> Sitting:
    """One's own sitting: the next anchor without its levels, or all of them beside what one saw. Six queries."""
    row = (
        CalibrationRun.objects.filter(id=run, judge=actor.person)
        .select_related("set", "result").prefetch_related("judgments", "set__anchors").first()
    )  # fmt: skip
    if row is None:
        raise Refused("This sitting", "it is not one of yours.", "Go back to Calibration.")
    task = task_in_force(row.set.assessment, row.set.part)
    about = Subject(judges=task.roles, assessors=frameworks.judging_roles())
    require(actor, "calibration.take", about, what="Calibration")
    over = hasattr(row, "result")
    seen = {each.anchor_id: each.levels for each in row.judgments.all()}
    shown = {each.id: _shown(each, seen.get(each.id, {}), open_=over) for each in row.set.anchors.all()}
    left = [key for key in row.drawn if key not in seen]
    key = (row.set.assessment, row.set.number, row.set.part)
    return Sitting(
        row.id, task, row.set.edition, len(seen), len(row.drawn), shown[left[0]] if left else None,
        tuple(shown[key] for key in row.drawn) if over else (), _said(actor, row.drawn, shown) if over else None,
        held_by([actor.me], {key: row.set}, now=now)[actor.me, key],
    )  # fmt: skip


def _shown(row: Anchor, seen: Mapping[str, int], *, open_: bool) -> AnchorShown:
    levels, why = (row.levels, row.why) if open_ else ({}, {})
    return AnchorShown(row.id, row.title, row.words, row.link, seen, levels, why)


def _said(actor: Actor, order: Iterable[UUID], shown: Mapping[UUID, AnchorShown]) -> Norming:
    works = [shown[key] for key in order]
    seen = [
        Rating(str(each.id), name, str(actor.me), level)
        for each in works
        for name, level in sorted(each.seen.items())
    ]
    agreed = {(str(each.id), name): level for each in works for name, level in each.levels.items()}
    return against_agreed(seen, agreed, CalibrationRule(works=len(works)))


def calibrated_counts(actor: Actor, *, now: datetime) -> Calibrated:
    """How many of those who certify are calibrated: counts only, never who. Four queries."""
    require(actor, "moderation.read", what="Who is calibrated")
    found = tasks_with_anchors(now)
    signers = _signers(found, now)
    everyone = {person for people in signers.values() for person in people}
    held = held_by(everyone, {key: row for key, (_, row) in found.items()}, now=now)
    fit = {at for at, each in held.items() if each.state == "calibrated"}
    every = {person: [key for key, people in signers.items() if person in people] for person in everyone}
    anchors = _many_anchors(found)
    return Calibrated(
        tuple(
            CalibratedCount(
                task, row.edition, anchors.get(row.id, 0), len(signers[key]),
                sum((person, key) in fit for person in signers[key]),
            )
            for key, (task, row) in found.items()
        ),
        len(everyone), sum(all((person, key) in fit for key in keys) for person, keys in every.items()),
        frameworks.catalogue().state.calibration,
    )  # fmt: skip


def _signers(found: Iterable[PartKey], now: datetime) -> dict[PartKey, set[UUID]]:
    """Who signed certifying work of these parts within a year. One query."""
    signers: dict[PartKey, set[UUID]] = {key: set() for key in found}
    rows = Judgment.objects.filter(
        submission__certifying=True, submission__assessment__in=[key[0] for key in signers],
        signed_at__gt=now - YEAR, signed_at__lte=now,
    )  # fmt: skip
    for reference, number, part, judge in rows.values_list(
        "submission__assessment", "submission__number", "submission__part", "judge"
    ).distinct():
        if (reference, number, part) in signers:
            signers[reference, number, part].add(judge)
    return signers


def _many_anchors(found: Mapping[PartKey, tuple[Task, AnchorSet]]) -> dict[UUID, int]:
    rows = AnchorSet.objects.filter(id__in=[row.id for _, row in found.values()])
    return dict(rows.annotate(many=Count("anchors")).values_list("id", "many"))
