"""Rows of bytes, from answers to PostgreSQL: written by COPY, compared there, and only what changed is written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from throughline.apps.population.models import RowForm
from throughline.apps.population.rules import Rules, Version, gates_of, version_of
from throughline.apps.records.credentials.following import Ground
from throughline.apps.records.queries.everyone import Everyone
from throughline.apps.trail.queries import Cursor
from throughline.core.progress.population.facts import NEVER
from throughline.core.progress.population.results import Results

_FROM_2000 = date(2000, 1, 1).toordinal()
_INFINITE = np.iinfo(np.int32).max
_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
NOWHERE = Ground()


@dataclass(frozen=True)
class Fresh:
    """Rows of one form. learners: ids in order. steps: a row of bytes each. grounds: what each chose last. gates: where each
    stands before its gates (`near_gates`). changes: the first later day on which a day alone may change something, as an
    ordinal."""

    form: int
    learners: Sequence[UUID]
    steps: npt.NDArray[np.uint8]
    grounds: Sequence[Ground]
    gates: Sequence[str]
    changes: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Written:
    """learners: rows that should be there. compared: rows that were there and not newer. differences: how many of these
    were not what the records say, though nothing had happened that explains it. added, renewed, removed: what was written.
    """

    learners: int = 0
    compared: int = 0
    differences: int = 0
    added: int = 0
    renewed: int = 0
    removed: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.learners + other.learners, self.compared + other.compared, self.differences + other.differences,
            self.added + other.added, self.renewed + other.renewed, self.removed + other.removed,
        )  # fmt: skip


def worked_out(everyone: Everyone, rules: Rules) -> list[Fresh]:
    """The rows of those in whose record anything stands or who chose a pathway, by the versions they are on."""
    by_version: dict[Version, list[int]] = {}
    cache: dict[Ground | None, Version] = {}
    for place in np.flatnonzero(everyone.standing).tolist():
        ground = everyone.grounds.get(everyone.people[place])
        if ground not in cache:
            cache[ground] = version_of(ground, rules.as_of)
        by_version.setdefault(cache[ground], []).append(place)
    return [_rows(everyone, rules, version, places) for version, places in sorted(by_version.items())]


def _rows(everyone: Everyone, rules: Rules, version: Version, places: Sequence[int]) -> Fresh:
    facts = everyone.facts
    some = facts if len(places) == len(facts) else facts.of(np.array(places, np.int64))
    columns, results = rules.answers(version, some)
    learners = [everyone.people[place] for place in places]
    grounds = [everyone.grounds.get(each, NOWHERE) for each in learners]
    return Fresh(
        form_of(results),
        learners,
        bytes_of(results),
        grounds,
        _gates(results, version, grounds),
        columns.changes,
    )


def _gates(results: Results, version: Version, grounds: Sequence[Ground]) -> list[str]:
    """Where each stands before the gates of the pathway they chose, pathway by pathway."""
    found = [""] * len(grounds)
    by_pathway: dict[str, list[int]] = {}
    for place, ground in enumerate(grounds):
        if ground.pathway:
            by_pathway.setdefault(ground.pathway, []).append(place)
    for pathway, places in by_pathway.items():
        gates = gates_of(version, pathway)
        untold = np.unpackbits(results.doubtful[places], axis=1).astype(bool)
        for place, said in zip(
            places, near_gates(gates, results.refs, results.remaining[places], untold), strict=True
        ):
            found[place] = said
    return found


MET, ONE, WAY, WAITS = "mowd"
"""A letter a gate: all that it asks for is there; one step from it; on the way to it; it turns on something that waits to
be confirmed."""


def near_gates(
    gates: Sequence[str], refs: Sequence[str], steps: npt.NDArray[Any], untold: npt.NDArray[np.bool_]
) -> list[str]:
    """By learner (a line of steps and of doubts each, a column a rule of refs) a letter for each of these gates."""
    places = [refs.index(gate) for gate in gates]
    if not places:
        return [""] * len(steps)
    left = np.minimum(steps[:, places], 2).astype(np.int64)
    letters = np.frombuffer((MET + ONE + WAY + WAITS).encode(), "S1")
    near = np.ascontiguousarray(letters[np.where(untold[:, places], 3, left)])
    return [row.decode() for row in near.view(f"S{len(places)}").reshape(-1).tolist()]


def bytes_of(results: Results) -> npt.NDArray[np.uint8]:
    """One row of bytes a learner: `Results.row` of all."""
    steps = results.remaining.astype(results.remaining.dtype.newbyteorder("<"), copy=False)
    return np.concatenate([steps.view(np.uint8).reshape(len(results), -1), results.doubtful], axis=1)


def form_of(results: Results) -> int:
    """The form of these rows. A query, or two."""
    width = results.remaining.dtype.itemsize
    digest = sha256("\0".join((str(width), *results.refs)).encode()).hexdigest()
    found, _ = RowForm.objects.get_or_create(
        digest=digest, defaults={"references": list(results.refs), "width": width}
    )
    return found.pk


_TABLE = """
CREATE TEMP TABLE fresh_row (learner uuid NOT NULL, ground integer NOT NULL, changes date NOT NULL, steps bytea NOT NULL)
    ON COMMIT DROP
"""
_DIFFER = """
(kept.steps, kept.form_id, kept.pathway, kept.number, kept.gates, kept.changes) IS DISTINCT FROM
    (fresh.steps, ground.form, ground.pathway, ground.number, ground.gates, nullif(fresh.changes, 'infinity'))
"""
_FROM = """
FROM fresh_row fresh
    JOIN unnest(%(forms)s::bigint[], %(pathways)s::text[], %(numbers)s::integer[], %(gates)s::text[])
        WITH ORDINALITY AS ground(form, pathway, number, gates, place) ON ground.place = fresh.ground
    LEFT JOIN population_learnerrow kept ON kept.learner_id = fresh.learner
