"""The whole population in Spark: the same program over learners spread on workers, here all on this machine."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'throughline[spark]'")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("Spark runs on Java, and there is none here", allow_module_level=True)

import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from benchmarks.made_state import DAY
from tests.core.formats.population.files import STATE, decisions, row, some_records, write
from throughline.cli import main, population_in_spark
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.population.by_parts import Work, work_out
from throughline.core.progress.population.running import with_numpy

ROOT = Path(__file__).resolve().parents[4]
QUIET = (
    "spark.ui.enabled=false", "spark.sql.shuffle.partitions=3", "spark.driver.host=localhost",
    "spark.driver.bindAddress=127.0.0.1", "spark.sql.execution.arrow.maxRecordsPerBatch=100",
    "spark.sql.adaptive.enabled=false", "spark.sql.codegen.wholeStage=false",
    # Nothing here runs long enough to be worth compiling well.
    "'spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'",
)  # fmt: skip
RECORDS = some_records(40)
FACTS = [row(name, fact) for name, record in RECORDS for fact in record.facts]
pytestmark = pytest.mark.filterwarnings("ignore::Warning")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session for all of these tests, which the command finds running."""
    folder = tmp_path_factory.mktemp("spark")
    settings = [word for each in (*QUIET, f"spark.local.dir={folder}") for word in ("--conf", each)]
    with pytest.MonkeyPatch.context() as given:
        given.setenv("PYSPARK_SUBMIT_ARGS", " ".join([*settings, "pyspark-shell"]))
        given.setenv("PYSPARK_PYTHON", sys.executable)
        given.setenv("PYTHONPATH", f"{ROOT / 'src'}{os.pathsep}{ROOT}")
        session = population_in_spark.session("local[2]")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of one machine alone."""
    folder = tmp_path_factory.mktemp("alone")
    facts, decided = write(folder / "facts", FACTS), write(folder / "decisions", decisions(RECORDS))
    work_out(Work(facts, folder / "results", RuleBook(STATE), DAY, decided), with_numpy)
    return folder


def test_spread_over_workers_everyone_is_answered_in_the_same_bytes(
    spark: Any, alone: Path, tmp_path: Path
) -> None:
    # Two files in no order: each learner's facts stand apart.
    shuffled = Random(3).sample(FACTS, len(FACTS))
    (tmp_path / "facts").mkdir()
    write(tmp_path / "facts" / "one.parquet", shuffled[:900])
    write(tmp_path / "facts" / "two.parquet", shuffled[900:])
    given = (str(tmp_path / "facts"), str(tmp_path / "results"), RuleBook(STATE), DAY)
    done = population_in_spark.work_out(spark, *given, str(alone / "decisions"))
    assert done.learners == len(RECORDS)
    assert (tmp_path / "results").read_bytes() == (alone / "results").read_bytes()


def test_in_a_store_the_workers_write_the_same_rows_as_a_folder_of_files(
    spark: Any, alone: Path, tmp_path: Path
) -> None:
    out = f"file://{tmp_path / 'results'}"
    given = (str(alone / "facts"), out, RuleBook(STATE), DAY, str(alone / "decisions"))
    assert population_in_spark.work_out(spark, *given).learners == len(RECORDS)
    files = sorted((tmp_path / "results").glob("part-*.parquet"))
    assert len(files) == 3
    assert [each for file in files for each in pq.read_table(file).to_pylist()] == pq.read_table(
        alone / "results"
    ).to_pylist()
    said = spark.read.parquet(out).schema["learner"].metadata
    assert said["throughline.as_of"] == DAY.isoformat()
    assert (
        said["throughline.program"]
        == pq.read_schema(alone / "results").metadata[b"throughline.program"].decode()
    )
    with pytest.raises(population_in_spark.Problem, match=r"(?i)already exists"):
        population_in_spark.work_out(spark, *given)


def test_the_command_tells_of_wrong_facts_with_whose_they_are_and_writes_nothing(
    spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = write(tmp_path / "facts", [*FACTS[:3], {**FACTS[3], "what": "curse:x"}])
    words = [
        "population",
        "--facts",
        str(wrong),
        "--state",
        str(ROOT / "states" / "meridian"),
        "--engine",
        "spark",
    ]
    assert main([*words, "--out", str(tmp_path / "results")]) == 2
    told = capsys.readouterr().err
    assert f"learner {FACTS[3]['learner']}, column what" in told
    assert "unknown kind 'curse'" in told
    assert not (tmp_path / "results").exists()
