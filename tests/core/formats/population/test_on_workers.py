"""What each worker of a cluster does, without a cluster."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'throughline[population]'")

import pickle
from dataclasses import replace

import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from benchmarks.made_state import DAY
from tests.core.formats.population.files import STATE, row, some_records, write
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.population import on_workers
from throughline.core.formats.population.by_parts import Work, work_out
from throughline.core.formats.population.results_file import schema_of, with_tags, write_results
from throughline.core.progress.population.running import with_numpy

RECORDS = some_records(30)
FACTS = [row(name, fact) for name, record in RECORDS for fact in record.facts]
COLUMNS = tuple(FACTS[0])
DECISIONS = {name: record.exceptions for name, record in RECORDS if record.exceptions}


@pytest.fixture(scope="module")
def order() -> on_workers.Order:
    digest = with_tags(RuleBook(STATE), (), DECISIONS.values()).digest
    given = on_workers.Order("facts", COLUMNS, STATE, (), digest, DAY, DECISIONS, learners_at_once=7)
    # It travels to workers before anything is made of it.
    received: on_workers.Order = pickle.loads(pickle.dumps(given))
    return received


def batches(path: Path, rows: int) -> list[Any]:
    return pq.read_table(path).to_batches(max_chunksize=rows)


@pytest.mark.parametrize("cut", [0, 11, 30], ids=["one worker", "two workers", "one of two without learners"])
def test_however_learners_are_spread_the_file_of_results_has_the_same_bytes(
    tmp_path: Path, order: on_workers.Order, cut: int
) -> None:
    facts = write(tmp_path / "facts.parquet", FACTS)
    alone = Work(facts, tmp_path / "alone.parquet", RuleBook(STATE), DAY, learners_at_once=7)
    undecided = replace(order, decisions={}, digest=with_tags(RuleBook(STATE), ()).digest)
    names = {name for name, _ in RECORDS[:cut]}
    workers = [[each for each in FACTS if (each["learner"] in names) == first] for first in (True, False)]
    blocks = [
        on_workers.block_of(batch.column(0)[0].as_py())
        for n, theirs in enumerate(workers)
        if theirs
        for batch in on_workers.in_blocks(undecided, batches(write(tmp_path / f"{n}", theirs), 50))
    ]  # fmt: skip
    work_out(alone, with_numpy)
    schema = schema_of(undecided.program, DAY)
    assert write_results(tmp_path / "together", schema, on_workers.regrouped(blocks, 7)) == 30
    assert (tmp_path / "together").read_bytes() == alone.out.read_bytes()


def test_what_is_wrong_is_told_by_learner_through_the_engine(tmp_path: Path, order: on_workers.Order) -> None:
    wrong = [*FACTS[:3], {**FACTS[3], "what": "curse:x"}]
    with pytest.raises(RuntimeError) as error:
        list(on_workers.in_rows(order, batches(write(tmp_path / "facts", wrong), 2)))
    told = on_workers.told_in(f"Traceback (most recent call last):\n  RuntimeError: {error.value}\n")
    assert told is not None
    assert (told.learner, told.column, told.why) == (
        FACTS[3]["learner"],
        "what",
        "unknown kind 'curse' in 'curse:x'",
    )
    twice = [FACTS[0], {**FACTS[0], "what": "course:y"}]
    with pytest.raises(RuntimeError, match="another row says something else of the same fact"):
        list(on_workers.in_rows(order, batches(write(tmp_path / "facts", twice), 2)))
    assert on_workers.told_in("java.io.IOException: No space left on device") is None


def test_a_worker_whose_rules_are_others_refuses(tmp_path: Path, order: on_workers.Order) -> None:
    with pytest.raises(
        on_workers.OtherRules, match="Install the same version of Throughline on every worker"
    ):
        next(on_workers.in_rows(replace(order, digest="0" * 64), []))
