"""Qualification frameworks and maps between them: the ladders of many countries in the one shape that ours have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from throughline.core.catalogue.documents import Level, QualificationFramework
from throughline.core.formats.ctdl import terms
from throughline.core.formats.ctdl.graph import Graph, GraphNode
from throughline.core.formats.ctdl.reading import graph_in
from throughline.core.formats.packages import Package
from throughline.core.requirements.nodes import Cite, Text

NUMBER = re.compile(r"\d+")
MATCHES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch")


@dataclass(frozen=True, slots=True)
class LevelMatch:
    """One line of a map between two ladders. source, target: addresses of levels (target empty: there is none like it).
    kind: `closeMatch`, `broadMatch`, `NoMatch` ..."""

    source: str
    target: str
    kind: str


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


def matches_in(package: Package) -> tuple[LevelMatch, ...]:
    """The lines of an alignment map, in its order."""
    graph = graph_in(package)
    lines = graph.at(graph.nodes[package.document.uri].links("hasPart"))
    return tuple(
        LevelMatch(
            source=next(iter(each.links("sourceNode")), ""),
            target=next(iter(each.links("targetNode")), ""),
            kind=terms.local(str(next(iter(each.values("alignmentType")), ""))),
        )
        for each in lines
    )


def counterpart(matches: tuple[LevelMatch, ...], ladder: str, number: int) -> tuple[str, int] | None:
    """The ladder and level that a level corresponds to: `counterpart(map, "scqf", 8)` is `("eqf", 5)`. None where the map
    says that nothing is like it, or does not speak of it."""
    for each in matches:
        if named_level(each.source) == (ladder, number) and each.target:
            return named_level(each.target)
    return None


def named_level(address: str) -> tuple[str, int] | None:
    """The ladder and the number that the address of a level ends in: `scqf:level8`, `.../scqf/level8`."""
    parts = re.split(r"[/#:]", address)
    found = NUMBER.search(parts[-1])
    return (parts[-2] if len(parts) > 1 else "", int(found[0])) if found else None
