"""Whether every word of a document has one meaning, and what kind of document it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughline.core.credentials.linked_data import terms
from throughline.core.credentials.linked_data.active import Allowed
from throughline.core.credentials.linked_data.expansion import quads_of
from throughline.core.credentials.linked_data.unsafe import Unsafe
from throughline.core.credentials.verifying.answers import Said, Step, said
from throughline.core.credentials.verifying.badge_shape import BADGE, CLR, ENDORSEMENT
from throughline.core.credentials.verifying.shape import Check, all_faults, model_of, several, types_of

_LISTS = ("BitstringStatusListCredential", "StatusList2021Credential", "RevocationList2020Credential")
OLD_BADGE_CONTEXTS = ("https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v2")


def kind_of(document: Mapping[str, Any]) -> str:
    """What a document says to be; empty where it is none that we know."""
    named = types_of(document)
    if "VerifiablePresentation" in named:
        return "presentation"
    if any(each in OLD_BADGE_CONTEXTS for each in several(document.get("@context"))):
        return "badge_2"
    if CLR in named:
        return "clr"
    if any(each in BADGE for each in named):
        return "badge"
    if ENDORSEMENT in named:
        return "endorsement"
    if any(each in _LISTS for each in named):
        return "status_list"
    looks_like_one = "credentialSubject" in document or "VerifiableCredential" in named or model_of(document)
    return "credential" if looks_like_one else ""


def understood_step(
    document: Mapping[str, Any], check: Check, suites: tuple[str, ...], allowed: Allowed
) -> Step:
    """Whether the document has the form of its model, and only words from lists that are held here.

    suites: how it is signed; what is signed letter by letter needs no list of words, nor does what is not signed.
    """
    faults = all_faults(document, (check,))
    if faults:
        return Step("understood", "no", faults[0], faults[1:])
    if suites and all("jcs" in each for each in suites):
        return Step("understood", "yes", said("token_understood"))
    strange = _strange_context(document, allowed) if suites else ""
    if strange:
        return Step("understood", "unknown", said("unknown_context", context=strange))
    return Step("understood", "yes", said("understood"))


def unsafe_step(document: Mapping[str, Any], allowed: Allowed) -> Step | None:
    """Why a document is refused by the way it is written; None where that is safe."""
    try:
        quads_of({name: value for name, value in document.items() if name != "proof"}, allowed)
    except Unsafe as error:
        return Step("understood", "no", said("unsafe", path=error.path or "/", technical=error))
    return None


def old_model(document: Mapping[str, Any]) -> tuple[Said, ...]:
    """A warning where the document follows the older model."""
    return (said("old_model"),) if model_of(document) == "1.1" else ()


def _strange_context(document: Mapping[str, Any], allowed: Allowed) -> str:
    named = [each for each in several(document.get("@context")) if isinstance(each, str)]
    return next((each[:200] for each in named if not _is_held(each, allowed)), "")


def _is_held(address: str, allowed: Allowed) -> bool:
    return any(terms.source_of(address, use) is not None for use in allowed)
