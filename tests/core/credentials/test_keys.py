"""Keys: the spellings they are read in, and the signatures they take."""

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.core.credentials import vectors
from throughline.core.credentials.keys import (
    KINDS,
    BadKey,
    Kind,
    UnsupportedKey,
    new_private,
    private_from_bytes,
    private_from_jwk,
    private_from_multibase,
    private_from_pem,
    public_from_bytes,
    public_from_jwk,
    public_from_multibase,
    public_from_pem,
)
from throughline.core.credentials.multibase import (
    BadEncoding,
    base58,
    base64url,
    from_base58,
    from_base64url,
    from_multibase,
    multibase,
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_signs_what_its_public_half_verifies_and_nothing_else(kind: Kind) -> None:
    key = new_private(kind)
    signature = key.sign(b"a statement")
    assert key.public.verifies(signature, b"a statement")
    assert not key.public.verifies(signature, b"another statement")
    assert not key.public.verifies(signature[:-1], b"a statement")
    assert not key.public.verifies(signature + b"\0", b"a statement")
    assert not new_private(kind).public.verifies(signature, b"a statement")


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_read_back_from_every_form_it_is_written_in(kind: Kind) -> None:
    key = new_private(kind)
    assert public_from_multibase(key.public.multibase()) == key.public
    assert public_from_jwk(key.public.jwk()) == key.public
    assert public_from_bytes(key.public.encoded, kind) == key.public
    assert private_from_bytes(key.secret(), kind).public == key.public
    assert private_from_pem(key.pem()).sign(b"x") == key.sign(b"x")


@pytest.mark.parametrize(("kind", "length"), [("Ed25519", 64), ("P-256", 64), ("P-384", 96), ("RSA", 256)])
def test_signatures_have_one_length_and_come_out_alike(kind: Kind, length: int) -> None:
    key = new_private(kind)
    for number in range(20):
        made = key.sign(bytes([number]))
        assert len(made) == length
        assert made == key.sign(bytes([number]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_key_never_shows_itself(kind: Kind) -> None:
    key = new_private(kind)
    assert key.secret().hex()[:16] not in repr(key)
    assert repr(key).count("Private") == 1


def test_the_thumbprint_is_that_of_the_published_example() -> None:
    # RFC 7638, section 3.1, and RFC 8037, appendix A.3.
    rsa_key = {
        "kty": "RSA",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB"
        "ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgn"
        "Yb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0L"
        "s1jF44-csFCur-kEgU8awapJzKnqDKgw",
    }
    assert public_from_jwk(rsa_key).thumbprint() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    ed25519 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert public_from_jwk(ed25519).thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def _wycheproof() -> list[Any]:
    if not vectors.index():
        return []
    return [
        pytest.param(group["publicKey"]["pk"], test, id=str(test["tcId"]))
        for group in vectors.value("wycheproof/ed25519_test.json")["testGroups"]
        for test in group["tests"]
    ]


def test_every_hostile_ed25519_signature_gets_its_published_answer() -> None:
    cases = _wycheproof() or pytest.skip(
        "the shared standards are not here: name them with THROUGHLINE_SHARED"
    )
    answers = {}
    for case in cases:
        public, test = case.values
        key = public_from_bytes(bytes.fromhex(public))
        answers[test["tcId"]] = key.verifies(bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"]))
    assert answers == {case.values[1]["tcId"]: case.values[1]["result"] == "valid" for case in cases}
    assert len(answers) == 151


def test_published_key_pairs_of_the_curve_suites_are_read() -> None:
    for name in vectors.family("w3c-vc-di-ecdsa", "KeyPair.json") + vectors.family(
        "w3c-vc-di-eddsa", "KeyPair.json"
    ):
        pair = vectors.value(name)
        public = pair.get("publicKeyMultibase")
        secret = pair.get("secretKeyMultibase") or pair.get("privateKeyMultibase")
        if public and secret:
            assert private_from_multibase(secret).public.multibase() == public


def test_did_key_vectors_name_the_same_keys_in_both_forms() -> None:
    checked = 0
    for name, entry in vectors.value("did-key/nist-curves.json").items():
        jwk = entry["verificationMethod"].get("publicKeyJwk")
        if jwk and jwk["crv"] in ("P-256", "P-384"):
            assert public_from_jwk(jwk) == public_from_multibase(name.removeprefix("did:key:"))
            private = {**jwk, "d": entry["verificationMethod"]["privateKeyJwk"]["d"]}
            assert private_from_jwk(private).public == public_from_jwk(jwk)
            checked += 1
    assert checked >= 4
    for name, entry in vectors.value("did-key/rsa.json").items():
        assert public_from_jwk(entry["publicKeyJwk"]) == public_from_multibase(name.removeprefix("did:key:"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("u" + base64url(b"\xed\x01" + bytes(32)), id="another-base"),
        pytest.param(multibase(b"\xed\x01" + bytes(31)), id="too-short"),
        pytest.param(multibase(b"\xed\x01" + bytes(33)), id="too-long"),
        pytest.param(multibase(b"\xed" + bytes(32)), id="prefix-not-whole"),
        pytest.param(multibase(b"\x80\x24" + b"\x04" + bytes(64)), id="point-not-compressed"),
        pytest.param(multibase(b"\x80\x24" + b"\x02" + b"\xff" * 32), id="no-point-of-the-curve"),
        pytest.param("z6Mk0", id="no-base58"),
        pytest.param("z" + "1" * 20_000, id="endless"),
        pytest.param("", id="empty"),
    ],
)
def test_a_multikey_in_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(BadKey) as refused:
        public_from_multibase(text)
    assert refused.value.what
    assert refused.value.why
    assert refused.value.fix


def test_keys_of_other_kinds_are_unsupported_rather_than_wrong() -> None:
    secp256k1 = ec.generate_private_key(ec.SECP256K1()).public_key()
    point = secp256k1.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    with pytest.raises(UnsupportedKey):
        public_from_multibase(multibase(b"\xe7\x01" + point))
    with pytest.raises(UnsupportedKey):
        public_from_jwk({"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"})
    with pytest.raises(UnsupportedKey):
        public_from_jwk({"kty": "OKP", "crv": "X25519", "x": base64url(bytes(32))})


def test_a_published_key_that_gives_its_private_half_away_is_refused() -> None:
    with pytest.raises(BadKey, match="not safe"):
        public_from_jwk({**new_private().public.jwk(), "d": base64url(bytes(32))})


def test_a_json_web_key_is_read_at_its_full_length_only() -> None:
    key = new_private("P-256").public.jwk()
    short = {**key, "x": base64url(from_base64url(key["x"])[:-1])}
    padded = {**new_private("RSA").public.jwk()}
    padded["e"] = base64url(b"\0" + from_base64url(padded["e"]))
    for jwk in (short, padded, {**key, "y": None}, {**key, "x": key["x"] + "="}):
        with pytest.raises(BadKey):
            public_from_jwk(jwk)


def test_rsa_keys_that_are_too_small_or_too_large_are_refused() -> None:
    small = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    pem = small.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(BadKey, match="1024 bits"):
        public_from_pem(pem)


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0a", b"Hello World!", bytes(range(256))])
def test_bytes_come_back_from_both_bases(data: bytes) -> None:
    assert from_base58(base58(data)) == data
    assert from_base64url(base64url(data)) == data
    assert from_multibase(multibase(data, "u"), "u") == data


def test_base58_writes_what_its_draft_shows() -> None:
    # draft-msporny-base58-03, section 5
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert base58(bytes.fromhex("0000287fb4cd")) == "11233QC4"


@pytest.mark.parametrize("text", ["YQ==", "YR", "Y", "Y Q", "YQ\n", "Y+", "Ä"])
def test_base64_in_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(BadEncoding):
        from_base64url(text)
