"""A key is rotated, then found to have been stolen: the public log decides what of it still stands, here and elsewhere."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.awarding import awarding_state, the
from tests.core.credentials.bundles import WORDS
from tests.factories import NOW, learner, load, show, teacher
from tests.governing import agreed_key
from throughline.apps.directory.actor import HOUSE, PUBLIC
from throughline.apps.records import actions, queries
from throughline.apps.records.credentials.issuer_keys import live
from throughline.apps.records.models import StatusPublication
from throughline.apps.trail import actions as trail
from throughline.apps.trail import log_keys
from throughline.core.credentials.bundle.writing import write_bundle
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.verifying.logged import LogEvidence
from throughline.core.credentials.verifying.registry_file import read_issuers
from throughline.core.credentials.verifying.verify import verify
from throughline.core.log_proof import read_log_proof

pytestmark = pytest.mark.django_db
ISSUER, DAY = "northside-high", timedelta(days=1)
THEFT, REPORT, LATER = NOW + 2 * DAY, NOW + 4 * DAY, NOW + 5 * DAY


def nobody(address):
    raise Unreachable(f"{address} must not be asked.")


def verified(document, now=LATER):
    return queries.verified(PUBLIC, json.dumps(document), now=now, fetcher=nobody)


def key_of(found):
    step = found.step("key")
    return step.mark, step.reason.code, [each.code for each in step.more]


@pytest.fixture
def story():
    """Before the theft a badge, after it a diploma; the thief signs one dated long before, with what was key-1."""
    load(awarding_state())
    ana = learner()
    show(ana, teacher(), "competency:numbers", "competency:reading", "competency:cells")
    badge = queries.credential_of(ana, the(ana, "numbers-badge").id, now=NOW)
    key, private = live(ISSUER, "Ed25519", NOW)
    assert key.name == "key-1"
    diploma = queries.credential_of(ana, the(ana, "foundation-diploma").id, now=NOW + 3 * DAY)
    forged = {name: value for name, value in badge.items() if name != "proof"}
    forged |= {"id": "urn:uuid:00000000-0000-4000-8000-00000000beef", "name": "Medicine"}
    method = badge["proof"]["verificationMethod"]
    forged = data_integrity.sign(forged, key=private, method=method, created=NOW)
    return ana, badge, diploma, forged


def report():
    agreed_key(ISSUER, NOW + 3 * DAY)
    actions.rotate(by=HOUSE, issuer=ISSUER, kind="Ed25519", reason="Yearly.", now=NOW + 3 * DAY)
    actions.report_stolen(
        by=HOUSE, issuer=ISSUER, name="key-1", at=THEFT, reason="A laptop was lost.", now=REPORT
    )


def test_what_the_log_held_before_the_theft_stands_and_what_the_thief_dated_back_does_not(story):
    _ana, badge, diploma, forged = story
    assert verified(forged, NOW + 3 * DAY).answer == "verified", "nobody knows of the theft yet"
    report()
    found = verified(badge)
    assert (found.answer, key_of(found)) == ("verified", ("yes", "key_withdrawn_but_logged", ["log_alone"]))
    assert (verified(forged).answer, key_of(verified(forged))) == (
        "not_verified", ("no", "key_withdrawn_not_logged", [])
    )  # fmt: skip
    assert verified(forged).claims is None
    assert key_of(verified(diploma))[:2] == ("no", "key_withdrawn_logged_late")


def test_a_forgery_under_the_number_of_a_real_award_does_not_stand(story):
    _, badge, _, forged = story
    _, private = live(ISSUER, "Ed25519", NOW)
    taken = {name: value for name, value in forged.items() if name != "proof"} | {"id": badge["id"]}
    taken = data_integrity.sign(taken, key=private, method=badge["proof"]["verificationMethod"], created=NOW)
    report()
    assert key_of(verified(taken))[:2] == ("no", "key_withdrawn_not_logged")


def test_what_does_not_survive_is_listed_and_issued_anew_under_the_next_key(story):
    ana, _badge, diploma, _ = story
    report()
    listed = {each.credential: each.survives for each in queries.after_theft(HOUSE, ISSUER, "key-1")}
    assert listed == {"credential:numbers-badge": "survives", "credential:foundation-diploma": "does_not"}
    (made,) = actions.issue_after_theft(by=HOUSE, issuer=ISSUER, name="key-1", now=REPORT)
    anew = queries.credential_of(ana, made, now=REPORT)
    assert anew["proof"]["verificationMethod"].endswith("#key-2")
    assert anew["credentialSubject"]["achievement"] == diploma["credentialSubject"]["achievement"]
    assert verified(anew).answer == "verified"
    assert actions.issue_after_theft(by=HOUSE, issuer=ISSUER, name="key-1", now=LATER) == []


def test_lists_of_what_was_taken_back_are_signed_anew_so_that_survivors_are_not_left_in_doubt(story):
    _, badge, _, _ = story
    assert verified(badge, NOW + DAY).answer == "verified"
    editions = StatusPublication.objects.count()
    assert verified(badge, NOW + DAY).answer == "verified"
    assert StatusPublication.objects.count() == editions
    report()
    assert verified(badge, REPORT).step("status").mark == "yes"
    newest = StatusPublication.objects.order_by("-published_at").first()
    assert newest.signed["proof"]["verificationMethod"].endswith("#key-2")


def test_a_copy_of_a_key_that_retired_before_it_was_stolen_proves_nothing_either(story):
    _, badge, _, forged = story
    agreed_key(ISSUER, NOW + DAY)
    actions.rotate(by=HOUSE, issuer=ISSUER, kind="Ed25519", reason="Yearly.", now=NOW + DAY)
    assert verified(forged).answer == "verified"
    actions.report_stolen(by=HOUSE, issuer=ISSUER, name="key-1", at=THEFT, reason="An old copy.", now=REPORT)
    assert key_of(verified(forged))[:2] == ("no", "key_withdrawn_not_logged")
    assert verified(badge).answer == "verified"


def test_a_stranger_decides_the_same_by_the_proof_that_travels_and_the_states_signed_list(story):
    """No house, no network: the list of issuers names the log's key, the proof came with the credential."""
    ana, badge, _, forged = story
    proof = read_log_proof(queries.log_proof_of(ana, the(ana, "numbers-badge").id, now=NOW).as_json())
    report()
    listed = read_issuers(json.dumps(queries.signed_registry(now=REPORT)).encode())
    assert listed.log == log_keys.public_keys()

    def judged(document, *proofs):
        logged = LogEvidence(listed.log, listed.witnesses, proofs)
        return verify(json.dumps(document), registry=listed.issuers, logged=logged, now=REPORT)

    assert key_of(judged(badge, proof)) == ("yes", "key_withdrawn_but_logged", ["log_alone"])
    assert key_of(judged(badge)) == ("unknown", "key_withdrawn_later", [])
    assert key_of(judged(forged, proof)) == ("unknown", "key_withdrawn_later", [])
    assert judged(forged, proof).answer == "cannot_tell"


