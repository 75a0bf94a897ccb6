"""A learner whose credential was taken back or set aside reads since when, why and by whom, and says what they think."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import person
from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.facts import NewFact

pytestmark = pytest.mark.usefixtures("meridian", "db")
JASON = "jason-16"


def an_award() -> records.Issued:
    """One of Jason's credentials."""
    jason = actor(JASON)
    return records.awards(jason, jason.me, now=timezone.now())[0]


def a_licence() -> records.Issued:
    """A licence that its board gave to Jason."""
    jason, now = actor(JASON), timezone.now()
    board = frameworks.catalogue().credentials["teacher-licence"].issuers[0]
    clerk = person("Bo", ("registrar", board), now=now)
    fact = NewFact(jason.me, "credential:teacher-licence", timezone.localdate(), issuer=board)
    actions.attest(by=clerk, fact=fact, now=now)
    found = records.awards(jason, jason.me, now=now)
    return next(each for each in found if each.credential == "credential:teacher-licence")


def marked(kind: str, reason: str) -> records.Issued:
    """One of Jason's credentials, revoked, or a licence of his, suspended."""
    award = an_award() if kind == "revoked" else a_licence()
    act = actions.revoke if kind == "revoked" else actions.suspend
    act(by=HOUSE, award=award.id, cause="under_review", reason=reason, now=timezone.now())
    return award


@pytest.mark.covers("S001-SH5.4", "S001-M23")
@pytest.mark.parametrize("kind", ["revoked", "suspended"])
def test_a_marked_credential_says_since_when_why_and_by_whom_and_takes_what_the_learner_says(
    kind: str,
) -> None:
    award = marked(kind, "Two people have the same name.")
    client, at = signed_in(JASON), f"/me/record/line/award/{award.id}/"
    home = said(client.get("/me/"))
    assert "with a reason" in home
    assert "Read why, and say what you think" in home
    page = client.get(at)
    words = said(page)
    assert "Two people have the same name." in words
    assert ("took it back" if kind == "revoked" else "set it aside for a while") in words
    assert str(timezone.localdate().year) in words
    issuer = records.registry()
    assert any(each.name in words for each in issuer.values() if each.issuer == award.issuer)
    review = re.search(r"/me/record/appeal/([0-9a-f-]+)/", page.content.decode())
    assert review
    empty = client.post(f"/me/record/appeal/{review[1]}/", {"words": " "}, follow=True)
    assert "it has no words yet" in said(empty)
    sent = client.post(
        f"/me/record/appeal/{review[1]}/", {"words": "It is mine; ask Ms. Ortiz."}, follow=True
    )
    assert "It is mine; ask Ms. Ortiz." in said(sent)
    assert "<textarea" not in sent.content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_answer_stands_on_the_page_and_a_credential_that_stands_again_keeps_the_story() -> None:
    award = marked("revoked", "Two people have the same name.")
    jason, now = actor(JASON), timezone.now()
    (review,) = records.award_reviews(jason, jason.me, now=now)
    actions.appeal(by=jason, review=review.id, words="It is mine.", now=now)
    actions.decide_review(
        by=HOUSE,
        review=review.id,
        upheld=False,
        outcome="We asked, and it is his.",
        now=now + timedelta(minutes=1),
    )
    client = signed_in(JASON)
    newest = next(
        each
        for each in records.awards(jason, jason.me, now=now + timedelta(minutes=2))
        if each.credential == award.credential and not each.replaced
    )
    assert newest.id != award.id
    words = said(client.get(f"/me/record/line/award/{newest.id}/"))
    assert "your credential stands again. We asked, and it is his." in words
    assert "It was decided whether it stands" in said(client.get("/me/"))


def test_nobody_else_says_it_for_the_learner_and_the_page_stays_within_its_budget() -> None:
    award = marked("suspended", "A name is unclear.")
    jason = actor(JASON)
    (review,) = records.award_reviews(jason, jason.me, now=timezone.now())
    other = signed_in("mariah-16").post(f"/me/record/appeal/{review.id}/", {"words": "Mine!"})
    assert other.status_code == 403
    (review,) = records.award_reviews(jason, jason.me, now=timezone.now())
    assert review.appeal == ""
    assert cost(signed_in(JASON), f"/me/record/line/award/{award.id}/") <= MOST


def test_a_reader_outside_sees_that_it_was_withdrawn_and_neither_why_nor_what_was_said() -> None:
    from tests.web.test_record_pages import shared

    award = an_award()
    _, secret = shared(JASON, award.credential)
    marked("revoked", "Two people have the same name.")
    from django.test import Client

    page = Client().get(f"/shared/{secret}/line/award/{award.id}/")
    assert page.status_code == 200
    assert "Two people have the same name." not in page.content.decode()
    assert "What its issuer says" not in said(page)


@pytest.mark.covers("S001-SH5.4")
def test_a_guardian_says_why_their_childs_credential_should_stand_and_the_child_reads_it() -> None:
    award, child = marked("revoked", "Two people have the same name."), actor(JASON)
    mother, at = signed_in("denise-reed"), f"/family/{child.me}/questions/"
    assert "Questions about credentials" in said(mother.get(f"/family/{child.me}/"))
    page = mother.get(at)
    assert "took it back. The reason they give: “Two people have the same name.”" in said(page)
    (review,) = records.award_reviews(child, child.me, now=timezone.now())
    empty = mother.post(f"{at}{review.id}/", {"words": " "}, follow=True)
    assert "it has no words yet" in said(empty)
    sent = said(mother.post(f"{at}{review.id}/", {"words": "I have the letter here."}, follow=True))
    assert "this was said for it: “I have the letter here.”" in sent
    assert "I have the letter here." in said(signed_in(JASON).get(f"/me/record/line/award/{award.id}/"))
    assert "Denise Reed" in said(signed_in(JASON).get("/me/looks/"))
    assert cost(mother, at) <= MOST + READS_ANOTHER


def test_a_guardian_has_no_say_in_what_is_asked_about_somebody_elses_child() -> None:
    marked("revoked", "Two people have the same name.")
    child, other = actor(JASON), id_of("mariah-16")
    mother = signed_in("denise-reed")
    (review,) = records.award_reviews(child, child.me, now=timezone.now())
    assert mother.get(f"/family/{other}/questions/").status_code == 403
    assert mother.post(f"/family/{other}/questions/{review.id}/", {"words": "Mine."}).status_code == 403
    for key in ("mr-okafor", "mariah-16"):
        assert signed_in(key).get(f"/family/{child.me}/questions/").status_code == 403
    assert "There is no question about any credential." in said(
        mother.get(f"/family/{id_of('jason-14')}/questions/")
    )
