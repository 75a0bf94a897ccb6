"""CTDL and CTDL-ASN files read into packages: pathways, competency frameworks, credentials, qualification frameworks,
rubrics, transfer, organizations and whatever else a file holds; nothing is dropped.

A document's body says where it stood in the file, so that `writing_back` gives the same file again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from throughline.core.formats.ctdl import terms
from throughline.core.formats.ctdl.conditions import Conditions, Derived
from throughline.core.formats.ctdl.frame import filled
from throughline.core.formats.ctdl.graph import Graph, GraphNode, graph_of
from throughline.core.formats.ctdl.holding import Held, held
from throughline.core.formats.ctdl.identity import external, identifiers
from throughline.core.formats.ctdl.opening import Opened, opened
from throughline.core.formats.packages import Association, Document, Item, Note, Package

FORMAT = "ctdl"
TITLES = ("name", "prefLabel", "title", "label", "competencyText", "targetNodeName")
STATEMENTS = ("competencyText", "name", "prefLabel", "benchmarkText", "description", "label", "comment")
PUBLISHERS = ("publisher", "ownedBy", "creator", "offeredBy", "author", "publisherName")
STATUSES = ("lifeCycleStatusType", "publicationStatusType", "credentialStatusType", "lifecycleStatusType")


@dataclass(frozen=True, slots=True)
class _File:
    opened: Opened
    graph: Graph
    held: Held
    ids: Mapping[str, str]
    parts: frozenset[str]


def read(data: bytes, *, name: str) -> tuple[Package, ...]:
    """The packages of a file, in its order. name: what errors call it, and by its ending what it is.

    Raises `Unreadable`: a file is taken whole or not at all. What was mended, or is kept without being understood, stands
    in the notes of the package it concerns.
    """
    source = opened(data, name)
    graph = graph_of((node for node in source.nodes if isinstance(node, dict)), source.prefixes)
    ids, doubts = identifiers(graph)
    holding = held(graph)
    parts = frozenset(part for each in holding.documents.values() for part in each)
    file = _File(source, graph, holding, ids, parts)
    derived = Conditions(graph, ids).rules().values()
    notes = (*source.notes, *graph.notes, *doubts, *(note for each in derived for note in each.notes))
    about = _by_document(file, notes)
    return tuple(_package(file, key, tuple(about.get(key, ()))) for key in file.held.documents)


def written_back(packages: tuple[Package, ...]) -> Any:
    """The JSON-LD that packages came from. Where only some packages of a file are given, the places of the others are
    closed; the result is a file by itself."""
    frame: Any = None
    nodes: dict[int, Any] = {}
    for package in packages:
        body = json.loads(package.document.body)
        frame = body["file"] if frame is None else frame
        nodes[body["place"]] = body["node"]
        tops = body["tops"]
        nodes.update({each.place: json.loads(each.body) for each in package.items if each.place < tops})
    return filled(frame, nodes)


def graph_in(package: Package) -> Graph:
    """The graph of a package, as its bodies say it."""
    body = json.loads(package.document.body)
    tops = [(body["place"], body["node"])]
    tops += [(each.place, json.loads(each.body)) for each in package.items if each.place < body["tops"]]
    return graph_of((node for _, node in sorted(tops, key=lambda pair: pair[0])), body["prefixes"])


def rules_in(package: Package) -> Mapping[str, Derived]:
    """The rule of each component of a pathway that asks for something, by the component's identifier."""
    ids = {package.document.uri: package.document.identifier}
    ids |= {each.uri: each.identifier for each in package.items}
    found = Conditions(graph_in(package), ids).rules()
    return {ids[key]: derived for key, derived in found.items() if key in ids}


def _by_document(file: _File, notes: Iterable[Note]) -> Mapping[str, list[Note]]:
    """The notes by the document they concern; those about the file, or about nobody's part, with the first."""
    owners = {part: key for key, parts in file.held.documents.items() for part in (key, *parts)}
    first = next(iter(file.held.documents))
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(owners.get(note.where, first), []).append(note)
    return found


