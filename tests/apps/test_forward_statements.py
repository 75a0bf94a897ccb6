"""A learner reads what finishing something opens, and takes it along signed: it verifies, and finishing it does open it."""

import json

import pytest

from tests.awarding import awarding_state
from tests.factories import NOW, learner, load, put_on, show, teacher
from throughline.apps.advising.actions.stating import state_what_opens
from throughline.apps.advising.opening import what_opens
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.records import queries
from throughline.core.credentials.controllers.resolving import Unreachable

pytestmark = pytest.mark.django_db


def nobody(address):
    raise Unreachable(f"{address} must not be asked.")


@pytest.fixture
def ana():
    load(awarding_state())
    found = learner()
    put_on(found, "pathway:medicine", "nurse")
    show(found, teacher(), "competency:numbers", "competency:reading")
    return found


@pytest.mark.covers("S001-D7.5")
def test_a_signed_statement_of_what_opens_verifies_and_finishing_it_does_open_it(ana):
    promised = what_opens(ana, ana.me, "milestone:cells", now=NOW)
    assert promised.gates == ("pathway:medicine#foundation",)
    signed = state_what_opens(by=ana, what="milestone:cells", now=NOW)
    subject = signed["credentialSubject"]
    assert [each["reference"] for each in subject["thenOpen"]] == ["pathway:medicine#foundation"]
    assert subject["byTheRulesOf"] == [{"reference": "pathway:medicine", "version": "1"}]
    found = queries.verified(PUBLIC, json.dumps(signed), now=NOW, fetcher=nobody)
    assert (found.answer, found.claims.known_as) == ("verified", "Small State")
    changed = {**signed, "credentialSubject": {**subject, "thenOpen": [{"reference": "pathway:trades"}]}}
    assert queries.verified(PUBLIC, json.dumps(changed), now=NOW, fetcher=nobody).answer == "not_verified"

    show(ana, teacher(), "competency:cells")
    awards = {each.credential for each in queries.awards(ana, ana.me, now=NOW)}
    assert "credential:foundation-diploma" in awards, "the gate is passed, and what it awards is issued"
    assert what_opens(ana, ana.me, "milestone:cells", now=NOW).opens == ()
    with pytest.raises(Refused, match="nothing opens by this alone"):
        state_what_opens(by=ana, what="milestone:cells", now=NOW)


def test_an_opportunity_opens_what_it_gives_and_what_nobody_published_opens_nothing(ana):
    assert what_opens(ana, ana.me, "opportunity:chess-club", now=NOW).finishing == ("experience:chess",)
    with pytest.raises(Refused, match="nothing here is called"):
        what_opens(ana, ana.me, "milestone:alchemy", now=NOW)
    with pytest.raises(Refused):
        what_opens(learner("Bo"), ana.me, "milestone:cells", now=NOW)
