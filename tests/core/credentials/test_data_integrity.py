"""Proofs inside of documents: made and checked byte for byte as published, and each answer kept apart."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import rfc8785

from tests.core.credentials import vectors
from tests.core.credentials.made import CREATED, KEY, METHOD, OB, V1, V2, badge, by_fragment
from throughline.core.credentials.controllers.resolving import Method, NotThere, Unreachable, did_key, known
from throughline.core.credentials.keys import Kind, new_private, private_from_multibase
from throughline.core.credentials.linked_data.active import SERVED, WITH_TESTS
from throughline.core.credentials.linked_data.canonical import canonical
from throughline.core.credentials.multibase import from_multibase, multibase
from throughline.core.credentials.proofs.data_integrity import check_proofs, moment, sign
from throughline.core.credentials.proofs.suites import SUITES, options_of, signed_bytes

EDDSA, ECDSA = "w3c-vc-di-eddsa", "w3c-vc-di-ecdsa"
# folder, ending of the file names, suite, the file with the key
PUBLISHED = [
    (f"{EDDSA}/eddsa-rdfc-2022", "DataInt", "eddsa-rdfc-2022", f"{EDDSA}/keyPair.json"),
    (f"{EDDSA}/eddsa-jcs-2022", "JCS", "eddsa-jcs-2022", f"{EDDSA}/keyPair.json"),
    (f"{EDDSA}/Ed25519Signature2020", "EdSig", "Ed25519Signature2020", f"{EDDSA}/keyPair.json"),
    (f"{ECDSA}/ecdsa-rdfc-2019-p256", "ECDSAP256", "ecdsa-rdfc-2019", f"{ECDSA}/p256KeyPair.json"),
    (f"{ECDSA}/ecdsa-jcs-2019-p256", "JCSECDSAP256", "ecdsa-jcs-2019", f"{ECDSA}/p256KeyPair.json"),
    (f"{ECDSA}/ecdsa-rdfc-2019-p384", "ECDSAP384", "ecdsa-rdfc-2019", f"{ECDSA}/p384KeyPair.json"),
    (f"{ECDSA}/ecdsa-jcs-2019-p384", "JCSECDSAP384", "ecdsa-jcs-2019", f"{ECDSA}/p384KeyPair.json"),
]
CASES = [
    pytest.param(*case, id=case[0].rpartition("/")[2])
    for case in PUBLISHED
    if (vectors.CREDENTIALS / case[0]).exists() or not vectors.index()
]


@pytest.mark.parametrize(("folder", "ending", "suite", "pair"), CASES)
def test_each_step_of_a_published_proof_comes_out_byte_for_byte(
    folder: str, ending: str, suite: str, pair: str
) -> None:
    signed = vectors.value(f"{folder}/signed{ending}.json")
    proof, way = signed.pop("proof"), SUITES[suite]
    options = options_of(proof, signed, way, WITH_TESTS)
    kind: Kind = "P-384" if "P384" in ending else way.kinds[0]
    digest = "sha384" if kind == "P-384" else "sha256"
    for part, name in ((signed, "canonDoc"), (options, "proofCanon")):
        jcs = way.form == "jcs"
        form = rfc8785.dumps(part) if jcs else canonical(part, hash=digest, allowed=WITH_TESTS)
        assert form.decode() == vectors.text(f"{folder}/{name}{ending}.txt"), name
    data = signed_bytes(signed, options, way, kind, WITH_TESTS)
    half = len(data) // 2
    assert data[half:].hex() == vectors.text(f"{folder}/docHash{ending}.txt").strip()
    assert data[:half].hex() == vectors.text(f"{folder}/proofHash{ending}.txt").strip()
    assert data.hex() == vectors.text(f"{folder}/combinedHash{ending}.txt").strip()
    keys = vectors.value(pair)
    key = private_from_multibase(keys.get("secretKeyMultibase") or keys["privateKeyMultibase"])
    signature = key.sign(data)
    assert signature.hex() == vectors.text(f"{folder}/sigHex{ending}.txt").strip()
    assert (
        multibase(signature) == vectors.text(f"{folder}/sigBTC58{ending}.txt").strip() == proof["proofValue"]
    )


@pytest.mark.parametrize(("folder", "ending", "suite", "pair"), CASES)
def test_a_published_document_is_signed_to_the_same_proof(
    folder: str, ending: str, suite: str, pair: str
) -> None:
    published = vectors.value(f"{folder}/signed{ending}.json")
    proof, keys = published["proof"], vectors.value(pair)
    made = sign(
        {name: value for name, value in published.items() if name != "proof"},
        key=private_from_multibase(keys.get("secretKeyMultibase") or keys["privateKeyMultibase"]),
        method=proof["verificationMethod"],
        created=datetime.fromisoformat(proof["created"]),
        suite=suite,
        allowed=WITH_TESTS,
    )
    assert made == published
    assert _outcomes(made, allowed=WITH_TESTS) == ["holds"]


def test_the_implementation_guide_of_open_badges_comes_out_byte_for_byte() -> None:
    folder = "1edtech-impl-vectors"
    signed, hashes = (
        vectors.value(f"{folder}/ob-signed-credential.json"),
        vectors.value(f"{folder}/ob-hashes.json"),
    )
    proof = signed.pop("proof")
    options = options_of(proof, signed, SUITES["eddsa-rdfc-2022"], SERVED)
    assert canonical(signed).decode().strip() == vectors.text(f"{folder}/ob-document-canon.txt").strip()
    assert canonical(options).decode().strip() == vectors.text(f"{folder}/ob-proof-canon.txt").strip()
    data = signed_bytes(signed, options, SUITES["eddsa-rdfc-2022"], "Ed25519")
    assert data.hex() == hashes["data"]
    assert from_multibase(proof["proofValue"], "z").hex() == hashes["signature"]
    assert _outcomes({**signed, "proof": proof}) == ["holds"]


def test_every_sample_that_was_signed_gets_the_answer_of_the_manifest() -> None:
    rows = [
        row
        for row in vectors.index()
        if _expected(row) and row["file"].endswith((".json", ".jsonld", ".1ob"))
    ]
    assert len(rows) > 80 or not vectors.index()
    for row in rows:
        document = vectors.value(row["file"])
        found = _outcomes(document, allowed=WITH_TESTS)
        assert found, row["file"]
        assert all((outcome == "holds") == (_expected(row) == "holds") for outcome in found), (
            row["file"],
            found,
        )
    vectors.path("dcc-fixtures")


def _expected(row: dict[str, Any]) -> str:
    if row["file"].split("/")[0] in ("dcc-fixtures", "third-party-signed"):
        said = row["expected"]
        return "broken" if "BAD SIGNATURE" in said else "holds" if "signature ok" in said else ""
    if row["file"].startswith("1edtech-validator/"):
        _, _, said = row["expected"].partition("signature by key in the id fragment: ")
        return "holds" if said.startswith("ok") else "broken" if said else ""
    return ""


def _outcomes(document: dict[str, Any], **options: Any) -> list[str]:
    return [check.outcome for check in check_proofs(document, methods=by_fragment, **options)]


@pytest.mark.parametrize("suite", [name for name in SUITES if name not in ("ecdsa-sd-2023", "eddsa-2022")])
@pytest.mark.parametrize("base", [V1, V2])
def test_what_is_signed_is_verified_in_every_suite(suite: str, base: str) -> None:
    document = badge() if base == V2 else _older_badge()
    for kind in SUITES[suite].kinds:
        key = new_private(kind)
        name = f"did:key:{key.public.multibase()}"
        signed = sign(document, key=key, method=f"{name}#{name[8:]}", created=CREATED, suite=suite)
        [check] = check_proofs(json.loads(json.dumps(signed)), methods=known())
        assert (check.outcome, check.suite, check.controller, check.created) == (
            "holds",
            suite,
            name,
            CREATED,
        )
        assert _outcomes({**signed, "name": "Another badge"}) == ["broken"]
        assert document.keys() == {*signed} - {"proof"}


def _older_badge() -> dict[str, Any]:
    older = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
    document = {**badge(), "@context": [V1, older], "issuanceDate": "2027-06-01T12:00:00Z"}
    for name in ("validFrom", "validUntil", "credentialStatus"):
        document.pop(name)
    return document


def test_the_words_of_a_proof_are_brought_where_the_contexts_lack_them() -> None:
    signed = sign(_older_badge(), key=KEY, method=METHOD, created=CREATED)
    assert signed["@context"][-1] == "https://w3id.org/security/data-integrity/v2"
    assert sign(badge(), key=KEY, method=METHOD, created=CREATED)["@context"] == [V2, OB]


def test_each_proof_of_a_set_is_judged_by_itself() -> None:
    one = sign(badge(), key=KEY, method=METHOD, created=CREATED)
    both = sign(one, key=KEY, method=METHOD, created=CREATED, suite="eddsa-jcs-2022")
    assert _outcomes(both) == ["holds", "holds"]
    both["proof"][0]["created"] = "2027-06-02T12:00:00Z"
    assert _outcomes(both) == ["broken", "holds"]


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_proof_of_a_chain_signs_the_proof_before_it(suite: str) -> None:
    other = new_private()
    name = f"did:key:{other.public.multibase()}"
    first = sign(badge(), key=KEY, method=METHOD, created=CREATED, suite=suite, more={"id": "urn:proof:1"})
    chained = sign(
        first, key=other, method=name, created=CREATED, suite=suite,
        more={"id": "urn:proof:2", "previousProof": "urn:proof:1"},
    )  # fmt: skip
    assert _outcomes(chained) == ["holds", "holds"]
    again = sign(
        badge(),
        key=KEY,
        method=METHOD,
        created=CREATED + timedelta(1),
        suite=suite,
        more={"id": "urn:proof:1"},
    )
    swapped = {**chained, "proof": [again["proof"], chained["proof"][1]]}
    assert _outcomes(swapped) == ["holds", "broken"]
    assert _outcomes({**chained, "proof": chained["proof"][1]}) == ["broken"]
    doubled = {**chained, "proof": [first["proof"], again["proof"], chained["proof"][1]]}
    assert _outcomes(doubled)[2] == "broken"


def test_a_chain_to_a_proof_that_is_not_there_is_not_signed() -> None:
    with pytest.raises(ValueError, match="another proof that is not here"):
        sign(badge(), key=KEY, method=METHOD, created=CREATED, more={"previousProof": "urn:proof:0"})
    with pytest.raises(ValueError, match="P-256 or P-384"):
        sign(badge(), key=KEY, method=METHOD, created=CREATED, suite="ecdsa-rdfc-2019")
    with pytest.raises(ValueError, match="earlier name"):
        sign(badge(), key=KEY, method=METHOD, created=CREATED, suite="eddsa-2022")


def _method(**more: Any) -> Any:
    return lambda name: replace(did_key(name), **more)


def _raising(problem: Exception) -> Any:
    def resolve(name: str) -> Method:
        raise problem

    return resolve


SIGNED = sign(badge(), key=KEY, method=METHOD, created=CREATED, more={"expires": "2027-07-01T12:00:00Z"})
ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "the key of its name": ("holds", {"methods": known()}),
    "an owner who was not reached": ("cannot_tell", {"methods": _raising(Unreachable("No answer."))}),
    "an owner who knows no such key": ("broken", {"methods": _raising(NotThere("Not listed."))}),
    "another key": ("broken", {"methods": _method(key=new_private().public)}),
    "a key of another kind": ("broken", {"methods": _method(key=new_private("P-256").public)}),
    "a key that is used for nothing of the kind": ("broken", {"methods": _method(purposes=frozenset(["authentication"]))}),
    "another purpose": ("broken", {"methods": known(), "purpose": "authentication"}),
    "a time before its end": ("holds", {"methods": known(), "as_of": datetime(2027, 6, 30, tzinfo=UTC)}),
    "a time after its end": ("broken", {"methods": known(), "as_of": datetime(2027, 7, 2, tzinfo=UTC)}),
    "a key withdrawn before": ("broken", {"methods": _method(revoked=CREATED - timedelta(1))}),
    "a key withdrawn since": ("holds", {"methods": _method(revoked=CREATED + timedelta(1))}),
    "a key that had ended": ("broken", {"methods": _method(expires=CREATED - timedelta(1))}),
    "a domain that was asked": ("broken", {"methods": known(), "domain": "college.example"}),
    "a challenge that was asked": ("broken", {"methods": known(), "challenge": "31415"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "asked"), ANSWERS.values(), ids=[name.replace(" ", "-") for name in ANSWERS]
)
def test_a_proof_is_worth_what_its_key_and_its_words_say(outcome: str, asked: dict[str, Any]) -> None:
    [check] = check_proofs(SIGNED, **asked)
    assert check.outcome == outcome
    assert check.why.endswith(".")


def test_a_withdrawn_key_is_named_even_where_the_proof_says_it_is_older() -> None:
    [check] = check_proofs(SIGNED, methods=_method(revoked=CREATED + timedelta(1)))
    assert check.revoked == CREATED + timedelta(1)
    assert "withdrawn" in check.notes[0]


def test_a_presentation_answers_the_domain_and_the_challenge_it_was_asked() -> None:
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [SIGNED]}
    more = {"domain": "college.example", "challenge": "31415"}
    signed = sign(shown, key=KEY, method=METHOD, created=CREATED, purpose="authentication", more=more)
    asked = {"methods": known(), "purpose": "authentication"}
    assert [c.outcome for c in check_proofs(signed, **asked, **more)] == ["holds"]
    for wrong in ({"domain": "other.example"}, {"challenge": "27182"}):
        assert [c.outcome for c in check_proofs(signed, **asked, **(more | wrong))] == ["broken"]


@pytest.mark.parametrize(
    ("proof", "outcome"),
    [
        ({"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"}, "unsupported"),
        ({"type": "DataIntegrityProof", "cryptosuite": "merkle-proof-2019"}, "unsupported"),
        ({"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"}, "unsupported"),
        ({"type": "DataIntegrityProof"}, "unsupported"),
        ({"type": "JAdES"}, "unsupported"),
        ({"type": ["DataIntegrityProof"]}, "broken"),
        ({}, "broken"),
        ("a proof", "broken"),
        (None, "broken"),
    ],
)
def test_a_proof_of_an_unknown_kind_is_no_crash(proof: Any, outcome: str) -> None:
    assert _outcomes({**badge(), "proof": proof}) == [outcome]


@pytest.mark.parametrize(
    "change",
    [
        {"proofValue": "z" + "1" * 64},
        {"proofValue": "uAAAA"},
        {"proofValue": ""},
        {"proofValue": 5},
        {"proofValue": SIGNED["proof"]["proofValue"] + "1"},
        {"created": "yesterday"},
        {"created": "2027-06-01T12:00:00"},
        {"expires": "2027-13-01T12:00:00Z"},
        {"verificationMethod": None},
        {"verificationMethod": {"id": METHOD}},
        {"verificationMethod": METHOD[:-1]},
        {"proofPurpose": "https://w3id.org/security#assertionMethod"},
        {"nonce": "added"},
        {"id": "urn:added"},
        {"unknown": "added"},
    ],
)
def test_a_proof_with_another_word_is_broken(change: dict[str, Any]) -> None:
    assert _outcomes({**SIGNED, "proof": {**SIGNED["proof"], **change}}) == ["broken"]


def test_a_document_without_a_proof_has_no_answer() -> None:
    assert check_proofs(badge(), methods=known()) == ()


def test_a_document_with_an_unknown_context_is_unsupported_rather_than_broken() -> None:
    document = {**SIGNED, "@context": [V2, "https://a.example/context"]}
    assert _outcomes(document) == ["unsupported"]


def test_nobody_is_asked_for_a_key_before_the_document_is_safe() -> None:
    asked: list[str] = []

    def resolve(name: str) -> Method:
        asked.append(name)
        return did_key(name)

    check_proofs({**SIGNED, "score": 5}, methods=resolve)
    check_proofs(SIGNED, methods=resolve, purpose="authentication")
    assert asked == []


def test_contexts_that_were_added_behind_those_that_were_signed_are_no_change_to_a_jcs_proof() -> None:
    signed = sign(badge(), key=KEY, method=METHOD, created=CREATED, suite="eddsa-jcs-2022")
    more = "https://w3id.org/security/data-integrity/v2"
    assert _outcomes({**signed, "@context": [V2, OB, more]}) == ["holds"]
    assert _outcomes({**signed, "@context": [V2, more, OB]}) == ["broken"]
    assert _outcomes({**signed, "@context": [V2]}) == ["broken"]


def test_a_proof_that_holds_names_the_content_of_the_contexts_it_was_read_with() -> None:
    [check] = check_proofs(SIGNED, methods=known())
    assert [source.url for source in check.contexts] == [V2, OB]
    assert all(len(source.sha256) == 64 for source in check.contexts)


@pytest.mark.parametrize("name", ["arrays", "structures", "unicode", "values"])
def test_json_has_the_canonical_form_of_its_rfc(name: str) -> None:
    written = rfc8785.dumps(vectors.value(f"jcs-rfc8785/input/{name}.json"))
    assert written == bytes.fromhex(vectors.text(f"jcs-rfc8785/outhex/{name}.txt"))


def test_the_hash_of_a_p384_proof_is_sha384_throughout() -> None:
    options = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2019", "@context": [V2]}
    data = signed_bytes(badge(), options, SUITES["ecdsa-rdfc-2019"], "P-384")
    assert len(data) == 96
    assert sha256(canonical(badge())).digest() not in data


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2027-06-01T12:00:00Z", CREATED),
        ("2027-06-01T14:00:00.000+02:00", CREATED),
        ("2027-06-01T12:00:00", None),
        ("2027-06-01", None),
        ("2027-06-31T12:00:00Z", None),
        (5, None),
    ],
)
def test_a_time_has_its_zone(text: Any, read: datetime | None) -> None:
    assert moment(text) == read
