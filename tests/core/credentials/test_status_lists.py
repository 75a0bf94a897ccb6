"""A status list says revoked, not revoked, or nothing at all; never "not revoked" where it cannot be trusted."""

import gzip
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.credentials import vectors
from throughline.core.credentials.instants import read_instant
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.status import revocation_list, status_bits, status_list
from throughline.core.credentials.status.status_entry import StatusEntry, status_entries
from throughline.core.credentials.strict_json import Unreadable, read

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
URL = "https://meridian.example/status/1"
ISSUER = "did:web:meridian.example"
BEFORE = NOW - timedelta(days=1)


def made(**changes: Any) -> dict[str, Any]:
    whole = status_list.status_list_credential(
        url=URL, issuer=ISSUER, purpose="revocation", marked={7}, valid_from=BEFORE
    )
    return {**whole, **changes}


def entry(index: int = 7, purpose: str = "revocation") -> StatusEntry:
    return status_entries({"credentialStatus": status_list.entry_for(URL, index, purpose)})[0]


def asked(listed: dict[str, Any], where: StatusEntry | None = None, **changes: Any) -> status_list.Status:
    how: dict[str, Any] = {"issuer": ISSUER, "proven": True, "as_of": NOW, **changes}
    return status_list.status_at(listed, where or entry(), **how)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(0, status_bits.FEWEST - 1), st.integers(1, 15), max_size=20))
def test_what_was_marked_is_what_is_read(marked):
    bits = status_bits.decoded(status_bits.encoded(status_bits.packed(marked, size=4)))
    assert len(bits) == status_bits.FEWEST // 2
    around = {index + step for index in marked for step in (-1, 0, 1)} & set(range(status_bits.FEWEST))
    assert {index: status_bits.value_at(bits, index, 4) for index in around} == {
        index: marked.get(index, 0) for index in around
    }


def test_the_list_tells_the_revoked_from_the_others():
    assert (asked(made()).answer, asked(made()).against) == ("set", True)
    clear = asked(made(), entry(8))
    assert (clear.answer, clear.against, clear.findings) == ("clear", False, ())


def test_a_message_is_not_held_against_a_credential():
    messages = {0: "as issued", 1: "renamed", 2: "corrected", 3: "reissued"}
    listed = status_list.status_list_credential(
        url=URL, issuer=ISSUER, purpose="message", marked={5: 2}, valid_from=BEFORE, size=2
    )
    where = status_entries(
        {"credentialStatus": [status_list.entry_for(URL, 5, "message", messages=messages)]}
    )[0]
    found = asked(listed, where)
    assert (found.answer, found.value, found.message, found.against) == ("set", 2, "corrected", False)


@pytest.mark.parametrize(
    ("listed", "changes", "says"),
    [
        (made(), {"proven": False}, "signature"),
        (made(type=["VerifiableCredential"]), {}, "no list for"),
        (made(validFrom="2026-11-23T00:00:00Z"), {}, "valid only from"),
        (made(validUntil="2026-11-21T00:00:00Z"), {}, "valid only until"),
        (made(validUntil="next year"), {}, "no time"),
        (
            made(credentialSubject={**made()["credentialSubject"], "statusPurpose": "suspension"}),
            {},
            "not about",
        ),
        (made(credentialSubject={**made()["credentialSubject"], "type": "Other"}), {}, "no list for"),
        (made(credentialSubject={**made()["credentialSubject"], "encodedList": None}), {}, "no list"),
        (made(credentialSubject="none"), {}, "no list"),
        (
            made(credentialSubject={**made()["credentialSubject"], "ttl": 60_000}),
            {"fetched_at": NOW - timedelta(minutes=5)},
            "valid only until",
        ),
    ],
)
def test_a_list_that_cannot_be_trusted_is_unknown(listed, changes, says):
    for where in (entry(7), entry(8)):
        found = asked(listed, where, **changes)
        assert found.answer == "unknown"
        assert says in found.why