def test_a_bundle_made_after_the_theft_carries_what_its_credentials_need_to_stand(story):
    ana, _, _, _ = story
    before = read_issuers(json.dumps(queries.signed_registry(now=NOW)).encode())
    report()
    held = queries.everything(ana, ana.me, clr=None, transcript=None, now=REPORT)
    data = b"".join(write_bundle(held, WORDS))
    # Whoever kept the list from before the theft learns of it from the list in the bundle.
    for known in (
        {"registry": before.issuers},
        {"state_keys": [each.key for each in before.keys_of_keeper()]},
    ):
        found = verify(data, now=REPORT, **known)
        assert {each.claims.name if each.claims else "": each.answer for each in found.parts} == {
            "Numbers Badge": "verified", "": "not_verified"
        }  # fmt: skip
        stands = next(each for each in found.parts if each.claims)
        assert key_of(stands)[:2] == ("yes", "key_withdrawn_but_logged")
    stripped = replace(held, credentials=tuple(replace(each, log_proof=b"") for each in held.credentials))
    found = verify(b"".join(write_bundle(stripped, WORDS)), now=REPORT, registry=before.issuers)
    assert sorted(key_of(each)[:2] for each in found.parts) == [
        ("no", "key_withdrawn"), ("unknown", "key_withdrawn_later")
    ]  # fmt: skip


def test_where_witnesses_are_asked_for_their_word_decides_and_nothing_more_needs_saying(story, settings):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from throughline.apps.trail import queries as log
    from throughline.core.signed_notes import NoteKey, cosign, read_note

    _, badge, _diploma, _ = story
    private = Ed25519PrivateKey.generate()
    witness = NoteKey("university.example/w", private.public_key().public_bytes_raw(), "witness")
    settings.LOG_WITNESSES, settings.LOG_QUORUM = (witness.text(),), 1
    report()
    assert verified(badge).answer == "cannot_tell", "the log's own word is not enough any more"
    note = read_note(log.signed_checkpoint())
    seen = note.with_signature(cosign(note.text, witness, private.sign, at=NOW + DAY))
    assert trail.take_cosignatures(seen.written()) == 1
    assert key_of(verified(badge)) == ("yes", "key_withdrawn_but_logged", [])
