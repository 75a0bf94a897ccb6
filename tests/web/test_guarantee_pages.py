"""Guarantees on their pages: for everyone, for a learner who answers, for the institution that owes them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline import check_proof
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actor import HOUSE
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import watching
from throughline.apps.records import queries as records
from throughline.apps.records.queries import stated
from throughline.core.catalogue.agreements import in_force
from throughline.core.formats.state_pack import Pack
from throughline.web.public.promises import reach_of_regions

pytestmark = pytest.mark.usefixtures("meridian", "db")
SIX = 6


def jasons(kind: str) -> dict[str, opportunities.offers.OwnOffer]:
    """Jason's offers of a kind, by agreement."""
    found = opportunities.offers.own(actor("jason-18"), actor("jason-18").me, now=timezone.now())
    return {each.agreement.id: each for each in found if each.kind == kind}


@pytest.mark.covers("S001-V1")
def test_anybody_reads_every_promise_in_force_with_issuer_condition_remedy_and_how_to_complain(
    meridian: Pack,
) -> None:
    text, today = said(Client().get("/promises/")), timezone.localdate()
    kept = meridian.catalogue
    active = [each for each in kept.agreements.values() if in_force(each, today)]
    assert len(active) > 100
    for each in active:
        for part in (each.title["en"], each.promise["en"], each.remedy["en"]):
            assert " ".join(part.split()) in text, (each.id, part)
    assert text.count("Opens with:") == text.count("If it is not kept:") == len(active)
    assert "has 10 days to answer. After that day Meridian Board of Pathways answers too." in text
    one = said(Client().get("/promises/hiring-mercy-bay-hospital/"))
    assert "Owed by Mercy Bay Hospital" in one
    assert Client().get("/promises/nothing/").status_code == 404


@pytest.mark.covers("S001-V1")
def test_at_twelve_seventeen_twentyfour_and_fiftytwo_it_is_the_same_number_of_steps_to_a_plan() -> None:
    walked = {}
    for age in (12, 17, 24, 52):
        key, now = uuid4(), timezone.now()
        new = directory.NewPerson(
            key, f"Nia {age}", "Reed", about=f"She is {age}.", account=f"nia-{age}", demo_key=f"nia-{age}",
            roles=(("learner", "northside-high"),),
        )  # fmt: skip
        directory.add_people(by=HOUSE, people=[new], starts=timezone.localdate(now), now=now)
        walked[age] = _to_a_plan(signed_in(f"nia-{age}"))
    assert len(set(walked.values())) == 1
    assert walked[12] == ("/pathways/", "/pathways/nursing/elsewhere/", "choose", "/me/plan/")


def _to_a_plan(client: Client) -> tuple[str, ...]:
    """From the list of pathways to one's own plan; no page on the way asks for an age."""
    steps = []
    for path in ("/pathways/", "/pathways/nursing/elsewhere/"):
        page = client.get(path).content.decode()
        assert not re.search(r'name="(age|birth|born|grade)', page)
        steps.append(path)
    answer = client.post("/pathways/nursing/choose/", {"destination": ""})
    assert answer.status_code == 302, said(answer)
    steps.append("choose")
    plan = client.get("/me/plan/")
    assert "Nursing" in said(plan)
    return (*steps, "/me/plan/")


@pytest.mark.covers("S001-P0.1", "S001-J26", "C24")
def test_jason_reads_six_places_with_everything_behind_them_and_says_yes_to_one_without_script() -> None:
    client = signed_in("jason-18")
    text = said(client.get("/me/guarantees/"))
    assert f"Places to study: {SIX}" in text
    found = jasons("admission")
    assert len(found) == SIX
    one = found["msu-biomedical-engineering-admission"]
    page = f"/me/guarantees/{one.id}/"
    text = said(client.get(page))
    for part in (
        "You have a place in Biomedical Engineering in the biggest city of the state.",
        "Owed by Meridian State University", "Opens with Secondary Diploma, Medical Sciences",
        "What opened it Secondary Diploma, Medical Sciences", "Legal status Contract",
        "If it is not kept The university holds a place in the next term", "The place is held until",
        "Meridian State University signed it on",
    ):  # fmt: skip
        assert part in text, part
    signed = json.loads(client.get(f"{page}signed.json").content)
    assert stated.holds(signed, "meridian-state-university", now=timezone.now())

    refused = client.post(f"{page}answer/", {"act": "complain", "words": " "})
    assert refused.status_code == 422
    why = "The city has music and food."
    assert client.post(f"{page}answer/", {"act": "accept", "reason": why, "tell": "yes"}).status_code == 302
    assert sorted(each.state for each in jasons("admission").values()) == ["accepted"] + ["released"] * 5
    assert why in said(client.get(page))
    assert "What you let go: 5" in said(client.get("/me/guarantees/"))
    assert why not in said(signed_in("helen-zhou").get("/promised/msu-biomedical-engineering-admission/"))
    assert client.post(f"{page}answer/", {"act": "back"}).status_code == 302
    assert {each.state for each in jasons("admission").values()} == {"held"}


