"""Reads: whether the criteria of an assessment ask the same of learners who read in another language. Counts only."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import Task, task_in_force
from throughline.apps.records.models import Rating
from throughline.core.calibration.item_bias import SMALLEST, item_bias
from throughline.core.calibration.ratings import Incomparable
from throughline.core.requirements.nodes import Text


@dataclass(frozen=True, slots=True)
class CriterionLook:
    """One criterion. size: A nothing to see, B slight, C large (to be looked at again). more: it asks more of the group."""

    title: Text
    size: str
    more: bool


@dataclass(frozen=True, slots=True)
class ItemsLook:
    """What the judged work on one part says. language: of the group looked at, beside all others. criteria: empty where
    either has fewer than `smallest` people."""

    task: Task
    language: str
    languages: tuple[str, ...]
    criteria: tuple[CriterionLook, ...]
    smallest: int = SMALLEST


@dataclass(frozen=True, slots=True)
class _Person:
    language: str
    levels: dict[str, list[int]]


def criteria_looked_at(actor: Actor, assessment: str, part: str, language: str = "") -> ItemsLook:
    """The criteria of a part, for learners who read in one of the state's further languages against all others who showed
    as much on the rest. Each learner's first certifying work counts. Nobody is named. One query."""
    require(actor, "moderation.read", what="Looking at criteria")
    task, languages = task_in_force(assessment, part), frameworks.catalogue().state.languages[1:]
    chosen = language if language in languages else next(iter(languages), "")
    people = [each for each in _people(task) if len(each.levels) == len(task.part.criteria)]
    passed = {
        c.id: [sum(p.levels[c.id]) >= c.meets * len(p.levels[c.id]) for p in people] for c in task.part.criteria
    }  # fmt: skip
    try:
        found = item_bias(passed, [each.language == chosen for each in people])
    except Incomparable:
        found = ()
    titles = {each.id: each.title for each in task.part.criteria}
    looks = tuple(CriterionLook(titles[each.item], each.group, each.delta < 0) for each in found)
    return ItemsLook(task, chosen, languages, looks)


def _people(task: Task) -> list[_Person]:
    """The levels that judges saw for themselves in each learner's first certifying work, with the language they read."""
    rows = Rating.objects.filter(
        judgment__submission__assessment=task.reference, judgment__submission__number=task.number,
        judgment__submission__part=task.part.id, judgment__submission__certifying=True,
        judgment__round__in=("own", "panel"),
    ).order_by("judgment__submission__handed_in_at", "judgment__submission")  # fmt: skip
    first: dict[UUID, UUID] = {}
    found: dict[UUID, _Person] = {}
    columns = (
        "judgment__submission__learner",
        "judgment__submission",
        "judgment__submission__learner__language",
    )
    for learner, work, language, criterion, level in rows.values_list(*columns, "criterion", "level"):
        if first.setdefault(learner, work) == work:
            person = found.setdefault(learner, _Person(language, defaultdict(list)))
            person.levels[criterion].append(level)
    return list(found.values())
