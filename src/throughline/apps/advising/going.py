"""How the ways of many learners go, from what is kept of them; for jobs and for queries that asked the policy first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.advising.steps import Machine
from throughline.apps.advising.weighing import audit_of
from throughline.apps.directory import queries as directory
from throughline.apps.directory.one_person import ids_of, stand_for, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.queries import offers
from throughline.apps.records.queries.record import last_facts
from throughline.apps.trail import queries as trail
from throughline.core.progress.clear_path import State
from throughline.core.progress.junctures import Going, StageNow, Stay
from throughline.core.progress.record import Record

CALLED, NOT_NOW = "called", "said not now"
AROUND = (
    "talked", "asked for support", "named missing support", "said that support is missing",
    "said that support was there", "named a day for support", "gave support", "set support aside",
)  # fmt: skip
"""Verbs of the support around a learner."""
NOTHING_ENTERED = (*directory.UNREMARKABLE, CALLED, NOT_NOW, *AROUND)
"""Verbs that enter nothing: nobody's way goes on because somebody looked, called, or gave a support."""


@dataclass(frozen=True, slots=True)
class Way:
    """One learner's way: the pathway and its version that they chose last, when they took their first step, and how it
    goes."""

    pathway: str
    number: int | None
    began: date
    going: Going

    @property
    def place(self) -> str:
        """Where they learn, or learned last."""
        return self.going.stays[-1].place if self.going.stays else ""

    @property
    def region(self) -> str:
        """The region of that place."""
        found = frameworks.catalogue().organizations.get(self.place)
        return found.region if found else ""


def who_chose() -> list[UUID]:
    """Everybody who ever took a step, by the id they are known by now. Two queries."""
    rows = Choice.objects.order_by("learner").values_list("learner", flat=True).distinct()
    return sorted(set(stand_for(rows).values()))


def ways_of(learners: Iterable[UUID]) -> dict[UUID, Way]:
    """The ways of those of these who chose a pathway, now or before. Seven queries for any number."""
    wanted = list(learners)
    entered, stays, lapsed = _entered(wanted), stays_by_learner(wanted), _own(wanted, offers.went_by(wanted))
    picked, states = _last_picked(wanted), States.drawn()
    return {
        each: Way(
            *picked[each],
            timezone.localdate(began),
            states.going(at, entered.get(each), stays.get(each, ()), lapsed.get(each)),
        )
        for each, (at, began) in latest_steps(wanted).items()
        if each in picked
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class States:
    """In which of the state's states a learner is at work on a pathway, and in which they have completed it."""

    at_work: str
    finished: frozenset[str]

    @classmethod
    def drawn(cls) -> "States":
        """As the state draws them now."""
        known = frameworks.catalogue().learner_states
        if known is None:
            return cls("", frozenset())
        finished = frozenset(each.target for each in known.actions if each.name == "complete")
        return cls(Machine(known).goal_of("choose"), finished)

    def of(self, state: str) -> State:
        """What a state of the learner means for their path."""
        return "on" if state == self.at_work else "done" if state in self.finished else "off"

    def going(self, at: Choice, entered: date | None, stays: tuple[Stay, ...], lapsed: date | None) -> Going:
        """How a way goes whose latest step is this one."""
        return Going(
            at.state == self.at_work,
            at.state in self.finished,
            timezone.localdate(at.chosen_at),
            entered,
            stays,
            lapsed,
        )


def _last_picked(wanted: list[UUID]) -> dict[UUID, tuple[str, int | None]]:
    """The pathway, and its version, that each who ever chose one chose last."""
    rows = Choice.objects.filter(learner__in=ids_of(wanted)).exclude(pathway="")
    latest = list(rows.order_by("learner", "-position").distinct("learner"))
    same = whose(wanted, (row.learner_id for row in latest))
    return {same[row.learner_id]: (row.pathway, row.number) for row in latest if row.learner_id in same}


def _own(wanted: list[UUID], found: Mapping[UUID, date]) -> dict[UUID, date]:
    """Days by learner, the newest where several ids are one person."""
    same = whose(wanted, found)
    days: dict[UUID, date] = {}
    for key, day in found.items():
        if key in same:
            days[same[key]] = max(day, days.get(same[key], date.min))
    return days


def _entered(wanted: list[UUID]) -> dict[UUID, date]:
    done = trail.last_entered(ids_of(wanted), without=NOTHING_ENTERED)
    by_event = _own(wanted, {each: timezone.localdate(at) for each, at in done.items()})
    by_fact = _own(wanted, last_facts(wanted))
    return {
        each: max(by_event.get(each, date.min), by_fact.get(each, date.min)) for each in by_event | by_fact
    }


def stays_by_learner(wanted: list[UUID]) -> dict[UUID, tuple[Stay, ...]]:
    """Where each learned, then or now, oldest first. One query; two more where records were joined."""
    rows = directory.stays_of(wanted)
    same = whose(wanted, (row[0] for row in rows))
    found: dict[UUID, tuple[Stay, ...]] = {}
    for person, place, starts, until in rows:
        key = same.get(person, person)
        found[key] = (*found.get(key, ()), Stay(place, starts, until))
    return found


def stages_now(record: Record, way: Way, on: date) -> tuple[StageNow, ...]:
    """The stages of a learner's pathway as they stand."""
    name = way.pathway.partition(":")[2]
    kept = frameworks.structure_for(way.pathway, way.number).catalogue.pathways[name]
    phases = {each.id: each.phase for each in kept.stages}
    found = audit_of(record, way.pathway, way.number, on=on, began=way.began)
    return tuple(
        StageNow(phases[each.id], each.passed, any(m.status != "open" for m in each.milestones))
        for each in found.stages
    )
