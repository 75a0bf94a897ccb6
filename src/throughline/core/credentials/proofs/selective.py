"""Credentials of which the learner shows a part, and the rest leaves no trace: ecdsa-sd-2023.

(Data Integrity ECDSA Cryptosuites 1.0, W3C 2025, sections 3.4 to 3.6.) The issuer signs each statement by itself
with a key made for this one credential; the learner's copy holds all the signatures; what is shown holds those of the
chosen statements. Nodes without an id get names from a secret of the learner's copy, so that they tell nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from throughline.core.credentials.keys import BadKey, PrivateKey, PublicKey, public_from_bytes
from throughline.core.credentials.linked_data.active import SERVED, Allowed
from throughline.core.credentials.linked_data.canonical import canonical
from throughline.core.credentials.linked_data.expansion import Naming, quads_of
from throughline.core.credentials.linked_data.quads import Quad, sorted_lines
from throughline.core.credentials.linked_data.rdf_canonical import TooTangled, canonical_lines
from throughline.core.credentials.linked_data.unsafe import Unsafe
from throughline.core.credentials.multibase import (
    BadEncoding,
    base64url,
    from_base64url,
    from_multibase,
    multibase,
)
from throughline.core.credentials.proofs.cbor import NotCbor, dumps, loads
from throughline.core.credentials.proofs.selecting import NoSuchPart, select
from throughline.core.credentials.proofs.suites import DATA_INTEGRITY, SELECTIVE, with_words_for

_BASE, _DERIVED = b"\xd9\x5d\x00", b"\xd9\x5d\x01"
_P256 = b"\x80\x24"


class BadProofValue(ValueError):
    """A proof of this kind whose packed parts are not what they must be."""


class OwnCopy(ValueError):
    """A proof in the learner's own copy: it is there to show parts of, never to be shown."""


@dataclass(frozen=True, slots=True)
class OwnProof:
    """What the learner's copy packs: the issuer's signature, the key made for the statements, and their signatures."""

    signature: bytes
    statements_key: bytes
    secret: bytes
    signatures: tuple[bytes, ...]
    mandatory: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownProof:
    """What a shown part packs. `names`: of its nodes without an id. `mandatory`: places of the lines always shown."""

    signature: bytes
    statements_key: bytes
    signatures: tuple[bytes, ...]
    names: Mapping[int, bytes]
    mandatory: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """The canonical lines of a whole document, and where in them each group of pointers is."""

    lines: tuple[str, ...]
    names: Mapping[str, str]
    groups: tuple[frozenset[int], ...]
    quads: tuple[tuple[Quad, ...], ...]


def sign_for_showing(
    document: Mapping[str, Any],
    *,
    key: PrivateKey,
    method: str,
    created: datetime,
    mandatory: Sequence[str],
    statements_key: PrivateKey,
    secret: bytes,
    purpose: str = "assertionMethod",
    allowed: Allowed = SERVED,
) -> dict[str, Any]:
    """The learner's copy of a credential: every statement signed, ready to show parts of.

    `mandatory`: JSON pointers to what every part shows (issuer, status, validity: a grade never travels without them).
    `statements_key`: a P-256 key made for this credential and thrown away; `secret`: 32 random bytes. `key` is P-256.
    Raises `Unsafe`, `NoSuchPart`.
    """
    if {key.kind, statements_key.kind} != {"P-256"} or len(secret) != 32:
        raise ValueError("Both keys are P-256 keys, and the secret has 32 bytes.")
    whole = {**document, "@context": with_words_for(SELECTIVE, document.get("@context", []), allowed)}
    whole.pop("proof", None)
    proof = {
        "type": DATA_INTEGRITY,
        "cryptosuite": SELECTIVE.name,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": method,
        "proofPurpose": purpose,
    }
    found = _statements(whole, [mandatory], secret, allowed)
    always, others = _parted(found.lines, found.groups[0])
    public = _P256 + statements_key.public.encoded
    signature = key.sign(_signed(whole, proof, public, always, allowed))
    signatures = [statements_key.sign(line.encode()) for line in others]
    value = _BASE + dumps([signature, public, secret, signatures, list(mandatory)])
    return {**whole, "proof": {**proof, "proofValue": multibase(value, "u")}}