def _package(file: _File, key: str, notes: tuple[Note, ...]) -> Package:
    parts = file.held.documents[key]
    items = tuple(_item(file, part) for part in parts)
    links = tuple(_associations(file, (key, *parts)))
    return Package(_document(file, file.graph.nodes[key]), items, links, notes)


def _document(file: _File, node: GraphNode) -> Document:
    texts = node.texts(*TITLES)
    return Document(
        identifier=file.ids[node.key],
        uri=node.key,
        kind=terms.kind_of(node.types),
        format=FORMAT,
        title=_short(node) or node.key,
        body=_json(
            {
                "file": file.opened.frame, "tops": file.graph.tops, "place": node.place, "node": node.source,
                "prefixes": file.opened.prefixes,
            }
        ),
        language=str(next(iter(node.values("inLanguage")), "")) or next(iter(texts), ""),
        publisher=_publisher(file.graph, node),
        version=node.text("versionIdentifier", "versionCode", "version") or _version(file.graph, node),
        status=_status(file.graph, node),
    )  # fmt: skip


def _short(node: GraphNode) -> str:
    return " ".join(node.text(*TITLES, "codedNotation", "description").split())


def _publisher(graph: Graph, node: GraphNode) -> str:
    named = (*node.links(*PUBLISHERS), *map(str, node.values("publisherName")))
    for who in named:
        return graph.nodes[who].text("name") or who if who in graph.nodes else who
    return ""


def _version(graph: Graph, node: GraphNode) -> str:
    found = graph.at(node.links("versionIdentifier"))
    return found[0].text("identifierValueCode", "identifierValue") if found else ""


def _status(graph: Graph, node: GraphNode) -> str:
    said = next(iter(node.values(*STATUSES)), "")
    aligned = graph.nodes.get(str(said))
    if aligned is None:
        return terms.local(str(said)) if said else ""
    targets = aligned.values("targetNode")
    return terms.local(str(targets[0])) if targets else aligned.text("targetNodeName")


def _item(file: _File, key: str) -> Item:
    node, parent = file.graph.nodes[key], file.held.parents.get(key, "")
    return Item(
        identifier=file.ids[key],
        uri=key,
        place=node.place,
        statement=node.text(*STATEMENTS),
        body=_json(node.source),
        kind=node.types[0] if node.types else "",
        code=node.text("codedNotation", "notation"),
        level=_level(file.graph, node),
        language=next(iter(node.texts(*STATEMENTS)), ""),
        parent=file.ids[parent] if parent else "",
        position=file.held.order.get(key, node.place),
    )


def _level(graph: Graph, node: GraphNode) -> str:
    if node.is_a("ProgressionModel"):
        return ""
    for to in node.links("hasProgressionLevel"):
        return graph.nodes[to].text(*TITLES) or to if to in graph.nodes else to
    return node.text("level")


def _associations(file: _File, keys: tuple[str, ...]) -> Iterator[Association]:
    """Every link from the document or a part of it to another node, here or elsewhere, in the file's order."""
    place = 0
    for key in keys:
        node = file.graph.nodes[key]
        for name in node.properties:
            for position, to in enumerate(node.links(name)):
                if _is_thing(file, to):
                    yield _association(file, node, name, to, place, position)
                    place += 1


def _is_thing(file: _File, key: str) -> bool:
    """Whether a link leads to a node of its own: not to values written inside the one that has them."""
    node = file.graph.nodes.get(key)
    return node is None or not node.within or key in file.parts


def _association(file: _File, node: GraphNode, name: str, to: str, place: int, position: int) -> Association:
    target = file.graph.nodes.get(to)
    kind = terms.prefixed(node.written.get(name, name))
    return Association(
        identifier=str(uuid5(NAMESPACE_URL, f"{file.ids[node.key]} {kind} {to} {position}")),
        uri="",
        place=place,
        kind=kind,
        origin=file.ids[node.key],
        origin_uri=node.key,
        destination=file.ids[to] if to in file.ids else external(to),
        destination_uri=to,
        body=b"{}",
        destination_title=_short(target) if target is not None else "",
        position=position,
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
