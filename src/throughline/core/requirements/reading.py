"""A rule read from a plain document and written back: what JSON or YAML gives to nodes, and nodes to JSON.

A node is a mapping of one key, the node's name, with the body inside: `{"have": {"what": "milestone:x"}}`.
docs/reference/rule-language.md shows every form, short and long. `read(write(node)) == node` for every rule.

Where a node has no `id`, one is derived from what it says: a leaf's from its content without thresholds, so that
raising a threshold does not make another node of it; a `choose` or `not` from its place (`top`, `top-2`,
`top-2-1`). A second one of the same name gets `-2`, the next `-3`, in reading order; written ids go first.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from dataclasses import fields as declared
from decimal import Decimal
from typing import Any

from throughline.core.requirements import values as v
from throughline.core.requirements.errors import RuleError, RuleReadError
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Selector, Total, Use

COMMON: dict[str, v.Reader] = {"id": v.words, "title": v.text_by_language, "cite": v.cite, "advisory": v.flag}
HAVE: dict[str, v.Reader] = {
    "what": v.reference,
    "level": v.whole,
    "score": v.score,
    "times": v.whole,
    "attempt": v.one_of("best", "first", "latest"),
    "validated_by": v.many(v.validated_by),
    "context": v.many(v.words),
    "issuer": v.many(v.words),
    "fresh": v.fresh,
    "via": v.one_of("exact", "certified", "any"),
}
TOTAL: dict[str, v.Reader] = {
    "measure": v.one_of("credits", "hours", "points", "count", "distinct"),
    "unit": v.words,
    "min": v.above_zero,
    "from": v.selector,
    "cap_per": v.cap_per,
}
UNITS = {"hours": "h", "count": "", "distinct": ""}
"""The unit where none is written: only credits and points must name theirs."""
USE: dict[str, v.Reader] = {"rule": v.words, "version": v.words}
CHOOSE: dict[str, v.Reader] = {
    "of": lambda value, path: value,
    "min": v.whole,
    "max": v.whole,
    "exclusive": v.flag,
    "within": v.words,
}
NODES = ("choose", "have", "total", "use", "not")


@dataclass
class _Names:
    """Hands out ids, each once in a tree."""

    taken: set[str]
    given: set[str] = field(default_factory=set)

    def take(self, body: Mapping[str, Any], path: str, derived: str) -> str:
        if "id" in body:
            return self._written(v.words(body["id"], f"{path}.id"), path)
        name, turn = derived, 2
        while name in self.taken:
            name, turn = f"{derived}-{turn}", turn + 1
        self.taken.add(name)
        return name

    def _written(self, name: str, path: str) -> str:
        if name in self.given:
            raise RuleReadError(
                f"{path}.id", f"two nodes have the id '{name}'", "Give each node of a rule its own id"
            )
        self.given.add(name)
        return name


def read(data: Any, path: str = "rule") -> Node:
    """The rule a plain document says. Raises `RuleReadError` at the first thing that is not the language."""
    return _node(data, path, "top", _Names(set(_written_ids(data))))


def _written_ids(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        if isinstance(data.get("id"), str):
            yield data["id"]
        for below in data.values():
            yield from _written_ids(below)
    elif isinstance(data, (list, tuple)):
        for below in data:
            yield from _written_ids(below)


def _node(data: Any, path: str, place: str, names: _Names) -> Node:
    name, body = _opened(data, path)
    at = path if isinstance(data, str) else f"{path}.{name}"
    makers: dict[str, Callable[[Any, str, str, _Names], Node]] = {
        "choose": _choose, "have": _have, "total": _total, "use": _use, "not": _not,
    }  # fmt: skip
    try:
        return makers[name](body, at, place, names)
    except RuleError as error:
        raise RuleReadError(at, error.problem, error.fix) from error
    except RuleReadError as error:
        if _is_short(data):
            raise RuleReadError(at, error.problem, error.fix) from None
        raise


def _is_short(data: Any) -> bool:
    """Whether the node is a text alone: its fields have no place of their own in the document."""
    return isinstance(data, str) or isinstance(next(iter(data.values())), str)


def _opened(data: Any, path: str) -> tuple[str, Any]:
    """The node's name and its body; a text alone is a `have`, or a `use` where it names a rule."""
    if isinstance(data, str):
        kind, _, rest = data.partition(":")
        return ("use", {"rule": f"rule:{rest}"}) if kind == "rule" else ("have", {"what": data})
    if not isinstance(data, Mapping) or not data:
        raise v.wrong(path, data, "a node", f"Write one of {', '.join(NODES)} with its body")
    unknown = [str(key) for key in data if key not in NODES]
    if unknown:
        raise RuleReadError(path, f"unknown node '{unknown[0]}'", v.nearest(unknown[0], list(NODES)))
    if len(data) > 1:
        both = ", ".join(f"'{key}'" for key in data)
        raise RuleReadError(path, f"{both} stand in one node", "Make them separate nodes under a `choose`")
    name = next(iter(data))
    return name, _long(name, data[name], path)


