"""What was marked or withdrawn is looked at again by somebody else, on a page."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.web.looking import actor, id_of, said
from tests.web.test_appeal_pages import a_licence, marked
from tests.web.test_pages import signed_in
from throughline.apps.directory.queries import reads_of
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.facts import NewFact

pytestmark = pytest.mark.usefixtures("meridian", "db")
HERE = "/issued/reviews/"


def test_whoever_operates_the_house_decides_what_another_marked_and_the_learner_reads_it() -> None:
    award, jason, now = marked("revoked", "Two people have the same name."), actor("jason-16"), timezone.now()
    (review,) = records.award_reviews(jason, jason.me, now=now)
    actions.appeal(by=jason, review=review.id, words="It is mine.", now=now)
    kwame = signed_in("kwame-asante")
    page = said(kwame.get(HERE))
    assert "Two people have the same name." in page
    assert "It is mine." in page
    assert any(look.at == "review" for look in reads_of(jason, jason.me))
    empty = kwame.post(f"{HERE}{review.id}/", {"decision": "stands", "outcome": " "}, follow=True)
    assert "it has no reasons yet" in said(empty)
    sent = {"decision": "stands", "outcome": "It is yours."}
    assert "Decided." in said(kwame.post(f"{HERE}{review.id}/", sent, follow=True))
    assert "Two people have the same name." not in said(kwame.get(HERE))
    newer = next(
        each for each in records.awards(jason, jason.me, now=now) if each.credential == award.credential
    )
    assert (newer.stands.state, newer.replaced) == ("stands", False)
    assert "It is yours." in said(signed_in("jason-16").get(f"/me/record/line/award/{newer.id}/"))


def test_who_made_a_mark_does_not_decide_it_and_who_does_not_issue_it_does_not_see_it() -> None:
    kwame, award = signed_in("kwame-asante"), a_licence()
    sent = {"award": f"urn:uuid:{award.id}", "kind": "suspend", "cause": "under_review", "reason": "We ask."}
    assert "Done." in said(kwame.post("/issued/mark/", sent, follow=True))
    assert "You made this mark" in said(kwame.get(HERE))
    assert "We ask." not in said(signed_in("mr-bell").get(HERE))
    jason, now = actor("jason-16"), timezone.now()
    again = sent | {"kind": "reinstate", "reason": "It is answered."}
    assert "Done." in said(kwame.post("/issued/mark/", again, follow=True))
    assert records.award(jason, award.id, now=now).stands.state == "stands"
    for wrong, why in ((sent | {"award": "seven"}, "no number of one"), (again, "it is not suspended")):
        assert why in said(kwame.post("/issued/mark/", wrong, follow=True))
    assert signed_in("jason-16").post("/issued/mark/", sent, follow=True).status_code == 403
    assert records.award(jason, award.id, now=now).stands.state == "stands"
    assert signed_in("jason-16").get(HERE).status_code == 403


def test_a_teacher_closes_the_question_that_a_withdrawn_fact_opened() -> None:
    teacher, now = actor("ms-ortiz"), timezone.now()
    fact = NewFact(id_of("jason-16"), "experience:kite", timezone.localdate())
    key = actions.attest(by=teacher, fact=fact, now=now)
    actions.withdraw(by=teacher, attainment=key, on=timezone.localdate(), reason="Another Jason.", now=now)
    client, jason = signed_in("ms-ortiz"), actor("jason-16")
    assert "Another Jason." in said(client.get(HERE))
    (review,) = [
        each for each in records.reviews(jason, jason.me, now=now) if each.reason == "Another Jason."
    ]
    at = f"/issued/facts/{review.id}/"
    assert "no words yet" in said(client.post(at, {"outcome": ""}, follow=True))
    assert "Closed." in said(client.post(at, {"outcome": "Nothing rests on it."}, follow=True))
    assert "Another Jason." not in said(client.get(HERE))
