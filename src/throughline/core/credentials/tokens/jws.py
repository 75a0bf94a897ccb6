"""Signed tokens (JSON Web Signature, RFC 7515, compact form): read strictly, signed, and checked.

Only what a list allows for each kind of key counts; the header of a token never chooses more than that. A library would
bring algorithms and forms that must then be shut off again one by one.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from throughline.core.credentials.controllers.resolving import Method
from throughline.core.credentials.keys import ALGORITHMS, BadKey, PrivateKey, public_from_jwk
from throughline.core.credentials.multibase import BadEncoding, base64url, from_base64url
from throughline.core.credentials.strict_json import Unreadable, read

Outcome: TypeAlias = Literal["holds", "broken", "cannot_tell", "unsupported"]
NEVER = ("none", "HS256", "HS384", "HS512")
LARGEST_HEADER = 64 * 1024
LARGEST = 16 * 1024 * 1024
AGAIN = "Give the whole token as it was issued."


@dataclass(frozen=True, slots=True)
class Jws:
    """A token taken apart. signed: the bytes the signature covers."""

    header: Mapping[str, Any]
    payload: bytes
    signed: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """The algorithm it names; empty where it names none."""
        named = self.header.get("alg")
        return named if isinstance(named, str) else ""

    @property
    def kid(self) -> str:
        """The name of the key it was signed with; empty where it names none."""
        named = self.header.get("kid")
        return named if isinstance(named, str) else ""


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """Whether a signature holds. suite: the algorithm. key: the one it holds with. why: a sentence."""

    outcome: Outcome
    suite: str
    why: str
    key: Method | None = None


def looks_like(text: str) -> bool:
    """Whether a text has the form of a compact token."""
    return text.startswith("ey") and text.count(".") == 2


def read_jws(text: str, *, largest: int = LARGEST) -> Jws:
    """A compact token taken apart, nothing of it checked. Raises `Unreadable`."""
    if len(text) > largest * 4 // 3 + LARGEST_HEADER:
        raise Unreadable("This token is too large.", f"It has {len(text)} letters.", AGAIN)
    parts = text.split(".")
    if len(parts) != 3:
        raise Unreadable("This is no signed token.", f"It has {len(parts)} parts in place of 3.", AGAIN)
    header, payload, signature = (_decoded(part) for part in parts)
    return Jws(_header(header), payload, f"{parts[0]}.{parts[1]}".encode(), signature)


def write_jws(header: Mapping[str, Any], payload: bytes, key: PrivateKey) -> str:
    """A compact token. `alg` of the header is the one of the key's kind."""
    whole = {"alg": ALGORITHMS[key.kind][0], **header}
    if whole["alg"] not in ALGORITHMS[key.kind]:
        raise ValueError(f"a {key.kind} key does not sign {whole['alg']}")
    signed = f"{base64url(compact(whole))}.{base64url(payload)}"
    return f"{signed}.{base64url(key.sign(signed.encode()))}"


def compact(value: object) -> bytes:
    """JSON without spaces, as it stands in tokens."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def check_jws(token: Jws, keys: Collection[Method], *, purpose: str = "assertionMethod") -> TokenCheck:
    """Whether one of these keys signed the token.

    keys: those of the party that must have signed, from its own documents. A key that the token itself carries counts
    only where it is one of them.
    """
    refused = _refused(token)
    if refused is not None:
        return refused
    if not keys:
        return TokenCheck("cannot_tell", token.algorithm, "The keys of who signed it are not at hand.")
    if all(token.algorithm not in allowed for allowed in ALGORITHMS.values()):
        return TokenCheck(
            "unsupported", token.algorithm, f"Signatures of the kind {token.algorithm[:40]!r} are not read."
        )
    fitting = [key for key in keys if token.algorithm in ALGORITHMS[key.key.kind] and purpose in key.purposes]
    return _checked(token, _named(token, fitting))


def _checked(token: Jws, keys: Collection[Method]) -> TokenCheck:
    if not keys:
        return TokenCheck(
            "broken", token.algorithm, "None of the signer's keys may have made this signature."
        )
    for key in keys:
        if key.key.verifies(token.signature, token.signed):
            return TokenCheck("holds", token.algorithm, "The signature holds.", key)
    return TokenCheck("broken", token.algorithm, "The signature does not belong to this content.")


def _refused(token: Jws) -> TokenCheck | None:
    algorithm = token.algorithm
    if not algorithm:
        return TokenCheck("broken", "", "The token does not say how it is signed.")
    if algorithm.lower() == "none" or algorithm in NEVER:
        return TokenCheck("broken", algorithm, f"{algorithm} is no signature that anyone could check.")
    for name in ("crit", "b64"):
        if name in token.header:
            return TokenCheck(
                "broken", algorithm, f"The token asks for an extension ({name}) that is not read."
            )
    return None


def _named(token: Jws, keys: Collection[Method]) -> Collection[Method]:
    """The keys that the header points at; a name that nobody has is only a hint, and all keys are tried."""
    carried = token.header.get("jwk")
    if carried is not None:
        return [key for key in keys if _same(carried, key)]
    pointed = [key for key in keys if token.kid and _is_named(token.kid, key)]
    return pointed or keys


def _is_named(kid: str, key: Method) -> bool:
    return kid == key.id or kid.rpartition("#")[2] == key.id.rpartition("#")[2] or kid == key.key.thumbprint()


def _same(carried: Any, key: Method) -> bool:
    try:
        return isinstance(carried, Mapping) and public_from_jwk(carried) == key.key
    except BadKey:
        return False


def _decoded(part: str) -> bytes:
    try:
        return from_base64url(part)
    except BadEncoding:
        why = "A part is not URL-safe base64 in its one spelling, without padding."
        raise Unreadable("This is no signed token.", why, AGAIN) from None


def _header(data: bytes) -> Mapping[str, Any]:
    header = read(data, largest=LARGEST_HEADER)
    if not isinstance(header, Mapping):
        raise Unreadable("This is no signed token.", "Its first part is no JSON object.", AGAIN)
    return header


def is_binary(text: str) -> bool:
    """Whether a text is a binary token (COSE, RFC 9052) in base64, which is told apart but not read here."""
    return text.startswith("0oR")
