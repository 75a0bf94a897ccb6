"""Pages of the support around a learner: ways that have no next step and who calls; what is missing and who can give it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions
from throughline.apps.advising.models import MissingSupport, WayBack
from throughline.apps.directory.actor import HOUSE

pytestmark = pytest.mark.usefixtures("meridian", "db")
REGION = "/regions/harbor-pathways-network/ways-back/"
NEVER = ("at risk", "failed", "behind", "dropout", "dropped out", "low ")


@pytest.mark.covers("A-RI-5")
def test_a_region_sees_its_junctures_whoever_calls_their_names_and_the_learner_says_not_now() -> None:
    now = timezone.now()
    jason, okafor, tom = actor("jason-16"), signed_in("mr-okafor"), signed_in("tom-okello")
    actions.pause(by=jason, now=now - timedelta(days=50))
    actions.find_ways_back(by=HOUSE, now=now)
    assert WayBack.objects.filter(caller=None, desk="").count() == 0

    counted = said(tom.get(REGION))
    assert "Every call is given to somebody." in counted
    assert [row.juncture.id for row in tom.get(REGION).context["page"].counted.rows] == [
        "into-secondary", "into-college", "into-work", "within",
    ]  # fmt: skip
    assert "Samuel Okafor" in counted
    assert "Jason" not in counted
    assert "hidden" in counted
    assert signed_in("rosa-delgado").get(REGION).status_code == 200
    assert [signed_in(each).get(REGION).status_code for each in ("mr-okafor", "jason-16")] == [403, 403]

    to_call = said(okafor.get("/calls/"))
    assert "Jason Reed" in to_call
    row = WayBack.objects.get(learner=id_of("jason-16"))
    assert tom.post(f"/calls/{row.id}/called/").status_code == 403
    assert okafor.post(f"/calls/{row.id}/called/").status_code == 302
    mine = signed_in("jason-16")
    own = said(mine.get("/me/support/"))
    assert "Samuel Okafor may call you and ask what you would like next" in own
    assert "Last call:" in own
    assert "Samuel Okafor called you" in said(mine.get("/me/"))
    assert mine.post("/me/support/not-now/").status_code == 302
    assert "Nobody calls you until" in said(mine.get("/me/support/"))
    assert "They asked for no call until" in said(okafor.get("/calls/"))
    assert not [word for word in NEVER for text in (counted, to_call, own) if word in text.lower()]
    costs = {
        "/calls/": cost(okafor, "/calls/"),
        "/me/support/": cost(mine, "/me/support/"),
        REGION: cost(tom, REGION),
    }
    assert {
        path: n for path, n in costs.items() if n > MOST + (READS_ANOTHER if "calls" in path else 0)
    } == {}


def test_missing_support_is_asked_for_told_promised_given_and_closed_on_its_pages() -> None:
    jason, okafor, mother = signed_in("jason-16"), signed_in("mr-okafor"), signed_in("denise-reed")
    key = id_of("jason-16")
    asked = {"kind": "talk", "words": "About the night shift.", "next": "/me/support/"}
    assert jason.post(f"/support/{key}/missing/", asked)["Location"] == "/me/support/"
    own = said(jason.get("/me/support/"))
    assert "A talk “About the night shift.”" in own
    assert "Samuel Okafor was told (adviser)." in own
    row = MissingSupport.objects.get(learner=key, kind="talk")
    to_give = said(okafor.get("/support-to-give/"))
    assert "“About the night shift.”" in to_give
    assert "Name a day for a talk, or say that you talked." in to_give
    assert f'href="/support-to-give/#m-{row.id}"' in okafor.get("/advising/?q=Jason").content.decode()
    for other in ("tom-okello", "rosa-delgado", "helen-zhou", "ms-ortiz", "mariah-16"):
        assert "night shift" not in signed_in(other).get("/support-to-give/").content.decode()
        assert signed_in(other).get(f"/family/{key}/support/").status_code == 403
    assert "“About the night shift.”" in said(mother.get(f"/family/{key}/support/"))
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert okafor.post(f"/support-to-give/{row.id}/", {"do": "promise", "on": ""}).status_code == 302
    assert "a day to come is needed" in said(okafor.get("/support-to-give/"))
    okafor.post(f"/support-to-give/{row.id}/", {"do": "promise", "on": day})
    assert "a day is named" in said(jason.get("/me/support/"))
    okafor.post(f"/support-to-give/{row.id}/", {"do": "given"})
    assert "A talk: it is there now" in said(jason.get("/me/support/"))
    assert "Samuel Okafor talked with you" in said(jason.get("/me/"))
    pages = (own, to_give)
    assert not [word for word in NEVER for text in pages if word in text.lower()]


def test_pages_of_missing_support_cost_little_and_how_well_it_is_seen_names_nobody() -> None:
    jason, okafor, tom = signed_in("jason-14"), signed_in("mr-okafor"), signed_in("tom-okello")
    told = said(signed_in("ms-ortiz").get("/support-to-give/"))
    assert "Wheels of soft rubber for the robot." in told
    row = MissingSupport.objects.get(learner=id_of("jason-14"), kind="materials")
    jason.post(f"/me/support/{row.id}/", {"say": "unwanted"})
    assert "Things to work with: you did not want it" in said(jason.get("/me/support/"))
    again = {"kind": "materials", "words": "Two wheels.", "next": "https://elsewhere.example/"}
    assert jason.post(f"/support/{id_of('jason-14')}/missing/", again)["Location"] == "/me/support/"
    okafor.post(f"/advising/{id_of('jason-14')}/talked/")
    assert "Samuel Okafor talked with you" in said(jason.get("/me/"))
    seen = said(tom.get("/governance/support-seen/"))
    assert "Precision" in seen
    assert "Jason" not in seen
    assert [signed_in(each).get("/governance/support-seen/").status_code for each in ("mr-okafor", "jason-16")] == [
        403, 403,
    ]  # fmt: skip
    family = f"/family/{id_of('jason-14')}/support/"
    costs = {
        "/me/support/": cost(jason, "/me/support/"), "/support-to-give/": cost(okafor, "/support-to-give/"),
        family: cost(signed_in("denise-reed"), family), "/governance/support-seen/": cost(tom, "/governance/support-seen/"),
        "/advising/": cost(okafor, "/advising/"), "/advising/one/": cost(okafor, f"/advising/{id_of('jason-14')}/"),
    }  # fmt: skip
    reads = ("/support-to-give/", family, "/advising/", "/advising/one/")
    most = {path: MOST + (READS_ANOTHER if path in reads else 0) for path in costs}
    assert {path: n for path, n in costs.items() if n > most[path]} == {}


def test_pages_of_ways_back_say_so_where_there_is_nothing() -> None:
    assert "Every way here goes on." in said(signed_in("tom-okello").get(REGION))
    assert "Nobody waits for your call now." in said(signed_in("mr-okafor").get("/calls/"))
    assert "Nobody was asked to call you." in said(signed_in("jason-16").get("/me/support/"))
