"""Columns and results that are kept in folders."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.made_state import DAY, catalogue, learners
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.population import generations
from throughline.core.formats.population.snapshot import (
    OfAnotherProgram,
    ids,
    read_columns,
    read_results,
    write_columns,
    write_results,
)
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.facts import facts_of
from throughline.core.progress.population.program import compiled, roots_of
from throughline.core.progress.population.results import answered

STATE = catalogue(6)
BOOK = RuleBook(STATE)
PROGRAM = compiled(BOOK)
FACTS = facts_of((f"learner-{n}", record) for n, record in enumerate(learners(STATE, 30)))
COLUMNS = encoded(PROGRAM, FACTS, DAY)
RESULTS = answered(PROGRAM, COLUMNS)


class Stopped(BaseException):
    """The writer is killed."""


def test_what_is_kept_is_what_was_worked_out(tmp_path: Path) -> None:
    write_columns(tmp_path / "columns", COLUMNS, ids(FACTS.learners), 41)
    write_results(tmp_path / "results", RESULTS, ids(FACTS.learners), 41)
    columns, results = (
        read_columns(tmp_path / "columns", PROGRAM),
        read_results(tmp_path / "results", PROGRAM),
    )
    assert (columns.cursor, results.cursor) == (41, 41)
    assert [name.decode() for name in results.learners] == list(FACTS.learners)
    again = answered(PROGRAM, columns.columns)
    assert again.remaining.tobytes() == results.results.remaining.tobytes() == RESULTS.remaining.tobytes()
    assert np.array_equal(columns.columns.changes, COLUMNS.changes)
    rows = np.load(next((tmp_path / "results").glob("*/rows.npy")))
    assert [bytes(row) for row in rows] == [RESULTS.row(n) for n in range(len(RESULTS))]


def test_results_of_other_rules_are_refused(tmp_path: Path) -> None:
    write_results(tmp_path, RESULTS, ids(FACTS.learners), 1)
    write_columns(tmp_path / "columns", COLUMNS, ids(FACTS.learners), 1)
    fewer = compiled(BOOK, roots_of(BOOK, ["p000"]))
    with pytest.raises(OfAnotherProgram, match=r"written with the rules .* Work it out anew"):
        read_results(tmp_path, fewer)
    more = compiled(RuleBook(catalogue(9)))
    with pytest.raises(OfAnotherProgram):
        read_columns(tmp_path / "columns", more)
    # Columns that were asked more than a program asks serve it: one rule is one column.
    one = answered(fewer, read_columns(tmp_path / "columns", fewer).columns)
    assert one.steps("pathway:p000#s").tolist() == RESULTS.steps("pathway:p000#s").tolist()


def test_a_writer_killed_at_any_point_leaves_what_stood_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer is stopped before each thing it does to the disk, one after another, until it comes through."""
    write_results(tmp_path, RESULTS, ids(FACTS.learners), 1)
    real, left = {name: getattr(os, name) for name in ("fsync", "rename", "replace")}, [0]

    def stopping(name: str) -> Any:
        def act(*given: Any, **named: Any) -> Any:
            if left[0] == 0:
                raise Stopped
            left[0] -= 1
            return real[name](*given, **named)

        return act

    for name in real:
        monkeypatch.setattr(os, name, stopping(name))
    seen, steps = [], 0
    while 2 not in seen:
        left[0] = steps
        with suppress(Stopped):
            write_results(tmp_path, RESULTS, ids(FACTS.learners), 2)
        seen.append(read_results(tmp_path, PROGRAM).cursor)
        steps += 1
    assert steps > 5
    assert set(seen) == {1, 2}
    left[0] = 1000
    write_results(tmp_path, RESULTS, ids(FACTS.learners), 3)
    assert read_results(tmp_path, PROGRAM).cursor == 3
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [
        (tmp_path / "current").read_text()
    ]


def test_a_folder_without_anything_whole_says_so(tmp_path: Path) -> None:
    with pytest.raises(generations.Unreadable, match="nothing was ever written here whole"):
        read_results(tmp_path, PROGRAM)
    write_columns(tmp_path, COLUMNS, ids(FACTS.learners), 1)
    with pytest.raises(generations.Unreadable, match="does not hold results"):
        read_results(tmp_path, PROGRAM)
    next(tmp_path.glob("*/sure-left.npy")).write_bytes(b"torn")
    with pytest.raises(generations.Unreadable, match="is damaged"):
        read_columns(tmp_path)
