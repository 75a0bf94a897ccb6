"""A learner's day as a page draws it: one drawing for the learner and for those they let in."""

from dataclasses import dataclass
from datetime import date

from throughline.apps.advising import queries as advising
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.web import reading
from throughline.web.names import address_of, name_of

MOST = 3
"""How many goals and milestones stand on a day; the rest is counted."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal. title, href: the milestone it is about, where the learner's words do not name it already."""

    words: str
    title: str
    href: str
    on: date | None


@dataclass(frozen=True, slots=True)
class DayShown:
    """A learner's day in a reader's words. pathway: where progress is open and one is chosen.
    plan, progress: whether that part is open to the reader.
    more_goals, more_next: how many stand on the plan and are not here."""

    name: str
    pathway: Pathway | None
    plan: bool
    progress: bool
    activity: str
    goals: tuple[GoalLine, ...]
    more_goals: int
    barriers: str
    supports: str
    caring_adult: str
    next: tuple[tuple[Milestone, bool], ...]
    more_next: int


def day_shown(found: advising.Today) -> DayShown:
    """A learner's day as it is drawn."""
    structure = frameworks.structure_for(found.choice.pathway, found.choice.number)
    own = structure.catalogue.pathways.get(found.choice.pathway.partition(":")[2])
    following = sorted(found.next, key=lambda name: name not in found.begun)
    return DayShown(
        name=found.learner.name,
        pathway=own if "progress" in found.scopes and found.choice.on_pathway else None,
        plan="plan" in found.scopes,
        progress="progress" in found.scopes,
        activity=found.activity,
        goals=tuple(_goal(each) for each in found.goals[:MOST]),
        more_goals=max(0, len(found.goals) - MOST),
        barriers=found.barriers,
        supports=found.supports,
        caring_adult=found.caring_adult,
        next=tuple((structure.book.milestone(name), name in found.begun) for name in following[:MOST]),
        more_next=max(0, len(following) - MOST),
    )


def _goal(found: advising.GoalToday) -> GoalLine:
    title = name_of(reading.catalogue(), found.what) if found.what else ""
    same = title == found.words
    return GoalLine(
        found.words, "" if same else title, address_of(found.what) if found.what else "", found.on
    )
