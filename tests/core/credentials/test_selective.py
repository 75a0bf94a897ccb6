"""Showing a part of a credential: by the published vectors, and so that the rest leaves no trace."""

import json
from itertools import combinations
from typing import Any

import pytest

from tests.core.credentials import vectors
from tests.core.credentials.made import CREATED, V2, badge, by_fragment
from throughline.core.credentials.keys import new_private, private_from_multibase
from throughline.core.credentials.linked_data.active import WITH_TESTS
from throughline.core.credentials.multibase import from_multibase, multibase
from throughline.core.credentials.proofs.cbor import NotCbor, dumps, loads
from throughline.core.credentials.proofs.data_integrity import check_proofs, sign
from throughline.core.credentials.proofs.selecting import NoSuchPart, select
from throughline.core.credentials.proofs.selective import (
    BadProofValue,
    OwnCopy,
    read_own,
    read_shown,
    show,
    shown_parts,
    sign_for_showing,
)

FOLDER = "w3c-vc-di-ecdsa/ecdsa-sd-2023"
KEY, STATEMENTS = new_private("P-256"), new_private("P-256")
METHOD = f"did:key:{KEY.public.multibase()}#{KEY.public.multibase()}"
MANDATORY = ("/issuer", "/validFrom", "/validUntil", "/credentialStatus")


def _own(document: dict[str, Any] | None = None, mandatory: tuple[str, ...] = MANDATORY) -> dict[str, Any]:
    return sign_for_showing(
        document or badge(), key=KEY, method=METHOD, created=CREATED, mandatory=mandatory,
        statements_key=STATEMENTS, secret=bytes(range(32)),
    )  # fmt: skip


OWN = _own()


def _answer(document: dict[str, Any]) -> str:
    [check] = check_proofs(json.loads(json.dumps(document)), methods=by_fragment)
    return check.outcome


def _published() -> dict[str, Any]:
    # The unsigned file of the vectors has another description than the signed one.
    base, material = (
        vectors.value(f"{FOLDER}/prc/addSignedSDBase.json"),
        vectors.value(f"{FOLDER}/SDKeyMaterial.json"),
    )
    return sign_for_showing(
        {name: value for name, value in base.items() if name != "proof"},
        key=private_from_multibase(material["baseKeyPair"]["secretKeyMultibase"]),
        method=vectors.value(f"{FOLDER}/prc/addProofConfig.json")["verificationMethod"],
        created=CREATED.replace(year=2023, month=8, day=15, hour=23, minute=36, second=38),
        mandatory=vectors.value("w3c-vc-di-ecdsa/prCredMandatory.json"),
        statements_key=private_from_multibase(material["proofKeyPair"]["secretKeyMultibase"]),
        secret=bytes.fromhex(material["hmacKeyString"]),
    )


def test_the_published_copy_comes_out_byte_for_byte() -> None:
    assert _published() == vectors.value(f"{FOLDER}/prc/addSignedSDBase.json")
    raw, own = (
        vectors.value(f"{FOLDER}/prc/addRawBaseSignatureInfo.json"),
        read_own(_published()["proof"]["proofValue"]),
    )
    assert own.signature.hex() == raw["baseSignature"]
    assert [each.hex() for each in own.signatures] == raw["signatures"]
    assert list(own.mandatory) == raw["mandatoryPointers"]


def test_the_published_part_comes_out_byte_for_byte_and_holds() -> None:
    shown = show(_published(), vectors.value("w3c-vc-di-ecdsa/prCredSelective.json"))
    assert shown == vectors.value(f"{FOLDER}/prc/derivedRevealDocument.json")
    parts = read_shown(shown["proof"]["proofValue"])
    assert (
        list(parts.mandatory)
        == vectors.value(f"{FOLDER}/prc/derivedAdjMandatoryIndexes.json")["adjMandatoryIndexes"]
    )
    assert _answer(shown) == "holds"


def test_the_published_bytes_that_are_signed_come_out_alike() -> None:
    shown = vectors.value(f"{FOLDER}/prc/derivedRevealDocument.json")
    data, lines = (
        vectors.value(f"{FOLDER}/prc/{name}.json") for name in ("verifyCreateVerifyData", "verifyNQuads")
    )
    bare = {name: value for name, value in shown.items() if name != "proof"}
    first, *others = shown_parts(bare, shown["proof"])
    assert first[2][:32].hex() == data["proofHash"]
    assert first[2][-32:].hex() == data["mandatoryHash"]
    written = [part[2].decode() for part in others]
    assert written == data["nonMandatory"]
    assert set(written) < set(lines if isinstance(lines, list) else lines["nquads"])


