"""What a node says, in one form whatever shape it was written in: no order, no prefixes, one value like a list of one.

Two files say the same of a node exactly if its normal forms are equal; so the hash of a projection survives a change of
shape, an editor that sorts, and the way through Turtle.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import rfc8785

from throughline.core.formats.ctdl.graph import Graph, GraphNode, Link, graph_of

OWN = "throughline:"


def native(source: Mapping[str, Any]) -> dict[str, Any]:
    """A node without its `throughline:` members."""
    return {name: value for name, value in source.items() if not name.startswith(OWN)}


def projection_hash(source: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of the normal form of a node without its `throughline:` members."""
    return "sha256:" + sha256(rfc8785.dumps(normal(native(source)))).hexdigest()


def normal(source: Mapping[str, Any]) -> dict[str, Any]:
    """The normal form of a node and of all that stands inside it."""
    graph = graph_of([source])
    return _form(graph, next(iter(graph.nodes.values())))


def _form(graph: Graph, node: GraphNode) -> dict[str, Any]:
    made: dict[str, Any] = {"types": sorted(node.types)}
    if "|" not in node.key:
        made["key"] = node.key
    for name, values in node.properties.items():
        forms = [_value(graph, node, value) for value in values]
        made[name] = sorted(forms, key=lambda form: json.dumps(form, sort_keys=True))
    return made


def _value(graph: Graph, node: GraphNode, value: Any) -> Any:
    if not isinstance(value, Link):
        return [str(value.value), value.language]
    inner = graph.nodes.get(value.to)
    inside = inner is not None and inner.within == node.key
    return _form(graph, inner) if inside and inner is not None else {"to": value.to}
