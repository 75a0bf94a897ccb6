"""The same program run with Numba, where it is installed: a thousand learners at a time, which stay in the processor.

Compiled code is kept in `NUMBA_CACHE_DIR`; in a container that folder must be named and writable, else Numba compiles
anew in every process (some seconds).
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from throughline.core.progress.population.answers import Answers
from throughline.core.progress.population.emitting import (
    ADD,
    AT_LEAST,
    AT_MOST,
    FILL,
    FROM,
    GREATER,
    LESS,
    LESSER,
    SPREAD,
)
from throughline.core.progress.population.running import Bound, Remaining, Runner

AT_ONCE = 1_024
compiled: Any = import_module("numba").njit(nogil=True, cache=True)


def with_numba(program: Bound, answers: Answers, other: Answers, threads: int = 1) -> Remaining:
    """The steps that remain, one row a learner, one column a rule: the same as `with_numpy`."""
    layout = program.layout
    found = np.empty((len(answers), len(layout.outs)), program.width)
    two_sided = bool(layout.side.any())
    theirs = other if two_sided else Answers(answers.start[:1], answers.question[:0], answers.left[:0])

    def part(number: int) -> None:
        _run(
            layout.steps, layout.outs, program.rows, program.first, layout.rows + 1, two_sided,
            answers.start, answers.question, answers.left, theirs.start, theirs.question, theirs.left,
            found, number, threads,
        )  # fmt: skip

    if threads == 1:
        part(0)
        return found
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(threads)))
    return found


def on_threads(threads: int) -> Runner:
    """`with_numba` on so many processors."""
    return partial(with_numba, threads=threads)


@compiled
def _scatter(memory, rows, start, question, left, begin, end):  # type: ignore[no-untyped-def]
    for learner in range(begin, end):
        for at in range(start[learner], start[learner + 1]):
            memory[rows[question[at]], learner - begin] = left[at]


@compiled
def _work(memory, steps, many):  # type: ignore[no-untyped-def]  # noqa: C901
    held = np.empty(1, memory.dtype)
    for at in range(len(steps)):
        work, row, a, b = steps[at, 0], memory[steps[at, 1]], memory[steps[at, 2]], memory[steps[at, 3]]
        held[0] = steps[at, 4]
        number = held[0]
        if work == ADD:
            for n in range(many):
                row[n] = a[n] + b[n]
        elif work == LESSER:
            for n in range(many):
                row[n] = min(a[n], b[n])
        elif work == GREATER:
            for n in range(many):
                row[n] = max(a[n], b[n])
        elif work == AT_LEAST:
            for n in range(many):
                row[n] = max(a[n], number)
        elif work == LESS:
            for n in range(many):
                row[n] = a[n] - number
        elif work == AT_MOST:
            for n in range(many):
                row[n] = min(a[n], number)
        elif work == FROM:
            for n in range(many):
                row[n] = number - a[n]
        elif work == SPREAD:
            for n in range(many):
                row[n] = 0 - np.int64(a[n])
        elif work == FILL:
            for n in range(many):
                row[n] = number


@compiled
def _run(  # type: ignore[no-untyped-def]
    steps, outs, rows, first, height, two_sided, start, question, left, other_start, other_question, other_left,
    found, number, threads,
):  # fmt: skip
    learners = len(start) - 1
    memory = np.zeros((height, AT_ONCE), found.dtype)
    for block in range(number, (learners + AT_ONCE - 1) // AT_ONCE, threads):
        begin = block * AT_ONCE
        end = min(begin + AT_ONCE, learners)
        for row in range(len(first)):
            memory[row, :] = first[row]
        _scatter(memory, rows[0], start, question, left, begin, end)
        if two_sided:
            _scatter(memory, rows[1], other_start, other_question, other_left, begin, end)
        _work(memory, steps, AT_ONCE)
        for column in range(len(outs)):
            for learner in range(end - begin):
                found[begin + learner, column] = memory[outs[column], learner]