"""
_COMPARE = f"""
SELECT count(*), count(kept.learner_id) FILTER (WHERE kept.moment <= %(moment)s),
    count(*) FILTER (WHERE kept.moment <= %(moment)s AND {_DIFFER} AND fresh.learner <> ALL(%(explained)s::uuid[]))
{_FROM}
"""
_WRITE = f"""
WITH written AS (
    INSERT INTO population_learnerrow AS kept
        (learner_id, form_id, steps, pathway, number, gates, changes, as_of, moment)
    SELECT fresh.learner, ground.form, fresh.steps, ground.pathway, ground.number, ground.gates,
        nullif(fresh.changes, 'infinity'), %(as_of)s, %(moment)s
    {_FROM}
    WHERE kept.learner_id IS NULL OR kept.moment <= %(moment)s AND {_DIFFER}
    ORDER BY fresh.learner
    ON CONFLICT (learner_id) DO UPDATE SET form_id = excluded.form_id, steps = excluded.steps,
        pathway = excluded.pathway, number = excluded.number, gates = excluded.gates, changes = excluded.changes,
        as_of = excluded.as_of, moment = excluded.moment
    WHERE kept.moment <= %(moment)s
    RETURNING xmax = 0 AS added
) SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM written
"""
_REMOVE = """
DELETE FROM population_learnerrow kept WHERE ({whose}) AND kept.moment <= %(moment)s
    AND NOT EXISTS (SELECT FROM fresh_row fresh WHERE fresh.learner = kept.learner_id)
"""


@dataclass(frozen=True)
class Place:
    """Whose rows are written: everybody after one id up to another, or these."""

    after: UUID | None = None
    last: UUID | None = None
    these: Sequence[UUID] = ()

    def condition(self) -> tuple[str, dict[str, Any]]:
        """As SQL over `kept`."""
        if self.last is None:
            return "kept.learner_id = ANY(%(these)s::uuid[])", {"these": list(self.these)}
        return "kept.learner_id > %(after)s AND kept.learner_id <= %(last)s", {
            "after": self.after,
            "last": self.last,
        }


def write(
    fresh: Sequence[Fresh], place: Place, cursor: Cursor, as_of: date, *, explained: Sequence[UUID] = ()
) -> Written:
    """Writes what changed, and removes rows of those who have nothing any more. A row that stands for later than the
    cursor, written with the fact it holds, is left as it is: the trail brings what it lacks.

    explained: learners about whom something happened that the rows need not hold yet. Call it inside a transaction.
    """
    grounds, numbers = _numbered(fresh)
    given: dict[str, Any] = {
        "forms": [form for form, _, _, _ in grounds], "pathways": [pathway for _, pathway, _, _ in grounds],
        "numbers": [number for _, _, number, _ in grounds], "gates": [gates for _, _, _, gates in grounds],
        "moment": cursor.moment, "as_of": as_of, "explained": list(explained),
    }  # fmt: skip
    with _table() as run:
        for each, places in zip(fresh, numbers, strict=True):
            _copied(run, each, places)
        run.execute("ANALYZE fresh_row")
        run.execute(_COMPARE, given)
        learners, compared, differences = run.fetchone()
        run.execute(_WRITE, given)
        added, renewed = run.fetchone()
        whose, more = place.condition()
        run.execute(_REMOVE.format(whose=whose), given | more)
        removed = run.rowcount
    return Written(learners, compared, differences, added, renewed, removed)


@contextmanager
def _table() -> Iterator[Any]:
    with connection.cursor() as run:
        run.execute(_TABLE)
        yield run
        run.execute("DROP TABLE fresh_row")


Kept = tuple[int, str, int | None, str]


def _numbered(fresh: Sequence[Fresh]) -> tuple[list[Kept], list[npt.NDArray[np.int32]]]:
    """All forms, grounds and gates once, and of each learner which one, from 1 on."""
    every: dict[Kept, int] = {}
    numbers = [
        [
            every.setdefault((each.form, ground.pathway, ground.number, gates), len(every) + 1)
            for ground, gates in zip(each.grounds, each.gates, strict=True)
        ]
        for each in fresh
    ]
    return list(every), [np.array(each, np.int32) for each in numbers]


def _copied(run: Any, fresh: Fresh, grounds: npt.NDArray[np.int32]) -> None:
    """Rows of one form as PostgreSQL's binary COPY, made array by array."""
    size = fresh.steps.shape[1]
    rows = np.zeros(len(fresh.learners), _dtype(size))
    rows["fields"], rows["a"], rows["b"], rows["c"], rows["d"] = 4, 16, 4, 4, size
    rows["learner"] = np.frombuffer(b"".join(each.bytes for each in fresh.learners), "V16")
    rows["ground"] = grounds
    ends = fresh.changes.astype(np.int64)
    rows["changes"] = np.where(ends == NEVER, _INFINITE, ends - _FROM_2000)
    rows["steps"] = np.ascontiguousarray(fresh.steps).view(f"V{size}").reshape(-1)
    with run.copy("COPY fresh_row (learner, ground, changes, steps) FROM STDIN (FORMAT binary)") as copy:
        copy.write(_BEGIN)
        copy.write(rows.tobytes())
        copy.write(_END)


def _dtype(size: int) -> np.dtype[np.void]:
    return np.dtype(
        [("fields", ">i2"), ("a", ">i4"), ("learner", "V16"), ("b", ">i4"), ("ground", ">i4"), ("c", ">i4"),
         ("changes", ">i4"), ("d", ">i4"), ("steps", f"V{size}")]
    )  # fmt: skip
