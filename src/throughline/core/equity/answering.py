"""Who owes an answer to a finding, by which day, to whom it goes on, and how it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.core.catalogue.charters import Body

Deed = Literal["answered", "kept", "raised"]
DEEDS: tuple[Deed, ...] = ("answered", "kept", "raised")
"""What happens to a finding: whoever owes it answers and names a change; the change is made; nobody answered, and it goes to
the next body up."""
State = Literal["open", "overdue", "answered", "late", "changed"]
STATES: tuple[State, ...] = ("overdue", "late", "open", "answered", "changed")
"""How a finding stands, what presses most first. late: answered, and the day of the change went by."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that happened to a finding. due: of an answer, the day by which the change is made; of what was raised, the
    day by which that body answers. body: to which it was raised."""

    deed: Deed
    on: date
    due: date | None = None
    body: str = ""


def state_of(due: date, done: Iterable[Done], on: date) -> State:
    """How a finding stands on a day. due: when its first answer is due."""
    every = list(done)
    if any(each.deed == "kept" for each in every):
        return "changed"
    answers = [each for each in every if each.deed == "answered"]
    if answers:
        by = answers[-1].due
        return "late" if by is not None and on > by else "answered"
    # Once it was late it stays so until somebody answers, whoever that is by then.
    return "overdue" if on > due else "open"


def next_due(due: date, done: Iterable[Done]) -> date:
    """By which day the one who has it now answers: the first, or the body to which it was raised last."""
    raised = [each.due for each in done if each.deed == "raised" and each.due is not None]
    return raised[-1] if raised else due


def body_above(bodies: Mapping[str, Body], region: str, overseer: str, held: Iterable[str]) -> Body | None:
    """The next body that a finding goes to: that of the region, then that under whose charter it stands, then the one that
    answers for the state; None where all of them have it. held: those that have it already."""
    own = sorted((b for b in bodies.values() if b.scope == "regional" and region in b.regions), key=_name)
    parents = [bodies[each.parent] for each in own if each.parent in bodies]
    every = [*own[:1], *parents[:1], *([top] if (top := speaks_for(bodies, overseer)) else [])]
    there = set(held)
    return next((each for each in every if each.id not in there), None)


def speaks_for(bodies: Mapping[str, Body], organization: str) -> Body | None:
    """The body of the state that an organization stands for."""
    found = (b for b in bodies.values() if b.organization == organization and not b.parent)
    return next(iter(sorted(found, key=_name)), None)


def _name(body: Body) -> str:
    return body.id
