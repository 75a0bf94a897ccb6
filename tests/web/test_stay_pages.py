"""A stay elsewhere on its pages: asked by a learner, answered by their home and the host, each on their own turn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.looking import MOST, cost, said
from tests.web.test_pages import signed_in

pytestmark = pytest.mark.usefixtures("meridian", "db")


def asked_for(**changed: object) -> dict[str, object]:
    """What the form sends: a term at the college, two things to do there, one that it counts as."""
    today = timezone.localdate()
    return {
        "home": "northside-high", "host": "harbor-community-college", "kind": "study",
        "starts": str(today), "ends": str(today + timedelta(days=100)), "program": "away-terms",
        "studied": ["competency:data-reasoning"], "other": "Tide pools\n\n", "counts": ["Electives in science", ""],
        "credits": ["6", ""], "provision": "in_part", **changed,
    }  # fmt: skip


def test_a_stay_goes_from_the_learner_to_the_home_and_to_the_host_and_is_then_in_force() -> None:
    jason, home, host = signed_in("jason-24"), signed_in("ms-ortiz"), signed_in("omar-haddad")
    form = said(jason.get("/me/stays/new/?host=harbor-community-college"))
    assert "What your home then counts" in form
    answer = jason.post("/me/stays/new/", asked_for())
    page = answer["Location"]
    assert "Next: the home" in said(jason.get(page))
    assert "It is your turn" in said(home.get("/stays/"))
    home.post(page, {"act": "approve", "number": "1"})
    host.post(page, {"act": "answer", "number": "1", "words": "Tide pools is full this term."})
    back = said(jason.get(page))
    assert "Came back to the learner" in back
    assert "Tide pools is full this term." in back
    jason.post(page, asked_for(act="ask_anew", other="River survey"))
    for party in (home, host):
        party.post(page, {"act": "approve", "number": "2"})
    agreed = said(host.get(page))
    assert "Agreed by all three" in agreed
    assert "river survey" in agreed.casefold()
    jason.post(
        page, {"act": "change", "out": "course:river-survey", "into": "Bay survey", "reason": "not-available"}
    )
    changed = said(jason.get(page))
    assert "What is asked to change" in changed
    assert "leaves: not available" in changed
    for client, path in ((jason, "/me/stays/"), (home, "/stays/"), (host, page)):
        assert cost(client, path) <= MOST


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ends": ""}, "one of its days is missing"),
        (
            {"program": "away-terms", "ends": str(timezone.localdate() + timedelta(days=20))},
            "shorter than 2 months",
        ),
        ({"counts": [""], "credits": [""]}, "One of the two lists is empty"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_its_reason_and_all_that_was_typed(
    changed: dict[str, object], why: str
) -> None:
    answer = signed_in("jason-24").post("/me/stays/new/", asked_for(**changed))
    assert answer.status_code == 422
    assert why.casefold() in said(answer).casefold()
    assert "Tide pools" in answer.content.decode()


def test_who_has_no_part_in_it_reads_nothing_and_an_empty_list_says_what_it_is_for() -> None:
    page = signed_in("jason-24").post("/me/stays/new/", asked_for())["Location"]
    assert signed_in("joe-castellano").get(page).status_code in (403, 404)
    assert "it stands here" in said(signed_in("joe-castellano").get("/stays/"))
    assert "You have none yet" in said(signed_in("mariah-14").get("/me/stays/"))
