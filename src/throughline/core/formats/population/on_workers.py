"""What each worker of a distributed engine does: facts of whole learners, in order of learner, into their results.

Nothing here knows which engine it is: batches of facts come in, batches of results go out.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.population.facts_file import tags_in
from throughline.core.formats.population.facts_rows import Decisions, FactsError, FactsReader
from throughline.core.formats.population.results_file import schema_of, table_of, with_tags
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.program import PopulationProgram
from throughline.core.progress.population.results import answered

pa: Any = import_module("pyarrow")

LEARNERS_AT_ONCE = 16_384
"""Fewer than one machine alone takes at once: several workers share the memory of theirs."""
ROWS_AT_ONCE = 1 << 20
BLOCK = "block"
_TOLD = "throughline-facts-error "
Batches = Iterable[Any]
Work = Callable[[Batches], Iterator[Any]]


@dataclass(frozen=True)
class Order:
    """What a worker is told: where the facts come from and their columns, all rules with the tags that facts carry, the
    digest their program must have, the day, and signed decisions by learner."""

    facts: str
    columns: Sequence[str]
    catalogue: Catalogue
    tags: Sequence[str]
    digest: str
    as_of: date
    decisions: Decisions = field(default_factory=dict)
    learners_at_once: int = LEARNERS_AT_ONCE

    @cached_property
    def program(self) -> PopulationProgram:
        """Compiled by the worker itself, once. Raises `OtherRules` where it is not the one that was ordered."""
        found = with_tags(RuleBook(self.catalogue), self.tags, self.decisions.values())
        if found.digest != self.digest:
            raise OtherRules(found.digest, self.digest)
        return found


class OtherRules(ValueError):
    """A worker whose code makes another program of the same rules."""

    def __init__(self, found: str, ordered: str) -> None:
        super().__init__(
            f"a worker made the rules {found[:12]} of what should be {ordered[:12]}. "
            "Install the same version of Throughline on every worker."
        )


def results_of(order: Order, batches: Batches) -> Iterator[Any]:
    """The results of some whole learners, as tables in order of learner."""
    program, schema = order.program, schema_of(order.program, order.as_of)
    reader = FactsReader(order.facts, order.columns, order.decisions, numbered=False)
    for part in reader.parts(_gathered(batches), order.learners_at_once):
        columns = encoded(program, part.facts, order.as_of)
        results = answered(program, columns, part.facts.of(columns.alone))
        yield table_of(results, part.facts.learners).cast(schema)


def in_blocks(order: Order, batches: Batches) -> Iterator[Any]:
    """Results as whole tables, each in one cell of a column `block` (an Arrow stream): for whoever writes one file."""
    for table in _telling(results_of(order, batches)):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        yield pa.RecordBatch.from_arrays([pa.array([sink.getvalue().to_pybytes()], pa.binary())], [BLOCK])


def block_of(given: bytes) -> Any:
    """The table in a block."""
    return pa.ipc.open_stream(given).read_all()


def in_rows(order: Order, batches: Batches) -> Iterator[Any]:
    """Results as rows, in numbers that have a sign, for engines that know no others."""
    for table in _telling(results_of(order, batches)):
        yield from table.cast(signed(table.schema)).to_batches()


def signed(schema: Any) -> Any:
    """The columns of results with the next wider numbers that have a sign."""
    wider = {pa.uint8(): pa.int16(), pa.uint16(): pa.int32()}
    return pa.schema([each.with_type(wider.get(each.type, each.type)) for each in schema])


def in_tags(batches: Batches) -> Iterator[Any]:
    """The tags that facts carry, each once a worker."""
    found = sorted(tags_in(batch.column(0) for batch in batches))
    yield pa.RecordBatch.from_arrays([pa.array(found, pa.string())], ["tag"])


def regrouped(tables: Iterable[Any], learners: int) -> Iterator[Any]:
    """The same rows in tables of so many learners each, so that a file of them is the same however they came."""
    waiting: list[Any] = []
    many = 0
    for table in tables:
        waiting.append(table)
        many += len(table)
        while many >= learners:
            whole = pa.concat_tables(waiting).combine_chunks()
            yield whole.slice(0, learners)
            waiting, many = [whole.slice(learners)], many - learners
    if many:
        yield pa.concat_tables(waiting).combine_chunks()


def told_in(text: str) -> FactsError | None:
    """What a worker said of wrong facts, in the text of the error that came from there."""
    found = re.search(rf"{_TOLD}(\{{.*\}})\s*$", text, re.MULTILINE)
    return FactsError(**json.loads(found[1])) if found else None


def _telling(tables: Iterator[Any]) -> Iterator[Any]:
    """Says what is wrong with facts in a line that survives the way through the engine."""
    try:
        yield from tables
    except FactsError as error:
        said = {name: getattr(error, name) for name in ("file", "row", "column", "why", "fix", "learner")}
        raise RuntimeError(_TOLD + json.dumps(said)) from None


def _gathered(batches: Batches) -> Iterator[Any]:
    """Batches taken together into larger tables."""
    waiting: list[Any] = []
    many = 0
    for batch in batches:
        waiting.append(batch)
        many += len(batch)
        if many >= ROWS_AT_ONCE:
            yield pa.Table.from_batches(waiting)
            waiting, many = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting)
