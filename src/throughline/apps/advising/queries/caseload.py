"""An adviser's learners: who is next for what. No scores, no order by worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.queries.choosing import ChoiceNow, choices_of
from throughline.apps.advising.weighing import audit_of
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import Someone
from throughline.apps.records import queries as records
from throughline.apps.trail import actions as trail
from throughline.core.progress.record import Record


@dataclass(frozen=True, slots=True)
class Case:
    """One learner of an adviser. next: milestones open to them now. done, needed: of the gate before them.

    without_plan: they have no pathway of their own choice now.
    """

    learner: Someone
    choice: ChoiceNow
    stage: str
    done: int
    needed: int
    next: tuple[str, ...]
    without_plan: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """How many learners of a school are on a pathway of their own choice."""

    school: str
    on_a_pathway: int
    learners: int


@dataclass(frozen=True, slots=True)
class Advised:
    """One learner whom the actor advises, and where they are. without_plan: no pathway of their own choice now."""

    learner: Someone
    choice: ChoiceNow

    @property
    def without_plan(self) -> bool:
        """Whether they are on no pathway of their own choice now."""
        return not self.choice.pathway or not self.choice.on_pathway


def advised(actor: Actor) -> list[Advised]:
    """Whom the actor advises: those without a plan first, then by name. Two queries for any number of learners."""
    require(actor, "caseload.read", what="The learners you advise")
    helped = directory.helped_by(actor, ("adviser", "mentor"))
    learners = {each.learner.id: each.learner for each in helped if {"plan", "progress"} & set(each.scopes)}
    choices = choices_of(learners)
    found = [Advised(learner, choices[key]) for key, learner in learners.items()]
    return sorted(found, key=lambda each: (not each.without_plan, each.learner.name, each.learner.id))


def caseload(actor: Actor, *, now: datetime, of: Sequence[Advised] | None = None) -> list[Case]:
    """The actor's learners with what is next for each; of: some of `advised` (None: all). Four queries more.

    Each learner can see that their adviser looked, once a day.
    """
    shown = advised(actor) if of is None else of
    ids = [each.learner.id for each in shown]
    records_by_id = records.records_of(ids)
    trail.note_reads(
        trail.Act(actor.person, "read", now, target="progress", authority="you advise them"), ids
    )
    return [_case(each.learner, each.choice, records_by_id[each.learner.id], now) for each in shown]


def _case(learner: Someone, choice: ChoiceNow, record: Record, now: datetime) -> Case:
    if not choice.pathway:
        return Case(learner, choice, "", 0, 0, (), without_plan=True)
    audit = audit_of(
        record,
        choice.pathway,
        choice.number,
        on=timezone.localdate(now),
        began=choice.edition_day(timezone.localdate(now)),
    )
    stage = next((each for each in audit.stages if not each.passed), None)
    gate = stage.steps if stage else None
    return Case(
        learner, choice, stage.id if stage else "", int(gate.done) if gate else 0, int(gate.needed) if gate else 0,
        audit.next, without_plan=not choice.on_pathway,
    )  # fmt: skip


def on_a_pathway_counter(actor: Actor, school: str, *, now: datetime) -> Counter:
    """How many of a school's learners are on a pathway they chose themselves. Names nobody."""
    require(actor, "counter.read", Subject(organization=school), what=f"The counter of {school}")
    return _counters({school: directory.members(school, "learner")})[0]


def counters_of(
    actor: Actor, schools: Iterable[str], counted: Mapping[str, int] | None = None
) -> list[Counter]:
    """The same for several schools, in the order given. counted: how many are on a pathway, where that is known. Two
    queries."""
    wanted = list(schools)
    for school in wanted:
        require(actor, "counter.read", Subject(organization=school), what=f"The counter of {school}")
    if counted is None:
        return _counters(directory.members_at(wanted, "learner"))
    learners = directory.learners_counted(wanted)
    return [Counter(school, counted.get(school, 0), learners.get(school, 0)) for school in wanted]


def _counters(by_school: Mapping[str, Sequence[UUID]]) -> list[Counter]:
    choices = choices_of({learner for learners in by_school.values() for learner in learners})
    active = {key for key, each in choices.items() if each.on_pathway and each.pathway}
    return [Counter(school, len(active.intersection(each)), len(each)) for school, each in by_school.items()]
