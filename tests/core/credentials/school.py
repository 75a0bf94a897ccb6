"""A school that issues a badge, what it publishes, and how a stranger judges what it signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from throughline.core.credentials.controllers.controller_documents import PublishedKey, controller_document
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.keys import PrivateKey, private_from_bytes
from throughline.core.credentials.proofs.data_integrity import sign
from throughline.core.credentials.status.status_list import status_list_credential
from throughline.core.credentials.verifying.answers import Verification
from throughline.core.credentials.verifying.reaching import KnownIssuer
from throughline.core.credentials.verifying.verify import verify

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
KEY = private_from_bytes(b"a school's own key, for tests !!")
OTHER = private_from_bytes(b"somebody else's key, for tests !")
SCHOOL, DOCUMENT = "did:web:northside.example", "https://northside.example/.well-known/did.json"
METHOD = f"{SCHOOL}#key-1"
LIST = "https://northside.example/status/1"
BADGE: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:5f0c1b1e-1111-4222-8333-944444444444",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuer": {"id": SCHOOL, "type": ["Profile"], "name": "The best school"},
    "validFrom": "2027-01-10T00:00:00Z",
    "name": "Robotics",
    "credentialSubject": {
        "id": "urn:uuid:77777777-1111-4222-8333-944444444444",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://northside.example/achievements/robotics",
            "type": ["Achievement"],
            "name": "Robotics",
            "description": "Builds a robot.",
            "criteria": {"narrative": "Build one."},
        },
    },
}


def badge(**changes: Any) -> dict[str, Any]:
    return {**BADGE, **changes}


def signed(
    document: Mapping[str, Any], key: PrivateKey = KEY, method: str = METHOD, **more: Any
) -> dict[str, Any]:
    created = more.pop("created", datetime(2027, 1, 10, tzinfo=UTC))
    return sign(document, key=key, method=method, created=created, **more)


def by_key(document: Mapping[str, Any], key: PrivateKey = OTHER, **more: Any) -> dict[str, Any]:
    """Signed by a party whose name is its key."""
    did = f"did:key:{key.public.multibase()}"
    return signed({**document, "issuer": did}, key, f"{did}#{key.public.multibase()}", **more)


def published(**changes: Any) -> dict[str, bytes]:
    """What the school publishes: its keys, and a list on which number 7 is revoked and 8 suspended."""
    lists = {
        f"{LIST}/{purpose}": signed(
            status_list_credential(
                url=f"{LIST}/{purpose}",
                issuer=SCHOOL,
                purpose=purpose,
                marked=[place],
                valid_from=NOW - timedelta(days=1),
                valid_until=NOW + timedelta(days=1),
            )
        )
        for purpose, place in (("revocation", 7), ("suspension", 8))
    }
    there = {DOCUMENT: controller_document(SCHOOL, [PublishedKey("key-1", KEY.public)]), **lists, **changes}
    return {
        address: value if isinstance(value, bytes) else json.dumps(value).encode()
        for address, value in there.items()
    }


class World:
    """What stands where, and what was asked for."""

    def __init__(self, there: Mapping[str, bytes]) -> None:
        self.there, self.asked = there, list[str]()

    def __call__(self, address: str) -> bytes:
        self.asked.append(address)
        if address not in self.there:
            raise Unreachable(f"{address} does not answer.")
        return self.there[address]


def judged(document: Any, world: World | None = None, **more: Any) -> Verification:
    given = document if isinstance(document, str | bytes) else json.dumps(document)
    return verify(given, resolver=world or World(published()), now=more.pop("now", NOW), **more)


def reasons(found: Verification) -> dict[str, str]:
    """The reason of each step that is neither a yes nor beside the point."""
    return {each.name: each.reason.code for each in found.steps if each.mark in ("no", "unknown", "warning")}


STRANGER = {"issuer": "issuer_unknown"}
KNOWN = {SCHOOL: KnownIssuer(SCHOOL, "Northside High School")}


def clr(*children: Any, **changes: Any) -> dict[str, Any]:
    contexts = [
        BADGE["@context"][0],
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        BADGE["@context"][1],
    ]
    subject = {
        "id": "urn:uuid:77777777-1111-4222-8333-944444444444",
        "type": ["ClrSubject"],
        "verifiableCredential": list(children),
    }
    return {
        **BADGE,
        "@context": contexts,
        "id": "urn:uuid:99999999-1111-4222-8333-944444444444",
        "name": "Record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": subject,
        **changes,
    }


def picture() -> bytes:
    """A small PNG."""
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (4, 4), "navy").save(made, "PNG")
    return made.getvalue()


def pdf_with(data: bytes) -> bytes:
    """A PDF of one page with a file attached."""
    from io import BytesIO

    import pikepdf

    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["clr.json"] = pikepdf.AttachedFileSpec(pdf, data, mime_type="application/json")
        pdf.save(made)
    return made.getvalue()
