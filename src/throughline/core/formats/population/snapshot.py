"""Columns and results in folders, as arrays that are mapped into memory instead of read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from throughline.core.formats.population import generations
from throughline.core.progress.population.answers import Answers, Columns
from throughline.core.progress.population.program import PopulationProgram
from throughline.core.progress.population.results import Results

FORM = 1


class OfAnotherProgram(ValueError):
    """A folder written with other rules than those it is read for."""

    def __init__(self, folder: Path, held: str, wanted: str) -> None:
        super().__init__(
            f"{folder}: written with the rules {held[:12]}, but read for the rules {wanted[:12]}. "
            "Work it out anew with the rules of today."
        )
        self.held, self.wanted = held, wanted


@dataclass(frozen=True)
class KeptColumns:
    """Columns as kept. learners: ids as bytes, in order. cursor: the last entry of the trail that they stand for."""

    columns: Columns
    learners: np.ndarray[Any, np.dtype[np.bytes_]]
    cursor: int


@dataclass(frozen=True)
class KeptResults:
    """Results as kept, with the learners' ids and the cursor they stand for."""

    results: Results
    learners: np.ndarray[Any, np.dtype[np.bytes_]]
    cursor: int


def ids(learners: Sequence[str]) -> np.ndarray[Any, np.dtype[np.bytes_]]:
    """Learners' ids as they are kept."""
    return np.array([learner.encode() for learner in learners] or [b""], np.bytes_)[: len(learners)]


def questions_digest(keys: Sequence[str]) -> str:
    """One name for a list of questions."""
    return sha256("\0".join(keys).encode()).hexdigest()


def write_columns(folder: Path, columns: Columns, learners: np.ndarray[Any, Any], cursor: int) -> None:
    """Keeps columns, in place of those that the folder held."""
    about = {
        "form": FORM, "holds": "columns", "as_of": columns.as_of.isoformat(), "cursor": cursor,
        "learners": len(columns), "questions": questions_digest(columns.keys), "keys": list(columns.keys),
    }  # fmt: skip
    generations.write(
        folder, about,
        {
            "learners": learners, "most": columns.most, "changes": columns.changes, "unsure": columns.unsure,
            "alone": columns.alone, **_arrays("sure", columns.sure), **_arrays("hoped", columns.hoped),
        },
    )  # fmt: skip


def read_columns(folder: Path, program: PopulationProgram | None = None) -> KeptColumns:
    """The columns of a folder. With a program: refused where it asks what they do not hold."""
    about, arrays = _read(folder, "columns")
    keys = tuple(about["keys"])
    if program is not None and not set(program.keys) <= set(keys):
        raise OfAnotherProgram(folder, about["questions"], questions_digest(program.keys))
    columns = Columns(
        keys, arrays["most"], date.fromisoformat(about["as_of"]), _answers("sure", arrays), arrays["unsure"],
        _answers("hoped", arrays), arrays["alone"], arrays["changes"],
    )  # fmt: skip
    return KeptColumns(columns, arrays["learners"], about["cursor"])


def write_results(folder: Path, results: Results, learners: np.ndarray[Any, Any], cursor: int) -> None:
    """Keeps results: one row of bytes a learner (`Results.row`)."""
    about = {
        "form": FORM, "holds": "results", "as_of": results.as_of.isoformat(), "cursor": cursor,
        "program": results.program, "refs": list(results.refs), "width": results.remaining.dtype.itemsize,
    }  # fmt: skip
    steps = results.remaining.astype(results.remaining.dtype.newbyteorder("<"), copy=False)
    rows = np.concatenate([steps.view(np.uint8).reshape(len(results), -1), results.doubtful], axis=1)
    generations.write(folder, about, {"learners": learners, "rows": rows})


def read_results(folder: Path, program: PopulationProgram) -> KeptResults:
    """The results of a folder; refused where other rules gave them."""
    about, arrays = _read(folder, "results")
    if about["program"] != program.digest:
        raise OfAnotherProgram(folder, about["program"], program.digest)
    refs = tuple(about["refs"])
    rows, at = arrays["rows"], len(refs) * about["width"]
    steps = rows[:, :at] if about["width"] == 1 else rows[:, :at].view("<u2")
    results = Results(refs, about["program"], date.fromisoformat(about["as_of"]), steps, rows[:, at:])
    return KeptResults(results, arrays["learners"], about["cursor"])


def _read(folder: Path, holds: str) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    about, arrays = generations.read(folder)
    if about.get("form") != FORM or about.get("holds") != holds:
        raise generations.Unreadable(
            folder, f"it does not hold {holds} of form {FORM}", "Name another folder"
        )
    return about, arrays


def _arrays(name: str, answers: Answers) -> dict[str, np.ndarray[Any, Any]]:
    return {
        f"{name}-start": answers.start,
        f"{name}-question": answers.question,
        f"{name}-left": answers.left,
    }


def _answers(name: str, arrays: dict[str, np.ndarray[Any, Any]]) -> Answers:
    return Answers(arrays[f"{name}-start"], arrays[f"{name}-question"], arrays[f"{name}-left"])
