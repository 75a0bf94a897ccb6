"""`throughline population`"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.project import zone
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.catalogue.rulebook import RuleBook
    from throughline.core.formats.population.by_parts import Done, Work
    from throughline.core.progress.population.running import Runner

WHAT = "The population was not worked out."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds whose facts, which rules, and where the results go."""
    parser.add_argument("--facts", required=True, metavar="FILE", help="facts of all learners (Parquet)")
    parser.add_argument("--decisions", metavar="FILE", help="signed decisions about learners (Parquet)")
    parser.add_argument(
        "--state", type=Path, required=True, metavar="DIR", help="the folder of the state whose rules count"
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="where the results go (Parquet)")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DAY", help="on which day, e.g. 2027-06-01 (today)"
    )
    parser.add_argument(
        "--engine", choices=("auto", "numpy", "numba", "spark"), default="auto",
        help="what runs the rules; auto: numba where it is installed; spark: many machines",
    )  # fmt: skip
    parser.add_argument(
        "--master", metavar="URL", help="with --engine spark: the cluster (that of spark-submit, else this machine)"
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Holds everyone in a file against all rules of a state. Stopped, it goes on where it was when called again."""
    from throughline.core.catalogue.rulebook import RuleBook
    from throughline.core.formats.state_pack import PackErrors, read_pack

    if find_spec("pyarrow") is None:
        raise Problem(
            WHAT, where="Parquet files", why="the package that reads them is not installed.",
            next_step="pip install 'throughline[population]'",
        )  # fmt: skip
    try:
        book = RuleBook(read_pack(arguments.state).catalogue)
    except PackErrors as errors:
        print(errors)
        return 1
    here = _in_spark if arguments.engine == "spark" else _here
    learners, as_of, how, program = here(arguments, book)
    print(f"{learners:,} learners held against the rules of {as_of}{how}: {arguments.out}")
    print(f"rules {program[:12]}; each column is a rule, each number the steps that remain at most; 0 is met")
    return 0


def _here(arguments: argparse.Namespace, book: RuleBook) -> tuple[int, date, str, str]:
    """On this machine alone."""
    from throughline.core.formats.population.by_parts import Work, begun_for

    facts, out = Path(arguments.facts), Path(arguments.out)
    decisions = Path(arguments.decisions) if arguments.decisions else None
    as_of = arguments.as_of or begun_for(out) or _today()
    done = _worked_out(Work(facts, out, book, as_of, decisions), _runner(arguments.engine))
    taken_up = f" ({done.taken_up} parts were there from before)" if done.taken_up else ""
    return done.learners, as_of, taken_up, done.program


def _in_spark(arguments: argparse.Namespace, book: RuleBook) -> tuple[int, date, str, str]:
    """On the machines of a cluster."""
    from throughline.cli import population_in_spark as in_spark

    as_of = arguments.as_of or _today()
    with _not_compiled():
        done = in_spark.work_out(
            in_spark.session(arguments.master),
            arguments.facts,
            arguments.out,
            book,
            as_of,
            arguments.decisions,
        )
    where = " (a folder of files)" if in_spark.is_folder(arguments.out) else ""
    return done.learners, as_of, where, done.program


def _today() -> date:
    return zone.today()


def _worked_out(work: Work, runner: Runner) -> Done:
    from throughline.core.formats.population.by_parts import work_out
    from throughline.core.formats.population.facts_rows import FactsError

    try:
        with _not_compiled():
            return work_out(work, runner, _tell)
    except FactsError as error:
        at = f", row {error.row}" if error.row else ""
        raise Problem(
            WHAT,
            where=f"{error.file}{at}, column {error.column}",
            why=f"{error.why}.",
            next_step=f"{error.fix}.",
        ) from None


@contextmanager
def _not_compiled() -> Iterator[None]:
    from throughline.core.progress.population.compiling import NotCompiled

    try:
        yield
    except NotCompiled as error:
        raise Problem(WHAT, where=error.where, why=f"{error.why}.", next_step=f"{error.fix}.") from None


def _tell(done: int, rows: int) -> None:
    print(f"{done:,} of {rows:,} facts", file=sys.stderr)


def _runner(engine: str) -> Runner:
    from throughline.core.progress.population.running import with_numpy

    if engine == "numpy":
        return with_numpy
    try:
        from throughline.core.progress.population.running_fast import on_threads
    except ImportError:
        if engine == "auto":
            return with_numpy
        raise Problem(
            WHAT,
            where="--engine numba",
            why="Numba is not installed.",
            next_step="pip install 'throughline[fast]'",
        ) from None
    return on_threads(os.cpu_count() or 1)
