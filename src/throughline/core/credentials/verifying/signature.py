"""Whether the signature holds, and whether the key that made it is the issuer's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from throughline.core.credentials.controllers.resolving import Method
from throughline.core.credentials.proofs.data_integrity import ProofCheck
from throughline.core.credentials.verifying.answers import Context, Said, Step, said
from throughline.core.credentials.verifying.logged import Found

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


def not_asked() -> Found | None:
    """For what no public log holds."""
    return None


def key_step(signers: Sequence[Signer], owner: str, in_log: Callable[[], Found | None] = not_asked) -> Step:
    """Whether a key that signed belongs to `owner` and was in use.

    in_log: what the public log says of this credential; asked only where a key was withdrawn.
    """
    own = [each for each in signers if each.method.controller == owner]
    if not own:
        by = signers[0].method.controller if signers else ""
        return Step("key", "no", said("key_of_other", controller=by, issuer=owner))
    return next(
        (step for each in own if (step := _in_use(each, in_log)).mark == "yes"), _in_use(own[0], in_log)
    )


def _in_use(signer: Signer, in_log: Callable[[], Found | None]) -> Step:
    method, created = signer.method, signer.created
    if method.revoked is not None:
        return _after_withdrawal(method.revoked, created, in_log())
    if method.expires is not None and created is not None and created > method.expires:
        return Step("key", "no", said("key_expired", when=_day(method.expires)))
    return Step("key", "yes", said("key_of_issuer"))


def _after_withdrawal(revoked: datetime, created: datetime | None, found: Found | None) -> Step:
    # Whoever stole a key writes any date into what they sign; only the log knows better.
    when = _day(revoked)
    if found is not None and found.seen_at is not None and found.seen_at < revoked:
        alone = () if found.witnesses else (said("log_alone"),)
        return Step("key", "yes", said("key_withdrawn_but_logged", when=when), alone)
    if found is not None:
        code = "key_withdrawn_not_logged" if found.seen_at is None else "key_withdrawn_logged_late"
        return Step("key", "no", said(code, when=when))
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
