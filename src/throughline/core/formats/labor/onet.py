"""The O*NET database in its tab-separated texts, joined to one row an occupation.

The tables: https://www.onetcenter.org/dictionary/29.0/text/
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from throughline.core.formats.labor.codes import ONET
from throughline.core.formats.labor.faults import Fault, Unreadable
from throughline.core.formats.labor.rows import LETTERS, OnetOccupation, OtherTitle, Related, Share, Task
from throughline.core.formats.labor.tables import Reader, Table

CODE = "O*NET-SOC Code"
PARTS: dict[str, tuple[str, ...]] = {
    # A table that names a column of another one stands before it.
    "tasks": (CODE, "Task ID", "Task"),
    "alternate": (CODE, "Alternate Title"),
    "reported": (CODE, "Reported Job Title"),
    "related": (CODE, "Related O*NET-SOC Code"),
    "shares": (CODE, "Element ID", "Scale ID", "Category", "Data Value"),
    "interests": (CODE, "Element ID", "Scale ID", "Data Value"),
    "zones": (CODE, "Job Zone"),
    "occupations": (CODE, "Title", "Description"),
    "zone words": ("Job Zone", "Name", "Experience", "Education"),
    "category words": ("Scale ID", "Category", "Category Description"),
}
HIGH_POINTS = ("1.B.1.g", "1.B.1.h", "1.B.1.i")
INTERESTS = {f"1.B.1.{letter}": place for place, letter in enumerate("abcdef")}


def part_of(table: Table) -> str:
    """Which table of O*NET this is; empty where it is none that is read here."""
    return next((name for name, columns in PARTS.items() if table.has(*columns) and _fits(name, table)), "")


def _fits(name: str, table: Table) -> bool:
    if name == "interests":
        # Work values and work styles have the same columns; only the interests stand under 1.B.1.
        place = table.head.index("Element ID")
        return (
            bool(table.rows) and len(table.rows[0][1]) > place and table.rows[0][1][place].startswith("1.B.1")
        )
    return True


@dataclass(slots=True)
class _Joined:
    """What the tables say, by occupation, while they are read."""

    titles: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    zones: dict[str, int] = field(default_factory=dict)
    interests: dict[str, dict[int, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    high: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    others: dict[str, list[OtherTitle]] = field(default_factory=lambda: defaultdict(list))
    tasks: dict[str, list[Task]] = field(default_factory=lambda: defaultdict(list))
    shares: dict[str, list[Share]] = field(default_factory=lambda: defaultdict(list))
    related: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def read_onet(tables: Mapping[str, Table]) -> tuple[tuple[OnetOccupation, ...], dict[str, dict[str, str]]]:
    """The occupations in order of their codes, and the words for job zones and categories. Raises `Unreadable`.

    tables: by part (`PARTS`); `occupations` must be there, each of the others may be missing.
    """
    if "occupations" not in tables:
        raise Unreadable(
            [Fault("O*NET", 0, "", "there is no Occupation Data.", "Give the whole folder of texts.")]
        )
    joined, faults = _Joined(), list[Fault]()
    for name in ("occupations", *(part for part in _READ if part != "occupations")):
        if name in tables:
            reader = Reader(tables[name])
            _READ[name](reader, joined)
            faults += reader.faults
    if faults:
        raise Unreadable(faults)
    return tuple(_occupation(code, joined) for code in sorted(joined.titles)), _words(tables)


def _occupation(code: str, joined: _Joined) -> OnetOccupation:
    scores = joined.interests.get(code, {})
    high = joined.high.get(code, {})
    return OnetOccupation(
        code, joined.titles[code], joined.descriptions[code], joined.zones.get(code),
        tuple(scores[place] for place in range(6)) if len(scores) == 6 else (),
        "".join(high[each] for each in HIGH_POINTS if each in high),
        tuple(joined.others.get(code, ())), tuple(joined.tasks.get(code, ())), tuple(joined.shares.get(code, ())),
        tuple(Related(other, joined.titles[other], tier) for other, tier in joined.related.get(code, ())),
    )  # fmt: skip


def _occupations(reader: Reader, joined: _Joined) -> None:
    for line, (code, title, description) in reader.rows(*PARTS["occupations"]):
        if not ONET.fullmatch(code):
            reader.fault(line, CODE, f"'{code}' is no O*NET-SOC code.", "Write it as in 29-1141.00.")
        elif code in joined.titles:
            reader.fault(line, CODE, f"{code} stands twice.", "Keep one of the two.")
        elif not title.strip():
            reader.fault(line, "Title", "it is empty.", "Give the occupation's title.")
        joined.titles[code], joined.descriptions[code] = title.strip(), description.strip()


def _rows(reader: Reader, joined: _Joined, *columns: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, those of an occupation that Occupation Data does not know told as faults."""
    for line, cells in reader.rows(CODE, *columns):
        if cells[0] in joined.titles:
            yield line, cells
        else:
            reader.fault(
                line, CODE, f"{cells[0]} is not in Occupation Data.", "Take all tables from one release."
            )


