"""One award in each form: document, token, picture, part of a record. All say the same and check with published keys."""

import json

import pytest

from tests.awarding import awarding_state, outcome_of, the
from tests.factories import NOW, learner, load, put_on, show, teacher
from tests.governing import agreed_key
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.credentials import addresses
from throughline.core.credentials.carriers import baking
from throughline.core.credentials.tokens import jose

pytestmark = pytest.mark.django_db
FOUNDATION = ("competency:numbers", "competency:reading", "competency:cells")


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


@pytest.fixture
def marta(ana):
    return teacher()


@pytest.fixture
def badge(ana, marta):
    show(ana, marta, "competency:numbers")
    return the(ana, "numbers-badge")


def test_as_a_token_it_says_the_same_in_the_1edtech_profile_and_checks_with_the_issuers_key_set(ana, badge):
    text = queries.token_of(ana, badge.id, now=NOW)
    token = jose.read_token(text)
    check = jose.check_token(token, queries.methods_of("northside-high"))
    assert check.outcome == "holds"
    assert token.jws.algorithm == "RS256"
    assert token.jws.kid in {key["kid"] for key in queries.key_set("northside-high")["keys"]}
    signed = queries.credential_of(ana, badge.id, now=NOW)
    for member in ("id", "issuer", "name", "credentialSubject", "validFrom"):
        assert token.document[member] == signed[member]
    (extra,) = [each for each in token.document["credentialStatus"] if each != signed["credentialStatus"]]
    assert extra == {"id": addresses.revocations("northside-high"), "type": "1EdTechRevocationList"}


@pytest.mark.parametrize("form", ["svg", "png"])
def test_baked_into_a_picture_it_comes_out_as_it_was_signed(ana, badge, form):
    picture = queries.badge_of(ana, badge.id, form, now=NOW)
    found = json.loads(baking.unbake(picture).text)
    assert found == queries.credential_of(ana, badge.id, now=NOW)
    assert outcome_of(found) == "holds"


def test_many_stand_in_one_record_signed_by_the_body_that_keeps_it_with_how_they_belong_together(ana, marta):
    put_on(ana, "pathway:medicine")
    show(ana, marta, *FOUNDATION)
    keys = [each.id for each in queries.awards(ana, ana.me, now=NOW)]
    record = queries.record_of_awards(ana.me, keys, now=NOW, whole=True)
    assert record["issuer"]["id"] == addresses.did_of("small")
    assert outcome_of(record) == "holds"
    children = record["credentialSubject"]["verifiableCredential"]
    assert {outcome_of(child) for child in children} == {"holds"}
    assert {child["id"] for child in children} == {f"urn:uuid:{key}" for key in keys}
    subjects = {child["credentialSubject"]["id"] for child in children}
    assert record["credentialSubject"]["id"] not in subjects, (
        "the keeper of records has a name of its own for her"
    )


def test_a_record_of_some_leaves_no_trace_of_the_others_and_takes_nobody_elses(ana, marta):
    put_on(ana, "pathway:medicine")
    show(ana, marta, *FOUNDATION)
    bo = learner("Bo")
    show(bo, marta, "competency:numbers")
    badge, diploma = the(ana, "numbers-badge"), the(ana, "foundation-diploma")
    record = queries.record_of_awards(ana.me, [badge.id, the(bo, "numbers-badge").id], now=NOW)
    text = json.dumps(record)
    assert str(diploma.id) not in text
    assert "Foundation Diploma" not in text
    assert len(record["credentialSubject"]["verifiableCredential"]) == 1
    assert record["partial"] is True


def test_no_form_goes_to_whoever_may_not_read_the_record(badge):
    stranger = learner("Bo")
    for ask in (
        lambda: queries.token_of(stranger, badge.id, now=NOW),
        lambda: queries.badge_of(stranger, badge.id, "svg", now=NOW),
    ):
        with pytest.raises(Refused):
            ask()


def test_a_token_made_after_a_rotation_checks_as_the_older_one_does(ana, badge):
    before = queries.token_of(ana, badge.id, now=NOW)
    agreed_key("northside-high", kind="RSA")
    actions.rotate(by=HOUSE, issuer="northside-high", kind="RSA", reason="Yearly.", now=NOW)
    after = queries.token_of(ana, badge.id, now=NOW)
    assert before != after
    methods = queries.methods_of("northside-high")
    assert {jose.check_token(jose.read_token(each), methods).outcome for each in (before, after)} == {"holds"}
