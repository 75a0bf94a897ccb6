"""What the rows on their way in change of those that stand, written as sets: what is the same is not touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from throughline.apps.registry.places import new_places
from throughline.apps.registry.staging import ASSOCIATIONS, ITEMS, Kind


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows added, changed (said or placed otherwise) and removed."""

    added: int
    changed: int
    removed: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.added + other.added, self.changed + other.changed, self.removed + other.removed)


def write_changes(document: UUID, number: int, items: int, associations: int) -> Counts:
    """Makes the staged rows the rows of version `number`: ends those that do not stand in it, adds those that are new.
    items, associations: how many are staged."""
    return _write(ITEMS, document, number, items) + _write(ASSOCIATIONS, document, number, associations)


def _write(kind: Kind, document: UUID, number: int, total: int) -> Counts:
    _place(kind, new_places(_kept(kind, document), total))
    changed, removed = _end(kind, document, number)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {kind.table} (document_id, since, place, {kind.names})"
            f" SELECT %s, %s, n.place, {_prefixed(kind)} FROM {kind.stage} s JOIN {kind.stage}_new n USING (ord)",
            [document, number],
        )
        return Counts(cursor.rowcount - changed, changed, removed)


def _prefixed(kind: Kind) -> str:
    return ", ".join(f's."{name}"' for name, _ in kind.columns)


def _kept(kind: Kind, document: UUID) -> list[tuple[int, float]]:
    """Staged rows that say what a standing row says: their number in the file, and its place."""
    equal = " AND ".join(
        f's."{name}" = r."{name}"' for name in ("identifier", "twin", "digest", *kind.compared)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.ord, r.place FROM {kind.stage} s JOIN {kind.table} r ON {equal}"
            " WHERE r.document_id = %s AND r.until IS NULL ORDER BY s.ord",
            [document],
        )
        return list(cursor.fetchall())


def _place(kind: Kind, places: Iterator[tuple[int, float]]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {kind.stage}_new (ord, place) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int4", "float8"])
            for row in places:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {kind.stage}_new")


def _end(kind: Kind, document: UUID, number: int) -> tuple[int, int]:
    """Ends the standing rows that the new version does not have; how many go on changed, how many not at all."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH staged AS (
                SELECT s.identifier, s.twin, n.ord IS NOT NULL AS fresh
                FROM {kind.stage} s LEFT JOIN {kind.stage}_new n USING (ord)
            ), ended AS (
                UPDATE {kind.table} r SET until = %s
                WHERE r.document_id = %s AND r.until IS NULL AND NOT EXISTS (
                    SELECT FROM staged g WHERE g.identifier = r.identifier AND g.twin = r.twin AND NOT g.fresh)
                RETURNING r.identifier, r.twin
            )
            SELECT count(*) FILTER (WHERE g.identifier IS NOT NULL), count(*) FILTER (WHERE g.identifier IS NULL)
            FROM ended e LEFT JOIN staged g ON g.identifier = e.identifier AND g.twin = e.twin
            """,
            [number, document],
        )
        changed, removed = cursor.fetchone()
        return int(changed), int(removed)
