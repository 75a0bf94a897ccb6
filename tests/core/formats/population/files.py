"""Learners of the made state as files of facts and of decisions."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from benchmarks.made_state import DAY, learners
from benchmarks.made_state import catalogue as made
from throughline.core.formats.record_file import _written
from throughline.core.progress.record import Fact, Record, RuleException

STATE = made(5)
OWN = ("id", "what", "when", "level", "valid_until", "revoked", "confirmed")
TYPES = {"when": pa.date32(), "valid_until": pa.date32(), "revoked": pa.date32(), "level": pa.int32()}


def row(learner: str, fact: Fact) -> dict[str, Any]:
    """A fact as a row of the file."""
    written = _written(fact)
    more = {name: value for name, value in written.items() if name not in OWN}
    own = {name: getattr(fact, name) for name in OWN}
    return {"learner": learner, **own, "more": json.dumps(more, sort_keys=True) if more else None}


def write(path: Path, rows: Sequence[dict[str, Any]], **types: Any) -> Path:
    given = {**TYPES, **types}
    names = list(rows[0])
    columns = {name: pa.array([each.get(name) for each in rows], given.get(name)) for name in names}
    pq.write_table(pa.table(columns), path)
    return path


def some_records(many: int) -> list[tuple[str, Record]]:
    """Learners of the made state: every ninth has a fact that waits, every seventh one that ended, one a decision."""
    found = []
    for number, record in enumerate(learners(STATE, many)):
        facts = list(record.facts)
        if number % 9 == 0:
            facts.append(Fact("waits", "assessment:p001", DAY, confirmed=False))
        if number % 7 == 0:
            facts.append(Fact("over", "assessment:p002", DAY, valid_until=DAY - timedelta(days=3)))
        waived = RuleException("x", "pathway:p003", "gate", "waive", "somebody", DAY, "a reason")
        found.append((f"l{number:04}", Record(tuple(facts), (waived,) if number == 4 else ())))
    return found


def decisions(records: Sequence[tuple[str, Record]]) -> list[dict[str, Any]]:
    """Their signed decisions as rows."""
    return [
        {"learner": name, "decision": json.dumps({**_written(each), "id": each.id})}
        for name, r in records
        for each in r.exceptions
    ]
