"""One credential, step by step. After a signature that does not hold, nothing else of it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from throughline.core.credentials.verifying import badge_shape, shape
from throughline.core.credentials.verifying.answers import Role, Said, Step, Verification, said
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.claims import claims_of, issuer_of
from throughline.core.credentials.verifying.dates import dates_step, window_of
from throughline.core.credentials.verifying.digests import evidence_step
from throughline.core.credentials.verifying.issuers import issuer_step, known_for
from throughline.core.credentials.verifying.parts import Inner, endorses_other, inner_of, parts_step
from throughline.core.credentials.verifying.signature import Signature, future, key_step
from throughline.core.credentials.verifying.status import Proven, status_step
from throughline.core.credentials.verifying.understanding import old_model

Judge: TypeAlias = Callable[[Inner], Verification]
"""How a document inside this one is verified by itself."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A credential to be judged: its document, how it came, and what reading and understanding it found.

    token: the claims of the token it came in; None for a document with proofs.
    """

    document: Mapping[str, Any]
    form: str
    kind: str
    role: Role
    understood: Step
    token: Mapping[str, Any] | None = None


READ = Step("read", "yes", said("read"))


def judge(
    subject: Subject, signature: Callable[[], Signature], case: Case, inner: Judge, proven: Proven
) -> Verification:
    """The verification of one credential. signature: called only if the document was understood."""
    steps = [READ, subject.understood]
    signed = signature() if subject.understood.mark == "yes" else None
    if signed is not None:
        steps.append(signed.step)
        if signed.step.mark == "yes":
            steps.append(_key(subject, signed, case))
    if signed is None or len(steps) < 4 or steps[-1].mark == "no":
        return case.answer(tuple(steps), form=subject.form, kind=subject.kind, role=subject.role)
    return _content(subject, signed, steps, case, inner, proven)


def _key(subject: Subject, signed: Signature, case: Case) -> Step:
    return key_step(signed.signers, issuer_of(subject.document), lambda: case.in_log(subject.document))


def _content(
    subject: Subject, signed: Signature, steps: list[Step], case: Case, inner: Judge, proven: Proven
) -> Verification:
    document, issuer = subject.document, issuer_of(subject.document)
    known, window = known_for(case.registry, issuer, subject.kind), window_of(document, subject.token)
    claims = claims_of(document, known.name if known else "")
    steps += [dates_step(window, case.as_of), status_step(document, case, proven), _shape_step(document)]
    parts, notes = _judged_parts(document, inner)
    more = (
        parts_step(parts, notes),
        issuer_step(known, issuer, claims.issuer_name, window[0], case.as_of),
        evidence_step(document, case.files),
    )
    steps += [each for each in more if each is not None]
    case.contexts.update({each.address: each for each in signed.contexts})
    return case.answer(
        tuple(steps), form=subject.form, kind=subject.kind, role=subject.role, parts=parts,
        claims=claims if steps[3].mark == "yes" else None,
        warnings=(*signed.warnings, *old_model(document), *future(signed.signers, case.now)),
    )  # fmt: skip


def _judged_parts(
    document: Mapping[str, Any], inner: Judge
) -> tuple[tuple[Verification, ...], tuple[Said, ...]]:
    found = inner_of(document)
    parts = tuple(inner(each) for each in found)
    pairs = zip(found, parts, strict=True)
    return parts, tuple(said("endorsement_other") for each, part in pairs if endorses_other(each, part))


def _shape_step(document: Mapping[str, Any]) -> Step:
    if _half_a_list(document):
        return Step("shape", "no", said("not_a_status_list"))
    named = tuple(
        said("schema_not_checked", schema=str(each.get("id"))[:300])
        for each in shape.several(document.get("credentialSchema"))
        if isinstance(each, Mapping)
    )
    found = tuple(badge_shape.findings(document))
    if found:
        return Step("shape", "warning", said("shape_differs"), (*found, *named))
    return Step("shape", "yes", said("shape_usual"), named)


def _half_a_list(document: Mapping[str, Any]) -> bool:
    subjects = [
        each for each in shape.several(document.get("credentialSubject")) if isinstance(each, Mapping)
    ]
    holds_one = any("BitstringStatusList" in shape.types_of(each) for each in subjects)
    return holds_one and "BitstringStatusListCredential" not in shape.types_of(document)
