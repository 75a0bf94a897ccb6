"""Every credential of the shared folder gets the answer of its MANIFEST, with no network.

Where ours differs on purpose, the reason stands here and in docs/reference/verification.md.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.core.credentials.shared_world import NOW, data, files, known, world
from throughline.core.credentials.linked_data.active import WITH_TESTS
from throughline.core.credentials.verifying.answers import Verification
from throughline.core.credentials.verifying.verify import verify

UNSIGNED = "not_verified", "no_signature"
"""A file without a signature is never verified, however sound its shape."""


def judged(name: str) -> Verification:
    return verify(data(name), resolver=world, registry=known(), now=NOW, allowed=WITH_TESTS)


def why(found: Verification) -> str:
    """The first reason that is not a yes."""
    marks = ("no", "unknown")
    return next((each.reason.code for mark in marks for each in found.steps if each.mark == mark), "")


# --- the fixtures of the Digital Credentials Consortium: 70 files with a whole answer each ---

DCC = {
    # "fail closed" of the MANIFEST has three words here: an unknown status is neither good nor bad.
    "NOT VERIFIED (status unknown, fail closed)": ("cannot_tell", "status_unknown"),
    "no baked credential": ("cannot_tell", "unreadable"),
    "signature ok but type lacks BitstringStatusListCredential": ("not_verified", "not_a_status_list"),
    "-": ("cannot_tell", "not_a_credential"),
}


@pytest.mark.covers("S001-R3.2d")
@pytest.mark.parametrize(("name", "expected"), files("dcc-fixtures", "third-party-signed"))
def test_a_real_credential_gets_the_answer_that_others_measured(name: str, expected: str) -> None:
    found = judged(name)
    whole = expected.partition(":")[0]
    if whole in ("VERIFIED", "NOT VERIFIED"):
        assert found.answer == whole.lower().replace(" ", "_")
        assert _facts(found) == _measured(expected)
    else:
        assert (found.answer, why(found)) == DCC[whole]


def _facts(found: Verification) -> tuple[bool, bool, bool]:
    """Whether the signature holds, the dates do, and it was taken back."""
    marks = found.marks()
    return marks["signature"] == "yes", marks.get("dates", "yes") == "yes", marks.get("status") == "no"


def _measured(expected: str) -> tuple[bool, bool, bool]:
    good = "BAD SIGNATURE" not in expected
    return good, "in window" in expected or not good, "REVOKED" in expected


# --- the public validator of 1EdTech ---

VERIFIED = ("verified", "")
EDTECH = {
    "clr20/simple-noproof.json": UNSIGNED,
    "clr20/simple.json": VERIFIED,
    # Signed with a context of a draft that was never published; its meaning cannot be known.
    "clr20/simple_old_safesigned.json": ("cannot_tell", "unknown_context"),
    # Its own signature is good; five credentials inside it are signed with a key that is not their issuer's.
    "clr20/simple_v1.json": ("not_verified", "parts_bad"),
    "ob30/bit-string-list/credential-status-revoked.json": ("not_verified", "revoked"),
    "ob30/bit-string-list/testlist": VERIFIED,
    # Holds a kind of schema that no context of the document names: not the signature's fault, refused all the same.
    "ob30/complete_v1.json": ("not_verified", "unsafe"),
    # The list of what was revoked is not in the folder.
    "ob30/credential-status-revoked.json": ("cannot_tell", "status_not_reached"),
    "ob30/endorsement-valid.json": VERIFIED,
    "ob30/simple-context-alias.json": VERIFIED,
    "ob30/simple-context-version.json": VERIFIED,
    "ob30/simple-did-web-method.json": VERIFIED,
    "ob30/simple-eddsa-2022.json": VERIFIED,
    "ob30/simple-err-context.json": ("not_verified", "wrong_first_context"),
    "ob30/simple-err-credential-subject-profile-type.json": ("not_verified", "unsafe"),
    "ob30/simple-err-credential-subject-result-type.json": ("not_verified", "unsafe"),
    "ob30/simple-err-credential-subject-type.json": ("not_verified", "unsafe"),
    "ob30/simple-err-expired.json": ("not_verified", "expired"),
    "ob30/simple-err-issuer-otheridentifier-type.json": ("not_verified", "unsafe"),
    "ob30/simple-err-issuer-type.json": ("not_verified", "unsafe"),
    "ob30/simple-err-issuer.json": ("not_verified", "no_issuer"),
    "ob30/simple-err-proof-method-no-scheme.json": ("not_verified", "signature_broken"),
    "ob30/simple-err-proof-method-unknown-scheme.json": ("not_verified", "signature_broken"),
    "ob30/simple-err-proof-method.json": ("not_verified", "signature_broken"),
    "ob30/simple-err-type.json": ("not_verified", "unsafe"),
    "ob30/simple-json.png": VERIFIED,
    # The RSA key of the tokens is not in the folder.
    "ob30/simple-jwt.svg": ("cannot_tell", "key_not_reached"),
    "ob30/simple-jwt_v1.png": ("cannot_tell", "key_not_reached"),
    "ob30/simple.jwt": ("cannot_tell", "key_not_reached"),
    "ob30/simple-noproof.json": UNSIGNED,
    "ob30/simple.1ob": VERIFIED,
    "ob30/simple.json": VERIFIED,
    # A record for job seekers with a type of its own kind: read, and not verified.
    "tcp/LER-RS_V2_UC008_portability.json": ("not_verified", "wrong_term"),
    "tcp/LER-RS_V2_UC010_applying.json": ("not_verified", "wrong_term"),
}


@pytest.mark.covers("N11")
@pytest.mark.parametrize(("name", "expected"), files("1edtech-validator"))
def test_the_resources_of_the_1edtech_validator_are_answered(name: str, expected: str) -> None:
    found, short = judged(name), name.removeprefix("1edtech-validator/")
    if short.startswith("ob20/"):
        assert (found.answer, why(found)) == _older(short, found)
    else:
        assert (found.answer, why(found)) == EDTECH[short]


def _older(name: str, found: Verification) -> tuple[str, str]:
    """Parts of older badges are none; the badges themselves need a host that answers, and no host is in the folder."""
    if found.kind != "badge_2" or found.steps[0].mark != "yes":
        return "cannot_tell", found.steps[0].reason.code
    if "expired" in name or "in-future" in name:
        return "not_verified", "badge_2_dates_wrong"
    return "cannot_tell", "host_needed"


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("1edtech-validator/ob30/simple-eddsa-2022.json", "old_suite"),
        ("1edtech-validator/clr20/simple_v1.json", "old_model"),
    ],
)
def test_what_is_older_is_a_warning(name: str, warning: str, shared_standards: Path) -> None:
    found = judged(name)
    assert found.step("signature").mark == "yes"
    assert warning in [each.code for each in found.warnings]


# --- the vectors of the signature suites: what they show is the signature; issuer and key are strangers ---


VECTORS = [
    row
    for row in files("w3c-vc-di-eddsa", "w3c-vc-di-ecdsa", "1edtech-impl-vectors")
    if not row.values[0] or re.search(r"/(signed|ob-signed|derivedReveal)[^/]*$", str(row.values[0]))
]


@pytest.mark.parametrize(("name", "expected"), VECTORS)
def test_a_signed_vector_has_a_good_signature(name: str, expected: str) -> None:
    assert judged(name).step("signature").mark == "yes"


# --- unsigned samples: of sound shape, and not verified ---


@pytest.mark.parametrize(
    ("name", "expected"),
    files(
        "jff-plugfest",
        "learncard",
        "educredentials",
        "1edtech-spec-examples",
        "walt-id",
        "elm",
        "elmo",
        "blockcerts",
        "w3c-vc-di-bbs",
        "spruceid-ssi",
    ),
)
def test_a_sample_of_another_house_is_read_and_never_taken_for_good(name: str, expected: str) -> None:
    found = judged(name)
    assert (found.answer, why(found)) == _other(name, expected)
    assert found.claims is None


def _other(name: str, expected: str) -> tuple[str, str]:
    if name in OTHERS:
        return OTHERS[name]
    if name.startswith(("blockcerts/", "w3c-vc-di-bbs/")):
        return "cannot_tell", "unknown_context" if name.startswith("blockcerts") else "signature_unsupported"
    if name.startswith("walt-id/status/"):
        return (
            "cannot_tell",
            "not_a_credential",
        )  # a credential and its list in one file; the lists are read elsewhere
    return ("not_verified", "wrong_type") if expected.startswith("invalid") else UNSIGNED


OTHERS = {
    "elm/AA-Annex1-MC-signed.jsonld": ("cannot_tell", "jades"),
    "elmo/example.xml": ("cannot_tell", "xml"),
    "learncard/invalid-missing-context.json": ("not_verified", "wrong_first_context"),
    "jff-plugfest/plugfest-1-2022-plugfest-1-ex-1.json": ("cannot_tell", "signature_unsupported"),
    "jff-plugfest/plugfest-1-2022-plugfest-1-ex-2.json": ("cannot_tell", "signature_unsupported"),
    "w3c-vc-di-bbs/BBSKeyMaterial.json": ("cannot_tell", "not_a_credential"),
    "spruceid-ssi/examples-files-vc.jsonld": ("cannot_tell", "signature_unsupported"),
    "spruceid-ssi/examples-files-vp.jsonld": ("cannot_tell", "signature_unsupported"),
    "spruceid-ssi/examples-files-vc.jwt": ("cannot_tell", "key_not_reached"),
    "spruceid-ssi/examples-files-vp.jwt": ("cannot_tell", "key_not_reached"),
    "spruceid-ssi/tests-did-key-statics.json": ("cannot_tell", "not_a_credential"),
    # Expired as well; but its token and the credential in it name different issuers, so it is not looked into.
    "walt-id/vc/openbadgecredential_sample.expired.signed.jwt": ("not_verified", "token_contradicts"),
}


# --- tokens of the VC-JOSE-COSE suite ---

JOSE = {
    "credential-issuer-match-signed.txt": VERIFIED,
    "credential-sdjwt-selective.txt": VERIFIED,
    "presentation-sdjwt-selective.txt": VERIFIED,
    # A success, but the third of its credentials is in a packed form that is not read.
    "presentation-jose-multiple.txt": ("cannot_tell", "parts_unknown"),
    "presentation-multiple.json": ("cannot_tell", "parts_unknown"),
    "presentation-jose-bad-credential.txt": ("cannot_tell", "parts_unknown"),
    "presentation-sdjwt-bad-credential.txt": ("not_verified", "token_contradicts"),
    "credential-jose-bad-media-type.txt": ("not_verified", "token_contradicts"),
    "credential-jose-vc-vp-claims.txt": ("not_verified", "token_contradicts"),
    "credential-jose-bad-signature.txt": ("not_verified", "signature_broken"),
    "credential-sdjwt-bad-signature.txt": ("not_verified", "signature_broken"),
    "credential-jose-unknown-extensions.txt": (
        "cannot_tell",
        "signature_unsupported",
    ),  # signed with a P-521 key
    "credential-full.json": UNSIGNED,
    "credential-minimal.json": UNSIGNED,
    "credential-selective.json": UNSIGNED,
}


@pytest.mark.parametrize(("name", "expected"), files("w3c-vc-jose-cose"))
def test_a_token_of_the_jose_suite_is_answered(name: str, expected: str) -> None:
    found, short = judged(name), name.partition("/")[2]
    if "-cose-" in short:
        assert (found.answer, why(found)) == ("cannot_tell", "cose")
    elif short.startswith("vm-"):
        assert (found.answer, why(found)) == ("cannot_tell", "not_a_credential")
    else:
        assert (found.answer, why(found)) == JOSE[short]
        assert found.answer != "verified" or "success" in expected


@pytest.mark.parametrize(("name", "expected"), files("sd-jwt"))
def test_a_token_of_the_sd_jwt_standard_is_verified_under_its_issuers_key(name: str, expected: str) -> None:
    found = judged(name)
    if name.endswith("a3-sd-jwt-vc.txt"):
        assert (found.answer, found.warnings) == ("verified", ())
    else:
        assert found.answer == "cannot_tell"


def test_a_token_that_leaves_parts_out_says_so(shared_standards: Path) -> None:
    token, first, *_ = data("sd-jwt/rfc9901-a3-sd-jwt-vc.txt").decode().strip().split("~")
    found = verify(f"{token}~{first}~", registry=known(), now=NOW)
    assert (found.answer, [each.code for each in found.warnings]) == ("verified", ["parts_left_out"])


# --- the inputs of the data model's suite ---


@pytest.mark.parametrize(("name", "expected"), files("w3c-vcdm2-suite"))
def test_an_input_of_the_data_models_suite_is_told_sound_or_not(name: str, expected: str) -> None:
    from tests.core.credentials.vcdm2_suite import sound

    assert sound(json.loads(data(name)), name) is (expected == "valid"), name


def test_the_whole_folder_is_answered_and_nothing_breaks() -> None:
    rows: list[Any] = [
        *files(
            "dcc-fixtures", "1edtech-validator", "did-key", "openid4vci", "openid4vp", "bitstring-status-list"
        ),
        *files("schemas", "contexts", "wycheproof", "jcs-rfc8785"),
    ]
    for row in rows:
        if row.values[0]:
            assert judged(row.values[0]).answer in ("verified", "not_verified", "cannot_tell"), row.values[0]
