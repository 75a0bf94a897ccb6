"""The rows of a table as items and links: what each column is comes from a mapping, the tree from its hierarchy."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Members
from dataclasses import dataclass, field

from throughline.core.formats.case.building import NewItem, NewLink
from throughline.core.formats.case.converting import instant
from throughline.core.formats.identifiers import derived, guid, is_guid
from throughline.core.formats.spreadsheets import hierarchy
from throughline.core.formats.spreadsheets.hierarchy import Placed, Under
from throughline.core.formats.spreadsheets.mapping import Mapping, faults
from throughline.core.formats.spreadsheets.tables import Fault, Row, Table

KEPT = "columns"
_SEVERAL = re.compile(r"[;|,\n]")
"""What stands between several values of one cell."""


@dataclass(slots=True)
class Read:
    """Items and links of a table, and what is wrong with it."""

    items: list[NewItem] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    under: Under = field(default_factory=Under)


def table_items(table: Table, mapping: Mapping, document: str, changed: str) -> Read:
    """The rows of a table as items of the document of that identifier, in the order of the table."""
    found = Read(faults=list(faults(mapping, table)))
    if found.faults:
        return found
    reader = _Reader(table, mapping, document, changed)
    rows = [(row, reader.cells(row)) for row in table.rows]
    stated = [(row, cells) for row, cells in rows if reader.statement(cells)]
    for row, cells in rows:
        if not reader.statement(cells):
            why = "The row has no statement."
            found.faults.append(
                Fault(row.line, reader.heading("fullStatement"), why, "Write one, or empty the row.")
            )
    placed = reader.placed(stated, found)
    found.under = reader.under(placed)
    found.faults += found.under.faults
    found.items = [
        reader.item(cells, each, found.under) for (_, cells), each in zip(stated, placed, strict=True)
    ]
    found.links = list(reader.links(stated, placed))
    found.faults.sort(key=lambda each: each.line)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    table: Table
    mapping: Mapping
    document: str
    changed: str
    named: Members[str, str] = field(init=False)
    """The heading of each target."""
    levels: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = {target: heading for heading, target in reversed(list(self.mapping.columns.items()))}
        object.__setattr__(self, "named", named)
        object.__setattr__(self, "levels", self.mapping.levels())

    def cells(self, row: Row) -> dict[str, str]:
        return dict(zip(self.table.headings, row.cells, strict=True))

    def heading(self, target: str) -> str:
        return self.named.get(target, "")

    def value(self, cells: Members[str, str], target: str) -> str:
        return cells.get(self.heading(target), "")

    def statement(self, cells: Members[str, str]) -> str:
        """The statement: the cell of the deepest level column, else the full one, else the short one."""
        at_level = [cells[heading] for heading in self.levels if cells[heading]]
        written = at_level[-1] if at_level else self.value(cells, "fullStatement")
        return written or self.value(cells, "abbreviatedStatement")

    def placed(self, stated: Sequence[tuple[Row, Members[str, str]]], found: Read) -> list[Placed]:
        lines: dict[str, int] = {}
        made = []
        for row, cells in stated:
            identifier = self._identifier(cells, lines)
            if identifier in lines:
                why = f"The identifier {identifier} is in line {lines[identifier]} too."
                fix = "Give each row its own, or leave the cell empty."
                found.faults.append(Fault(row.line, self.heading("identifier"), why, fix))
            lines[identifier] = row.line
            made.append(self._place(row, cells, identifier))
        return made

    def _identifier(self, cells: Members[str, str], taken: Members[str, int]) -> str:
        written = self.value(cells, "identifier")
        if is_guid(written) or ":" in written:
            return guid(written)
        names = (written, self.value(cells, "humanCodingScheme"), self.value(cells, "smartLevel"))
        name = next((each for each in names if each), "") or self.statement(cells)
        first, nth = derived(self.document, name), 2
        own = first
        while own in taken and not written:
            own, nth = derived(self.document, f"{name} ({nth})"), nth + 1
        return own

    def _place(self, row: Row, cells: Members[str, str], identifier: str) -> Placed:
        code, written = self.value(cells, "humanCodingScheme"), self.value(cells, "identifier")
        level = code if self.mapping.hierarchy == "code" else self.value(cells, "smartLevel").rstrip(".")
        deep = [nth for nth, heading in enumerate(self.levels) if cells[heading]]
        names = (code, written, identifier, self.statement(cells))
        return Placed(
            identifier, row.line, names, self.value(cells, "parent"), level, deep[-1] if deep else 0
        )

    def under(self, placed: Sequence[Placed]) -> Under:
        match self.mapping.hierarchy:
            case "parent":
                return hierarchy.by_parent(placed, self.heading("parent"))
            case "smartLevel":
                return hierarchy.by_level(placed, self.heading("smartLevel"))
            case "code":
                return hierarchy.by_code(placed, self.heading("humanCodingScheme"))
            case "levels":
                return hierarchy.by_depth(placed)
            case _:
                return Under()

    def item(self, cells: Members[str, str], placed: Placed, under: Under) -> NewItem:
        kept = {heading: cells[heading] for heading in self._unsaid() if cells[heading]}
        if placed.parent and placed.identifier not in under.above:
            kept |= {self.heading("parent"): placed.parent}
        return NewItem(
            placed.identifier, self.statement(cells), self.value(cells, "uri"), self.value(cells, "CFItemType"),
            self.value(cells, "humanCodingScheme"), self.value(cells, "abbreviatedStatement"),
            self.value(cells, "notes"), self.value(cells, "language"), _several(self.value(cells, "educationLevel")),
            _several(self.value(cells, "subject")), _several(self.value(cells, "conceptKeywords")),
            self.value(cells, "listEnumeration"), self.value(cells, "statusStartDate"),
            self.value(cells, "statusEndDate"), instant(self.value(cells, "lastChangeDateTime")) or self.changed,
            under.above.get(placed.identifier, ""), sequence=self._sequence(cells, placed.identifier, under),
            extensions={"throughline": {KEPT: kept}} if kept else {},
        )  # fmt: skip

    def _unsaid(self) -> Iterator[str]:
        """Columns that are nothing of CASE, or something for which CASE has no member."""
        for heading in self.table.headings:
            if not self.mapping.columns.get(heading):
                yield heading

    def _sequence(self, cells: Members[str, str], identifier: str, under: Under) -> int | None:
        written = self.value(cells, "sequenceNumber")
        return int(written) if written.isdigit() and len(written) < 10 else under.nth.get(identifier)

    def links(
        self, stated: Sequence[tuple[Row, Members[str, str]]], placed: Sequence[Placed]
    ) -> Iterator[NewLink]:
        codes = {name: each.identifier for each in reversed(placed) for name in each.names[:2] if name}
        kinds = [
            (h, what.removeprefix("link:"))
            for h, what in self.mapping.columns.items()
            if what.startswith("link:")
        ]
        for (_, cells), each in zip(stated, placed, strict=True):
            for heading, kind in kinds:
                for there in dict.fromkeys(_several(cells.get(heading, ""))):
                    yield _link(kind, each.identifier, there, codes)


def _link(kind: str, origin: str, there: str, codes: Members[str, str]) -> NewLink:
    """A link to a row, or to something elsewhere that is known by its address or only by its code."""
    here = codes.get(there)
    if here:
        return NewLink(kind, origin, here)
    address = there if ":" in there else ""
    return NewLink(kind, origin, guid(there), destination_uri=address, destination_title=there)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in _SEVERAL.split(cell) if each.strip())
