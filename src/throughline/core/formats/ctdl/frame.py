"""Where the nodes of a JSON-LD file stand, and the file without them, so that the same file can be put together again.

Real files are one node, a graph, a bare list, a list of graphs, or a registry envelope around any of these. In the
frame each node that stands at the top is replaced by its number, `{"@node": 3}`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

GRAPH = "@graph"
NUMBER = "@node"
ENVELOPED = ("decoded_resource", "resource")


def nodes_in(root: Any) -> list[Any]:
    """The nodes at the top of a file, in order; what stands among them that is no node is left where it is."""
    return [holder[key] for holder, key in _homes([root])]


def frame_of(root: Any) -> Any:
    """The file with a number in the place of each node at its top."""
    boxed = _copied([root])
    for number, (holder, key) in enumerate(_homes(boxed)):
        holder[key] = {NUMBER: number}
    return boxed[0]


def filled(frame: Any, nodes: Mapping[int, Any]) -> Any:
    """The file again: each number replaced by its node; the places of nodes that are not given are closed."""
    boxed = _copied([frame])
    for holder, key in reversed(list(_homes(boxed))):
        number = holder[key][NUMBER]
        if number in nodes:
            holder[key] = nodes[number]
        elif isinstance(holder, list):
            del holder[key]
    return boxed[0]


def _homes(boxed: list[Any]) -> Iterator[tuple[Any, Any]]:
    """The holder and the key of each place of a node."""
    for key, value in enumerate(boxed):
        yield from _homes_at(boxed, key, value)


def _homes_at(holder: Any, key: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, list):
        yield from _homes(value)
    elif isinstance(value, dict) and (inner := _inner(value)) is not None:
        yield from _homes_at(value, inner, value[inner])
    elif isinstance(value, dict):
        yield holder, key


def _inner(value: Mapping[str, Any]) -> str | None:
    """The member that holds the nodes, where the object is a graph or an envelope."""
    names = [*ENVELOPED, GRAPH] if "envelope_id" in value or "envelope_community" in value else [GRAPH]
    return next((name for name in names if isinstance(value.get(name), dict | list)), None)


def _copied(value: Any) -> Any:
    """The containers on the way to the nodes copied; the nodes themselves shared."""
    if isinstance(value, list):
        return [_copied(each) for each in value]
    if isinstance(value, dict) and (inner := _inner(value)) is not None:
        return {**value, inner: _copied(value[inner])}
    return value
