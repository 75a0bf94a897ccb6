"""The exchange: a learner publishes a part without a name, only those who were let in find it, and it is gone at once."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.outside import browser_of
from tests.factories import fresh, helps, learner, load, person, show, small_state, teacher
from tests.web.looking import MOST, READS_ANOTHER, cost, said
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import listings
from throughline.apps.records import actions as records
from throughline.apps.records.queries import shares
from throughline.core import neutral_order
from throughline.core.consents import ConsentRule

pytestmark = pytest.mark.django_db
WORDS = "A summer with numbers and boats"


def state(*rules: ConsentRule) -> None:
    pack = small_state()
    load(replace(pack, state=replace(pack.state, consents=rules)))


def published(who: Actor, *picked: str, words: str = WORDS):
    """A listing of these entries; gives its id, its share, and the secret of the share's link."""
    now = timezone.now()
    new = records.NewShare(
        "employer", "Places on the exchange", "To be found", picked, now + timedelta(days=30)
    )
    share = records.prepare(by=who, learner=who.me, new=new, now=now)
    secret = records.open_share(by=who, share=share, now=now)
    return listings.publish(by=who, share=share, words=words, now=now), share, secret


def let_in(*places: str) -> None:
    for each in places:
        listings.decide_who_looks(
            by=person("Rosa", ("board_member", "board")), organization=each, why="Visited twice.",
            until=timezone.localdate() + timedelta(days=90), now=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def ana() -> Actor:
    state()
    made = learner()
    show(made, teacher(), "competency:numbers", "competency:reading", "competency:tools")
    return made


@pytest.mark.covers("S001-D12.7", "A-EM-6")
def test_what_a_learner_publishes_is_found_without_a_name_and_is_gone_at_once_when_taken_back(
    ana: Actor,
) -> None:
    key, _, secret = published(ana, "competency:numbers", "competency:tools")
    desk = browser_of(person("Grace", ("employer", "mercy-bay")))
    path = f"/exchange/find/{key}/"
    # Nobody who was not let in sees it, and it is never public.
    assert Client().get("/exchange/find/")["Location"].startswith("/sign-in/")
    for page in ("/exchange/find/", path):
        assert desk.get(page).status_code == 403
    assert WORDS not in said(Client().get("/exchange/"))
    let_in("mercy-bay")
    found = desk.get("/exchange/find/", {"shows": ["competency:numbers", "competency:cells"]})
    assert "Show 1 of 2" in said(found)
    assert WORDS in said(found)
    assert WORDS not in said(desk.get("/exchange/find/", {"shows": "competency:reading"})), (
        "it is not in the part"
    )
    seen = desk.get(path)
    assert "Numbers" in said(seen)
    assert "Tools" in said(seen)
    for hidden in ("Ana", "Reed", "Reading", "Northside"):
        assert hidden not in said(seen)
    for answer in (found, seen):
        assert "no-store" in answer["Cache-Control"], "nothing of it stays in a cache"
    # Every look is on the learner's page: in the list, and at the part.
    phone = browser_of(ana)
    looks = said(phone.get("/me/looks/"))
    assert looks.count("Grace Reed") == 2
    # Without an account: the same part by its link, checked, and the learner sees that too.
    visitor = Client()
    by_link = said(visitor.get(f"/shared/{secret}/"))
    assert "Reading" not in by_link
    assert visitor.post(f"/shared/{secret}/check/").status_code == 200
    assert "by your link" in said(phone.get("/me/looks/"))
    # Taken back: gone at the very next look, from the list, by its address, by asking, by reloading.
    phone.post("/me/listings/", {"key": key, "do": "withdraw"})
    assert WORDS not in said(desk.get("/exchange/find/"))
    again = desk.get(path, headers={"if-none-match": seen.get("ETag", '"x"'), "if-modified-since": "now"})
    assert again.status_code == 403
    assert WORDS not in again.content.decode()
    assert desk.post(path, {"place": "mercy-bay", "words": "Hello"}).status_code == 403
    assert Client().get(f"/shared/{secret}/").status_code == 200, (
        "what was given out by hand stays until it is ended"
    )
    # No sponsor goes into the order, and its whole code stands on the page.
    code = inspect.getsource(neutral_order)
    assert " ".join(code.split()) in said(Client().get("/exchange/"))


def test_ending_the_share_ends_the_listing_too(ana: Actor) -> None:
    _, share, _ = published(ana, "competency:numbers")
    let_in("mercy-bay")
    grace = person("Grace", ("employer", "mercy-bay"))
    assert len(queries.listings.search(grace, (), now=timezone.now()).rows) == 1
    records.withdraw_share(by=ana, share=share, now=timezone.now())
    assert queries.listings.search(grace, (), now=timezone.now()).rows == ()
    assert "over" in said(browser_of(ana).get("/me/listings/"))


def test_a_learner_with_a_guardian_is_found_and_written_to_only_once_the_guardian_agrees(ana: Actor) -> None:
    rules = [ConsentRule(each, {"en": each}, guardian="beside") for each in ("listing", "employer-contact")]
    state(*rules)
    mother = helps(person("Mo"), ana, "guardian", "plan", "progress", "record")
    let_in("mercy-bay")
    grace, now = person("Grace", ("employer", "mercy-bay")), timezone.now()
    key, _, _ = published(ana, "competency:numbers")
    assert "waits for a guardian" in said(browser_of(ana).get("/me/listings/"))
    assert queries.listings.search(grace, (), now=now).rows == ()
    records.consent(by=mother, learner=ana.me, purpose="listing", now=now)
    now = timezone.now()
    assert [each.id for each in queries.listings.search(grace, (), now=now).rows] == [key]
    with pytest.raises(Refused, match="guardian has not agreed"):
        listings.approach(by=grace, listing=key, organization="mercy-bay", words="Come and see us.", now=now)
    records.withdraw_consent(by=mother, learner=ana.me, purpose="listing", now=now)
    assert queries.listings.search(grace, (), now=timezone.now()).rows == ()


def test_who_asks_to_talk_learns_a_name_only_by_the_learners_yes(ana: Actor) -> None:
    key, _, _ = published(ana, "competency:numbers")
    let_in("mercy-bay", "southside-high")
    desk, other = (
        browser_of(person(n, ("employer", o))) for n, o in (("Grace", "mercy-bay"), ("Hal", "southside-high"))
    )
    path, phone = f"/exchange/find/{key}/", browser_of(ana)
    for browser, place in ((desk, "mercy-bay"), (other, "southside-high")):
        browser.post(path, {"place": place, "words": f"Come and see {place}."})
    assert "asked before" in said(desk.post(path, {"place": "mercy-bay", "words": "Again."}))
    asks = {
        a.organization: a.id
        for each in queries.listings.own(ana, shares(ana, ana.me, now=timezone.now()), now=timezone.now())
        for a in each.approaches
    }
    assert "Come and see mercy-bay." in said(phone.get("/me/listings/"))
    phone.post("/me/listings/", {"key": asks["mercy-bay"], "do": "yes"})
    phone.post("/me/listings/", {"key": asks["southside-high"], "do": "no"})
    assert "Ana Reed" in said(desk.get("/inbox/"))
    assert "Ana" not in said(other.get("/inbox/")) + said(other.get(path))
    assert "They said no." in said(other.get(path))
    assert "Come and see mercy-bay." not in said(other.get(path)), "what one asked another does not read"


def test_a_part_with_the_learners_name_or_another_persons_part_is_refused(ana: Actor) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="your name is in it"):
        published(ana, "competency:numbers", words="Ana looks for a summer with boats")
    key, share, _ = published(ana, "competency:numbers")
    with pytest.raises(Refused, match="is published"):
        listings.publish(by=ana, share=share, words="Again", now=now)
    with pytest.raises(Refused):
        listings.withdraw(by=learner("Bo"), listing=key, now=now)
    with pytest.raises(Refused, match="governing body"):
        listings.decide_who_looks(
            by=ana, organization="mercy-bay", why="x", until=timezone.localdate(), now=now
        )


