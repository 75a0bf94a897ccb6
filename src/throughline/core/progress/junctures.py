"""Where a learner's way has come to a stop, worked out from what happened, and who is to call them.

Nobody is judged by it: a pause is the learner's right. What is worked out is only that there is no next step, so that
somebody who knows them can ask whether they want one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from throughline.core.catalogue.ways_on import Juncture, WaysOn

Kind = Literal["paused", "between_places", "offer", "quiet"]
Why = Literal["adviser", "navigator", "desk"]
KINDS: tuple[Kind, ...] = ("paused", "between_places", "offer", "quiet")
WHYS: tuple[Why, ...] = ("adviser", "navigator", "desk")


@dataclass(frozen=True, slots=True)
class Stay:
    """A time at a place of learning; until None: still."""

    place: str
    starts: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """What is known of one learner's way. at_work: they are on a pathway now; finished: they have completed it. stepped:
    their latest step. entered: when anybody last entered something of theirs. lapsed: when the last of their offers
    went by without an answer, where none is open or taken."""

    at_work: bool
    finished: bool
    stepped: date
    entered: date | None = None
    stays: tuple[Stay, ...] = ()
    lapsed: date | None = None

    @property
    def last(self) -> date:
        """The newest thing that happened on their way."""
        return max(self.stepped, self.entered or self.stepped)


@dataclass(frozen=True, slots=True)
class Stopped:
    """That a way has no next step: how that came, and since when."""

    kind: Kind
    since: date


def stopped(going: Going, terms: WaysOn, on: date) -> Stopped | None:
    """Whether a learner's way has no next step on a day; None: it goes on, or is completed.

    Looked at in this order, the first that holds: off the pathway and no step for `next_days`; an offer went by without
    an answer and nothing happened for `offer_days` after; every place of learning ended and no other began for
    `next_days`; nobody entered anything for `quiet_days`.
    """
    if going.finished:
        return None
    if not going.at_work:
        return _after("paused", going.stepped, terms.next_days, on)
    if going.lapsed and _moved(going) <= going.lapsed:
        return _after("offer", going.lapsed, terms.offer_days, on)
    ended = left_places(going.stays, on)
    if ended and (found := _after("between_places", ended, terms.next_days, on)):
        return found
    return _after("quiet", going.last, terms.quiet_days, on)


def left_places(stays: Sequence[Stay], on: date) -> date | None:
    """When the last of a learner's places ended; None where one goes on, or none was known."""
    ends = [each.until for each in stays if each.starts <= on]
    if not ends or any(until is None or until >= on for until in ends):
        return None
    return max(until for until in ends if until is not None)


def _moved(going: Going) -> date:
    return max([going.last, *(each.starts for each in going.stays)])


def _after(kind: Kind, since: date, days: int, on: date) -> Stopped | None:
    return Stopped(kind, since) if on > since + timedelta(days=days) else None


@dataclass(frozen=True, slots=True)
class StageNow:
    """A stage of the learner's pathway: its phase, whether its gate is passed, whether anything of it is met or begun."""

    phase: str
    passed: bool
    begun: bool


def juncture(stages: Sequence[StageNow], kind: Kind, known: Sequence[Juncture]) -> Juncture | None:
    """Where on the way a stop lies; None where every gate is passed, so that it is none.

    Between two stages: the one is passed and of the other nothing is begun; after an offer or a place ended, the passed
    one alone decides. All else lies within a stage.
    """
    at = next((n for n, each in enumerate(stages) if not each.passed), None)
    if at is None:
        return None
    within = next(each for each in known if not each.after)
    if at == 0 or (stages[at].begun and kind in ("paused", "quiet")):
        return within
    before, after = stages[at - 1].phase, stages[at].phase
    return next((each for each in known if (each.after, each.before) == (before, after)), within)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to call: a person by why it is them, or the people of an organization (the desk)."""

    why: Why
    person: UUID | None = None
    organization: str = ""


def owner(adviser: UUID | None, navigators: Sequence[UUID], carrying: Mapping[UUID, int], desk: str) -> Owner:
    """Who calls a learner: their own adviser; else the region's navigator who carries the fewest calls, the first of
    those; else the desk. There is always one."""
    if adviser is not None:
        return Owner("adviser", adviser)
    if navigators:
        return Owner("navigator", min(navigators, key=lambda each: carrying.get(each, 0)))
    return Owner("desk", None, desk)
