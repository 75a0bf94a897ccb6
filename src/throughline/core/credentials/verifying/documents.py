"""From what was carried to the judge of its kind: documents with proofs, tokens, envelopes, and what stands inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from throughline.core.credentials import data_integrity, jose
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying import older_badges
from throughline.core.credentials.verifying.answers import Role, Said, Step, Verification, said
from throughline.core.credentials.verifying.case import DEEPEST, MOST_DOCUMENTS, Case
from throughline.core.credentials.verifying.credential import Subject, judge
from throughline.core.credentials.verifying.methods import Keys
from throughline.core.credentials.verifying.parts import Inner, parts_step
from throughline.core.credentials.verifying.presentation import judge_presentation
from throughline.core.credentials.verifying.recognizing import Brought, Form, recognize
from throughline.core.credentials.verifying.shape import faults_of_credential, faults_of_presentation, several
from throughline.core.credentials.verifying.signature import Signature, signature_of, suites
from throughline.core.credentials.verifying.tokens import token_signature, token_understood
from throughline.core.credentials.verifying.understanding import kind_of, understood_step

_WRAPPERS = ("credential", "verifiableCredential", "vc", "credentials")
"""What programs call the one member they wrap a credential in."""


def unread(case: Case, form: str, problem: Said, role: Role = "whole", kind: str = "") -> Verification:
    """The answer where nothing could be read: no step but the first."""
    return case.answer((Step("read", "unknown", problem),), form=form, kind=kind, role=role)


def several_documents(brought: Brought, case: Case) -> Verification:
    """The verification of what a form carried: of the one document, or of several side by side."""
    found = tuple(_carried(each, brought.form, case, "whole", 0) for each in brought.carried)
    return found[0] if len(found) == 1 else _side_by_side(found, brought.form, case)


def _side_by_side(found: tuple[Verification, ...], form: str, case: Case) -> Verification:
    parts = tuple(replace(each, role="credential") for each in found)
    steps = (Step("read", "yes", said("read")), parts_step(parts, vouched=False))
    return case.answer(tuple(s for s in steps if s is not None), form=form, kind="several", parts=parts)


def _carried(carried: str | bytes, form: Form, case: Case, role: Role, depth: int) -> Verification:
    text = carried.decode("utf-8", "replace") if isinstance(carried, bytes) else carried
    if form == "sd_jwt" or "~" in text[-1:]:
        return token(text, "sd_jwt", case, role, depth)
    if jose_like(text):
        return token(text.strip(), "jwt" if form == "json" else form, case, role, depth)
    try:
        value = read(carried)
    except Unreadable as problem:
        return unread(case, form, said("unreadable", technical=problem), role)
    return value_of(value, form, case, role, depth)


def jose_like(text: str) -> bool:
    """Whether a text has the form of a signed token."""
    return text.lstrip()[:2] == "ey" and text.count(".") == 2


def value_of(value: Any, form: Form, case: Case, role: Role, depth: int) -> Verification:
    """The verification of a value of JSON: a document, a token in quotes, or a list of these."""
    if isinstance(value, str):
        inside = recognize(value)
        if inside.form in ("jwt", "sd_jwt"):
            return _carried(value.strip(), inside.form, case, role, depth)
    if isinstance(value, list) and value and depth == 0:
        return _side_by_side(tuple(value_of(each, form, case, "credential", 1) for each in value), form, case)
    if not isinstance(value, Mapping):
        return unread(case, form, said("not_a_credential"), role)
    return document(value, form, case, role, depth)


def document(value: Mapping[str, Any], form: Form, case: Case, role: Role, depth: int) -> Verification:
    """The verification of one document by its kind."""
    if not case.take():
        return unread(case, form, said("too_many", most=MOST_DOCUMENTS), role)
    if depth > DEEPEST:
        return unread(case, form, said("too_deep", most=DEEPEST), role)
    if "signatures" in value and "payload" in value:
        return unread(case, form, said("jades"), role)
    try:
        envelope = jose.enveloped(value)
    except Unreadable as problem:
        return unread(case, form, said("unreadable", technical=problem), role)
    if envelope is not None:
        return _enveloped(envelope[1], form, case, role, depth)
    return _by_kind(value, form, case, role, depth)


def _enveloped(text: str, form: Form, case: Case, role: Role, depth: int) -> Verification:
    inside = recognize(text)
    if inside.form in ("jwt", "sd_jwt"):
        return replace(_carried(str(inside.carried[0]), inside.form, case, role, depth + 1), form=form)
    return unread(case, form, inside.problem or said("not_a_credential"), role)


def _by_kind(value: Mapping[str, Any], form: Form, case: Case, role: Role, depth: int) -> Verification:
    kind = kind_of(value)
    if kind == "badge_2":
        return older_badges.judge_older(value, form, case, role)
    if not kind:
        return _unwrapped(value, form, case, role, depth)
    check = faults_of_presentation if kind == "presentation" else faults_of_credential
    subject = Subject(value, form, kind, role, understood_step(value, check, suites(value)))
    keys = Keys(case)

    def signature() -> Signature:
        purpose = "authentication" if kind == "presentation" else "assertionMethod"
        return signature_of(data_integrity.check_proofs(value, methods=keys, purpose=purpose), keys.used)

    return _judged(subject, signature, case, depth)


def token(text: str, form: Form, case: Case, role: Role, depth: int) -> Verification:
    """The verification of a signed token."""
    if not case.take():
        return unread(case, form, said("too_many", most=MOST_DOCUMENTS), role)
    ...
