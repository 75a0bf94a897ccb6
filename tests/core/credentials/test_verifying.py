"""A verification step by step: who signed, with which key, when, whether it stands, and what is inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from throughline.core.credentials import baking, jose
from throughline.core.credentials.controller_documents import PublishedKey, controller_document, methods_of
from throughline.core.credentials.data_integrity import sign
from throughline.core.credentials.keys import PrivateKey, new_private, private_from_bytes
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.resolving import Unreachable
from throughline.core.credentials.revocation_list import revocation_list
from throughline.core.credentials.status_list import entry_for, status_list_credential
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
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:5f0c1b1e-1111-4222-8333-944444444444",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuer": {"id": SCHOOL, "type": ["Profile"], "name": "The best school"},
    "validFrom": "2027-01-10T00:00:00Z", "name": "Robotics",
    "credentialSubject": {
        "id": "urn:uuid:77777777-1111-4222-8333-944444444444", "type": ["AchievementSubject"],
        "achievement": {"id": "https://northside.example/achievements/robotics", "type": ["Achievement"],
                        "name": "Robotics", "description": "Builds a robot.", "criteria": {"narrative": "Build one."}},
    },
}  # fmt: skip


def badge(**changes: Any) -> dict[str, Any]:
    return {**BADGE, **changes}


def signed(document: Mapping[str, Any], key: PrivateKey = KEY, method: str = METHOD, **more: Any) -> dict[str, Any]:
    created = more.pop("created", datetime(2027, 1, 10, tzinfo=UTC))
    return sign(document, key=key, method=method, created=created, **more)


def by_key(document: Mapping[str, Any], key: PrivateKey = OTHER, **more: Any) -> dict[str, Any]:
    """Signed by a party whose name is its key."""
    did = f"did:key:{key.public.multibase()}"
    return signed({**document, "issuer": did}, key, f"{did}#{key.public.multibase()}", **more)


def published(**changes: Any) -> dict[str, bytes]:
    """What the school publishes: its keys, and a list on which number 7 is revoked and 8 suspended."""
    lists = {
        f"{LIST}/{purpose}": signed(status_list_credential(url=f"{LIST}/{purpose}", issuer=SCHOOL, purpose=purpose,
                                                           marked=[place], valid_from=NOW - timedelta(days=1),
                                                           valid_until=NOW + timedelta(days=1)))
        for purpose, place in (("revocation", 7), ("suspension", 8))
    }  # fmt: skip
    there = {DOCUMENT: controller_document(SCHOOL, [PublishedKey("key-1", KEY.public)]), **lists, **changes}
    return {address: value if isinstance(value, bytes) else json.dumps(value).encode() for address, value in there.items()}


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


def test_a_good_credential_of_a_known_issuer_is_verified_at_every_step() -> None:
    found = judged(signed(BADGE), registry=KNOWN)
    assert (found.answer, reasons(found)) == ("verified", {})
    assert (found.judged_at, found.as_of) == (NOW, NOW)
    assert [each.address for each in found.contexts] == BADGE["@context"]
    assert all(len(each.sha256) == 64 for each in found.contexts)


def test_an_unknown_issuer_is_a_warning_and_the_name_is_the_registrys() -> None:
    stranger, known = judged(signed(BADGE)), judged(signed(BADGE), registry=KNOWN)
    assert (stranger.answer, reasons(stranger)) == ("verified", STRANGER)
    assert stranger.claims and known.claims
    assert (stranger.claims.known_as, stranger.claims.issuer_name) == ("", "The best school")
    assert known.claims.known_as == "Northside High School"


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (None, datetime(2026, 1, 1, tzinfo=UTC), "issuer_no_longer"),
        (datetime(2027, 5, 1, tzinfo=UTC), None, "issuer_not_yet"),
        (None, datetime(2027, 5, 1, tzinfo=UTC), None),
    ],
)
def test_when_an_issuer_was_recognised_is_held_against_when_it_issued(
    since: datetime | None, until: datetime | None, code: str | None
) -> None:
    known = {SCHOOL: KnownIssuer(SCHOOL, "Northside", since=since, until=until)}
    found = judged(signed(BADGE), registry=known)
    assert (found.answer, reasons(found).get("issuer")) == ("verified", code)


# --- nothing is shown as true, and nothing is fetched, before the signature holds ---


def test_of_a_changed_credential_nothing_is_shown_and_nothing_but_the_key_is_asked_for() -> None:
    changed = {**signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 3, "revocation"))), "name": "Medicine"}
    world = World(published())
    found = judged(changed, world)
    assert (found.answer, reasons(found)) == ("not_verified", {"signature": "signature_broken"})
    assert found.claims is None and found.parts == ()
    assert world.asked == [DOCUMENT]


def test_without_the_network_nobody_is_asked_and_what_is_unknown_stays_unknown() -> None:
    with_status = badge(credentialStatus=entry_for(f"{LIST}/revocation", 3, "revocation"))
    found = verify(json.dumps(signed(with_status)), now=NOW)
    assert (found.answer, reasons(found)) == ("cannot_tell", {"signature": "key_not_reached"})
    assert [each.address for each in found.not_reached] == [DOCUMENT]
    by_name = verify(json.dumps(by_key(with_status)), now=NOW)
    assert (by_name.answer, reasons(by_name)["status"]) == ("cannot_tell", "status_not_reached")


def test_closed_to_strangers_only_known_issuers_keys_count_and_none_is_asked_for() -> None:
    world = World(published())
    keys = methods_of(controller_document(SCHOOL, [PublishedKey("key-1", KEY.public)]), SCHOOL)
    assert reasons(judged(signed(BADGE), world, closed=True)) == {"signature": "key_not_reached"}
    known = {SCHOOL: KnownIssuer(SCHOOL, "Northside", lambda: keys)}
    assert judged(signed(BADGE), world, closed=True, registry=known).answer == "verified"
    assert world.asked == []


@pytest.mark.covers("N13")
def test_the_credential_of_a_issuer_who_is_gone_verifies_by_the_keys_that_the_registry_kept() -> None:
    keys = methods_of(controller_document(SCHOOL, [PublishedKey("key-1", KEY.public)]), SCHOOL)
    found = verify(json.dumps(signed(BADGE)), registry={SCHOOL: KnownIssuer(SCHOOL, "Northside", lambda: keys)}, now=NOW)
    assert (found.answer, reasons(found), found.not_reached) == ("verified", {}, ())


# --- the key ---


def test_a_credential_signed_by_somebody_elses_key_is_refused() -> None:
    did = f"did:key:{OTHER.public.multibase()}"
    found = judged(signed(BADGE, OTHER, f"{did}#{OTHER.public.multibase()}"))
    assert (found.answer, reasons(found)["key"]) == ("not_verified", "key_of_other")


@pytest.mark.parametrize(
    ("ended", "created", "logged", "code"),
    [
        ({"expires": "2027-03-01"}, "2027-01-10", None, None),
        ({"expires": "2027-03-01"}, "2027-04-01", None, "key_expired"),
        ({"revoked": "2027-03-01"}, "2027-04-01", None, "key_withdrawn"),
        ({"revoked": "2027-03-01"}, "2027-01-10", None, "key_withdrawn_later"),
        ({"revoked": "2027-03-01"}, "2027-01-10", "2027-02-01", None),
        ({"revoked": "2027-03-01"}, "2027-01-10", "2027-03-02", "key_withdrawn_later"),
    ],
)
def test_of_a_stolen_key_only_what_the_public_log_shows_to_be_older_survives(
    ended: dict[str, str], created: str, logged: str | None, code: str | None
) -> None:
    when = {name: _day(text) for name, text in ended.items()}
    world = World(published(**{DOCUMENT: controller_document(SCHOOL, [PublishedKey("key-1", KEY.public, **when)])}))
    found = judged(signed(BADGE, created=_day(created)), world, logged=_day(logged) if logged else None)
    assert reasons(found).get("key") == code
    assert found.answer == {None: "verified", "key_withdrawn_later": "cannot_tell"}.get(code, "not_verified")


def test_a_key_that_its_owner_does_not_publish_is_refused() -> None:
    found = judged(signed(BADGE, OTHER))
    assert reasons(found) == {"signature": "signature_broken"}
    assert reasons(judged(signed(BADGE, KEY, f"{SCHOOL}#key-9"))) == {"signature": "signature_broken"}


def test_a_document_of_keys_that_is_somebody_elses_is_not_believed() -> None:
    theirs = controller_document("did:web:elsewhere.example", [PublishedKey("key-1", KEY.public)])
    assert judged(signed(BADGE), World(published(**{DOCUMENT: theirs}))).answer == "cannot_tell"


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- the dates ---


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"validFrom": "2027-06-01T12:00:00Z"}, None),
        ({"validFrom": "2027-06-01T12:00:01Z"}, "not_yet_valid"),
        ({"validUntil": "2027-06-01T12:00:00Z"}, None),
        ({"validUntil": "2027-06-01T11:59:59Z"}, "expired"),
        ({"validUntil": "2027-06-01T13:59:59+02:00"}, "expired"),
    ],
)
def test_a_credential_is_good_from_its_first_instant_to_its_last(changes: dict[str, str], code: str | None) -> None:
    assert reasons(judged(signed(badge(**changes)))).get("dates") == code


def test_a_credential_can_be_judged_as_of_another_day_and_says_so() -> None:
    ended = signed(badge(validUntil="2027-03-01T00:00:00Z"))
    assert judged(ended).answer == "not_verified"
    then = judged(ended, as_of=datetime(2027, 2, 1, tzinfo=UTC))
    assert (then.answer, then.judged_at, then.as_of) == ("verified", NOW, datetime(2027, 2, 1, tzinfo=UTC))
    assert [each.code for each in then.warnings] == ["looked_back"]


# --- the status ---


@pytest.mark.covers("S001-M23")
@pytest.mark.parametrize(
    ("purpose", "place", "answer", "code"),
    [
        ("revocation", 3, "verified", None),
        ("revocation", 7, "not_verified", "revoked"),
        ("suspension", 8, "not_verified", "suspended"),
        ("revocation", 200_000, "cannot_tell", "status_unknown"),
    ],
)
def test_the_issuers_list_says_whether_a_credential_stands(purpose: str, place: int, answer: str, code: str | None) -> None:
    found = judged(signed(badge(credentialStatus=entry_for(f"{LIST}/{purpose}", place, purpose))))
    assert (found.answer, reasons(found).get("status")) == (answer, code)


@pytest.mark.parametrize(
    "there",
    [
        b"{}", b"not json", b"[]", b"null", b'{"a": 1, "a": 2}', b"eyJh.eyJh.x",
        {"type": ["VerifiableCredential"], "credentialSubject": 3},
    ],
    ids=str,
)  # fmt: skip
def test_a_list_that_cannot_be_relied_on_never_clears_a_credential(there: Any) -> None:
    document = signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 3, "revocation")))
    found = judged(document, World(published(**{f"{LIST}/revocation": there})))
    assert (found.answer, reasons(found)["status"]) == ("cannot_tell", "status_unknown")


def test_a_list_signed_by_nobody_or_out_of_date_never_clears_a_credential() -> None:
    document = signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 3, "revocation")))
    bare = json.loads(published()[f"{LIST}/revocation"])
    forged = {**bare, "proof": by_key(bare)["proof"]}
    unsigned = {name: value for name, value in bare.items() if name != "proof"}
    for there in (forged, unsigned):
        assert judged(document, World(published(**{f"{LIST}/revocation": there}))).answer == "cannot_tell"
    assert judged(document, now=NOW + timedelta(days=9)).answer == "cannot_tell"


def test_a_list_that_does_not_answer_is_named_among_what_was_not_reached() -> None:
    document = signed(badge(credentialStatus=entry_for("https://gone.example/1", 3, "revocation")))
    found = judged(document)
    assert (found.answer, reasons(found)["status"]) == ("cannot_tell", "status_not_reached")
    assert [each.address for each in found.not_reached] == ["https://gone.example/1"]


def test_of_several_lists_the_worst_word_counts() -> None:
    entries = [entry_for(f"{LIST}/revocation", 7, "revocation"), entry_for("https://gone.example/1", 3, "suspension")]
    found = judged(signed(badge(credentialStatus=entries)))
    assert (found.answer, reasons(found)["status"]) == ("not_verified", "revoked")


def test_the_open_list_of_1edtech_is_read_by_the_credentials_id() -> None:
    address = "https://northside.example/revocations"
    words = [*BADGE["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    status = {"id": address, "type": "1EdTechRevocationList"}
    document = signed({**badge(credentialStatus=status), "@context": words})
    for revoked, answer in (([BADGE["id"]], "not_verified"), (["urn:uuid:another"], "verified")):
        there = revocation_list(url=address, issuer=SCHOOL, revoked=revoked)
        assert judged(document, World(published(**{address: there}))).answer == answer


# --- what stands inside ---


def clr(*children: Any, **changes: Any) -> dict[str, Any]:
    contexts = [BADGE["@context"][0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", BADGE["@context"][1]]
    subject = {"id": "urn:uuid:77777777-1111-4222-8333-944444444444", "type": ["ClrSubject"], "verifiableCredential": list(children)}
    return {**BADGE, "@context": contexts, "id": "urn:uuid:99999999-1111-4222-8333-944444444444", "name": "Record",
            "type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": subject, **changes}  # fmt: skip


def test_each_credential_of_a_record_is_judged_by_itself() -> None:
    found = judged(signed(clr(signed(BADGE), by_key(badge(id="urn:uuid:2", name="Welding")))))
    assert found.answer == "verified"
    assert [(each.role, each.answer, each.claims and each.claims.name) for each in found.parts] == [
        ("part", "verified", "Robotics"), ("part", "verified", "Welding"),
    ]  # fmt: skip


def test_a_record_with_a_forged_or_revoked_credential_is_not_verified() -> None:
    forged = {**signed(BADGE), "name": "Medicine"}
    revoked = signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 7, "revocation")))
    for bad in (forged, revoked):
        found = judged(signed(clr(by_key(badge(id="urn:uuid:2")), bad)))
        assert (found.answer, reasons(found)["parts"]) == ("not_verified", "parts_bad")
        assert [each.answer for each in found.parts] == ["verified", "not_verified"]


def test_a_record_may_hold_what_has_run_out_and_what_only_its_issuer_says() -> None:
    for part in (signed(badge(validUntil="2027-03-01T00:00:00Z")), BADGE):
        found = judged(signed(clr(part)))
        assert (found.answer, reasons(found)["parts"]) == ("verified", "parts_note")
        assert found.parts[0].answer == "not_verified"


def test_credentials_exchanged_between_two_records_are_noticed() -> None:
    mine, theirs = signed(clr(signed(BADGE))), signed(clr(signed(badge(name="Welding"))))
    swapped = {**mine, "credentialSubject": theirs["credentialSubject"]}
    assert reasons(judged(swapped)) == {"signature": "signature_broken"}


def test_an_endorsement_that_does_not_hold_is_a_note_and_a_good_one_is_shown() -> None:
    achievement = BADGE["credentialSubject"]["achievement"]
    words = {"@context": BADGE["@context"], "type": ["VerifiableCredential", "EndorsementCredential"], "id": "urn:uuid:3",
             "issuer": SCHOOL, "validFrom": BADGE["validFrom"], "name": "Endorsement",
             "credentialSubject": {"id": achievement["id"], "type": ["EndorsementSubject"], "endorsementComment": "Well done."}}  # fmt: skip

    def endorsed(by: Any) -> dict[str, Any]:
        subject = {**BADGE["credentialSubject"], "achievement": {**achievement, "endorsement": [by]}}
        return signed(badge(credentialSubject=subject))

    good = judged(endorsed(by_key(words)))
    assert (good.answer, [each.role for each in good.parts], reasons(good)) == ("verified", ["endorsement"], STRANGER)
    other = by_key({**words, "credentialSubject": {**words["credentialSubject"], "id": "urn:uuid:other"}})
    changed = {**by_key(words), "name": "Something else"}
    for bad in (other, changed):
        found = judged(endorsed(bad))
        assert (found.answer, reasons(found)["parts"]) == ("verified", "parts_note")


def test_a_presentation_says_who_shows_it_and_for_what() -> None:
    did = f"did:key:{OTHER.public.multibase()}"
    shown = {"@context": BADGE["@context"][:1], "type": ["VerifiablePresentation"], "holder": did,
             "verifiableCredential": [signed(badge(credentialSubject={**BADGE["credentialSubject"], "id": did}))]}  # fmt: skip
    proof = {"key": OTHER, "method": f"{did}#{OTHER.public.multibase()}", "purpose": "authentication"}
    answered = signed(shown, **proof, more={"challenge": "n-1", "domain": "college.example"})
    assert judged(answered, challenge="n-1", domain="college.example").marks()["holder"] == "yes"
    assert reasons(judged(answered, challenge="n-2", domain="college.example"))["holder"] == "challenge_missing"
    assert reasons(judged(answered, challenge="n-1", domain="other.example"))["holder"] == "domain_wrong"
    assert judged(signed(shown, **proof)).answer == "verified"
    assert judged(signed(shown, **{**proof, "purpose": "assertionMethod"})).answer == "not_verified"
    stolen = {**shown, "holder": SCHOOL}
    assert reasons(judged(signed(stolen, **proof)))["key"] == "key_of_other"


def test_credentials_that_nobody_signed_and_nobody_vouches_for_are_never_verified() -> None:
    bare = {"@context": BADGE["@context"][:1], "type": ["VerifiablePresentation"]}
    for shown in (bare, {**bare, "verifiableCredential": [BADGE]}, {**bare, "verifiableCredential": [BADGE], "holder": SCHOOL}):
        assert judged(shown).answer == "not_verified", shown
    several = judged([signed(BADGE), BADGE])
    assert (several.answer, [each.answer for each in several.parts]) == ("not_verified", ["verified", "not_verified"])
    assert judged({**bare, "verifiableCredential": [signed(BADGE)]}).answer == "verified"


# --- in other clothes ---

RSA = new_private("RSA")


@pytest.mark.covers("N11")
@pytest.mark.parametrize("form", ["json", "jwt", "vc+jwt", "png", "svg", "pdf", "envelope", "quoted", "wrapped", "link", "data"])
def test_the_same_credential_is_verified_in_every_form_it_comes_in(form: str) -> None:
    keys = [PublishedKey("key-1", KEY.public), PublishedKey("rsa", RSA.public)]
    world = World(published(**{DOCUMENT: controller_document(SCHOOL, keys), "https://c.example/1": json.dumps(signed(BADGE)).encode()}))
    found = judged(_in_form(form), world, registry=KNOWN)
    assert (found.answer, reasons(found)) == ("verified", {}), found.steps
    assert found.claims and found.claims.name == "Robotics"


def _in_form(form: str) -> bytes | str:
    text, token = json.dumps(signed(BADGE)), jose.sign_token(BADGE, key=RSA, kid=f"{SCHOOL}#rsa")
    envelope = {"@context": BADGE["@context"][0], "type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{_jose()}"}
    forms: dict[str, Any] = {
        "json": text, "jwt": token, "vc+jwt": _jose(), "envelope": json.dumps(envelope), "quoted": json.dumps(token),
        "wrapped": json.dumps({"credential": signed(BADGE)}), "link": "https://c.example/1",
        "data": f"data:application/json;base64,{_base64(text)}",
    }  # fmt: skip
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
        return baking.bake_svg(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>', text)
    return pdf_with(text.encode())


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
        ("", "empty"), (b"\x00\x01\x02\xff", "not_text"), ("hello", "not_recognized"), ("<html><body>", "web_page"),
        ("<ELMO/>", "xml"), ("http://c.example/1", "not_https"), ("openid-credential-offer://?x=1", "wallet_link"),
        ("VP1-B3ECQDAMQQBYK", "cbor_code"), ('"hello"', "not_a_credential"), ("[]", "not_a_credential"), ("{}", "not_a_credential"),
        ("https://gone.example/1", "address_not_reached"), ("{", "unreadable"), ('{"a":1,"a":2}', "unreadable"),
        ("data:text/plain,hello", "not_recognized"), ("data:,data:,x", "not_recognized"),
    ],
)  # fmt: skip
def test_what_is_no_credential_is_told_in_words(given: bytes | str, code: str) -> None:
    found = judged(given)
    assert (found.answer, found.steps[0].reason.code, len(found.steps)) == ("cannot_tell", code, 1)


def test_a_link_that_carries_the_credential_itself_asks_nobody_for_it() -> None:
    from urllib.parse import quote

    world = World(published())
    assert judged(f"https://wallet.example/view?vc={quote(json.dumps(signed(BADGE)))}", world).answer == "verified"
    assert world.asked == [DOCUMENT]


# --- evidence ---


def test_a_file_at_hand_is_held_against_the_digest_that_the_credential_carries() -> None:
    photo = b"a photo of a robot"
    evidence = {"id": "urn:uuid:8", "type": ["Evidence"], "name": "Photo"}
    related = {"id": "https://northside.example/photo", "digestSRI": f"sha256-{_base64_of(sha256(photo).digest())}"}
    document = signed(badge(evidence=[evidence], relatedResource=[related]))
    assert judged(document, files={"photo.jpg": photo}).marks()["evidence"] == "yes"
    other = judged(document, files={"photo.jpg": b"another photo"})
    assert (other.answer, reasons(other)["evidence"]) == ("verified", "evidence_strange")


def _base64_of(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()
