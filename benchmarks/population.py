"""What it takes to work out a whole state: every learner against every pathway, and what a change costs.

Run: `python -m benchmarks.population [learners] [pathways]` (1,000,000 and 200 unless told). The full language is used:
`made_population` says how. Each engine runs in a process of its own that maps the columns from a file, so that peak
memory is its own. Prints tables that documentation can take over.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.made_population import Maker, catalogue
from benchmarks.made_state import DAY
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.population.snapshot import ids, read_columns, write_columns
from throughline.core.progress.audit import audit_all
from throughline.core.progress.population import changing
from throughline.core.progress.population.answers import Answers, Columns, stacked
from throughline.core.progress.population.decided import decided_in
from throughline.core.progress.population.encoding import Encoder, encoded
from throughline.core.progress.population.facts import Facts, ranges, starts
from throughline.core.progress.population.program import PopulationProgram, compiled
from throughline.core.progress.population.results import Results, answered
from throughline.core.progress.population.running import Runner, with_numpy
from throughline.core.progress.record import RuleException
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import walk

MEGA = 1 << 20


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What the work gives, its seconds of processor time and on the clock."""
    cpu, wall = process_time(), perf_counter()
    given = work()
    return given, process_time() - cpu, perf_counter() - wall


def runner_named(name: str) -> Runner:
    """An engine by name: numpy, numba, numba-2 (on two processors)."""
    if name == "numpy":
        return with_numpy
    from throughline.core.progress.population.running_fast import on_threads

    return on_threads(int(name.partition("-")[2] or 1))


@dataclass
class Figures:
    """runs: by engine and learners, what `run` measured. changes: seconds of processor time for 10,000 new facts.
    pages: the 95th percentile of one learner against everything, in milliseconds."""

    runs: dict[tuple[str, int], dict[str, float]] = field(default_factory=dict)
    changes: float = 0.0
    pages: float = 0.0


def main(learners: int, pathways: int) -> Figures:
    """Prints everything, and gives the figures that have a goal."""
    figures = Figures()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    book = RuleBook(catalogue(pathways))
    program, cpu, _ = timed(lambda: compiled(book))
    size = f"{len(program.questions):,} questions, {len(program.layout.steps):,} operations"
    print(f"| compile {pathways} pathways: {size} | {cpu:.1f} s |")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder)
        last = _columns(book, program, learners, kept)
        small = min(100_000, learners)
        for engine in _engines():
            for many in sorted({small, learners}):
                found = figures.runs[engine, many] = _in_own_process(kept, engine, many, pathways)
                print(_line(engine, many, pathways, found))
    figures.changes, figures.pages = _changes(program, last), _one(program, last)
    _decisions(book, last)
    print(f"\nload after: {os.getloadavg()[0]:.1f}")
    return figures


def _engines() -> list[str]:
    try:
        import numba  # noqa: F401
    except ImportError:
        return ["numpy"]
    return ["numpy", "numba", "numba-2"]


def _columns(book: RuleBook, program: PopulationProgram, learners: int, folder: Path) -> Facts:
    """Makes the columns and keeps them; gives the last part of the facts."""
    maker = Maker(book.catalogue)
    encoder, cpu, _ = timed(lambda: Encoder(program, maker.shapes.every, DAY))
    parts, facts, rows, spent = list[Columns](), Facts, 0, cpu
    for facts in maker.parts(learners):
        part, cpu, _ = timed(lambda facts=facts: encoder.columns(facts))
        parts.append(part)
        rows, spent = rows + len(facts.shape), spent + cpu
    columns = stacked(parts)
    answers = len(columns.sure.question) / 1e6
    print(
        f"| {rows / 1e6:.1f} M facts of {learners:,} learners into {answers:.1f} M answers | {spent:.1f} s |"
    )
    _, _, wall = timed(lambda: write_columns(folder, columns, ids([f"{n:08}" for n in range(learners)]), 0))
    size = sum(file.stat().st_size for file in folder.rglob("*.npy")) / MEGA
    print(f"| columns kept: {size:.0f} MB | {wall:.1f} s on the clock |")
    print(f"| learners of whom a fact waits for confirmation: {len(columns.unsure):,} | |\n")
    print("| engine | learners | CPU s | clock s | CPU ns a pair | peak MB | floor s | pairs met |")
    print("|---|---|---|---|---|---|---|---|")
    return facts  # type: ignore[return-value]


def _in_own_process(folder: Path, engine: str, many: int, pathways: int) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.population",
        "--run",
        str(folder),
        engine,
        str(many),
        str(pathways),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def run(folder: Path, engine: str, many: int, pathways: int) -> None:
    """One engine over kept columns; prints what it took as JSON."""
    program, runner = compiled(RuleBook(catalogue(pathways))), runner_named(engine)
    columns = read_columns(folder, program).columns
    some = _first(columns, many)
    if engine != "numpy":
        answered(program, _first(columns, 2048), runner=runner)
    results, cpu, wall = timed(lambda: answered(program, some, runner=runner))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    moved = (
        some.sure.question.nbytes + some.sure.left.nbytes + results.remaining.nbytes + results.doubtful.nbytes
    )
    met = float((results.remaining == 0).mean())
    # The memory that measures the machine's speed is not counted: it comes after the peak is read.
    print(
        json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "met": met, "floor": moved / _bytes_a_second()})
    )


def _first(columns: Columns, many: int) -> Columns:
    """The first learners, without copying what is mapped."""
    unsure = int(np.searchsorted(columns.unsure, many))
    return Columns(
        columns.keys, columns.most, columns.as_of, _head(columns.sure, many), columns.unsure[:unsure],
        _head(columns.hoped, unsure), columns.alone, columns.changes[:many],
    )  # fmt: skip