def test_an_index_beyond_the_list_is_unknown():
    assert asked(made(), entry(status_bits.FEWEST)).answer == "unknown"


def test_a_fresh_list_is_used_until_its_time_to_live_ends():
    listed = made(credentialSubject={**made()["credentialSubject"], "ttl": 300_000})
    found = asked(listed, entry(8), fetched_at=NOW - timedelta(minutes=1))
    assert (found.answer, found.until) == ("clear", NOW + timedelta(minutes=4))


def test_a_list_that_is_signed_by_another_or_names_another_address_is_a_finding():
    found = asked(made(id="https://elsewhere.example/1", issuer={"id": "did:web:other.example"}), entry(8))
    assert found.findings == ("other_id", "other_issuer")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("H4sIAAAAAAAA", "multibase"),
        ("uH4sI=", "URL-safe"),
        ("u" + base64url(b"never packed"), "not packed"),
        ("u" + base64url(gzip.compress(b"\0" * (status_bits.MOST_BYTES + 1), mtime=0)), "swells"),
        ("u" + base64url(gzip.compress(b"\0" * 16384, mtime=0)[:-9]), "breaks off"),
    ],
    ids=lambda given: given[:12],
)
def test_bits_that_cannot_be_unpacked_say_why(text, says):
    with pytest.raises(Unreadable, match=f"(?i){says}"):
        status_bits.decoded(text)


@pytest.mark.parametrize("how", [{"entries": 1000}, {"size": 3}, {"values": {-1: 1}}, {"values": {3: 2}}])
def test_a_list_that_says_too_much_or_cannot_be_is_not_made(how):
    with pytest.raises(ValueError, match="list"):
        status_bits.packed(how.pop("values", {}), **how)


@pytest.mark.parametrize(
    "given",
    [
        "revoked",
        {"type": "CredentialStatusList2017", "id": URL},
        {"type": "BitstringStatusListEntry", "statusListCredential": URL, "statusPurpose": "revocation"},
        {**status_list.entry_for(URL, 3, "revocation"), "statusListIndex": "-3"},
        {**status_list.entry_for(URL, 3, "revocation"), "statusListIndex": True},
        {**status_list.entry_for(URL, 3, "revocation"), "statusSize": 3},
        {"type": "1EdTechRevocationList"},
    ],
)
def test_a_status_entry_that_is_not_understood_is_unknown_and_never_forgotten(given):
    (found,) = status_entries({"credentialStatus": given})
    assert found.unclear
    assert asked(made(), found).answer == "unknown"


def test_a_credential_without_status_names_no_list():
    assert status_entries({}) == ()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("urn:a", "set"),
        ({"id": "urn:a"}, "set"),
        ({"id": "urn:a", "revoked": False}, "clear"),
        ("urn:b", "clear"),
    ],
)
def test_a_revocation_list_of_1edtech_names_what_was_revoked(line, answer):
    (where,) = status_entries({"credentialStatus": revocation_list.entry_for(URL)})
    listed = {"id": URL, "issuer": ISSUER, "revokedCredentials": [line]}
    assert revocation_list.status_in(listed, where, credential_id="urn:a", issuer=ISSUER).answer == answer


@pytest.mark.parametrize(
    "listed",
    [
        [],
        {},
        {"id": "https://x.example", "revokedCredentials": []},
        {"issuer": "x", "revokedCredentials": []},
    ],
)
def test_what_is_no_revocation_list_of_the_issuer_is_unknown(listed):
    (where,) = status_entries({"credentialStatus": revocation_list.entry_for(URL)})
    assert revocation_list.status_in(listed, where, credential_id="urn:a", issuer=ISSUER).answer == "unknown"


