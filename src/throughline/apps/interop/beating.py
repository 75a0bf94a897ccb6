"""How far a long errand is, told while it is being read or written: over a connection of its own, because what its own
transaction writes nobody sees before it ends."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from throughline.core.formats.packages import Package

Row = TypeVar("Row")
Watch = Callable[[Package], Package]
"""Gives a package whose rows are seen as they are gone through."""
EVERY = 5_000
"""Rows between two times that it is told; a shorter document is told when it is done."""


def told(package: Package, rows: int, run: UUID, before: int, take: Callable[[Package], Any]) -> Any:
    """What `take` gives for a package; while it walks the rows, the errand's page can see how far it is. before: rows that
    were done before."""
    if rows < EVERY:
        return take(package)
    with closing(connection.copy()) as beside:
        beat = _Beat(beside, run, before, rows)
        items, links = beat.over(package.items), beat.over(package.associations)
        return take(replace(package, items=items, associations=links))


@contextmanager
def watched(run: UUID) -> Iterator[Watch]:
    """What makes the errand's page see how many rows of its packages were gone through."""
    with closing(connection.copy()) as beside:
        beat = _Beat(beside, run, 0, None)
        yield lambda package: replace(
            package, items=beat.over(package.items), associations=beat.over(package.associations)
        )


def unwatched(package: Package) -> Package:
    """Tells nobody."""
    return package


def alone(run: UUID) -> bool:
    """Whether nobody else is at an errand; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('interop.run'), hashtext(%s))", [str(run)])
        return bool(cursor.fetchone()[0])


class _Beat:
    def __init__(self, beside: BaseDatabaseWrapper, run: UUID, before: int, rows: int | None) -> None:
        self._beside, self._run, self._before, self._rows, self._seen = beside, run, before, rows, 0

    def over(self, rows: Iterable[Row]) -> "_Walked[Row]":
        return _Walked(rows, self)

    def one(self) -> None:
        """One more row; a second walk over the same rows counts no further."""
        self._seen += 1
        if self._seen % EVERY == 0 and (self._rows is None or self._seen < self._rows):
            with self._beside.cursor() as cursor:
                cursor.execute(
                    "UPDATE interop_importrun SET rows_done = %s WHERE id = %s",
                    [self._before + self._seen, self._run],
                )


class _Walked(Iterable[Row]):
    def __init__(self, rows: Iterable[Row], beat: _Beat) -> None:
        self._rows, self._beat = rows, beat

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            yield row
            self._beat.one()
