"""What publishing a pack would change, said in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from throughline.apps.frameworks.collections import COLLECTIONS, documents
from throughline.apps.frameworks.differences import Difference
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Milestone, Pathway, Rule
from throughline.core.catalogue.naming import names_of
from throughline.core.catalogue.references import pathway_rules
from throughline.core.reasoning.difference import difference as differs
from throughline.core.requirements.nodes import Node

RULED = frozenset({"rule", "trigger", "editions", "entry", "stages", "destinations"})
"""Fields that hold rules; where the rules differ, the words say how."""

Act = Literal["adds", "changes", "carries", "retires"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One document that changes: its reference, what happens to it, and the words."""

    reference: str
    act: Act
    words: str


def in_words(difference: Difference, pack: Catalogue, before: Catalogue | None) -> list[Sentence]:
    """One sentence a document, in the order: changed, added, carried along, retired."""
    return [
        *(Sentence(ref, "changes", _change(ref, pack, before)) for ref in difference.changed),
        *(Sentence(ref, "adds", f"Adds {_named(ref, pack)}.") for ref in difference.added),
        *(
            Sentence(ref, "carries", f"Carries {_named(ref, pack)} along: what it rests on has changed.")
            for ref in difference.carried
        ),
        *(
            Sentence(
                ref, "retires", f"Retires {_named(ref, before or pack)}; learners who are on it stay on it."
            )
            for ref in difference.retired
        ),
    ]


def changes_in_words(changes: Mapping[str, Any], after: Catalogue, before: Catalogue) -> list[Sentence]:
    """One sentence for each document that a draft changes, adds or retires (None), in the draft's order. after: the
    catalogue as it would be."""
    found = []
    for reference, document in changes.items():
        if document is None:
            words = f"Retires {_named(reference, before)}; learners who are on it stay on it."
            found.append(Sentence(reference, "retires", words))
        elif document_in(before, reference) is None:
            found.append(Sentence(reference, "adds", f"Adds {_named(reference, after)}."))
        else:
            found.append(Sentence(reference, "changes", _change(reference, after, before)))
    return found


def _named(reference: str, where: Catalogue) -> str:
    kind, _, name = reference.partition(":")
    document = document_in(where, reference)
    title = getattr(document, "title", None) or {}
    asks = getattr(document, "asks", "") or name
    return f"the {kind.replace('_', ' ')} \u201c{_first(title, where, asks)}\u201d"


def document_in(where: Catalogue, reference: str) -> Any:
    """The document of a catalogue by reference; None where there is none."""
    kind, _, name = reference.partition(":")
    if kind in COLLECTIONS:
        return getattr(where, COLLECTIONS[kind]).get(name)
    return dict(documents(where)).get(reference)


def _change(reference: str, pack: Catalogue, before: Catalogue | None) -> str:
    old = document_in(before, reference) if before else None
    new = document_in(pack, reference)
    rules = list(_rule_changes(old, new, pack)) if old is not None else []
    other = _changed_fields(old, new, without=RULED if rules else frozenset())
    return f"Changes {_named(reference, pack)}: {'; '.join([*rules, *other])}."


def _rule_changes(old: Any, new: Any, pack: Catalogue) -> Iterator[str]:
    """What a document asks differently, node by node; a part that came or went by its name."""
    language = pack.state.languages[0]
    before, after = _rules_of(old), _rules_of(new)
    titles = {**_titles_of(old, pack), **_titles_of(new, pack)}
    for part in dict.fromkeys([*after, *before]):
        name = titles.get(part, part)
        at = f"in \u201c{name}\u201d " if part else ""
        if part not in before:
            yield f"adds \u201c{name}\u201d"
        elif part not in after:
            yield f"removes \u201c{name}\u201d"
        elif before[part] != after[part]:
            for change in differs(before[part], after[part], names_of(pack), language):
                yield f"{at}{change.sentence}"


def _rules_of(document: Any) -> dict[str, Node]:
    """The rules a document holds, by the part they stand in; empty for the document itself."""
    if isinstance(document, Milestone):
        return {"": document.rule}
    if isinstance(document, Agreement):
        return {"": document.trigger}
    if isinstance(document, Rule):
        return {edition.label: edition.root for edition in document.editions}
    held = pathway_rules(document) if isinstance(document, Pathway) else ()
    return {each.holder.partition("#")[2]: each.node for each in held}


def _titles_of(document: Any, pack: Catalogue) -> dict[str, str]:
    """What the stages and destinations of a pathway are called, by their ids."""
    if not isinstance(document, Pathway):
        return {}
    stages = {each.id: _first(each.title, pack, each.id) for each in document.stages}
    return stages | {each.id: _first(each.title, pack, each.id) for each in document.destinations}


def _first(title: Mapping[str, str], where: Catalogue, otherwise: str) -> str:
    return next((title[tag] for tag in where.state.languages if tag in title), otherwise)


def _changed_fields(old: Any, new: Any, without: frozenset[str]) -> Iterator[str]:
    for field in fields(new):
        if field.name not in without and getattr(old, field.name, None) != getattr(new, field.name):
            yield field.name.replace("_", " ")
