"""The inputs of the W3C's suite for the data model, as its runner brings them: an issuer, times, and inner signatures."""

from __future__ import annotations

from typing import Any

from throughline.core.credentials.verifying.presentation import unvouched
from throughline.core.credentials.verifying.shape import faults_of_credential, faults_of_presentation, several

ISSUER = "did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj"


def sound(document: dict[str, Any], name: str) -> bool:
    """Whether the shape of an input is sound. The runner fills in what its inputs leave out, so this does too."""
    filled = {each: _time(value) for each, value in document.items()}
    if "/presentation-" in name:
        if "self-asserted" not in name:
            filled["verifiableCredential"] = [
                _signed(each) for each in several(filled.get("verifiableCredential"))
            ]
        return not list(faults_of_presentation(filled)) and not unvouched(filled, filled.get("holder", ""))
    if "no-issuer" not in name:
        issuer = filled.get("issuer", ISSUER)
        filled["issuer"] = {"id": ISSUER, **issuer} if isinstance(issuer, dict) else issuer
    return not list(faults_of_credential(filled))


def _time(value: Any) -> Any:
    return (
        {"PAST DATE": "2020-01-01T00:00:00Z", "FUTURE DATE": "2040-01-01T00:00:00Z"}.get(value, value)
        if isinstance(value, str)
        else value
    )


def _signed(credential: Any) -> Any:
    return (
        {**credential, "proof": {"type": "DataIntegrityProof"}}
        if isinstance(credential, dict)
        else credential
    )