def _head(answers: Answers, many: int) -> Answers:
    end = int(answers.start[many])
    return Answers(answers.start[: many + 1], answers.question[:end], answers.left[:end])


def _bytes_a_second() -> float:
    """How fast this machine copies memory now: bytes read and written."""
    source = np.ones(256 * MEGA, np.uint8)
    copy = source.copy()
    spent = min(timed(lambda: np.copyto(copy, source))[2] for _ in range(5))
    return 2 * source.nbytes / spent


def _line(engine: str, many: int, pathways: int, found: dict[str, float]) -> str:
    pair = found["cpu"] / many / pathways * 1e9
    return (
        f"| {engine} | {many:,} | {found['cpu']:.2f} | {found['wall']:.2f} | {pair:.1f} | {found['peak']:.0f} | "
        f"{found['floor']:.3f} | {found['met']:.2%} |"
    )


def _changes(program: PopulationProgram, facts: Facts) -> float:
    """10,000 learners with one new fact each, beside everyone of their part."""
    encoder = Encoder(program, facts.shapes, DAY)
    columns = encoder.columns(facts)
    results = answered(program, columns)
    many = min(10_000, len(facts) // 2)
    dice = np.random.default_rng(5)
    learners = np.sort(dice.choice(len(facts), many, replace=False))
    theirs = _with_one_more(facts.of(learners), dice.integers(len(facts.shapes), size=many))

    def work() -> Results:
        fresh = encoder.columns(theirs)
        return answered(program, fresh)

    times = [timed(work) for _ in range(5)]
    rows = times[0][0]
    merged = changing.with_rows(results, learners, rows)
    whole = changing.with_rows(results, learners, answered(program, encoded(program, theirs, DAY)))
    assert merged.remaining.tobytes() == whole.remaining.tobytes()
    differ = len(changing.changed(results, merged))
    cpu, wall = median(each[1] for each in times), median(each[2] for each in times)
    print(
        f"\n| {many:,} new facts of as many learners; rows that changed: {differ:,} | {_ms(cpu)} CPU | {_ms(wall)} |"
    )
    due = changing.due(columns, DAY.replace(month=DAY.month + 1))
    print(f"| learners for whom the next 30 days change something: {len(due):,} of {len(facts):,} | | |")
    return cpu


def _decisions(book: RuleBook, facts: Facts) -> None:
    """2 % of 10,000 learners under a signed decision: a node of a pathway or a milestone waived, or a course accepted."""
    some = facts.of(np.arange(min(10_000, len(facts))))
    decided = replace(some, decisions={n: (_decision(book, n),) for n in range(0, len(some), 50)})
    asking = compiled(book, decided=decided_in(decided.decisions.values()))
    for name, given in (("nobody", some), ("2 %", decided)):
        columns, made, _ = timed(lambda given=given: encoded(asking, given, DAY))
        alone = given.of(columns.alone)
        _, cpu, _ = timed(lambda columns=columns, alone=alone: answered(asking, columns, alone))
        print(
            f"| {name} of {len(some):,} under a signed decision, {len(alone)} read alone | {_ms(made + cpu)} CPU | |"
        )


def _decision(book: RuleBook, number: int) -> RuleException:
    kind, accept = (("waive", ()), ("waive", ()), ("substitute", ("course:cr0",)))[number % 3]
    pathways, milestones = sorted(book.catalogue.pathways), sorted(book.catalogue.milestones)
    rule, node = f"milestone:{milestones[number % 60]}", "knows"
    if number % 4:
        name = pathways[number % len(pathways)]
        nodes = walk(book.catalogue.pathways[name].stages[0].gate)
        rule, node = f"pathway:{name}", nodes[2 + number % (len(nodes) - 2)].id
    return RuleException("x", rule, node, kind, "somebody", DAY, "a reason", accept)  # type: ignore[arg-type]


def _with_one_more(facts: Facts, shape: np.ndarray[Any, Any]) -> Facts:
    counts = np.diff(facts.start)
    old = ranges(starts(counts + 1)[:-1], counts)
    new = starts(counts + 1)[1:] - 1

    def wider(column: np.ndarray[Any, Any], given: Any) -> np.ndarray[Any, Any]:
        whole = np.empty(len(column) + len(counts), column.dtype)
        whole[old], whole[new] = column, given
        return whole

    return Facts(
        facts.learners, starts(counts + 1), wider(facts.shape, shape), wider(facts.when, DAY.toordinal() - 1),
        wider(facts.until, facts.until.max(initial=1)), wider(facts.revoked, facts.revoked.max(initial=1)),
        wider(facts.confirmed, True), facts.shapes,
    )  # fmt: skip


def _one(program: PopulationProgram, facts: Facts) -> float:
    """One learner, by the path that pages use; the answers held against the population's."""
    results = answered(program, encoded(program, facts.of(np.arange(100)), DAY))
    times = []
    for learner in range(100):
        record = facts.record(learner)
        found, cpu, _ = timed(lambda record=record: audit_all(Standing(record, program.single, DAY)))
        times.append(cpu * 1000)
        steps = {f"pathway:{each.pathway}#s": each.remaining for each in found}
        assert [steps[ref] for ref in results.refs] == results.remaining[learner].tolist()
    middle, high = median(times), quantiles(times, n=20)[-1]
    print(f"| one learner, all pathways, as pages ask | median {middle:.1f} ms CPU | p95 {high:.1f} ms |")
    return high


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        main(*(int(word) for word in (sys.argv[1:] + ["1000000", "200"][len(sys.argv[1:]) :])))
