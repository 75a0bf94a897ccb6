"""From what was carried to the judge of its kind: documents with proofs, tokens, envelopes, and what stands inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens import jose
from throughline.core.credentials.verifying.answers import Role, Said, Step, Verification, said, with_step
from throughline.core.credentials.verifying.case import DEEPEST, MOST_DOCUMENTS, Case
from throughline.core.credentials.verifying.claims import issuer_of
from throughline.core.credentials.verifying.credential import READ, Subject, judge
from throughline.core.credentials.verifying.methods import Keys
from throughline.core.credentials.verifying.older_badges import judge_older
from throughline.core.credentials.verifying.parts import Inner, parts_step
from throughline.core.credentials.verifying.presentation import judge_presentation
from throughline.core.credentials.verifying.recognizing import Brought, recognize
from throughline.core.credentials.verifying.related import faults_of_whole_credential
from throughline.core.credentials.verifying.selective_tokens import (
    read_shown,
    shown_by_holder,
    shown_signature,
    shown_understood,
)
from throughline.core.credentials.verifying.shape import faults_of_presentation
from throughline.core.credentials.verifying.signature import Signature, key_step, signature_of, suites
from throughline.core.credentials.verifying.tokens import token_signature, token_understood
from throughline.core.credentials.verifying.understanding import kind_of, understood_step, unsafe_step

_WRAPPERS = ("credential", "verifiableCredential", "vc")
"""What programs call the one member they wrap a credential in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: how it came, as what, and how deep inside others."""

    form: str
    role: Role = "whole"
    depth: int = 0


def unread(case: Case, place: Place, problem: Said) -> Verification:
    """The answer where nothing could be read: no step but the first."""
    return case.answer((Step("read", "unknown", problem),), form=place.form, role=place.role)


def several_documents(brought: Brought, case: Case) -> Verification:
    """The verification of what a form carried: of the one document, or of several side by side."""
    place = Place(brought.form)
    found = [carried(each, place, case) for each in brought.carried]
    return found[0] if len(found) == 1 else side_by_side(found, place, case)


def carried(text: str | bytes, place: Place, case: Case) -> Verification:
    """The verification of one thing that was carried: a token, or JSON."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    found = _as_token(plain, place, case)
    if found is not None:
        return found
    try:
        value = read(text)
    except Unreadable as problem:
        return unread(case, place, said("unreadable", technical=problem))
    return value_of(value, place, case)


def value_of(value: Any, place: Place, case: Case) -> Verification:
    """The verification of a value of JSON: a document, a token in quotes, or a list of these."""
    if isinstance(value, str):
        found = _as_token(value, place, case)
        return found or unread(case, place, said("not_a_credential"))
    if isinstance(value, list) and value and place.depth == 0:
        inner = replace(place, role="credential", depth=1)
        return side_by_side([value_of(each, inner, case) for each in value], place, case)
    if not isinstance(value, Mapping):
        return unread(case, place, said("not_a_credential"))
    return document(value, place, case)


def document(value: Mapping[str, Any], place: Place, case: Case) -> Verification:
    """The verification of one document by its kind."""
    if not case.take():
        return unread(case, place, said("too_many", most=MOST_DOCUMENTS))
    if place.depth > DEEPEST:
        return unread(case, place, said("too_deep", most=DEEPEST))
    if "payload" in value and ("signatures" in value or "signature" in value):
        return _signed_json(value, place, case)
    try:
        envelope = jose.enveloped(value)
    except Unreadable as problem:
        return unread(case, place, said("unreadable", technical=problem))
    if envelope is not None:
        return _enveloped(envelope[1], place, case)
    return _by_kind(value, place, case)


def _as_token(text: str, place: Place, case: Case) -> Verification | None:
    inside = recognize(text)
    if inside.form == "jwt":
        return token(str(inside.carried[0]), place, case)
    return selective_token(str(inside.carried[0]), place, case) if inside.form == "sd_jwt" else None


def selective_token(text: str, place: Place, case: Case) -> Verification:
    """The verification of a token that shows a part of what was signed."""
    if not case.take():
        return unread(case, place, said("too_many", most=MOST_DOCUMENTS))
    try:
        shown = read_shown(text)
    except Unreadable as problem:
        return unread(case, place, said("unreadable", technical=problem))
    kind = kind_of(shown.document) or "credential"
    check = faults_of_presentation if kind == "presentation" else faults_of_whole_credential
    subject = Subject(
        shown.document, place.form, kind, place.role, shown_understood(shown, check), shown.document
    )
    keys = Keys(case)
    found = _judged(subject, lambda: shown_signature(shown, keys), place, case)
    bound = shown_by_holder(shown, case)
    return found if bound is None or found.claims is None else with_step(found, bound)


def token(text: str, place: Place, case: Case) -> Verification:
    """The verification of a signed token."""
    if not case.take():
        return unread(case, place, said("too_many", most=MOST_DOCUMENTS))
    try:
        found = jose.read_token(text)
    except Unreadable as problem:
        return unread(case, place, said("unreadable", technical=problem))
    kind = kind_of(found.document)
    if kind == "badge_2":
        return judge_older(text, found.document, place.form, place.role, case)
    check = faults_of_presentation if kind == "presentation" else faults_of_whole_credential
    subject = Subject(
        found.document, place.form, kind, place.role, token_understood(found, check), found.claims
    )
    keys = Keys(case)
    return _judged(subject, lambda: token_signature(found, keys, _purpose(kind)), place, case)


