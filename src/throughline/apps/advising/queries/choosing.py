"""Where the learner is on their way, and how they came there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.actions.choosing import LOOKED, machine
from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import queries as trail
from throughline.core.requirements.nodes import Text


@dataclass(frozen=True, slots=True)
class ChoiceNow:
    """Where a learner is: state and its words, the pathway and the version they are on, the destination if any.

    chosen_at, began: of the latest step, and of the first one ever; None before the first step.
    on_pathway: whether they are at work on it now. open: names and words of the steps the learner may take from here.
    """

    learner: UUID
    state: str
    title: Text
    pathway: str
    number: int | None
    destination: str
    chosen_at: datetime | None
    began: datetime | None
    on_pathway: bool
    open: tuple[tuple[str, Text], ...]

    def edition_day(self, today: date) -> date:
        """The day that says which editions of shared rules are the learner's: when they began, or would today."""
        return timezone.localdate(self.began) if self.began else today


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the learner's way."""

    when: datetime
    action: str
    state: str
    pathway: str
    number: int | None
    destination: str


def choice_of(actor: Actor, learner: UUID, *, now: datetime) -> ChoiceNow:
    """Where a learner is, for whoever may see their plan or progress. One query."""
    directory.may_read(actor, "choice.read", learner, what="choice", now=now)
    return choices_of([learner])[learner]


def choices_of(learners: Iterable[UUID]) -> dict[UUID, ChoiceNow]:
    """Where many learners are; for queries that asked the policy first. One query."""
    wanted = list(learners)
    latest = latest_steps(wanted)
    return {learner: _now(learner, *latest.get(learner, (None, None))) for learner in wanted}


def _now(learner: UUID, row: Choice | None, began: datetime | None) -> ChoiceNow:
    drawn = machine()
    state = row.state if row else drawn.states.start
    return ChoiceNow(
        learner=learner, state=state, title=drawn.states.states.get(state, {}),
        pathway=row.pathway if row else "", number=row.number if row else None,
        destination=row.destination if row else "", chosen_at=row.chosen_at if row else None, began=began,
        on_pathway=state == drawn.goal_of("choose"),
        open=tuple((arrow.name, arrow.title) for arrow in drawn.open_from(state)),
    )  # fmt: skip


def history(actor: Actor, learner: UUID, *, now: datetime) -> list[Step]:
    """Every step of the learner's way, oldest first. One query."""
    directory.may_read(actor, "plan.read", learner, what="way so far", now=now)
    rows = Choice.objects.filter(learner__in=ids_of([learner])).order_by("chosen_at", "position")
    return [Step(r.chosen_at, r.action, r.state, r.pathway, r.number, r.destination) for r in rows]


def has_looked(actor: Actor, pathway: str) -> bool:
    """Whether the actor has opened the portability view of this pathway: before that, choosing is not open."""
    return actor.person is not None and trail.has_done(actor.person, verb=LOOKED, target=pathway)


def newer_version(choice: ChoiceNow) -> int | None:
    """The number of a newer version of the learner's pathway; None where they are on the newest, or it is retired."""
    kept = frameworks.catalogue()
    if choice.number is None or choice.pathway.removeprefix("pathway:") not in kept.pathways:
        return None
    newest = kept.versions[choice.pathway]
    return newest if newest > choice.number else None
