"""Pages of endorsements: who may speak does, the learner decides, everyone reads what is public."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.records import queries as records
from throughline.apps.records.models import Endorsement

pytestmark = pytest.mark.usefixtures("meridian", "db")
OF_JASON = "He sat in our biology course for a term"
OF_ALL = "We start people on it."


def _award(who: str, credential: str) -> str:
    person = actor(who)
    every = records.awards_of([person.me], now=timezone.now())[person.me]
    return str(next(each.id for each in every if each.credential == f"credential:{credential}"))


def _said_of(who: str) -> str:
    row = Endorsement.objects.get(award__learner=id_of(who))
    return str(row.id)


def test_the_learner_reads_who_said_what_and_hides_it_and_lets_it_show() -> None:
    jason = signed_in("jason-16")
    line = f"/me/record/line/award/{_award('jason-16', 'foundation-certificate')}/"
    shown = said(jason.get("/me/endorsements/"))
    assert OF_JASON in shown
    assert "Omar Haddad, registrar, Harbor Community College" in shown
    assert "It shows" in shown
    for path in (line, "/me/record/resume/", "/me/record/credential/foundation-certificate/"):
        assert OF_JASON in said(jason.get(path)), path
    answer = f"/me/endorsements/{_said_of('jason-16')}/"
    for choice, there in (("hide", False), ("show", True)):
        assert jason.post(answer, {"answer": choice}).status_code == 302
        for path in (line, "/me/record/resume/"):
            assert (OF_JASON in said(jason.get(path))) is there, (choice, path)
        document = json.loads(jason.get(f"/me/record/award/{line.split('/')[-2]}/credential.json").content)
        assert ("endorsement" in document) is there
    assert "Omar Haddad endorsed a credential of yours" in said(jason.get("/me/"))
    assert cost(jason, "/me/endorsements/") <= MOST
    assert signed_in("jason-18").post(answer, {"answer": "hide"}).status_code == 302
    assert OF_JASON in said(jason.get(line)), "another learner's answer changes nothing"


def test_what_waits_is_read_by_its_learner_alone() -> None:
    mariah, joe = signed_in("mariah-16"), signed_in("joe-castellano")
    assert "She tied off before anyone told her to" in said(mariah.get("/me/endorsements/"))
    assert "Waits for you" in said(mariah.get("/me/endorsements/"))
    assert "She tied off" not in said(mariah.get("/me/record/resume/"))
    given = said(joe.get("/endorsing/"))
    assert "She tied off" in given
    assert "It shows" not in given


def test_somebody_who_was_shown_a_credential_endorses_it_and_takes_it_back() -> None:
    joe, mariah = signed_in("joe-castellano"), signed_in("mariah-16")
    listed = f"/endorsing/learner/{id_of('mariah-16')}/"
    assert "Mariah Santos" in said(joe.get("/endorsing/"))
    assert "Steel Layout" in said(joe.get(listed))
    form = f"/endorsing/award/{_award('mariah-16', 'steel-layout-certification')}/"
    assert "reads it first" in said(joe.get(form))
    empty = joe.post(form, {"place": "ironworkers-local-9", "words": "  "})
    assert empty.status_code == 422
    assert "no words yet" in said(empty)
    sent = {"place": "ironworkers-local-9", "words": "Her lines met to the eighth of an inch."}
    assert joe.post(form, sent).status_code == 302
    assert sent["words"] in said(mariah.get("/me/endorsements/"))
    again = joe.post(form, sent)
    assert again.status_code == 422
    assert sent["words"] in again.content.decode(), "what was typed is kept"
    (row,) = Endorsement.objects.filter(words=sent["words"])
    reason = {"reason": "I had another crew in mind."}
    assert joe.post(f"/endorsing/{row.id}/take-back/", reason).status_code == 302
    assert reason["reason"] in said(mariah.get("/me/endorsements/"))
    assert "Joe Castellano took back what they said" in said(mariah.get("/me/"))
    for path in ("/endorsing/", listed, form):
        assert cost(joe, path) <= MOST + READS_ANOTHER, path


def test_what_is_said_in_public_stands_on_its_page_for_everyone_and_goes_with_its_document() -> None:
    grace, anyone = signed_in("grace-lindqvist"), Client()
    pages = {
        "/credentials/foundation-certificate/": OF_ALL,
        "/places/harbor-community-college/": "They measured before they cut.",
    }
    for path, words in pages.items():
        assert words in said(anyone.get(path))
        assert cost(anyone, path) <= MOST
    found = json.loads(anyone.get("/issuers/harbor-community-college/profile.json").content)
    assert found["endorsement"][0]["credentialSubject"]["id"] == found["id"]
    assert anyone.get("/issuers/alder-prosthetics/did.json").status_code == 200
    form = "/endorsing/credential/site-safety-certification/"
    sent = {"place": "alder-prosthetics", "words": "We ask for it at our gate."}
    assert grace.post(form, sent).status_code == 302
    path = "/credentials/site-safety-certification/"
    assert sent["words"] in said(anyone.get(path)), "a page kept for everyone is drawn anew"
    (row,) = Endorsement.objects.filter(words=sent["words"])
    grace.post(f"/endorsing/{row.id}/take-back/", {"reason": "The gate is closed."})
    assert sent["words"] not in said(anyone.get(path))


REFUSED = {
    "a stranger signs in first": ("", "/endorsing/place/northside-high/", 302),
    "a learner acts for no organization": ("jason-16", "/endorsing/place/northside-high/", 403),
    "nobody was shown it": ("helen-zhou", "", 403),
    "there is no such place": ("grace-lindqvist", "/endorsing/place/nowhere/", 404),
}


@pytest.mark.parametrize("why", REFUSED)
def test_who_may_not_endorse_reads_why(why: str) -> None:
    who, path, code = REFUSED[why]
    client = signed_in(who) if who else Client()
    path = path or f"/endorsing/award/{_award('jason-16', 'foundation-certificate')}/"
    assert client.get(path).status_code == code
