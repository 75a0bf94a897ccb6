"""YAML as plain values, with the line of each.

Only what a pack needs is read: mappings, lists, texts, `true` and `false`, whole numbers, exact decimals,
dates. `no`, `on` or `12:30` are the words they look like, not the truth values and numbers older YAML makes
of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from throughline.core.formats.state_pack.errors import PackError, Place

MOST_VALUES = 2_000_000
"""More values than any pack has: aliases of aliases stop here instead of filling the memory."""

NOT_YAML = (
    "Align the line with its neighbours, two spaces for each step and no tabs; "
    "put words that hold ': ' or '#' in quotation marks"
)

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "seq", "map")
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One file: its values, and the line on which each path in it (`milestones[3].rule`) begins."""

    file: str
    data: Any
    lines: Mapping[str, int]

    def place(self, path: str) -> Place:
        """Where a path stands; for one that is not written, where the nearest part above it does."""
        nearest = path if path in self.lines else path.replace(".of[", "[")
        while nearest and nearest not in self.lines:
            nearest = nearest[: max(nearest.rfind("."), nearest.rfind("["), 0)]
        return Place(self.file, self.lines.get(nearest, 1), path)


def parse(text: str, file: str) -> Marked:
    """The values of one file. Raises `PackError` for what is not the YAML that packs use."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, file) from error
    except yaml.reader.ReaderError as error:
        reason = f"a character is not text ({error.reason})"
        raise PackError(file, 1, "", reason, "Save the file as UTF-8") from error
    reading = _Reading(file)
    data = reading.value(node, "") if node is not None else None
    return Marked(file, data, reading.lines)


def _not_yaml(error: yaml.MarkedYAMLError, file: str) -> PackError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    column = mark.column + 1 if mark else 1
    reason = f"this is not YAML from column {column} on: {error.problem or error.context}"
    return PackError(file, line, "", reason, NOT_YAML)


@dataclass
class _Reading:
    file: str
    lines: dict[str, int] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, path: str) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        self._refuse_strange(node, path)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        self.open.add(id(node))
        read = self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._list(node, path)
        self.open.discard(id(node))
        return read

    def _refuse_strange(self, node: yaml.Node, path: str) -> None:
        if node.tag not in _PLAIN_TAGS:
            raise self._error(node, path, f"the tag '{node.tag}' is not part of the format", "Leave it out")
        if id(node) in self.open:
            raise self._error(node, path, "an alias stands inside what it names", "Write the value out")
        if len(self.lines) > MOST_VALUES:
            raise self._error(
                node, path, f"more than {MOST_VALUES} values", "Write without aliases of aliases"
            )

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None:
                raise self._error(key, path, "a key is not a word", "Write `key: value`")
            below = f"{path}.{name}" if path else name
            if name in read:
                reason = f"the key '{name}' stands twice, first on line {self.lines[below]}"
                raise self._error(key, below, reason, "Keep one of them")
            self.lines[below] = key.start_mark.line + 1
            read[name] = self.value(value, below)
        return read

    def _list(self, node: yaml.Node, path: str) -> list[Any]:
        return [self.value(each, f"{path}[{index}]") for index, each in enumerate(node.value)]

    def _scalar(self, node: yaml.ScalarNode, path: str) -> Any:
        text: str = node.value
        if node.style not in (None, ""):
            return text
        if text.lower() in _WORDS and (text == text.lower() or not text):
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        return self._date(node, path) if _DATE.fullmatch(text) else text

    def _date(self, node: yaml.ScalarNode, path: str) -> date:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            raise self._error(
                node, path, f"{node.value} is not a day of the calendar", "Write year-month-day"
            ) from None

    def _error(self, node: yaml.Node, path: str, reason: str, fix: str) -> PackError:
        return PackError(self.file, node.start_mark.line + 1, path, reason, fix)
