"""What is issued is signed by its issuer, says the same to everyone who earned the same, and stays checkable."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.awarding import awarding_state, outcome_of, the
from tests.factories import NOW, TODAY, helps, learner, load, person, show, teacher
from tests.governing import agreed_key
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.credentials import signing
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import Award, IssuerSecret
from throughline.core.credentials.status.status_entry import status_entries
from throughline.core.credentials.status.status_list import status_at

pytestmark = pytest.mark.django_db
YEAR = TODAY + timedelta(days=365)
FOUNDATION = ("competency:numbers", "competency:reading", "competency:cells")


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


@pytest.fixture
def marta(ana):
    return teacher()


def status_of(document, purpose, now=NOW):
    """As a stranger would: from the entry in the credential, over the published list, its proof checked."""
    entry = next(
        each for each in status_entries(document) if each.purpose == purpose and each.family == "bitstring"
    )
    *_, key, said = entry.url.split("/")
    listed, _ = queries.status_list(key, said, now=now)
    proven = outcome_of(listed) == "holds"
    return status_at(listed, entry, issuer=document["issuer"]["id"], proven=proven, as_of=now)


def test_an_award_is_signed_at_first_need_and_checks_with_its_issuers_published_key(ana, marta):
    show(ana, marta, "competency:numbers")
    award = the(ana, "numbers-badge")
    assert not award.signed
    document = queries.credential_of(ana, award.id, now=NOW)
    assert document["issuer"]["id"] == "did:web:records.example:issuers:northside-high"
    assert outcome_of(document) == "holds"
    assert queries.credential_of(ana, award.id, now=NOW + timedelta(days=9)) == document, (
        "signed once, for good"
    )


def test_waiting_awards_are_signed_many_at_a_time_and_the_same_as_at_first_need(ana, marta):
    show(ana, marta, *FOUNDATION, "competency:tools")
    assert signing.sign_waiting(many=2, now=NOW) == 2
    assert signing.sign_waiting(many=200, now=NOW) == 1
    assert signing.sign_waiting(many=200, now=NOW) == 0
    assert {outcome_of(each.signed) for each in Award.objects.all()} == {"holds"}


def test_a_changed_word_or_a_strange_key_is_found(ana, marta):
    show(ana, marta, "competency:numbers")
    document = queries.credential_of(ana, the(ana, "numbers-badge").id, now=NOW)
    assert outcome_of(document | {"name": "Another badge"}) == "broken"


def test_once_signed_the_signature_stays_in_the_database(ana, marta):
    show(ana, marta, "competency:numbers")
    queries.credential_of(ana, the(ana, "numbers-badge").id, now=NOW)
    for wrong in ("signed = '{}'", "signed = NULL, signed_at = NULL, signed_with_id = NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE records_award SET {wrong}")


def test_only_who_may_read_the_record_gets_the_credential(ana, marta):
    show(ana, marta, "competency:numbers")
    award = the(ana, "numbers-badge")
    with pytest.raises(Refused):
        queries.credential_of(learner("Bo"), award.id, now=NOW)
    mother = helps(person("Dee"), ana, "guardian", "record")
    assert queries.credential_of(mother, award.id, now=NOW)["id"] == f"urn:uuid:{award.id}"


@pytest.mark.covers("S001-U12")
def test_five_kinds_of_achievement_stand_in_one_record_in_one_form_and_check_the_same_way(ana, marta):
    parts = [f"assessment:medical-{n}-{part}" for n in (1, 2, 3, 4) for part in ("written", "performance")]
    show(ana, marta, *FOUNDATION, *parts, "competency:tools")
    actions.issue(
        by=person("Bea", ("registrar", "board")),
        issuer="board",
        learner=ana.me,
        credential="trade-licence",
        now=NOW,
    )
    found = queries.awards(ana, ana.me, now=NOW)
    documents = [queries.credential_of(ana, each.id, now=NOW) for each in found]
    kinds = {doc["credentialSubject"]["achievement"]["achievementType"] for doc in documents}
    assert kinds == {"Badge", "Certificate", "Diploma", "Degree", "License"}
    assert {tuple(sorted(doc)) for doc in documents} == {tuple(sorted(documents[0]))}, "one form"
    assert {outcome_of(doc) for doc in documents} == {"holds"}
    assert {status_of(doc, "revocation").answer for doc in documents} == {"clear"}


SPARED = ("id", "validFrom", "credentialStatus", "proof")
"""What tells one person's credential from another's; everything else is wording."""


def wording(document):
    subject = {k: v for k, v in document["credentialSubject"].items() if k not in ("id", "identifier")}
    return {k: v for k, v in document.items() if k not in SPARED} | {"credentialSubject": subject}


@pytest.mark.covers("S001-D2.7")
def test_three_years_and_five_years_end_in_the_same_credentials_and_no_trace_of_how_long_it_took(ana, marta):
    bo = learner("Bo")
    steps = [
        *FOUNDATION,
        *(f"assessment:medical-{n}-{p}" for n in (1, 2, 3, 4) for p in ("written", "performance")),
    ]
    end = NOW
    for who, years in ((ana, 3), (bo, 5)):
        begin = end - timedelta(days=365 * years)
        for nth, what in enumerate(steps):
            when = begin + (end - begin) * (nth + 1) / len(steps)
            fact = NewFact(
                who.me, what, timezone.localdate(when), level=2 if what.startswith("competency:") else None
            )
            actions.attest(by=marta, fact=fact, now=when)
    mine, theirs = (
        {
            a.credential: queries.credential_of(who, a.id, now=end)
            for a in queries.awards(who, who.me, now=end)
        }
        for who in (ana, bo)
    )
    assert mine.keys() == theirs.keys() == {
        "credential:numbers-badge", "credential:foundation-diploma", "credential:care-degree"
    }  # fmt: skip
    for name in mine:
        assert wording(mine[name]) == wording(theirs[name])
    begun = {(end - timedelta(days=365 * years)).year for years in (3, 5)}
    said = json.dumps([each["credential:care-degree"] for each in (mine, theirs)])
    assert not [year for year in begun if f"{year}-" in said]


# -- revoked, suspended, lapsed


@pytest.fixture
def licensed(ana):
    clerk = person("Bea", ("registrar", "board"))
    key = actions.issue(
        by=clerk,
        issuer="board",
        learner=ana.me,
        credential="trade-licence",
        now=NOW,
        valid_until=TODAY + timedelta(days=365),
    )
    return clerk, key, queries.credential_of(ana, key, now=NOW)


@pytest.mark.covers("S001-M23")
def test_registered_status_is_the_registrars_to_say_valid_suspended_revoked_or_lapsed_with_its_reason(
    ana, licensed
):
    clerk, key, document = licensed
    assert document["issuer"]["id"].endswith(":board")
    assert not status_of(document, "revocation").against
    actions.suspend(by=clerk, award=key, cause="under_review", reason="A complaint is being read.", now=NOW)
    assert status_of(document, "suspension").against
    assert not status_of(document, "revocation").against
    actions.reinstate(by=clerk, award=key, reason="It was about somebody else.", now=NOW)
    assert not status_of(document, "suspension").against
    later = NOW + timedelta(days=400)
    assert queries.award(ana, key, now=later).stands.state == "lapsed"
    actions.revoke(by=clerk, award=key, cause="registration_lapsed", reason="Not renewed.", now=NOW)
    assert status_of(document, "revocation").against
    stands = queries.award(ana, key, now=NOW).stands
    assert (stands.state, stands.cause, stands.reason) == ("revoked", "registration_lapsed", "Not renewed.")
    (line,) = [x for x in queries.revocation_list("board")["revokedCredentials"] if x["id"] == document["id"]]
    assert line["revocationReason"] == "the registration has lapsed"


def test_a_revocation_list_hides_the_real_ones_among_decoys_that_stay(ana, licensed):
    clerk, key, document = licensed
    before = {line["id"] for line in queries.revocation_list("board")["revokedCredentials"]}
    assert len(before) >= 32
    assert document["id"] not in before
    actions.revoke(by=clerk, award=key, cause="issued_in_error", reason="Wrong person.", now=NOW)
    after = {line["id"] for line in queries.revocation_list("board")["revokedCredentials"]}
    assert before < after
    assert len(after - before) >= 2, "the real one does not come alone"


def test_a_list_is_signed_again_when_a_mark_comes_or_half_its_time_is_over_and_else_stays_the_same(licensed):
    clerk, key, document = licensed
    entry = next(e for e in status_entries(document) if e.purpose == "revocation" and e.family == "bitstring")
    *_, name, purpose = entry.url.split("/")
    first = queries.status_list(name, purpose, now=NOW)
    assert queries.status_list(name, purpose, now=NOW + timedelta(days=2)) == first
    assert queries.status_list(name, purpose, now=NOW + timedelta(days=4)) != first
    actions.revoke(by=clerk, award=key, cause="issued_in_error", reason="Wrong person.", now=NOW)
    assert queries.status_list(name, purpose, now=NOW + timedelta(days=4, hours=1))[1] != first[1]


def test_revoking_needs_an_issuer_a_known_cause_and_a_reason(ana, marta, licensed):
    clerk, key, _ = licensed
    with pytest.raises(Refused, match="issuer"):
        actions.revoke(by=marta, award=key, cause="issued_in_error", reason="No.", now=NOW)
    with pytest.raises(Refused, match="no cause"):
        actions.revoke(by=clerk, award=key, cause="because", reason="No.", now=NOW)
    with pytest.raises(Refused, match="no reason"):
        actions.revoke(by=clerk, award=key, cause="issued_in_error", reason="  ", now=NOW)


def test_a_revocation_undoes_no_stage(ana, marta):
    show(ana, marta, *FOUNDATION)
    diploma = the(ana, "foundation-diploma")
    by = person("Reg", ("registrar", "northside-high"))
    actions.revoke(by=by, award=diploma.id, cause="issued_in_error", reason="Printed twice.", now=NOW)
    from throughline.apps.advising import queries as advising

    assert advising.progress(ana, ana.me, now=NOW, pathway="pathway:medicine").audit.stages[0].passed


@pytest.mark.covers("S001-SH5.4")
def test_an_institution_that_leaves_takes_nothing_away_and_may_only_revoke_with_a_reason_that_can_be_appealed(
    ana, marta
):
    show(ana, marta, *FOUNDATION)
    diploma = the(ana, "foundation-diploma")
    document = queries.credential_of(ana, diploma.id, now=NOW)
    by, other = person("Reg", ("registrar", "northside-high")), person("Ria", ("registrar", "northside-high"))
    review = actions.revoke(
        by=by, award=diploma.id, cause="issued_in_error", reason="We think it was.", now=NOW
    )
    actions.appeal(by=ana, review=review, words="I showed all three, here they are.", now=NOW)
    (shown,) = queries.award_reviews(ana, ana.me, now=NOW)
    assert (shown.reason, shown.appeal, shown.upheld) == (
        "We think it was.",
        "I showed all three, here they are.",
        None,
    )
    with pytest.raises(Refused, match="you made the mark"):
        actions.decide_review(by=by, review=review, upheld=True, outcome="It stays.", now=NOW)
    actions.decide_review(by=other, review=review, upheld=False, outcome="All three are there.", now=NOW)
    anew = next(
        a
        for a in queries.awards(ana, ana.me, now=NOW)
        if a.credential == diploma.credential and not a.replaced
    )
    assert (anew.stands.state, anew.attainments) == ("stands", diploma.attainments)
    # The school leaves the state: nothing of the learner's goes with it.
    gone = replace(awarding_state(), organizations={
        name: each for name, each in awarding_state().organizations.items() if name != "northside-high"
    }, credentials={
        name: replace(each, issuers=tuple(i for i in each.issuers if i != "northside-high"))
        for name, each in awarding_state().credentials.items()
    }, pathways={
        name: replace(each, offered_by=("southside-high",)) for name, each in awarding_state().pathways.items()
    })  # fmt: skip
    load(gone, now=NOW + timedelta(days=30))
    later = NOW + timedelta(days=3650)
    assert {a.id for a in queries.awards(ana, ana.me, now=later)} >= {diploma.id, anew.id}
    assert outcome_of(document) == "holds"
    assert outcome_of(queries.credential_of(ana, anew.id, now=later)) == "holds"
    entry = queries.registry()["did:web:records.example:issuers:northside-high"]
    assert (entry.name, entry.removed) == ("Northside-High", NOW + timedelta(days=30))


# -- keys


def test_a_rotated_key_leaves_what_it_signed_standing_and_its_name_is_never_used_again(ana, marta):
    show(ana, marta, "competency:numbers")
    before = queries.credential_of(ana, the(ana, "numbers-badge").id, now=NOW)
    agreed_key("northside-high", NOW + timedelta(days=1))
    made = actions.rotate(
        by=HOUSE, issuer="northside-high", kind="Ed25519", reason="Yearly.", now=NOW + timedelta(days=1)
    )
    show(ana, marta, "competency:reading", "competency:cells")
    after = queries.credential_of(ana, the(ana, "foundation-diploma").id, now=NOW + timedelta(days=1))
    methods = [doc["proof"]["verificationMethod"] for doc in (before, after)]
    assert len(set(methods)) == 2
    assert methods[1].endswith(f"#{made.name}")
    assert {outcome_of(before), outcome_of(after)} == {"holds"}
    assert [(key.name, key.ended) for key in queries.issuer_keys("northside-high")] == [
        ("key-1", "retired"), ("key-2", "")
    ]  # fmt: skip
    assert IssuerSecret.objects.count() == 1, "the private half of a retired key is destroyed"


def test_a_private_key_stands_encrypted_and_opens_only_with_the_houses_secret(ana, marta, settings):
    show(ana, marta, "competency:numbers")
    queries.credential_of(ana, the(ana, "numbers-badge").id, now=NOW)
    sealed = bytes(IssuerSecret.objects.get().sealed)
    assert b"PRIVATE" not in sealed
    show(ana, marta, "competency:reading", "competency:cells")
    settings.KEYS_SECRET = "YW5vdGhlci1zZWNyZXQtYW5vdGhlci1zZWNyZXQtMTI="
    with pytest.raises(Refused, match="another secret"):
        queries.credential_of(ana, the(ana, "foundation-diploma").id, now=NOW)
    settings.KEYS_SECRET = ""
    settings.KEYS_SECRET_FILE = None
    with pytest.raises(Refused, match="not set"):
        queries.credential_of(ana, the(ana, "foundation-diploma").id, now=NOW)


def test_only_the_operator_or_the_issuers_registrar_touches_its_keys(ana, marta):
    for by in (marta, ana, person("Reg", ("registrar", "southside-high"))):
        with pytest.raises(Refused):
            actions.rotate(by=by, issuer="northside-high", kind="Ed25519", reason="x", now=NOW)
    by = person("Ria", ("registrar", "northside-high"))
    assert (
        actions.rotate(by=by, issuer="northside-high", kind="RSA", reason="First.", now=NOW).name == "key-1"
    )
