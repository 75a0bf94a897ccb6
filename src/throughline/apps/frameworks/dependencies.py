"""What each document rests on: the references whose change changes what it asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from throughline.core.catalogue.assessments import Assessment, RatingForm
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Competency, Credential, Milestone, Rule
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use, walk

RESTED_ON = frozenset({"milestone", "rule", "credential", "competency", "competency_framework", "course"})
"""Kinds a rule may rest on. Organizations and clusters may change their names and nobody's rules change."""


def rests_on(pack: Catalogue, named: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """For each reference, everything it rests on, near or far, that the pack holds; without itself."""
    awarding = _awarding(pack)
    near = {ref: frozenset(_near(doc, awarding) & named.keys()) for ref, doc in named.items()}
    return {ref: _closure(ref, near) for ref in near}


def _near(document: Any, awarding: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    for node in _roots(document):
        found |= {ref for each in walk(node) for ref in _asked(each)}
    if isinstance(document, Milestone):
        found |= set(document.competencies) | set(document.awards)
    if isinstance(document, Competency):
        found.add(f"competency_framework:{document.framework}")
    if isinstance(document, Assessment):
        found |= _judged(document)
    if isinstance(document, RatingForm):
        found |= {f"competency:{each}" for each in document.items}
    if isinstance(document, Credential):
        found |= awarding.get(f"credential:{document.id}", frozenset())
    return {ref for ref in found if ref.partition(":")[0] in RESTED_ON}


def _judged(document: Assessment) -> set[str]:
    named = {criterion.competency for part in document.parts for criterion in part.criteria}
    named |= {skill.competency for skill in (document.external.skills if document.external else ())}
    return {f"competency:{each}" for each in named if each}


def _roots(document: Any) -> list[Node]:
    if isinstance(document, Rule):
        return [edition.root for edition in document.editions]
    return list(_nodes_in(document))


def _nodes_in(value: Any) -> Iterable[Node]:
    if isinstance(value, (Choose, Have, Total, Use, Not)):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _nodes_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _nodes_in(getattr(value, field.name))


def _asked(node: Node) -> list[str]:
    if isinstance(node, Have):
        return [node.what]
    if isinstance(node, Use):
        return [f"rule:{node.rule.removeprefix('rule:')}"]
    return list(node.select.what) if isinstance(node, Total) else []


def _awarding(pack: Catalogue) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for milestone in pack.milestones.values():
        for award in milestone.awards:
            ref = award if award.startswith("credential:") else f"credential:{award}"
            found[ref] = found.get(ref, frozenset()) | {f"milestone:{milestone.id}"}
    return found


def _closure(start: str, near: Mapping[str, frozenset[str]]) -> frozenset[str]:
    # Awards point back at what earns them, so the graph may hold circles; a walk with a memory does not mind.
    seen, queue = {start}, [start]
    while queue:
        for ref in near.get(queue.pop(), frozenset()) - seen:
            seen.add(ref)
            queue.append(ref)
    return frozenset(seen - {start})
