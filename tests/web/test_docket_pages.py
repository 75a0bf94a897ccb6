"""The docket's pages at every stage of a matter: within their budget, and with what is next."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.looking import actor, said
from tests.web.test_pages import QUERIES, signed_in
from throughline.apps.advising import tasks
from throughline.apps.advising.actions.governing import close_ended, open_vote
from throughline.apps.advising.drafts_tried import newest_impact, packet_json
from throughline.apps.advising.queries import governing as trying
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions as publishing
from throughline.apps.governance import actions, queries
from throughline.apps.opportunities.actions import watching
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")
BOARD, BRIDGE = "meridian-board-of-pathways", "Crew leads read a bridge survey from the air"
ANSWERS = {"sorting": "No: nobody is asked to score first."}


def _asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return sum("SAVEPOINT" not in each["sql"] for each in seen)


def _matters() -> dict[str, int]:
    """The newest matter of each stage."""
    found = queries.docket(on=timezone.localdate())
    return {each.stage: each.docket for each in reversed(found) if each.kind != "request"}


def _bridge() -> int:
    return next(each.docket for each in queries.docket(on=timezone.localdate()) if each.title == BRIDGE)


def _to_the_vote(docket: int) -> None:
    """What is still missing is done, and the clerk opens the vote."""
    _ready(docket)
    open_vote(by=actor("helen-zhou"), docket=docket, body=BOARD, now=timezone.now())


def _ready(docket: int) -> None:
    now, rosa, maya = timezone.now(), actor("rosa-delgado"), actor("maya-whitefeather")
    actions.sign_part(
        by=maya, docket=docket, part="pathway:ironworking#lead", organization="river-makers", now=now
    )
    for name, text in ANSWERS.items():
        actions.answer_question(by=rosa, docket=docket, question=name, text=text, now=now)
    for each in queries.matter(rosa, docket, on=timezone.localdate(now), now=now).comments:
        if not each.answer:
            actions.answer_comment(by=rosa, comment=each.id, text="Yes.", now=now)


def test_every_page_of_the_docket_stays_in_its_budget_at_every_stage() -> None:
    now, docket = timezone.now(), _bridge()
    matters = _matters()
    assert {"drafting", "comment", "answering", "decided"} <= matters.keys()
    paths = [f"/governance/docket/{each}/{more}" for each in matters.values() for more in ("", "packet/")]
    paths += [
        "/governance/", "/governance/mine/", "/governance/docket/", f"/governance/docket/?body={BOARD}",
        "/governance/docket/register/", f"/governance/docket/agenda/{BOARD}/", f"/governance/bodies/{BOARD}/",
    ]  # fmt: skip
    readers = {"helen-zhou": signed_in("helen-zhou"), "mr-bell": signed_in("mr-bell")}
    costs = {(who, path): _asked(client, path) for who, client in readers.items() for path in paths}
    _to_the_vote(docket)
    for word, who in (("for", "mr-bell"), ("against", "joe-castellano")):
        actions.vote(by=actor(who), docket=docket, body=BOARD, word=word, now=now)  # type: ignore[arg-type]
    after = [f"/governance/docket/{docket}/", f"/governance/docket/{docket}/{BOARD}/1/"]
    costs |= {("vote", path): _asked(readers["helen-zhou"], path) for path in after}
    close_ended(by=HOUSE, now=now + timedelta(days=8))
    after += [f"/governance/docket/minutes/{BOARD}/{timezone.localdate(now + timedelta(days=8))}/"]
    costs |= {("closed", path): _asked(readers["helen-zhou"], path) for path in after}
    assert {key: cost for key, cost in costs.items() if cost > QUERIES} == {}


def test_a_vote_that_closed_by_itself_without_a_quorum_says_what_is_next_on_every_page_of_it() -> None:
    docket, now = _bridge(), timezone.now()
    _to_the_vote(docket)
    open_now = said(Client().get(f"/governance/docket/{docket}/"))
    assert "It closes by itself after" in open_now
    close_ended(by=HOUSE, now=now + timedelta(days=8))
    for path in (f"/governance/docket/{docket}/", f"/governance/docket/{docket}/{BOARD}/1/"):
        page = said(Client().get(path))
        assert "no quorum" in page
        assert "What is next: Too few seats took part, so nothing is decided. The clerk may open" in page
        assert "0 of 15 seats took part; a quorum is 8." in page


def test_a_members_day_begins_with_a_word_of_what_waits_and_leads_to_it() -> None:
    docket = _bridge()
    _to_the_vote(docket)
    client = signed_in("mr-bell")
    page = client.get("/my-day/", follow=True)
    assert "1 thing waits for you in your seat." in said(page)
    mine = client.get("/governance/mine/")
    assert "Your vote is asked for" in said(mine)
    assert f'href="/governance/docket/{docket}/"' in mine.content.decode()
    client.post(f"/governance/docket/{docket}/vote/", {"body": BOARD, "word": "for", "reason": "It is time"})
    assert "Nothing waits for you now." in said(client.get("/governance/mine/"))
    assert "waits for you" not in said(client.get("/my-day/", follow=True))


def test_whoever_sits_in_a_body_is_led_to_their_seats_from_every_page_and_nobody_else_is() -> None:
    for key, there in (("helen-zhou", True), ("grace-lindqvist", True), ("ms-ortiz", False)):
        client = signed_in(key)
        client.get("/my-day/")
        assert (b'href="/governance/mine/"' in client.get("/pathways/").content) is there, key


def test_what_stands_in_the_way_of_a_vote_is_said_with_names_and_without_references() -> None:
    page = said(Client().get(f"/governance/docket/{_bridge()}/"))
    assert "The stage “Lead and teach” of “Ironworking” has no author from the community." in page
    assert "Ironworking: Lead and teach Must still sign: community" in page
    open_still = said(Client().get(f"/governance/docket/{_matters()['comment']}/"))
    for words in (page, open_still):
        assert not re.search(r"(pathway|milestone|waiver):[a-z]|\d{4}-\d\d-\d\d", words), words


def test_a_learner_in_a_body_reads_the_reminder_among_what_changed_and_a_stranger_an_empty_page() -> None:
    _to_the_vote(_bridge())
    actions.remind(by=HOUSE, now=timezone.now())
    page = signed_in("renee-dubois").get("/me/").content.decode()
    assert "Your vote is asked for" in page
    assert 'href="/governance/mine/"' in page
    assert "You sit in no body now." in said(signed_in("jason-12").get("/governance/mine/"))
    assert Client().get("/governance/mine/").status_code in (302, 403)


@pytest.mark.covers("A-GO-3")
def test_with_a_learner_seat_vacant_the_clerk_is_told_and_the_vote_does_not_open() -> None:
    """The learner leaves, a notice is published, the clerk asks for the vote all the same; then the seat is filled."""
    docket, now = _bridge(), timezone.now()
    _ready(docket)
    clerk, renee = signed_in("helen-zhou"), actor("renee-dubois")
    actions.resign(by=renee, body=BOARD, on=timezone.localdate(now), now=now)
    actions.announce_vacancy(
        by=actor("helen-zhou"), body=BOARD, seat="learner", place=1, words="Come.", now=now
    )
    shown = said(clerk.get(f"/governance/docket/{docket}/"))
    assert "“Learners”: a seat is vacant, and the charter lets no notice stand in for it." in shown
    answer = clerk.post(f"/governance/docket/{docket}/open-vote/", {"body": BOARD})
    assert answer.status_code == 422
    assert "“Learners”: a seat is vacant" in said(answer)
    assert queries.votes_held(body=BOARD)[0].docket != docket
    new = actions.NewTerm("learner", actor("mariah-16").me, timezone.localdate(now), 1, region="river-valley")
    actions.fill(by=actor("helen-zhou"), body=BOARD, terms=[new], now=now)
    assert "The vote is open." in said(
        clerk.post(f"/governance/docket/{docket}/open-vote/", {"body": BOARD}, follow=True)
    )


@pytest.mark.covers("A-GO-5", "S001-P3.3")
def test_a_check_that_turns_red_at_night_opens_a_docket_item_and_learners_are_told_in_plain_words(
    meridian: Pack,
) -> None:
    """The promises of a stage end; the night's jobs run; the board has it on its docket, the learner on their page."""
    now, state = timezone.now(), meridian.catalogue
    ends = timezone.localdate(now) + timedelta(days=3)
    short = {
        name: replace(each, ends=ends) if "ironworking" in each.pathways or not each.pathways else each
        for name, each in state.agreements.items()
    }
    publishing.publish(by=HOUSE, pack=replace(state, agreements=short), now=now)
    learner = signed_in("mariah-16")
    assert "is being mended" not in said(learner.get("/me/"))
    night = now + timedelta(days=4)
    assert actions.run_checks(by=HOUSE, now=night) > 0
    watching.watch(by=HOUSE, now=night)
    fault = next(each for each in queries.certification.faults() if each.pathway == "ironworking")
    assert (fault.owner, fault.docket > 0) == (BOARD, True)
    page = said(Client().get(f"/governance/docket/?body={BOARD}"))
    assert "Being mended" in page
    assert fault.sentence in page
    told = said(learner.get("/me/"))
    assert "A promise at the end of a stage is being mended; what you have shown stays" in told
    assert not re.search(r"\b(C0?\d+|failed|at risk|behind)\b", told)


def test_in_a_large_house_a_job_tries_a_draft_and_until_then_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    docket, asked = _bridge(), list[dict[str, int]]()
    path = f"/governance/docket/{docket}/"
    small = said(Client().get(path))
    monkeypatch.setattr(trying, "AT_ONCE", 0)
    monkeypatch.setattr(tasks.try_one_draft, "defer", lambda **given: asked.append(given))
    trying._large.cache_clear()
    try:
        for _ in range(2):
            page = said(Client().get(path))
            assert "The draft is being tried on everyone's record." in page
        assert asked == [{"docket": docket}]
        assert tasks.try_drafts() >= 1
        assert tasks.try_drafts() == 0
        page = said(Client().get(path))
        assert "it is tried again every day" in page
        assert _numbers(page) == _numbers(small)
    finally:
        trying._large.cache_clear()
    held = newest_impact(docket, now=timezone.now())
    assert packet_json(held)["learners"] is None or packet_json(held)["learners"] >= 10
    assert not re.search(r"\b[1-9] learners?\b", page)


def _numbers(page: str) -> str:
    return page.partition("What it does to those who learn")[2].partition("Worked out")[0]
