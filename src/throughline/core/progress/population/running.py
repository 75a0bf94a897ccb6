"""The program run over answers, with NumPy: sixteen thousand learners at a time, one operation over all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.answers import Answers, Columns
from throughline.core.progress.population.decided import refuse_others
from throughline.core.progress.population.emitting import (
    ADD,
    AT_LEAST,
    AT_MOST,
    FROM,
    GREATER,
    LESS,
    LESSER,
    SPREAD,
    Layout,
)
from throughline.core.progress.population.program import PopulationProgram

AT_ONCE = 16_384
WITH_ROWS: Final = {ADD: np.add, LESSER: np.minimum, GREATER: np.maximum}
WITH_NUMBER: Final = {AT_LEAST: np.maximum, LESS: np.subtract, AT_MOST: np.minimum}
Remaining = npt.NDArray[np.unsignedinteger]
Operation = tuple[Callable[..., Any], tuple[Any, ...], Remaining]
Runner = Callable[["Bound", Answers, Answers], Remaining]
"""Runs a bound program over the answers of one reading and of the other."""


class OtherQuestions(ValueError):
    """Answers that a program cannot be run over."""

    def __init__(self, missing: Sequence[str]) -> None:
        shown = "; ".join(missing[:3])
        super().__init__(
            f"the facts were never asked {len(missing)} of the program's questions ({shown}). "
            "Make the columns anew with this program."
        )
        self.missing = tuple(missing)


@dataclass(frozen=True)
class Bound:
    """A program set against columns. rows: by side, the row that each question of the columns fills (the last, unused
    one where none does). first: what each row begins with."""

    layout: Layout
    width: np.dtype[np.unsignedinteger]
    rows: npt.NDArray[np.int64]
    first: Remaining


def bound(program: PopulationProgram, columns: Columns) -> Bound:
    """The program set against columns; they may hold more questions than it asks. Raises `OtherQuestions`, and
    `OtherDecisions`."""
    refuse_others(program, columns.keys)
    layout = program.layout
    number = _numbers(program.keys, columns.keys)[layout.answer]
    rows = np.full((2, len(columns.keys)), layout.rows, np.int64)
    rows[layout.side, number] = np.arange(len(number))
    return Bound(layout, program.width, rows, columns.most[number].astype(program.width))


def _numbers(asked: Sequence[str], known: Sequence[str]) -> npt.NDArray[np.int64]:
    """Where each question stands in the columns."""
    if asked == known:
        return np.arange(len(asked))
    place = {key: number for number, key in enumerate(known)}
    missing = [key for key in asked if key not in place]
    if missing:
        raise OtherQuestions(missing)
    return np.array([place[key] for key in asked], np.int64)


def with_numpy(program: Bound, answers: Answers, other: Answers) -> Remaining:
    """The steps that remain, one row a learner, one column a rule."""
    layout = program.layout
    at_once = min(AT_ONCE, max(len(answers), 1))
    memory = np.zeros((layout.rows + 1, at_once), program.width)
    work = _operations(memory, layout.lines)
    found = np.empty((len(answers), len(layout.outs)), program.width)
    two_sided = bool(layout.side.any())
    for begin in range(0, len(answers), at_once):
        end = min(begin + at_once, len(answers))
        memory[: len(program.first)] = program.first[:, None]
        _scatter(memory, program.rows[0], answers, begin, end)
        if two_sided:
            _scatter(memory, program.rows[1], other, begin, end)
        for function, given, row in work:
            function(*given, out=row)
        found[begin:end] = memory[layout.outs, : end - begin].T
    return found


def _scatter(memory: Remaining, rows: npt.NDArray[np.int64], answers: Answers, begin: int, end: int) -> None:
    start = np.asarray(answers.start[begin : end + 1])
    part = slice(int(start[0]), int(start[-1]))
    learner = np.repeat(np.arange(end - begin), np.diff(start))
    place = rows[answers.question[part]]
    place *= memory.shape[1]
    place += learner
    memory.reshape(-1)[place] = answers.left[part]


def _operations(memory: Remaining, steps: Sequence[Sequence[int]]) -> list[Operation]:
    """Each step as a function, what it is given and where it puts what comes out."""
    rows = list(memory)
    constants = {number: memory.dtype.type(number) for number in {step[4] for step in steps}}
    return [_operation(rows, constants, step) for step in steps]


def _operation(rows: list[Remaining], constants: Mapping[int, Any], step: Sequence[int]) -> Operation:
    work, row, a, b, number = step
    if work in WITH_ROWS:
        return WITH_ROWS[work], (rows[a], rows[b]), rows[row]
    if work in WITH_NUMBER:
        return WITH_NUMBER[work], (rows[a], constants[number]), rows[row]
    if work == FROM:
        return np.subtract, (constants[number], rows[a]), rows[row]
    if work == SPREAD:
        return np.negative, (rows[a],), rows[row]
    return np.positive, (np.full(1, constants[number]),), rows[row]
