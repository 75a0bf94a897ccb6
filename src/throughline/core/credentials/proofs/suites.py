"""The ways a proof is made: which form of the document is hashed, with which hash, for which kinds of key.

Data Integrity EdDSA Cryptosuites 1.0 and ECDSA Cryptosuites 1.0 (W3C, 2025), and Ed25519Signature2020, which
came before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256, sha384
from typing import Any, Literal

import rfc8785

from throughline.core.credentials.keys import Kind
from throughline.core.credentials.linked_data.active import NOTHING, SERVED, Allowed
from throughline.core.credentials.linked_data.canonical import canonical
from throughline.core.credentials.linked_data.unsafe import Unsafe

DATA_INTEGRITY = "DataIntegrityProof"
ED25519_2020 = "Ed25519Signature2020"
BRINGS = {
    DATA_INTEGRITY: "https://w3id.org/security/data-integrity/v2",
    ED25519_2020: "https://w3id.org/security/suites/ed25519-2020/v1",
}


@dataclass(frozen=True, slots=True)
class Suite:
    """One way. `note`: what a reader should know of a proof that names it."""

    name: str
    form: Literal["rdfc", "jcs", "statements"]
    kinds: tuple[Kind, ...]
    type: str = DATA_INTEGRITY
    note: str = ""


SELECTIVE = Suite("ecdsa-sd-2023", "statements", ("P-256",))
SUITES: Mapping[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("eddsa-rdfc-2022", "rdfc", ("Ed25519",)),
        Suite("eddsa-jcs-2022", "jcs", ("Ed25519",)),
        Suite("eddsa-2022", "rdfc", ("Ed25519",), note="eddsa-2022 is an earlier name of eddsa-rdfc-2022."),
        Suite("ecdsa-rdfc-2019", "rdfc", ("P-256", "P-384")),
        SELECTIVE,
        Suite("ecdsa-jcs-2019", "jcs", ("P-256", "P-384")),
        Suite(ED25519_2020, "rdfc", ("Ed25519",), type=ED25519_2020),
    )
}


def suite_of(proof: Mapping[str, Any]) -> Suite | None:
    """The suite a proof names, or nothing where it is not known here."""
    kind = proof.get("type")
    name = proof.get("cryptosuite") if kind == DATA_INTEGRITY else kind
    suite = SUITES.get(name) if isinstance(name, str) else None
    return suite if suite is not None and suite.type == kind else None


def signed_bytes(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    suite: Suite,
    kind: Kind,
    allowed: Allowed = SERVED,
) -> bytes:
    """What is signed: the hash of the proof without its value, then the hash of the document without its proofs.

    Both hashes are SHA-256, or SHA-384 for a P-384 key. Raises `Unsafe`.
    """
    digest = sha384 if kind == "P-384" else sha256
    written = [_form(part, suite, digest().name, allowed) for part in (options, document)]
    return digest(written[0]).digest() + digest(written[1]).digest()


def options_of(
    proof: Mapping[str, Any], document: Mapping[str, Any], suite: Suite, allowed: Allowed
) -> dict[str, Any]:
    """The proof as it is hashed: without its value, and in the words of the document's contexts."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if suite.form == "rdfc":
        options["@context"] = with_words_for(suite, document.get("@context", []), allowed)
    return options


def with_words_for(suite: Suite, contexts: Any, allowed: Allowed = SERVED) -> Any:
    """The contexts, and after them the one that brings the words of the proof where they lack (VC-DI, section 2.4.1)."""
    listed = contexts if isinstance(contexts, list) else [contexts]
    try:
        known = suite.type in NOTHING.with_contexts(listed, allowed).terms
    except Unsafe as problem:
        raise problem.under("@context") from None
    return contexts if known else [*listed, BRINGS[suite.type]]


def _form(part: Mapping[str, Any], suite: Suite, hash: str, allowed: Allowed) -> bytes:
    if suite.form == "rdfc":
        return canonical(part, hash=hash, allowed=allowed)
    try:
        return rfc8785.dumps(dict(part))
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as problem:
        raise Unsafe(f"It has no canonical form: {problem}.") from None
