"""Which nodes of a file are documents, which stand in which document, and under what."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from throughline.core.formats.ctdl import terms
from throughline.core.formats.ctdl.graph import Graph, GraphNode

DOWN = (
    "hasChild", "hasTopChild", "hasPart", "hasDestinationComponent", "hasCondition", "hasConstraint", "ruleSet",
    "targetComponent", "hasProgressionModel", "hasProgressionLevel", "facetedDescription", "hasTopConcept", "narrower",
    "hasFacetScheme", "hasGlossary", "hasSubFrameworkScheme", "hasCriterionCategorySet", "hasRubricCriterion",
    "hasRubricLevel", "hasCriterionLevel", "precededBy", "precedes",
)  # fmt: skip
UP = ("isPartOf", "isChildOf", "isTopChildOf", "inScheme", "topConceptOf", "broader", "isDestinationComponentOf",
      "inProgressionModel", "inQualificationsFramework")  # fmt: skip
UNDER = ("hasChild", "hasCondition", "hasConstraint", "ruleSet", "narrower", "hasRubricCriterion", "hasRubricLevel",
         "hasCriterionLevel", "hasTopConcept", "facetedDescription", "hasPart")  # fmt: skip
"""What leads from a node to those that stand under it; a document's own are at the top."""
OVER = ("isChildOf", "broader")
SCALES = ("ProgressionModel", "QualificationsFramework")


@dataclass(frozen=True, slots=True)
class Held:
    """By key of a document: the keys of what stands in it, in the file's order. parents: by key of a node, the one it
    stands under, where that is in the same document; order: its number among what the parent names."""

    documents: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, str]
    order: Mapping[str, int]


def held(graph: Graph) -> Held:
    """What each document of a file holds. A part that no document claims goes to the only one there is, or is itself
    taken for a document: nothing is left out."""
    down = _steps(graph)
    owners: dict[str, str] = {}
    whole = [key for key, node in graph.nodes.items() if not node.within and _is_whole(node)]
    for key in whole:
        owners.setdefault(key, key)
        _claim(graph, key, key, down, owners)
    schemes = [
        k for k, n in graph.nodes.items() if k not in owners and n.is_a(*terms.HELD_OR_WHOLE) and not n.within
    ]
    for key in schemes:
        if owners.setdefault(key, key) == key:
            _claim(graph, key, key, down, owners)
    _leftovers(graph, owners, down)
    documents: dict[str, list[str]] = {key: [] for key in graph.nodes if owners.get(key) == key}
    for key in graph.nodes:
        if key in owners and owners[key] != key:
            documents[owners[key]].append(key)
    parents, order = _parents(graph, owners)
    return Held({key: tuple(parts) for key, parts in documents.items()}, parents, order)


def _is_whole(node: GraphNode) -> bool:
    """Whether a node at the top is a document whatever else is there; a blank one is part of what names it."""
    return bool(node.types) and not node.is_a(*terms.PARTS, *terms.HELD_OR_WHOLE) and not _nameless(node)


def _nameless(node: GraphNode) -> bool:
    return (
        node.key.startswith("_:") and not node.texts("name", "prefLabel", "title") and not node.values("ctid")
    )


def _steps(graph: Graph) -> Mapping[str, list[str]]:
    """From each node to those it has, said from either side."""
    found: dict[str, list[str]] = {key: [] for key in graph.nodes}
    for key, node in graph.nodes.items():
        leads = (*DOWN, *node.properties) if _nameless_below(node) else DOWN
        for name in leads:
            if name == "hasProgressionLevel" and not node.is_a(*SCALES):
                continue
            found[key].extend(to for to in node.links(name) if to in graph.nodes)
        for above in node.links(*UP):
            if above in graph.nodes:
                found[above].append(key)
        found[key].extend(
            to for name in node.properties for to in node.links(name) if _blank_part(graph, to, key)
        )
    return found


def _nameless_below(node: GraphNode) -> bool:
    return node.is_a("AlignmentMap")


def _blank_part(graph: Graph, key: str, holder: str) -> bool:
    node = graph.nodes.get(key)
    return node is not None and (
        (node.within == holder and node.is_a(*terms.PARTS))
        or (not node.within and not node.is_a(*terms.PARTS) and _nameless(node))
    )


def _claim(
    graph: Graph, start: str, owner: str, down: Mapping[str, list[str]], owners: dict[str, str]
) -> None:
    queue = deque(down[start])
    while queue:
        key = queue.popleft()
        if key not in owners and _may_be_held(graph.nodes[key]):
            owners[key] = owner
            queue.extend(down[key])


def _may_be_held(node: GraphNode) -> bool:
    if node.within:
        return node.is_a(*terms.PARTS, "RuleSet")
    return not _is_whole(node)


def _leftovers(graph: Graph, owners: dict[str, str], down: Mapping[str, list[str]]) -> None:
    left = [key for key, node in graph.nodes.items() if key not in owners and not node.within]
    roots = [key for key in owners if owners[key] == key]
    fitting = [key for key in roots if _holds_parts(graph.nodes[key])]
    for key in left:
        if key in owners:
            continue
        owners[key] = fitting[0] if len(fitting) == 1 else key
        _claim(graph, key, owners[key], down, owners)


def _holds_parts(node: GraphNode) -> bool:
    kinds = (
        "framework",
        "pathway",
        "rubric",
        "qualification_framework",
        "concept_scheme",
        "progression_model",
    )
    return terms.kind_of(node.types) in kinds


def _parents(graph: Graph, owners: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, int]]:
    parents: dict[str, str] = {}
    order: dict[str, int] = {}
    for over, under, number in _pairs(graph):
        same = under in owners and owners.get(over) == owners[under] and owners[under] != under
        if same and under not in parents and owners[over] != over and not _above(parents, over, under):
            parents[under] = over
        if same:
            order.setdefault(under, number)
    return parents, order


def _pairs(graph: Graph) -> Iterator[tuple[str, str, int]]:
    for key, node in graph.nodes.items():
        for number, under in enumerate(node.links(*UNDER, "hasTopChild", "hasProgressionLevel")):
            if under in graph.nodes and (
                node.is_a(*SCALES) or under not in node.links("hasProgressionLevel")
            ):
                yield key, under, number
    for key, node in graph.nodes.items():
        for over in node.links(*OVER):
            if over in graph.nodes:
                yield over, key, node.place


def _above(parents: Mapping[str, str], key: str, under: str) -> bool:
    """Whether `under` already stands above `key`, so that nothing comes to stand under itself."""
    while key in parents and key != under:
        key = parents[key]
    return key == under
