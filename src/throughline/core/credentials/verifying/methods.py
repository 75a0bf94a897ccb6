"""The key behind a name: from the name itself, from the registry, or from the document that its owner publishes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from throughline.core.credentials.controllers.controller_documents import methods_of
from throughline.core.credentials.controllers.dids import (
    BadName,
    carries_its_key,
    document_address,
    jwks_address,
    with_carried_keys,
)
from throughline.core.credentials.controllers.jwks import methods_of_jwks
from throughline.core.credentials.controllers.resolving import SIGNING, Method, NotThere, Unreachable
from throughline.core.credentials.keys import ALGORITHMS
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.issuers import known_issuer

_NAMES = ("did:", "https://", "http://", "urn:")


class Keys:
    """Gives the methods that one verification asks for. The only thing asked for before a signature holds.

    Whether a key was withdrawn or ran out is judged by the key step, which knows the public log; here it is left out,
    and `used` keeps what its owner says.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._carried = with_carried_keys(self._listed)
        self.used: dict[str, Method] = {}

    def __call__(self, name: str) -> Method:
        """The method of that name. Raises `Unreachable`, `NotThere`, or `BadKey`."""
        found = self._carried(name)
        self.used[found.id] = found
        return unended(found)

    def of_owner(self, owner: str, algorithm: str) -> tuple[Method, ...]:
        """Every key an owner publishes, with one that signs by the algorithm if there is any. Raises as a call does."""
        found = (self._carried(owner),) if carries_its_key(owner) else tuple(self._all(owner).values())
        readable = any(algorithm in each for each in ALGORITHMS.values())
        if readable and owner.startswith("https://") and not _signs(found, algorithm):
            found = (*found, *self._set_of_keys(owner).values())
        self.used.update({each.id: each for each in found})
        return tuple(map(unended, found))

    def _listed(self, name: str) -> Method:
        owner, _, fragment = name.partition("#")
        found = self._all(owner)
        if not fragment and len(found) == 1:
            return next(iter(found.values()))
        if name not in found:
            raise NotThere(f"{owner[:200]} publishes no key named #{fragment[:200]}.")
        return found[name]

    def _all(self, owner: str) -> Mapping[str, Method]:
        known = known_issuer(self._case.registry, owner)
        if not owner.startswith(_NAMES):
            raise NotThere(f"{owner[:200]!r} is no name of anyone who could publish a key.")
        try:
            if known is not None and known.keys is not None:
                return known.keys()
            if self._case.closed:
                raise Unreachable(
                    f"{owner[:200]} is not on the list of known issuers, and no other is asked for a key."
                )
            return self._published(owner)
        except BadName as error:
            raise Unreachable(str(error)) from None
        except Unreadable as error:
            raise Unreachable(
                f"What {owner[:200]} publishes about its keys cannot be relied on. {error}"
            ) from None

    def _published(self, owner: str) -> Mapping[str, Method]:
        try:
            found = self._read(document_address(owner))
        except Unreachable:
            if not owner.startswith("https://"):
                raise
            found = None
        if isinstance(found, Mapping) and "id" in found:
            return methods_of(found, owner)
        return self._set_of_keys(owner)

    def _set_of_keys(self, owner: str) -> Mapping[str, Method]:
        # Issuers of badges as tokens publish a set of keys for their whole host (Open Badges 3.0, section 8.2.5).
        if self._case.closed:
            raise Unreachable(f"{owner[:200]} is not asked for more keys than the list of known issuers has.")
        return {each.id: each for each in methods_of_jwks(self._read(jwks_address(owner)), owner)}

    def _read(self, address: str) -> Any:
        return read(self._case.errand.get(address))


def _signs(methods: Collection[Method], algorithm: str) -> bool:
    return any(algorithm in ALGORITHMS[each.key.kind] for each in methods)


def unended(method: Method) -> Method:
    """The method as it was before it ended."""
    if method.revoked is None and method.expires is None:
        return method
    # A withdrawn key is no longer listed under any purpose.
    return replace(method, revoked=None, expires=None, purposes=method.purposes or SIGNING)
