"""A state's promise to every learner as a verifiable credential, so that whatever checks one checks the promise too.

No published list has words for what it says, so it is signed letter by letter (eddsa-jcs-2022) and needs none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.core.credentials.building import rules
from throughline.core.credentials.building.facts import Issuer
from throughline.core.credentials.building.vocabulary import VC_CONTEXT
from throughline.core.credentials.instants import write_instant

KIND = "LearnerPromise"


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise before it is signed. made_for: id of the state. says: its opening and parts in every language. earlier: the
    digest (hex) of the version before; empty: there is none."""

    id: str
    issuer: Issuer
    made_for: str
    name: str
    number: int
    says: Mapping[str, Any]
    earlier: str
    made_at: datetime


def build(held: Promised) -> dict[str, Any]:
    """The unsigned document. Raises `CannotBuild`."""
    rules.check_head(held.id, held.issuer, held.made_at, None, held.name)
    subject = {"id": held.made_for, "version": str(held.number), "promises": dict(held.says)}
    document = {
        "@context": [VC_CONTEXT],
        "id": held.id,
        "type": ["VerifiableCredential", KIND],
        "name": held.name,
        "issuer": {"id": held.issuer.id, "name": held.issuer.name},
        "validFrom": write_instant(held.made_at),
        "credentialSubject": {**subject, **({"replaces": held.earlier} if held.earlier else {})},
    }
    rules.check_texts(document)
    return document
