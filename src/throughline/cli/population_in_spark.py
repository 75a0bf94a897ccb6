"""`throughline population --engine spark`: the same rules over learners spread on the machines of a Spark cluster."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.catalogue.rulebook import RuleBook
    from throughline.core.formats.population.on_workers import Order, Work

WHAT = "The population was not worked out."


@dataclass(frozen=True)
class Done:
    """learners: how many the facts tell of. program: the digest of the rules."""

    learners: int
    program: str


def session(master: str | None) -> Any:
    """The Spark session: the one that runs, else one at `master`, else as `spark-submit` or Spark's own settings say,
    else on all processors of this machine.

    :raises Problem: Spark or Java is not installed.
    """
    if find_spec("pyspark") is None:
        raise Problem(
            WHAT,
            where="--engine spark",
            why="Spark is not installed.",
            next_step="pip install 'throughline[spark]'",
        )
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Problem(
            WHAT,
            where="--engine spark",
            why="Spark runs on Java, and there is none here.",
            next_step="install Java 17 or newer (Debian: apt-get install default-jre-headless), or set JAVA_HOME",
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = import_module("pyspark.sql").SparkSession.builder.appName("throughline population")
    return (builder.master(master) if master else builder).getOrCreate()


def is_folder(out: str) -> bool:
    """Whether results go to a store as a folder of files that the workers write, not into one file here."""
    return "://" in out


def work_out(spark: Any, facts: str, out: str, book: RuleBook, as_of: date, decisions: str | None) -> Done:
    """Works everything out. All facts of a learner come to one worker, in order, wherever they stood.

    :raises Problem: facts, decisions or places cannot be read or written, or are wrong.
    """
    from throughline.core.formats.population.facts_rows import FactsError
    from throughline.core.formats.population.on_workers import told_in

    failures = import_module("pyspark.errors").PySparkException
    try:
        return _work_out(spark, facts, out, book, as_of, decisions)
    except FactsError as error:
        raise _wrong(error) from None
    except (failures, import_module("py4j.protocol").Py4JJavaError) as error:
        told = told_in(str(error))
        raise _wrong(told) if told else _refused(error) from error


def _work_out(spark: Any, facts: str, out: str, book: RuleBook, as_of: date, decisions: str | None) -> Done:
    from throughline.core.formats.population.facts_rows import columns_of
    from throughline.core.formats.population.on_workers import Order
    from throughline.core.formats.population.results_file import with_tags
    from throughline.core.progress.population.program import families_in

    rows = spark.read.parquet(facts)
    columns = columns_of(facts, rows.columns)
    decided = _decisions(spark, decisions)
    tags = _tags(rows) if "more" in columns and families_in(book) else []
    program = with_tags(book, tags, decided.values())
    order = Order(facts, columns, book.catalogue, tags, program.digest, as_of, decided)
    by_learner = rows.select(*columns).repartitionByRange("learner").sortWithinPartitions("learner")
    write = _into_folder if is_folder(out) else _into_file
    return Done(write(by_learner, spark.sparkContext.broadcast(order), out, program), program.digest)


def _tags(rows: Any) -> list[str]:
    from throughline.core.formats.population.on_workers import in_tags

    found = rows.select("more").mapInArrow(in_tags, "tag string").distinct().collect()
    return sorted(row.tag for row in found)


def _decisions(spark: Any, file: str | None) -> Any:
    from throughline.core.formats.population.facts_file import decided, refuse_without

    if file is None:
        return {}
    rows = spark.read.parquet(file)
    refuse_without(file, rows.columns)
    return decided(file, (row.asDict() for row in rows.select("learner", "decision").collect()))


def _into_file(by_learner: Any, order: Any, out: str, program: Any) -> int:
    """One file here, written block by block in order of learner: the bytes of a run without Spark."""
    from throughline.core.formats.population import by_parts, on_workers, results_file

    work = _worker(on_workers.in_blocks, order)
    blocks = by_learner.mapInArrow(work, f"{on_workers.BLOCK} binary").toLocalIterator(True)
    tables = (on_workers.block_of(bytes(row[0])) for row in blocks)
    schema = results_file.schema_of(program, order.value.as_of)
    return results_file.write_results(
        Path(out), schema, on_workers.regrouped(tables, by_parts.LEARNERS_AT_ONCE)
    )


def _into_folder(by_learner: Any, order: Any, out: str, program: Any) -> int:
    """A folder of files, written by the workers; what stands first in order of learner, in the first file."""
    from throughline.core.formats.population import on_workers, results_file

    types = import_module("pyspark.sql.pandas.types")
    schema = types.from_arrow_schema(
        on_workers.signed(results_file.schema_of(program, order.value.as_of)).remove_metadata()
    )
    said = {"throughline.form": "1", "throughline.program": program.digest}
    schema["learner"].metadata = {**said, "throughline.as_of": order.value.as_of.isoformat()}
    by_learner.mapInArrow(_worker(on_workers.in_rows, order), schema).write.mode("error").parquet(out)
    many: int = by_learner.sparkSession.read.parquet(out).count()
    return many


def _worker(work: Any, order: Any) -> Work:
    """What is sent to workers: the order itself travels once to each."""

    def on_worker(batches: Any) -> Any:
        given: Order = order.value
        return work(given, batches)

    return on_worker


def _wrong(error: Any) -> Problem:
    at = f", learner {error.learner}" if error.learner else ""
    return Problem(
        WHAT, where=f"{error.file}{at}, column {error.column}", why=f"{error.why}.", next_step=f"{error.fix}."
    )


def _refused(error: Exception) -> Problem:
    why = str(error).strip().partition("\n")[0]
    return Problem(
        WHAT,
        where="Spark",
        why=why,
        next_step="mend what it says; its log holds the rest. Results already written to a folder carry no _SUCCESS",
    )
