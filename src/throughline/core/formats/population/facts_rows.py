"""Facts as rows of tables, taken together into whole learners. docs/reference/population.md lists the columns.

Facts stand in order of learner. What is said once for many facts (`what`, `level`, `more`) is read once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from throughline.core.formats.state_pack import cases
from throughline.core.formats.state_pack.values import BROKEN
from throughline.core.progress.population.facts import NEVER, Facts, shape_key, shape_of, starts
from throughline.core.progress.record import Fact, RuleException

# An extra, so that an installation without files of facts does without it.
pa: Any = import_module("pyarrow")
pc: Any = import_module("pyarrow.compute")

Table = Any
Decisions = Mapping[str, tuple[RuleException, ...]]
DAYS_BEFORE_1970 = date(1970, 1, 1).toordinal()
NEEDED = {"learner": pa.string(), "what": pa.string(), "when": pa.date32()}
MAY = {
    "id": pa.string(), "level": pa.int32(), "valid_until": pa.date32(), "revoked": pa.date32(),
    "confirmed": pa.bool_(), "more": pa.string(),
}  # fmt: skip
COLUMNS = {**NEEDED, **MAY}


class FactsError(ValueError):
    """What is wrong with facts: which row (from 1; 0: the whole file), whose, which column, why, and what to do."""

    def __init__(
        self, file: Path | str, row: int, column: str, why: str, fix: str, learner: str | None = None
    ) -> None:
        at = f"row {row}, column {column}" if row else f"column {column}"
        super().__init__(f"{file}: {at}: {why}. {fix}.")
        self.file, self.row, self.column, self.why, self.fix = file, row, column, why, fix
        self.learner = learner


@dataclass(frozen=True)
class Part:
    """Some whole learners. first: the row (from 0) of the first fact; next: one past the last."""

    facts: Facts
    first: int
    next: int


class FactsReader:
    """Reads facts from tables, with the shapes they have shown so far. file: named where something is wrong. columns:
    those that the tables have. decisions: signed decisions by learner. numbered: whether rows have numbers that mean
    something to whoever wrote them."""

    def __init__(
        self,
        file: Path | str,
        columns: Sequence[str],
        decisions: Decisions | None = None,
        numbered: bool = True,
    ) -> None:
        self.file, self.columns, self.decisions, self.numbered = file, columns, decisions or {}, numbered
        self.shapes: dict[object, tuple[int, Fact]] = {}
        self._said: dict[tuple[str, int | None, str | None], int] = {}

    def parts(self, tables: Iterable[Table], learners: int, first: int = 0) -> Iterator[Part]:
        """Parts of so many learners each. first: the row with which the tables begin."""
        waiting: Table | None = None
        at, last = first, ""
        for given in tables:
            row = at + (len(waiting) if waiting is not None else 0)
            with _whose(given, row):
                table = self._typed(given, row)
            last = self._refuse_disorder(table, row, last)
            waiting = table if waiting is None else pa.concat_tables([waiting, table])
            while (end := _end_of(waiting, learners)) is not None:
                yield self._whole(waiting.slice(0, end), at)
                waiting, at = waiting.slice(end), at + end
        if waiting is not None and len(waiting):
            yield self._whole(waiting, at)

    def _typed(self, table: Table, row: int) -> Table:
        """The columns in the types they are read in, without gaps where there may be none."""
        found = {}
        for name in sorted(self.columns):
            found[name] = self._cast(table.column(name), name, row)
            if name in NEEDED and found[name].null_count:
                at = pc.index(pc.is_null(found[name]), True).as_py()
                raise FactsError(self.file, row + at + 1, name, "it is empty", "Every fact has one")
        return pa.table(found)

    def _cast(self, column: Any, name: str, row: int) -> Any:
        try:
            return column.cast(COLUMNS[name])
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            pass
        for at, value in enumerate(column):
            try:
                value.cast(COLUMNS[name])
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise FactsError(
                    self.file, row + at + 1, name, f"{value.as_py()!r} is not {COLUMNS[name]}", "Write one"
                ) from error
        raise FactsError(self.file, 0, name, f"it is not {COLUMNS[name]}", "Write the column in that type")

    def _refuse_disorder(self, table: Table, row: int, last: str) -> str:
        column = table.column("learner").combine_chunks()
        ends = column.dictionary_encode()
        codes = np.asarray(ends.indices)
        names = ends.dictionary.to_pylist()
        firsts = np.flatnonzero(np.diff(codes, prepend=-1))
        for at in firsts:
            name = names[codes[at]]
            if name < last:
                raise FactsError(
                    self.file,
                    row + int(at) + 1,
                    "learner",
                    f"'{name}' stands after '{last}'",
                    "Sort the file by learner",
                )
            last = name
        return last

    # -- one part

    def _whole(self, table: Table, first: int) -> Part:
        with _whose(table, first):
            return self._part(table, first)

    def _part(self, table: Table, first: int) -> Part:
        encoded = table.column("learner").combine_chunks().dictionary_encode()
        codes, learners = np.asarray(encoded.indices), encoded.dictionary.to_pylist()
        shape = self._shape_numbers(table, first)
        days = {name: _days(table, name) for name in ("when", "valid_until", "revoked")}
        confirmed = _flags(table)
        keep = self._once(table, codes, first)
        counts = np.bincount(codes[keep], minlength=len(learners)).astype(np.int64)
        decisions = {n: self.decisions[name] for n, name in enumerate(learners) if name in self.decisions}
        facts = Facts(
            learners, starts(counts), shape[keep], days["when"][keep], days["valid_until"][keep],
            days["revoked"][keep], confirmed[keep], [fact for _, fact in self.shapes.values()], decisions,
        )  # fmt: skip
        return Part(facts, first, first + len(table))

    def _shape_numbers(self, table: Table, first: int) -> npt.NDArray[np.int32]:
        """By row: the number of its shape."""
        said = [_codes(table, name) for name in ("what", "level", "more")]
        sizes = [len(values) for _, values in said]
        key = (said[0][0] * sizes[1] + said[1][0]) * sizes[2] + said[2][0]
        every, example, at = np.unique(key, return_index=True, return_inverse=True)
        numbers = np.empty(len(every), np.int32)
        # In order of row, so that the first error of the file is the one that is told.
        for place in np.argsort(example, kind="stable"):
            row = int(example[place])
            what, level, more = (values[codes[row]] for codes, values in said)
            numbers[place] = self._number(what, level, more, first + row + 1)
        found: npt.NDArray[np.int32] = numbers[at.ravel()]
        return found

    def _number(self, what: str, level: int | None, more: str | None, row: int) -> int:
        key = (what, level, more)
        if key not in self._said:
            fact = shape_of(self._fact(what, level, more, row))
            self._said[key] = self.shapes.setdefault(shape_key(fact), (len(self.shapes), fact))[0]
        return self._said[key]

    def _fact(self, what: str, level: int | None, more: str | None, row: int) -> Fact:
        body: dict[str, Any] = {"what": what, **({} if level is None else {"level": level})}
        body.update(more_of(self.file, more, row))

        def note(at: str, reason: str, fix: str) -> None:
            name = at.rpartition("].")[2].split(".")[0].split("[")[0]
            column = name if name in ("what", "level") else "more"
            raise FactsError(self.file, row, column, reason, fix)

        read = cases.read_record({"facts": [body]}, "", date.min, note)
        assert read is not BROKEN
        fact: Fact = read.facts[0]
        return fact

    def _once(self, table: Table, codes: npt.NDArray[np.int32], first: int) -> npt.NDArray[np.int64]:
        """The rows that count: of the same fact said twice, one."""
        if "id" not in self.columns:
            return np.arange(len(table))
        names, _ = _codes(table, "id")
        empty = np.asarray(pc.is_null(table.column("id")))
        order = np.lexsort((names, codes))
        same = (codes[order[1:]] == codes[order[:-1]]) & (names[order[1:]] == names[order[:-1]])
        twice = order[1:][same & ~empty[order[1:]]]
        before = order[:-1][same & ~empty[order[1:]]]
        for row, other in zip(twice.tolist(), before.tolist(), strict=True):
            if table.slice(row, 1).to_pylist() != table.slice(other, 1).to_pylist():
                who = f"row {first + min(row, other) + 1}" if self.numbered else "another row"
                why = f"{who} says something else of the same fact"
                raise FactsError(self.file, first + max(row, other) + 1, "id", why, "Give each its own id")
        return np.setdiff1d(np.arange(len(table)), twice)


@contextmanager
def _whose(table: Table, first: int) -> Iterator[None]:
    """Says of an error in a row whose fact it is."""
    try:
        yield
    except FactsError as error:
        if error.row > first:
            error.learner = str(table.column("learner")[error.row - 1 - first].as_py())
        raise


def columns_of(file: Path | str, names: Sequence[str]) -> list[str]:
    """The columns of a table of facts, in order; refuses one that lacks what every fact has, or holds what none has."""
    for name in NEEDED:
        if name not in names:
            raise FactsError(file, 0, name, "the column is missing", f"Write {', '.join(NEEDED)} at least")
    for name in names:
        if name not in COLUMNS:
            raise FactsError(
                file, 0, name, "no such column is known", f"Known: {', '.join(COLUMNS)}; put others in `more`"
            )
    return [name for name in COLUMNS if name in names]


def more_of(file: Path | str, text: str | None, row: int, column: str = "more") -> dict[str, Any]:
    if not text:
        return {}
    try:
        body = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise FactsError(file, row, column, f"it is not JSON ({error})", "Write a JSON object") from error
    if not isinstance(body, dict):
        raise FactsError(file, row, column, "it is not a JSON object", 'Write e.g. {"tags": ["core"]}')
    wrong = sorted({*body} & set(COLUMNS)) if column == "more" else []
    if wrong:
        raise FactsError(file, row, column, f"'{wrong[0]}' has a column of its own", "Write it there")
    return body


def tags_of(text: str) -> Sequence[str]:
    """The tags that a fact's `more` names."""
    try:
        found = json.loads(text).get("tags", ())
    except (ValueError, AttributeError):
        return ()  # told with its row when the part is read
    return [found] if isinstance(found, str) else [tag for tag in found if isinstance(tag, str)]


