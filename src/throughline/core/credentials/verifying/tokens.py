"""Signed tokens: what they stand for, and whether their issuer signed them."""

from __future__ import annotations

from throughline.core.credentials.controllers.resolving import NotThere, Unreachable
from throughline.core.credentials.keys import BadKey
from throughline.core.credentials.tokens.jose import Token, check_token
from throughline.core.credentials.tokens.jws import TokenCheck, check_jws
from throughline.core.credentials.verifying.answers import Said, Step, said
from throughline.core.credentials.verifying.methods import Keys
from throughline.core.credentials.verifying.shape import Check, all_faults
from throughline.core.credentials.verifying.signature import Signature, Signer


def token_understood(token: Token, check: Check) -> Step:
    """Whether the token agrees with itself, and what it carries has the form of its model."""
    if token.faults:
        return Step("understood", "no", said("token_contradicts", technical=" ".join(token.faults)))
    faults = all_faults(token.document, (check,))
    if faults:
        return Step("understood", "no", faults[0], faults[1:])
    return Step("understood", "yes", said("token_understood"))


def token_signature(token: Token, keys: Keys, purpose: str) -> Signature:
    """The signature step of a token. Nobody is asked for a key of a token that no key could have signed."""
    hopeless = check_jws(token.jws, ())
    if hopeless.outcome != "cannot_tell":
        return _signature(token, hopeless, keys)
    try:
        methods = keys.of_owner(token.issuer, token.jws.algorithm)
    except Unreachable as error:
        return Signature(Step("signature", "unknown", said("key_not_reached", technical=error)))
    except (NotThere, BadKey) as error:
        return Signature(Step("signature", "no", said("key_not_there", technical=error)))
    return _signature(token, check_token(token, methods, purpose=purpose), keys)


def _signature(token: Token, check: TokenCheck, keys: Keys) -> Signature:
    if check.outcome == "holds" and check.key is not None:
        method = keys.used[check.key.id]
        step = Step("signature", "yes", said("signed", controller=method.controller))
        return Signature(step, (Signer(method, token.not_before),), _warnings(token))
    if check.outcome == "broken":
        return Signature(Step("signature", "no", said("signature_broken", technical=check.why)))
    if check.outcome == "unsupported":
        return Signature(
            Step(
                "signature", "unknown", said("signature_unsupported", suite=check.suite, technical=check.why)
            )
        )
    return Signature(Step("signature", "unknown", said("key_not_reached", technical=check.why)))


def _warnings(token: Token) -> tuple[Said, ...]:
    return tuple(said(f"token_{each}") for each in token.findings)
