"""From the name of a party to its document, and from the document to its keys."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.core.credentials import vectors
from throughline.core.credentials.controllers import dids
from throughline.core.credentials.controllers.controller_documents import (
    PublishedKey,
    controller_document,
    method_in,
    methods_of,
)
from throughline.core.credentials.controllers.jwks import jwks, methods_of_jwks
from throughline.core.credentials.controllers.resolving import Method, NotThere, did_key, known
from throughline.core.credentials.keys import UnsupportedKey, new_private
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.tokens import jws

PARTY = "did:web:meridian.example:bodies:health"
OLD, NEW, STOLEN, RSA = (
    new_private().public,
    new_private().public,
    new_private("P-256").public,
    new_private("RSA").public,
)
ROTATED, THEFT = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
KEYS = [
    PublishedKey("key-1", OLD, expires=ROTATED),
    PublishedKey("key-2", STOLEN, revoked=THEFT),
    PublishedKey("key-3", NEW),
    PublishedKey("key-4", RSA),
]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
        ("did:web:example.com%3A3000:user:alice#key-1", "https://example.com:3000/user/alice/did.json"),
        ("https://1edtech.edu/issuers/565049#z6Mk", "https://1edtech.edu/issuers/565049"),
    ],
)
def test_a_name_says_where_its_document_stands(name, document):
    assert dids.document_address(name) == document


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://meridian.example", "did:web:meridian.example"),
        ("https://meridian.example:8443/", "did:web:meridian.example%3A8443"),
        ("https://Meridian.Example/bodies/health/", "did:web:meridian.example:bodies:health"),
    ],
)
def test_an_address_makes_a_name_that_leads_back_to_it(address, name):
    assert dids.did_web(address) == name
    assert dids.document_address(name).startswith(address.lower().rstrip("/"))


@pytest.mark.parametrize(
    "name",
    [
        "did:web:", "did:web:10.0.0.1", "did:web:2130706433", "did:web:a.example:..:secret", "did:web:a.example:%2e%2e",
        "did:web:a.example%2Fevil", "did:web:a.example:b%2Fc", "did:web:user%40a.example", "did:web:a.example::b",
        "did:web:a.example%3A99999", "did:web:[::1]", "did:web:-a.example", "did:ion:abc", "http://a.example", "",
        "did:web:a.example%3A", "did:web:exämple.org", "did:web:" + "a." * 1500,
    ],
)  # fmt: skip
def test_a_name_that_leads_astray_is_refused(name):
    with pytest.raises(dids.BadName):
        dids.document_address(name)


@pytest.mark.parametrize(
    "address",
    ["http://a.example", "https://a.example/?q", "https://u@a.example", "https://127.0.0.1/x", "a.example"],
)
def test_only_a_plain_address_becomes_a_name(address):
    with pytest.raises(dids.BadName):
        dids.did_web(address)


def test_a_document_keeps_every_key_and_lets_only_unrevoked_ones_speak():
    document = controller_document(PARTY, KEYS)
    assert document["assertionMethod"] == [f"{PARTY}#key-1", f"{PARTY}#key-3", f"{PARTY}#key-4"]
    assert [each["type"] for each in document["verificationMethod"]] == ["Multikey"] * 3 + ["JsonWebKey"]
    assert document["verificationMethod"][1]["revoked"] == "2026-06-01T00:00:00Z"


def test_the_document_of_an_issuer_reads_back_as_its_keys():
    found = methods_of(controller_document(PARTY, KEYS), PARTY)
    assert [(each.id.partition("#")[2], each.key) for each in found.values()] == [
        (k.name, k.key) for k in KEYS
    ]
    assert found[f"{PARTY}#key-2"] == Method(f"{PARTY}#key-2", PARTY, STOLEN, frozenset(), THEFT)
    assert found[f"{PARTY}#key-1"].expires == ROTATED
    assert found[f"{PARTY}#key-3"].purposes == {"assertionMethod"}


def test_a_name_of_a_key_is_used_once():
    with pytest.raises(ValueError, match="key-1"):
        controller_document(PARTY, [KEYS[0], PublishedKey("key-1", NEW)])


def with_key(**given: Any) -> dict[str, Any]:
    base = {"id": "#a", "type": "Multikey", "controller": PARTY, "publicKeyMultibase": NEW.multibase()}
    return {"id": PARTY, "verificationMethod": [{**base, **given}], "assertionMethod": ["#a"]}


def test_relative_names_of_keys_belong_to_the_document():
    assert method_in(with_key(), f"{PARTY}#a") == Method(
        f"{PARTY}#a", PARTY, NEW, frozenset({"assertionMethod"})
    )
    assert method_in(with_key(), PARTY).key == NEW


@pytest.mark.parametrize(
    "given",
    [
        {"controller": "did:web:other.example"},
        {"id": "did:web:other.example#a"},
        {"publicKeyMultibase": "z6MkNotAKey"},
        {"publicKeyMultibase": 3},
        {"id": None},
    ],
)
def test_a_key_that_is_not_the_partys_or_no_key_is_left_out(given):
    assert methods_of(with_key(**given), PARTY) == {}
    with pytest.raises(NotThere):
        method_in(with_key(**given), f"{PARTY}#a")


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"id": "did:web:other.example"},
        {
            **with_key(),
            "assertionMethod": [
                {**with_key()["verificationMethod"][0], "publicKeyMultibase": OLD.multibase()}
            ],
        },
        with_key(revoked="long ago"),
        {"id": PARTY, "verificationMethod": [{}] * 501},
    ],
    ids=["no document", "another's", "one name for two keys", "no time", "too many"],
)
def test_a_document_that_cannot_be_trusted_is_refused(document):
    with pytest.raises(Unreadable):
        methods_of(document, PARTY)


def test_a_set_of_keys_reads_back_and_other_kinds_are_left_out():
    published = jwks([("key-3", NEW), ("key-4", RSA)])
    assert [each["alg"] for each in published["keys"]] == ["EdDSA", "RS256"]
    foreign = [
        {"kty": "oct", "k": "c2VjcmV0"},
        {**NEW.jwk(), "use": "enc"},
        {**RSA.jwk(), "alg": "PS256"},
        "key",
    ]
    found = methods_of_jwks({"keys": [*published["keys"], *foreign]}, PARTY)
    assert [(each.id, each.key) for each in found] == [(f"{PARTY}#key-3", NEW), (f"{PARTY}#key-4", RSA)]
    with pytest.raises(Unreadable):
        methods_of_jwks({"keys": "none"}, PARTY)
    assert dids.jwks_address(PARTY) == "https://meridian.example/.well-known/jwks.json"


def test_a_did_jwk_carries_its_key():
    name = f"did:jwk:{base64url(jws.compact({**NEW.jwk(), 'use': 'sig'}))}"
    resolve = dids.with_carried_keys(known())
    assert resolve(f"{name}#0") == resolve(name)
    assert (resolve(name).key, resolve(name).controller) == (NEW, name)
    assert dids.carries_its_key(name)
    for wrong in (f"{name}#1", "did:jwk:e30", "did:jwk:%", f"did:jwk:{base64url(b'{' * 5000)}"):
        with pytest.raises(NotThere):
            resolve(wrong)


@pytest.mark.parametrize(
    "name", [n for n in vectors.family("did-key") if "rsa" not in n and not n.endswith("did-key/x25519.json")]
)
def test_the_documents_of_did_keys_hold_the_key_in_the_name(name):
    checked = 0
    for party, entry in vectors.value(name).items():
        try:
            carried = did_key(party)
        except UnsupportedKey:
            continue
        found = methods_of(entry["didDocument"], party)
        assert carried.key in [each.key for each in found.values() if "assertionMethod" in each.purposes]
        checked += 1
    assert checked


def test_the_documents_of_a_rust_library_hold_the_key_in_the_name():
    for party, document in vectors.value("spruceid-ssi/tests-did-key-statics.json").items():
        try:
            carried = did_key(party)
        except UnsupportedKey:
            continue
        assert carried.key in [each.key for each in methods_of(document, party).values()]


@pytest.mark.parametrize("name", ["legacy", "oidf"])
def test_the_documents_of_universities_are_read(name):
    document = vectors.value(f"dcc-fixtures/dids/{name}/did.json")
    (found,) = methods_of(document, document["id"]).values()
    assert (found.controller, found.purposes) == (document["id"], {"assertionMethod"})
    assert dids.document_address(found.id).endswith(f"/vc-test-fixtures/dids/{name}/did.json")
