"""What people with ill will bring: every answer is a typed one, soon, and never a traceback."""

from __future__ import annotations

import gzip
import json
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.credentials.school import (
    BADGE,
    DOCUMENT,
    LIST,
    NOW,
    World,
    badge,
    by_key,
    clr,
    judged,
    pdf_with,
    picture,
    published,
    reasons,
    signed,
)
from tests.core.credentials.shared_world import data
from throughline.core.credentials.keys import private_from_bytes
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.status.status_list import entry_for
from throughline.core.credentials.tokens.jws import compact, write_jws
from throughline.core.credentials.verifying.verify import verify

ANSWERS = ("verified", "not_verified", "cannot_tell")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


# --- size and depth ---


@pytest.mark.parametrize(
    "bomb",
    [
        b"[" * 600_000,
        b'{"a":' * 600_000,
        b"[" * 600_000 + b"]" * 600_000,
        b'{"a":' * 300_000 + b"1" + b"}" * 300_000,
        b'{"a":' + b"9" * 1_000_000 + b"}",
        b'{"a":1e999999}',
        b'{"a":NaN}',
        b'["\\ud800"]',
        b'{"@context":' + b"[" * 99 + b"]" * 99 + b"}",
        b"{" + b",".join(b'"%d":1' % n for n in range(200_000)) + b"}",
        b'{"type":["VerifiableCredential"],"type":["VerifiableCredential"]}',
        b'"' + b"a" * 5_000_000 + b'"',
        b"ey" + b"A" * 5_000_000 + b".e30.e30",
        b"a." * 1_000_000,
        b"ey.~" + b"~" * 500_000,
        b" " * 17_000_000,
        b"data:," + b"data:," * 100_000,
        b"https://a.example/?vc=" + b"%7B" * 500_000,
        b"https://" + b"a" * 1_000_000,
    ],
    ids=lambda bomb: repr(bomb[:16]),
)
def test_a_bomb_of_text_is_answered_within_a_second(bomb: bytes) -> None:
    with within(1.5):
        assert judged(bomb).answer == "cannot_tell"


@pytest.mark.parametrize(
    "inside", ["credentialSubject", "evidence", "proof", "@context", "issuer", "credentialStatus", "type"]
)
@pytest.mark.parametrize(
    "value", [None, 1, True, "x", [], {}, [[]], [None], {"id": []}, {"type": {}}, [{"type": [1]}], {"id": {}}]
)
def test_any_member_may_hold_anything(inside: str, value: Any) -> None:
    for document in ({**signed(BADGE), inside: value}, by_or_not({**BADGE, inside: value})):
        assert judged(document).answer in ANSWERS


def by_or_not(document: dict[str, Any]) -> dict[str, Any]:
    """Signed by a stranger where such a document can be signed at all."""
    try:
        return by_key(document)
    except (ValueError, TypeError, AttributeError):
        return document


def test_credentials_inside_credentials_are_followed_only_so_deep() -> None:
    nested: dict[str, Any] = signed(BADGE)
    for number in range(9):
        nested = signed(clr(nested, id=f"urn:uuid:{number}"))
    with within(3):
        found = judged(nested)
    assert found.answer == "cannot_tell"
    assert "too_deep" in [step.reason.code for each in found.walk() for step in each.steps]


def test_a_record_of_thousands_is_looked_at_up_to_a_limit() -> None:
    shell = {"type": ["VerifiableCredential"], "credentialSubject": {"a": 1}}
    with within(3):
        found = judged([shell] * 3_000)
    assert found.answer == "not_verified"
    assert found.parts[-1].steps[0].reason.code == "too_many"


# --- pictures, PDFs, lists that swell ---


def chunk(kind: bytes, body: bytes, length: int | None = None) -> bytes:
    return (
        struct.pack(">I", len(body) if length is None else length)
        + kind
        + body
        + struct.pack(">I", zlib.crc32(kind + body))
    )


PNG = b"\x89PNG\r\n\x1a\n"
HEAD = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
SWOLLEN = zlib.compress(b" " * 50_000_000)


