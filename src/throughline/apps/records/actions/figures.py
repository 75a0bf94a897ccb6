"""Working out figures of judging: agreement of a task for everyone, each judge's own for that judge alone."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.calibrated import PartKey, key_of
from throughline.apps.records.judging.handed_in import task_in_force
from throughline.apps.records.judging.judged import Judged, judged, without_earlier
from throughline.apps.records.models import AgreementFigure, CalibrationResult, JudgeFigure
from throughline.apps.trail import actions as trail
from throughline.core.calibration.agreement import agreement
from throughline.core.calibration.drift import Drift, drift
from throughline.core.calibration.many_facets import severities
from throughline.core.calibration.ratings import Incomparable

WINDOW = timedelta(days=90)
"""Drift is looked for between the last 90 days and what was before."""
SEED = 1
FEWEST_JUDGES = 3
"""With two judges a figure of the task would be a figure of two people."""


@transaction.atomic
def work_out(*, by: Actor, assessment: str, part: str, now: datetime) -> int:
    """Work out what the judgments of a part say, where there are new ones. Gives how many judges are asked to
    calibrate anew.

    Agreement is published from so many works on as the state shows in a figure. Where a judge's levels have moved more
    than chance explains, their calibration rests until they have rated anchors again.
    """
    decision = require(by, "moderation.run", what="Working out figures of judging")
    key = key_of(task_in_force(assessment, part))
    found = judged(key)
    if found.newest is None or _known(key, found.newest):
        return 0
    _publish(key, found, now)
    alarms = _own(key, found, now)
    # Who is asked stands in no event: only the judge reads it.
    trail.record(
        trail.Act(by.person, "worked out figures", now, target=key[0], authority=decision.authority,
                  data={"part": part, "works": found.twice})
    )  # fmt: skip
    return alarms


def _known(key: PartKey, newest: date) -> bool:
    """Whether nobody has judged since the last time."""
    assessment, number, part = key
    rows = JudgeFigure.objects.filter(assessment=assessment, number=number, part=part)
    last = rows.order_by("-worked_out_at").values_list("worked_out_at", flat=True).first()
    return last is not None and timezone.localdate(last) > newest


def _publish(key: PartKey, found: Judged, now: datetime) -> None:
    if found.twice < frameworks.catalogue().state.calibration.smallest or len(found.judges) < FEWEST_JUDGES:
        return
    assessment, number, part = key
    figures = agreement(found.plain, seed=SEED)
    AgreementFigure.objects.create(
        assessment=assessment, number=number, part=part, figures=asdict(figures), works=found.twice,
        judges=len(found.judges), seed=SEED, published_at=now,
    )  # fmt: skip


def _own(key: PartKey, found: Judged, now: datetime) -> int:
    """Each judge's own figures. Where ratings cannot be compared, nobody is told anything."""
    try:
        every = severities(found.plain)
    except Incomparable:
        return 0
    since = timezone.localdate(now) - WINDOW
    moved = {each.judge: each for each in _moved(key, found, since)}
    works = {
        judge: len({d.rating.work for d in found.ratings if d.rating.judge == judge})
        for judge in every.judges
    }
    assessment, number, part = key
    rows = [
        _moved_as(
            moved.get(judge), since,
            JudgeFigure(
                judge_id=UUID(judge), assessment=assessment, number=number, part=part, works=works[judge],
                severity=every.severity[judge].value, error=every.severity[judge].error, worked_out_at=now,
            ),
        )
        for judge in every.judges
        if _compared(judge, every.groups)
    ]  # fmt: skip
    JudgeFigure.objects.bulk_create(rows)
    return sum(row.alarm for row in rows)


def _compared(judge: str, groups: Iterable[frozenset[str]]) -> bool:
    """Whether there are enough others: of two, each would read the other's figure from their own."""
    return any(judge in group and len(group) >= FEWEST_JUDGES for group in groups)


def _moved(key: PartKey, found: Judged, since: date) -> tuple[Drift, ...]:
    ratings = without_earlier(found.ratings, _calibrated_on(key))
    try:
        return drift(ratings, since=since)
    except Incomparable:
        return ()


def _calibrated_on(key: PartKey) -> dict[str, date]:
    """The day of each judge's last sitting that held: their levels are compared with those from then on."""
    assessment, number, part = key
    rows = CalibrationResult.objects.filter(
        run__set__assessment=assessment, run__set__number=number, run__set__part=part, in_band=True
    )
    found = rows.order_by("decided_at").values_list("run__judge", "decided_at")
    return {str(judge): timezone.localdate(when) for judge, when in found}


def _moved_as(found: Drift | None, since: date, row: JudgeFigure) -> JudgeFigure:
    if found is not None:
        row.since, row.change, row.change_error = since, found.change.value, found.change.error
        row.alarm = found.alarm
    return row
