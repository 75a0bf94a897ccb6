"""Signs a document with a proof inside, and checks such proofs (Verifiable Credential Data Integrity 1.0, W3C 2025).

A proof answers one of four: it holds, it is broken, it cannot be told (the key's owner was not reached), or its
suite is unsupported here. Never is one taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from throughline.core.credentials.controllers.resolving import Method, Methods, NotThere, Unreachable
from throughline.core.credentials.keys import BadKey, Kind, PrivateKey, PublicKey, UnsupportedKey
from throughline.core.credentials.linked_data.active import SERVED, Allowed, used
from throughline.core.credentials.linked_data.terms import Source
from throughline.core.credentials.linked_data.unsafe import UnknownContext, Unsafe
from throughline.core.credentials.multibase import BadEncoding, from_multibase, multibase
from throughline.core.credentials.proofs.selective import BadProofValue, OwnCopy, shown_parts
from throughline.core.credentials.proofs.suites import (
    ED25519_2020,
    SELECTIVE,
    SUITES,
    Suite,
    options_of,
    signed_bytes,
    suite_of,
    with_words_for,
)

# Each signature with the bytes it is over, and its key where it is not that of the method.
Parts: TypeAlias = list[tuple[PublicKey | None, bytes, bytes]]
Outcome: TypeAlias = Literal["holds", "broken", "cannot_tell", "unsupported"]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What one proof is worth.

    `method` and `controller`: the key's name and its owner's, as the owner states them. `why`: the reason in a
    sentence. `notes`: what else a reader should know. `contexts`: the published words the document was read with,
    each with its SHA-256. `revoked`: when the key was withdrawn; the proof says that it was made before.
    """

    outcome: Outcome
    suite: str
    method: str = ""
    controller: str = ""
    created: datetime | None = None
    why: str = ""
    notes: tuple[str, ...] = ()
    contexts: tuple[Source, ...] = ()
    purpose: str = ""
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a proof has to say: its purpose, and, for a presentation, the domain and challenge it answers."""

    purpose: str = "assertionMethod"
    domain: str | None = None
    challenge: str | None = None
    as_of: datetime | None = None


class _Not(Exception):
    """A proof that does not hold, with the check that says so."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome, self.why = outcome, why


def sign(
    document: Mapping[str, Any],
    *,
    key: PrivateKey,
    method: str,
    created: datetime,
    suite: str = "eddsa-rdfc-2022",
    purpose: str = "assertionMethod",
    more: Mapping[str, Any] | None = None,
    allowed: Allowed = SERVED,
) -> dict[str, Any]:
    """The document with a proof, beside those it has.

    `method`: the name the key is published under. `created`: with its time zone, written in UTC to the second.
    `more`: further members of the proof: id, previousProof, expires, domain, challenge. Where the contexts lack the
    words of the proof, the one that brings them is added. Raises `Unsafe`, and `ValueError` for a key of another kind.
    """
    way = SUITES[suite]
    if way is SELECTIVE or way.note:
        raise ValueError(way.note or f"{suite} is signed by `sign_for_showing`.")
    if key.kind not in way.kinds:
        raise ValueError(f"{suite} is signed with a key of kind {' or '.join(way.kinds)}, not {key.kind}.")
    words = document.get("@context", [])
    contexts = with_words_for(way, words, allowed) if way.form == "rdfc" else words
    signed = {**document, "@context": contexts} if contexts else dict(document)
    kept = _proofs(signed.pop("proof", []))
    proof = _options(way, method, created, purpose, more or {})
    options = {**proof, "@context": contexts} if contexts else proof
    try:
        data = _data(signed, options, kept, way, key.kind, allowed)
    except _Not as problem:
        raise ValueError(problem.why) from None
    if way.form == "jcs" and contexts:
        proof["@context"] = contexts
    proof["proofValue"] = multibase(key.sign(data))
    return {**signed, "proof": [*kept, proof] if kept else proof}