def test_a_guardian_and_a_stranger_answer_nothing_and_a_stranger_reads_nothing() -> None:
    page = f"/me/guarantees/{jasons('admission')['msu-medicine-admission'].id}/"
    for who in ("mariah-16", "helen-zhou"):
        assert signed_in(who).get(page).status_code == 403
        assert signed_in(who).post(f"{page}answer/", {"act": "accept"}).status_code in (403, 422)
    assert {each.state for each in jasons("admission").values()} == {"held"}


@pytest.mark.covers("A-L18-4")
def test_the_college_reads_who_comes_once_they_let_it_and_keeps_or_breaks_its_word_in_the_open() -> None:
    learner, college = signed_in("jason-18"), signed_in("helen-zhou")
    one = jasons("admission")["msu-nursing-science-admission"]
    address = "/promised/msu-nursing-science-admission/"
    learner.post(f"/me/guarantees/{one.id}/answer/", {"act": "accept"})
    assert "Somebody whose name you do not know yet" in said(college.get(address))
    learner.post(f"/me/guarantees/{one.id}/answer/", {"act": "tell"})
    assert "Jason Reed" in said(college.get(address))
    assert college.post(address, {"offer": str(one.id), "act": "refuse", "reason": ""}).status_code == 422
    college.post(address, {"offer": str(one.id), "act": "refuse", "reason": "The building burned down."})
    text = said(learner.get(f"/me/guarantees/{one.id}/"))
    assert "Meridian State University owes this and says that it does not keep it." in text
    assert "The building burned down." in text
    assert "Owed to you" in said(learner.get("/me/guarantees/"))
    assert "not kept 1 times" in said(Client().get("/promises/msu-nursing-science-admission/"))
    learner.post(f"/me/guarantees/{one.id}/answer/", {"act": "complain", "words": "I gave up five others."})
    assert "Meridian State University answers by" in said(learner.get(f"/me/guarantees/{one.id}/"))
    link = re.search(r'/promised/complaints/[^"]+', college.get("/promised/").content.decode())
    assert link
    answer = {
        "place": "meridian-state-university",
        "outcome": "kept",
        "answer": "The campus in Riverbend takes you.",
    }
    assert college.post(link[0], {**answer, "answer": ""}).status_code == 422
    assert college.post(link[0], answer).status_code == 302
    assert "The campus in Riverbend takes you." in said(learner.get(f"/me/guarantees/{one.id}/"))
    college.post(address, {"offer": str(one.id), "act": "honor"})
    assert jasons("admission")["msu-nursing-science-admission"].state == "honored"


@pytest.mark.covers("A-CO-2")
def test_who_is_promised_a_place_arrives_at_the_college_with_a_proof_a_held_seat_and_supports_and_no_form() -> (
    None
):
    jason, college = signed_in("jason-18"), signed_in("helen-zhou")
    one = jasons("admission")["msu-medicine-admission"]
    address = "/promised/msu-medicine-admission/"
    proof = f"{address}{one.id}/proof.json"
    before = said(college.get(address))
    places, held = places_and_held(before)
    assert held >= 1, "the seat is held before anybody answers"
    jason.post(f"/me/guarantees/{one.id}/answer/", {"act": "accept"})
    assert college.get(proof).status_code == 403, "without the name no proof either"
    assert places_and_held(said(college.get(address))) == (places, held - 1), (
        "the held seat is the one that is taken"
    )

    jason.post(f"/me/guarantees/{one.id}/answer/", {"act": "tell"})
    text = said(college.get(address))
    assert "Jason Reed" in text
    assert "What you offer them there" in text
    own = said(jason.get(f"/me/guarantees/{one.id}/"))
    assert one.agreement.supports
    for each in one.agreement.supports:
        assert each["en"] in text, "the college reads what it owes"
        assert each["en"] in own, "and the learner what they get"

    content = college.get(proof).content
    keys = {each.public for each in records.keepers_keys()}
    believed, why = check_proof.answer(content, keys, timezone.now() + timedelta(seconds=5))
    assert believed, why
    file = json.loads(content)
    assert [each["id"] for each in file["guarantees"]] == ["agreement:msu-medicine-admission"]
    assert file["guarantees"][0]["finish"] == [], "it is open, nothing is left to do"
    assert signed_in("mariah-16").get(proof).status_code == 403
    assert "Helen Zhou" in said(jason.get("/me/looks/"))


