"""Who is reminded of what before its day: a vote, a conflict to be named, comments, a term that ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias
from uuid import UUID

from throughline.core.governing.deadlines import Step

Asks: TypeAlias = Literal["own_vote", "own_conflict", "own_term", "term", "answer_finding"] | Step
"""What somebody is reminded of: their own vote; that they must stand aside in it; their own term, or another's, that ends;
a finding of tracking that waits for an answer; or a step of a matter (`deadlines.Step`)."""
LEADS: Final[Mapping[Asks, tuple[int, ...]]] = {
    "own_vote": (7, 1), "own_conflict": (7, 1), "own_term": (60, 14), "term": (60, 14), "comment": (3,),
    "answer_comments": (7, 0), "open_vote": (7, 0), "vote": (1,), "answer_region": (7, 0), "answer_finding": (14, 3, 0),
}  # fmt: skip
"""So many days ahead of its day each goes out; 0: on the day itself."""
ASKS: Final[tuple[str, ...]] = tuple(LEADS)


@dataclass(frozen=True, slots=True)
class Call:
    """Something that waits for a person in a body. about: `docket:7` of a matter, `seat:learner/1` of a seat. docket, title:
    of the matter, where it is one."""

    person: UUID
    asks: Asks
    body: str
    about: str
    due: date
    docket: int | None = None
    title: str = ""

    def days_left(self, on: date) -> int:
        """How many days are left; less than 0 where the day has passed."""
        return (self.due - on).days


def nth_due(call: Call, on: date) -> int:
    """Which reminder is due on a day, from 1: the last whose lead has begun; 0 before the first. Where several were missed,
    only the last is due."""
    left = call.days_left(on)
    return sum(left <= lead for lead in LEADS[call.asks])


def waits(call: Call, on: date) -> bool:
    """Whether it is near enough to be shown to the person as something to do."""
    return nth_due(call, on) > 0