def check_proofs(
    document: Mapping[str, Any],
    *,
    methods: Methods,
    purpose: str = "assertionMethod",
    as_of: datetime | None = None,
    domain: str | None = None,
    challenge: str | None = None,
    allowed: Allowed = SERVED,
) -> tuple[ProofCheck, ...]:
    """What each proof of a document is worth, in their order; nothing for a document without any.

    `as_of`: when it is judged; without it, the end of a proof or of a key is reported and not judged. `domain` and
    `challenge`: what a presentation was asked to answer. Proofs of documents inside of this one are not looked at.
    """
    proofs = _proofs(document.get("proof", []))
    expected = Expected(purpose, domain, challenge, as_of)
    bare = {name: value for name, value in document.items() if name != "proof"}
    return tuple(_check(bare, proof, proofs, methods, expected, allowed) for proof in proofs)


def moment(text: object) -> datetime | None:
    """A time with its zone, as proofs and credentials write it; nothing where it is not one."""
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    except ValueError:
        return None


def _proofs(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def _options(
    way: Suite, method: str, created: datetime, purpose: str, more: Mapping[str, Any]
) -> dict[str, Any]:
    suite = {} if way.type == ED25519_2020 else {"cryptosuite": way.name}
    written = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    plain = {"created": written, "verificationMethod": method, "proofPurpose": purpose}
    return {"type": way.type, **suite, **plain, **more}


def _check(
    document: Mapping[str, Any],
    proof: Any,
    proofs: Sequence[Any],
    methods: Methods,
    expected: Expected,
    allowed: Allowed,
) -> ProofCheck:
    if not isinstance(proof, dict) or not isinstance(proof.get("type"), str):
        return ProofCheck("broken", "", why="The proof is not an object with a type.")
    way = suite_of(proof)
    if way is None:
        named = str(proof.get("cryptosuite") or proof.get("type") or "")[:80]
        return ProofCheck("unsupported", named, why=f"Proofs of the kind {named} are not read here.")
    made = _said(proof, way)
    try:
        _judge_words(made, proof, expected)
        parts = _ready(document, proof, proofs, way, allowed)
        known = _method(made.method, methods, way)
        made = _owned(made, known)
        _judge_method(made, known, expected)
        _verify(document, proof, proofs, way, known, parts, allowed)
        sources = _sources(document, way, allowed)
    except _Not as problem:
        return replace(made, outcome=problem.outcome, why=problem.why)
    except UnknownContext as problem:
        return replace(made, outcome="unsupported", why=str(problem))
    except Unsafe as problem:
        return replace(made, outcome="broken", why=f"It cannot be read safely. {problem}")
    return replace(made, why="The signature is that of the named key.", contexts=sources)


def _said(proof: Mapping[str, Any], way: Suite) -> ProofCheck:
    method = proof.get("verificationMethod")
    return ProofCheck(
        "holds",
        way.name,
        method if isinstance(method, str) else "",
        created=moment(proof.get("created")),
        notes=(way.note,) if way.note else (),
        purpose=str(proof.get("proofPurpose", ""))[:80],
        expires=moment(proof.get("expires")),
    )


def _owned(made: ProofCheck, known: Method) -> ProofCheck:
    notes = made.notes
    if known.revoked is not None:
        notes = (
            *notes,
            f"The key was withdrawn on {known.revoked:%Y-%m-%d}; the proof says that it is older.",
        )
    return replace(made, method=known.id, controller=known.controller, revoked=known.revoked, notes=notes)


def _judge_words(made: ProofCheck, proof: Mapping[str, Any], expected: Expected) -> None:
    """Whether the proof says what is expected; nobody is asked about a key before that."""
    if not made.method:
        raise _Not("broken", "The proof names no key.")
    if proof.get("proofPurpose") != expected.purpose:
        raise _Not(
            "broken", f"The proof was made for {made.purpose or 'no purpose'}, not for {expected.purpose}."
        )
    for name, read in (("created", made.created), ("expires", made.expires)):
        if name in proof and read is None:
            raise _Not("broken", f"`{name}` of the proof is no time with a time zone.")
    if made.expires and expected.as_of and made.expires <= expected.as_of:
        raise _Not("broken", f"The proof ended on {made.expires:%Y-%m-%d %H:%M} UTC.")
    for name, wanted in (("domain", expected.domain), ("challenge", expected.challenge)):
        if wanted is not None and wanted not in _proofs(proof.get(name)):
            raise _Not("broken", f"The proof does not answer the {name} that was asked.")


def _judge_method(made: ProofCheck, known: Method, expected: Expected) -> None:
    if expected.purpose not in known.purposes:
        raise _Not("broken", f"The owner does not use this key for {expected.purpose}.")
    for ended, said in ((known.revoked, "was withdrawn"), (known.expires, "was valid only until then")):
        if ended is not None and (made.created or expected.as_of or ended) >= ended:
            raise _Not("broken", f"The proof is later than {ended:%Y-%m-%d %H:%M} UTC, when the key {said}.")


def _method(name: str, methods: Methods, way: Suite) -> Method:
    try:
        known = methods(name)
    except Unreachable as problem:
        raise _Not("cannot_tell", f"The owner of the key could not be asked. {problem}") from None
    except NotThere as problem:
        raise _Not("broken", f"The owner knows no such key. {problem}") from None
    except UnsupportedKey as problem:
        raise _Not("unsupported", f"{problem.what} {problem.why}") from None
    except BadKey as problem:
        raise _Not("broken", f"{problem.what} {problem.why}") from None
    if known.key.kind not in way.kinds:
        raise _Not("broken", f"{way.name} is not signed with a key of the kind {known.key.kind}.")
    return known


def _ready(
    document: Mapping[str, Any], proof: Mapping[str, Any], proofs: Sequence[Any], way: Suite, allowed: Allowed
) -> Parts:
    """What is signed, for the first kind of key of the suite: the unsafe is refused before anyone is asked for a key."""
    if way is not SELECTIVE:
        return [(None, _value(proof), _data_of(document, proof, proofs, way, way.kinds[0], allowed))]
    try:
        return shown_parts(document, proof, allowed)
    except OwnCopy as problem:
        raise _Not("unsupported", str(problem)) from None
    except BadProofValue as problem:
        raise _Not("broken", str(problem)) from None


def _verify(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    proofs: Sequence[Any],
    way: Suite,
    known: Method,
    parts: Parts,
    allowed: Allowed,
) -> None:
    kind = known.key.kind
    if kind != way.kinds[0]:
        parts = [(None, _value(proof), _data_of(document, proof, proofs, way, kind, allowed))]
    if not all((key or known.key).verifies(signature, data) for key, signature, data in parts):
        raise _Not("broken", "The signature is not over this content, or not by this key.")


def _sources(document: Mapping[str, Any], way: Suite, allowed: Allowed) -> tuple[Source, ...]:
    return () if way.form == "jcs" else used(document.get("@context", []), allowed)


def _data_of(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    proofs: Sequence[Any],
    way: Suite,
    kind: Kind,
    allowed: Allowed,
) -> bytes:
    if way.form == "jcs":
        document = _in_signed_contexts(document, proof, allowed)
    options = options_of(proof, document, way, allowed)
    return _data(document, options, _earlier_proofs(proof, proofs), way, kind, allowed)


def _data(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    proofs: Sequence[Any],
    way: Suite,
    kind: Kind,
    allowed: Allowed,
) -> bytes:
    before = _earlier_proofs(options, proofs)
    whole = {**document, "proof": before} if before else document
    return signed_bytes(whole, options, way, kind, allowed)


def _earlier_proofs(proof: Mapping[str, Any], proofs: Sequence[Any]) -> list[Any]:
    """The proofs of a chain that this one signs as well (VC-DI, section 4.3)."""
    if "previousProof" not in proof:
        return []
    named = _proofs(proof["previousProof"])
    found = [each for each in proofs if isinstance(each, dict) and each.get("id") in named]
    if not named or len(found) != len(named) or proof.get("id") in named:
        raise _Not("broken", "The proof builds on another proof that is not here.")
    return found


def _in_signed_contexts(
    document: Mapping[str, Any], proof: Mapping[str, Any], allowed: Allowed
) -> Mapping[str, Any]:
    """A JCS proof repeats the contexts it signed; only known ones may have been added behind them."""
    if "@context" not in proof:
        return document
    signed, shown = _proofs(proof["@context"]), _proofs(document.get("@context", []))
    if shown[: len(signed)] != signed:
        raise _Not("broken", "The document has other contexts than those that were signed.")
    used(shown[len(signed) :], allowed)
    return {**document, "@context": proof["@context"]}


def _value(proof: Mapping[str, Any]) -> bytes:
    value = proof.get("proofValue")
    try:
        if isinstance(value, str):
            return from_multibase(value, "z")
    except BadEncoding as problem:
        raise _Not("broken", f"The signature cannot be read: {problem}.") from None
    raise _Not("broken", "The proof has no signature.")
