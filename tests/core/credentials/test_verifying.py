"""A verification step by step: who signed, with which key, when, whether it stands, and what is inside."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.core.credentials.school import (
    BADGE,
    DOCUMENT,
    KEY,
    KNOWN,
    LIST,
    NOW,
    OTHER,
    SCHOOL,
    STRANGER,
    World,
    badge,
    by_key,
    judged,
    published,
    reasons,
    signed,
)
from throughline.core.credentials.controllers.controller_documents import (
    PublishedKey,
    controller_document,
    methods_of,
)
from throughline.core.credentials.status.revocation_list import revocation_list
from throughline.core.credentials.status.status_list import entry_for
from throughline.core.credentials.verifying.logged import Found
from throughline.core.credentials.verifying.reaching import KnownIssuer
from throughline.core.credentials.verifying.verify import verify


def test_a_good_credential_of_a_known_issuer_is_verified_at_every_step() -> None:
    found = judged(signed(BADGE), registry=KNOWN)
    assert (found.answer, reasons(found)) == ("verified", {})
    assert (found.judged_at, found.as_of) == (NOW, NOW)
    assert [each.address for each in found.contexts] == BADGE["@context"]
    assert all(len(each.sha256) == 64 for each in found.contexts)


def test_an_unknown_issuer_is_a_warning_and_the_name_is_the_registrys() -> None:
    stranger, known = judged(signed(BADGE)), judged(signed(BADGE), registry=KNOWN)
    assert (stranger.answer, reasons(stranger)) == ("verified", STRANGER)
    assert stranger.claims
    assert known.claims
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
    changed = {
        **signed(badge(credentialStatus=entry_for(f"{LIST}/revocation", 3, "revocation"))),
        "name": "Medicine",
    }
    world = World(published())
    found = judged(changed, world)
    assert (found.answer, reasons(found)) == ("not_verified", {"signature": "signature_broken"})
    assert found.claims is None
    assert found.parts == ()
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
    found = verify(
        json.dumps(signed(BADGE)), registry={SCHOOL: KnownIssuer(SCHOOL, "Northside", lambda: keys)}, now=NOW
    )
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
        ({"revoked": "2027-03-01"}, "2027-01-10", "2027-03-02", "key_withdrawn_logged_late"),
        ({"revoked": "2027-03-01"}, "2027-01-10", "never", "key_withdrawn_not_logged"),
    ],
)
def test_of_a_stolen_key_only_what_the_public_log_shows_to_be_older_survives(
    ended: dict[str, str], created: str, logged: str | None, code: str | None
) -> None:
    when = {name: _day(text) for name, text in ended.items()}
    world = World(
        published(**{DOCUMENT: controller_document(SCHOOL, [PublishedKey("key-1", KEY.public, **when)])})
    )
    found = judged(
        signed(BADGE, created=_day(created)), world, logged=lambda _document, _proofs: _in_log(logged)
    )
    assert reasons(found).get("key") == code
    assert found.answer == {None: "verified", "key_withdrawn_later": "cannot_tell"}.get(code, "not_verified")


def test_a_key_that_its_owner_does_not_publish_is_refused() -> None:
    found = judged(signed(BADGE, OTHER))
    assert reasons(found) == {"signature": "signature_broken"}
    assert reasons(judged(signed(BADGE, KEY, f"{SCHOOL}#key-9"))) == {"signature": "signature_broken"}


def test_a_document_of_keys_that_is_somebody_elses_is_not_believed() -> None:
    theirs = controller_document("did:web:elsewhere.example", [PublishedKey("key-1", KEY.public)])
    assert judged(signed(BADGE), World(published(**{DOCUMENT: theirs}))).answer == "cannot_tell"


def _in_log(when: str | None) -> Found | None:
    return None if when is None else Found(None if when == "never" else _day(when))


def test_whoever_alone_says_since_when_a_stolen_credential_was_there_is_named() -> None:
    ended = controller_document(SCHOOL, [PublishedKey("key-1", KEY.public, revoked=_day("2027-03-01"))])
    for witnesses, said in ((0, ["log_alone"]), (2, [])):
        found = judged(
            signed(BADGE), World(published(**{DOCUMENT: ended})),
            logged=lambda _document, _proofs, seen=witnesses: Found(_day("2027-02-01"), seen),
        )  # fmt: skip
        assert (found.answer, [each.code for each in found.step("key").more]) == ("verified", said)


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
def test_a_credential_is_good_from_its_first_instant_to_its_last(
    changes: dict[str, str], code: str | None
) -> None:
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
def test_the_issuers_list_says_whether_a_credential_stands(
    purpose: str, place: int, answer: str, code: str | None
) -> None:
    found = judged(signed(badge(credentialStatus=entry_for(f"{LIST}/{purpose}", place, purpose))))
    assert (found.answer, reasons(found).get("status")) == (answer, code)


@pytest.mark.parametrize(
    "there",
    [
        b"{}",
        b"not json",
        b"[]",
        b"null",
        b'{"a": 1, "a": 2}',
        b"eyJh.eyJh.x",
        {"type": ["VerifiableCredential"], "credentialSubject": 3},
    ],
)
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
    entries = [
        entry_for(f"{LIST}/revocation", 7, "revocation"),
        entry_for("https://gone.example/1", 3, "suspension"),
    ]
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
