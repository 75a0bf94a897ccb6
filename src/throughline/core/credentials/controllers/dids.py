"""Names of parties (Decentralized Identifiers): where the document behind a name stands, or the key inside it.

did:web (W3C CCG method, April 2025): a name for an address of the web. did:key and did:jwk carry their key.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from throughline.core.credentials.controllers.jwks import method_of_jwk
from throughline.core.credentials.controllers.resolving import Method, Methods, NotThere, did_key, is_did_key
from throughline.core.credentials.multibase import BadEncoding, from_base64url
from throughline.core.credentials.strict_json import Unreadable, read

_WEB, _JWK = "did:web:", "did:jwk:"
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_LONGEST = 2048


class BadName(ValueError):
    """A name of a party that cannot be: says what is wrong and what to do."""


def did_web(address: str) -> str:
    """The name of the party whose document stands at an address of the web: `https://host[:port][/path]`.

    Raises `BadName` where the address has anything else in it.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.query or parts.fragment or parts.username is not None:
        raise BadName(f"{address[:200]!r} is no plain https address. Give https://HOST or https://HOST/PATH.")
    host = _host((parts.hostname or "") + ("" if parts.port is None else f":{parts.port}"))
    segments = [quote(_segment(unquote(each)), safe="") for each in parts.path.strip("/").split("/") if each]
    return _WEB + ":".join([quote(host, safe=""), *segments])


def document_address(name: str) -> str:
    """Where the document of a party stands, for did:web and for parties named by their https address.

    The fragment of a key is left out. Raises `BadName` for a name that is neither, or not sound.
    """
    party = name.partition("#")[0]
    if len(party) > _LONGEST:
        raise BadName("The name of this party is too long to be one.")
    if party.startswith("https://"):
        return party
    if not party.startswith(_WEB):
        raise BadName(f"{party[:100]!r} is no name whose document stands on the web (did:web or https).")
    first, *rest = party.removeprefix(_WEB).split(":")
    path = "/".join(_segment(unquote(each)) for each in rest) or ".well-known"
    return f"https://{_host(unquote(first))}/{path}/did.json"


def jwks_address(issuer: str) -> str:
    """Where an issuer's set of keys stands (Open Badges 3.0, section 8.2.5). Raises `BadName`."""
    return f"https://{urlsplit(document_address(issuer)).netloc}/.well-known/jwks.json"


def did_jwk(name: str) -> Method:
    """The key that a `did:jwk` carries. Raises `NotThere` where it carries none that signs."""
    did = name.partition("#")[0]
    try:
        jwk = read(from_base64url(did.removeprefix(_JWK)), largest=_LONGEST)
    except (BadEncoding, Unreadable):
        raise NotThere(f"{did[:80]} does not carry a key.") from None
    found = method_of_jwk(jwk, did, f"{did}#0")
    if found is None or name not in (did, found.id):
        raise NotThere(f"{name[:80]} does not carry a key that signs.")
    return found


def with_carried_keys(others: Methods) -> Methods:
    """A resolver that answers did:key and did:jwk by itself and asks `others` for the rest."""

    def resolve(name: str) -> Method:
        if is_did_key(name):
            return did_key(name)
        return did_jwk(name) if name.startswith(_JWK) else others(name)

    return resolve


def carries_its_key(name: str) -> bool:
    """Whether nobody has to be asked for the key behind a name."""
    return is_did_key(name) or name.startswith(_JWK)


def issuer_of(document: Mapping[str, Any]) -> str:
    """The id of a credential's issuer; empty where it names none."""
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return named if isinstance(named, str) else ""


def _host(text: str) -> str:
    host, colon, port = text.lower().partition(":")
    sound_port = not colon or (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536)
    if not _HOST.fullmatch(host) or not sound_port or host.replace(".", "").isdigit():
        raise BadName(f"{text[:100]!r} is no name of a host. A number in place of a name is not allowed.")
    return host + colon + port


def _segment(text: str) -> str:
    if not _SEGMENT.fullmatch(text) or set(text) == {"."}:
        raise BadName(
            f"{text[:100]!r} cannot stand in a name. Use letters, digits, dot, dash and underscore."
        )
    return text
