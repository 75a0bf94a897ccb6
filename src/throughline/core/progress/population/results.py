"""Where everyone stands: one row of small numbers a learner, and how many of them nobody can tell yet."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from throughline.core.progress.outcome import Status
from throughline.core.progress.population.answers import Columns, Numbers, joined
from throughline.core.progress.population.facts import Facts
from throughline.core.progress.population.program import PopulationProgram
from throughline.core.progress.population.running import Bound, Remaining, Runner, bound, with_numpy
from throughline.core.progress.standing import Standing
from throughline.core.progress.touched import Touched

Bits = npt.NDArray[np.uint8]
TOGETHER = 65_536
"""So many learners are run in both readings at once; more would have to be copied first."""


@dataclass(frozen=True)
class Results:
    """remaining: at most so many more steps on confirmed facts, one row a learner, one column a rule in the order of
    `refs`; 0: met. doubtful: a bit for each, set where the answer turns on facts nobody could confirm yet. program:
    the digest of the program."""

    refs: tuple[str, ...]
    program: str
    as_of: date
    remaining: Remaining
    doubtful: Bits

    def __len__(self) -> int:
        return len(self.remaining)

    def status(self, learner: int, ref: str) -> Status:
        """The answer for one learner and rule."""
        column = self.refs.index(ref)
        if self.doubtful[learner, column >> 3] >> (7 - (column & 7)) & 1:
            return "cannot_tell"
        return "not_met" if self.remaining[learner, column] else "met"

    def steps(self, ref: str) -> Remaining:
        """The steps that remain for everyone in one rule."""
        found: Remaining = self.remaining[:, self.refs.index(ref)]
        return found

    def untold(self, ref: str) -> npt.NDArray[np.bool_]:
        """Of whom nobody can tell, in one rule."""
        column = self.refs.index(ref)
        found: npt.NDArray[np.bool_] = (self.doubtful[:, column >> 3] >> (7 - (column & 7)) & 1).astype(bool)
        return found

    def row(self, learner: int) -> bytes:
        """One learner's row as bytes: the steps, low byte first, then the bits."""
        steps = self.remaining[learner].astype(self.remaining.dtype.newbyteorder("<"))
        return bytes(steps.tobytes() + self.doubtful[learner].tobytes())


class AloneNotGiven(ValueError):
    """Learners under signed decisions, whose facts were not given to be read one by one."""

    def __init__(self, many: int) -> None:
        super().__init__(
            f"{many} learners are under a signed decision and are read one by one: give their facts as `alone`."
        )


def answered(
    program: PopulationProgram, columns: Columns, alone: Facts | None = None, runner: Runner = with_numpy
) -> Results:
    """Everyone's results. alone: the facts of the learners in `columns.alone`, in that order."""
    ready = bound(program, columns)
    remaining, hoped = _readings(ready, columns, runner)
    doubtful = np.zeros(remaining.shape, bool)
    if len(columns.unsure):
        doubtful[columns.unsure] = (remaining[columns.unsure] == 0) != (hoped == 0)
    if len(columns.alone):
        if alone is None or len(alone) != len(columns.alone):
            raise AloneNotGiven(len(columns.alone))
        remaining[columns.alone], doubtful[columns.alone] = one_by_one(program, alone, columns.as_of)
    refs = tuple(root.ref for root in program.roots)
    return Results(refs, program.digest, columns.as_of, remaining, np.packbits(doubtful, axis=1))


def _readings(ready: Bound, columns: Columns, runner: Runner) -> tuple[Remaining, Remaining]:
    """On confirmed facts, everyone; with what waits, the unsure. Only to a `not` does the other reading matter."""
    two_sided = bool(ready.layout.side.any())
    if not two_sided and len(columns) <= TOGETHER:
        both = joined([columns.sure, columns.hoped])
        found = runner(ready, both, both)
        return found[: len(columns)], found[len(columns) :]
    remaining = runner(ready, columns.sure, columns.sure)
    theirs = columns.sure.of(columns.unsure)
    if two_sided:
        remaining[columns.unsure] = runner(ready, theirs, columns.hoped)
    return remaining, runner(ready, columns.hoped, theirs)


def one_by_one(
    program: PopulationProgram, facts: Facts, as_of: date
) -> tuple[Remaining, npt.NDArray[np.bool_]]:
    """The same for a few learners, each read as one learner is: for those under signed decisions."""
    remaining = np.zeros((len(facts), len(program.roots)), np.int64)
    doubtful = np.zeros(remaining.shape, bool)
    for learner in range(len(facts)):
        standing = Standing(facts.record(learner), program.single, as_of)
        remaining[learner], doubtful[learner] = of_one(standing, program.together)
    return remaining.astype(program.width), doubtful


def of_one(standing: Standing, rules: Touched) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The same for one learner as their own pages read them: rule by rule the steps, and whether nobody can tell yet."""
    sure, hoped = (np.array(each, np.int64) for each in standing.together(rules))
    return sure, (sure == 0) != (hoped == 0)
