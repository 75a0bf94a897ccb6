"""Qualification frameworks read back from what was published, in the one shape that ours have."""

import re
from collections.abc import Mapping

from throughline.core.catalogue.documents import Level, QualificationFramework
from throughline.core.formats.ctdl.graph import Graph, GraphNode
from throughline.core.formats.ctdl.reading import graph_in
from throughline.core.formats.packages import Package
from throughline.core.requirements.nodes import Cite, Text

NUMBER = re.compile(r"\d+")


def ladder_in(package: Package) -> QualificationFramework:
    """The levels of a qualification framework, from the lowest up, as the file orders them; levels that the file names and
    does not hold are left out. A level's number is the one in its name; `Entry` is 0."""
    graph = graph_in(package)
    whole = graph.nodes[package.document.uri]
    models = graph.at(whole.links("hasProgressionModel")) or (whole,)
    levels = [each for model in models for each in graph.at(model.links("hasProgressionLevel"))]
    source = next(iter((*whole.links("source"), *whole.links("sourceDocumentation"))), "")
    return QualificationFramework(
        id=package.document.identifier,
        title=_text(whole, "name"),
        levels=tuple(_level(graph, each, place) for place, each in enumerate(levels, 1)),
        cite=Cite(source, url=source) if source else None,
    )


def _level(graph: Graph, node: GraphNode, place: int) -> Level:
    title = _text(node, "prefLabel", "name")
    found = NUMBER.search(node.text("prefLabel", "name", "notation"))
    entry = "entry" in node.text("prefLabel", "name").lower()
    types = graph.at(node.links("indicativeCredentialType"))
    return Level(
        number=int(found[0]) if found else 0 if entry else place,
        title=title,
        descriptor=_descriptor(graph, node),
        types=tuple(name for each in types if (name := each.text("name"))),
    )


def _descriptor(graph: Graph, node: GraphNode) -> Text:
    """What the level asks for: its definition, then each facet with its name."""
    found: dict[str, list[str]] = {}
    for tag, words in _text(node, "definition", "description").items():
        found.setdefault(tag, []).append(words)
    for facet in graph.at(node.links("facetedDescription")):
        names = [each.text("prefLabel") for each in graph.at(facet.links("conceptTerm"))]
        for tag, words in _text(facet, "competencyText").items():
            found.setdefault(tag, []).append(f"{names[0]}: {words}" if names else words)
    return {tag: "\n".join(parts) for tag, parts in found.items()}


def _text(node: GraphNode, *names: str) -> Mapping[str, str]:
    return {tag or "en": words.strip() for tag, words in node.texts(*names).items() if words.strip()}
