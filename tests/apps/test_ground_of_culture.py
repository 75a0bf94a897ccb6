"""A pathway of the arts stands on the state's culture: no figure of wages is asked of it, and the body's vote decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.apps.test_amendments import brought, carried, opened
from tests.web.looking import said
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.core.certification.c21_ground import c21
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")
ARTS = "pathway:music-performance"


@pytest.mark.covers("T-28", "C21")
def test_a_pathway_of_the_arts_without_any_occupation_of_record_is_certified_on_the_ground_of_culture(
    meridian_pack: Pack,
) -> None:
    now = timezone.now()
    body = queries.bodies_in_force([ARTS])[ARTS]
    assert body["ground"] == "culture"
    for end in body["destinations"]:
        end.pop("occupation", None)
    changed = {
        ARTS: {**body, "summary": {**body["summary"], "en": "Music on stages, in halls and in the street."}}
    }
    docket = brought(changed, now)
    when = now + timedelta(days=32)
    opened(docket, when)
    before = frameworks.current_number(ARTS)
    assert carried(docket, when) == "carried"
    assert frameworks.current_number(ARTS) == before + 1
    certified = frameworks.catalogue().pathways["music-performance"]
    assert not any(each.occupation for each in certified.destinations)
    assert c21(certified, frameworks.catalogue()) == ()
    actions.run_checks(by=HOUSE, now=when)
    packet = queries.certification.packet("music-performance", on=timezone.localdate(when))
    assert packet.standing.state == "certified"
    assert "Why the state wants it: for its culture" in said(
        Client().get("/pathways/music-performance/certification/")
    )
    assert "for its economy" in said(Client().get("/pathways/ironworking/certification/"))
