"""What was added in this house beside a state's pack: it stays in force when the pack is published anew."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from throughline.apps.frameworks.collections import COLLECTIONS, documents
from throughline.apps.frameworks.models import Version
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack.bodies import document_from_json


def with_what_was_added(pack: Catalogue, state: str) -> tuple[Catalogue, frozenset[str]]:
    """The pack with all that was added here and is in force, and the references of that. What the pack itself names is
    the pack's. One query."""
    taken = {ref for ref, _ in documents(pack)}
    rows = [row for row in _newest_here(state) if row.reference not in taken]
    read = {row.reference: document_from_json(_kind(row.reference), row.body) for row in rows}
    return with_documents(pack, read), frozenset(read)


def added_here(state: str) -> frozenset[str]:
    """References of what was added here and is in force. One query."""
    return frozenset(row.reference for row in _newest_here(state))


def with_documents(pack: Catalogue, more: Mapping[str, Any]) -> Catalogue:
    """The pack with these documents in it too, by reference."""
    held: dict[str, dict[str, Any]] = {}
    for reference, document in more.items():
        kind, _, name = reference.partition(":")
        held.setdefault(COLLECTIONS[kind], {})[name] = document
    changed: dict[str, Any] = {each: {**getattr(pack, each), **found} for each, found in held.items()}
    return replace(pack, **changed)


def _newest_here(state: str) -> list[Version]:
    here = Version.objects.filter(state__slug=state, origin="here").values("reference")
    found = Version.objects.filter(state__slug=state, reference__in=here)
    newest = found.order_by("reference", "-number").distinct("reference")
    return [row for row in newest if row.origin == "here" and row.act == "published"]


def _kind(reference: str) -> str:
    return reference.partition(":")[0]
