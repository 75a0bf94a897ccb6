"""Tokens that show a part of what was signed (SD-JWT, RFC 9901; SD-JWT VC): read and checked.

The issuer signs digests; the holder shows the texts behind some of them. Only what has its digest in the signed part
counts, each digest once, and a text that belongs nowhere makes the whole worthless.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from throughline.core.credentials.controllers.jwks import method_of_jwk
from throughline.core.credentials.controllers.resolving import Method
from throughline.core.credentials.multibase import BadEncoding, base64url, from_base64url
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.jws import Jws, TokenCheck, check_jws, read_jws

HASHES = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512}
MOST_DISCLOSURES = 10_000
DEEPEST = 100
_DIGESTS, _HIDDEN, _HASH = "_sd", "...", "_sd_alg"
_AGAIN = "Ask its holder to show it again from their wallet."


@dataclass(frozen=True, slots=True)
class SdJwt:
    """A token taken apart, nothing of it checked. covered: what a key binding signs. binding: empty where there is none."""

    jws: Jws
    disclosures: tuple[str, ...]
    covered: str
    binding: str


def looks_like(text: str) -> bool:
    """Whether a text has the form of an SD-JWT in its compact form."""
    return text.startswith("ey") and "~" in text and text.partition("~")[0].count(".") == 2


def read_sd_jwt(text: str) -> SdJwt:
    """An SD-JWT taken apart: the compact form, or JSON (section 8, the first signature). Raises `Unreadable`."""
    given = text.strip()
    compact = _compact(given) if given.startswith("{") else given
    first, *shown = compact.split("~")
    if not shown:
        raise Unreadable("This is no token with parts to show.", "It has no `~` in it.", _AGAIN)
    *disclosures, binding = shown
    if len(disclosures) > MOST_DISCLOSURES:
        raise Unreadable("This token shows too many parts.", f"{MOST_DISCLOSURES} are read.", _AGAIN)
    covered = compact[: len(compact) - len(binding)]
    return SdJwt(read_jws(first), tuple(disclosures), covered, binding)


def disclosed(token: SdJwt) -> dict[str, Any]:
    """The claims as they were signed, with those parts that are shown (section 7.1). Raises `Unreadable`."""
    claims = read(token.jws.payload)
    if not isinstance(claims, dict):
        raise _unsound("Its content is no JSON object.")
    named = claims.pop(_HASH, "sha-256")
    if named not in HASHES:
        raise _unsound(f"It uses digests of the kind {str(named)[:40]!r}, which are not read here.")
    opening = _Opening(_by_digest(token.disclosures, named))
    whole = opening.open(claims, 0)
    if opening.left:
        raise _unsound("It shows a part that its issuer did not sign.")
    assert isinstance(whole, dict)
    return whole


def check_sd_jwt(token: SdJwt, keys: Collection[Method]) -> TokenCheck:
    """Whether the token was signed by one of its issuer's keys. What it shows is looked at by `disclosed`."""
    return check_jws(token.jws, keys)


def check_binding(
    token: SdJwt, claims: Mapping[str, Any], *, audience: str, nonce: str, as_of: datetime, longest: timedelta
) -> TokenCheck:
    """Whether the holder named in the claims shows it, to this audience, for this nonce, now (section 7.3).

    longest: how old the holder's signature may be.
    """
    if not token.binding:
        return TokenCheck("cannot_tell", "", "The holder did not sign that they show it.")
    try:
        jws = read_jws(token.binding)
        said = read(jws.payload)
    except Unreadable as error:
        return TokenCheck("broken", "", f"What the holder signed cannot be read. {error.why}")
    why = _unbound(jws, said, token, (audience, nonce), as_of, longest)
    if why:
        return TokenCheck("broken", jws.algorithm, why)
    confirmed = claims.get("cnf")
    jwk = confirmed.get("jwk") if isinstance(confirmed, Mapping) else None
    key = method_of_jwk(jwk, "holder")
    return check_jws(jws, [] if key is None else [key], purpose="authentication")


def _unbound(
    jws: Jws, said: Any, token: SdJwt, wanted: tuple[str, str], as_of: datetime, longest: timedelta
) -> str:
    if jws.header.get("typ") != "kb+jwt" or not isinstance(said, Mapping):
        return "What the holder signed is not about showing it."
    named = read(token.jws.payload).get(_HASH, "sha-256")
    if named not in HASHES or said.get("sd_hash") != _digest(token.covered, named):
        return "The holder signed that they show something else."
    if (said.get("aud"), said.get("nonce")) != wanted:
        return "The holder showed it to somebody else, or for another occasion."
    moment = said.get("iat")
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        return "The holder did not say when they showed it."
    old = as_of.timestamp() - moment
    return "" if -60 <= old <= longest.total_seconds() else "The holder did not show it just now."


