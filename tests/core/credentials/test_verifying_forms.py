"""The same credential in every form it comes in, what is none, and evidence beside it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from tests.core.credentials.school import (
    BADGE,
    DOCUMENT,
    KEY,
    KNOWN,
    LIST,
    METHOD,
    SCHOOL,
    World,
    badge,
    judged,
    pdf_with,
    picture,
    published,
    reasons,
    signed,
)
from throughline.core.credentials.carriers import baking
from throughline.core.credentials.controllers.controller_documents import PublishedKey, controller_document
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.status.status_list import entry_for
from throughline.core.credentials.tokens import jose

# --- in other clothes ---

RSA = new_private("RSA")


@pytest.mark.covers("N11")
@pytest.mark.parametrize(
    "form", ["json", "jwt", "vc+jwt", "png", "svg", "pdf", "envelope", "quoted", "wrapped", "link", "data"]
)
def test_the_same_credential_is_verified_in_every_form_it_comes_in(form: str) -> None:
    keys = [PublishedKey("key-1", KEY.public), PublishedKey("rsa", RSA.public)]
    world = World(
        published(
            **{
                DOCUMENT: controller_document(SCHOOL, keys),
                "https://c.example/1": json.dumps(signed(BADGE)).encode(),
            }
        )
    )
    found = judged(_in_form(form), world, registry=KNOWN)
    assert (found.answer, reasons(found)) == ("verified", {}), found.steps
    assert found.claims
    assert found.claims.name == "Robotics"


def _in_form(form: str) -> bytes | str:
    text, token = json.dumps(signed(BADGE)), jose.sign_token(BADGE, key=RSA, kid=f"{SCHOOL}#rsa")
    envelope = {
        "@context": BADGE["@context"][0],
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{_jose()}",
    }
    forms: dict[str, Any] = {
        "json": text,
        "jwt": token,
        "vc+jwt": _jose(),
        "envelope": json.dumps(envelope),
        "quoted": json.dumps(token),
        "wrapped": json.dumps({"credential": signed(BADGE)}),
        "link": "https://c.example/1",
        "data": f"data:application/json;base64,{_base64(text)}",
    }
    return forms[form] if form in forms else _carried(form, text)


def _jose() -> str:
    return jose.sign_token(BADGE, key=KEY, kid=METHOD, profile="vc-jose-cose")


def _base64(text: str) -> str:
    plain = base64url(text.encode()).replace("-", "+").replace("_", "/")
    return plain + "=" * (-len(plain) % 4)


def _carried(form: str, text: str) -> bytes:
    if form == "png":
        return baking.bake_png(picture(), text)
    if form == "svg":
        return baking.bake_svg(
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>', text
        )
    return pdf_with(text.encode())


@pytest.mark.covers("N11")
def test_a_picture_whose_credential_was_altered_or_revoked_says_so() -> None:
    altered = baking.bake_png(picture(), json.dumps({**signed(BADGE), "name": "Medicine"}))
    assert reasons(judged(altered)) == {"signature": "signature_broken"}
    revoked = signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 7, "revocation")))
    found = judged(baking.bake_png(picture(), json.dumps(revoked)))
    assert (found.form, reasons(found)["status"]) == ("png", "revoked")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "empty"),
        (b"\x00\x01\x02\xff", "not_text"),
        ("hello", "not_recognized"),
        ("<html><body>", "web_page"),
        ("<ELMO/>", "xml"),
        ("http://c.example/1", "not_https"),
        ("openid-credential-offer://?x=1", "wallet_link"),
        ("VP1-B3ECQDAMQQBYK", "cbor_code"),
        ('"hello"', "not_a_credential"),
        ("[]", "not_a_credential"),
        ("{}", "not_a_credential"),
        ("https://gone.example/1", "address_not_reached"),
        ("{", "unreadable"),
        ('{"a":1,"a":2}', "unreadable"),
        ("data:text/plain,hello", "not_recognized"),
        ("data:,data:,x", "not_recognized"),
    ],
)
def test_what_is_no_credential_is_told_in_words(given: bytes | str, code: str) -> None:
    found = judged(given)
    assert (found.answer, found.steps[0].reason.code, len(found.steps)) == ("cannot_tell", code, 1)


def test_a_link_that_carries_the_credential_itself_asks_nobody_for_it() -> None:
    from urllib.parse import quote

    world = World(published())
    assert (
        judged(f"https://wallet.example/view?vc={quote(json.dumps(signed(BADGE)))}", world).answer
        == "verified"
    )
    assert world.asked == [DOCUMENT]


# --- evidence ---


def test_a_file_at_hand_is_held_against_the_digest_that_the_credential_carries() -> None:
    photo = b"a photo of a robot"
    evidence = {"id": "urn:uuid:8", "type": ["Evidence"], "name": "Photo"}
    related = {
        "id": "https://northside.example/photo",
        "digestSRI": f"sha256-{_base64_of(sha256(photo).digest())}",
    }
    document = signed(badge(evidence=[evidence], relatedResource=[related]))
    assert judged(document, files={"photo.jpg": photo}).marks()["evidence"] == "yes"
    other = judged(document, files={"photo.jpg": b"another photo"})
    assert (other.answer, reasons(other)["evidence"]) == ("verified", "evidence_strange")


def _base64_of(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()