@pytest.mark.parametrize(
    "picture_",
    [
        PNG,
        PNG + HEAD[:9],
        PNG + HEAD,
        PNG + chunk(b"IHDR", b"", 2**31),
        PNG + HEAD + chunk(b"IDAT", b"", 0xFFFFFFFF),
        PNG + HEAD + chunk(b"iTXt", b"openbadgecredential\0\x01\0\0\0" + SWOLLEN) + chunk(b"IEND", b""),
        PNG + HEAD + chunk(b"zTXt", b"openbadgecredential\0\0" + SWOLLEN) + chunk(b"IEND", b""),
        PNG + HEAD + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + b"[" * 600_000) + chunk(b"IEND", b""),
        PNG + HEAD + 2 * chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}") + chunk(b"IEND", b""),
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
        b'<!DOCTYPE svg SYSTEM "http://127.0.0.1/x.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg>" * 100_000,
        b'<svg xmlns:a="' + b"a" * 1_000_000 + b'"/>',
        b"%PDF-1.7\n" + b"0" * 100_000,
        b"%PDF-1.7\n1 0 obj<</Length 99999999>>stream\n",
        b"PK\x03\x04" + b"\0" * 1000,
    ],
    ids=lambda each: repr(each[:40]),
)
def test_a_trap_in_a_picture_or_pdf_is_answered_within_a_second(picture_: bytes) -> None:
    with within(1.5):
        assert judged(picture_).answer == "cannot_tell"


def test_a_list_that_swells_never_clears_and_never_fills_the_memory() -> None:
    bomb = "u" + base64url(gzip.compress(b"\0" * 60_000_000, compresslevel=9))
    document = signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 3, "revocation")))
    bare = json.loads(published()[f"{LIST}/revocation"])
    del bare["proof"]
    bare["credentialSubject"]["encodedList"] = bomb
    world = World(published(**{f"{LIST}/revocation": signed(bare)}))
    with within(2):
        found = judged(document, world)
    assert reasons(found)["status"] == "status_unknown"


def test_a_poisoned_graph_is_left_alone_in_time() -> None:
    friends = {f"n{n}": n for n in range(8)}
    subject = [
        {"type": ["AchievementSubject"], "result": [{"type": ["Result"]} for _ in friends]} for _ in range(40)
    ]
    with within(2):
        assert judged({**signed(BADGE), "credentialSubject": subject}).answer == "not_verified"


# --- where it could lead ---


@pytest.mark.parametrize(
    "name",
    [
        "did:web:127.0.0.1",
        "did:web:localhost",
        "did:web:169.254.169.254:latest:meta-data",
        "did:web:127.0.0.1%3A8000",
        "did:web:a..b",
        "did:web:%2e%2e",
        "did:web:a.example:..:..:etc",
        "did:web:[::1]",
        "did:web:",
        "did:key:",
        "did:key:z6Mk",
        "did:key:z" + "1" * 100_000,
        "did:jwk:e30",
        "did:web:" + "a:" * 5000,
        "https://127.0.0.1/keys",
        "https://[::1]/",
        "http://northside.example/",
        "file:///etc/passwd",
        "did:web:user@northside.example",
        "urn:uuid:1",
        "x",
        "",
    ],
)
def test_the_name_of_a_key_leads_nowhere_but_to_a_host_of_the_web(name: str) -> None:
    from throughline.apps.records.files.fetching import Fetcher

    def never(*_: object) -> Any:
        raise AssertionError("nobody must be asked")

    forged = signed(BADGE)
    forged["issuer"] = name or "x"
    forged["proof"]["verificationMethod"] = f"{name}#key-1"
    with within(1):
        found = verify(
            json.dumps(forged), resolver=Fetcher(lookup=lambda _: ["127.0.0.1"], ask=never), now=NOW
        )
    assert found.answer in ("not_verified", "cannot_tell")
    assert found.claims is None


def test_one_verification_asks_for_so_many_things_and_no_more() -> None:
    entries = [entry_for(f"https://h{n}.example/1", 3, "revocation") for n in range(200)]
    children = [signed(badge(id=f"urn:uuid:{n}", credentialStatus=entries[n])) for n in range(60)]
    world = World(published())
    found = judged(signed(clr(*children, credentialStatus=entries)), world)
    assert found.answer == "cannot_tell"
    assert len(world.asked) <= 24


def test_a_token_that_nobody_could_have_signed_asks_for_no_key() -> None:
    world = World(published())
    payload = base64url(compact({**BADGE, "iss": BADGE["issuer"]["id"]}))
    for head in (
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "RS256", "crit": ["x"]},
        {"alg": "ES256", "b64": False},
        {},
    ):
        assert judged(f"{base64url(compact(head))}.{payload}.AAAA", world).answer != "verified"
    assert world.asked == []


def test_a_key_that_a_token_carries_with_it_proves_nothing() -> None:
    thief = private_from_bytes(b"a thief's key, made this morning")
    stolen = write_jws({"jwk": thief.public.jwk(), "typ": "vc+jwt"}, compact(BADGE), thief)
    found = judged(stolen)
    assert (found.answer, reasons(found)) == ("not_verified", {"signature": "signature_broken"})


# --- every mutation ---