def _by_kind(value: Mapping[str, Any], place: Place, case: Case) -> Verification:
    kind = kind_of(value)
    if kind == "badge_2":
        return judge_older(json.dumps(value), value, place.form, place.role, case)
    if not kind:
        return _unwrapped(value, place, case)
    check = faults_of_presentation if kind == "presentation" else faults_of_whole_credential
    subject = Subject(
        value, place.form, kind, place.role, understood_step(value, check, suites(value), case.allowed)
    )
    found = _judged(subject, lambda: _signature_in(value, _purpose(kind), case), place, case)
    return _refused(found, value, case) if _signature_broken(found) else found


def _judged(subject: Subject, signature: Any, place: Place, case: Case) -> Verification:
    def inner(each: Inner) -> Verification:
        return _inside(each, place, case)

    if subject.kind == "presentation":
        asked = _first_proof(subject.document) if subject.token is None else _asked_by_token(subject.token)
        return judge_presentation(subject, signature, case, inner, asked)
    return judge(subject, signature, case, inner, lambda data: proven(data, case))


def _inside(inner: Inner, place: Place, case: Case) -> Verification:
    return value_of(inner.carried, Place(_form_of(inner.carried), inner.role, place.depth + 1), case)


def _form_of(value: Any) -> str:
    return "jwt" if isinstance(value, str) else "json"


def proven(data: bytes, case: Case) -> tuple[Mapping[str, Any], bool]:
    """The document of a status list and whether its own signature holds, by a key of its issuer.

    Raises `Unreadable`.
    """
    inside = recognize(data)
    if inside.form == "jwt":
        found = jose.read_token(str(inside.carried[0]))
        signed = token_signature(found, Keys(case), "assertionMethod")
        listed = found.document if "credentialSubject" in found.document else found.claims
        return listed, signed.step.mark == "yes" and not found.faults
    value = read(data)
    if not isinstance(value, Mapping):
        raise Unreadable("This is no status list.", "It is no JSON object.")
    signed = _signature_in(value, "assertionMethod", case)
    return value, signed.step.mark == "yes" and key_step(signed.signers, issuer_of(value)).mark == "yes"


def _signature_in(value: Mapping[str, Any], purpose: str, case: Case) -> Signature:
    keys = Keys(case)
    proofs = data_integrity.check_proofs(
        value, methods=keys, purpose=purpose, as_of=case.as_of, allowed=case.allowed
    )
    return signature_of(proofs, keys.used)


def _refused(found: Verification, value: Mapping[str, Any], case: Case) -> Verification:
    """A signature that does not fit may only say that the document is written in an unsafe way; then that is said."""
    unsafe = unsafe_step(value, case.allowed) if not all("jcs" in each for each in suites(value)) else None
    if unsafe is None:
        return found
    return case.answer((READ, unsafe), form=found.form, kind=found.kind, role=found.role)


def _signature_broken(found: Verification) -> bool:
    return any(each.reason.code == "signature_broken" for each in found.steps)


def _signed_json(value: Mapping[str, Any], place: Place, case: Case) -> Verification:
    """JSON around a signature: a token that shows a part, or a seal of the European kind."""
    signatures = value.get("signatures")
    first = signatures[0] if isinstance(signatures, list) and signatures else value
    header = first.get("header") if isinstance(first, Mapping) else None
    if isinstance(header, Mapping) and "disclosures" in header:
        return selective_token(json.dumps(value), place, case)
    return unread(case, place, said("jades"))


def _enveloped(text: str, place: Place, case: Case) -> Verification:
    found = _as_token(text, replace(place, depth=place.depth + 1), case)
    return found or unread(case, place, recognize(text).problem or said("not_a_credential"))


def _unwrapped(value: Mapping[str, Any], place: Place, case: Case) -> Verification:
    found = next((value[name] for name in _WRAPPERS if name in value), None)
    if found is None or place.depth > 0:
        return unread(case, place, said("not_a_credential"))
    return value_of(found, replace(place, depth=1), case)


def side_by_side(found: list[Verification], place: Place, case: Case) -> Verification:
    """The verification of several documents that were brought together, none of which vouches for another."""
    parts = tuple(replace(each, role="credential") for each in found)
    steps = (READ, parts_step(parts, vouched=False))
    return case.answer(tuple(each for each in steps if each), form=place.form, kind="several", parts=parts)


def _purpose(kind: str) -> str:
    return "authentication" if kind == "presentation" else "assertionMethod"


def _first_proof(document: Mapping[str, Any]) -> dict[str, str]:
    proofs = document.get("proof")
    first = proofs[0] if isinstance(proofs, list) and proofs else proofs
    return (
        {name: str(first[name]) for name in ("challenge", "domain") if name in first}
        if isinstance(first, Mapping)
        else {}
    )


def _asked_by_token(claims: Mapping[str, Any]) -> dict[str, str]:
    names = {"challenge": "nonce", "domain": "aud"}
    return {name: str(claims[claim]) for name, claim in names.items() if claim in claims}