def _long(name: str, body: Any, path: str) -> Any:
    """The long form of a short body: `have: course:x`, `use: x`, `choose: [a, b]`, `not: course:x`."""
    if name in ("have", "use") and isinstance(body, str):
        return {"what": body} if name == "have" else {"rule": body}
    if name == "choose" and isinstance(body, (list, tuple)):
        return {"of": body}
    if name == "not" and (isinstance(body, str) or (isinstance(body, Mapping) and _is_node(body))):
        return {"of": body}
    return body


def _is_node(body: Mapping[str, Any]) -> bool:
    return len(body) == 1 and next(iter(body)) in NODES


def _choose(body: Any, path: str, place: str, names: _Names) -> Node:
    given = v.fields(body, path, CHOOSE | COMMON, "of")
    below = given["of"] if isinstance(given["of"], (list, tuple)) else [given["of"]]
    if not below:
        raise RuleReadError(f"{path}.of", "the list is empty", "List at least one node")
    given["id"] = names.take(body, path, place)
    given["of"] = tuple(
        _node(each, f"{path}.of[{i}]", f"{place}-{i + 1}", names) for i, each in enumerate(below)
    )
    return Choose(**given)


def _have(body: Any, path: str, place: str, names: _Names) -> Node:
    given = v.fields(body, path, HAVE | COMMON, "what")
    given["id"] = names.take(body, path, _slug(given["what"]))
    return Have(**given)


def _total(body: Any, path: str, place: str, names: _Names) -> Node:
    given = v.fields(body, path, TOTAL | COMMON, "measure", "min", "from")
    if "unit" not in given:
        if given["measure"] not in UNITS:
            raise RuleReadError(path, "the field 'unit' is missing", f"Add `unit`: which {given['measure']}")
        given["unit"] = UNITS[given["measure"]]
    given["select"] = given.pop("from")
    given["id"] = names.take(
        body, path, _slug(f"{given['measure']} {given['unit']} {_said(given['select'])}")
    )
    return Total(**given)


def _use(body: Any, path: str, place: str, names: _Names) -> Node:
    given = v.fields(body, path, USE | COMMON, "rule")
    given["rule"] = v.words(given["rule"].removeprefix("rule:"), f"{path}.rule")
    given["id"] = names.take(body, path, _slug(f"use {given['rule']}"))
    return Use(**given)


def _not(body: Any, path: str, place: str, names: _Names) -> Node:
    given = v.fields(body, path, {"of": CHOOSE["of"]} | COMMON, "of")
    given["id"] = names.take(body, path, place)
    given["of"] = _node(given["of"], f"{path}.of", f"{place}-1", names)
    return Not(**given)


def _said(select: Selector) -> str:
    """The filters in words for an id, without thresholds and people."""
    parts = (
        select.kind,
        *select.what,
        *select.tags,
        *select.any_tags,
        select.framework,
        *select.context,
        *select.issuer,
    )
    return " ".join(part for part in parts if part)


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-") or "node"


def write(node: Node) -> dict[str, Any]:
    """The canonical document of a rule: long form, every id, only what differs from the language's defaults.

    Whole numbers as numbers, other decimals as text, so that no reader rounds them.
    """
    body: dict[str, Any] = {}
    for each in declared(node):
        value = getattr(node, each.name)
        if each.name == "of":
            body["of"] = [write(child) for child in value] if isinstance(node, Choose) else write(value)
        elif each.name == "id" or not _is_default(each, value):
            body["from" if each.name == "select" else each.name] = _plain(value)
    if isinstance(node, Total):
        body["unit"] = node.unit
        if not node.unit:
            del body["unit"]
    return {type(node).__name__.lower(): body}


def _is_default(each: Any, value: Any) -> bool:
    made = each.default_factory() if callable(each.default_factory) else each.default
    return bool(value == made)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    if is_dataclass(value):
        return {
            f.name: _plain(getattr(value, f.name))
            for f in declared(value)
            if not _is_default(f, getattr(value, f.name))
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value
