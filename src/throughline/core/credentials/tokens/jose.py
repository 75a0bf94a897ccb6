"""Credentials and presentations as signed tokens, in the two profiles that readers know, never mixed.

1EdTech: Open Badges 3.0, section 8.2.4 (RS256; `iss`, `jti`, `nbf`, `sub`; a 1.1 credential in the claim `vc`).
VC-JOSE-COSE: W3C, May 2025 (`typ: vc+jwt`; no claim `vc`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from throughline.core.credentials.controllers.resolving import Method
from throughline.core.credentials.instants import read_instant
from throughline.core.credentials.keys import PrivateKey
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.jws import Jws, TokenCheck, check_jws, compact, read_jws, write_jws

Profile: TypeAlias = Literal["1edtech", "vc-jose-cose"]
Finding: TypeAlias = Literal["claim_missing", "header_extra", "algorithm_of_other_profile", "times_differ"]
TYPES = {"vc+jwt": "vc", "vp+jwt": "vp"}
REGISTERED = frozenset({"iss", "jti", "nbf", "sub", "exp", "iat", "aud", "cnf", "nonce", "vc", "vp"})
VCDM_2 = "https://www.w3.org/ns/credentials/v2"
_HEADER_1EDTECH = {"alg", "kid", "jwk", "typ"}
_ENVELOPES = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")
_LAST = 253402300799


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose claims were read, and nothing checked.

    document: the credential or presentation it stands for, without the claims of the token. issuer: who must have
    signed it. faults: sentences; where there is one, the token contradicts itself or its profile and is not to be
    believed. findings: departures from the profile that many issuers make. not_before, not_after: of the claims.
    """

    jws: Jws
    claims: Mapping[str, Any]
    profile: Profile
    document: Mapping[str, Any]
    issuer: str
    faults: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_before: datetime | None
    not_after: datetime | None


def read_token(text: str) -> Token:
    """What a signed credential or presentation says. Raises `Unreadable`."""
    jws = read_jws(text.strip())
    claims = read(jws.payload)
    if not isinstance(claims, dict):
        raise Unreadable("This token is no credential.", "Its content is no JSON object.")
    typ = _media(jws.header.get("typ"))
    if typ in TYPES:
        return _read(jws, claims, "vc-jose-cose", _jose_faults(claims))
    return _read(jws, claims, "1edtech", _type_faults(typ))


def check_token(token: Token, keys: Collection[Method], *, purpose: str = "assertionMethod") -> TokenCheck:
    """Whether the token was signed by one of its issuer's keys. Its faults and times are looked at apart."""
    return check_jws(token.jws, keys, purpose=purpose)


def sign_token(
    document: Mapping[str, Any], *, key: PrivateKey, kid: str, profile: Profile = "1edtech", jwk: bool = False
) -> str:
    """The credential (VCDM 2.0) or presentation as a signed token.

    kid: the name its public half has in the issuer's documents. jwk: put the public key into the header too, as some
    readers want. Raises `ValueError` where the profile cannot carry it.
    """
    header: dict[str, Any] = {"kid": kid}
    if jwk:
        header["jwk"] = key.public.jwk()
    if profile == "vc-jose-cose":
        kind = "vp" if "VerifiablePresentation" in _listed(document.get("type")) else "vc"
        return write_jws({**header, "typ": f"{kind}+jwt", "cty": kind}, compact(dict(document)), key)
    if key.kind != "RSA":
        raise ValueError(f"the 1EdTech profile is signed with an RSA key (RS256), not with {key.kind}")
    return write_jws({**header, "typ": "JWT"}, compact({**document, **_claims_1edtech(document)}), key)


def enveloped(document: Any) -> tuple[str, str] | None:
    """The media type and the text inside an EnvelopedVerifiableCredential or -Presentation; None where it is none.

    Raises `Unreadable` where it claims to be one and carries nothing.
    """
    if not isinstance(document, Mapping) or not any(
        each in _ENVELOPES for each in _listed(document.get("type"))
    ):
        return None
    address = document.get("id")
    if not isinstance(address, str) or not address.startswith("data:application/") or "," not in address:
        raise Unreadable(
            "An envelope in this file is empty.", "Its id is no `data:` address of a credential."
        )
    media, _, text = address.removeprefix("data:").partition(",")
    return media.removeprefix("application/"), text


