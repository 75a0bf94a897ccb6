"""Learning at work as a credential says it: employer, dates, role, hours, competencies, and what the mentor saw.

CLR 2.0 has no members of its own for work; these stand where Open Badges 3.0 has the nearest: the employer is the
source, the time the activity's dates, hours and each competency's level are results with their status.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from throughline.core.credentials.building.errors import CannotBuild, NotOfThisKind
from throughline.core.credentials.building.facts import (
    AchievementFacts,
    Alignment,
    Badge,
    Issuer,
    ResultDescription,
    ResultFacts,
    RubricLevel,
    Subject,
)

HOURS = "ext:Hours"
SEEN = "RubricCriterionLevel"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One competency as it was seen at work. level: the number of the step on the scale, 1 up."""

    competency: Alignment
    scale: tuple[str, ...]
    level: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Time at work. hours: confirmed ones, as written (`120`, `37.5`). words: what was done, in a sentence or two."""

    employer: Issuer
    role: str
    started: datetime
    ended: datetime
    hours: str
    evaluations: tuple[Evaluation, ...]
    words: str = ""


def with_placement(badge: Badge, placement: Placement) -> Badge:
    """The credential with a time at work in it. Its achievement gains the competencies and what was seen of each.

    Raises `CannotBuild` where a level is not on its scale.
    """
    achieved = badge.subject.achievement
    described = [
        _description(each, f"{achieved.id}#seen-{n}") for n, each in enumerate(placement.evaluations, 1)
    ]
    hours = ResultDescription(f"{achieved.id}#hours", "Hours at work", HOURS)
    results = [
        ResultFacts(d.id, "Completed", f"{d.id}-{e.level}", e.scale[e.level - 1])
        for d, e in zip(described, placement.evaluations, strict=True)
    ]
    shown = {a.url for a in achieved.alignments}
    wider = replace(
        achieved,
        results=(*achieved.results, hours, *described),
        alignments=(
            *achieved.alignments,
            *(e.competency for e in placement.evaluations if e.competency.url not in shown),
        ),
    )
    return replace(
        badge,
        subject=_worked(
            badge.subject,
            wider,
            placement,
            (ResultFacts(hours.id, "Completed", "", placement.hours), *results),
        ),
    )


def _worked(
    subject: Subject, achieved: AchievementFacts, placement: Placement, results: Sequence[ResultFacts]
) -> Subject:
    return replace(
        subject, achievement=achieved, source=placement.employer, role=placement.role, started=placement.started,
        ended=placement.ended, narrative=placement.words, results=(*subject.results, *results),
    )  # fmt: skip


def _description(held: Evaluation, name: str) -> ResultDescription:
    if not 1 <= held.level <= len(held.scale):
        raise CannotBuild(
            "placement.evaluations",
            f"level {held.level} is not on the scale of {len(held.scale)}",
            "Give 1 up to that",
        )
    levels = tuple(RubricLevel(f"{name}-{n}", step, str(n)) for n, step in enumerate(held.scale, 1))
    return ResultDescription(name, held.competency.name, SEEN, levels=levels, alignments=(held.competency,))


def placement_in(badge: Badge) -> Placement | None:
    """The time at work that a credential tells of; None where it names no employer or no dates."""
    held = badge.subject
    if held.source is None or held.started is None or held.ended is None:
        return None
    described = {each.id: each for each in held.achievement.results}
    hours = [
        r.value for r in held.results if r.describes in described and described[r.describes].kind == HOURS
    ]
    seen = [(described[r.describes], r) for r in held.results if r.describes in described]
    evaluations = tuple(_evaluation(d, r) for d, r in seen if d.kind == SEEN and d.alignments and d.levels)
    return Placement(
        held.source,
        held.role,
        held.started,
        held.ended,
        hours[0] if hours else "",
        evaluations,
        held.narrative,
    )


def _evaluation(described: ResultDescription, result: ResultFacts) -> Evaluation:
    steps = [each.id for each in described.levels]
    if result.level not in steps:
        raise NotOfThisKind(
            "result.achievedLevel", f"'{result.level}' is no level of the scale", "Ask the issuer"
        )
    return Evaluation(
        described.alignments[0], tuple(s.name for s in described.levels), steps.index(result.level) + 1
    )
