"""A package on its way in: its rows, copied into tables of this transaction alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection

from throughline.apps.directory.actor import Refused
from throughline.apps.registry.digests import Rolling
from throughline.apps.registry.places import cut
from throughline.core.formats.packages import Association, Item, Note, Package

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two tables of rows. columns: name and type of what a row says. same: what makes it the same row.
    compared: columns beside the digest that must be equal too."""

    table: str
    stage: str
    columns: tuple[tuple[str, str], ...]
    compared: tuple[str, ...]

    @property
    def names(self) -> str:
        """The columns, for a statement."""
        return ", ".join(f'"{name}"' for name, _ in self.columns)


_COMMON = (("identifier", "text"), ("twin", "int2"), ("digest", "bytea"))
ITEMS: Final = Kind(
    "registry_registryitem",
    "registry_stage_item",
    (*_COMMON, ("parent", "text"), ("position", "int8"), ("uri", "text"), ("kind", "text"), ("code", "text"),
     ("statement", "text"), ("level", "text"), ("language", "text"), ("body", "bytea")),
    ("parent", "position"),
)  # fmt: skip
ASSOCIATIONS: Final = Kind(
    "registry_registryassociation",
    "registry_stage_association",
    (*_COMMON, ("kind", "text"), ("origin", "text"), ("origin_uri", "text"), ("destination", "text"),
     ("destination_uri", "text"), ("destination_title", "text"), ("position", "int8"), ("uri", "text"), ("group", "text"),
     ("body", "bytea")),
    (),
)  # fmt: skip
WIDEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Staged:
    """What lies in the two tables. places: of items and of associations in their file, packed. notes: items that could
    not stand under the one they name."""

    digest: str
    items: int
    associations: int
    places: tuple[bytes, bytes]
    notes: tuple[Note, ...] = ()


def stage(package: Package) -> Staged:
    """Copies a package's rows. Whatever cannot be kept is refused, by name."""
    _make_tables()
    rolling, parents = Rolling(package.document), dict[str, str]()
    items = _copy(ITEMS, _item_rows(package.items, rolling, parents))
    associations = _copy(ASSOCIATIONS, _association_rows(package.associations, rolling))
    loose = sorted(cut(parents))
    if loose:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {ITEMS.stage} SET parent = '' WHERE identifier = ANY(%s)", [loose])
    _analyze()
    notes = tuple(_loose(each, parents[each]) for each in loose)
    return Staged(rolling.hex, items, associations, rolling.places, notes)


def stage_again(document: UUID, number: int) -> tuple[int, int]:
    """Copies the rows that stood in one version of a document; gives how many items and associations."""
    _make_tables()
    counts = (_again(ITEMS, document, number), _again(ASSOCIATIONS, document, number))
    _analyze()
    return counts


def _again(kind: Kind, document: UUID, number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {kind.stage} (ord, {kind.names})"
            f" SELECT row_number() OVER (ORDER BY place) - 1, {kind.names} FROM {kind.table}"
            " WHERE document_id = %s AND since <= %s AND (until IS NULL OR until > %s)",
            [document, number, number],
        )
        return int(cursor.rowcount)


def _loose(item: str, parent: str) -> Note:
    return Note(
        item, f"It names {parent} as the item it stands under, which does not lead to the document.",
        "It stands under the document itself; its record is kept as it came.",
    )  # fmt: skip


def _make_tables() -> None:
    with connection.cursor() as cursor:
        for kind in (ITEMS, ASSOCIATIONS):
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in kind.columns)
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {kind.stage} (ord int4, {columns}) ON COMMIT DROP"
            )
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {kind.stage}_new (ord int4, place float8) ON COMMIT DROP"
            )
            cursor.execute(f"TRUNCATE {kind.stage}, {kind.stage}_new")


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ITEMS.stage}, {ASSOCIATIONS.stage}")


def _copy(kind: Kind, rows: Iterator[Sequence[Any]]) -> int:
    copied = 0
    with connection.cursor() as cursor:
        order = f"COPY {kind.stage} (ord, {kind.names}) FROM STDIN (FORMAT BINARY)"
        with cursor.copy(order) as copy:
            copy.set_types(["int4", *(type_ for _, type_ in kind.columns)])
            for row in rows:
                if any(isinstance(text, str) and "\x00" in text for text in row):
                    raise _unkept(str(row[0]), "the character U+0000")
                copy.write_row((copied, *row))
                copied += 1
    return copied


def _unkept(identifier: str, what: str) -> Refused:
    return Refused(
        f"Keeping “{identifier}”",
        f"A text of it holds {what}, which no database can.",
        "Take it out of the file.",
    )


def _item_rows(items: Iterable[Item], rolling: Rolling, parents: dict[str, str]) -> Iterator[Sequence[Any]]:
    seen: Counter[str] = Counter()
    for item in items:
        digest = _digest(rolling.item, item)
        parents.setdefault(item.identifier, item.parent)
        yield (
            item.identifier, seen[item.identifier], digest, item.parent, _fits(item.position), item.uri, item.kind,
            item.code, item.statement, item.level, item.language, item.body,
        )  # fmt: skip
        seen[item.identifier] += 1


def _association_rows(associations: Iterable[Association], rolling: Rolling) -> Iterator[Sequence[Any]]:
    seen: Counter[str] = Counter()
    for link in associations:
        digest = _digest(rolling.association, link)
        yield (
            link.identifier, seen[link.identifier], digest, link.kind, link.origin, link.origin_uri, link.destination,
            link.destination_uri, link.destination_title, None if link.position is None else _fits(link.position),
            link.uri, link.group, link.body,
        )  # fmt: skip
        seen[link.identifier] += 1


def _digest(of: Callable[[T], bytes], row: T) -> bytes:
    try:
        return of(row)
    except UnicodeEncodeError:
        name = str(getattr(row, "identifier", "")).encode(errors="replace").decode()
        raise _unkept(name, "half of a character (a lone surrogate)") from None


def _fits(position: int) -> int:
    return max(-WIDEST, min(WIDEST, position))
