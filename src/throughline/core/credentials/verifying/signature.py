"""Whether the signature holds, and whether the key that made it is the issuer's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from throughline.core.credentials.data_integrity import ProofCheck
from throughline.core.credentials.resolving import Method
from throughline.core.credentials.verifying.answers import Context, Said, Step, said

OLD_SUITES = {"eddsa-2022", "Ed25519Signature2020", "ecdsa-2019"}


@dataclass(frozen=True, slots=True)
class Signer:
    """A key whose signature holds, and when it says that it signed."""

    method: Method
    created: datetime | None


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature step, the keys that signed, and what is worth a warning."""

    step: Step
    signers: tuple[Signer, ...] = ()
    warnings: tuple[Said, ...] = ()
    contexts: tuple[Context, ...] = ()


def signature_of(checks: Sequence[ProofCheck], used: Mapping[str, Method]) -> Signature:
    """What the checks of all proofs come to: one that is broken breaks the whole, one that holds is enough."""
    if not checks:
        return Signature(Step("signature", "no", said("no_signature")))
    broken = [each for each in checks if each.outcome == "broken"]
    if broken:
        return Signature(Step("signature", "no", said("signature_broken", technical=broken[0].why)))
    good = [each for each in checks if each.outcome == "holds"]
    if not good:
        return Signature(Step("signature", "unknown", _why_unknown(checks)))
    signers = tuple(Signer(used[each.method], each.created) for each in good if each.method in used)
    step = Step(
        "signature", "yes", said("signed", controller=signers[0].method.controller if signers else "")
    )
    contexts = tuple(Context(source.url, source.sha256) for each in good for source in each.contexts)
    return Signature(step, signers, tuple(_warnings(checks)), contexts)


def _why_unknown(checks: Sequence[ProofCheck]) -> Said:
    first = next((each for each in checks if each.outcome == "cannot_tell"), checks[0])
    if first.outcome == "cannot_tell":
        return said("key_not_reached", technical=first.why)
    return said("signature_unsupported", suite=first.suite, technical=first.why)


def _warnings(checks: Iterable[ProofCheck]) -> Iterable[Said]:
    for each in checks:
        if each.outcome != "holds":
            yield said("other_signature", suite=each.suite)
        elif each.suite in OLD_SUITES:
            yield said("old_suite", suite=each.suite)


def key_step(signers: Sequence[Signer], owner: str, logged: datetime | None = None) -> Step:
    """Whether a key that signed belongs to `owner` and was in use.

    logged: since when the public log is proven to hold this credential; None without such a proof.
    """
    own = [each for each in signers if each.method.controller == owner]
    if not own:
        by = signers[0].method.controller if signers else ""
        return Step("key", "no", said("key_of_other", controller=by, issuer=owner))
    return next(
        (step for each in own if (step := _in_use(each, logged)).mark == "yes"), _in_use(own[0], logged)
    )


def _in_use(signer: Signer, logged: datetime | None) -> Step:
    method, created = signer.method, signer.created
    if method.revoked is not None:
        return _after_withdrawal(method.revoked, created, logged)
    if method.expires is not None and created is not None and created > method.expires:
        return Step("key", "no", said("key_expired", when=_day(method.expires)))
    return Step("key", "yes", said("key_of_issuer"))


def _after_withdrawal(revoked: datetime, created: datetime | None, logged: datetime | None) -> Step:
    # Whoever stole a key writes any date into what they sign; only the log knows better.
    when = _day(revoked)
    if logged is not None and logged < revoked:
        return Step("key", "yes", said("key_withdrawn_but_logged", when=when))
    if created is not None and created >= revoked:
        return Step("key", "no", said("key_withdrawn", when=when))
    return Step("key", "unknown", said("key_withdrawn_later", when=when))


def future(signers: Iterable[Signer], now: datetime) -> tuple[Said, ...]:
    """A warning for each signature that says it was made later than now."""
    late = [each.created for each in signers if each.created is not None and each.created > now]
    return tuple(said("signed_in_the_future", when=when.isoformat()) for when in late)


def _day(when: datetime) -> str:
    return when.astimezone(UTC).date().isoformat()


def suites(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the ways in which a document is signed."""
    proofs = document.get("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    return tuple(
        str(each.get("cryptosuite", each.get("type", ""))) for each in listed if isinstance(each, Mapping)
    )