def test_when_the_board_ends_it_nothing_is_found_any_more(ana: Actor) -> None:
    published(ana, "competency:numbers")
    let_in("mercy-bay")
    grace, rosa = person("Grace", ("employer", "mercy-bay")), person("Ro", ("board_member", "board"))
    browser_of(rosa).post("/exchange/let-in/", {"organization": "mercy-bay", "do": "end"})
    with pytest.raises(Refused):
        queries.listings.search(fresh(grace), (), now=timezone.now())


def test_the_pages_of_the_exchange_cost_eight_queries_at_most_however_many_are_listed(ana: Actor) -> None:
    let_in("mercy-bay")
    grace, marta = person("Grace", ("employer", "mercy-bay")), teacher("Tom")
    key, _, _ = published(ana, "competency:numbers")
    desk = browser_of(grace)
    few = cost(desk, "/exchange/find/")
    for n in range(4):
        other = learner(f"Learner{n}")
        show(other, marta, "competency:numbers")
        published(other, "competency:numbers")
    assert cost(desk, "/exchange/find/") == few
    costs = {p: cost(desk, p) for p in ("/exchange/", "/exchange/find/", f"/exchange/find/{key}/")}
    costs["/me/listings/"] = cost(browser_of(ana), "/me/listings/")
    # Those who look, and what they open, are written down besides: another's page costs a little more.
    assert {p: n for p, n in costs.items() if n > MOST + (READS_ANOTHER if "find" in p else 0)} == {}


def test_whoever_looks_can_go_on_past_the_first_page_and_only_who_is_on_it_is_told(
    ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.apps.opportunities.queries.listings.MOST", 1)
    let_in("mercy-bay")
    ben = learner("Ben")
    show(ben, teacher("Tom"), "competency:numbers")
    keys = {published(each, "competency:numbers")[0] for each in (ana, ben)}
    browser = browser_of(person("Grace", ("employer", "mercy-bay")))
    first = browser.get("/exchange/find/?shows=competency:numbers").content.decode()
    assert 'href="?shows=competency%3Anumbers&amp;page=2"' in first
    last = browser.get("/exchange/find/?shows=competency:numbers&page=2").content.decode()
    assert "page=3" not in last
    assert 'href="?shows=competency%3Anumbers&amp;page=1"' in last
    found = [re.search(r"/exchange/find/([0-9a-f-]{36})/", each) for each in (first, last)]
    assert {str(key) for key in keys} == {each[1] for each in found if each}