def _codes(table: Table, name: str) -> tuple[npt.NDArray[np.int64], list[Any]]:
    """A column as numbers and what they stand for; an absent one is empty all through."""
    if name not in table.column_names:
        return np.zeros(len(table), np.int64), [None]
    encoded = table.column(name).combine_chunks().dictionary_encode(null_encoding="encode")
    return np.asarray(encoded.indices).astype(np.int64), encoded.dictionary.to_pylist()


def _days(table: Table, name: str) -> npt.NDArray[np.int32]:
    if name not in table.column_names:
        return np.full(len(table), NEVER, np.int32)
    never = NEVER - DAYS_BEFORE_1970
    days = pc.fill_null(table.column(name).cast(pa.int32()), never)
    found: npt.NDArray[np.int32] = np.asarray(days, np.int32) + np.int32(DAYS_BEFORE_1970)
    return found


def _flags(table: Table) -> npt.NDArray[np.bool_]:
    if "confirmed" not in table.column_names:
        return np.ones(len(table), bool)
    return np.asarray(pc.fill_null(table.column("confirmed"), True), bool)


def _end_of(table: Table, learners: int) -> int | None:
    """Where the part of so many learners ends; None where the table does not reach past it."""
    codes = np.asarray(table.column("learner").combine_chunks().dictionary_encode().indices)
    firsts = np.flatnonzero(np.diff(codes, prepend=-1))
    return int(firsts[learners]) if len(firsts) > learners else None
