"""A file of facts into a file of results, part by part. Stopped at any point, it goes on where it was, and ends in the
same bytes.

Each finished part stands in the folder `OUT.parts` under the rows it came from; a part is written beside and then given
its name, so that what has a name is whole. When all are there they become one file, and the folder goes.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from importlib import import_module
from pathlib import Path
from typing import Any

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.formats.population.facts_file import FactsFile, read_decisions
from throughline.core.formats.population.results_file import (
    schema_of,
    table_of,
    to_disk,
    with_tags,
    write_results,
)
from throughline.core.progress.population.encoding import encoded
from throughline.core.progress.population.program import PopulationProgram, families_in
from throughline.core.progress.population.results import answered
from throughline.core.progress.population.running import Runner

pq: Any = import_module("pyarrow.parquet")

LEARNERS_AT_ONCE = 65_536
PLAN = "plan.json"


@dataclass(frozen=True)
class Work:
    """What is to be done: facts (and signed decisions) from files, rules, a day, and where the results go."""

    facts: Path
    out: Path
    book: RuleBook
    as_of: date
    decisions: Path | None = None
    learners_at_once: int = LEARNERS_AT_ONCE

    @property
    def folder(self) -> Path:
        """Where finished parts wait."""
        return self.out.with_name(f"{self.out.name}.parts")


@dataclass(frozen=True)
class Done:
    """learners: how many the file holds. taken_up: parts that an earlier run had finished. program: the digest."""

    learners: int
    parts: int
    taken_up: int
    program: str


def begun_for(out: Path) -> date | None:
    """The day for which a run to this file began and did not end; None where none did."""
    try:
        plan = json.loads((out.with_name(f"{out.name}.parts") / PLAN).read_text())
        return date.fromisoformat(plan["as_of"])
    except (OSError, ValueError, KeyError):
        return None


def work_out(work: Work, runner: Runner, told: Callable[[int, int], None] = lambda done, rows: None) -> Done:
    """Works everything out and writes the file. told: after each part, the rows done and the rows there are."""
    decisions = read_decisions(work.decisions) if work.decisions else {}
    source = FactsFile(work.facts, decisions)
    tags = source.tags() if families_in(work.book) else set()
    program = with_tags(work.book, tags, decisions.values())
    _begin(work, program)
    parts, at = _finished(work.folder), 0
    while at in parts:
        at = parts[at]
    taken_up = len(parts)
    for part in source.parts(work.learners_at_once, at):
        columns = encoded(program, part.facts, work.as_of)
        results = answered(program, columns, part.facts.of(columns.alone), runner)
        _write(work.folder / _name(part.first, part.next), table_of(results, part.facts.learners))
        parts[part.first] = part.next
        told(part.next, source.rows)
    return Done(_together(work, program, parts), len(parts), taken_up, program.digest)


def _begin(work: Work, program: PopulationProgram) -> None:
    """Leaves the parts of the same work, and throws away those of any other."""
    files = {"facts": work.facts, **({"decisions": work.decisions} if work.decisions else {})}
    plan = {name: _digest(path) for name, path in files.items()}
    plan |= {
        "program": program.digest,
        "as_of": work.as_of.isoformat(),
        "at_once": str(work.learners_at_once),
    }
    text = json.dumps(plan, sort_keys=True)
    path = work.folder / PLAN
    if path.exists() and path.read_text() == text:
        return
    if work.folder.exists():
        shutil.rmtree(work.folder)
    work.folder.mkdir(parents=True)
    path.with_suffix(".new").write_text(text)
    path.with_suffix(".new").replace(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _name(first: int, end: int) -> str:
    return f"rows-{first:012}-{end:012}.parquet"


def _finished(folder: Path) -> dict[int, int]:
    names = (path.stem.split("-") for path in folder.glob("rows-*.parquet"))
    return {int(first): int(end) for _, first, end in names}


def _write(path: Path, table: Any) -> None:
    new = path.with_suffix(".new")
    pq.write_table(table, new)
    to_disk(new)
    new.replace(path)


def _together(work: Work, program: PopulationProgram, parts: dict[int, int]) -> int:
    """All parts as one file, in order."""
    tables = (pq.read_table(work.folder / _name(first, end)) for first, end in sorted(parts.items()))
    learners = write_results(work.out, schema_of(program, work.as_of), tables)
    shutil.rmtree(work.folder)
    return learners
