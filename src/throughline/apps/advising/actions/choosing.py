"""The learner's own steps: looking, choosing, narrowing, changing, pausing, going on. Nobody else can take them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.advising.steps import Machine
from throughline.apps.advising.weighing import change_to, outcome_of, setback
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.models import Person
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions.opening import open_what_follows, opening
from throughline.apps.records import actions as awarding
from throughline.apps.records import queries as records
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.state_profile import LearnerAction
from throughline.core.progress.portability import Switch

LOOKED = "looked at portability"


@dataclass(frozen=True, slots=True)
class Choosing:
    """One learner's choice: a pathway, and a destination or the whole field (empty)."""

    by: Actor
    pathway: str
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Switched:
    """What a change of pathway keeps and what the new one still needs. The record is the same before and after."""

    balance: Switch
    record_before: str
    record_after: str


def machine() -> Machine:
    """How learners move in this state."""
    states = frameworks.catalogue().learner_states
    if states is None:
        raise Refused(
            "A step", "the state's pack has no learner states.", "Add `learner_states` and load it again."
        )
    return Machine(states)


def state_of(learner: Actor) -> str:
    """The state the actor themselves is in now."""
    at = _latest([learner.me]).get(learner.me)
    return at.state if at else machine().states.start


def look_at_portability(*, by: Actor, pathway: str, now: datetime) -> None:
    """Note that the learner opened the view of where else this pathway's milestones count. Choosing asks for it."""
    look_at_portability_many(looks=[(by, pathway)], now=now)


@transaction.atomic
def look_at_portability_many(*, looks: Iterable[tuple[Actor, str]], now: datetime) -> None:
    """The same for several learners, each their own look."""
    acts = []
    for by, pathway in looks:
        decision = require(by, "choice.make", _own(by), what="Looking before choosing")
        _pathway(pathway)
        acts.append(trail.Act(by.person, LOOKED, now, by.person, pathway, decision.authority))
    trail.record_many(acts)


def choose(*, by: Actor, pathway: str, now: datetime, destination: str = "") -> UUID:
    """The learner chooses a pathway, with a destination or none; it is pinned at its version in force."""
    return choose_many(choosings=[Choosing(by, pathway, destination)], now=now)[0]


@transaction.atomic
def choose_many(*, choosings: Sequence[Choosing], now: datetime) -> list[UUID]:
    """The same for several learners in one sitting, each their own choice: all of them or none."""
    decisions = [require(each.by, "choice.make", _own(each.by), what="Choosing") for each in choosings]
    learners = [each.by.person for each in choosings if each.by.person]
    _check_looked(choosings, learners)
    latest, began = _latest(learners), _began(learners, now)
    rows: list[Choice] = []
    last: list[Choice] = []
    for each, learner in zip(choosings, learners, strict=True):
        steps = _steps_to("choose", learner, latest.get(learner), now, each.pathway, each.destination)
        _check_entry(learner, each.pathway, now, began[learner])
        rows += steps
        last.append(steps[-1])
    Choice.objects.bulk_create(rows, batch_size=1000)
    _stand_on(last, began, now)
    trail.record_many(
        trail.Act(
            each.by.person, "chose", now, each.by.person, each.pathway, decision.authority,
            {"destination": each.destination},
        )
        for each, decision in zip(choosings, decisions, strict=True)
    )  # fmt: skip
    return [row.id for row in last]


@transaction.atomic
def switch(*, by: Actor, pathway: str, now: datetime, destination: str = "") -> Switched:
    """The learner changes to another pathway, alone and at once. Gives what is kept and what is still needed."""
    learner = by.me
    before = records.record_digest(learner)
    at = _latest([learner]).get(learner)
    began = _began([learner], now)[learner]
    record = records.records_of([learner])[learner]
    balance = change_to(
        record, pathway, on=timezone.localdate(now), began=began, source=at.pathway if at else ""
    )
    choose(by=by, pathway=pathway, destination=destination, now=now)
    return Switched(balance, before, records.record_digest(learner))


