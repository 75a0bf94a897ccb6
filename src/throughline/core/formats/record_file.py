"""A learner's record in a file by itself: facts and exceptions as a state's cases write them, in YAML or JSON.

docs/reference/record-format.md shows it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from throughline.core.formats.state_pack import cases
from throughline.core.formats.state_pack import values as reading
from throughline.core.formats.state_pack.errors import PackError, PackErrors
from throughline.core.formats.state_pack.marked_yaml import parse
from throughline.core.formats.state_pack.values import BROKEN
from throughline.core.progress.record import Fact, Record, RuleException, Validator
from throughline.core.requirements import values as v

KEYS = ("as_of", "began", "facts", "exceptions")
# JSON may hold these as they are; YAML takes them for line breaks or for no text at all.
NOT_AS_THEY_ARE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record, the day it is read on (None: today), and the day the learner began (None: the latest
    rules)."""

    record: Record
    as_of: date | None = None
    began: date | None = None


def read_record(path: Path, today: date) -> RecordFile:
    """The record in a YAML or JSON file. today: the day of facts that name none, in a file that names none.

    Raises `PackErrors`: every error with its file, line, reason and fix.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _unread(path, "the file is not text", "Save it as UTF-8") from None
    except OSError as error:
        raise _unread(path, error.strerror or "it cannot be read", "Check the name of the file") from None
    return record_of(text, str(path), today)


def record_of(text: str, name: str, today: date) -> RecordFile:
    """The same from its text. name: what the errors call it."""
    try:
        marked = parse(text, name)
    except PackError as error:
        raise PackErrors((error,)) from error
    errors: list[PackError] = []

    def note(at: str, reason: str, fix: str) -> None:
        errors.append(PackError(name, marked.place(at).line, at, reason, fix))

    made = _record(marked.data, today, note)
    if errors or made is None:
        raise PackErrors(tuple(errors))
    return made


def write_record(file: RecordFile) -> str:
    """The file's text, as JSON: only what differs from the format's defaults. `record_of` gives the same back."""
    body: dict[str, Any] = {
        name: day.isoformat() for name in ("as_of", "began") if (day := getattr(file, name))
    }
    body["facts"] = [_written(fact) for fact in file.record.facts]
    if file.record.exceptions:
        body["exceptions"] = [_written(each) for each in file.record.exceptions]
    text = json.dumps(body, indent=2, ensure_ascii=False)
    return NOT_AS_THEY_ARE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _unread(path: Path, reason: str, fix: str) -> PackErrors:
    return PackErrors((PackError(str(path), 1, "", reason, fix),))


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


def _written(value: Any) -> Any:
    if isinstance(value, (Fact, RuleException, Validator)):
        kept = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _written(each) for field, each in kept if not _is_default(field, each)}
    if isinstance(value, Decimal):
        # Text keeps every decimal, whatever reads the file.
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _written(each) for key, each in sorted(value.items())}
    if isinstance(value, (tuple, frozenset)):
        return [_written(each) for each in (sorted(value) if isinstance(value, frozenset) else value)]
    return value


def _is_default(field: Any, value: Any) -> bool:
    made = field.default_factory() if callable(field.default_factory) else field.default
    return bool(value == made)
