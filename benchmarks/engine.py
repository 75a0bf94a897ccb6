"""Everything that is claimed about the engine, measured in one go, with peers beside it where they can be had.

Run: `python -m benchmarks.engine [learners] [--only PART,PART] [--write]` (1,000,000 and all parts unless told; the
functions below that give rows are the parts). With `--write` the table goes into docs/reference/performance.md, with the
machine and the day. `benchmarks.peers` says how peers come; where one is not here, its row says so. Each part is a
benchmark that runs alone as well; what each prints stands above the table.
"""

import os
import platform
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from statistics import median

from benchmarks import peers

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- python -m benchmarks.engine --write -->", "<!-- end -->"
PATHWAYS = 200


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    goal: str
    beside: str = ""

    def written(self) -> str:
        """As Markdown."""
        return f"| {self.what} | {self.measured} | {self.goal} | {self.beside} |"


def one_learner(_: int) -> Iterator[Row]:
    """One learner against everything, and one pathway explained; beside the UTD validator."""
    from benchmarks import audit

    whole, explained = audit.main(100)

    def beside() -> str:
        theirs = median(peers.utd(40))
        return f"UTD validator, one audit: {theirs:.2f} ms, {theirs / explained:.1f} times the explained p95"

    yield Row("one learner, 200 pathways, from the bare record, p95", f"{whole:.1f} ms", "5 ms")
    yield Row("one pathway explained, p95", f"{explained:.2f} ms", "0.5 ms", peers.told(beside))


def everyone(learners: int) -> Iterator[Row]:
    """A whole state, a tenth of it, and what a change costs; beside OpenFisca and the speed of memory."""
    from benchmarks import population

    found = population.main(learners, PATHWAYS)
    small = min(100_000, learners)

    def beside() -> str:
        return f"OpenFisca, one variable of one person: {peers.openfisca(learners):.1f} ns"

    for engine, goal in (("numpy", "10 s, 2 GB"), ("numba", "3 s"), ("numba-2", "3 s")):
        run = found.runs.get((engine, learners))
        if run is None:
            yield Row(
                f"{learners:,} learners x {PATHWAYS}, {engine}", "not run: Numba is not installed", goal
            )
            continue
        pair = run["cpu"] / learners / PATHWAYS * 1e9
        took = f"{run['cpu']:.2f} s CPU, {run['wall']:.2f} s clock, {run['peak'] / 1000:.2f} GB; {pair:.1f} ns a pair"
        floor = f"memory alone: {run['floor']:.3f} s"
        other = f"{floor}; {peers.told(beside)}" if engine == "numpy" else floor
        yield Row(f"{learners:,} learners x {PATHWAYS}, {engine}", took, goal, other)
        if learners > small:
            growth = pair / (found.runs[engine, small]["cpu"] / small / PATHWAYS * 1e9)
            yield Row(
                f"a pair at {learners:,} against {small:,}, {engine}", f"{growth:.2f} times", "1.3 times"
            )
    full = found.runs["numpy", learners]["cpu"]
    yield Row(
        "10,000 new facts, NumPy", f"{found.changes * 1000:.0f} ms CPU", "250 ms",
        f"everyone anew, answers kept: {full / found.changes:.0f} times as much",
    )  # fmt: skip
    yield Row("one learner from the population's program, p95", f"{found.pages:.1f} ms", "5 ms")


def plans(_: int) -> Iterator[Row]:
    """The least that is left to do."""
    from benchmarks import planning

    for line in planning.main(40):
        what, middle, high, goal, proved, gap, _none = (cell.strip() for cell in line.strip("|").split("|"))
        yield Row(
            f"plan: {what}, p95", f"{high} ms CPU (median {middle}); proved {proved}, gap {gap}", f"{goal} ms"
        )


def proofs(_: int) -> Iterator[Row]:
    """Proofs of pathways of the demo state."""
    said = _said("benchmarks.proofs")
    found = re.search(r"longest: made in ([\d.]+) s, checked in ([\d.]+) s", said)
    yield Row("proof of the largest demo pathway", f"{found[1]} s" if found else "no figure", "10 s")
    yield Row("its check", f"{found[2]} s" if found else "no figure", "1 s")


def exclusive(_: int) -> Iterator[Row]:
    """Credit that serves once, beside first-fit."""
    from benchmarks import exclusive as made

    for size in made.SIZES:
        wrong, missed, spent = made.measured(size, 1_000)
        yield Row(
            f"exclusive, {size} overlapping requirements, finished learners called unfinished",
            f"{missed:.0%}; {spent:.2f} ms CPU a learner", "0 %", f"first-fit: {wrong:.0%}",
        )  # fmt: skip


