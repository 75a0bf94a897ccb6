"""A file of everyone's facts into a file of everyone's results."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'throughline[population]'")

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from benchmarks.made_state import DAY
from tests.core.formats.population.files import STATE, decisions, row, some_records, write
from throughline.cli import main
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats import state_pack
from throughline.core.formats.population.by_parts import Work, begun_for, work_out
from throughline.core.formats.population.facts_rows import FactsError
from throughline.core.progress.audit import audit_all
from throughline.core.progress.population.running import with_numpy
from throughline.core.progress.program import Program
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing

ROOT = Path(__file__).resolve().parents[4]


def work(folder: Path, records: Sequence[tuple[str, Record]], at_once: int = 7) -> Work:
    facts = write(folder / "facts.parquet", [row(name, fact) for name, r in records for fact in r.facts])
    decided = write(folder / "decisions.parquet", decisions(records))
    return Work(facts, folder / "results.parquet", RuleBook(STATE), DAY, decided, at_once)


def test_a_file_of_facts_gives_what_each_learner_is_answered_alone(tmp_path: Path) -> None:
    records = some_records(40)
    done = work_out(work(tmp_path, records), with_numpy)
    assert (done.learners, done.parts) == (40, 6)
    table = pq.read_table(tmp_path / "results.parquet")
    assert table.schema.metadata[b"throughline.as_of"] == DAY.isoformat().encode()
    rows = {each["learner"]: each for each in table.to_pylist()}
    program = Program(RuleBook(STATE), sorted(STATE.pathways))
    for name, record in records:
        for each in audit_all(Standing(record, program, DAY)):
            ref = f"pathway:{each.pathway}#s"
            assert rows[name][ref] == each.remaining
            assert (ref in rows[name]["cannot_tell"]) == (each.stages[0][1] == "cannot_tell")


def test_stopped_after_any_part_it_goes_on_and_ends_in_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "stopped").mkdir()
    records = some_records(30)
    whole, stopped = work(tmp_path / "whole", records), work(tmp_path / "stopped", records)
    work_out(whole, with_numpy)

    class Stopped(BaseException):
        pass

    def stop(done: int, rows: int) -> None:
        raise Stopped

    for _ in range(3):
        with pytest.raises(Stopped):
            work_out(stopped, with_numpy, stop)
        assert not stopped.out.exists()
    assert begun_for(stopped.out) == DAY
    # What was being written when the process died has no name yet, and is not taken for a part.
    (stopped.folder / "rows-000000009999-000000010000.new").write_bytes(b"torn")
    done = work_out(stopped, with_numpy)
    assert done.taken_up == 3
    assert stopped.out.read_bytes() == whole.out.read_bytes()
    assert not stopped.folder.exists()


def test_parts_of_other_facts_or_another_day_are_not_taken_up(tmp_path: Path) -> None:
    given = work(tmp_path, some_records(20))

    class Stopped(BaseException):
        pass

    def stop(done: int, rows: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        work_out(given, with_numpy, stop)
    other = Work(given.facts, given.out, given.book, DAY + timedelta(days=1), given.decisions, 7)
    assert work_out(other, with_numpy).taken_up == 0


GOOD = {"learner": "a", "id": "f", "what": "course:x", "when": date(2030, 1, 1), "level": None, "more": None}
WRONG: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("a reference of no kind", {"what": "curse:x"}, 2, "what", "unknown kind 'curse'"),
    ("no reference", {"what": None}, 2, "what", "it is empty"),
    ("no day", {"when": None}, 2, "when", "it is empty"),
    ("no JSON", {"more": "{tags"}, 2, "more", "it is not JSON"),
    ("no object", {"more": "[1]"}, 2, "more", "it is not a JSON object"),
    ("an unknown field", {"more": '{"tag": ["x"]}'}, 2, "more", "tag"),
    ("a field with its own column", {"more": '{"level": 2}'}, 2, "more", "'level' has a column of its own"),
    ("an amount below zero", {"more": '{"amounts": {"h": -1}}'}, 2, "more", "below zero"),
    ("an earlier learner", {"learner": "A"}, 2, "learner", "'A' stands after 'a'"),
    ("the same id for something else", {"id": "f", "what": "course:y"}, 2, "id", "row 1 says something else"),
]


@pytest.mark.parametrize(("what", "changed", "at", "column", "why"), WRONG, ids=[each[0] for each in WRONG])
def test_what_is_wrong_is_told_with_its_row_and_column(
    tmp_path: Path, what: str, changed: dict[str, Any], at: int, column: str, why: str
) -> None:
    facts = write(tmp_path / "facts.parquet", [GOOD, {**GOOD, "id": "g", **changed}], more=pa.string())
    with pytest.raises(FactsError) as told:
        work_out(Work(facts, tmp_path / "out.parquet", RuleBook(STATE), DAY), with_numpy)
    assert (told.value.row, told.value.column) == (at, column)
    assert why in told.value.why
    assert told.value.fix


def test_columns_that_are_missing_or_unknown_or_of_another_type_are_refused(tmp_path: Path) -> None:
    def refused(rows: list[dict[str, Any]], **types: Any) -> FactsError:
        facts = write(tmp_path / "facts.parquet", rows, **types)
        with pytest.raises(FactsError) as told:
            work_out(Work(facts, tmp_path / "out.parquet", RuleBook(STATE), DAY), with_numpy)
        return told.value

    assert refused([{"learner": "a", "what": "course:x"}]).column == "when"
    assert refused([{**GOOD, "grade": 9}]).why == "no such column is known"
    dates = refused([{**GOOD, "when": "2030-01-01"}, {**GOOD, "when": "June"}], when=pa.string())
    assert (dates.row, dates.column) == (2, "when")
    (tmp_path / "facts.parquet").write_text("learner,what\n")
    with pytest.raises(FactsError, match="it is no Parquet file"):
        work_out(Work(tmp_path / "facts.parquet", tmp_path / "o", RuleBook(STATE), DAY), with_numpy)


def test_a_fact_said_twice_counts_once_and_one_without_id_each_time(tmp_path: Path) -> None:
    hours = {"more": '{"amounts": {"h": 30}, "tags": ["field:0"]}', "what": "experience:x"}
    twice = [{**GOOD, **hours}, {**GOOD, **hours}]
    facts = write(tmp_path / "facts.parquet", twice, more=pa.string())
    from throughline.core.formats.population.facts_file import FactsFile

    part = next(FactsFile(facts).parts(5))
    assert len(part.facts.shape) == 1
    assert part.facts.shapes[0].amounts == {"h": Decimal(30)}
    unnamed = [{name: value for name, value in each.items() if name != "id"} for each in twice]
    facts = write(tmp_path / "unnamed.parquet", unnamed, more=pa.string())
    assert len(next(FactsFile(facts).parts(5)).facts.shape) == 2


def test_killed_in_the_night_the_command_goes_on_and_ends_in_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command itself, on the demo state, killed by the system as soon as a part stands."""
    # The state's folder is read once here for the three calls below.
    monkeypatch.setattr(state_pack, "read_pack", lru_cache(state_pack.read_pack))
    rows = [
        {
            "learner": f"l{n:06}",
            "what": "competency:communication",
            "when": date(2030, 1, 1),
            "level": 1 + n % 3,
        }
        for n in range(70_000)
    ]
    facts = write(tmp_path / "facts.parquet", rows)

    def command(given: Path, out: str, *more: str) -> list[str]:
        words = [
            "--facts",
            str(given),
            "--state",
            str(ROOT / "states" / "meridian"),
            "--out",
            str(tmp_path / out),
        ]
        return ["population", *words, "--engine", "numpy", *more]

    process = subprocess.Popen(
        [sys.executable, "-m", "throughline", *command(facts, "killed.parquet", "--as-of", "2030-06-01")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stderr=subprocess.DEVNULL,
    )
    parts = tmp_path / "killed.parquet.parts"
    while process.poll() is None and not list(parts.glob("rows-*.parquet")):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "killed.parquet").exists()
    # The day is the one it began with.
    assert main(command(facts, "killed.parquet")) == 0
    said = capsys.readouterr().out
    assert "(1 parts were there from before)" in said
    assert "the rules of 2030-06-01" in said
    assert main(command(facts, "whole.parquet", "--as-of", "2030-06-01")) == 0
    assert (tmp_path / "killed.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    wrong = write(tmp_path / "wrong.parquet", [{**rows[0], "what": "competence:x"}])
    assert main(command(wrong, "wrong-out.parquet")) == 2
    assert "row 1, column what" in capsys.readouterr().err
