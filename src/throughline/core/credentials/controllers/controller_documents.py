"""The document in which a party publishes its keys: built for this house's issuers, read for everyone's.

Controlled Identifiers 1.0 (W3C, May 2025). Every key that ever signed stays in it; a revoked one says since when, and
the name of a key is never used again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.core.credentials.controllers.jwks import method_of_jwk
from throughline.core.credentials.controllers.resolving import Method, NotThere
from throughline.core.credentials.instants import read_instant, write_instant
from throughline.core.credentials.keys import (
    BadKey,
    Kind,
    PublicKey,
    public_from_bytes,
    public_from_multibase,
)
from throughline.core.credentials.multibase import BadEncoding, from_base58
from throughline.core.credentials.strict_json import Unreadable

CONTEXT = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]
PURPOSES = (
    "assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation", "keyAgreement",
)  # fmt: skip
MOST_KEYS = 500
_BASE58: Mapping[str, Kind] = {
    "Ed25519VerificationKey2018": "Ed25519",
    "P256Key2021": "P-256",
    "P384Key2021": "P-384",
}
_AGAIN = "Ask the party to publish its document anew."


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key as its owner publishes it. name: the part behind `#`. revoked: since when nothing it signed counts.

    expires: after it, it signs nothing more; what it signed before still counts.
    """

    name: str
    key: PublicKey
    revoked: datetime | None = None
    expires: datetime | None = None


def controller_document(party: str, keys: Iterable[PublishedKey]) -> dict[str, Any]:
    """The document of a party with all keys it ever had. Only those that are not revoked may make statements.

    Raises `ValueError` where a name stands for two keys.
    """
    listed = list(keys)
    names = [each.name for each in listed]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{party} has two keys named {', '.join(sorted(twice))}; give each key a new name")
    return {
        "@context": CONTEXT,
        "id": party,
        "verificationMethod": [_written(party, each) for each in listed],
        "assertionMethod": [f"{party}#{each.name}" for each in listed if each.revoked is None],
    }


def methods_of(document: Any, party: str) -> dict[str, Method]:
    """Every key of a party that can be read, by its id.

    A key that the document says belongs to somebody else is left out: only that party's own document could say so.
    Raises `Unreadable` where it is not this party's document, or one id stands for two keys.
    """
    if not isinstance(document, Mapping) or document.get("id") != party:
        raise Unreadable(
            "This is not the document of the key's owner.", f"It does not say it is {party[:200]}'s.", _AGAIN
        )
    purposes = {name: _listed(document.get(name)) for name in PURPOSES}
    given = [
        *_listed(document.get("verificationMethod")),
        *(each for one in purposes.values() for each in one),
    ]
    if len(given) > MOST_KEYS:
        raise Unreadable("This document has too many keys.", f"{MOST_KEYS} are read.", _AGAIN)
    allowed = _allowed(party, purposes)
    found: dict[str, Method] = {}
    for each in given:
        made = _method(each, party, allowed) if isinstance(each, Mapping) else None
        if made is not None and found.setdefault(made.id, made) != made:
            raise Unreadable("One name stands for two keys in this document.", made.id[:200], _AGAIN)
    return found


def method_in(document: Any, name: str) -> Method:
    """The key named `PARTY#FRAGMENT` in its party's document; a bare `PARTY` stands for its only key.

    Raises `NotThere`, and `Unreadable` as `methods_of`.
    """
    party, _, fragment = name.partition("#")
    found = methods_of(document, party)
    if not fragment and len(found) == 1:
        return next(iter(found.values()))
    if name not in found:
        raise NotThere(f"{party} publishes no key named {name[:200]} that is read here.")
    return found[name]


def _written(party: str, each: PublishedKey) -> dict[str, Any]:
    made: dict[str, Any] = {"id": f"{party}#{each.name}", "controller": party}
    if each.key.kind == "RSA":
        # Multikey has no RSA.
        made |= {"type": "JsonWebKey", "publicKeyJwk": {**each.key.jwk(), "kid": each.name}}
    else:
        made |= {"type": "Multikey", "publicKeyMultibase": each.key.multibase()}
    for name, moment in (("revoked", each.revoked), ("expires", each.expires)):
        if moment is not None:
            made[name] = write_instant(moment)
    return made


def _allowed(party: str, purposes: Mapping[str, list[Any]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for purpose, listed in purposes.items():
        for each in listed:
            name = each.get("id") if isinstance(each, Mapping) else each
            if isinstance(name, str):
                found.setdefault(_whole(name, party), set()).add(purpose)
    return {name: frozenset(said) for name, said in found.items()}


def _method(given: Mapping[str, Any], party: str, allowed: Mapping[str, frozenset[str]]) -> Method | None:
    name = given.get("id")
    key = _key(given)
    if key is None or not isinstance(name, str) or given.get("controller", party) != party:
        return None
    whole = _whole(name, party)
    if whole.partition("#")[0] != party:
        return None
    moments = [_moment(given, which) for which in ("revoked", "expires")]
    return Method(whole, party, key, allowed.get(whole, frozenset()), *moments)


def _key(given: Mapping[str, Any]) -> PublicKey | None:
    jwk, multibase, base58 = (given.get(f"publicKey{form}") for form in ("Jwk", "Multibase", "Base58"))
    try:
        if isinstance(multibase, str):
            return public_from_multibase(multibase)
        if isinstance(jwk, Mapping):
            made = method_of_jwk(jwk, "", "#")
            return None if made is None else made.key
        if isinstance(base58, str) and given.get("type") in _BASE58:
            return public_from_bytes(from_base58(base58), _BASE58[str(given["type"])])
    except (BadKey, BadEncoding):
        return None
    return None


def _moment(given: Mapping[str, Any], which: str) -> datetime | None:
    if given.get(which) is None:
        return None
    try:
        return read_instant(given[which])
    except ValueError as error:
        raise Unreadable(f"`{which}` of a key in this document is no time.", str(error), _AGAIN) from None


def _whole(name: str, party: str) -> str:
    return party + name if name.startswith("#") else name


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