def rounds(learners: int) -> Iterator[Row]:
    """Matching, beside `matching`."""
    many = min(learners, 100_000)
    try:
        at = str(peers.packages())
        reason = ""
    except peers.NotHere as error:
        at, reason = "", str(error)
    said = _said("benchmarks.matching", str(many), after=at)
    size = f"matching {many:,} x {many // 20:,}"
    for name, goal in (("matching in plain Python", "5 s"), ("matching with Numba", "0.2 s")):
        found = re.search(rf"{name}\s+([\d.]+) s CPU", said)
        yield Row(
            f"{size}, {name.removeprefix('matching ')}", f"{found[1]} s CPU" if found else "not run", goal
        )
    wrong = re.search(r"(\d+) found", said)
    beside = re.findall(r"(matching, [\d,]+ x \d+).*?([\d.]+ s) CPU.*?(\d+ times ours; .*)", said)
    other = (
        "; ".join(f"{name}: {took}, {ratio}" for name, took, ratio in beside)
        or f"not run: {reason or 'matching'}"
    )
    yield Row(f"{size}, blocking pairs", wrong[1] if wrong else "no figure", "0", other)


def night(learners: int) -> Iterator[Row]:
    """From PostgreSQL to answers to PostgreSQL."""
    said = _said("benchmarks.population_database", str(learners))
    for line in re.findall(
        r"^\| (a first night.*|a night that.*|[\d,]+ new facts.*) \|$", said, re.MULTILINE
    ):
        what, clock, cpu, peak = (cell.strip() for cell in line.split("|"))
        goal = "180 s" if "first night" in what else "250 ms" if "10,000" in what else ""
        yield Row(f"{what}, {learners:,} learners", f"{clock} s clock, {cpu} s CPU, {peak} MB", goal)


def spark(_: int) -> Iterator[Row]:
    """Beyond one machine: what is claimed is equality, which a test holds; nothing about speed."""
    yield Row("the same in Spark", "the same bytes: tests/core/formats/population/test_in_spark.py", "equal")


PARTS: tuple[Callable[[int], Iterator[Row]], ...] = (
    one_learner, everyone, plans, proofs, exclusive, rounds, night, spark,
)  # fmt: skip


RUN = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); sys.argv.pop(0);"
    " runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
)


def _said(module: str, *words: str, after: str = "") -> str:
    """What a benchmark prints, in a process of its own; also shown. after: where packages of peers stand."""
    how = ["-c", RUN, after, module] if after else ["-m", module]
    done = subprocess.run(
        [sys.executable, *how, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    print(done.stdout, done.stderr[-2000:] if done.returncode else "", sep="")
    return done.stdout


def rows(learners: int, only: Sequence[str]) -> Iterator[Row]:
    """Every line; a part that breaks says so in one and does not hinder the others."""
    for part in PARTS:
        if only and part.__name__ not in only:
            continue
        print(f"\n--- {part.__name__}: {part.__doc__}", flush=True)
        try:
            yield from part(learners)
        except Exception as error:
            yield Row(part.__name__, f"broke: {type(error).__name__}: {error}"[:200], "")


def machine() -> str:
    """This machine in a sentence."""
    name = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    packages = ", ".join(f"{each} {import_module(each).__version__}" for each in ("numpy", "scipy"))
    return (
        f"{datetime.now(UTC).date()}; {name[1] if name else platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, {packages}; load {os.getloadavg()[0]:.1f} when it began"
    )


def main(learners: int, only: Sequence[str], write: bool) -> None:
    """Prints each line when it is there, then the table, and writes it."""
    where = machine()
    table = ["| what | measured | goal | beside it, in the same run |", "|---|---|---|---|"]
    for row in rows(learners, only):
        print(row.written(), flush=True)
        table.append(row.written())
    text = "\n".join([f"`python -m benchmarks.engine {learners}`, {where}.", "", *table])
    print(f"\n{text}")
    if write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    given = ArgumentParser(prog="python -m benchmarks.engine")
    given.add_argument("learners", nargs="?", type=int, default=1_000_000)
    given.add_argument("--only", default="", type=lambda text: text.split(",") if text else [])
    given.add_argument("--write", action="store_true")
    told = given.parse_args()
    main(told.learners, told.only, told.write)