PARTS = (
    "/name",
    "/evidence/0/name",
    "/credentialSubject/achievement/name",
    "/credentialSubject/result/0",
    "/credentialSubject",
)


@pytest.mark.parametrize("count", range(4))
def test_any_choice_of_parts_holds_and_always_shows_what_must_be_shown(count: int) -> None:
    for pointers in combinations(PARTS, count):
        shown = show(OWN, pointers)
        assert _answer(shown) == "holds", pointers
        assert {"issuer", "validFrom", "validUntil", "credentialStatus"} <= set(shown)
        assert ("name" in shown) == ("/name" in pointers)


def test_what_is_not_shown_leaves_no_trace() -> None:
    shown = show(OWN, ["/credentialSubject/achievement/name"])
    written = json.dumps(shown)
    for hidden in ("did:example:nothing", "weld-1", "The joint", "bends", "2.5", "Board of welders", "metal"):
        assert hidden not in written
    own, parts = read_own(OWN["proof"]["proofValue"]), read_shown(shown["proof"]["proofValue"])
    assert own.secret not in from_multibase(shown["proof"]["proofValue"], "u")
    assert len(parts.signatures) < len(own.signatures)
    assert list(shown["credentialSubject"]["achievement"]) == ["id", "type", "name"]


def test_two_credentials_with_the_same_content_share_no_name_of_a_nameless_node() -> None:
    other = sign_for_showing(
        badge(), key=KEY, method=METHOD, created=CREATED, mandatory=MANDATORY,
        statements_key=STATEMENTS, secret=bytes(32),
    )  # fmt: skip
    pointers = ["/credentialSubject/result/0", "/credentialSubject/achievement/criteria"]
    names = [
        set(read_shown(show(own, pointers)["proof"]["proofValue"]).names.values()) for own in (OWN, other)
    ]
    assert names[0]
    assert not names[0] & names[1]


def test_the_whole_can_be_shown() -> None:
    shown = show(OWN, [""])
    assert {name: value for name, value in shown.items() if name != "proof"} == badge()
    assert _answer(shown) == "holds"


def test_a_choice_from_a_list_keeps_its_order_and_leaves_no_holes() -> None:
    document = badge(
        evidence=[{"id": f"urn:e{n}", "type": ["Evidence"], "name": f"Piece {n}"} for n in range(5)]
    )
    shown = show(_own(document), ["/evidence/3", "/evidence/1/name"])
    assert [each["name"] for each in shown["evidence"]] == ["Piece 1", "Piece 3"]
    assert _answer(shown) == "holds"


def test_the_learners_own_copy_is_not_for_showing() -> None:
    [check] = check_proofs(OWN, methods=by_fragment)
    assert (check.outcome, check.suite) == ("unsupported", "ecdsa-sd-2023")
    assert "own copy" in check.why
    with pytest.raises(OwnCopy):
        read_shown(OWN["proof"]["proofValue"])


SHOWN = show(OWN, ["/name", "/credentialSubject/result", "/credentialSubject/achievement/criteria"])


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another"},
        {"validUntil": "2040-01-01T00:00:00Z"},
        {"evidence": [{"id": "urn:e", "type": ["Evidence"]}]},
        {"issuer": {**SHOWN["issuer"], "name": "Another"}},
        {"credentialSubject": {**SHOWN["credentialSubject"], "result": []}},
        {"credentialSubject": {"id": "did:example:another"}},
    ],
)
def test_a_part_that_was_changed_is_broken(change: dict[str, Any]) -> None:
    assert _answer(SHOWN) == "holds"
    assert _answer({**SHOWN, **change}) == "broken"


@pytest.mark.parametrize("left_out", [name for name in SHOWN if name not in ("proof", "@context")])
def test_no_part_can_be_dropped_from_what_is_shown(left_out: str) -> None:
    assert _answer({name: value for name, value in SHOWN.items() if name != left_out}) == "broken"


