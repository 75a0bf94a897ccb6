"""The results of everyone in one Parquet file: a learner a row, a rule a column. docs/reference/population.md lists them."""

import os
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.population.decided import decided_in
from throughline.core.progress.population.program import PopulationProgram, compiled, families_in
from throughline.core.progress.population.results import Results
from throughline.core.progress.record import RuleException

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")


def with_tags(
    book: RuleBook, tags: Iterable[str], decisions: Iterable[Iterable[RuleException]] = ()
) -> PopulationProgram:
    """The program of all rules, for the tags that facts carry and the signed decisions of learners."""
    known, names = sorted(tags), families_in(book)
    families = {n: [tag for tag in known if tag.startswith(f"{n}:")] for n in names}
    return compiled(book, None, families, decided_in(decisions))


def schema_of(program: PopulationProgram, as_of: date) -> Any:
    """The columns of a file of results."""
    width = pa.uint8() if program.width == np.uint8 else pa.uint16()
    fields = [pa.field("learner", pa.string(), nullable=False)]
    fields += [pa.field(root.ref, width, nullable=False) for root in program.roots]
    fields.append(pa.field("cannot_tell", pa.list_(pa.string()), nullable=False))
    said = {
        "throughline.form": "1",
        "throughline.program": program.digest,
        "throughline.as_of": as_of.isoformat(),
    }
    return pa.schema(fields, metadata=said)


def table_of(results: Results, learners: Any) -> Any:
    """Results as a table: a learner a row, a rule a column, and the rules of which nobody can tell."""
    untold = np.unpackbits(results.doubtful, axis=1, count=len(results.refs)).astype(bool)
    counts = untold.sum(axis=1)
    names = [results.refs[column] for column in np.nonzero(untold)[1]]
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    columns = [pa.array(learners, pa.string())]
    columns += [pa.array(np.ascontiguousarray(results.remaining[:, n])) for n in range(len(results.refs))]
    columns.append(pa.ListArray.from_arrays(pa.array(offsets), pa.array(names, pa.string())))
    return pa.table(columns, names=["learner", *results.refs, "cannot_tell"])


def write_results(out: Path, schema: Any, tables: Iterable[Any]) -> int:
    """Writes tables of results as one file, each a group of rows; gives how many learners. The file is there whole or
    not at all."""
    new, learners = out.with_name(f"{out.name}.new"), 0
    with pq.ParquetWriter(new, schema) as writer:
        for table in tables:
            writer.write_table(table.cast(schema).replace_schema_metadata(schema.metadata))
            learners += len(table)
    to_disk(new)
    new.replace(out)
    return learners


def to_disk(path: Path) -> None:
    """Waits until a file is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
