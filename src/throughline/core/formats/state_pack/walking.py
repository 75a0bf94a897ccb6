"""Every value in a document, with the place it is written at: for texts, references and rules alike."""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from throughline.core.catalogue import documents as d
from throughline.core.formats.state_pack import shape
from throughline.core.requirements.nodes import Choose, Node, Not, Text, Use, walk

_SELECT = {"select": "from"}


@dataclass(frozen=True, slots=True)
class Part:
    """One value: the type and name of the field that holds it, its path, its declared type, itself."""

    owner: type
    name: str
    path: str
    type: Any
    value: Any


def parts(document: Any, path: str = "") -> Iterator[Part]:
    """Every field of a document and of the values and rules in it, in reading order."""
    for written, field in shape.declared(document.__class__).items():
        value = getattr(document, field.name)
        below = f"{path}.{_SELECT.get(written, written)}" if path else written
        if (type(document), field.name) == (d.Rule, "editions") and value and not value[0].label:
            below = below.removesuffix(".editions")
            yield Part(d.Edition, "root", f"{below}.rule", Node, value[0].root)
            yield from node_parts(value[0].root, f"{below}.rule")
            continue
        hint, _ = shape.optional(field.type)
        yield Part(type(document), field.name, below, hint, value)
        if value is not None:
            yield from _below(hint, value, below)


def _below(hint: Any, value: Any, path: str) -> Iterator[Part]:
    if shape.is_node(hint):
        yield from node_parts(value, path)
    elif is_dataclass(value):
        yield from parts(value, path)
    elif typing.get_origin(hint) is tuple and not shape.is_node(typing.get_args(hint)[0]):
        for index, each in enumerate(value):
            yield from _item(typing.get_args(hint)[0], each, f"{path}[{index}]")
    elif isinstance(value, Mapping) and typing.get_args(hint)[1] == Text:
        for name, each in value.items():
            yield Part(dict, name, f"{path}.{name}", Text, each)


def _item(hint: Any, value: Any, path: str) -> Iterator[Part]:
    if hint == Text:
        yield Part(tuple, "", path, Text, value)
    elif is_dataclass(value):
        yield from parts(value, path)


def node_parts(node: Node, path: str) -> Iterator[Part]:
    """Every field of a rule's nodes, at the place each is written in its long form."""
    here = f"{path}.{type(node).__name__.lower()}"
    yield from parts(node, here)
    if isinstance(node, Choose):
        for index, child in enumerate(node.of):
            yield from node_parts(child, f"{here}.of[{index}]")
    elif isinstance(node, Not):
        yield from node_parts(node.of, f"{here}.of")


def rules_of(document: Any, path: str = "") -> Iterator[tuple[str, Node, type]]:
    """The rules a document holds: path, root, and the type that holds it."""
    for part in parts(document, path):
        if (part.owner, part.name) in shape.RULES and part.value is not None:
            yield part.path, part.value, part.owner


def references(document: Any) -> frozenset[str]:
    """What a document depends on: the reference (`kind:id`) of everything it names that a pack can hold."""
    return frozenset(name for part in parts(document) for name in named(part))


def named(part: Part) -> Iterator[str]:
    """The references in one value; those of a kind that no pack holds (courses, assessments) are left out."""
    key = (part.owner, part.name)
    if not part.value or not isinstance(part.value, (str, tuple)):
        return
    for each in (part.value,) if isinstance(part.value, str) else part.value:
        if key in shape.BARE:
            yield f"{shape.BARE[key]}:{each}"
        elif key in (shape.PREFIXED.keys() | shape.OPEN) and _held(each.partition(":")[0]):
            yield each


def _held(kind: str) -> bool:
    return kind in shape.COLLECTION_OF and kind not in shape.FREE


def cited(root: Node) -> bool:
    """Whether a rule says on its root or a node what it stands on; a shared rule carries its own."""
    return any(node.cite is not None or isinstance(node, Use) for node in walk(root))