def show(
    document: Mapping[str, Any], pointers: Sequence[str], *, allowed: Allowed = SERVED
) -> dict[str, Any]:
    """A part of the learner's copy, with the proof for that part: what is always shown, and what the pointers name.

    Raises `NoSuchPart`, `BadProofValue`, `Unsafe`.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise BadProofValue("The credential has not one proof.")
    own = read_own(proof.get("proofValue"))
    whole = {name: value for name, value in document.items() if name != "proof"}
    both = list(dict.fromkeys([*own.mandatory, *pointers]))
    found = _statements(whole, [own.mandatory, pointers, both], own.secret, allowed)
    always, chosen, shown = found.groups
    others = [place for place in range(len(found.lines)) if place not in always]
    if len(others) != len(own.signatures):
        raise BadProofValue("The credential has not one signature for each statement.")
    kept = [signature for place, signature in zip(others, own.signatures) if place in chosen]
    names = _names_for_reader(found)
    mandatory = [number for number, place in enumerate(sorted(shown)) if place in always]
    value = _DERIVED + dumps([own.signature, own.statements_key, kept, names, mandatory])
    part = select(whole, both).document
    return {**part, "proof": {**proof, "proofValue": multibase(value, "u")}}


def shown_parts(
    document: Mapping[str, Any], proof: Mapping[str, Any], allowed: Allowed = SERVED
) -> list[tuple[PublicKey | None, bytes, bytes]]:
    """Each signature of a shown part with the bytes it is over: first the issuer's (no key: it is the method's).

    Raises `BadProofValue`, `OwnCopy`, `Unsafe`.
    """
    shown = read_shown(proof.get("proofValue"))
    key = _statements_key(shown.statements_key)
    quads = quads_of(document, allowed)
    names = _canonical_names(quads)
    given = {f"_:c14n{number}": f"_:u{base64url(name)}" for number, name in shown.names.items()}
    if set(names.values()) != set(given) or len(set(given.values())) != len(given):
        raise BadProofValue("The proof does not name the parts of this document.")
    lines = _relabelled(quads, {label: given[name] for label, name in names.items()})
    always, others = _parted(lines, frozenset(shown.mandatory))
    if len(others) != len(shown.signatures) or not set(shown.mandatory) <= set(range(len(lines))):
        raise BadProofValue("There is not one signature for each statement that is shown.")
    data = _signed(document, proof, shown.statements_key, always, allowed)
    first: list[tuple[PublicKey | None, bytes, bytes]] = [(None, shown.signature, data)]
    return first + [(key, signature, line.encode()) for signature, line in zip(shown.signatures, others)]


def read_own(value: object) -> OwnProof:
    """The parts of the proof in a learner's copy. Raises `BadProofValue`."""
    match _packed(value, _BASE):
        case [
            bytes() as signature,
            bytes() as key,
            bytes() as secret,
            list() as signatures,
            list() as pointers,
        ] if len(secret) == 32 and _all(signatures, bytes) and _all(pointers, str):
            return OwnProof(signature, key, secret, tuple(signatures), tuple(pointers))
    raise BadProofValue("The proof is not that of a learner's copy.")


def read_shown(value: object) -> ShownProof:
    """The parts of the proof of a shown part. Raises `BadProofValue`, and `OwnCopy` for a learner's copy."""
    if _begins(value, _BASE):
        raise OwnCopy("This is the learner's own copy: it is made to show parts of, not to be shown.")
    match _packed(value, _DERIVED):
        case [
            bytes() as signature,
            bytes() as key,
            list() as signatures,
            dict() as names,
            list() as places,
        ] if (
            _all(signatures, bytes) and _all(places, int) and _all(names, int) and _all(names.values(), bytes)
        ):
            if len(set(places)) == len(places) and all(len(name) == 32 for name in names.values()):
                return ShownProof(signature, key, tuple(signatures), names, tuple(places))
    raise BadProofValue("The proof is not that of a shown part.")


