"""The facts of everyone in one Parquet file, read part by part; and signed decisions, in another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from throughline.core.formats.population.facts_rows import (
    Decisions,
    FactsError,
    FactsReader,
    Part,
    columns_of,
    more_of,
    tags_of,
)
from throughline.core.formats.state_pack import cases
from throughline.core.progress.record import RuleException

pa: Any = import_module("pyarrow")
pc: Any = import_module("pyarrow.compute")
pq: Any = import_module("pyarrow.parquet")

ROWS_AT_ONCE = 1 << 20


class FactsFile:
    """A Parquet file of facts. decisions: signed decisions by learner."""

    def __init__(self, path: Path, decisions: Decisions | None = None) -> None:
        self.path = path
        self.file = _opened(path)
        self.columns = columns_of(path, self.file.schema_arrow.names)
        self.reader = FactsReader(path, self.columns, decisions)

    @property
    def rows(self) -> int:
        """How many facts it holds."""
        count: int = self.file.metadata.num_rows
        return count

    def tags(self) -> set[str]:
        """All tags that facts carry."""
        if "more" not in self.columns:
            return set()
        batches = self.file.iter_batches(ROWS_AT_ONCE, columns=["more"])
        return tags_in(batch.column(0) for batch in batches)

    def parts(self, learners: int, first: int = 0) -> Iterator[Part]:
        """Parts of so many learners each, from a row on."""
        return self.reader.parts(self._tables(first), learners, first)

    def _tables(self, first: int) -> Iterator[Any]:
        seen = 0
        for batch in self.file.iter_batches(ROWS_AT_ONCE, columns=sorted(self.columns)):
            begin, seen = seen, seen + len(batch)
            if seen > first:
                yield pa.Table.from_batches([batch]).slice(max(0, first - begin))


def tags_in(columns: Iterable[Any]) -> set[str]:
    """All tags that columns of `more` name."""
    texts = (text for column in columns for text in pc.unique(column).to_pylist())
    return {tag for text in texts if text and '"tags"' in text for tag in tags_of(text)}


def read_decisions(path: Path) -> dict[str, tuple[RuleException, ...]]:
    """The signed decisions of a Parquet file (`learner`, `decision` as JSON), by learner."""
    file = _opened(path)
    refuse_without(path, file.schema_arrow.names)
    return decided(path, file.read(columns=["learner", "decision"]).to_pylist())


def refuse_without(file: Path | str, names: Iterable[str]) -> None:
    """Refuses a table of decisions that lacks a column."""
    for name in ("learner", "decision"):
        if name not in names:
            raise FactsError(file, 0, name, "the column is missing", "Write it")


def decided(file: Path | str, rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[RuleException, ...]]:
    """Signed decisions from rows of learner and decision, by learner."""
    found: dict[str, tuple[RuleException, ...]] = {}
    for row, each in enumerate(rows, 1):
        body = more_of(file, each["decision"], row, "decision")

        def note(at: str, reason: str, fix: str, row: int = row) -> None:
            raise FactsError(file, row, "decision", reason, fix)

        read = cases.read_record({"exceptions": [body]}, "", date.min, note)
        given = replace(read.exceptions[0], id=read.exceptions[0].id if "id" in body else f"row-{row}")
        found[each["learner"]] = (*found.get(each["learner"], ()), given)
    return found


def _opened(path: Path) -> Any:
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise FactsError(path, 0, "-", f"it is no Parquet file ({error})", "Name a Parquet file") from error
