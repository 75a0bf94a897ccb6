"""What changes is worked out, and nothing else: learners with new facts, learners for whom a day matters.

Each gives byte for byte what working out everything would give.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.answers import Answers, Columns, Numbers, joined
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.facts import Facts, starts
from throughline.core.progress.population.program import PopulationProgram
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.population.running import Runner, with_numpy


class NotTheirs(ValueError):
    """Results or columns that do not belong together."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Work out everything anew.")


def due(columns: Columns, as_of: date) -> Numbers:
    """The learners for whom a fact begins or ends to count by that day, or a signed decision may."""
    return np.flatnonzero(np.asarray(columns.changes) <= as_of.toordinal())


def again(
    program: PopulationProgram, facts: Facts, as_of: date, runner: Runner = with_numpy
) -> tuple[Columns, Results]:
    """Columns and results of some learners, from all their facts."""
    columns = encoded(program, facts, as_of)
    return columns, answered(program, columns, facts.of(columns.alone), runner)


def with_learners(columns: Columns, learners: Numbers, theirs: Columns) -> Columns:
    """The columns with these learners' in place of what was there; numbers one past the last are new learners.

    learners: in order. theirs: of a day on which nothing changed for the others (see `due`).
    """
    if theirs.keys != columns.keys:
        raise NotTheirs("The columns were asked other questions.")
    known = learners[learners < len(columns)]
    sure = _spliced(columns.sure, learners, theirs.sure)
    unsure, hoped = _merged(columns.unsure, columns.hoped, known, learners[theirs.unsure], theirs.hoped)
    changes = np.concatenate([columns.changes, np.zeros(len(learners) - len(known), np.int32)])
    changes[learners] = theirs.changes
    alone = np.union1d(np.setdiff1d(columns.alone, known), learners[theirs.alone])
    return replace(
        columns, as_of=theirs.as_of, sure=sure, unsure=unsure, hoped=hoped, alone=alone, changes=changes
    )


def with_rows(results: Results, learners: Numbers, theirs: Results) -> Results:
    """The results with these learners' rows in place of what was there, or after the last."""
    if (theirs.program, theirs.refs) != (results.program, results.refs):
        raise NotTheirs("The results are of another program.")
    added = int((learners >= len(results)).sum())
    remaining = np.concatenate(
        [results.remaining, np.zeros((added, results.remaining.shape[1]), results.remaining.dtype)]
    )
    doubtful = np.concatenate([results.doubtful, np.zeros((added, results.doubtful.shape[1]), np.uint8)])
    remaining[learners], doubtful[learners] = theirs.remaining, theirs.doubtful
    return replace(results, as_of=theirs.as_of, remaining=remaining, doubtful=doubtful)


def changed(before: Results, after: Results) -> Numbers:
    """The learners whose rows differ; both of the same program."""
    if (before.program, before.refs) != (after.program, after.refs):
        raise NotTheirs("The results are of two programs.")
    many = min(len(before), len(after))
    differs: npt.NDArray[np.bool_] = (before.remaining[:many] != after.remaining[:many]).any(axis=1)
    differs |= (before.doubtful[:many] != after.doubtful[:many]).any(axis=1)
    return np.concatenate([np.flatnonzero(differs), np.arange(many, len(after))])


def _spliced(old: Answers, learners: Numbers, new: Answers) -> Answers:
    known = int((learners < len(old)).sum())
    if not np.array_equal(learners[known:], np.arange(len(old), len(old) + len(learners) - known)):
        raise NotTheirs("New learners stand after the last, one by one.")
    counts = np.concatenate([np.diff(old.start), np.zeros(len(learners) - known, np.int64)])
    counts[learners] = np.diff(new.start)
    return Answers(
        starts(counts), _pieces(old.question, new.question, old.start, new.start, learners[:known]),
        _pieces(old.left, new.left, old.start, new.start, learners[:known]),
    )  # fmt: skip


def _pieces(
    old: npt.NDArray[np.unsignedinteger], new: npt.NDArray[np.unsignedinteger], old_start: Numbers, new_start: Numbers,
    learners: Numbers,
) -> npt.NDArray[np.unsignedinteger]:  # fmt: skip
    found: list[npt.NDArray[np.unsignedinteger]] = []
    at = 0
    for place, learner in enumerate(learners.tolist()):
        found.append(old[at : int(old_start[learner])])
        found.append(new[int(new_start[place]) : int(new_start[place + 1])])
        at = int(old_start[learner + 1])
    rest = new[int(new_start[len(learners)]) :]
    return np.concatenate([*found, old[at:], rest])


def _merged(
    old: Numbers, old_answers: Answers, gone: Numbers, new: Numbers, new_answers: Answers
) -> tuple[Numbers, Answers]:
    keep = np.flatnonzero(~np.isin(old, gone))
    numbers = np.concatenate([old[keep], new])
    order = np.argsort(numbers, kind="stable")
    return numbers[order], joined([old_answers.of(keep), new_answers]).of(order)


def of_rows(results: Results, learners: Sequence[int]) -> Results:
    """The results of some learners only."""
    rows = np.asarray(learners, np.int64)
    return replace(results, remaining=results.remaining[rows], doubtful=results.doubtful[rows])
