"""Values read by the type their field declares, gathering every error instead of stopping at the first."""

import re
import typing
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from throughline.core.catalogue import documents as d
from throughline.core.catalogue.commitments import require_condition
from throughline.core.formats.state_pack import shape
from throughline.core.requirements import values as v
from throughline.core.requirements.errors import RuleError, RuleReadError
from throughline.core.requirements.nodes import Cite, Node, Text
from throughline.core.requirements.reading import read as read_rule

BROKEN: Any = object()
"""Stands for a value that could not be read; its error has been noted."""

Note = Callable[[str, str, str], None]
"""Takes down one error: path in the document, reason, fix."""

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHARE = re.compile(r"[0-9]+/[1-9][0-9]*")
EMPTY = "Give a value, or leave the key out"

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def exact(value: Any, path: str) -> Decimal:
    """A decimal number in its one form: 1.50 and 1.5 are the same number and must have the same digest."""
    number = v.number(value, path)
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def share(value: Any, path: str) -> Fraction:
    """A share of a whole, from 0 to 1, written as `2/3` or as a number."""
    if isinstance(value, str):
        found = Fraction(value) if SHARE.fullmatch(value) else None
    else:
        found = Fraction(v.number(value, path))
    if found is None or not 0 <= found <= 1:
        raise v.wrong(path, value, "a share from 0 to 1", "Write e.g. `1/2`")
    return found


def day(value: Any, path: str) -> date:
    """A day of the calendar, written as `2026-09-01`."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise v.wrong(path, value, "a day", "Write year-month-day, e.g. `2026-09-01`")


def condition(value: Any, path: str) -> Node:
    """What an agreement is conditioned on: a rule that names milestones, credentials and competencies alone."""
    node = read_rule(value, path)
    try:
        require_condition(node)
    except RuleError as error:
        raise RuleReadError(path, error.problem, error.fix) from error
    return node


def degrees(value: Any, path: str) -> float:
    """A latitude or longitude in degrees."""
    return float(v.number(value, path))


def identifier(value: Any, path: str) -> str:
    """An id: lower case, words joined by `-`."""
    text = v.words(value, path)
    if not ID.fullmatch(text):
        made = "-".join(re.findall(r"[a-z0-9]+", text.lower())) or "my-id"
        fix = f"Write lower case words joined by `-`: `{made}`"
        raise RuleReadError(path, f"the id '{text}' is malformed", fix)
    return text


PLAIN: Mapping[Any, v.Reader] = {
    str: v.words, bool: v.flag, int: v.count, Decimal: exact, float: degrees, date: day, Cite: v.cite,
    Fraction: share,
}  # fmt: skip


def read(hint: Any, value: Any, path: str, note: Note) -> Any:
    """The value as its declared type, or `BROKEN` where an error was noted."""
    inner, may_be_none = shape.optional(hint)
    if value is None:
        return None if may_be_none else _refuse(path, "nothing is written here", EMPTY, note)
    if inner == Text:
        return _plain(v.text_by_language, value, path, note)
    if shape.is_node(inner):
        return _plain(read_rule, value, path, note)
    if inner in PLAIN:
        return _plain(PLAIN[inner], value, path, note)
    if is_dataclass(inner):
        return document(typing.cast(type, inner), value, path, note)
    return _gathered(inner, value, path, note)


def read_reference(value: Any, path: str, note: Note) -> Any:
    """`kind:id` of something a record can hold, or `BROKEN`."""
    return _plain(v.reference, value, path, note)


def _gathered(hint: Any, value: Any, path: str, note: Note) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return _plain(v.one_of(*inner), value, path, note)
    if origin is tuple:
        return _list(inner[0], value, path, note)
    if origin is frozenset:
        read_list = _list(inner[0], value, path, note)
        return BROKEN if read_list is BROKEN else frozenset(read_list)
    return _mapping(inner[1], value, path, note)


def _refuse(path: str, reason: str, fix: str, note: Note) -> Any:
    note(path, reason, fix)
    return BROKEN


def _plain(reader: Callable[[Any, str], Any], value: Any, path: str, note: Note) -> Any:
    try:
        return reader(value, path)
    except RuleReadError as error:
        return _refuse(error.path, error.problem, error.fix, note)


def _list(inner: Any, value: Any, path: str, note: Note) -> Any:
    if isinstance(value, str) and inner is str:
        value = [value]
    if not isinstance(value, (list, tuple)):
        error = v.wrong(path, value, "a list", "Write `- ` before each thing, or [one, two]")
        return _refuse(path, error.problem, error.fix, note)
    items = [read(inner, each, f"{path}[{index}]", note) for index, each in enumerate(value)]
    return BROKEN if BROKEN in items else tuple(items)


def _mapping(inner: Any, value: Any, path: str, note: Note) -> Any:
    if not isinstance(value, Mapping):
        error = v.wrong(path, value, "a mapping", "Write `name: value`, one on a line")
        return _refuse(path, error.problem, error.fix, note)
    items = {str(name): read(inner, each, f"{path}.{name}", note) for name, each in value.items()}
    return BROKEN if BROKEN in items.values() else items


def document(kind: type, value: Any, path: str, note: Note) -> Any:
    """A document, or a value with fields of its own: every field read, unknown and missing ones noted."""
    if not isinstance(value, Mapping):
        known = ", ".join(list(shape.declared(kind))[:6])
        error = v.wrong(path, value, "a mapping of fields", f"Write fields: {known} ...")
        return _refuse(path, error.problem, error.fix, note)
    if kind is d.Rule and "rule" in value:
        return _rule_of_one_edition(value, path, note)
    declared = shape.declared(kind)
    sound = _keys_sound(kind, value, path, note)
    given: dict[str, Any] = {}
    for written, raw in value.items():
        if written in declared:
            field = declared[written]
            given[field.name] = _field(kind, field, raw, f"{path}.{written}", note)
    if not sound or BROKEN in given.values():
        return BROKEN
    try:
        return kind(**given)
    except RuleError as error:
        return _refuse(path, error.problem, error.fix, note)


def _keys_sound(kind: type, value: Mapping[str, Any], path: str, note: Note) -> bool:
    declared = shape.declared(kind)
    unknown = [name for name in value if name not in declared]
    missing = [name for name, field in declared.items() if field.required and name not in value]
    for name in unknown:
        note(f"{path}.{name}", f"unknown key '{name}'", v.nearest(name, [*declared]))
    for name in missing:
        note(path, f"the key '{name}' is missing", f"Add `{name}`")
    return not unknown and not missing


def _field(kind: type, field: shape.Declared, raw: Any, path: str, note: Note) -> Any:
    if not field.required and (raw == field.default or (raw == [] and field.default == ())):
        return field.default
    if field.name == "id":
        return _plain(identifier, raw, path, note)
    if (kind, field.name) == (d.Agreement, "trigger"):
        return _plain(condition, raw, path, note)
    value = read(field.type, raw, path, note)
    return BROKEN if value is BROKEN else shape.normal(kind, field.name, value)


def _rule_of_one_edition(value: Mapping[str, Any], path: str, note: Note) -> Any:
    """`rule:` alone is short for one edition without a label."""
    if "editions" in value:
        return _refuse(path, "'rule' and 'editions' stand in one rule", "Keep one of them", note)
    root = read(Node, value["rule"], f"{path}.rule", note)
    rest = {name: each for name, each in value.items() if name != "rule"}
    made = document(d.Rule, rest | {"editions": []}, path, note)
    if root is BROKEN or made is BROKEN:
        return BROKEN
    return replace(made, editions=(d.Edition("", root),))
