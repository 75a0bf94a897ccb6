"""A rotation: several fields seen one after the other, each for some days, and a choice at the end that can change.

Hosts offer it together. Either its fields have an order, or the learner takes them as they like. A field is seen once as
many days are confirmed as it asks for; what was thought of it is the learner's own word. Nobody is measured by it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Wish = Literal["more", "maybe", "other"]
WISHES: tuple[Wish, ...] = ("more", "maybe", "other")
"""What a learner says of a field they have seen: more of it, perhaps, rather something else."""
State = Literal["open", "begun", "seen"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a rotation. key: within it. days: how many confirmed days it takes to have seen it."""

    key: str
    days: int


@dataclass(frozen=True, slots=True)
class Step:
    """Where a learner stands with one field. days: confirmed so far. reflected: they wrote what they think of it."""

    field: Field
    state: State
    days: int
    reflected: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Where a learner stands in a rotation. next: fields that can be begun now, by key. asks: fields seen and not thought
    about yet, by key."""

    steps: tuple[Step, ...]
    next: tuple[str, ...]
    asks: tuple[str, ...]

    @property
    def seen(self) -> int:
        """How many fields were seen."""
        return sum(1 for each in self.steps if each.state == "seen")

    @property
    def whole(self) -> bool:
        """Whether every field was seen and thought about."""
        return bool(self.steps) and not self.asks and self.seen == len(self.steps)


def way(
    fields: Iterable[Field], days: Mapping[str, int], begun: frozenset[str], reflected: frozenset[str], *, ordered: bool
) -> Way:  # fmt: skip
    """Where a learner stands. days: confirmed, by field. begun: fields they took up; one at a time is under way."""
    steps = tuple(
        _step(each, days.get(each.key, 0), each.key in begun, each.key in reflected) for each in fields
    )
    left = [each.field.key for each in steps if each.state == "open"]
    busy = any(each.state == "begun" for each in steps)
    free = [] if busy else left[:1] if ordered else left
    asks = tuple(each.field.key for each in steps if each.state == "seen" and not each.reflected)
    return Way(steps, tuple(free), asks)


def _step(field: Field, days: int, begun: bool, reflected: bool) -> Step:
    state: State = "seen" if days >= field.days else "begun" if begun else "open"
    return Step(field, state, days, reflected)


def lasts(starts: date, weekday: int, days: int) -> tuple[date, date]:
    """The first and last day of a field of so many days, one a week on a weekday (Monday is 0), from a day on.

    A stay lasts more than one day: the last is at least the day after the first.
    """
    first = starts + timedelta(days=(weekday - starts.weekday()) % 7)
    return first, max(first + timedelta(weeks=days - 1), first + timedelta(days=1))
