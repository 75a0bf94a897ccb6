"""Reads: how far those who judge a task agree, as it is published. Of the task, never of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import AgreementFigure, SecondJudgment
from throughline.core.calibration.agreement import Agreement, Figure
from throughline.core.catalogue.assessments import Assessment, AssessmentPart


@dataclass(frozen=True, slots=True)
class PartAgreement:
    """One part with its latest figures; None where there are too few works judged twice, or too few judges."""

    part: AssessmentPart
    figures: Agreement | None
    works: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskAgreement:
    """One assessment in force. again: how many works were marked again, blind. smallest: fewer works are not shown."""

    assessment: Assessment
    number: int
    parts: tuple[PartAgreement, ...]
    again: int
    smallest: int


def task_agreement(actor: Actor, assessment: Assessment) -> TaskAgreement:
    """The latest published figures of each part of an assessment. Two queries."""
    require(actor, "agreement.read", what="Agreement")
    catalogue, reference = frameworks.catalogue(), f"assessment:{assessment.id}"
    number = catalogue.versions.get(reference, 1)
    rows = AgreementFigure.objects.filter(assessment=reference, number=number).order_by("published_at")
    latest = {row.part: row for row in rows}
    again = SecondJudgment.objects.filter(
        marking__submission__assessment=reference, marking__submission__number=number
    )
    return TaskAgreement(
        assessment, number, tuple(_part(each, latest.get(each.id)) for each in assessment.parts), again.count(),
        catalogue.state.calibration.smallest,
    )  # fmt: skip


def _part(part: AssessmentPart, row: AgreementFigure | None) -> PartAgreement:
    if row is None:
        return PartAgreement(part, None, 0, None)
    found: Mapping[str, Mapping[str, Any]] = row.figures
    figures = Agreement(*(Figure(**found[name]) for name in ("exact", "adjacent", "alpha")))
    return PartAgreement(part, figures, row.works, row.published_at)
