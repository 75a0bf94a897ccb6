"""A list of known issuers as a file: `{"issuers": [{"id", "name", "document", "since", "until"}, ...]}`.

document: the issuer's controller document, so that its keys are known without asking. since, until: instants.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from throughline.core.credentials.controller_documents import methods_of
from throughline.core.credentials.data_integrity import check_proofs
from throughline.core.credentials.resolving import known
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.reaching import KnownIssuer, Registry
from throughline.core.credentials.verifying.shape import instant

_FORM = 'Give {"issuers": [{"id": "did:web:...", "name": "..."}]}.'


def read_registry(data: bytes) -> Registry:
    """The issuers by their ids. Raises `Unreadable`."""
    value = read(data)
    listed = value.get("issuers") if isinstance(value, Mapping) else None
    if not isinstance(listed, list):
        raise Unreadable("This is no list of issuers.", "It has no list `issuers`.", _FORM)
    found = [_issuer(each, number) for number, each in enumerate(listed, 1)]
    registry = {each.id: each for each in found}
    _check_seal(value, registry)
    return registry


def _check_seal(value: Mapping[str, Any], registry: Registry) -> None:
    """A list that is signed by who keeps it must be as it was signed. Whether to trust them is for who names the file."""
    keeper = registry.get(str(value.get("keptBy", "")))
    if "proof" not in value or keeper is None or keeper.keys is None:
        return
    checks = check_proofs(value, methods=known(keeper.keys()))
    if not checks or any(each.outcome != "holds" or each.controller != keeper.id for each in checks):
        raise Unreadable(
            "This list of issuers was changed.", "Its signature does not fit.", "Fetch it again."
        )


def _issuer(value: Any, number: int) -> KnownIssuer:
    if not isinstance(value, Mapping) or not all(isinstance(value.get(name), str) for name in ("id", "name")):
        raise Unreadable("This is no list of issuers.", f"Issuer {number} lacks an id or a name.", _FORM)
    document = value.get("document")
    found = None if document is None else methods_of(document, value["id"])
    keys = None if found is None else (lambda: found)
    since, until = (_time(value, name, number) for name in ("since", "until"))
    return KnownIssuer(value["id"], value["name"], keys, since, until)


def _time(value: Mapping[str, Any], name: str, number: int) -> datetime | None:
    if value.get(name) is None:
        return None
    found = instant(value[name])
    if found is None:
        raise Unreadable("A time in this list of issuers cannot be read.", f"`{name}` of issuer {number}.",
                         "Write it like 2026-11-22T09:00:00Z.")  # fmt: skip
    return found
