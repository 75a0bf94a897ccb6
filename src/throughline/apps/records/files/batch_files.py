"""Files that bring many acts at once: CSV read line by line, each fault named by line, column, reason and remedy."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from throughline.apps.directory.actor import Refused

MOST_BYTES, MOST_LINES = 20 * 1024 * 1024, 100_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one line: in which column, why, and what to do."""

    column: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number (the heading is line 1), what it says, and what is wrong with it, if anything."""

    number: int
    said: Mapping[str, str]
    fault: Fault | None = None


def _id(text: str) -> None:
    UUID(text)


def _day(text: str) -> None:
    date.fromisoformat(text)


def _number(text: str) -> None:
    if not Decimal(text).is_finite():
        raise ValueError


def _level(text: str) -> None:
    if not 1 <= int(text) <= 20:
        raise ValueError


Reader = Callable[[str], None]
FORMS: Mapping[Reader, tuple[str, str]] = {
    _id: ("this is no id", "Copy the id from the record: 8-4-4-4-12 letters and digits."),
    _day: ("this is no day", "Write it as 2027-06-30."),
    _number: ("this is no number", "Write digits, with a point before the decimals."),
    _level: ("this is no level", "Write a whole number from 1."),
}
COLUMNS: Mapping[str, Mapping[str, tuple[bool, Reader | None]]] = {
    "issue": {
        "learner": (True, _id), "credential": (True, None), "name": (False, None), "valid_until": (False, _day)
    },
    "revoke": {"award": (True, _id), "cause": (True, None), "reason": (True, None)},
    "results": {
        "learner": (True, _id), "assessment": (True, None), "on": (True, _day), "score": (False, _number),
        "scale": (False, None), "level": (False, _level), "name": (False, None),
    },
}  # fmt: skip
"""The columns of each kind of file: whether a line must fill it, and what form it has."""
ONCE: Mapping[str, tuple[str, ...]] = {
    "issue": ("learner", "credential"),
    "revoke": ("award",),
    "results": (),
}
"""What may stand in one line only."""


def read(data: bytes, kind: str) -> list[Line]:
    """The lines of a file. Raises `Refused` where the file as a whole cannot be taken; a fault of one line stands in it."""
    rows = _rows(_text(data), kind)
    seen: dict[tuple[str, ...], int] = {}
    return [_line(number, said, kind, seen) for number, said in rows]


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Refused("The file", "it is larger than 20 MB.", "Bring it in parts.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "The file",
            f"its text is not UTF-8 (byte {error.start}).",
            "Save it as CSV in UTF-8 and bring it again.",
        ) from None


def _rows(text: str, kind: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    try:
        heading = [name.strip().lower() for name in next(reader, [])]
        _check_heading(heading, kind)
        for row in reader:
            if any(cell.strip() for cell in row):
                if reader.line_num > MOST_LINES:
                    raise Refused("The file", f"it has more than {MOST_LINES:,} lines.", "Bring it in parts.")
                yield reader.line_num, dict(zip(heading, (cell.strip() for cell in row), strict=False))
    except csv.Error as error:
        raise Refused(
            "The file",
            f"line {reader.line_num} cannot be read: {error}.",
            "Look for a quote that is not closed.",
        ) from None


def _check_heading(heading: list[str], kind: str) -> None:
    known = COLUMNS[kind]
    missing = [name for name, (needed, _) in known.items() if needed and name not in heading]
    strange = [name for name in heading if name not in known]
    if missing or strange or len(set(heading)) < len(heading):
        why = (
            f"the first line lacks the columns: {', '.join(missing)}." if missing
            else f"the first line has columns that are not known: {', '.join(strange)}." if strange
            else "the first line names a column twice."
        )  # fmt: skip
        raise Refused("The file", why, f"Its first line names columns out of: {', '.join(known)}.")


def _line(number: int, said: dict[str, str], kind: str, seen: dict[tuple[str, ...], int]) -> Line:
    for column, (needed, form) in COLUMNS[kind].items():
        text = said.get(column, "")
        if needed and not text:
            return Line(number, said, Fault(column, "it is empty", "Fill it in."))
        if text and form is not None and not _has_form(text, form):
            return Line(number, said, Fault(column, f"{FORMS[form][0]}: {text[:60]}", FORMS[form][1]))
    key = tuple(said.get(column, "").lower() for column in ONCE[kind])
    if key and key in seen:
        return Line(
            number, said, Fault(ONCE[kind][0], f"line {seen[key]} says the same", "Take one of the two out.")
        )
    seen[key] = number
    return Line(number, said)


def _has_form(text: str, form: Reader) -> bool:
    try:
        form(text)
    except (ValueError, InvalidOperation):
        return False
    return True
