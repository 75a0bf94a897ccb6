"""Work handed in, between its rows and the values that judging works with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import Judgment, Submission
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.progress.judging import (
    Judge,
    Round,
    Signed,
    Standing,
    may_take,
    of_panel,
    seats,
    standing,
)


@dataclass(frozen=True, slots=True)
class Task:
    """One part of one version of an assessment: what the work was handed in for."""

    assessment: Assessment
    number: int
    part: AssessmentPart

    @property
    def reference(self) -> str:
        """`assessment:id`."""
        return f"assessment:{self.assessment.id}"

    @property
    def roles(self) -> frozenset[str]:
        """Every role that may judge it."""
        return frozenset(role for seat in self.part.judges for role in seat.roles)


def task_in_force(assessment: str, part: str) -> Task:
    """The part of an assessment as it is published now."""
    catalogue = frameworks.catalogue()
    found = catalogue.assessments.get(assessment.removeprefix("assessment:"))
    held = found.part(part) if found else None
    if found is None or held is None:
        raise Refused(
            "This work", f"no assessment '{assessment}' has a part '{part}'.", "Choose one from the list."
        )
    return Task(found, catalogue.versions.get(f"assessment:{found.id}", 1), held)


def task_showing(what: str) -> Task | None:
    """The part in force that leaves this fact once it is met, where there is one."""
    catalogue = frameworks.catalogue()
    return next(
        (
            Task(each, catalogue.versions.get(f"assessment:{each.id}", 1), part)
            for each in catalogue.assessments.values()
            for part in each.parts
            if part.shows == what
        ),
        None,
    )


def task_behind(what: str, judged: tuple[str, int] | None) -> Task | None:
    """The part that leaves this fact, in the version it was judged under where that is one of an assessment, else in
    force; None where no part does."""
    if judged is None or not judged[0].startswith("assessment:"):
        return task_showing(what)
    document = _assessment(*judged)
    parts = document.parts if document else ()
    return next((Task(document, judged[1], each) for each in parts if document and each.shows == what), None)


def _assessment(reference: str, number: int) -> Assessment | None:
    """One version of an assessment, in force or not."""
    catalogue = frameworks.catalogue()
    if catalogue.versions.get(reference) == number:
        return catalogue.assessments.get(reference.partition(":")[2])
    return cast("Assessment | None", catalogue.past.get((reference, number)))


def task_of(row: Submission) -> Task:
    """The part as it was in the version the work was handed in for."""
    document = _assessment(row.assessment, row.number)
    part = document.part(row.part) if document else None
    if document is None or part is None:
        raise Refused("This work", "its assessment is no longer held here.", "Ask the operator of the house.")
    return Task(document, row.number, part)


def asked_of(row: Submission) -> frozenset[UUID]:
    """Whoever was asked to judge it: by the learner, or by a seat on its panel."""
    named = {row.asked_id} if row.asked_id else set()
    if row.exhibition is not None:
        named |= {seat.person_id for seat in row.exhibition.seats.all()} | {row.exhibition.chair_id}
    return frozenset(named)


def pieces_of(row: Submission) -> tuple[tuple[UUID, int], ...]:
    """The pieces of evidence handed in with it, each with the number of its version."""
    return tuple((each.version.evidence_id, each.version.number) for each in row.evidence.all())


def subject_of(actor: Actor, row: Submission, task: Task) -> Subject:
    """The learner, as the policy looks at whoever would read or judge this work."""
    return replace(
        directory.subject_for(actor, row.learner_id), judges=task.roles, asked=asked_of(row),
        assessors=frameworks.judging_roles(),
    )  # fmt: skip


def signed_of(judgments: Iterable[Judgment]) -> list[Signed]:
    """The signatures on a piece of work, with what each judge saw."""
    return [
        Signed(
            Judge(str(each.judge_id), each.role, each.organization, each.sector),
            cast("Round", "own" if each.round == "panel" else each.round),
            {rating.criterion: rating.level for rating in each.ratings.all()},
        )
        for each in judgments
    ]


def standing_of(task: Task, signed: list[Signed], *, panel: bool) -> Standing:
    """What the signatures say. A panel's are read once its chair closes it."""
    if panel:
        return Standing("waiting")
    return standing(task.part.judges, task.part.criteria, signed)


def closed_by_panel(task: Task, signed: list[Signed]) -> Standing:
    """What a panel's signatures say."""
    return of_panel(task.part.criteria, signed)


def places_of(actor: Actor, task: Task) -> tuple[Judge, ...]:
    """The actor as a judge of this part: once for each role and organization in which they may be one."""
    organizations = frameworks.catalogue().organizations
    return tuple(
        Judge(str(actor.person), role.role, role.organization, organizations[role.organization].sector)
        for role in actor.roles
        if role.role in task.roles and role.organization in organizations
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """What an actor can do with a piece of work now. round: empty where they cannot sign; why says why not."""

    round: str
    judge: Judge | None = None
    why: str = ""


def turn_of(actor: Actor, task: Task, signed: list[Signed], now: Standing) -> Turn:
    """Which signature an actor may give next: their own, one after talking, or that of a third judge."""
    mine = [each for each in signed if each.judge.person == str(actor.person)]
    if now.state == "waiting":
        return _own(actor, task, [each.judge for each in signed if each.round == "own"])
    if now.state != "talk":
        return Turn("", why="it is decided.")
    own = next((each for each in mine if each.round == "own"), None)
    if own is not None:
        if any(each.round == "joint" for each in mine):
            return Turn("", why="you have signed again; the other judge, or a third one, is next.")
        return Turn("joint", own.judge)
    place = next(iter(places_of(actor, task)), None)
    return Turn("third", place) if place else Turn("", why="your role is not asked to judge it.")


def _own(actor: Actor, task: Task, signed: list[Judge]) -> Turn:
    why = "your role is not asked to judge it."
    for place in places_of(actor, task):
        why = may_take(task.part.judges, signed, place)
        if not why:
            return Turn("own", place)
    return Turn("", why=why)


def levels_checked(task: Task, levels: Mapping[str, int], *, whole: bool) -> dict[str, int]:
    """The levels of a rubric, where each is one of its criterion's; `whole`: every criterion has one."""
    known = {each.id: {step.number for step in each.levels} for each in task.part.criteria}
    for name, level in levels.items():
        if level not in known.get(name, ()):
            raise Refused(
                "The rubric",
                f"'{name}' has no level {level}.",
                "Choose one of the levels that are described.",
            )
    missing = [each.title for each in task.part.criteria if each.id not in levels]
    if whole and missing:
        first = missing[0].get("en") or next(iter(missing[0].values()))
        raise Refused("The rubric", f"'{first}' has no level yet.", "Choose a level for every criterion.")
    return dict(levels)


def needed(task: Task) -> int:
    """How many signatures are asked for."""
    return task.part.panel.members if task.part.panel else len(seats(task.part.judges))
