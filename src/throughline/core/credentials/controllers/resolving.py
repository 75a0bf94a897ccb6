"""From the name of a key to the key: what a resolver gives and how it says that it cannot.

A `did:key` carries its key in its name and is resolved here (did:key method, W3C CCG). Every other name is for
the resolver that the caller brings, since that may need the network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from throughline.core.credentials.keys import PublicKey, public_from_multibase

SIGNING = frozenset({"assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation"})
_DID_KEY = "did:key:"


class Unreachable(Exception):
    """The owner of a key could not be asked, so nothing is known of the key. Says why."""


class NotThere(Exception):
    """The owner of a key was asked, and knows no such key. Says why."""


@dataclass(frozen=True, slots=True)
class Method:
    """One key of a controller, with what it may be used for and until when."""

    id: str
    controller: str
    key: PublicKey
    purposes: frozenset[str] = SIGNING
    revoked: datetime | None = None
    expires: datetime | None = None


# Raises `Unreachable`, `NotThere`, or `BadKey` when the key itself is unsound.
Methods: TypeAlias = Callable[[str], Method]


def did_key(name: str) -> Method:
    """The key that a `did:key` carries; a name without fragment stands for its only signing key.

    Raises `NotThere` for another fragment, and `BadKey` when what it carries is no key that signs.
    """
    did, hash_sign, fragment = name.partition("#")
    text = did.removeprefix(_DID_KEY)
    if hash_sign and fragment != text:
        raise NotThere(f"{did} has one key for signing, #{text}, and none named #{fragment}.")
    return Method(f"{did}#{text}", did, public_from_multibase(text))


def is_did_key(name: str) -> bool:
    """Whether the name carries its key."""
    return name.startswith(_DID_KEY)


def with_did_keys(others: Methods) -> Methods:
    """A resolver that answers `did:key` by itself and asks `others` for the rest."""

    def resolve(name: str) -> Method:
        return did_key(name) if is_did_key(name) else others(name)

    return resolve


def known(methods: Mapping[str, Method] | Collection[Method] = ()) -> Methods:
    """A resolver for `did:key` and the methods at hand; every other name is `Unreachable`."""
    listed = methods.values() if isinstance(methods, Mapping) else methods
    by_id = {method.id: method for method in listed}

    def resolve(name: str) -> Method:
        if name in by_id:
            return by_id[name]
        raise Unreachable(f"The key {name} is not at hand, and nothing was fetched.")

    return with_did_keys(resolve)
