"""Writes around second marking: drawing decided work from a seed, and marking it blind. Nothing changes for a learner."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from uuid import UUID

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import levels_checked, subject_of, task_in_force, task_of
from throughline.apps.records.models import SecondJudgment, SecondMarking, Submission
from throughline.apps.trail import actions as trail
from throughline.core.calibration.norming import drawn


@transaction.atomic
def draw_second_markings(*, by: Actor, assessment: str, part: str, seed: str, now: datetime) -> int:
    """Draw decided work of a part to be marked again, up to the share that the state asks for. Gives how many are new.

    The seed and the ids of the works decide the order: whoever knows both can draw it again.
    """
    decision = require(by, "moderation.run", what="Drawing work to mark again")
    if not seed.strip():
        raise Refused("The draw", "it has no seed.", "Write any words that are known beforehand.")
    task = task_in_force(assessment, part)
    decided = Submission.objects.filter(
        assessment=task.reference, number=task.number, part=task.part.id, certifying=True,
        outcome__outcome__in=["met", "not_yet"],
    )  # fmt: skip
    names = [str(key) for key in decided.values_list("id", flat=True)]
    there = {str(key) for key in decided.exclude(second=None).values_list("id", flat=True)}
    wanted = ceil(frameworks.catalogue().state.calibration.second_share * len(names)) - len(there)
    picked = [name for name in drawn(names, seed) if name not in there][: max(0, wanted)]
    SecondMarking.objects.bulk_create(
        [SecondMarking(submission_id=name, seed=seed, drawn_by_id=by.person, drawn_at=now) for name in picked]
    )
    trail.record(
        trail.Act(by.person, "drew second markings", now, target=task.reference, authority=decision.authority,
                  data={"part": part, "seed": seed, "works": len(picked)})
    )  # fmt: skip
    return len(picked)


@transaction.atomic
def mark_again(*, by: Actor, marking: UUID, levels: Mapping[str, int], now: datetime) -> None:
    """A second judge's levels, given without knowing what others saw. The outcome stays what it is."""
    row = (
        SecondMarking.objects.select_for_update(of=("self",))
        .select_related("submission")
        .filter(id=marking)
        .first()
    )
    if row is None:
        raise Refused("This work", "there is none with this id.", "Go back to Calibration.")
    task = task_of(row.submission)
    decision = require(
        by, "second.mark", subject_of(by, row.submission, task), what="Marking this work again"
    )
    if row.submission.learner_id == by.person or row.submission.judgments.filter(judge=by.person).exists():
        raise Refused("Marking this work again", "you know it already.", "Leave it to another judge.")
    if SecondJudgment.objects.filter(marking=row).exists():
        raise Refused("Marking this work again", "somebody has done it.", "Open the next one.")
    SecondJudgment.objects.create(
        marking=row, judge_id=by.me, levels=levels_checked(task, levels, whole=True), signed_at=now
    )
    trail.record(
        trail.Act(by.person, "marked again", now, target=task.reference, authority=decision.authority)
    )
