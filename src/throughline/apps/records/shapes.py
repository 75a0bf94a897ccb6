"""Shapes of facts, under the names that PostgreSQL gives them.

A fact's shape is all that a rule may see of it but its days. The database names it by a digest when the fact is written
(`records_shape`), so that a whole state's facts are read as names and days, and each shape is looked up once.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from throughline.apps.records.facts import fact_of
from throughline.core.progress.population.facts import shape_of
from throughline.core.progress.record import Fact

Names = np.ndarray[Any, np.dtype[np.void]]
"""Names of shapes, 16 bytes each."""
FACT = np.dtype([("shape", "V16"), ("when", ">i4"), ("until", ">i4"), ("revoked", ">i4"), ("confirmed", "?")])
"""A fact as the server packs it: its shape's name, and days counted from 1 January 2000; the largest number: never."""
NAMED = "records_shape(credential, NULL, NULL, '', '{{}}', '{{}}', '', NULL, '', issuer, issuer, '[]')"
"""The name of an award's shape, in SQL that is formatted once."""
_LOOK_UP = """
SELECT uuid_send(shape), id, what, happened_on, level, score, scale, amounts::json, tags, framework, framework_level,
    context, organization, issuer, validators::json, valid_until, NULL, confirmed
FROM records_attainment WHERE id IN (
    SELECT DISTINCT ON (shape) id FROM records_attainment
    WHERE learner_id = ANY(%s) AND shape = ANY(%s) ORDER BY shape, id
)
"""
_LOOK_UP_AWARDS = f"""
SELECT uuid_send({NAMED.format()}), credential, issuer
FROM (SELECT DISTINCT credential, issuer FROM records_award WHERE learner_id = ANY(%s)) AS every
"""


class Shapes:
    """The shapes met so far. Grows as facts are read; a shape keeps its number."""

    def __init__(self) -> None:
        self.every: list[Fact] = []
        self._names = np.zeros(0, "V16")
        self._numbers = np.zeros(0, np.int32)

    def __len__(self) -> int:
        return len(self.every)

    def numbers(self, names: Names) -> npt.NDArray[np.int32]:
        """The number of each; -1 where it was not met yet."""
        if not len(self):
            return np.full(len(names), -1, np.int32)
        high, low = _halves(self._names)
        wanted, rest = _halves(names)
        at = np.minimum(np.searchsorted(high, wanted), len(high) - 1)
        found = self._numbers[at]
        wrong = np.flatnonzero((high[at] != wanted) | (low[at] != rest))
        if len(wrong):
            # New ones, or two digests that begin alike, which hardly ever is.
            same = np.isin(wanted[wrong], high)
            found[wrong[~same]] = -1
            known = {name.tobytes(): n for name, n in zip(self._names, self._numbers.tolist(), strict=True)}
            for row in wrong[same].tolist():
                found[row] = known.get(names[row].tobytes(), -1)
        return found

    def unknown(self, names: Names, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """Places at which names stand that were not met yet, most of them once."""
        missing = np.flatnonzero(numbers < 0)
        _, first = np.unique(_halves(names[missing])[0], return_index=True)
        return missing[first]

    def add(self, found: Mapping[bytes, Fact]) -> None:
        """Takes new shapes in, by name."""
        known = {name.tobytes() for name in self._names}
        new = [(name, fact) for name, fact in sorted(found.items()) if name not in known]
        names = np.concatenate([self._names, np.frombuffer(b"".join(name for name, _ in new), "V16")])
        numbers = np.arange(len(self), len(self) + len(new), dtype=np.int32)
        numbers = np.concatenate([self._numbers, numbers])
        self.every += [shape_of(fact) for _, fact in new]
        high, low = _halves(names)
        order = np.lexsort((low, high))
        self._names, self._numbers = names[order], numbers[order]


def shapes_of(names: Names, learners: Sequence[UUID]) -> dict[bytes, Fact]:
    """A fact of each of these shapes, from those of some learners. One query."""
    wanted = [UUID(bytes=name.tobytes()) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, [list(learners), wanted])
        return {bytes(name): fact_of(columns) for name, *columns in cursor}


def award_shapes(learners: Sequence[UUID]) -> dict[bytes, Fact]:
    """A fact of each shape of these learners' awards. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP_AWARDS, [list(learners)])
        return {
            bytes(name): Fact("", credential, date.min, organization=issuer, issuer=issuer)
            for name, credential, issuer in cursor
        }


def _halves(names: Names) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    both = np.ascontiguousarray(names).view(">u8").reshape(-1, 2)
    return both[:, 0].astype(np.uint64), both[:, 1].astype(np.uint64)
