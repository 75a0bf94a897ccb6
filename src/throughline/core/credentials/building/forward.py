"""A statement that looks forward, as a verifiable credential: if its holder finishes this, then that is open to them.

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

SUITE = "eddsa-jcs-2022"
KIND = "ForwardStatement"


@dataclass(frozen=True, slots=True)
class Forward:
    """finishing, opens: references, each with its title. versions: of every document by which it follows.

    subject: the pairwise id of the holder. words: the same in a sentence. It says nothing else of their record.
    """

    id: str
    issuer: Issuer
    subject: str
    finishing: Mapping[str, str]
    opens: Mapping[str, str]
    versions: Mapping[str, int]
    valid_from: datetime
    name: str
    words: str


def build(held: Forward) -> dict[str, Any]:
    """The unsigned credential. Raises `CannotBuild`."""
    rules.check_head(held.id, held.issuer, held.valid_from, None, held.name)
    rules.check_person(held.subject, ())
    document = {
        "@context": [VC_CONTEXT],
        "id": held.id,
        "type": ["VerifiableCredential", KIND],
        "name": held.name,
        "description": held.words,
        "issuer": {"id": held.issuer.id, "name": held.issuer.name},
        "validFrom": write_instant(held.valid_from),
        "credentialSubject": {
            "id": held.subject,
            "ifFinished": _things(held.finishing),
            "thenOpen": _things(held.opens),
            "byTheRulesOf": [
                {"reference": ref, "version": str(number)} for ref, number in sorted(held.versions.items())
            ],
        },
    }
    rules.check_texts(document)
    return document


def _things(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"reference": ref, "title": title} for ref, title in titles.items()]
