"""A wallet's proof that it holds the key a credential shall name (OpenID4VCI 1.0, appendix F.1, proof type `jwt`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from throughline.core.credentials.controllers.dids import carries_its_key, did_jwk, with_carried_keys
from throughline.core.credentials.controllers.resolving import Method, NotThere, Unreachable, known
from throughline.core.credentials.keys import BadKey, public_from_jwk
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.jws import Jws, check_jws, read_jws

TYPE: Final = "openid4vci-proof+jwt"
ALGORITHMS: Final = ("EdDSA", "Ed25519", "ES256", "ES384")
SECONDS: Final = 300
"""How far the wallet's clock may be from ours."""


class BadProof(ValueError):
    """A proof that shows nothing. Says why."""


@dataclass(frozen=True, slots=True)
class HolderProof:
    """A proof that holds. holder: the DID whose key made it. nonce: the number it was made for."""

    holder: str
    nonce: str


def check_holder_proof(text: str, *, audience: str, now: datetime) -> HolderProof:
    """The holder behind a proof. audience: the issuer's own id. Whether the nonce was given out is for the caller.

    Raises `BadProof`.
    """
    try:
        token = read_jws(text, largest=16 * 1024)
        claims = read(token.payload)
    except Unreadable as problem:
        raise BadProof(str(problem)) from None
    if token.header.get("typ") != TYPE:
        raise BadProof(f"Its type is not {TYPE}.")
    if token.algorithm not in ALGORITHMS or not isinstance(claims, Mapping):
        raise BadProof(f"It is signed with none of {', '.join(ALGORITHMS)}.")
    method = _method(token)
    if check_jws(token, [method], purpose="authentication").outcome != "holds":
        raise BadProof("Its signature does not hold.")
    _check_claims(claims, audience, now)
    nonce = claims.get("nonce")
    return HolderProof(method.controller, nonce if isinstance(nonce, str) else "")


def _check_claims(claims: Mapping[str, Any], audience: str, now: datetime) -> None:
    aud, made = claims.get("aud"), claims.get("iat")
    if audience not in (aud if isinstance(aud, list) else [aud]):
        raise BadProof("It was made for another issuer.")
    if isinstance(made, bool) or not isinstance(made, int | float) or abs(made - now.timestamp()) > SECONDS:
        raise BadProof("It was made at another time.")


def _method(token: Jws) -> Method:
    carried, kid = token.header.get("jwk"), token.kid
    if (carried is None) == (not kid) or "x5c" in token.header:
        raise BadProof("It names its key by `jwk`, or by `kid` as a did:key or did:jwk; by one of them.")
    try:
        if carried is not None:
            return did_jwk(_named(carried))
        if not carries_its_key(kid):
            raise BadProof("Its `kid` is no did:key and no did:jwk.")
        return with_carried_keys(known())(kid)
    except (BadKey, NotThere, Unreachable) as problem:
        raise BadProof(str(problem)) from None


def _named(carried: Any) -> str:
    """A key as the DID that carries it (did:jwk method)."""
    if not isinstance(carried, Mapping) or "d" in carried:
        raise BadProof("Its `jwk` is no public key.")
    jwk = public_from_jwk(carried).jwk()
    return "did:jwk:" + base64url(json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode())
