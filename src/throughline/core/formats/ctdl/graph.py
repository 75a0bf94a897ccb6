"""One graph of nodes from a CTDL file in any of its shapes, each node with its source kept as it came.

A property may be written as a text, an `{"@id"}`, a list of either, texts by language, or an `@value` list; a node may
stand in the graph or inside another one. Nothing is fetched, and no context file is needed: names are known by `terms`.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from throughline.core.formats.ctdl import terms
from throughline.core.formats.packages import Note

IDS, CLASSES = ("@id", "id"), ("@type", "type")
JSON_LITERAL = "rdf:JSON"


@dataclass(frozen=True, slots=True)
class Link:
    """A value that is another node, by its key."""

    to: str


@dataclass(frozen=True, slots=True)
class Words:
    """A value that is a text, number or flag; language: its tag, datatype: of the value, prefixed (both mostly empty)."""

    value: str | int | float | bool
    language: str = ""
    datatype: str = ""


Value: TypeAlias = Link | Words


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node of the file. key: its address, with a declared prefix written out; made where it has none.

    types: local names of its classes. properties: by local name; `written` gives each name as the file has it. source: the
    node as it came. place: its place in the file. within: key of the node it stands inside, or empty.
    """

    key: str
    types: tuple[str, ...]
    properties: Mapping[str, tuple[Value, ...]]
    source: Mapping[str, Any]
    place: int
    within: str = ""
    written: Mapping[str, str] = field(default_factory=dict)

    def links(self, *names: str) -> tuple[str, ...]:
        """Keys of the nodes that these properties lead to, in order."""
        return tuple(v.to for name in names for v in self.properties.get(name, ()) if isinstance(v, Link))

    def texts(self, *names: str) -> Mapping[str, str]:
        """The first of these properties that has words, by language; without a language under the empty tag."""
        for name in names:
            found = {v.language: str(v.value) for v in self.properties.get(name, ()) if isinstance(v, Words)}
            if any(text.strip() for text in found.values()):
                return found
        return {}

    def text(self, *names: str) -> str:
        """The same in English, or else in the first language it has."""
        found = self.texts(*names)
        english = [text for tag, text in found.items() if tag.lower().startswith("en")]
        return (english or [found.get("", "")])[0] or next(iter(found.values()), "")

    def values(self, *names: str) -> tuple[str | int | float | bool, ...]:
        """What these properties say, an address as its text, in order."""
        found = [v for name in names for v in self.properties.get(name, ())]
        return tuple(v.to if isinstance(v, Link) else v.value for v in found)

    def is_a(self, *classes: str) -> bool:
        """Whether it is of one of these classes."""
        return any(name in classes for name in self.types)


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes of a file by key, those at the top first, in the file's order; tops: how many stand at the top."""

    nodes: Mapping[str, GraphNode]
    tops: int
    notes: tuple[Note, ...] = ()

    def at(self, keys: Iterable[str]) -> tuple[GraphNode, ...]:
        """Those of these nodes that are here."""
        return tuple(self.nodes[key] for key in keys if key in self.nodes)


@dataclass
class _Making:
    prefixes: Mapping[str, str]
    known: frozenset[str]
    nodes: dict[str, GraphNode] = field(default_factory=dict)
    inner: deque[tuple[Mapping[str, Any], str, str]] = field(default_factory=deque)
    notes: list[Note] = field(default_factory=list)


def graph_of(nodes: Iterable[Mapping[str, Any]], prefixes: Mapping[str, str] | None = None) -> Graph:
    """The graph of the nodes at the top of a file. prefixes: those that the file's own context declares."""
    tops = list(nodes)
    given = prefixes or {}
    keys = {_written_key(node, given) for node in tops} - {""}
    making = _Making(given, frozenset(keys))
    for place, node in enumerate(tops):
        _add(making, node, _written_key(node, given) or f"_:{place}", place, "")
    place = len(tops)
    while making.inner:
        source, key, within = making.inner.popleft()
        place += _add(making, source, key, place, within)
    return Graph(making.nodes, len(tops), tuple(making.notes))


def declared_prefixes(root: Any) -> Mapping[str, str]:
    """The prefixes that a file's own context declares, in whatever object it stands."""
    if isinstance(root, list):
        return {name: address for each in root for name, address in declared_prefixes(each).items()}
    if not isinstance(root, Mapping):
        return {}
    context = root.get("@context")
    found = [each for each in (context if isinstance(context, list) else [context]) if isinstance(each, dict)]
    below = [declared_prefixes(root[name]) for name in ("decoded_resource",) if name in root]
    pairs = [pair for each in (*found, *below) for pair in each.items()]
    return {
        name: value for name, value in pairs if isinstance(value, str) and value.endswith(("/", "#", ":"))
    }


