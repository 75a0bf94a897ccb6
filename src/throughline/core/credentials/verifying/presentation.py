"""A presentation: credentials that somebody shows, and whether it is the one they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from throughline.core.credentials.verifying.answers import Step, Verification, said
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.claims import issuer_of
from throughline.core.credentials.verifying.credential import READ, Judge, Subject
from throughline.core.credentials.verifying.parts import inner_of, parts_step
from throughline.core.credentials.verifying.shape import several
from throughline.core.credentials.verifying.signature import Signature, Signer, key_step
from throughline.core.credentials.verifying.understanding import old_model


def judge_presentation(
    subject: Subject, signature: Callable[[], Signature], case: Case, inner: Judge, asked: Mapping[str, str]
) -> Verification:  # fmt: skip
    """The verification of a presentation and of each credential in it. asked: challenge and domain it was signed for."""
    steps = [READ, subject.understood]
    if subject.understood.mark != "yes":
        return case.answer(tuple(steps), form=subject.form, kind=subject.kind, role=subject.role)
    signed = signature()
    unsigned = signed.step.reason.code == "no_signature"
    steps.append(_unsigned(subject.document, case) if unsigned else signed.step)
    if steps[-1].mark in ("no", "unknown"):
        return case.answer(tuple(steps), form=subject.form, kind=subject.kind, role=subject.role)
    holder = _id(subject.document.get("holder"))
    if not unsigned:
        steps += [_key(signed.signers, holder), _holder(subject.document, holder, case, asked)]
    parts = tuple(inner(each) for each in inner_of(subject.document))
    within = parts_step(parts, vouched=not unsigned)
    steps += [each for each in (_strangers(subject.document, holder), within) if each is not None]
    case.contexts.update({each.address: each for each in signed.contexts})
    warnings = (*signed.warnings, *old_model(subject.document))
    return case.answer(tuple(steps), form=subject.form, kind=subject.kind, role=subject.role, parts=parts,
                       warnings=warnings)  # fmt: skip


def _unsigned(document: Mapping[str, Any], case: Case) -> Step:
    if case.challenge or case.domain or not document.get("verifiableCredential"):
        return Step("signature", "no", said("no_signature"))
    return Step("signature", "warning", said("presentation_unsigned"))


def _key(signers: tuple[Signer, ...], holder: str) -> Step:
    if not holder:
        return Step("key", "not_needed", said("key_of_holder"))
    found = key_step(signers, holder)
    return Step("key", "yes", said("key_of_holder")) if found.mark == "yes" else found


def _holder(document: Mapping[str, Any], holder: str, case: Case, asked: Mapping[str, str]) -> Step:
    if case.challenge and asked.get("challenge") != case.challenge:
        return Step("holder", "no", said("challenge_missing"))
    if case.domain and asked.get("domain") != case.domain:
        return Step("holder", "no", said("domain_wrong", domain=asked.get("domain") or "–"))
    others = tuple(
        said("subject_other") for each in _subjects(document) if holder and each not in ("", holder)
    )
    if case.challenge:
        return Step("holder", "warning" if others else "yes", others[0] if others else said("holder_shown"))
    return Step("holder", "warning", said("holder_signed"), others[:1])


def _subjects(document: Mapping[str, Any]) -> list[str]:
    credentials = [
        each for each in several(document.get("verifiableCredential")) if isinstance(each, Mapping)
    ]
    return [_id(subject) for each in credentials for subject in several(each.get("credentialSubject"))]


def unvouched(document: Mapping[str, Any], holder: str) -> bool:
    """Whether a presentation shows an unsigned credential that somebody else issued: nobody stands for that.

    Its own issuer may show one, since they sign the presentation.
    """
    shown = [each for each in several(document.get("verifiableCredential")) if isinstance(each, Mapping)]
    return any(_is_bare(each) and (not holder or issuer_of(each) != holder) for each in shown)


def _strangers(document: Mapping[str, Any], holder: str) -> Step | None:
    return Step("holder", "no", said("nobody_vouches")) if unvouched(document, holder) else None


def _is_bare(credential: Mapping[str, Any]) -> bool:
    named = several(credential.get("type"))
    return "proof" not in credential and not any(
        "Enveloped" in each for each in named if isinstance(each, str)
    )


def _id(value: Any) -> str:
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else ""
