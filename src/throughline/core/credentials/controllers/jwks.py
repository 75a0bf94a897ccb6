"""Sets of JSON Web Keys (RFC 7517): an issuer's keys as `/.well-known/jwks.json` publishes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from throughline.core.credentials.controllers.resolving import SIGNING, Method
from throughline.core.credentials.keys import ALGORITHMS, BadKey, PublicKey, public_from_jwk
from throughline.core.credentials.strict_json import Unreadable

MOST_KEYS = 200


def jwks(keys: Iterable[tuple[str, PublicKey]]) -> dict[str, Any]:
    """The set to publish. keys: each with its name (`kid`)."""
    return {
        "keys": [
            {**key.jwk(), "kid": name, "use": "sig", "alg": ALGORITHMS[key.kind][0]} for name, key in keys
        ]
    }


def methods_of_jwks(document: Any, controller: str) -> list[Method]:
    """The keys of a set that may sign, as keys of `controller`; those of kinds not read here are left out.

    Raises `Unreadable` where it is no such set.
    """
    listed = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(listed, list) or len(listed) > MOST_KEYS:
        raise Unreadable("This is no set of keys.", f"It must have a list `keys` of at most {MOST_KEYS}.")
    found = [method_of_jwk(each, controller) for each in listed]
    return [each for each in found if each is not None]


def method_of_jwk(jwk: Any, controller: str, name: str = "") -> Method | None:
    """One key of `controller`, named by its `kid` or thumbprint unless `name` is given; None where it does not sign."""
    if not isinstance(jwk, Mapping):
        return None
    try:
        key = public_from_jwk(jwk)
    except BadKey:
        return None
    if not _may_sign(jwk, key):
        return None
    kid = jwk.get("kid")
    fragment = kid if isinstance(kid, str) else key.thumbprint()
    return Method(
        name or (fragment if "#" in fragment else f"{controller}#{fragment}"), controller, key, SIGNING
    )


def _may_sign(jwk: Mapping[str, Any], key: PublicKey) -> bool:
    operations = jwk.get("key_ops", ["verify"])
    fits = jwk.get("alg", ALGORITHMS[key.kind][0]) in ALGORITHMS[key.kind]
    return jwk.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations and fits
