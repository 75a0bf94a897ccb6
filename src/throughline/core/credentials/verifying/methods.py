"""The key behind a name: from the name itself, from the registry, or from the document that its owner publishes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughline.core.credentials import controller_documents, dids
from throughline.core.credentials.resolving import Method, NotThere, Unreachable, did_key, is_did_key
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.issuers import known_issuer


class Keys:
    """Gives the methods that one verification asks for. The only thing asked for before a signature holds."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.used: dict[str, Method] = {}

    def __call__(self, name: str) -> Method:
        """The method of that name. Raises `Unreachable`, `NotThere`, or `BadKey`."""
        found = self.used[name] = self._found(name)
        return found

    def _found(self, name: str) -> Method:
        if is_did_key(name):
            return did_key(name)
        owner = name.partition("#")[0]
        known = known_issuer(self._case.registry, owner)
        if known is not None and known.document is not None:
            return controller_documents.method_in(known.document, name)
        if self._case.closed:
            raise Unreachable(f"{owner} is not on the list of known issuers, and no other is asked for a key.")
        return controller_documents.method_in(self._published(owner), name)

    def _published(self, owner: str) -> Mapping[str, Any]:
        address = address_of(owner)
        try:
            document = read(self._case.errand.get(address))
        except Unreadable as error:
            self._case.errand.note(address, str(error))
            raise Unreachable(f"What {owner} publishes about its keys cannot be read: {error}") from None
        if not isinstance(document, Mapping) or document.get("id") != owner:
            raise NotThere(f"What stands at {address} is not the document of {owner}.")
        return document


def address_of(owner: str) -> str:
    """Where the owner of a key publishes it. Raises `Unreachable` for a name of another kind."""
    if owner.startswith("did:web:"):
        return dids.url_of(owner)
    if owner.startswith("https://"):
        return owner
    raise Unreachable(f"A key named {owner[:200]!r} cannot be looked up here.")
