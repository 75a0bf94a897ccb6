"""Tokens that show a part of what was signed (SD-JWT): what they show, who signed it, and whether its holder shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from throughline.core.credentials.controllers.resolving import NotThere, Unreachable
from throughline.core.credentials.keys import BadKey
from throughline.core.credentials.multibase import from_base64url
from throughline.core.credentials.strict_json import read
from throughline.core.credentials.tokens.sd_jwt import (
    SdJwt,
    check_binding,
    check_sd_jwt,
    disclosed,
    read_sd_jwt,
)
from throughline.core.credentials.verifying.answers import Mark, Said, Step, said
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.methods import Keys
from throughline.core.credentials.verifying.shape import Check, all_faults, instant, is_address, model_of
from throughline.core.credentials.verifying.signature import Signature, Signer

TYPES = ("", "vc+sd-jwt", "dc+sd-jwt", "vp+sd-jwt", "sd-jwt", "vc+ld+json+sd-jwt", "vp+ld+json+sd-jwt")
SHOWN_WITHIN = timedelta(minutes=5)
"""How long ago a holder may have signed that they show it, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a token shows. hides: it has digests of parts that are not shown."""

    token: SdJwt
    document: Mapping[str, Any]
    issuer: str
    hides: bool

    @property
    def follows_a_model(self) -> bool:
        """Whether it is a credential of the W3C's model; else one by its type alone (`vct`)."""
        return bool(model_of(self.document))


def read_shown(text: str) -> Shown:
    """A token with what it shows put in its places. Raises `Unreadable`."""
    token = read_sd_jwt(text)
    claims = disclosed(token)
    issuer = claims.get("issuer", claims.get("holder", claims.get("iss")))
    named = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    name = named if isinstance(named, str) else ""
    document = claims if "issuer" in claims or not name else {**claims, "issuer": name}
    return Shown(token, document, name, _digests(token) > len(token.disclosures))


def shown_understood(shown: Shown, check: Check) -> Step:
    """Whether the token is of a kind that is read here, and what it shows has the form of its model."""
    typ = str(shown.token.jws.header.get("typ", "")).lower().removeprefix("application/")
    if typ not in TYPES:
        return Step(
            "understood",
            "no",
            said("token_contradicts", technical=f"It says it is of the type {typ[:60]!r}."),
        )
    faults = (
        all_faults(shown.document, (check,))
        if shown.follows_a_model
        else tuple(_faults_by_type(shown.document))
    )
    if faults:
        return Step("understood", "no", faults[0], faults[1:])
    return Step("understood", "yes", said("token_understood"))


def _faults_by_type(claims: Mapping[str, Any]) -> list[Said]:
    faults = [] if isinstance(claims.get("vct"), str) else [said("wrong_type", wanted="vct")]
    return faults if is_address(claims.get("issuer")) else [*faults, said("no_issuer")]


def shown_signature(shown: Shown, keys: Keys) -> Signature:
    """The signature step of a token that shows a part."""
    try:
        methods = keys.of_owner(shown.issuer, shown.token.jws.algorithm)
    except Unreachable as error:
        return Signature(Step("signature", "unknown", said("key_not_reached", technical=error)))
    except (NotThere, BadKey) as error:
        return Signature(Step("signature", "no", said("key_not_there", technical=error)))
    check = check_sd_jwt(shown.token, methods)
    if check.outcome == "holds" and check.key is not None:
        method = keys.used[check.key.id]
        signer = Signer(method, instant(shown.document.get("validFrom")))
        hidden = (said("parts_left_out"),) if shown.hides else ()
        return Signature(
            Step("signature", "yes", said("signed", controller=method.controller)), (signer,), hidden
        )
    mark: Mark = "no" if check.outcome == "broken" else "unknown"
    code = {"broken": "signature_broken", "unsupported": "signature_unsupported"}.get(
        check.outcome, "key_not_reached"
    )
    return Signature(Step("signature", mark, said(code, suite=check.suite, technical=check.why)))


def shown_by_holder(shown: Shown, case: Case) -> Step | None:
    """Whether the holder shows it for what was asked; None where nothing was asked."""
    if not case.challenge:
        return None
    check = check_binding(
        shown.token,
        shown.document,
        audience=case.domain,
        nonce=case.challenge,
        as_of=case.now,
        longest=SHOWN_WITHIN,
    )
    if check.outcome == "holds":
        return Step("holder", "yes", said("holder_shown"))
    return Step("holder", "no", said("challenge_missing", technical=check.why))


def _digests(token: SdJwt) -> int:
    """How many digests stand in a token and in what it shows. Decoys count: only the issuer knows which they are."""
    left = [read(token.jws.payload), *(read(from_base64url(each)) for each in token.disclosures)]
    count = 0
    while left:
        each = left.pop()
        if isinstance(each, dict):
            count += len(each["_sd"]) if isinstance(each.get("_sd"), list) else 0
            count += set(each) == {"..."}
            left.extend(each.values())
        elif isinstance(each, list):
            left.extend(each)
    return count
