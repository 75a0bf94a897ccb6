"""Writes around anchors: agreeing on them, sitting down to rate them, and what comes of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.exhibiting import Sitting
from throughline.apps.records.judging.calibrated import anchor_sets, held_by, key_of
from throughline.apps.records.judging.handed_in import Task, levels_checked, task_in_force
from throughline.apps.records.models import (
    Anchor,
    AnchorJudgment,
    AnchorSet,
    CalibrationResult,
    CalibrationRun,
)
from throughline.apps.trail import actions as trail
from throughline.core.calibration.norming import against_agreed, drawn
from throughline.core.calibration.ratings import Rating


@dataclass(frozen=True, slots=True)
class NewAnchor:
    """A work that names nobody, with the level that was agreed for each criterion, and why."""

    title: str
    words: str
    levels: Mapping[str, int]
    why: Mapping[str, str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True, slots=True)
class NewAnchors:
    """Anchors for one part of an assessment. agreed_by: the people who agreed on the levels."""

    assessment: str
    part: str
    anchors: tuple[NewAnchor, ...]
    agreed_by: tuple[Sitting, ...]


@transaction.atomic
def make_anchors(*, by: Actor, new: NewAnchors, now: datetime) -> UUID:
    """Let a set of anchors stand for a part as it is in force; the next edition where there is one already."""
    decision = require(by, "anchors.make", what="Making anchors")
    task = task_in_force(new.assessment, new.part)
    agreed = _agreed_by(task, new.agreed_by)
    works = [replace(each, levels=levels_checked(task, each.levels, whole=True)) for each in new.anchors]
    _enough(task, works)
    reference, number, part = key_of(task)
    before = anchor_sets(now, task).get(key_of(task))
    made = AnchorSet.objects.create(
        assessment=reference, number=number, part=part, edition=before.edition + 1 if before else 1,
        agreed_by=agreed, made_by_id=by.me, made_at=now,
    )  # fmt: skip
    Anchor.objects.bulk_create(
        [
            Anchor(set=made, title=w.title.strip(), words=w.words, link=w.link, levels=dict(w.levels), why=dict(w.why))
            for w in works
        ]
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "agreed anchors", now, target=reference, authority=decision.authority,
                  data={"part": part, "edition": made.edition, "works": len(works)})
    )  # fmt: skip
    return made.id


def _agreed_by(task: Task, sitting: tuple[Sitting, ...]) -> list[dict[str, str]]:
    seats = {(each.person, each.role, each.organization) for each in sitting}
    if len({each.person for each in sitting}) < 2:
        raise Refused("Anchors", "one person alone does not agree.", "Name two people or more.")
    if seats - directory.hold_roles(seats):
        raise Refused("Anchors", "somebody does not hold the role named.", "Name a role that they hold.")
    held = frameworks.catalogue().organizations
    sectors = {held[each.organization].sector for each in sitting if each.organization in held}
    if len(sectors) < 2 and any(seat.distinct_sector for seat in task.part.judges):
        raise Refused(
            "Anchors", "all who agreed come from one sector, and this part is judged from two.",
            "Agree on the levels with somebody of another sector.",
        )  # fmt: skip
    return [
        {"person": str(s.person), "role": s.role, "organization": s.organization,
         "sector": held[s.organization].sector if s.organization in held else ""}
        for s in sitting
    ]  # fmt: skip


def _enough(task: Task, works: list[NewAnchor]) -> None:
    wanted = frameworks.catalogue().state.calibration.works
    if len(works) < wanted:
        raise Refused(
            "Anchors", f"there are {len(works)}; a sitting asks for {wanted}.", f"Bring {wanted} or more."
        )
    if len({each.title.strip() for each in works}) < len(works):
        raise Refused("Anchors", "two have the same title.", "Give each its own.")
    if empty := [each.title for each in works if not each.words.strip() and not each.link]:
        raise Refused("Anchors", f"'{empty[0]}' shows nothing.", "Write or link the work.")
    for criterion in task.part.criteria:
        if len({each.levels[criterion.id] for each in works}) < 2:
            raise Refused(
                "Anchors",
                f"all show one level of '{criterion.id}'.",
                "Choose works that show several levels.",
            )


@transaction.atomic
def begin_calibration(*, by: Actor, assessment: str, part: str, now: datetime) -> UUID:
    """A sitting with anchors of a part: the open one where there is one. Anchors not seen before come first."""
    task = task_in_force(assessment, part)
    _may_take(by, task)
    found = anchor_sets(now, task).get(key_of(task))
    if found is None:
        raise Refused("Calibration", "this task has no anchors yet.", "Nothing is held up until it has.")
    held = held_by([by.me], {key_of(task): found}, now=now)[by.me, key_of(task)]
    if held.state == "calibrated" and str(by.me) in {each["person"] for each in found.agreed_by}:
        raise Refused("Calibration", "you agreed these levels yourself.", f"It holds until {held.until}.")
    # One sitting at a time: whoever begins twice goes on with the first.
    AnchorSet.objects.select_for_update().get(id=found.id)
    own = CalibrationRun.objects.filter(judge=by.person, set=found)
    if (waiting := own.filter(result=None).first()) is not None:
        return waiting.id
    key = uuid4()
    names = _draw(found, [each.drawn for each in own], str(key))
    return CalibrationRun.objects.create(id=key, set=found, judge_id=by.me, drawn=names, begun_at=now).id


def _may_take(by: Actor, task: Task) -> Decision:
    about = Subject(judges=task.roles, assessors=frameworks.judging_roles())
    return require(by, "calibration.take", about, what="Calibration")


def _draw(found: AnchorSet, before: list[list[UUID]], seed: str) -> list[UUID]:
    often = {str(each.id): sum(each.id in run for run in before) for each in found.anchors.all()}
    order = sorted(drawn(often, seed), key=lambda name: often[name])
    return [UUID(name) for name in order[: frameworks.catalogue().state.calibration.works]]


@transaction.atomic
def rate_anchor(*, by: Actor, run: UUID, anchor: UUID, levels: Mapping[str, int], now: datetime) -> str:
    """One anchor rated, for good: the agreed levels are shown once all are. Gives `next`, or how it came out:
    `calibrated` or `out`."""
    row = CalibrationRun.objects.select_for_update(of=("self",)).select_related("set").filter(id=run).first()
    if row is None or row.judge_id != by.person:
        raise Refused("This sitting", "it is not one of yours.", "Go back to Calibration.")
    task = task_in_force(row.set.assessment, row.set.part)
    decision = _may_take(by, task)
    if task.number != row.set.number:
        raise Refused("This sitting", "the task has a newer version.", "Begin anew under Calibration.")
    done = set(row.judgments.values_list("anchor_id", flat=True))
    left = [each for each in row.drawn if each not in done]
    if not left or left[0] != anchor:
        raise Refused("This anchor", "it is not the next one.", "Rate the one that is shown.")
    AnchorJudgment.objects.create(
        run=row, anchor_id=anchor, levels=levels_checked(task, levels, whole=True), judged_at=now
    )
    return "next" if len(left) > 1 else _conclude(by, row, decision, now)


def _conclude(by: Actor, row: CalibrationRun, decision: Decision, now: datetime) -> str:
    rule = frameworks.catalogue().state.calibration
    judgments = list(row.judgments.select_related("anchor"))
    seen = [
        Rating(str(j.anchor_id), name, str(by.me), level)
        for j in judgments for name, level in sorted(j.levels.items())
    ]  # fmt: skip
    agreed = {(str(j.anchor_id), name): level for j in judgments for name, level in j.anchor.levels.items()}
    found = against_agreed(seen, agreed, replace(rule, works=min(rule.works, len(row.drawn))))
    until = timezone.localdate(now) + timedelta(days=rule.days) if found.in_band else None
    CalibrationResult.objects.create(
        run=row, shift=found.shift, error=found.error, exact=found.exact, adjacent=found.adjacent,
        in_band=found.in_band, until=until, decided_at=now,
    )  # fmt: skip
    # How it came out is theirs alone: the event says only that they sat down to it.
    trail.record(
        trail.Act(by.person, "rated anchors", now, target=row.set.assessment, authority=decision.authority,
                  data={"part": row.set.part, "edition": row.set.edition})
    )  # fmt: skip
    return "calibrated" if found.in_band else "out"
