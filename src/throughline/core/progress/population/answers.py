"""The answers of learners to the questions of a program: what the facts alone say, before any rule is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from throughline.core.progress.population.facts import ranges, starts

Numbers = npt.NDArray[np.int64]
Some = npt.NDArray[np.integer]
Entries = list[tuple[Numbers, Some | int, Some | int]]
"""Learners, questions and the steps that remain, one by one; a number alone is the same for all."""
QUESTION_BITS, LEFT_BITS = 24, 16
"""How an answer is one number while answers are put in order; 23 bits remain for the learner."""


@dataclass(frozen=True)
class Answers:
    """By learner: the questions whose answer is not the most, in order of number, and the steps that remain.

    start: where each learner's begin (one more than learners). question: its number. left: the steps.
    """

    start: Numbers
    question: npt.NDArray[np.unsignedinteger]
    left: npt.NDArray[np.unsignedinteger]

    def __len__(self) -> int:
        return len(self.start) - 1

    def of(self, learners: Numbers) -> "Answers":
        """Of these learners only, in this order."""
        counts = self.start[learners + 1] - self.start[learners]
        rows = ranges(np.asarray(self.start)[learners], counts)
        return Answers(starts(counts), self.question[rows], self.left[rows])


@dataclass(frozen=True)
class Columns:
    """The answers of everyone on one day.

    keys: the questions, in order. most: the answer of a learner who says nothing to it. sure: on confirmed facts.
    unsure: learners with a fact that counts and nobody could confirm yet, in order; hoped: their answers with such
    facts. alone: learners under a signed decision, whom `exact` reads one by one. changes: by learner, the first day
    (an ordinal) after `as_of` on which a fact begins or ends to count.
    """

    keys: tuple[str, ...]
    most: Numbers
    as_of: date
    sure: Answers
    unsure: Numbers
    hoped: Answers
    alone: Numbers
    changes: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.sure)


def packed(learners: int, entries: Entries, questions: int) -> Answers:
    """Answers from entries (learner, question, left) in any order, each kept once."""
    every = np.empty(sum(len(entry[0]) for entry in entries), np.int64)
    at = 0
    for learner, question, left in entries:
        part = every[at : at + len(learner)]
        np.left_shift(learner, QUESTION_BITS, out=part)
        part |= question
        part <<= LEFT_BITS
        part |= left
        at += len(learner)
    # Entries come nearly in order of learner, which a stable sort makes use of.
    every.sort(kind="stable")
    every = every[np.flatnonzero(np.diff(every, prepend=-1))]
    asked = (every >> LEFT_BITS) & ((1 << QUESTION_BITS) - 1)
    left = every & ((1 << LEFT_BITS) - 1)
    return Answers(
        np.searchsorted(every, np.arange(learners + 1) << (QUESTION_BITS + LEFT_BITS)).astype(np.int64),
        asked.astype(np.uint16 if questions < 1 << 16 else np.uint32),
        left.astype(np.uint8 if left.max(initial=0) < 256 else np.uint16),
    )


def joined(parts: Sequence[Answers]) -> Answers:
    """Answers of learners one part after another."""
    counts = np.concatenate([np.diff(part.start) for part in parts]) if parts else np.zeros(0, np.int64)
    return Answers(
        starts(counts),
        np.concatenate([part.question for part in parts]) if parts else np.zeros(0, np.uint16),
        np.concatenate([part.left for part in parts]) if parts else np.zeros(0, np.uint8),
    )


def stacked(parts: Sequence[Columns]) -> Columns:
    """The columns of learners one part after another, all of one day and the same questions."""
    first = parts[0]
    if any((part.keys, part.as_of) != (first.keys, first.as_of) for part in parts):
        raise ValueError(
            "parts of columns differ in their questions or their day: make them with one encoder"
        )
    begin = starts(np.array([len(part) for part in parts], np.int64))
    return Columns(
        first.keys, first.most, first.as_of, joined([part.sure for part in parts]),
        np.concatenate([part.unsure + at for part, at in zip(parts, begin[:-1], strict=True)]),
        joined([part.hoped for part in parts]),
        np.concatenate([part.alone + at for part, at in zip(parts, begin[:-1], strict=True)]),
        np.concatenate([part.changes for part in parts]),
    )  # fmt: skip
