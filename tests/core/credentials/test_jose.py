"""Signed tokens: what their issuer signed holds, and nothing else does, whatever the header says."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws as other_jws
from joserfc.jwk import OKPKey, RSAKey

from tests.core.credentials import vectors
from throughline.core.credentials.carriers import baking
from throughline.core.credentials.controllers.jwks import methods_of_jwks
from throughline.core.credentials.controllers.resolving import Method, did_key
from throughline.core.credentials.keys import BadKey, new_private, public_from_jwk
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.tokens import jose, jws

ISSUER = "did:web:meridian.example"
RSA, ED, P256, P384 = (new_private(kind) for kind in ("RSA", "Ed25519", "P-256", "P-384"))
CREDENTIAL: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:7f3e2a10-5c1b-4a55-9d3e-0a4d1f6f9b11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Meridian"},
    "validFrom": "2026-11-22T09:00:00Z",
    "validUntil": "2031-11-22T09:00:00Z",
    "credentialSubject": {
        "id": "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "type": "AchievementSubject",
    },
}


def method(key: Any, name: str = "key-1") -> Method:
    return Method(f"{ISSUER}#{name}", ISSUER, key.public)


def forged(token: str, **header: Any) -> str:
    _, payload, signature = token.split(".")
    whole = {**jws.read_jws(token).header, **header}
    return (
        f"{base64url(jws.compact({k: v for k, v in whole.items() if v is not None}))}.{payload}.{signature}"
    )


# --- what this house signs ---


def test_a_credential_in_the_1edtech_profile_says_the_same_as_a_token():
    token = jose.read_token(jose.sign_token(CREDENTIAL, key=RSA, kid=f"{ISSUER}#key-1", jwk=True))
    assert jose.check_token(token, [method(RSA)]).outcome == "holds"
    assert (token.profile, token.issuer, token.faults, token.findings) == ("1edtech", ISSUER, (), ())
    assert token.document == CREDENTIAL
    assert set(token.jws.header) == {"alg", "kid", "jwk", "typ"}
    assert {name: token.claims[name] for name in ("iss", "jti", "sub")} == {
        "iss": ISSUER, "jti": CREDENTIAL["id"], "sub": CREDENTIAL["credentialSubject"]["id"],
    }  # fmt: skip
    assert token.not_before == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert token.not_after == datetime(2031, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize("key", [RSA, ED, P256, P384], ids=lambda key: key.kind)
def test_a_credential_in_the_w3c_profile_is_the_token_itself(key):
    text = jose.sign_token(CREDENTIAL, key=key, kid="key-1", profile="vc-jose-cose")
    token = jose.read_token(text)
    assert jose.check_token(token, [method(ED, "other"), method(key)]).outcome == "holds"
    assert (token.profile, token.claims, token.faults) == ("vc-jose-cose", CREDENTIAL, ())
    assert token.jws.header["typ"] == "vc+jwt"


def test_a_presentation_is_signed_as_one():
    presentation = {
        "@context": CREDENTIAL["@context"][:1],
        "type": "VerifiablePresentation",
        "holder": ISSUER,
    }
    token = jose.read_token(jose.sign_token(presentation, key=ED, kid="key-1", profile="vc-jose-cose"))
    assert (token.jws.header["typ"], token.issuer) == ("vp+jwt", ISSUER)


@pytest.mark.parametrize(("key", "load", "name"), [(RSA, RSAKey, "RS256"), (ED, OKPKey, "Ed25519")])
def test_another_library_reads_what_is_signed_here(key, load, name):
    text = jws.write_jws({"kid": "key-1", "alg": name}, b"seen by another", key)
    found = other_jws.deserialize_compact(text, load.import_key(key.public.jwk()), algorithms=[name])
    assert found.payload == b"seen by another"


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        ({}, ED, "RSA key"),
        ({"id": None}, RSA, "jti"),
        ({"credentialSubject": {"identifier": []}}, RSA, "sub"),
        ({"@context": ["https://www.w3.org/2018/credentials/v1"]}, RSA, "2.0"),
    ],
)
def test_what_the_1edtech_profile_cannot_carry_is_not_signed(change, key, says):
    with pytest.raises(ValueError, match=says):
        jose.sign_token({**CREDENTIAL, **change}, key=key, kid="key-1")


# --- what is refused ---

SIGNED = jose.sign_token(CREDENTIAL, key=RSA, kid=f"{ISSUER}#key-1")


@pytest.mark.parametrize(
    ("header", "outcome"),
    [
        ({"alg": "none"}, "broken"),
        ({"alg": "NonE"}, "broken"),
        ({"alg": "HS256"}, "broken"),
        ({"alg": None}, "broken"),
        ({"alg": ["RS256"]}, "broken"),
        ({"alg": "ES256"}, "broken"),
        ({"alg": "PS256"}, "unsupported"),
        ({"alg": "ES512"}, "unsupported"),
        ({"crit": ["exp"]}, "broken"),
        ({"b64": False}, "broken"),
        ({"typ": "other"}, "broken"),
    ],
)
def test_a_header_that_was_changed_makes_the_signature_worthless(header, outcome):
    assert jose.check_token(jose.read_token(forged(SIGNED, **header)), [method(RSA)]).outcome == outcome


def test_a_shared_secret_made_of_the_public_key_does_not_pass_for_a_signature():
    import hashlib
    import hmac

    signed = forged(SIGNED, alg="HS256").rpartition(".")[0]
    secret = json.dumps(RSA.public.jwk()).encode()
    text = f"{signed}.{base64url(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"
    assert jose.check_token(jose.read_token(text), [method(RSA)]).outcome == "broken"


def test_a_key_in_the_header_proves_nothing_unless_it_is_the_issuers():
    stranger = new_private("RSA")
    text = jose.sign_token(CREDENTIAL, key=stranger, kid=f"{ISSUER}#key-1", jwk=True)
    assert jose.check_token(jose.read_token(text), [method(RSA)]).outcome == "broken"
    assert jose.check_token(jose.read_token(text), []).outcome == "cannot_tell"
    assert jose.check_token(jose.read_token(text), [method(RSA), method(stranger)]).outcome == "holds"


def test_a_key_that_may_not_make_statements_does_not_count():
    only_login = Method(f"{ISSUER}#key-1", ISSUER, RSA.public, frozenset({"authentication"}))
    assert jose.check_token(jose.read_token(SIGNED), [only_login]).outcome == "broken"
    assert (
        jose.check_token(jose.read_token(SIGNED), [only_login], purpose="authentication").outcome == "holds"
    )


def test_a_name_of_a_key_is_only_a_hint():
    text = jose.sign_token(CREDENTIAL, key=RSA, kid="../../etc/passwd")
    assert jose.check_token(jose.read_token(text), [method(RSA)]).outcome == "holds"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(SIGNED) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_no_letter_of_a_token_can_be_changed(at, letter):
    if SIGNED[at] == letter:
        return
    try:
        token = jose.read_token(SIGNED[:at] + letter + SIGNED[at + 1 :])
    except Unreadable:
        return
    assert jose.check_token(token, [method(RSA)]).outcome != "holds"


@pytest.mark.parametrize(
    "text",
    [
        SIGNED + "=",
        SIGNED.replace(".", ".=", 1),
        SIGNED + ".e30",
        SIGNED.partition(".")[2],
        SIGNED.replace(".", "\n.", 1),
        "e30..",
        jws.write_jws({}, b"[1]", ED),
        jws.write_jws({}, b'{"type":"A","type":"B"}', ED),
        jws.write_jws({}, b'{"iss":"did:web:a.example"}', ED),
        jws.write_jws({}, b'{"vc":"oops"}', ED),
        f"{base64url(b'[]')}.e30.",
        f"{base64url(b'{' + b'[' * 600_000)}.e30.",
    ],
    ids=lambda text: text[:10],
)
def test_what_is_no_token_says_why(text):
    with pytest.raises(Unreadable):
        jose.read_token(text)


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"iss": "did:web:other.example"}, "`iss`"),
        ({"jti": "urn:other"}, "`jti`"),
        ({"sub": "did:web:other.example"}, "`sub`"),
        ({"exp": "soon"}, "`exp`"),
        ({"nbf": -5}, "`nbf`"),
    ],
)
def test_a_token_that_contradicts_itself_is_at_fault(claims, says):
    (fault,) = jose.read_token(
        jws.write_jws({"typ": "JWT"}, jws.compact({**CREDENTIAL, **claims}), RSA)
    ).faults
    assert says in fault


def test_the_claims_of_an_older_token_fill_the_credential_in_it():
    inner = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential"],
             "issuanceDate": "2026-11-22T09:00:00Z", "credentialSubject": {"name": "Ana"}}  # fmt: skip
    claims = {"iss": ISSUER, "jti": "urn:1", "sub": "did:x:y", "nbf": 1795338000, "vc": inner}
    token = jose.read_token(jws.write_jws({"typ": "JWT"}, jws.compact(claims), ED))
    assert (token.document["issuer"], token.document["id"], token.issuer) == (ISSUER, "urn:1", ISSUER)
    assert token.document["credentialSubject"] == {"id": "did:x:y", "name": "Ana"}
    assert token.findings == ("algorithm_of_other_profile",)


def test_an_envelope_gives_up_its_token():
    envelope = {"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{SIGNED}"}
    assert jose.enveloped(envelope) == ("vc+jwt", SIGNED)
    assert jose.enveloped(CREDENTIAL) is None
    with pytest.raises(Unreadable):
        jose.enveloped({"type": ["EnvelopedVerifiableCredential"], "id": "not-a-credential"})


# --- published vectors ---

LETTERS = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def wycheproof() -> list[Any]:
    if not vectors.index():
        return []
    groups = vectors.value("wycheproof/json_web_signature_test.json")["testGroups"]
    return [
        pytest.param(group.get("public"), test, id=f"{test['tcId']}-{test['comment']}")
        for group in groups
        for test in group["tests"]
    ]


@pytest.mark.parametrize(("public", "case"), wycheproof())
def test_the_adversarial_tokens_get_their_answer(public, case):
    text = case["jws"] if isinstance(case["jws"], str) else json.dumps(case["jws"])
    try:
        token = jws.read_jws(text)
    except Unreadable:
        # The vectors let stray characters and padding pass; a second spelling of one token is refused here.
        assert case["result"] == "invalid" or not set(text) <= LETTERS
        return
    keys = [] if public is None else methods_of_jwks({"keys": [public]}, ISSUER)
    outcome = jws.check_jws(token, keys).outcome
    if case["result"] == "invalid":
        assert outcome != "holds"
    elif token.algorithm in ("RS256", "ES256"):
        assert outcome == "holds"
    else:
        # Sound, and of a kind that credentials are not signed with.
        assert outcome in ("broken", "unsupported", "cannot_tell")


def suite_keys() -> list[Method]:
    found = []
    for name in ("ed25519", "p256", "p384", "p521"):
        given = vectors.value(f"w3c-vc-jose-cose/vm-{name}.json")
        try:
            found.append(Method(given["id"], given["controller"], public_from_jwk(given["publicKeyJwk"])))
        except BadKey:
            assert name == "p521"
    return found


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("credential-issuer-match-signed", True),
        ("credential-jose-bad-media-type", False),
        ("credential-jose-bad-signature", False),
        ("credential-jose-unknown-extensions", False),
        ("credential-jose-vc-vp-claims", False),
        ("presentation-jose-multiple", True),
        ("presentation-jose-bad-credential", False),
    ],
)
def test_the_tokens_of_the_w3c_suite_get_their_answer(name, good):
    token = jose.read_token(vectors.text(f"w3c-vc-jose-cose/{name}.txt"))
    found = jose.check_token(token, suite_keys()).outcome == "holds" and not token.faults
    for inner in token.document.get("verifiableCredential", []):
        try:
            assert jose.enveloped(inner)
        except Unreadable:
            found = False
    assert found is good


@pytest.mark.parametrize("name", ["credential-minimal", "credential-full"])
def test_the_inputs_of_the_w3c_suite_are_issued_as_tokens(name):
    document = vectors.value(f"w3c-vc-jose-cose/{name}.json")
    for key in (P256, P384, ED):
        token = jose.read_token(jose.sign_token(document, key=key, kid="key-1", profile="vc-jose-cose"))
        assert jose.check_token(token, [method(key)]).outcome == "holds"
        assert token.claims == document


@pytest.mark.parametrize(
    "name", [n for n in vectors.family("w3c-vc-jose-cose") if "-cose-" in n.split("/")[1]]
)
def test_a_binary_token_is_told_apart(name):
    text = vectors.text(name)
    assert jws.is_binary(text)
    with pytest.raises(Unreadable):
        jose.read_token(text)


def test_a_text_token_is_not_taken_for_a_binary_one():
    assert not jws.is_binary(SIGNED)


def test_the_token_of_a_wallet_maker_holds_under_the_key_in_its_name():
    token = jose.read_token(vectors.text("walt-id/vc/openbadgecredential_sample.expired.signed.jwt"))
    key = did_key(token.jws.kid)
    assert jose.check_token(token, [key]).outcome == "holds"
    assert key.controller == token.claims["iss"]
    # Its claims name another issuer and subject than the credential in it.
    assert len(token.faults) == 2


@pytest.mark.parametrize("name", ["simple-jwt.svg", "simple-jwt_v1.png"])
def test_the_baked_tokens_of_the_public_validator_hold_under_the_key_they_show(name):
    text = baking.unbake(vectors.path(f"1edtech-validator/ob30/{name}").read_bytes()).text
    token = jose.read_token(text)
    shown = Method(f"{token.issuer}#shown", token.issuer, public_from_jwk(token.jws.header["jwk"]))
    assert jose.check_token(token, [shown]).outcome == "holds"
    assert jose.check_token(token, [method(RSA)]).outcome == "broken"
    assert token.document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_a_token_whose_key_is_nowhere_cannot_be_told():
    token = jose.read_token(vectors.text("1edtech-validator/ob30/simple.jwt"))
    assert jose.check_token(token, []).outcome == "cannot_tell"
    assert token.document["issuer"]["id"] == token.claims["iss"]