REAL = "dcc-fixtures/v2/dataIntegrityProof/didKey/noRegistry-revokedStatus-noExpiry.json"
ABSOLUTE = {
    "validUntil": "https://www.w3.org/2018/credentials#validUntil",
    "credentialStatus": "https://www.w3.org/2018/credentials#credentialStatus",
    "name": "https://schema.org/name",
    "issuer": "https://www.w3.org/2018/credentials#issuer",
}


@pytest.mark.parametrize("term", ABSOLUTE)
def test_a_member_spelled_out_as_an_address_does_not_slip_past(term: str, shared_standards: Any) -> None:
    document = json.loads(data(REAL))
    document[ABSOLUTE[term]] = document.pop(term)
    found = verify(json.dumps(document), now=NOW)
    assert found.answer == "not_verified"
    assert found.claims is None


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update({"undefined-term": "x"}),
        lambda d: d["@context"].append({"name": "https://schema.org/image"}),
        lambda d: d["@context"].append("https://evil.example/context"),
        lambda d: d["@context"].reverse(),
        lambda d: d.update(credentialSubject=[[d["credentialSubject"]]]),
        lambda d: d.update(type=[d["type"]]),
        lambda d: d.update({"@id": d.pop("id")}),
        lambda d: d.update({"@type": d.pop("type")}),
        lambda d: d.update({"@graph": [{}]}),
        lambda d: d["credentialSubject"].update({"@reverse": {}}),
        lambda d: d["credentialSubject"].update(name={"@value": d["name"]}),
        lambda d: d.update(name=d["name"] + " "),
        lambda d: d["credentialSubject"].update(id="relative"),
        lambda d: d["credentialSubject"].update({"@included": []}),
        lambda d: d["proof"].update(proofPurpose="authentication"),
        lambda d: d["proof"].update(created="2027-01-11T00:00:00Z"),
        lambda d: d["proof"].update(cryptosuite="eddsa-jcs-2022"),
        lambda d: d["proof"].update(proofValue=d["proof"]["proofValue"][:-1]),
        lambda d: d["proof"].update(proofValue="z" + "1" + d["proof"]["proofValue"][1:]),
        lambda d: d.update(proof=[d["proof"]] * 2 + [{}]),
        lambda d: d["proof"].pop("verificationMethod"),
        lambda d: d.update(proof=[]),
        lambda d: d.update(proof=None),
    ],
)
def test_no_way_of_writing_a_credential_otherwise_is_verified(change: Any) -> None:
    document = json.loads(json.dumps(signed(BADGE)))
    change(document)
    found = judged(document)
    assert found.answer in ("not_verified", "cannot_tell")
    assert found.claims is None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), form=st.sampled_from(["json", "jwt", "png", "pdf"]))
def test_whatever_breaks_off_is_never_verified(at: float, form: str) -> None:
    whole = WHOLE[form]
    cut = whole[: int(at * (len(whole) - 1))]
    found = judged(cut)
    assert found.answer in ANSWERS
    assert form == "pdf" or found.answer != "verified"


@settings(max_examples=80, deadline=None)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_one_changed_bit_of_the_text_is_never_verified_as_something_else(place: int, bit: int) -> None:
    text = bytearray(WHOLE["json"])
    at = place % len(text)
    text[at] ^= 1 << bit
    found = judged(bytes(text))
    if found.answer == "verified":
        # Space between the members, or letters in another spelling, may change; what is said may not.
        assert found.claims == judged(WHOLE["json"]).claims


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400))
def test_any_bytes_get_an_answer(given_: bytes | str) -> None:
    assert judged(given_).answer in ANSWERS


@settings(max_examples=80, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-5, 5)
        | st.sampled_from(["", "x", "https://a.example/", *BADGE["@context"]]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        *BADGE,
                        "proof",
                        "credentialStatus",
                        "evidence",
                        "holder",
                        "verifiableCredential",
                        "payload",
                        "signatures",
                        "header",
                        "encodedList",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_gets_an_answer(value: Any) -> None:
    assert judged(value).answer in ANSWERS
    assert judged({**BADGE, "x": value}).answer == "not_verified"


def _whole() -> dict[str, bytes]:
    text = json.dumps(signed(BADGE)).encode()
    from throughline.core.credentials.carriers.baking import bake_png

    key = private_from_bytes(b"a school's own key, for tests !!")
    token = write_jws({"typ": "vc+jwt", "kid": "did:web:northside.example#key-1"}, compact(BADGE), key)
    return {
        "json": text,
        "jwt": token.encode(),
        "png": bake_png(picture(), text.decode()),
        "pdf": pdf_with(text),
    }


WHOLE = _whole()


def test_the_wholes_are_good() -> None:
    assert {form: judged(whole).answer for form, whole in WHOLE.items()} == dict.fromkeys(WHOLE, "verified")
    assert DOCUMENT in published()
