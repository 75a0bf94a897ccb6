"""A learner's record in a file by itself: facts and exceptions as a case writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from throughline.core.formats.state_pack import cases
from throughline.core.formats.state_pack import values as reading
from throughline.core.formats.state_pack.errors import PackError, PackErrors
from throughline.core.formats.state_pack.marked_yaml import parse
from throughline.core.formats.state_pack.values import BROKEN
from throughline.core.progress.record import Record
from throughline.core.requirements import values as v

KEYS = ("as_of", "began", "facts", "exceptions")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record, the day it is read on (None: today), and the day the learner began (None: the latest
    rules)."""

    record: Record
    as_of: date | None = None
    began: date | None = None


def read_record(path: Path, today: date) -> RecordFile:
    """The record in a YAML or JSON file. today: the day of facts without one. Raises `PackErrors`."""
    try:
        marked = parse(Path(path).read_text(encoding="utf-8"), str(path))
    except PackError as error:
        raise PackErrors((error,)) from error
    errors: list[PackError] = []

    def note(at: str, reason: str, fix: str) -> None:
        errors.append(PackError(str(path), marked.place(at).line, at, reason, fix))

    made = _record(marked.data, today, note)
    if errors or made is None:
        raise PackErrors(tuple(errors))
    return made


def _record(data: Any, today: date, note: reading.Note) -> RecordFile | None:
    if not isinstance(data, Mapping):
        note("", "a record is a mapping of fields", f"Write {', '.join(KEYS)}")
        return None
    for name in data:
        if name not in KEYS:
            note(name, f"unknown key '{name}'", v.nearest(name, list(KEYS)))
    as_of = reading.read(date | None, data.get("as_of"), "as_of", note)
    began = reading.read(date | None, data.get("began"), "began", note)
    if as_of is BROKEN or began is BROKEN:
        return None
    record = cases.read_record(data, "", as_of or today, note)
    return None if record is BROKEN else RecordFile(record, as_of, began)
