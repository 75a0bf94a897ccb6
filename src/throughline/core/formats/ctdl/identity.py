"""One lower-case UUID for each thing of a file: its CTID without `ce-`, the UUID its address ends in, or one made of
the address."""

import re
from collections.abc import Iterator, Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from throughline.core.formats.ctdl.graph import Graph, GraphNode
from throughline.core.formats.packages import Note

UUID_AT_END = re.compile(
    r"(?:^|[/:#]|ce-)(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$", re.I
)
ALMOST = re.compile(r"(?:^|[/:#_]|ce-)[0-9a-f]{6,10}(-[0-9a-f]{3,5}){3}-[0-9a-f]{10,14}$", re.I)
WHOLE_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*://|^(urn|did|tag):", re.I)


def identifiers(graph: Graph) -> tuple[Mapping[str, str], tuple[Note, ...]]:
    """The identifier of each node of a file by its key, and what was wrong with the ids that the file gives.

    Made ones are UUIDs of version 5: of the address where it is a whole one, else of the address and of what the file is
    about, so that `res:level1` of two files are two things.
    """
    own = _space(graph)
    found: dict[str, str] = {}
    taken: set[str] = set()
    notes: list[Note] = []
    for node in graph.nodes.values():
        name = _given(node) or _made(node.key, own)
        if name in taken:
            notes.append(Note(node.key, f"another thing here has its id {name}", "it gets an id of its own"))
            name = _made(f"{node.key} {node.place}", own)
        found[node.key] = name
        taken.add(name)
        notes.extend(_doubts(node))
    return found, tuple(notes)


def external(key: str) -> str:
    """The identifier of something that only its address tells of."""
    match = UUID_AT_END.search(key)
    return match["uuid"].lower() if match else str(uuid5(NAMESPACE_URL, key))


def _space(graph: Graph) -> UUID:
    first = next(iter(graph.nodes.values()))
    return uuid5(NAMESPACE_URL, f"{first.key} {first.text('name', 'prefLabel', 'title')}")


def _given(node: GraphNode) -> str:
    for written in (*node.values("ctid"), "" if node.within and "|" in node.key else node.key):
        match = UUID_AT_END.search(str(written).strip())
        if match:
            return match["uuid"].lower()
    return ""


def _made(key: str, own: UUID) -> str:
    return str(uuid5(NAMESPACE_URL if WHOLE_ADDRESS.match(key) else own, key))


def _doubts(node: GraphNode) -> Iterator[Note]:
    for written in (node.key, *(str(v) for v in node.values("ctid"))):
        if "|" not in written and ALMOST.search(written) and not UUID_AT_END.search(written):
            yield Note(
                node.key, f"'{written.rpartition('/')[2]}' is no UUID", "an id was made of the address"
            )
            return
