"""Which row stands under which: by a parent's name, by levels like 1.2.3, by codes, or by columns of levels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from throughline.core.formats.noting import Tally
from throughline.core.formats.spreadsheets.tables import Fault

_SEPARATORS = re.compile(r"[.\-:/ ]")


@dataclass(frozen=True, slots=True)
class Placed:
    """A row as far as its place matters. names: what others may call it by, best first; deep: its level column, from 0."""

    identifier: str
    line: int
    names: tuple[str, ...] = ()
    parent: str = ""
    level: str = ""
    deep: int = 0


@dataclass(slots=True)
class Under:
    """What stands under what: identifiers by identifier (missing: the top), with notes and faults on the way. nth: the
    number of a row among its siblings, where its level says it."""

    above: dict[str, str] = field(default_factory=dict)
    nth: dict[str, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)


def by_parent(rows: Sequence[Placed], column: str) -> Under:
    """By a column that names the row above, by code, identifier or statement."""
    found, named = Under(), _named(rows)
    for row in rows:
        if not row.parent:
            continue
        above = named.get(row.parent.lower())
        where = f"line {row.line}, column {column}"
        if above is None:
            found.tally.add(
                where, "The row above is not in the sheet.", "Placed at the top; its name is kept."
            )
        elif above == row.identifier:
            found.tally.add(where, "A row names itself as the one above.", "Placed at the top.")
        else:
            found.above[row.identifier] = above
    _refuse_circles(rows, found, column)
    return found


def by_level(rows: Sequence[Placed], column: str) -> Under:
    """By levels like 1.2.3, where 1.2 stands above; a missing one is passed over."""
    found = Under()
    held: dict[str, str] = {}
    for row in rows:
        if row.level and held.setdefault(row.level, row.identifier) != row.identifier:
            found.faults.append(
                Fault(row.line, column, f"Level {row.level} is there twice.", "Number the rows anew.")
            )
    for row in rows:
        below = row.level[len(_nearest(row, row.level, held, found, column)) :].lstrip(".").partition(".")[0]
        if below.isdigit() and len(below) < 10:
            found.nth[row.identifier] = int(below)
    return found


def by_code(rows: Sequence[Placed], column: str) -> Under:
    """By codes, where M.F stands above M.F.1; of two rows with one code the first counts."""
    found = Under()
    held: dict[str, str] = {}
    for row in rows:
        held.setdefault(row.level, row.identifier)
    for row in rows:
        _nearest(row, row.level, held, found, "")
    return found


def by_depth(rows: Sequence[Placed]) -> Under:
    """By the column that each statement stands in: under the last row of a column further left."""
    found = Under()
    path: list[tuple[int, str]] = []
    for row in rows:
        while path and path[-1][0] >= row.deep:
            path.pop()
        if path:
            found.above[row.identifier] = path[-1][1]
        if row.deep > (path[-1][0] + 1 if path else 0):
            found.tally.add(
                f"line {row.line}", "A level is left out.", "Placed under the last row further left."
            )
        path.append((row.deep, row.identifier))
    return found


def _nearest(row: Placed, level: str, held: Mapping[str, str], found: Under, column: str) -> str:
    """Hangs a row under the nearest level above it that is there, and gives that; empty at the top."""
    rest, missing = _shorter(level), False
    while rest and (rest not in held or held[rest] == row.identifier):
        missing, rest = True, _shorter(rest)
    if rest:
        found.above[row.identifier] = held[rest]
    if missing and column:
        where = f"line {row.line}, column {column}"
        found.tally.add(
            where, "The level above is not in the sheet.", "Placed under the nearest one that is."
        )
    return rest


def _shorter(level: str) -> str:
    cut = [found.start() for found in _SEPARATORS.finditer(level)]
    return level[: cut[-1]] if cut else ""


def _named(rows: Sequence[Placed]) -> dict[str, str]:
    """Identifiers by what rows are called: a better name goes before another row's worse one."""
    found: dict[str, str] = {}
    for rank in range(max((len(row.names) for row in rows), default=0)):
        for row in rows:
            if rank < len(row.names) and row.names[rank]:
                found.setdefault(row.names[rank].lower(), row.identifier)
    return found


def _refuse_circles(rows: Sequence[Placed], found: Under, column: str) -> None:
    sound: set[str] = set()
    for row in rows:
        path: list[str] = []
        at = row.identifier
        while at in found.above and at not in sound and at not in path:
            path.append(at)
            at = found.above[at]
        if at in path:
            found.faults.append(
                Fault(row.line, column, "The row stands under itself.", "Name another row above.")
            )
            del found.above[at]
        sound.update(path)
