"""Badges of the older standard, Open Badges 2.0: read and checked, so that nobody loses what they already hold.

A signed badge can be checked from its own data and its issuer's key. A hosted one is true only while its host says so:
without the host the answer is that the host is needed, never that the badge is sound.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

from throughline.core.credentials.controllers.resolving import Method, Unreachable
from throughline.core.credentials.instants import read_instant
from throughline.core.credentials.keys import BadKey, public_from_pem
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.jws import Jws, check_jws, looks_like, read_jws

Outcome: TypeAlias = Literal["holds", "broken", "cannot_tell"]
Part: TypeAlias = Literal["shape", "source", "dates", "status"]
# Gives the document at an address as JSON; raises `Unreachable` where it cannot be had.
Lookup: TypeAlias = Callable[[str], Any]
CONTEXT = "https://w3id.org/openbadges/v2"
_AGAIN = "Give the badge as its issuer published it."


@dataclass(frozen=True, slots=True)
class Part2:
    """One thing that was looked at. why: a sentence. host_needed: the address that would have to answer."""

    part: Part
    outcome: Outcome
    why: str
    host_needed: str = ""


@dataclass(frozen=True, slots=True)
class Badge2:
    """A badge with what could be had of it. badge_class, issuer: empty where they could not be had."""

    assertion: Mapping[str, Any]
    badge_class: Mapping[str, Any]
    issuer: Mapping[str, Any]
    parts: tuple[Part2, ...]

    @property
    def outcome(self) -> Outcome:
        """The whole answer: broken where a part is, else cannot_tell where a part is."""
        found = {each.outcome for each in self.parts}
        return "broken" if "broken" in found else "cannot_tell" if "cannot_tell" in found else "holds"

    @property
    def host_needed(self) -> tuple[str, ...]:
        """Addresses that would have to answer before more can be said."""
        return tuple(dict.fromkeys(each.host_needed for each in self.parts if each.host_needed))


def is_badge_2(document: Any) -> bool:
    """Whether this is an assertion of Open Badges 2.0."""
    return (
        isinstance(document, Mapping)
        and "Assertion" in _listed(document.get("type"))
        and "recipient" in document
    )


def nothing_at_hand(address: str) -> Any:
    """A lookup that fetches nothing."""
    raise Unreachable(f"{address} was not asked.")


def check_badge_2(given: str, *, lookup: Lookup = nothing_at_hand, as_of: datetime) -> Badge2:
    """What can be said of a badge at a time. given: the JSON, or the signed token, as it was baked or brought.

    Raises `Unreadable` where it is neither.
    """
    jws = read_jws(given.strip()) if looks_like(given.strip()) else None
    assertion = read(given if jws is None else jws.payload)
    if not isinstance(assertion, Mapping):
        raise Unreadable("This is no badge.", "It is no JSON object.", _AGAIN)
    badge_class, why_class = _had(assertion.get("badge"), lookup)
    issuer, why_issuer = _had(badge_class.get("issuer"), lookup) if badge_class else ({}, "")
    parts = [
        _shape(assertion, badge_class, issuer),
        *_absent(
            ("badge class", why_class, assertion.get("badge")),
            ("issuer", why_issuer, badge_class.get("issuer")),
        ),
        _dates(assertion, as_of),
    ]
    if jws is None:
        parts.append(_hosted(assertion, issuer, lookup))
    else:
        parts += [_signed(jws, assertion, issuer, lookup), _not_revoked(assertion, issuer, lookup)]
    return Badge2(assertion, badge_class, issuer, tuple(parts))


def is_recipient(assertion: Mapping[str, Any], identity: str) -> bool:
    """Whether a badge was given to this e-mail address (or other identity), also where it is hashed."""
    recipient = assertion.get("recipient")
    given = recipient.get("identity") if isinstance(recipient, Mapping) else None
    if not isinstance(given, str) or not isinstance(recipient, Mapping):
        return False
    if recipient.get("hashed") is not True:
        return given.strip().lower() == identity.strip().lower()
    kind, _, digest = given.partition("$")
    if kind not in ("sha256", "md5"):
        return False
    salt = recipient.get("salt", "")
    tried = (identity.strip(), identity.strip().lower())
    return any(
        hmac.compare_digest(hashlib.new(kind, f"{each}{salt}".encode()).hexdigest(), digest.lower())
        for each in tried
    )


def _had(given: Any, lookup: Lookup) -> tuple[Mapping[str, Any], str]:
    """A part that stands inside or at an address, and why it could not be had."""
    if isinstance(given, Mapping):
        return given, ""
    if not isinstance(given, str):
        return {}, "is not named"
    try:
        found = lookup(given)
    except Unreachable:
        return {}, "could not be had"
    return (found, "") if isinstance(found, Mapping) else ({}, "is no JSON object")


def _absent(*given: tuple[str, str, Any]) -> list[Part2]:
    return [
        Part2(
            "source",
            "cannot_tell",
            f"The {name} of this badge {why}.",
            address if isinstance(address, str) else "",
        )
        for name, why, address in given
        if why
    ]


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "Assertion": ("id", "recipient", "badge", "verification", "issuedOn"),
    "BadgeClass": ("id", "name", "description", "criteria", "issuer"),
    "Issuer": ("id", "name", "url"),
}


def _shape(assertion: Mapping[str, Any], badge_class: Mapping[str, Any], issuer: Mapping[str, Any]) -> Part2:
    faults = (
        []
        if CONTEXT in _listed(assertion.get("@context"))
        else ["it does not use the context of Open Badges 2.0"]
    )
    given = (("Assertion", assertion), ("BadgeClass", badge_class), ("Issuer", issuer))
    for kind, document in given:
        faults += _faults(kind, document) if document or kind == "Assertion" else []
    if not isinstance(assertion.get("recipient"), Mapping):
        faults.append("its recipient is no object")
    if faults:
        return Part2("shape", "broken", f"This is no sound badge: {'; '.join(faults)}.")
    return Part2("shape", "holds", "It has all the parts of a badge.")


def _faults(kind: str, document: Mapping[str, Any]) -> list[str]:
    types = _listed(document.get("type"))
    known = kind in types or (kind == "Issuer" and "Profile" in types)
    found = [] if known else [f"its {kind} says it is of another type"]
    absent = [name for name in _NEEDED[kind] if not document.get(name)]
    return found + ([f"its {kind} has no {', '.join(absent)}"] if absent else [])


def _dates(assertion: Mapping[str, Any], as_of: datetime) -> Part2:
    try:
        issued = read_instant(assertion.get("issuedOn"))
        expires = read_instant(assertion["expires"]) if assertion.get("expires") is not None else None
    except ValueError as error:
        return Part2("dates", "broken", f"One of its dates cannot be read: {error}")
    if issued > as_of:
        return Part2("dates", "broken", "It is dated in the future.")
    if expires is not None and expires < issued:
        return Part2("dates", "broken", "It ended before it was given.")
    if expires is not None and expires < as_of:
        return Part2("dates", "broken", f"It ended on {expires.date().isoformat()}.")
    return Part2("dates", "holds", "Its dates hold.")


def _hosted(assertion: Mapping[str, Any], issuer: Mapping[str, Any], lookup: Lookup) -> Part2:
    address = assertion.get("id")
    if not isinstance(address, str) or urlsplit(address).scheme not in ("http", "https"):
        return Part2("source", "broken", "It is a hosted badge without an address.")
    if issuer and not _is_allowed(address, issuer):
        return Part2("source", "broken", "It stands at an address that its issuer does not use for badges.")
    try:
        found = lookup(address)
    except Unreachable:
        why = "This badge is true only while its host says so, and the host was not asked or did not answer."
        return Part2("source", "cannot_tell", why, address)
    if isinstance(found, Mapping) and found.get("revoked") is True:
        return Part2("status", "broken", f"Its issuer took it back{_reason(found)}.")
    if found != assertion:
        return Part2("source", "broken", "Its host shows another badge at its address.")
    return Part2("source", "holds", "Its host shows the same badge.")


def _is_allowed(address: str, issuer: Mapping[str, Any]) -> bool:
    """By the issuer's own words on where its badges stand; else by the host of its id (2.0, VerificationObject)."""
    said = issuer.get("verification")
    rules: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    starts = [each for each in _listed(rules.get("startsWith")) if isinstance(each, str)]
    if starts and not any(address.startswith(each) for each in starts):
        return False
    own = urlsplit(str(issuer.get("id", ""))).hostname
    hosts = _listed(rules.get("allowedOrigins")) or ([own] if own and not starts else [])
    return not hosts or urlsplit(address).hostname in hosts


