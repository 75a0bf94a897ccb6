"""Credentials inside of others, and presentations: each judged by itself."""

from __future__ import annotations

from typing import Any

from tests.core.credentials.school import (
    BADGE,
    LIST,
    OTHER,
    SCHOOL,
    STRANGER,
    badge,
    by_key,
    clr,
    judged,
    reasons,
    signed,
)
from throughline.core.credentials.status.status_list import entry_for
from throughline.core.credentials.verifying.claims import claims_of

# --- what stands inside ---


def test_each_credential_of_a_record_is_judged_by_itself() -> None:
    found = judged(signed(clr(signed(BADGE), by_key(badge(id="urn:uuid:2", name="Welding")))))
    assert found.answer == "verified"
    assert [(each.role, each.answer, each.claims and each.claims.name) for each in found.parts] == [
        ("part", "verified", "Robotics"),
        ("part", "verified", "Welding"),
    ]


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
    words = {
        "@context": BADGE["@context"],
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "id": "urn:uuid:3",
        "issuer": SCHOOL,
        "validFrom": BADGE["validFrom"],
        "name": "Endorsement",
        "credentialSubject": {
            "id": achievement["id"],
            "type": ["EndorsementSubject"],
            "endorsementComment": "Well done.",
        },
    }

    def endorsed(by: Any) -> dict[str, Any]:
        subject = {**BADGE["credentialSubject"], "achievement": {**achievement, "endorsement": [by]}}
        return signed(badge(credentialSubject=subject))

    good = judged(endorsed(by_key(words)))
    assert (good.answer, [each.role for each in good.parts], reasons(good)) == (
        "verified",
        ["endorsement"],
        STRANGER,
    )
    other = by_key({**words, "credentialSubject": {**words["credentialSubject"], "id": "urn:uuid:other"}})
    changed = {**by_key(words), "name": "Something else"}
    for bad in (other, changed):
        found = judged(endorsed(bad))
        assert (found.answer, reasons(found)["parts"]) == ("verified", "parts_note")


def test_endorsements_of_the_credential_itself_are_judged_each_by_its_own_signature() -> None:
    def words(number: int) -> dict[str, Any]:
        return by_key({
            "@context": BADGE["@context"], "type": ["VerifiableCredential", "EndorsementCredential"],
            "id": f"urn:uuid:{number}", "issuer": SCHOOL, "validFrom": BADGE["validFrom"], "name": "Endorsement",
            "credentialSubject": {
                "id": BADGE["id"], "type": ["EndorsementSubject"], "endorsementComment": f"Well done, {number}.",
            },
        })  # fmt: skip

    one, two = words(3), words(4)
    good = judged(signed(badge(endorsement=[one, two])))
    assert (good.answer, [each.answer for each in good.parts]) == ("verified", ["verified", "verified"])
    subjects = one["credentialSubject"], two["credentialSubject"]
    turned = [{**one, "credentialSubject": subjects[1]}, {**two, "credentialSubject": subjects[0]}]
    swapped = judged({**signed(badge(endorsement=[one, two])), "endorsement": turned})
    assert (reasons(swapped)["parts"], [each.answer for each in swapped.parts]) == (
        "parts_note", ["not_verified"] * 2
    )  # fmt: skip
    ending = signed(badge(validUntil="2027-03-01T00:00:00Z", endorsement=[one]))
    hidden = {name: value for name, value in ending.items() if name != "validUntil"}
    moved = {**one["credentialSubject"], "validUntil": ending["validUntil"]}
    found = judged({**hidden, "endorsement": [{**one, "credentialSubject": moved}]})
    assert (judged(ending).answer, reasons(judged(ending))["dates"]) == ("not_verified", "expired")
    assert (found.answer, found.claims, reasons(found)) == ("not_verified", None, {"understood": "unsafe"})


def test_a_presentation_says_who_shows_it_and_for_what() -> None:
    did = f"did:key:{OTHER.public.multibase()}"
    shown = {
        "@context": BADGE["@context"][:1],
        "type": ["VerifiablePresentation"],
        "holder": did,
        "verifiableCredential": [signed(badge(credentialSubject={**BADGE["credentialSubject"], "id": did}))],
    }
    proof = {"key": OTHER, "method": f"{did}#{OTHER.public.multibase()}", "purpose": "authentication"}
    answered = signed(shown, **proof, more={"challenge": "n-1", "domain": "college.example"})
    assert judged(answered, challenge="n-1", domain="college.example").marks()["holder"] == "yes"
    assert (
        reasons(judged(answered, challenge="n-2", domain="college.example"))["holder"] == "challenge_missing"
    )
    assert reasons(judged(answered, challenge="n-1", domain="other.example"))["holder"] == "domain_wrong"
    assert judged(signed(shown, **proof)).answer == "verified"
    assert judged(signed(shown, **{**proof, "purpose": "assertionMethod"})).answer == "not_verified"
    stolen = {**shown, "holder": SCHOOL}
    assert reasons(judged(signed(stolen, **proof)))["key"] == "key_of_other"


def test_credentials_that_nobody_signed_and_nobody_vouches_for_are_never_verified() -> None:
    bare = {"@context": BADGE["@context"][:1], "type": ["VerifiablePresentation"]}
    for shown in (
        bare,
        {**bare, "verifiableCredential": [BADGE]},
        {**bare, "verifiableCredential": [BADGE], "holder": SCHOOL},
    ):
        assert judged(shown).answer == "not_verified", shown
    several = judged([signed(BADGE), BADGE])
    assert (several.answer, [each.answer for each in several.parts]) == (
        "not_verified",
        ["verified", "not_verified"],
    )
    assert judged({**bare, "verifiableCredential": [signed(BADGE)]}).answer == "verified"


def test_a_record_does_not_speak_in_the_words_of_one_of_its_parts() -> None:
    """A CLR lists the achievements of all its parts beside them (CLR 2.0, ClrSubject)."""
    part = {
        "id": "urn:a",
        "name": "First steps",
        "description": "Visits work.",
        "criteria": {"narrative": "Visit."},
    }
    subject = {
        "id": "urn:s",
        "achievement": [part],
        "verifiableCredential": [{"type": "VerifiableCredential"}],
    }
    record = {"name": "Ana's record", "description": "All of it.", "credentialSubject": subject}
    said = claims_of(record, "")
    assert (said.name, said.achievement, said.description, said.criteria) == (
        "Ana's record",
        "",
        "All of it.",
        "",
    )
    alone = {"credentialSubject": {"achievement": part}}
    assert claims_of(alone, "").description == "Visits work."
