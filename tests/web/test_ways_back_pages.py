"""Pages of ways that have no next step: a region's junctures, calls to make, and what the learner sees and answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.web.looking import MOST, READS_ANOTHER, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions
from throughline.apps.advising.models import WayBack
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


def test_pages_of_ways_back_say_so_where_there_is_nothing() -> None:
    assert "Every way here goes on." in said(signed_in("tom-okello").get(REGION))
    assert "Nobody waits for your call now." in said(signed_in("mr-okafor").get("/calls/"))
    assert "Nobody was asked to call you." in said(signed_in("jason-16").get("/me/support/"))