def _signed(jws: Jws, assertion: Mapping[str, Any], issuer: Mapping[str, Any], lookup: Lookup) -> Part2:
    if not issuer:
        return Part2(
            "source", "cannot_tell", "Its issuer could not be had, so the signature cannot be checked."
        )
    said = assertion.get("verification")
    address = said.get("creator") if isinstance(said, Mapping) else None
    named = address if address is not None else (_listed(issuer.get("publicKey")) or [None])[0]
    allowed = [
        each.get("id") if isinstance(each, Mapping) else each for each in _listed(issuer.get("publicKey"))
    ]
    if named not in allowed and not isinstance(named, Mapping):
        return Part2("source", "broken", "It is signed with a key that its issuer does not name.")
    key, why = _had(_inside(named, issuer), lookup)
    if why:
        return Part2(
            "source", "cannot_tell", f"The issuer's key {why}.", named if isinstance(named, str) else ""
        )
    return _checked(jws, key, issuer)


def _inside(named: Any, issuer: Mapping[str, Any]) -> Any:
    whole = [
        each
        for each in _listed(issuer.get("publicKey"))
        if isinstance(each, Mapping) and each.get("id") == named
    ]
    return whole[0] if whole else named


def _checked(jws: Jws, key: Mapping[str, Any], issuer: Mapping[str, Any]) -> Part2:
    if key.get("owner") != issuer.get("id"):
        return Part2("source", "broken", "The key it is signed with belongs to somebody else.")
    try:
        public = public_from_pem(str(key.get("publicKeyPem", "")).encode())
    except BadKey as error:
        return Part2("source", "cannot_tell", f"The issuer's key cannot be used: {error.what}")
    check = check_jws(jws, [Method(str(key.get("id", "")), str(issuer["id"]), public)])
    outcome: Outcome = "cannot_tell" if check.outcome == "unsupported" else check.outcome
    return Part2("source", outcome, check.why)


def _not_revoked(assertion: Mapping[str, Any], issuer: Mapping[str, Any], lookup: Lookup) -> Part2:
    named = issuer.get("revocationList")
    if not issuer:
        return Part2(
            "status", "cannot_tell", "Its issuer could not be had, so nothing is known of its status."
        )
    if named is None:
        return Part2("status", "holds", "Its issuer keeps no list of badges taken back.")
    listed, why = _had(named, lookup)
    lines = listed.get("revokedAssertions")
    if why or not isinstance(lines, list):
        reason = "The issuer's list of badges taken back could not be had."
        return Part2("status", "cannot_tell", reason, named if isinstance(named, str) else "")
    for line in lines:
        if (line.get("id") if isinstance(line, Mapping) else line) == assertion.get("id"):
            return Part2("status", "broken", f"Its issuer took it back{_reason(line)}.")
    return Part2("status", "holds", "Its issuer has not taken it back.")


def _reason(line: Any) -> str:
    said = line.get("revocationReason") if isinstance(line, Mapping) else None
    return f": {said[:300]}" if isinstance(said, str) and said else ""


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
