"""What publishing a pack would change, said in words."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from throughline.apps.frameworks.collections import COLLECTIONS, documents
from throughline.apps.frameworks.differences import Difference
from throughline.core.catalogue.catalogue import Catalogue

Act = Literal["adds", "changes", "carries", "retires"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One document that changes: its reference, what happens to it, and the words."""

    reference: str
    act: Act
    words: str


def in_words(difference: Difference, pack: Catalogue, before: Catalogue | None) -> list[Sentence]:
    """One sentence a document, in the order: added, changed, carried along, retired."""
    return [
        *(Sentence(ref, "adds", f"Adds {_named(ref, pack)}.") for ref in difference.added),
        *(Sentence(ref, "changes", _change(ref, pack, before)) for ref in difference.changed),
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


def _named(reference: str, where: Catalogue) -> str:
    kind, _, name = reference.partition(":")
    document = document_in(where, reference)
    title = getattr(document, "title", None) or {}
    words = next((title[tag] for tag in where.state.languages if tag in title), name)
    return f"the {kind.replace('_', ' ')} \u201c{words}\u201d"


def document_in(where: Catalogue, reference: str) -> Any:
    """The document of a catalogue by reference; None where there is none."""
    kind, _, name = reference.partition(":")
    if kind in COLLECTIONS:
        return getattr(where, COLLECTIONS[kind]).get(name)
    return dict(documents(where)).get(reference)


def _change(reference: str, pack: Catalogue, before: Catalogue | None) -> str:
    old = document_in(before, reference) if before else None
    changed = ", ".join(_changed_fields(old, document_in(pack, reference)))
    return f"Changes {_named(reference, pack)}: {changed}."


def _changed_fields(old: Any, new: Any) -> Iterator[str]:
    for field in fields(new):
        if getattr(old, field.name, None) != getattr(new, field.name):
            yield field.name.replace("_", " ")
