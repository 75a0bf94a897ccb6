"""Badges of the older standard: what they hold is kept, and a host that is needed is named."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.core.credentials import vectors
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.open_badges_2 import Badge2, check_badge_2, is_badge_2, is_recipient
from throughline.core.credentials.open_badges_2_repackaging import repackaged
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.tokens import jws

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEY = new_private("RSA")
HOST = "https://badges.example"


def pem() -> str:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = KEY.public._key
    assert isinstance(key, RSAPublicKey)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


ISSUER: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": f"{HOST}/issuer", "name": "Makers of Meridian",
    "url": HOST, "email": "hello@badges.example", "publicKey": [f"{HOST}/key"], "revocationList": f"{HOST}/revoked",
}  # fmt: skip
CLASS: dict[str, Any] = {
    "type": "BadgeClass", "id": f"{HOST}/class", "name": "Robotics", "description": "Built a robot.",
    "image": f"{HOST}/robot.png", "criteria": {"narrative": "Build one."}, "issuer": f"{HOST}/issuer", "tags": ["robots"],
    "alignment": [{"targetName": "Design", "targetUrl": "https://skills.example/design"}],
}  # fmt: skip
ASSERTION: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": f"{HOST}/assertions/1",
    "recipient": {"type": "email", "hashed": True, "salt": "deadsea",
                  "identity": "sha256$" + hashlib.sha256(b"ana@example.orgdeadsea").hexdigest()},
    "badge": f"{HOST}/class", "issuedOn": "2024-05-01T10:00:00Z", "evidence": f"{HOST}/work",
    "verification": {"type": "hosted"},
}  # fmt: skip
SIGNED = {**ASSERTION, "verification": {"type": "signed", "creator": f"{HOST}/key"}}
PUBLISHED: dict[str, Any] = {
    f"{HOST}/issuer": ISSUER, f"{HOST}/class": CLASS, f"{HOST}/assertions/1": ASSERTION,
    f"{HOST}/key": {"type": "CryptographicKey", "id": f"{HOST}/key", "owner": f"{HOST}/issuer", "publicKeyPem": pem()},
    f"{HOST}/revoked": {"type": "RevocationList", "revokedAssertions": ["urn:another"]},
}  # fmt: skip


def asked(given: Any, **changes: Any) -> Badge2:
    published = {
        **PUBLISHED,
        **{f"{HOST}/{name.replace('_', '/')}": value for name, value in changes.items()},
    }

    def lookup(address: str) -> Any:
        if published.get(address) is None:
            raise Unreachable(address)
        return published[address]

    return check_badge_2(given if isinstance(given, str) else json.dumps(given), lookup=lookup, as_of=NOW)


def signed(assertion: dict[str, Any] = SIGNED, key: Any = KEY) -> str:
    return jws.write_jws({}, jws.compact(assertion), key)


def test_a_hosted_badge_holds_while_its_host_shows_it():
    found = asked(ASSERTION)
    assert (found.outcome, found.host_needed) == ("holds", ())
    assert found.issuer["name"] == "Makers of Meridian"


@pytest.mark.covers("N09")
def test_without_its_host_a_hosted_badge_says_that_the_host_is_needed_and_a_whole_signed_one_is_told():
    embedded = {**ASSERTION, "badge": {**CLASS, "issuer": ISSUER}}
    alone = check_badge_2(json.dumps(embedded), as_of=NOW)
    assert (alone.outcome, alone.host_needed) == ("cannot_tell", (f"{HOST}/assertions/1",))
    whole = {**ISSUER, "publicKey": [PUBLISHED[f"{HOST}/key"]]}
    del whole["revocationList"]
    offline = check_badge_2(signed({**SIGNED, "badge": {**CLASS, "issuer": whole}}), as_of=NOW)
    assert (offline.outcome, offline.host_needed) == ("holds", ())


def test_a_signed_badge_holds_under_its_issuers_key():
    assert asked(signed()).outcome == "holds"


@pytest.mark.parametrize(
    ("given", "changes", "says"),
    [
        (
            ASSERTION,
            {"assertions_1": {"id": ASSERTION["id"], "revoked": True, "revocationReason": "by mistake"}},
            "mistake",
        ),
        (ASSERTION, {"assertions_1": {**ASSERTION, "issuedOn": "2023-05-01T10:00:00Z"}}, "another badge"),
        ({**ASSERTION, "id": "urn:uuid:1"}, {}, "without an address"),
        (ASSERTION, {"issuer": {**ISSUER, "verification": {"startsWith": f"{HOST}/other/"}}}, "does not use"),
        (
            ASSERTION,
            {"issuer": {**ISSUER, "verification": {"allowedOrigins": "other.example"}}},
            "does not use",
        ),
        (ASSERTION, {"issuer": {**ISSUER, "id": "https://other.example/issuer"}}, "does not use"),
        ({**ASSERTION, "issuedOn": "2100-05-01T10:00:00Z"}, {}, "future"),
        ({**ASSERTION, "expires": "2023-05-01T10:00:00Z"}, {}, "before it was given"),
        ({**ASSERTION, "expires": "2025-05-01T10:00:00Z"}, {}, "ended on 2025-05-01"),
        ({**ASSERTION, "issuedOn": "May"}, {}, "cannot be read"),
        ({**ASSERTION, "recipient": "ana"}, {}, "recipient"),
        (ASSERTION, {"class": {**CLASS, "type": "Other"}}, "another type"),
        (ASSERTION, {"class": {**CLASS, "criteria": None}}, "no criteria"),
        (signed(key=new_private("RSA")), {}, "does not belong"),
        (
            signed({**SIGNED, "verification": {"type": "signed", "creator": f"{HOST}/other"}}),
            {},
            "does not name",
        ),
        (signed(), {"key": {**PUBLISHED[f"{HOST}/key"], "owner": "https://other.example"}}, "somebody else"),
        (
            signed(),
            {"revoked": {"revokedAssertions": [{"id": SIGNED["id"], "revocationReason": "copied"}]}},
            "copied",
        ),
    ],
    ids=lambda given: given if isinstance(given, str) and len(given) < 40 else "badge",
)
def test_a_badge_that_does_not_hold_says_why(given, changes, says):
    found = asked(given, **changes)
    assert found.outcome == "broken"
    assert any(says in each.why for each in found.parts if each.outcome == "broken")


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        (ASSERTION, {"assertions_1": None}),
        (ASSERTION, {"class": None}),
        (ASSERTION, {"issuer": None}),
        (signed(), {"key": None}),
        (signed(), {"revoked": None}),
        (signed(), {"issuer": None}),
        (signed(), {"key": {**PUBLISHED[f"{HOST}/key"], "publicKeyPem": "none"}}),
    ],
    ids=lambda given: ",".join(given) if isinstance(given, dict) else "badge",
)
def test_what_could_not_be_had_leaves_the_answer_open(given, changes):
    assert asked(given, **changes).outcome == "cannot_tell"


@pytest.mark.parametrize("given", ["[]", "{", "ey.ey", "eyJ.e30.x"])
def test_what_is_no_badge_says_so(given):
    with pytest.raises(Unreadable):
        check_badge_2(given, as_of=NOW)


@pytest.mark.parametrize(
    ("recipient", "identity", "is_theirs"),
    [
        (ASSERTION["recipient"], "ana@example.org", True),
        (ASSERTION["recipient"], "Ana@Example.org", True),
        (ASSERTION["recipient"], "ben@example.org", False),
        ({"type": "email", "identity": "ana@example.org", "hashed": False}, "Ana@example.org", True),
        (
            {"identity": "md5$" + hashlib.md5(b"ana@example.org").hexdigest(), "hashed": True},
            "ana@example.org",
            True,
        ),
        ({"identity": "crc$1", "hashed": True}, "ana@example.org", False),
        ("ana@example.org", "ana@example.org", False),
    ],
)
def test_a_badge_knows_whom_it_was_given_to(recipient, identity, is_theirs):
    assert is_recipient({"recipient": recipient}, identity) is is_theirs


def test_a_repackaged_badge_keeps_who_made_it_and_points_back():
    house = {"id": "did:web:meridian.example", "type": ["Profile"], "name": "Meridian"}
    made = repackaged(asked(ASSERTION), id="urn:uuid:2", issuer=house, valid_from=NOW, subject="did:key:z6Mk")
    achievement = made["credentialSubject"]["achievement"]
    assert made["issuer"] == house
    assert (achievement["name"], achievement["creator"]["name"]) == ("Robotics", "Makers of Meridian")
    assert made["evidence"][0]["id"] == ASSERTION["id"]
    assert made["evidence"][1] == {"id": f"{HOST}/work", "type": ["Evidence"]}
    assert made["credentialSubject"]["identifier"][0]["identityHash"] == ASSERTION["recipient"]["identity"]
    assert (made["awardedDate"], made["validFrom"]) == ("2024-05-01T10:00:00Z", "2026-11-22T09:00:00Z")
    assert achievement["criteria"] == {"narrative": "Build one."}


def test_a_broken_or_half_badge_is_not_repackaged():
    for badge in (asked({**ASSERTION, "issuedOn": "2100-01-01T00:00:00Z"}), asked(ASSERTION, issuer=None)):
        with pytest.raises(ValueError, match="whole badge"):
            repackaged(badge, id="urn:1", issuer={}, valid_from=NOW)


# --- the samples of the public validator ---


def at_hand(name: str) -> Any:
    """The validator's own lookups: an address stands for the file of that name."""

    def lookup(address: str) -> Any:
        file = urlsplit(address).path.lstrip("/")
        if file == "beths-robotics-badge.json":
            return json.loads(vectors.text(name))
        found = vectors.CREDENTIALS / f"1edtech-validator/ob20/assets/{file}"
        if not found.is_file():
            raise Unreachable(address)
        return json.loads(found.read_text())

    return lookup


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("assertion-with-data-image", "holds"),
        ("basic-assertion-no-public-key", "holds"),
        ("basic-assertion-expired-before-issued", "broken"),
        ("basic-assertion-in-future", "broken"),
        ("basic-assertion-invalid-context", "broken"),
        ("basic-assertion-invalid-type", "broken"),
        ("basic-assertion-with-allowed-origins-invalid-multiple-starts-with", "broken"),
        ("simple-not-revoked", "holds"),
        ("simple-revoked", "broken"),
        ("warning-with-redirection", "holds"),
        ("warning-issuer-non-http", "cannot_tell"),
        ("rdf-validation/invalid-class", "broken"),
    ],
)
def test_the_samples_of_the_public_validator_get_their_answer(name, outcome):
    ending = "jwt" if name.startswith("simple") else "json"
    file = f"1edtech-validator/ob20/{name}.{ending}"
    assert check_badge_2(vectors.text(file), lookup=at_hand(file), as_of=NOW).outcome == outcome


def test_a_badge_is_told_from_its_parts():
    folder = "1edtech-validator/ob20"
    assert is_badge_2(vectors.value(f"{folder}/assertion-with-data-image.json"))
    assert not is_badge_2(vectors.value(f"{folder}/assets/robotics-badge.json"))
    assert not is_badge_2(vectors.value("1edtech-validator/ob30/simple.json"))


def test_a_sample_with_remarks_in_it_is_no_json():
    with pytest.raises(Unreadable):
        check_badge_2(vectors.text("1edtech-validator/ob20/redirected-validation-subject.json"), as_of=NOW)