@transaction.atomic
def narrow(*, by: Actor, destination: str, now: datetime) -> UUID:
    """The learner narrows to one destination of their pathway, or opens the whole field again (empty)."""
    learner, authority = _may_step(by)
    now_at = _on_pathway(learner)
    _check_destination(_pathway(now_at.pathway, now_at.number), destination)
    row = _next(now_at, learner, "narrow", now_at.state, now, now_at.pathway, now_at.number, destination)
    row.save(force_insert=True)
    trail.record(
        trail.Act(
            by.person, "narrowed", now, learner, now_at.pathway, authority, {"destination": destination}
        )
    )
    return row.id


def pause(*, by: Actor, now: datetime) -> UUID:
    """The learner takes a pause; the pathway and its version stay theirs."""
    return move(by=by, action="pause", now=now)


def resume(*, by: Actor, now: datetime) -> UUID:
    """The learner goes on where they paused."""
    return move(by=by, action="resume", now=now)


def leave(*, by: Actor, now: datetime) -> UUID:
    """A learner who is of age leaves for now; coming back is always open."""
    return move(by=by, action="leave", now=now)


@transaction.atomic
def move(*, by: Actor, action: str, now: datetime) -> UUID:
    """The learner takes any other arrow that the state draws from where they are."""
    learner, authority = _may_step(by)
    at = _latest([learner]).get(learner)
    arrow = machine().arrow(action, at.state if at else machine().states.start)
    if arrow is None or arrow.name == "choose":
        raise _no_such_step(action, at)
    if arrow.by == "adult_learner":
        _check_of_age(learner, action, now)
    row = _arrow_row(at, learner, arrow, now)
    row.save(force_insert=True)
    if at is None or at.pathway != row.pathway:
        _stand_on([row], _began([learner], now), now)
    trail.record(trail.Act(by.person, action, now, learner, row.pathway, authority))
    return row.id


@transaction.atomic
def upgrade(*, by: Actor, now: datetime, accept_more: bool = False) -> UUID:
    """The learner opts into the newest version of their pathway.

    Refused where it would take away a stage they have completed, and, unless they accept it, where it asks for more.
    """
    learner, authority = _may_step(by)
    at = _on_pathway(learner)
    newest = frameworks.current_number(at.pathway)
    if at.number == newest:
        raise Refused("The newer version", "you are on the newest one.", "There is nothing to do.")
    began = _began([learner], now)[learner]
    found = setback(learner, at.pathway, at.number, newest, on=timezone.localdate(now), began=began)
    if why := found.refusal(accept_more):
        raise Refused("The newer version", why, "You may stay on yours as long as you like.")
    row = _next(at, learner, "upgrade", at.state, now, at.pathway, newest, at.destination)
    row.save(force_insert=True)
    _stand_on([row], {learner: began}, now)
    trail.record(
        trail.Act(
            by.person, "upgraded", now, learner, at.pathway, authority, {"from": at.number, "to": newest}
        )
    )
    return row.id


def _own(by: Actor) -> Subject:
    return Subject(by.person, by.name)


def _may_step(by: Actor) -> tuple[UUID, str]:
    decision = require(by, "choice.make", _own(by), what="A step")
    learner = by.me
    # One step after the other: a second one waits here until the first is written.
    Person.objects.select_for_update().get(id=learner)
    return learner, decision.authority


def _latest(learners: Iterable[UUID]) -> dict[UUID, Choice]:
    return {learner: at for learner, (at, _) in latest_steps(learners).items()}


def _began(learners: Sequence[UUID], now: datetime) -> dict[UUID, date]:
    """The day of each learner's first step; for those who take it now, today. One query."""
    first = {learner: timezone.localdate(began) for learner, (_, began) in latest_steps(learners).items()}
    return dict.fromkeys(learners, timezone.localdate(now)) | first


