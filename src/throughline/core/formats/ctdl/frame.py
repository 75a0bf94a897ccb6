"""Where the nodes of a JSON-LD file stand, and the file without them, so that the same file can be put together again.

Real files are one node, a graph, a bare list, a list of graphs, or a registry envelope around any of these. In the
frame the nodes at the top are replaced by their numbers, `{"@node": 3}`, several in a row by the first and the last,
`{"@nodes": [3, 9]}`, so that the frame of a large file is small.
"""

from collections.abc import Iterator, Mapping
from typing import Any

GRAPH = "@graph"
NUMBER, ROW = "@node", "@nodes"
ENVELOPED = ("decoded_resource", "resource")


def nodes_in(root: Any) -> list[Any]:
    """The nodes at the top of a file, in order; what stands among them that is no node is left where it is."""
    return [holder[key] for holder, key in _homes([root])]


def frame_of(root: Any) -> Any:
    """The file with a number in the place of each node at its top."""
    boxed = _copied([root])
    for number, (holder, key) in enumerate(_homes(boxed)):
        holder[key] = {NUMBER: number}
    return _in_rows(boxed[0])


def filled(frame: Any, nodes: Mapping[int, Any]) -> Any:
    """The file again: each number replaced by its node; the places of nodes that are not given are closed."""
    boxed = _copied([_one_by_one(frame)])
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


def _in_rows(value: Any) -> Any:
    """The numbers that follow each other in a list as one row."""
    if isinstance(value, dict) and (inner := _inner(value)) is not None:
        return {**value, inner: _in_rows(value[inner])}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for each in value:
        number = each.get(NUMBER) if isinstance(each, dict) else None
        if number is None:
            made.append(_in_rows(each))
        elif made and isinstance(made[-1], dict) and ROW in made[-1]:
            made[-1] = {ROW: [made[-1][ROW][0], number]}
        else:
            made.append({ROW: [number, number]})
    return made


def _one_by_one(value: Any) -> Any:
    """A frame with each number by itself."""
    if isinstance(value, dict) and (inner := _inner(value)) is not None:
        return {**value, inner: _one_by_one(value[inner])}
    if not isinstance(value, list):
        return value
    made: list[Any] = []
    for each in value:
        if isinstance(each, dict) and ROW in each:
            first, last = each[ROW]
            made.extend({NUMBER: number} for number in range(first, last + 1))
        else:
            made.append(_one_by_one(each))
    return made
