"""The facts of many learners as columns. Facts that differ in their learner, day and id only share one shape."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from throughline.core.progress.record import Fact, Record, RuleException, Validator

NEVER = date.max.toordinal()
"""The day of what does not end."""


@dataclass(frozen=True)
class Facts:
    """Facts in order of learner. learners: their ids. start: where each learner's facts begin (one more than learners).
    shape: which of `shapes` a fact is. when, until, revoked: days as ordinals, `NEVER` where there is none.
    decisions: signed decisions by the learner's number."""

    learners: Sequence[str]
    start: npt.NDArray[np.int64]
    shape: npt.NDArray[np.int32]
    when: npt.NDArray[np.int32]
    until: npt.NDArray[np.int32]
    revoked: npt.NDArray[np.int32]
    confirmed: npt.NDArray[np.bool_]
    shapes: Sequence[Fact]
    decisions: Mapping[int, tuple[RuleException, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.learners)

    def record(self, learner: int) -> Record:
        """One learner's record again; ids of facts are their places."""
        rows = range(int(self.start[learner]), int(self.start[learner + 1]))
        return Record(tuple(self.fact(row) for row in rows), self.decisions.get(learner, ()))

    def fact(self, row: int) -> Fact:
        """One fact again; its id is its place."""
        until, revoked = int(self.until[row]), int(self.revoked[row])
        shape: Fact = self.shapes[int(self.shape[row])]
        return replace(
            shape,
            id=f"{row:012}",
            when=date.fromordinal(int(self.when[row])),
            valid_until=None if until == NEVER else date.fromordinal(until),
            revoked=None if revoked == NEVER else date.fromordinal(revoked),
            confirmed=bool(self.confirmed[row]),
        )

    def of(self, learners: npt.NDArray[np.int64]) -> "Facts":
        """The facts of these learners only, in this order."""
        counts = self.start[learners + 1] - self.start[learners]
        rows = ranges(self.start[learners], counts)
        decided = {at: self.decisions[int(n)] for at, n in enumerate(learners) if int(n) in self.decisions}
        return Facts(
            [self.learners[int(n)] for n in learners], starts(counts), self.shape[rows], self.when[rows],
            self.until[rows], self.revoked[rows], self.confirmed[rows], self.shapes, decided,
        )  # fmt: skip


def starts(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where each begins, and at last where all end."""
    found = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found


def ranges(first: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers first, first + 1 ... of each, one after another."""
    begin = starts(counts)
    return np.repeat(first - begin[:-1], counts) + np.arange(begin[-1])


class TwiceSaid(ValueError):
    """Two different facts of one learner under one id: which of them counts, nobody can say."""

    def __init__(self, learner: str, fact: str) -> None:
        super().__init__(
            f"learner {learner}: two different facts have the id '{fact}'. Give each its own id."
        )
        self.learner, self.fact = learner, fact


def facts_of(records: Iterable[tuple[str, Record]]) -> Facts:
    """The facts of records, by learner id in the order given."""
    gather = _Gather()
    for learner, record in records:
        gather.add(learner, record)
    return gather.done()


class _Gather:
    def __init__(self) -> None:
        self.learners: list[str] = []
        self.counts: list[int] = []
        self.rows: list[tuple[int, int, int, int, bool]] = []
        self.shapes: dict[object, tuple[int, Fact]] = {}
        self.decisions: dict[int, tuple[RuleException, ...]] = {}

    def add(self, learner: str, record: Record) -> None:
        once: dict[str, Fact] = {}
        for fact in record.facts:
            if once.setdefault(fact.id, fact) != fact:
                raise TwiceSaid(learner, fact.id)
        if record.exceptions:
            self.decisions[len(self.learners)] = record.exceptions
        self.learners.append(learner)
        self.counts.append(len(once))
        self.rows += [self._row(once[name]) for name in sorted(once)]

    def _row(self, fact: Fact) -> tuple[int, int, int, int, bool]:
        until = NEVER if fact.valid_until is None else fact.valid_until.toordinal()
        revoked = NEVER if fact.revoked is None else fact.revoked.toordinal()
        key = shape_key(fact)
        number, _ = self.shapes.setdefault(key, (len(self.shapes), shape_of(fact)))
        return number, fact.when.toordinal(), until, revoked, fact.confirmed

    def done(self) -> Facts:
        columns = np.array(self.rows, np.int64).reshape(-1, 5).T
        shape, when, until, revoked = (column.astype(np.int32) for column in columns[:4])
        return Facts(
            self.learners, starts(np.array(self.counts, np.int64)), shape, when, until, revoked,
            columns[4].astype(bool), [fact for _, fact in self.shapes.values()], self.decisions,
        )  # fmt: skip


def shape_key(fact: Fact) -> object:
    """The same for facts of one shape."""
    shape = shape_of(fact)
    return (
        shape.what, shape.level, shape.score, shape.scale, tuple(sorted(shape.amounts.items())), shape.tags,
        shape.framework, shape.framework_level, shape.context, shape.organization, shape.issuer, shape.validators,
    )  # fmt: skip


def shape_of(fact: Fact) -> Fact:
    """A fact without id, days and names of people: only who is the same person matters to a rule."""
    return replace(
        fact, id="", when=date.min, valid_until=None, revoked=None, confirmed=True,
        validators=_unnamed(fact.validators),
    )  # fmt: skip


def _unnamed(people: Sequence[Validator]) -> tuple[Validator, ...]:
    persons: dict[str, str] = {}
    houses: dict[str, str] = {"": ""}
    ordered = sorted(set(people), key=lambda each: (each.role, each.organization, each.person))
    return tuple(
        Validator(
            persons.setdefault(each.person, f"p{len(persons)}"), each.role,
            houses.setdefault(each.organization, f"o{len(houses)}"),
        )
        for each in ordered
    )  # fmt: skip
