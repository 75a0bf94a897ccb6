"""Statement trees of JSON walked in reading order: what several formats of the field are made of."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from throughline.core.formats.packages import Item


@dataclass(frozen=True, slots=True)
class Branch:
    """One node of a tree. above: place of the node it stands under (None: at the top); position: among its siblings."""

    node: Mapping[str, Any]
    place: int
    above: int | None
    position: int


def branches(roots: Sequence[Any], children: str) -> Iterator[Branch]:
    """Every node of the trees, parents first. children: the member that holds the nodes below."""
    waiting = [(root, None, position) for position, root in reversed(list(enumerate(roots)))]
    stack: list[tuple[Any, int | None, int]] = list(waiting)
    place = 0
    while stack:
        node, above, position = stack.pop()
        if not isinstance(node, Mapping):
            continue
        yield Branch(node, place, above, position)
        below = node.get(children) or []
        stack.extend((each, place, nth) for nth, each in reversed(list(enumerate(below))))
        place += 1


def alone(node: Mapping[str, Any], children: str) -> bytes:
    """A node as it came, with an empty list in the place of those below it."""
    below = node.get(children)
    emptied = dict(node)
    if isinstance(below, list):
        emptied[children] = [each for each in below if not isinstance(each, Mapping)]
    return json.dumps(emptied, ensure_ascii=False).encode()


def regrown(items: Iterable[Item], children: str) -> list[Any]:
    """The trees again that items in reading order were made of."""
    roots: list[Any] = []
    latest: dict[str, Any] = {}
    for item in items:
        node = json.loads(item.body)
        above = latest.get(item.parent)
        (roots if above is None else above.setdefault(children, [])).append(node)
        latest[item.identifier] = node
    return roots


def made_of(address: str) -> str:
    """The identifier of what only an address names: a UUID of version 5."""
    return str(uuid5(NAMESPACE_URL, address))
