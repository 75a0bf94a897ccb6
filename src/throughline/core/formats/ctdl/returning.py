"""A pathway of ours that comes back as CTDL: the exact one, and what others changed in it on the way.

Each node that we wrote has the hash of what every reader of CTDL sees of it. Where that still fits, the exact rule
stands. Where somebody edited the plain CTDL, the rule is read anew from it and stands beside the exact one, with the
difference in words; nothing is taken over silently.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughline.core.catalogue.documents import Milestone, Pathway, Rule
from throughline.core.formats.ctdl.conditions import Conditions
from throughline.core.formats.ctdl.frame import nodes_in
from throughline.core.formats.ctdl.graph import Graph, graph_of
from throughline.core.formats.ctdl.identity import identifiers
from throughline.core.formats.ctdl.normal import OWN, native, projection_hash
from throughline.core.formats.ctdl.reading import written_back
from throughline.core.formats.packages import Note, Package
from throughline.core.formats.state_pack.bodies import document_from_json
from throughline.core.formats.state_pack.errors import PackErrors
from throughline.core.reasoning.difference import Change, difference
from throughline.core.requirements.errors import RuleReadError
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.reading import read as read_rule

Source = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edited:
    """A rule that somebody changed outside. node: the component (`milestone:m`, `pathway:p/stage/s`). exact: what we
    published; derived: what its conditions say now (None: it asks for nothing any more). difference: what changed, as far
    as CTDL can say it."""

    node: str
    exact: Node | None
    derived: Node | None
    difference: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """A pathway with the milestones and shared rules that came with it, each as we published it, and beside them what was
    changed outside. notes: changes that are no rules (names, lists of parts, something taken out or added)."""

    pathway: Pathway
    milestones: tuple[Milestone, ...] = ()
    rules: tuple[Rule, ...] = ()
    edited: tuple[Edited, ...] = ()
    notes: tuple[Note, ...] = ()


def returned(packages: Sequence[Package]) -> Returned | None:
    """The one pathway that packages of a file are, however many single-destination pathways it went out as; None where
    they are not one of ours, or what we put there cannot be read any more."""
    sources = [node for node in nodes_in(written_back(tuple(packages))) if f"{OWN}projection" in node]
    try:
        documents = [found for each in sources if (found := _document(each)) is not None]
    except (PackErrors, KeyError, TypeError, ValueError):
        return None
    pathway = next((each for each in documents if isinstance(each, Pathway)), None)
    if pathway is None:
        return None
    edited, notes = _changes(sources)
    return Returned(
        pathway,
        tuple(each for each in documents if isinstance(each, Milestone)),
        tuple({each.id: each for each in documents if isinstance(each, Rule)}.values()),
        tuple(edited),
        (*notes, *_gone(pathway, sources)),
    )


def exact_document(source: Source) -> tuple[str, Any] | None:
    """The kind and the exact document that a node of ours brings along. Raises what a body that is none raises."""
    if f"{OWN}document" not in source:
        return None
    held = _literal(source[f"{OWN}document"])
    return held["kind"], document_from_json(held["kind"], held["body"])


def _document(source: Source) -> Any:
    found = exact_document(source)
    return found[1] if found else None


def _literal(value: Any) -> Any:
    """What a literal holds; one that came through Turtle may have become a text."""
    held = value["@value"] if isinstance(value, Mapping) and "@value" in value else value
    return json.loads(held) if isinstance(held, str) else held


def _changes(sources: Iterable[Source]) -> tuple[list[Edited], list[Note]]:
    """Every node whose hash does not fit what it says now."""
    listed = list(sources)
    graph = graph_of(native(each) for each in listed)
    ids, _ = identifiers(graph)
    edited: list[Edited] = []
    notes: list[Note] = []
    for source in listed:
        if projection_hash(source) == source[f"{OWN}projection"] and not _other_rule(source):
            continue
        where = str(source.get(f"{OWN}of") or source.get("@id"))
        exact = _exact(source)
        if exact is not None or source.get("ceterms:hasCondition"):
            edited.append(_edited(where, exact, source, graph, ids))
        notes.append(
            Note(where, "it was changed outside", "the published one stands; the change is shown beside it")
        )
    return edited, notes


def _exact(source: Source) -> Node | None:
    try:
        return read_rule(_literal(source[f"{OWN}rule"])) if f"{OWN}rule" in source else None
    except (RuleReadError, ValueError):
        return None


def _other_rule(source: Source) -> bool:
    """Whether the exact rule beside a milestone is another one than that of its document."""
    document = _document(source)
    if not isinstance(document, Milestone):
        return False
    return _exact(source) != document.rule


def _edited(where: str, exact: Node | None, source: Source, graph: Graph, ids: Mapping[str, str]) -> Edited:
    document = _document(source)
    if isinstance(document, Milestone) and exact != document.rule:
        return _beside(where, document.rule, exact, document.rule)
    component = graph.nodes[str(source["@id"])]
    now = Conditions(graph, ids).rule(component)
    return _beside(where, exact, now.node if now else None, _was(source, graph, ids))


def _was(source: Source, graph: Graph, ids: Mapping[str, str]) -> Node | None:
    """What the conditions said when we wrote them."""
    kept = source.get(f"{OWN}conditions")
    if kept is None:
        return None
    before = {**native(source), "ceterms:hasCondition": _literal(kept)}
    nodes = [
        before if node.key == source["@id"] else node.source
        for node in graph.nodes.values()
        if not node.within
    ]
    old = graph_of(nodes)
    found = Conditions(old, {**identifiers(old)[0], **ids}).rule(old.nodes[str(source["@id"])])
    return found.node if found else None


def _beside(where: str, exact: Node | None, derived: Node | None, was: Node | None) -> Edited:
    changes = difference(was, derived, _titles, "en") if was is not None and derived is not None else ()
    return Edited(where, exact, derived, changes)


def _titles(ref: str, language: str) -> str:
    """Rules that were read from a file carry the titles of what they ask for themselves."""
    return ref.partition(":")[2].replace("-", " ") or ref


def _gone(pathway: Pathway, sources: Iterable[Source]) -> Iterator[Note]:
    """Stages and destinations that the file does not have any more."""
    here = {each.get(f"{OWN}of") for each in sources}
    wanted = [f"pathway:{pathway.id}/stage/{each.id}" for each in pathway.stages]
    wanted += [f"pathway:{pathway.id}/destination/{each.id}" for each in pathway.destinations]
    for ref in wanted:
        if ref not in here:
            yield Note(ref, "it was taken out of the file", "the published pathway still has it")
