"""How a value's fields stand in a JSON document and come back, with nothing lost.

A field is read where its member has the form it would be written in. Any other spelling (one object where a list is
usual, seven decimals of a second) is also understood where it can be, and kept as it was in `more`, which stands first
in writing. So `write(read(document)) == document` holds for every document.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from throughline.core.credentials.building.errors import NotOfThisKind

T = TypeVar("T")


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


@dataclass(frozen=True, slots=True)
class Unread:
    """What a form could not take; problem: the part inside of it that was in the way."""

    problem: NotOfThisKind | None = None


ABSENT = _Absent()
"""In `more`: the document has no such member where one would be written."""
UNREAD = Unread()
_EMPTY = (None, "", ())


@dataclass(frozen=True, slots=True)
class Form:
    """One way to stand in JSON. read gives `Unread` for what it cannot take. absent: the value where there is none."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    absent: Any = None


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a value and the member of the document that holds it."""

    attribute: str
    name: str
    form: Form
    required: bool = False


@dataclass(frozen=True)
class Shape(Generic[T]):
    """A value's place in a document: its class, the members every one of its kind has alike, and the others."""

    make: type[T]
    constants: Mapping[str, Any]
    members: tuple[Member, ...]
    by_name: Mapping[str, Member] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.members})

    def write(self, value: T) -> dict[str, Any]:
        """The document of a value. What the value holds as documents (signed credentials) is in it as it is."""
        held = {each.name: getattr(value, each.attribute) for each in self.members}
        out: dict[str, Any] = {name: _copied(given) for name, given in self.constants.items()}
        out |= {n: self.by_name[n].form.write(given) for n, given in held.items() if given not in _EMPTY}
        more: Mapping[str, Any] = value.more  # type: ignore[attr-defined]  # every value has it
        return {name: given for name, given in {**out, **more}.items() if given is not ABSENT}

    def read(self, document: Any, where: str = "") -> T:
        """The value of a document. Raises `NotOfThisKind` where a part that gives it meaning is not there."""
        if not isinstance(document, Mapping):
            raise NotOfThisKind(where, "this is not a JSON object", "Give the whole document")
        values = {each.attribute: self._value(each, document, where) for each in self.members}
        values["more"] = self._more(document, self.write(self.make(**values)))
        return self.make(**values)

    def _value(self, member: Member, document: Mapping[str, Any], where: str) -> Any:
        at = f"{where}.{member.name}".lstrip(".")
        value = member.form.absent
        if member.name in document:
            value = member.form.read(document[member.name])
        if isinstance(value, Unread) or value in _EMPTY:
            if member.required:
                raise _missing(at, member.name in document, value)
            value = member.form.absent
        return value

    def _more(self, document: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
        more = {n: given for n, given in document.items() if n not in written or not same(written[n], given)}
        return more | {name: ABSENT for name in written if name not in document}


def _missing(at: str, there: bool, value: Any) -> NotOfThisKind:
    inner = value.problem if isinstance(value, Unread) else None
    if inner is not None:
        return NotOfThisKind(f"{at}.{inner.where}".rstrip("."), inner.why, inner.fix)
    why = "it has another form" if there else "it is missing"
    return NotOfThisKind(at, why, "Give the document as it was issued")


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same to the letter: 1 is not 1.0 and not true."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def _copied(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value


def _text(given: Any) -> Any:
    return given if isinstance(given, str) else UNREAD


def _number(given: Any) -> Any:
    return given if isinstance(given, (int, float)) and not isinstance(given, bool) else UNREAD


def _flag(given: Any) -> Any:
    return given if isinstance(given, bool) else UNREAD


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def instant(moment: datetime) -> str:
    """An instant as credentials write it: in UTC, with Z. Raises `ValueError` where the zone is not known."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; give an instant that knows its own")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(given: Any) -> Any:
    if not isinstance(given, str) or _INSTANT.fullmatch(given) is None:
        return UNREAD
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        return UNREAD


TEXT = Form(str, _text, "")
NUMBER = Form(lambda number: number, _number)
FLAG = Form(bool, _flag)
INSTANT = Form(instant, _moment)


def one(shape: Callable[[], Shape[Any]]) -> Form:
    """An object of its own; a text stands for the object with that id. shape: given late, since values can nest."""

    def read(given: Any) -> Any:
        try:
            return shape().read({"id": given} if isinstance(given, str) else given)
        except NotOfThisKind as problem:
            return Unread(problem)

    return Form(lambda value: shape().write(value), read)


def many(item: Form) -> Form:
    """A list of such; one alone is read as a list of one."""

    def read(given: Any) -> Any:
        each = tuple(item.read(value) for value in (given if isinstance(given, list) else [given]))
        return next((value for value in each if isinstance(value, Unread)), each)

    return Form(lambda values: [item.write(value) for value in values], read, ())


def one_or_many(item: Form) -> Form:
    """One object where there is one, a list where there are more."""
    several = many(item)

    def write(values: tuple[Any, ...]) -> Any:
        return item.write(values[0]) if len(values) == 1 else several.write(values)

    return Form(write, several.read, ())


def _document(given: Any) -> Any:
    return given if isinstance(given, Mapping) else UNREAD


DOCUMENT = Form(dict, _document)
TEXTS = many(TEXT)