def _written_key(node: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    written = next((node[name] for name in IDS if isinstance(node.get(name), str)), "")
    return _address(written, prefixes)


def _address(written: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, rest = written.partition(":")
    if colon and prefix in prefixes and not rest.startswith("//"):
        return prefixes[prefix] + rest
    return written


def _add(making: _Making, source: Mapping[str, Any], key: str, place: int, within: str) -> int:
    """Adds a node; gives how many were added. One inside another that says what its namesake says is the same node."""
    other = making.nodes.get(key)
    if other is not None and within and other.source == source:
        return 0
    if other is not None:
        same = "one node stands in the file twice" if other.source == source else "two nodes have one address"
        making.notes.append(Note(key, same, "both are kept, the later one under a name of its own"))
        key = next(name for n in range(2, place + 3) if (name := f"{key}#{n}") not in making.nodes)
    node = _node(making, source, key, place, within)
    if (twice := _said_twice(node)) and not within:
        what = f"its {twice} is given twice, as if two things were one"
        making.notes.append(Note(key, what, "both are kept"))
    making.nodes[key] = node
    return 1


def _said_twice(node: GraphNode) -> str:
    """The first name that can only have one value, and has two in one language."""
    for name in ("name", "prefLabel", "ctid"):
        tags = [v.language for v in node.properties.get(name, ()) if isinstance(v, Words)]
        if len(tags) > len(set(tags)):
            return name
    return ""


def _node(making: _Making, source: Mapping[str, Any], key: str, place: int, within: str) -> GraphNode:
    properties: dict[str, tuple[Value, ...]] = {}
    written: dict[str, str] = {}
    for name, value in source.items():
        if name in IDS or name in CLASSES or name == "@context":
            continue
        short = terms.local(name)
        found = tuple(_values(making, short, value, key))
        properties[short] = properties.get(short, ()) + found
        written.setdefault(short, name)
    return GraphNode(key, _types(source), properties, source, place, within, written)


def _types(source: Mapping[str, Any]) -> tuple[str, ...]:
    given: Any = next((source[name] for name in CLASSES if name in source), [])
    names = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return tuple(terms.local(name) for name in names if isinstance(name, str))


def _values(making: _Making, name: str, value: Any, key: str, index: str = "") -> Iterator[Value]:
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _values(making, name, each, key, f"{index}|{number}")
    elif isinstance(value, dict):
        yield from _of_object(making, name, value, key, index)
    elif isinstance(value, str):
        address = _address(value, making.prefixes)
        linked = name in terms.LINKS or (address in making.known and name not in terms.TEXTS)
        yield Link(address) if linked else Words(value)
    elif value is not None:
        yield Words(value)


def _of_object(making: _Making, name: str, value: Mapping[str, Any], key: str, index: str) -> Iterator[Value]:
    if "@list" in value or "@set" in value:
        yield from _values(making, name, value.get("@list", value.get("@set")), key, index)
    elif "@value" in value:
        yield _literal(value)
    elif set(value) <= set(IDS) and value:
        yield Link(_written_key(value, making.prefixes))
    elif _by_language(value):
        for tag, texts in value.items():
            for text in texts if isinstance(texts, list) else [texts]:
                if text is not None:
                    yield Words(text, tag.lstrip("@"))
    else:
        inner = _written_key(value, making.prefixes) or f"{key}|{name}{index or '|0'}"
        making.inner.append((value, inner, key))
        yield Link(inner)


def _literal(value: Mapping[str, Any]) -> Words:
    held, kind = value["@value"], str(value.get("@type", ""))
    if kind in ("@json", terms.expanded(JSON_LITERAL)):
        return Words(json.dumps(held, ensure_ascii=False, sort_keys=True), datatype=JSON_LITERAL)
    plain = held if isinstance(held, str | int | float | bool) else json.dumps(held, ensure_ascii=False)
    return Words(plain, str(value.get("@language", "")), terms.shortened(kind))


def _by_language(value: Mapping[str, Any]) -> bool:
    """Whether the object is one text in several languages: tags and nothing else."""
    return bool(value) and all(
        (tag := str(name).lstrip("@").split("-")[0]).isalpha()
        and 2 <= len(tag) <= 3
        and name not in IDS
        and (text is None or isinstance(text, str) or _texts_only(text))
        for name, text in value.items()
    )


def _texts_only(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