def _number(reader: Reader, line: int, column: str, text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite():
        return found
    reader.fault(line, column, f"'{text}' is no number.", "Take the file as its publisher gives it.")
    return None


def _zones(reader: Reader, joined: _Joined) -> None:
    for line, (code, zone) in _rows(reader, joined, "Job Zone"):
        if zone in ("1", "2", "3", "4", "5"):
            joined.zones[code] = int(zone)
        else:
            reader.fault(
                line, "Job Zone", f"'{zone}' is none of 1 to 5.", "Leave the row out where there is no zone."
            )


def _interests(reader: Reader, joined: _Joined) -> None:
    for line, (code, element, value) in _rows(reader, joined, "Element ID", "Data Value"):
        number = _number(reader, line, "Data Value", value)
        if number is None:
            continue
        if element in INTERESTS:
            joined.interests[code][INTERESTS[element]] = number
        elif element in HIGH_POINTS and 1 <= number <= 6:  # 0: no further high point
            joined.high[code][element] = LETTERS[int(number) - 1]


def _tasks(reader: Reader, joined: _Joined) -> None:
    kinds = {"core": True, "supplemental": False}
    has_type = reader.table.has("Task Type")
    columns = ("Task ID", "Task", "Task Type") if has_type else ("Task ID", "Task")
    for _, (code, key, text, *kind) in _rows(reader, joined, *columns):
        joined.tasks[code].append(Task(key, text, kinds.get(kind[0].lower()) if kind else None))


def _alternate(reader: Reader, joined: _Joined) -> None:
    columns = ("Alternate Title", "Short Title") if reader.table.has("Short Title") else ("Alternate Title",)
    for _, (code, text, *short) in _rows(reader, joined, *columns):
        joined.others[code].append(OtherTitle(text, "" if not short or short[0] == "n/a" else short[0]))


def _reported(reader: Reader, joined: _Joined) -> None:
    for _, (code, text) in _rows(reader, joined, "Reported Job Title"):
        joined.others[code].append(OtherTitle(text, reported=True))


def _related(reader: Reader, joined: _Joined) -> None:
    tiered = reader.table.has("Relatedness Tier")
    columns = ("Related O*NET-SOC Code", "Relatedness Tier") if tiered else ("Related O*NET-SOC Code",)
    for line, (code, other, *tier) in _rows(reader, joined, *columns):
        if other in joined.titles:
            joined.related[code].append((other, tier[0] if tier else ""))
        else:
            reader.fault(
                line, columns[0], f"{other} is not in Occupation Data.", "Take all tables from one release."
            )


def _shares(reader: Reader, joined: _Joined) -> None:
    has_advice = reader.table.has("Recommend Suppress")
    columns = ("Scale ID", "Category", "Data Value", *(("Recommend Suppress",) if has_advice else ()))
    for line, (code, scale, category, value, *advice) in _rows(reader, joined, *columns):
        number = _number(reader, line, "Data Value", value)
        if not re.fullmatch(r"\d{1,2}|n/a", category):
            reader.fault(
                line, "Category", f"'{category}' is no number.", "Take the file as its publisher gives it."
            )
        elif number is not None:
            place = 0 if category == "n/a" else int(category)
            joined.shares[code].append(Share(scale, place, number, advice == ["Y"]))


_READ: dict[str, Callable[[Reader, _Joined], None]] = {
    "occupations": _occupations, "zones": _zones, "interests": _interests, "tasks": _tasks, "alternate": _alternate,
    "reported": _reported, "related": _related, "shares": _shares,
}  # fmt: skip


def _words(tables: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if "zone words" in tables:
        for _, (zone, name, experience, education) in Reader(tables["zone words"]).rows(*PARTS["zone words"]):
            found.setdefault("zone", {})[zone] = name
            found.setdefault("zone experience", {})[zone] = experience
            found.setdefault("zone education", {})[zone] = education
    if "category words" in tables:
        for _, (scale, category, words) in Reader(tables["category words"]).rows(*PARTS["category words"]):
            found.setdefault(scale, {})[category] = words
    return found