def _read(jws: Jws, claims: dict[str, Any], profile: Profile, faults: list[str]) -> Token:
    inner = claims.get("vc", claims.get("vp")) if profile == "1edtech" else None
    if inner is not None and not isinstance(inner, dict):
        raise Unreadable("This token is no credential.", "Its claim `vc` or `vp` is no JSON object.")
    document = _filled(inner, claims) if inner is not None else _without_claims(claims)
    if "type" not in document:
        raise Unreadable("This token is no credential.", "It has no type of a credential or presentation.")
    times = [_time(claims, name, faults) for name in ("nbf", "exp")]
    issuer = _issuer(claims, document)
    faults.extend(_conflicts(claims, document))
    return Token(
        jws, claims, profile, document, issuer, tuple(faults), tuple(_findings(jws, claims, profile)), *times
    )


def _jose_faults(claims: Mapping[str, Any]) -> list[str]:
    return [f"It has a claim `{name}`, which its profile forbids." for name in ("vc", "vp") if name in claims]


def _type_faults(typ: str) -> list[str]:
    return (
        []
        if typ in ("", "jwt")
        else [f"It says it is of the type {typ[:40]!r}, which is none of a credential."]
    )


def _filled(inner: dict[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    """The credential of the claim `vc` with what the token's own claims stand for (VCDM 1.1, section 6.3.1)."""
    whole = dict(inner)
    is_vp = "vc" not in claims
    _fill(whole, "holder" if is_vp else "issuer", claims.get("iss"))
    _fill(whole, "id", claims.get("jti"))
    subject = whole.get("credentialSubject")
    if isinstance(subject, dict) and isinstance(claims.get("sub"), str):
        whole["credentialSubject"] = {"id": claims["sub"], **subject}
    return whole


def _fill(whole: dict[str, Any], name: str, value: Any) -> None:
    if isinstance(value, str):
        whole.setdefault(name, value)


def _without_claims(claims: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if name not in REGISTERED}


def _issuer(claims: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    named = _id(document.get("issuer", document.get("holder")))
    return str(claims["iss"]) if isinstance(claims.get("iss"), str) and not named else named


def _conflicts(claims: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    subject = document.get("credentialSubject")
    pairs = (
        ("iss", _id(document.get("issuer", document.get("holder"))), "issuer"),
        ("jti", _id(document), "id"),
        ("sub", _id(subject) if not isinstance(subject, list) else "", "subject"),
    )
    return [
        f"Its claim `{name}` names another {what} than the credential in it."
        for name, inside, what in pairs
        if name in claims and inside and claims[name] != inside
    ]


def _findings(jws: Jws, claims: Mapping[str, Any], profile: Profile) -> list[Finding]:
    found: list[Finding] = []
    if profile == "1edtech":
        if any(name not in claims for name in ("iss", "jti", "nbf", "sub")):
            found.append("claim_missing")
        if set(jws.header) - _HEADER_1EDTECH:
            found.append("header_extra")
        if jws.algorithm != "RS256":
            found.append("algorithm_of_other_profile")
    begins = _within(claims).get("validFrom", _within(claims).get("issuanceDate"))
    if "nbf" in claims and begins is not None and _differ(claims["nbf"], begins):
        found.append("times_differ")
    return found


def _within(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = claims.get("vc")
    return inner if isinstance(inner, Mapping) else claims


def _differ(epoch: Any, text: Any) -> bool:
    try:
        return not isinstance(epoch, int | float) or abs(read_instant(text).timestamp() - epoch) >= 1
    except ValueError:
        return True


def _time(claims: Mapping[str, Any], name: str, faults: list[str]) -> datetime | None:
    given = claims.get(name)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= _LAST:
        faults.append(f"Its claim `{name}` is no time.")
        return None
    return datetime.fromtimestamp(given, UTC)


def _claims_1edtech(document: Mapping[str, Any]) -> dict[str, Any]:
    if VCDM_2 not in _listed(document.get("@context")):
        raise ValueError("only credentials of the data model 2.0 are issued")
    made = {
        "iss": _id(document.get("issuer")), "jti": document.get("id"),
        "sub": _id(document.get("credentialSubject")), "nbf": document.get("validFrom"),
    }  # fmt: skip
    absent = [name for name, value in made.items() if not isinstance(value, str) or not value]
    if absent:
        raise ValueError(
            f"the 1EdTech profile needs {', '.join(absent)}: give issuer, id, subject id and validFrom"
        )
    made["nbf"] = int(read_instant(made["nbf"]).timestamp())
    until = document.get("validUntil")
    return made if until is None else {**made, "exp": int(read_instant(until).timestamp())}


def _media(given: Any) -> str:
    return (
        given.lower().removeprefix("application/") if isinstance(given, str) else "" if given is None else "?"
    )


def _id(given: Any) -> str:
    named = given.get("id") if isinstance(given, Mapping) else given
    return named if isinstance(named, str) else ""


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