def _stand_on(rows: Iterable[Choice], began: Mapping[UUID, date], now: datetime) -> None:
    """The record below learns by which versions awards are judged, in the same transaction; what that opens opens."""
    stands = [awarding.Stand(r.learner_id, r.pathway, r.number, began[r.learner_id]) for r in rows]
    with opening(now=now):
        awarding.stand_on(stands=stands, now=now)
    open_what_follows((each.learner for each in stands), now=now)


def _on_pathway(learner: UUID) -> Choice:
    at = _latest([learner]).get(learner)
    if at is None or not at.pathway:
        raise Refused("This step", "there is no pathway chosen.", "Choose one first.")
    return at


def _steps_to(
    action: str, learner: UUID, at: Choice | None, now: datetime, pathway: str, destination: str
) -> list[Choice]:
    """The rows from where the learner is up to a choice of this pathway."""
    drawn = machine()
    _check_destination(_pathway(pathway), destination)
    rows: list[Choice] = []
    for arrow in drawn.way_to(action, at.state if at else drawn.states.start):
        at = _arrow_row(at, learner, arrow, now)
        rows.append(at)
    rows[-1].pathway, rows[-1].number = pathway, frameworks.current_number(pathway)
    rows[-1].destination = destination
    return rows


def _arrow_row(at: Choice | None, learner: UUID, arrow: LearnerAction, now: datetime) -> Choice:
    kept = at if at and machine().keeps_pathway(arrow.target) else None
    return _next(
        at, learner, arrow.name, arrow.target, now,
        kept.pathway if kept else "", kept.number if kept else None, kept.destination if kept else "",
    )  # fmt: skip


def _next(
    at: Choice | None, learner: UUID, action: str, state: str, now: datetime, pathway: str, number: int | None,
    destination: str,
) -> Choice:  # fmt: skip
    return Choice(
        learner_id=learner, position=at.position + 1 if at else 1, action=action, state=state, pathway=pathway,
        number=number, destination=destination, chosen_by_id=learner, chosen_at=now, recorded_at=now,
    )  # fmt: skip


def _pathway(reference: str, number: int | None = None) -> Pathway:
    name = reference.removeprefix("pathway:")
    if number is not None:
        return frameworks.pathway_at(reference, number)
    found = frameworks.catalogue().pathways.get(name) if reference.startswith("pathway:") else None
    if found is None:
        raise Refused(
            "A pathway", f"none is called '{reference}'.", "Write pathway:id, as the catalogue does."
        )
    return found


def _check_destination(pathway: Pathway, destination: str) -> None:
    known = [each.id for each in pathway.destinations]
    if destination and destination not in known:
        raise Refused(
            "A destination",
            f"'{destination}' is none of this pathway's.",
            f"It leads to: {', '.join(known)}.",
        )


def _check_looked(choosings: Sequence[Choosing], learners: list[UUID]) -> None:
    looked = trail_queries.who_did(LOOKED, learners)
    for each in choosings:
        if each.by.person and (each.by.person, each.pathway) not in looked:
            raise Refused(
                "Choosing", "you have not yet seen where else its milestones count.",
                "Open \u201cwhere else this counts\u201d for this pathway, then choose.",
            )  # fmt: skip


def _check_entry(learner: UUID, pathway: str, now: datetime, began: date) -> None:
    entry = _pathway(pathway).entry
    if entry is None:
        return
    outcome = outcome_of(learner, entry, pathway, on=timezone.localdate(now), began=began)
    if not outcome.satisfied:
        law = entry.cite.source if entry.cite else "a law"
        raise Refused(
            "Choosing", f"{law} asks for more before one may begin.", "The pathway's page shows what."
        )


def _check_of_age(learner: UUID, action: str, now: datetime) -> None:
    if directory.has_guardian(learner, on=timezone.localdate(now)):
        raise Refused(
            f"To {action}", "while a guardian stands beside you, this is not open.", "You can take a pause."
        )


def _no_such_step(action: str, at: Choice | None) -> Refused:
    drawn = machine()
    where = at.state if at else drawn.states.start
    names = ", ".join(each.name for each in drawn.open_from(where))
    return Refused(f"To {action}", f"no such step leads out of '{where}'.", f"From here: {names}.")
