"""The facts that count on a day, as rows beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.answers import Numbers
from throughline.core.progress.population.facts import NEVER, Facts, ranges, starts
from throughline.core.progress.record import Fact


@dataclass(frozen=True)
class Live:
    """The facts that count in one reading. learner: counted from the first of the block. row: in `facts`. shape,
    when: of each."""

    facts: Facts
    learners: int
    learner: Numbers
    row: Numbers
    shape: npt.NDArray[np.int32]
    when: npt.NDArray[np.int32]

    @property
    def confirmed(self) -> npt.NDArray[np.bool_]:
        """Whether somebody confirmed it, of each."""
        found: npt.NDArray[np.bool_] = self.facts.confirmed[self.row]
        return found

    def only(self, learners: Numbers) -> "Live":
        """Only the facts of these learners, who are numbered anew."""
        number = np.full(self.learners, -1, np.int64)
        number[learners] = np.arange(len(learners))
        theirs = self.where(number[self.learner] >= 0)
        return replace(theirs, learners=len(learners), learner=number[theirs.learner])

    def where(self, keep: npt.NDArray[np.bool_]) -> "Live":
        """Only some of them."""
        rows = np.flatnonzero(keep)
        if len(rows) == len(keep):
            return self
        return Live(
            self.facts, self.learners, self.learner.take(rows), self.row.take(rows), self.shape.take(rows),
            self.when.take(rows),
        )  # fmt: skip


def with_unread(facts: Facts, names: Sequence[str], as_of: date) -> Facts:
    """With what rules ask for and nobody can read, as a fact of everyone that nobody could confirm."""
    if not names or not len(facts):
        return facts
    many = len(names)
    counts = np.diff(facts.start) + many
    old = ranges(starts(counts)[:-1], np.diff(facts.start))
    new = np.setdiff1d(np.arange(counts.sum()), old, assume_unique=True)

    def widened(column: npt.NDArray[Any], given: object) -> npt.NDArray[Any]:
        whole = np.empty(int(counts.sum()), column.dtype)
        whole[old], whole[new] = column, given
        return whole

    numbers = np.tile(np.arange(len(facts.shapes), len(facts.shapes) + many), len(facts))
    return replace(
        facts, start=starts(counts), shape=widened(facts.shape, numbers), when=widened(facts.when, as_of.toordinal()),
        until=widened(facts.until, NEVER), revoked=widened(facts.revoked, NEVER),
        confirmed=widened(facts.confirmed, False), shapes=[*facts.shapes, *unread_shapes(names)],
    )  # fmt: skip


def unread_shapes(names: Sequence[str]) -> list[Fact]:
    """What nobody can read, as shapes."""
    return [Fact(id="", what=name, when=date.min) for name in names]
