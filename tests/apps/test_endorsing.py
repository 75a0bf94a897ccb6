"""A second voice: organizations endorse, a learner decides what shows, anyone checks who said what."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.another_house import House
from tests.awarding import awarding_state, outcome_of, the
from tests.core.credentials.bundles import WORDS
from tests.factories import NOW, helps, learner, load, person, show, teacher
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.directory.queries import reads_of, what_changed
from throughline.apps.records import actions, queries
from throughline.apps.records.actions import NewShare
from throughline.apps.records.actions.endorsing import (
    Saying,
    answer_endorsement,
    endorse,
    endorse_award,
    take_back_endorsement,
)
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.models import Award, EndorsedCopy, Endorsement
from throughline.apps.trail.models import PublicEntry
from throughline.core.catalogue import documents as d
from throughline.core.credentials.bundle.writing import write_bundle
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.tokens import jose
from throughline.core.credentials.verifying.report import as_text
from throughline.core.log_proof import digest_of, salted, stands_for

pytestmark = pytest.mark.django_db
DAY, LATER = timedelta(days=1), NOW + timedelta(days=2)
WORDS_OF_LUCIA = "She counted our stock alone, and it was right."
SAYING = Saying("mercy-bay", WORDS_OF_LUCIA)


def nobody(address):
    raise Unreachable(f"{address} must not be asked.")


def verified(given, now=LATER):
    text = given if isinstance(given, str) else json.dumps(given)
    return queries.verified(PUBLIC, text, now=now, fetcher=nobody)


@pytest.fixture
def ana():
    load(awarding_state())
    found = learner()
    show(found, teacher(), "competency:numbers", "competency:tools")
    return found


@pytest.fixture
def lucia(ana):
    return helps(person("Lucia", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "record")


@pytest.fixture
def badge(ana):
    return the(ana, "numbers-badge").id


@pytest.fixture
def said(badge, lucia):
    return endorse_award(by=lucia, award=badge, saying=SAYING, now=NOW)


def answer(ana, said, shows, now=NOW + DAY):
    answer_endorsement(by=ana, endorsement=said, shows=shows, now=now)


def inside(ana, badge, now=LATER):
    return queries.credential_of(ana, badge, now=now).get("endorsement", [])


def endorsed_line(view):
    return next(line.endorsed for line in view.lines.values() if line.what == "credential:numbers-badge")


def test_an_endorsement_is_signed_by_who_says_it_and_stands_in_the_public_log(said, badge):
    row = Endorsement.objects.get(id=said)
    assert outcome_of(row.signed) == "holds"
    assert row.signed["issuer"]["id"] == "did:web:records.example:issuers:mercy-bay"
    assert row.signed["credentialSubject"] == {
        "id": f"urn:uuid:{badge}", "type": ["EndorsementSubject"], "endorsementComment": WORDS_OF_LUCIA,
    }  # fmt: skip
    newest = PublicEntry.objects.filter(kind="credential").order_by("-position").first()
    assert newest.digest == salted(digest_of(row.signed), bytes.fromhex(row.salt))
    assert newest.reference == "", "the log says nothing of whom or what it is about"
    found = verified(row.signed)
    assert (found.answer, found.kind) == ("verified", "endorsement")
    assert found.claims.known_as == "Mercy-Bay"


def test_it_is_private_until_its_learner_lets_it_show_and_again_when_they_hide_it(ana, badge, said):
    (waits,) = queries.endorsing.endorsements(ana)
    assert (waits.person, waits.organization, waits.role, waits.words, waits.shows) == (
        "Lucia Reed", "mercy-bay", "workplace_mentor", WORDS_OF_LUCIA, None,
    )  # fmt: skip
    assert inside(ana, badge) == []
    assert endorsed_line(queries.own_record(ana, ana.me, now=LATER)) == ()
    answer(ana, said, "show")
    assert [each["id"] for each in inside(ana, badge)] == [f"urn:uuid:{said}"]
    (shown,) = endorsed_line(queries.own_record(ana, ana.me, now=LATER))
    assert (shown.place_id, shown.words) == ("mercy-bay", WORDS_OF_LUCIA)
    answer(ana, said, "hide", LATER)
    assert inside(ana, badge) == []
    assert endorsed_line(queries.own_record(ana, ana.me, now=LATER)) == ()


def test_what_is_shown_is_inside_the_credential_its_token_the_record_file_and_all_of_it_checks(
    ana, badge, said
):
    answer(ana, said, "show")
    document = queries.credential_of(ana, badge, now=LATER)
    found = verified(document)
    assert found.answer == "verified"
    (part,) = found.parts
    assert (part.role, part.answer, part.claims.comment) == ("endorsement", "verified", WORDS_OF_LUCIA)
    assert part.claims.speaks_of == document["id"]
    text = as_text(found, "badge.json")
    assert "Endorsed by: Mercy-Bay" in text
    assert f"In their words: “{WORDS_OF_LUCIA}”" in text
    token = queries.token_of(ana, badge, now=LATER)
    assert len(jose.read_token(token).document["endorsementJwt"]) == 1
    assert [(p.role, p.answer) for p in verified(token).parts] == [("endorsement", "verified")]
    _, clr = queries.own_file(ana, ana.me, now=LATER)
    assert [each["id"] for each in clr["credentialSubject"]["verifiableCredential"]
            if "endorsement" in each] == [document["id"]]  # fmt: skip
    whole = verified(clr)
    assert whole.answer == "verified"
    assert [p.claims.comment for p in whole.walk() if p.role == "endorsement"] == [WORDS_OF_LUCIA]


def test_a_changed_endorsement_is_refused_wherever_it_stands(ana, badge, said):
    answer(ana, said, "show")
    document = queries.credential_of(ana, badge, now=LATER)
    changed = deepcopy(document)
    changed["endorsement"][0]["credentialSubject"]["endorsementComment"] = "She is the best of all."
    assert verified(changed).answer == "not_verified"
    alone = deepcopy(Endorsement.objects.get(id=said).signed)
    alone["issuer"]["name"] = "Another Works"
    assert verified(alone).answer == "not_verified"
    moved = {**document, "endorsement": []}
    assert verified(moved).answer == "not_verified", "nor can one be taken out"


def test_an_endorsement_put_onto_another_credential_is_told(ana, badge, said):
    answer(ana, said, "show")
    tools = the(ana, "tools-certificate").id
    plain = Award.objects.get(id=tools).content
    key, private = live("trades-association", "Ed25519", LATER)
    stolen = {**plain, "endorsement": [Endorsement.objects.get(id=said).signed]}
    signed = data_integrity.sign(stolen, key=private, method=method_of(key), created=LATER)
    notes = [each.code for each in verified(signed).step("parts").more]
    assert notes == ["endorsement_other"]


def test_the_log_holds_what_is_handed_out_and_the_endorsement_in_it_each_under_a_salt(ana, badge, said):
    answer(ana, said, "show")
    document = queries.credential_of(ana, badge, now=LATER)
    proof = queries.log_proof_of(ana, badge, now=LATER)
    assert stands_for(proof, digest_of(document))
    own = queries.own_proofs(ana, ana.me, now=LATER)
    assert any(stands_for(each, digest_of(document["endorsement"][0])) for each in own)
    assert EndorsedCopy.objects.count() == 1
    queries.credential_of(ana, badge, now=LATER + DAY)
    assert EndorsedCopy.objects.count() == 1, "signed once for what it holds"


def test_taken_back_it_shows_nowhere_and_an_older_copy_says_so(ana, badge, said, lucia):
    answer(ana, said, "show")
    older = queries.credential_of(ana, badge, now=LATER)
    with pytest.raises(Refused, match="no reason"):
        take_back_endorsement(by=lucia, endorsement=said, reason=" ", now=LATER)
    take_back_endorsement(by=lucia, endorsement=said, reason="It was about another shift.", now=LATER)
    assert inside(ana, badge, LATER + DAY) == []
    found = verified(older, LATER + DAY)
    assert found.answer == "verified", "the credential itself is as good as before"
    assert [each.answer for each in found.parts] == ["not_verified"]
    assert found.parts[0].step("status").mark == "no"
    (told,) = queries.endorsing.endorsements(ana)
    assert told.why == "It was about another shift."
    with pytest.raises(Refused, match="taken back"):
        answer(ana, said, "show", LATER + DAY)


WHO_MAY_NOT = {
    "a stranger": (lambda ana: person("Stan", ("workplace_mentor", "mercy-bay")), "Only these may"),
    "for another organization": (
        lambda ana: helps(person("Ed", ("teacher", "southside-high")), ana, "mentor", "record"),
        "Only these may",
    ),
    "a parent who works there": (
        lambda ana: helps(person("Mo", ("workplace_mentor", "mercy-bay")), ana, "guardian", "record"),
        "too near",
    ),
    "let into the plan alone": (
        lambda ana: helps(person("Pia", ("workplace_mentor", "mercy-bay")), ana, "mentor", "plan"),
        "Only these may",
    ),
}


@pytest.mark.parametrize("who", WHO_MAY_NOT)
def test_who_may_not_speak_of_somebodys_credential_reads_why(ana, badge, who):
    make, why = WHO_MAY_NOT[who]
    with pytest.raises(Refused, match=why):
        endorse_award(by=make(ana), award=badge, saying=SAYING, now=NOW)


def test_who_gave_it_is_no_second_voice_and_nobody_says_it_twice(ana, badge, said, lucia):
    marta = teacher("Nora")
    with pytest.raises(Refused, match="gave this credential"):
        endorse_award(by=marta, award=badge, saying=Saying("northside-high", "Good."), now=NOW)
    with pytest.raises(Refused, match="already"):
        endorse_award(by=lucia, award=badge, saying=SAYING, now=NOW)
    for words, why in ((" ", "no words"), ("x" * 1001, "1001 letters"), ("a\x07b", "control characters")):
        with pytest.raises(Refused, match=why):
            endorse(by=lucia, about="credential:shop-card", saying=Saying("mercy-bay", words), now=NOW)


def test_a_share_opens_a_credential_to_the_word_of_those_it_was_shared_with(ana, badge):
    stan = person("Stan", ("employer", "mercy-bay"))
    assert queries.endorsing.learners_to_endorse(stan, now=NOW) == []
    new = NewShare(
        "employer", "Mercy Bay", "A job", ("credential:numbers-badge",), LATER, organization="mercy-bay"
    )
    share = actions.prepare(by=ana, learner=ana.me, new=new, now=NOW)
    with pytest.raises(Refused, match="Only these may"):
        endorse_award(by=stan, award=badge, saying=SAYING, now=NOW)
    actions.open_share(by=ana, share=share, now=NOW)
    assert [each.id for each in queries.endorsing.learners_to_endorse(stan, now=NOW)] == [ana.me]
    found = queries.endorsing.may_be_endorsed(stan, ana.me, now=NOW)
    assert [(each.id, places) for each, places in found.awards] == [(badge, ("mercy-bay",))]
    assert [look.at for look in reads_of(ana, ana.me)] == ["credentials to endorse"]
    endorse_award(by=stan, award=badge, saying=SAYING, now=NOW)
    assert [(each.verb, each.data["organization"]) for each in what_changed(ana, ana.me)
            if each.verb == "endorsed"] == [("endorsed", "mercy-bay")]  # fmt: skip
    (given,) = queries.endorsing.endorsements_given(stan)
    assert (given.learner, given.shows) == ("Ana Reed", None), "what the learner answers is not told"
    assert queries.endorsing.endorsements_given(person("Sue", ("employer", "mercy-bay"))) == []


def test_a_place_the_learner_would_rather_not_name_does_not_speak_either(ana, badge, said):
    answer(ana, said, "show")
    actions.name_place(by=ana, learner=ana.me, organization="mercy-bay", named=False, now=LATER)
    assert inside(ana, badge) == []
    assert endorsed_line(queries.own_record(ana, ana.me, now=LATER)) == ()


def test_what_can_be_earned_and_who_gives_it_are_endorsed_in_public(ana):
    rosa = person("Rosa", ("employer", "mercy-bay"))
    kinds = {
        "credential:numbers-badge": "We hire on this.",
        "organization:northside-high": "They teach well.",
    }
    made = {
        about: endorse(by=rosa, about=about, saying=Saying("mercy-bay", words), now=NOW)
        for about, words in kinds.items()
    }
    for about, words in kinds.items():
        (found,) = queries.endorsing.endorsements_of(about)
        assert (found.words, found.person) == (words, "")
    listing, place = queries.achievement("numbers-badge", 1), queries.issuer_document("northside-high")
    for document in (listing, place):
        (signed,) = document["endorsement"]
        assert signed["credentialSubject"]["id"] == document["id"]
        assert verified(signed).answer == "verified"
    for by, about, why in (
        (teacher("Nora"), "credential:numbers-badge", "gives this credential"),
        (teacher("Nora"), "organization:northside-high", "cannot endorse itself"),
        (rosa, "credential:nothing", "nothing of that name"),
        (rosa, "organization:northside-high", "already"),
    ):
        place = by.roles[0].organization
        with pytest.raises(Refused, match=why):
            endorse(by=by, about=about, saying=Saying(place, "Good."), now=NOW)
    stamp = queries.endorsing.public_stamp()
    take_back_endorsement(
        by=rosa, endorsement=made["credential:numbers-badge"], reason="We stopped.", now=LATER
    )
    assert queries.endorsing.endorsements_of("credential:numbers-badge") == []
    assert "endorsement" not in queries.achievement("numbers-badge", 1)
    assert queries.endorsing.public_stamp() != stamp


def test_who_only_endorses_is_on_the_list_as_that_and_a_stranger_as_issuer():
    pack = awarding_state()
    works = d.Organization("harbor-works", {"en": "Harbor Works"}, "employer", "workforce")
    load(replace(pack, organizations={**pack.organizations, "harbor-works": works}))
    who = person("Rosa", ("employer", "harbor-works"))
    saying = Saying("harbor-works", "We hire on this.")
    endorse(by=who, about="credential:numbers-badge", saying=saying, now=NOW)
    did = "did:web:records.example:issuers:harbor-works"
    listed = {each["id"]: each.get("only") for each in queries.signed_registry(now=LATER)["issuers"]}
    assert listed[did] == "endorsements"
    assert did not in queries.registry()
    assert queries.controller_document("harbor-works")["id"] == did
    (document,) = queries.endorsing.endorsement_documents("credential:numbers-badge")
    assert verified(document).claims.known_as == "Harbor Works"
    key, private = live("harbor-works", "Ed25519", NOW)
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    badge = Award.objects.get(id=the(ana, "numbers-badge").id).content
    own = {**badge, "id": f"urn:uuid:{uuid4()}", "issuer": {**badge["issuer"], "id": did}}
    found = verified(data_integrity.sign(own, key=private, method=method_of(key), created=NOW))
    assert found.step("issuer").reason.code == "issuer_unknown"
    assert found.claims.known_as == ""


@pytest.mark.parametrize("table", ["endorsement", "endorsementmark", "endorsementanswer", "endorsedcopy"])
def test_what_was_said_stays_in_the_database(ana, badge, said, lucia, table):
    answer(ana, said, "show")
    queries.credential_of(ana, badge, now=LATER)
    take_back_endorsement(by=lucia, endorsement=said, reason="A reason.", now=LATER)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM records_{table}")


def test_a_bundle_takes_endorsements_to_another_house_and_back_with_nothing_lost(
    ana, badge, said, another_house: House
):
    answer(ana, said, "show")
    _, clr = queries.own_file(ana, ana.me, now=LATER)
    held = queries.everything(ana, ana.me, clr=clr, transcript=None, now=LATER)
    kept = ("endorsements", "answers to endorsements")
    assert [len(held.record[name]) for name in kept] == [1, 1]
    data = b"".join(write_bundle(held, WORDS))
    with another_house():
        load(awarding_state())
        there = learner()
        actions.bring_record(by=there, learner=there.me, data=BytesIO(data), now=LATER, fetcher=nobody)
        again = queries.everything(there, there.me, clr=None, transcript=None, now=LATER)
        assert {name: again.record[name] for name in kept} == {name: held.record[name] for name in kept}
        brought = [json.loads(each.body) for each in again.credentials]
        assert [each["endorsement"][0]["id"] for each in brought if "endorsement" in each] == [
            f"urn:uuid:{said}"
        ]
    came = actions.bring_record(by=ana, learner=ana.me, data=BytesIO(data), now=LATER, fetcher=nobody)
    assert came.new
    assert queries.holding.held(ana, ana.me, now=LATER) == (), "what is ours comes home as ours"