def test_decoys_stand_among_the_revoked_and_nothing_tells_them_apart():
    listed = revocation_list.revocation_list(
        url=URL, issuer=ISSUER, revoked=["urn:c", "urn:a"], decoys=["urn:b"]
    )
    assert listed["revokedCredentials"] == [{"id": "urn:a"}, {"id": "urn:b"}, {"id": "urn:c"}]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-07-01T19:37:24.586538800Z", datetime(2025, 7, 1, 19, 37, 24, 586538, UTC)),
        ("2025-02-05T21:53:00", datetime(2025, 2, 5, 21, 53, tzinfo=UTC)),
        ("2025-02-05T21:53:00-05:00", datetime(2025, 2, 6, 2, 53, tzinfo=UTC)),
        ("2025-02-05T24:00:00Z", datetime(2025, 2, 6, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_credentials_write_them(text, instant):
    assert read_instant(text) == instant


@pytest.mark.parametrize(
    "text", ["2025-02-30T00:00:00Z", "2025-02-05", "9999-12-31T24:00:00Z", "٢٠٢٥-02-05T00:00:00Z", 3]
)
def test_what_is_no_time_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="no time"):
        read_instant(text)


# --- published lists ---


def payload(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found = read(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found.get("vc", found)


@pytest.mark.parametrize("name", vectors.family("walt-id/status"), ids=lambda name: name.split("/")[-1])
def test_the_published_pairs_of_credential_and_list_get_their_answer(name):
    whole = vectors.value(name)
    given = whole["status-credential"]
    lists = [given] if isinstance(given, str) else [each["content"] for each in given]
    holder = whole["holder-credential"]
    entries = status_entries(holder.get("vc", holder))
    answers = [
        asked(payload(text), where, issuer=str(payload(text).get("issuer", "")))
        for text, where in zip(lists, entries, strict=True)
    ]
    if "custom" in name:
        # Here the issuer's own value 3 is the good one.
        assert [each.value == 3 for each in answers] == [whole["valid"]]
        assert answers[0].message == f"{'' if whole['valid'] else 'in'}valid-{answers[0].value}"
    elif "wrong-list-encoding" in name:
        assert [each.answer for each in answers] == ["unknown"]
    else:
        assert (not any(each.against for each in answers)) is whole["valid"]
        assert all(each.answer != "unknown" for each in answers)


def test_the_lists_of_the_recommendation_and_of_an_older_library_are_read():
    empty = status_bits.decoded(
        vectors.text("bitstring-status-list/w3c-rec-example3-encodedList.txt").strip()
    )
    assert empty == bytes(16384)
    name = "bitstring-status-list/digitalbazaar-100k-50k-revoked-encodedList.txt"
    bits = status_bits.decoded(vectors.text(name).strip())
    # That library still counted the bits of a byte from the lowest.
    marked = [index for index in range(100_000) if status_bits.value_at(bits, index, 1, "lowest first")]
    assert (len(bits), marked) == (12_500, [50_000])


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("e5WK8CbZ1GjycuPombrj", {6: "set", 7: "clear"}),
        ("verifier-core-e5WK8CbZ1GjycuPombrj", {8: "set", 7: "clear"}),
        ("expired", {7: "unknown"}),
        ("notYetValid", {7: "unknown"}),
        ("missingBitStringType", {7: "unknown"}),
        ("tampered", {7: "unknown"}),
    ],
)
def test_the_signed_lists_of_universities_get_their_answer(name, answers):
    listed = vectors.value(f"dcc-fixtures/statusLists/{name}.json")
    found = {index: asked(listed, entry(index), proven=name != "tampered").answer for index in answers}
    assert found == answers


def test_the_list_of_the_public_validator_marks_its_credential():
    folder = "1edtech-validator/ob30/bit-string-list"
    credential, listed = (
        vectors.value(f"{folder}/credential-status-revoked.json"),
        vectors.value(f"{folder}/testlist"),
    )
    (where,) = status_entries(credential)
    assert asked(listed, where, issuer=credential["issuer"]["id"]).against