def _all(values: Any, kind: type) -> bool:
    return all(isinstance(each, kind) for each in values)


def _begins(value: object, head: bytes) -> bool:
    return isinstance(value, str) and value.startswith(multibase(head, "u"))


def _packed(value: object, head: bytes) -> Any:
    try:
        data = from_multibase(value, "u") if isinstance(value, str) else b""
        return loads(data[len(head) :]) if data.startswith(head) else None
    except (BadEncoding, NotCbor) as problem:
        raise BadProofValue(f"The proof cannot be read: {problem}.") from None


def _statements(
    document: Mapping[str, Any], groups: Sequence[Sequence[str]], secret: bytes, allowed: Allowed
) -> Statements:
    naming = Naming()
    quads = quads_of(document, allowed, naming)
    names = {label: _secret_name(name, secret) for label, name in _canonical_names(quads).items()}
    lines = _relabelled(quads, names)
    parts = [_part(document, pointers, naming, allowed) for pointers in groups]
    return Statements(tuple(lines), names, tuple(_places(lines, part, names) for part in parts), tuple(parts))


def _part(
    document: Mapping[str, Any], pointers: Sequence[str], naming: Naming, allowed: Allowed
) -> tuple[Quad, ...]:
    if not pointers:
        return ()
    part = select(document, pointers)
    naming.origin = part.origin
    try:
        return tuple(quads_of(part.document, allowed, naming))
    finally:
        naming.origin = {}


def _places(lines: Sequence[str], part: Sequence[Quad], names: Mapping[str, str]) -> frozenset[int]:
    try:
        chosen = set(_relabelled(part, names))
    except KeyError:
        chosen = {""}
    if not chosen <= set(lines):
        raise NoSuchPart("A part of a list cannot be shown by itself. Choose the list whole.")
    return frozenset(place for place, line in enumerate(lines) if line in chosen)


def _canonical_names(quads: Sequence[Quad]) -> dict[str, str]:
    try:
        return canonical_lines(quads)[1]
    except TooTangled as problem:
        raise Unsafe(f"It cannot be read in one way: {problem}.") from None


def _names_for_reader(found: Statements) -> dict[int, bytes]:
    """The secret name of each node as the reader will number the nodes of the part, shown by itself."""
    numbered = _canonical_names(found.quads[2])
    return {
        int(number.removeprefix("_:c14n")): from_base64url(found.names[label].removeprefix("_:u"))
        for label, number in numbered.items()
    }


def _secret_name(canonical_name: str, secret: bytes) -> str:
    digest = hmac.digest(secret, canonical_name.removeprefix("_:").encode(), "sha256")
    return f"_:u{base64url(digest)}"


def _relabelled(quads: Sequence[Quad], names: Mapping[str, str]) -> list[str]:
    def named(part: str) -> str:
        return names[part] if part[:1] == "_" else part

    return sorted_lines((named(s), p, named(o), named(g)) for s, p, o, g in quads)


def _parted(lines: Sequence[str], mandatory: frozenset[int]) -> tuple[list[str], list[str]]:
    always = [line for place, line in enumerate(lines) if place in mandatory]
    return always, [line for place, line in enumerate(lines) if place not in mandatory]


def _signed(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    public: bytes,
    always: Sequence[str],
    allowed: Allowed,
) -> bytes:
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = with_words_for(SELECTIVE, document.get("@context", []), allowed)
    proof_hash = sha256(canonical(options, allowed=allowed)).digest()
    return proof_hash + public + sha256("".join(always).encode()).digest()


def _statements_key(encoded: bytes) -> PublicKey:
    if not encoded.startswith(_P256):
        raise BadProofValue("The key of the statements is not a P-256 key.")
    try:
        return public_from_bytes(encoded[2:], "P-256")
    except BadKey as problem:
        raise BadProofValue(f"The key of the statements cannot be read: {problem.why}") from None
