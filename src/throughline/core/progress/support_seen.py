"""How well missing support is seen, by group: of what was told, how much was truly missing (precision); of what was truly
missing, how much was told before anybody had to say it (recall). Counts of groups, protected; nobody in person.

Each learner counts once, so that what is hidden and shown is counted in people. What follows from a person's own word
(a support that they named) is never counted as seen by the house.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from throughline.core.disclosure import two_way

Case = Literal["missing", "there", "unsaid", "unseen"]
CASES: tuple[Case, ...] = ("missing", "there", "unsaid", "unseen")
"""The house told it, and the adult or the learner says that it was missing; that it was there; nobody said anything yet.
Or somebody had to say that it is missing, and the house had told nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One support that was told or named: when, whether the house saw it by itself, and what was said of it since (None:
    nothing)."""

    at: datetime
    seen: bool
    was_missing: bool | None = None

    @property
    def case(self) -> Case:
        """Which case it is."""
        if not self.seen:
            return "unseen"
        return "unsaid" if self.was_missing is None else "missing" if self.was_missing else "there"


@dataclass(frozen=True, slots=True)
class Seen:
    """How it is in one group (empty name: in all). None: hidden, since so few might be known by it."""

    group: str
    missing: int | None
    there: int | None
    unsaid: int | None
    unseen: int | None

    @property
    def cells(self) -> tuple[int | None, ...]:
        """The counts in the order of `CASES`."""
        return self.missing, self.there, self.unsaid, self.unseen

    @property
    def precision(self) -> int | None:
        """Of 100 that were told and answered, how many were truly missing."""
        return _percent(self.missing, self.there)

    @property
    def recall(self) -> int | None:
        """Of 100 that were truly missing, how many were told before anybody had to say it."""
        return _percent(self.missing, self.unseen)


@dataclass(frozen=True, slots=True)
class SeenByGroup:
    """Every group with anybody in it, and all together. hides: some count is hidden."""

    groups: tuple[Seen, ...]
    whole: Seen
    hides: bool


def case_of(heard: Iterable[Heard]) -> Case:
    """The case a learner counts as: the newest of which anything was said, else the newest."""
    newest = max(heard, key=lambda each: (each.case != "unsaid", each.at))
    return newest.case


def seen_by_group(
    cases: Mapping[UUID, Case], groups: Mapping[UUID, str], order: Sequence[str], smallest: int
) -> SeenByGroup:
    """Counts by group and case, without those that could point at somebody. groups: one word for each learner; order: of
    the groups that may occur."""
    counted = Counter((groups.get(each, ""), case) for each, case in cases.items())
    held = {group for group, _ in counted}
    names = [each for each in order if each in held] + sorted(held - {*order})
    rows = [[counted[name, case] for case in CASES] for name in names]
    grid = two_way(rows, max(smallest, 1), telling=range(len(CASES)))
    return SeenByGroup(
        tuple(Seen(name, *cells) for name, cells in zip(names, grid.cells, strict=True)),
        Seen("", *(grid.columns or (0, 0, 0, 0))), grid.hides,
    )  # fmt: skip


def _percent(part: int | None, rest: int | None) -> int | None:
    if part is None or rest is None or not part + rest:
        return None
    return round(100 * part / (part + rest))
