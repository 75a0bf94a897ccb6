"""Drafts of changes: documents by reference, None for what is retired; the catalogue as it would be with them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack.bodies import document_from_json
from throughline.core.formats.state_pack.errors import PackErrors
from throughline.core.formats.state_pack.pack import read_pack
from throughline.core.formats.state_pack.shape import COLLECTION_OF

Changes = Mapping[str, Any]


class NotADraft(ValueError):
    """A file that holds no draft: where in it, why, what to do."""

    def __init__(self, where: str, why: str, fix: str) -> None:
        super().__init__(f"{where}: {why}. {fix}.")
        self.where, self.why, self.fix = where, why, fix


def with_documents(pack: Catalogue, more: Mapping[str, Any]) -> Catalogue:
    """The pack with these documents in it too, by reference."""
    held: dict[str, dict[str, Any]] = {}
    for reference, document in more.items():
        kind, _, name = reference.partition(":")
        held.setdefault(COLLECTION_OF[kind], {})[name] = document
    changed: dict[str, Any] = {each: {**getattr(pack, each), **found} for each, found in held.items()}
    return replace(pack, **changed)


def without_documents(pack: Catalogue, references: Iterable[str]) -> Catalogue:
    """The pack without these documents."""
    changed: dict[str, Any] = {}
    for reference in references:
        kind, _, name = reference.partition(":")
        held = changed.get(COLLECTION_OF[kind], getattr(pack, COLLECTION_OF[kind]))
        changed[COLLECTION_OF[kind]] = {each: document for each, document in held.items() if each != name}
    return replace(pack, **changed)


def would_be(kept: Catalogue, changes: Changes) -> Catalogue:
    """The catalogue as it would be with these changes."""
    written = {ref: document for ref, document in changes.items() if document is not None}
    gone = [ref for ref, document in changes.items() if document is None]
    return without_documents(with_documents(kept, written), gone)


def read_draft(path: Path, before: Catalogue) -> dict[str, Any]:
    """The changes a draft makes: a folder of the state as it would be, or a file of bodies by reference, null for what is
    retired. Raises `NotADraft`, and `PackErrors` for a folder."""
    if path.is_dir():
        return changes_between(before, read_pack(path).catalogue)
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotADraft(
            str(path), f"it cannot be read as JSON ({error})", "Write bodies by reference"
        ) from error
    if not isinstance(given, dict):
        raise NotADraft(str(path), "it is not a table of documents", 'Write {"milestone:m": {...}}')
    return {reference: _document(path, reference, body) for reference, body in given.items()}


def _document(path: Path, reference: str, body: Any) -> Any:
    kind = reference.partition(":")[0]
    if kind not in COLLECTION_OF:
        raise NotADraft(f"{path}, {reference}", "no document is of that kind", "Write `kind:id`")
    if body is None:
        return None
    try:
        return document_from_json(kind, body)
    except PackErrors as errors:
        first = errors.errors[0]
        raise NotADraft(f"{path}, {reference}, {first.path}", first.reason, first.fix) from errors


def changes_between(before: Catalogue, after: Catalogue) -> dict[str, Any]:
    """What makes one catalogue the other."""
    now, then = _by_reference(before), _by_reference(after)
    changed = {ref: document for ref, document in then.items() if now.get(ref) != document}
    return changed | dict.fromkeys(now.keys() - then.keys())


def _by_reference(kept: Catalogue) -> dict[str, Any]:
    return {
        f"{kind}:{name}": document
        for kind, collection in COLLECTION_OF.items()
        for name, document in getattr(kept, collection).items()
    }