def places_and_held(text: str) -> tuple[int, int]:
    """Places free this year, and those held that nobody answered yet, as the college's page says them."""
    places, held = re.search(
        r"Places free this year (\d+) of \d+ Held, not answered yet (\d+)", text
    ).groups()
    return int(places), int(held)


@pytest.mark.covers("S001-SH2.2", "S001-R6.4b")
def test_the_page_of_an_admission_lists_its_supports_and_its_places_against_those_expected() -> None:
    text = said(Client().get("/promises/msu-public-health-admission/"))
    assert "A free writing and mathematics studio every weekday" in text
    assert "Help with housing and the bus pass" in text
    assert "Places a year 50" in text
    assert (
        "340 are expected to finish a year. 395 places of this kind open with it. The places are enough."
        in text
    )
    assert "First come learners of: the Highlands and the Prairie." in text


@pytest.mark.covers("S001-J30")
def test_the_page_shows_ten_agreements_to_hire_public_and_private_with_their_terms() -> None:
    text = said(Client().get("/promises/?pathway=medical-sciences"))
    assert "Master of Medical Sciences: 10" in text
    found = [
        each for each in opportunities.promised.promises(on=timezone.localdate())
        if each.agreement.kind == "hiring" and "medical-sciences" in each.agreement.pathways
        and "master-medical-sciences" in repr(each.agreement.trigger)
    ]  # fmt: skip
    assert len(found) == 10
    assert {each.agreement.legal_status for each in found} == {"contract", "policy", "pledge"}
    for name in ("Public health laboratory", "Cell medicines at Riverlight"):
        assert name in text


@pytest.mark.covers("S001-P1.2")
def test_every_part_of_the_state_has_pathways_within_reach_or_stands_on_the_list_of_gaps_with_an_owner() -> (
    None
):
    rows = reach_of_regions(timezone.localdate())
    assert len(rows) == 5
    assert all(each.pathways or each.owner for each in rows)
    text = said(Client().get("/promises/within-reach/"))
    for row in rows:
        assert f"{row.title['en']}: {len(row.pathways)}" in text
    assert "There is no gap today." in text


@pytest.mark.covers("S001-P1.2")
def test_a_part_of_the_state_without_any_is_a_gap_with_its_owner(
    meridian: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from throughline.core.catalogue.documents import Region
    from throughline.web import reading

    empty = replace(
        meridian.catalogue, regions={**meridian.catalogue.regions, "isles": Region("isles", {"en": "Isles"})}
    )
    monkeypatch.setattr(reading, "catalogue", lambda: empty)
    text = said(Client().get("/promises/within-reach/"))
    assert "Isles: nothing can be begun here yet. Meridian Board of Pathways mends it." in text


@pytest.mark.covers("S001-P3.3")
def test_whoever_would_begin_a_pathway_whose_promise_ended_is_warned_before_choosing(meridian: Pack) -> None:
    from dataclasses import replace

    from throughline.apps.frameworks import actions as frameworks

    client = signed_in("jason-16")
    assert "It is being mended." not in said(client.get("/pathways/ironworking/elsewhere/"))
    without = {
        k: v for k, v in meridian.catalogue.agreements.items() if k != "ironworking-journeyworker-hire"
    }
    frameworks.publish(by=HOUSE, pack=replace(meridian.catalogue, agreements=without), now=timezone.now())
    watching.watch(by=HOUSE, now=timezone.now())
    assert "It is being mended." in said(client.get("/pathways/ironworking/elsewhere/"))
    text = said(Client().get("/promises/within-reach/"))
    assert "Certification at risk" in text
    assert "Ironworkers Local 9 mends it" in text or "Meridian Apprenticeship Council mends it" in text
    assert "A promise at the end of a stage is being mended" in said(signed_in("mariah-16").get("/me/"))


def test_each_page_stays_within_its_budget() -> None:
    one = jasons("admission")["msu-medicine-admission"].id
    for who, path in (
        ("jason-18", "/me/guarantees/"), ("jason-24", "/me/guarantees/"), ("jason-18", f"/me/guarantees/{one}/"),
        ("helen-zhou", "/promised/"), ("helen-zhou", "/promised/msu-medicine-admission/"),
    ):  # fmt: skip
        assert cost(signed_in(who), path) <= MOST, path