def _repacked(place: int, value: Any) -> dict[str, Any]:
    packed = loads(from_multibase(SHOWN["proof"]["proofValue"], "u")[3:])
    packed[place] = value(packed[place])
    text = multibase(b"\xd9\x5d\x01" + dumps(packed), "u")
    return {**SHOWN, "proof": {**SHOWN["proof"], "proofValue": text}}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, lambda signature: signature[::-1]),
        (0, lambda signature: signature[:-1]),
        (1, lambda key: b"\x80\x24" + new_private("P-256").public.encoded),
        (1, lambda key: b"\xed\x01" + bytes(32)),
        (1, lambda key: b"\x80\x24" + bytes(33)),
        (2, lambda signatures: signatures[:-1]),
        (2, lambda signatures: signatures[::-1]),
        (2, lambda signatures: []),
        (2, lambda signatures: "none"),
        (3, lambda names: {}),
        (3, lambda names: {number: bytes(32) for number in names}),
        (3, lambda names: {number: name[:31] for number, name in names.items()}),
        (3, lambda names: {**names, 99: bytes(32)}),
        (4, lambda places: places[:-1]),
        (4, lambda places: [*places, 999]),
        (4, lambda places: [*places, places[0]]),
        (4, lambda places: []),
    ],
)
def test_a_proof_that_was_packed_anew_is_broken(place: int, value: Any) -> None:
    assert _answer(_repacked(place, lambda same: same)) == "holds"
    assert _answer(_repacked(place, value)) == "broken"


@pytest.mark.parametrize("text", ["", "z1", "u", "u2V0B", "u2V0BgA", 5, None, "u" + "A" * 100])
def test_a_proof_that_cannot_be_read_is_broken(text: Any) -> None:
    assert _answer({**SHOWN, "proof": {**SHOWN["proof"], "proofValue": text}}) == "broken"


def test_statements_of_one_credential_serve_no_other() -> None:
    other = show(_own(badge(name="Another", id="urn:uuid:another")), ["/name"])
    packed = loads(from_multibase(other["proof"]["proofValue"], "u")[3:])
    mixed = _repacked(2, lambda signatures: packed[2])
    assert _answer(mixed) == "broken"


def test_a_pointer_that_leads_nowhere_is_named() -> None:
    for pointer in (
        "/nothing",
        "name",
        "/evidence/1",
        "/evidence/x",
        "/evidence/00",
        "/name/0",
        "/evidence/" + "9" * 30,
    ):
        with pytest.raises(NoSuchPart):
            show(OWN, [pointer])
        with pytest.raises(NoSuchPart):
            _own(mandatory=(pointer,))


def test_a_pointer_reads_names_with_slashes_and_tildes() -> None:
    assert select({"a/b": {"c~d": 1, "e": 2}}, ["/a~1b/c~0d"]).document == {"a/b": {"c~d": 1}}


def test_only_two_p256_keys_and_a_long_secret_sign_for_showing() -> None:
    for wrong in ({"key": new_private()}, {"statements_key": new_private("P-384")}, {"secret": b"short"}):
        right: dict[str, Any] = {"key": KEY, "statements_key": STATEMENTS, "secret": bytes(32)}
        with pytest.raises(ValueError, match="P-256"):
            sign_for_showing(badge(), method=METHOD, created=CREATED, mandatory=(), **(right | wrong))
    with pytest.raises(ValueError, match="sign_for_showing"):
        sign(badge(), key=KEY, method=METHOD, created=CREATED, suite="ecdsa-sd-2023")


def test_a_document_without_such_a_proof_shows_no_part() -> None:
    for proof in (None, {}, [], {"proofValue": "z1"}):
        with pytest.raises(BadProofValue):
            show({**badge(), "proof": proof}, [])


def test_a_presentation_of_the_vectors_context_needs_no_catch_all() -> None:
    shown = vectors.value(f"{FOLDER}/prc/derivedRevealDocument.json")
    assert shown["@context"][0] == V2
    assert [c.outcome for c in check_proofs(shown, methods=by_fragment, allowed=WITH_TESTS)] == ["holds"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (2**32, "1b0000000100000000"),
        (b"\x01\x02", "420102"), ("a", "6161"), ("é", "62c3a9"), ([], "80"), ([1, [2]], "82018102"),
        ({1: b"a", 0: b"b"}, "a20041620141" + "61"), (b"x" * 300, "59012c" + "78" * 300),
    ],
)  # fmt: skip
def test_cbor_has_one_spelling(value: Any, written: str) -> None:
    assert dumps(value).hex() == written
    assert loads(bytes.fromhex(written)) == value


@pytest.mark.parametrize(
    "written",
    [
        "", "1817", "1900ff", "5f", "9f00ff", "f6", "f97e00", "20", "41", "62c3", "61ff", "8201", "a10041", "a201410141",
        "0000", "a20141610041" + "62", "5b7fffffffffffffff", "9bffffffffffffffff", "818181818181", "a18000", "c100",
    ],
)  # fmt: skip
def test_cbor_in_another_spelling_is_refused(written: str) -> None:
    with pytest.raises(NotCbor):
        loads(bytes.fromhex(written))