def _compact(text: str) -> str:
    given = read(text)
    signatures = given.get("signatures")
    one = signatures[0] if isinstance(signatures, list) and signatures else given
    header = one.get("header") if isinstance(one, Mapping) else None
    parts = (
        (one.get("protected"), given.get("payload"), one.get("signature")) if isinstance(one, Mapping) else ()
    )
    listed = header.get("disclosures", []) if isinstance(header, Mapping) else []
    binding = header.get("kb_jwt", "") if isinstance(header, Mapping) else ""
    texts = [*parts, binding, *(listed if isinstance(listed, list) else [None])]
    if len(parts) != 3 or not all(isinstance(each, str) and "~" not in each for each in texts):
        raise Unreadable(
            "This is no token with parts to show.", "Its JSON does not have the parts of one.", _AGAIN
        )
    return "~".join([".".join(str(each) for each in parts), *listed, binding])


@dataclass(frozen=True, slots=True)
class _Disclosure:
    value: Any
    name: str | None = None


def _by_digest(disclosures: Collection[str], named: str) -> dict[str, _Disclosure]:
    found = {_digest(text, named): _disclosure(text) for text in disclosures}
    if len(found) != len(disclosures):
        raise _unsound("It shows one part twice.")
    return found


def _disclosure(text: str) -> _Disclosure:
    try:
        parts = read(from_base64url(text))
    except BadEncoding:
        raise _unsound("A part it shows is not URL-safe base64 in its one spelling.") from None
    if isinstance(parts, list) and len(parts) == 2 and isinstance(parts[0], str):
        return _Disclosure(parts[1])
    if not isinstance(parts, list) or len(parts) != 3 or not all(isinstance(each, str) for each in parts[:2]):
        raise _unsound("A part it shows is not made of salt, name and value.")
    if parts[1] in (_DIGESTS, _HIDDEN):
        raise _unsound(f"A part it shows has the name {parts[1]!r}, which is not allowed.")
    return _Disclosure(parts[2], parts[1])


@dataclass(slots=True)
class _Opening:
    """Puts the shown parts where their digests stand."""

    left: dict[str, _Disclosure]
    seen: set[str] = field(default_factory=set)

    def open(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise _unsound(f"Its parts are nested more than {DEEPEST} deep.")
        if isinstance(value, dict):
            return self._object(value, depth)
        return self._array(value, depth) if isinstance(value, list) else value

    def _object(self, given: dict[str, Any], depth: int) -> dict[str, Any]:
        if _HIDDEN in given:
            raise _unsound(f"It has a claim named {_HIDDEN!r}, which is not allowed.")
        digests = given.get(_DIGESTS, [])
        if not isinstance(digests, list):
            raise _unsound("Its digests are no list.")
        made = {name: self.open(value, depth + 1) for name, value in given.items() if name != _DIGESTS}
        for digest in digests:
            part = self._take(digest)
            if part is None:
                continue
            if part.name is None or part.name in made:
                raise _unsound(
                    "A part it shows does not fit where its digest stands, or stands there already."
                )
            made[part.name] = self.open(part.value, depth + 1)
        return made

    def _array(self, given: list[Any], depth: int) -> list[Any]:
        made: list[Any] = []
        for each in given:
            if not isinstance(each, dict) or set(each) != {_HIDDEN}:
                made.append(self.open(each, depth + 1))
                continue
            part = self._take(each[_HIDDEN])
            if part is None:
                continue
            if part.name is not None:
                raise _unsound("A part it shows does not fit where its digest stands.")
            made.append(self.open(part.value, depth + 1))
        return made

    def _take(self, digest: Any) -> _Disclosure | None:
        if not isinstance(digest, str) or digest in self.seen:
            raise _unsound("One digest stands in it twice, or is no text.")
        self.seen.add(digest)
        return self.left.pop(digest, None)


def _digest(text: str, named: str) -> str:
    return base64url(HASHES[named](text.encode()).digest())


def _unsound(why: str) -> Unreadable:
    return Unreadable("This token does not hold together.", why, _AGAIN)
