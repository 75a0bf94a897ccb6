"""A learner's record as a file: plain JSON values to a record and back. docs/reference/record-format.md
shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from throughline.core.progress.record import Fact, Record, RuleException, Validator
from throughline.core.requirements.nodes import KINDS

Reader = Callable[[Any, str], Any]


@dataclass(eq=False)
class RecordError(ValueError):
    """What is wrong in a record file: where (a path such as `facts[2].when`), what, and what mends it."""

    where: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}. {self.fix}"


def read_record(data: Any) -> Record:
    """The record that plain JSON values say. Raises `RecordError` at the first thing that is not the
    format."""
    body = _mapping(data, "record")
    _known(body, ("facts", "exceptions"), "record")
    facts = tuple(_made(Fact, FACT, each, at) for each, at in _each(body.get("facts", []), "facts"))
    decisions = _each(body.get("exceptions", []), "exceptions")
    exceptions = tuple(_made(RuleException, EXCEPTION, each, at) for each, at in decisions)
    for kind, named in (("facts", facts), ("exceptions", exceptions)):
        _once(kind, [each.id for each in named])
    return Record(facts, exceptions)


def write_record(record: Record) -> dict[str, Any]:
    """A record as plain JSON values, only what differs from the format's defaults; `read_record` gives it
    back."""
    written: dict[str, Any] = {"facts": [_written(fact) for fact in record.facts]}
    if record.exceptions:
        written["exceptions"] = [_written(each) for each in record.exceptions]
    return written


def _made(kind: type, readers: Mapping[str, Reader], data: Any, at: str) -> Any:
    body = _mapping(data, at)
    _known(body, tuple(readers), at)
    for each in fields(kind):
        required = each.default is each.default_factory  # both are "missing"
        if required and each.name not in body:
            raise RecordError(at, f"`{each.name}` is missing", f"Add `{each.name}`")
    given = {name: readers[name](value, f"{at}.{name}") for name, value in body.items()}
    return kind(**given)


def _written(value: Any) -> Any:
    if isinstance(value, (Fact, RuleException, Validator)):
        kept = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _written(each) for f, each in kept if not _is_default(f, each)}
    if isinstance(value, Decimal):
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


# -- single values


def _mapping(data: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise RecordError(
            at, f"{_shown(data)} stands where an object belongs", "Write it in braces, name by name"
        )
    return data


def _each(data: Any, at: str) -> list[tuple[Any, str]]:
    if not isinstance(data, (list, tuple)):
        raise RecordError(
            at, f"{_shown(data)} stands where a list belongs", "Write a list in square brackets"
        )
    return [(each, f"{at}[{number}]") for number, each in enumerate(data)]


def _known(body: Mapping[str, Any], names: tuple[str, ...], at: str) -> None:
    for name in body:
        if name not in names:
            near = get_close_matches(str(name), names, 1)
            fix = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(names)}"
            raise RecordError(at, f"`{name}` is unknown", fix)


def _once(kind: str, ids: list[str]) -> None:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise RecordError(f"{kind}[{number}].id", f"'{name}' stands twice", "Give each its own id")


def _words(value: Any, at: str) -> str:
    if not isinstance(value, str):
        raise RecordError(at, f"{_shown(value)} stands where words belong", "Write a text in quotes")
    return value


def _reference(value: Any, at: str) -> str:
    kind, colon, name = _words(value, at).partition(":")
    if kind not in KINDS or not (colon and name):
        raise RecordError(
            at, f"'{value}' is no reference", f"Write kind:id, kind one of {', '.join(sorted(KINDS))}"
        )
    return str(value)


def _day(value: Any, at: str) -> date:
    try:
        return date.fromisoformat(_words(value, at))
    except ValueError:
        raise RecordError(
            at, f"{_shown(value)} is no day", "Write year-month-day, such as 2030-06-01"
        ) from None


def _whole(value: Any, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise RecordError(at, f"{_shown(value)} is no whole number", "Write digits without quotes, such as 3")
    return value


def _number(value: Any, at: str) -> Decimal:
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        number = Decimal(str(value))
    except InvalidOperation:
        raise RecordError(at, f"{_shown(value)} is no number", 'Write digits, such as 3 or "2.5"') from None
    if not number.is_finite() or number < 0:
        raise RecordError(at, f"{_shown(value)} cannot be counted", "Write a number from zero up")
    return number


def _flag(value: Any, at: str) -> bool:
    if not isinstance(value, bool):
        raise RecordError(at, f"{_shown(value)} is neither true nor false", "Write true or false")
    return value


def _decision(value: Any, at: str) -> str:
    known = ("waive", "substitute", "also_accept")
    if value not in known:
        raise RecordError(at, f"{_shown(value)} is no kind of decision", f"Write one of {', '.join(known)}")
    return str(value)


def _amounts(value: Any, at: str) -> dict[str, Decimal]:
    return {unit: _number(amount, f"{at}.{unit}") for unit, amount in _mapping(value, at).items()}


def _optional(reader: Reader) -> Reader:
    return lambda value, at: None if value is None else reader(value, at)


def _many(reader: Reader, kind: Callable[[Any], Any] = tuple) -> Reader:
    return lambda value, at: kind(reader(each, place) for each, place in _each(value, at))


def _shown(value: Any) -> str:
    return "nothing" if value is None else f"'{value}'"[:60]


VALIDATOR: Mapping[str, Reader] = {"person": _words, "role": _words, "organization": _words}
FACT: Mapping[str, Reader] = {
    "id": _words, "what": _reference, "when": _day, "level": _optional(_whole), "score": _optional(_number),
    "scale": _words, "amounts": _amounts, "tags": _many(_words, frozenset), "framework": _words,
    "framework_level": _optional(_whole), "context": _words, "organization": _words, "issuer": _words,
    "validators": _many(lambda value, at: _made(Validator, VALIDATOR, value, at)),
    "valid_until": _optional(_day), "revoked": _optional(_day), "confirmed": _flag,
}  # fmt: skip
EXCEPTION: Mapping[str, Reader] = {
    "id": _words, "rule": _words, "node": _words, "kind": _decision, "signed_by": _words, "when": _day,
    "reason": _words, "accept": _many(_reference), "version": _whole, "until": _optional(_day),
}  # fmt: skip
