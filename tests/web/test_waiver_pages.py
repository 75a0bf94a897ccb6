"""The register of waivers, one waiver, the form, the line on a place's page, and what a learner under one reads."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as people
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries
from throughline.apps.records import actions as records
from throughline.apps.records.facts import NewFact, Witness
from throughline.core.requirements.nodes import Have

pytestmark = pytest.mark.usefixtures("meridian", "db")

ASKS = "What is shown counts, not the hours"
FORM = "/governance/waivers/ask/"


def somebody(name: str, role: str, school: str) -> Actor:
    """A new person of a school, with an account."""
    now, key = timezone.now(), uuid4()
    made = NewPerson(
        key, name, "Reef", account=f"{name}-{school}", demo_key=f"{name}-{school}", roles=((role, school),)
    )
    directory.add_people(
        by=HOUSE, people=[made], starts=timezone.localdate(now) - timedelta(days=400), now=now
    )
    return people.actor_of(key, on=timezone.localdate(now))


def pupil(school: str) -> Client:
    """A learner who has shown everything of the season in a kitchen but the hours, and is on that pathway; signed in."""
    who, now, day = (
        somebody("Ada", "learner", school),
        timezone.now(),
        timezone.localdate() - timedelta(days=2),
    )
    advising.look_at_portability(by=who, pathway="pathway:hospitality-culinary", now=now)
    advising.choose(by=who, pathway="pathway:hospitality-culinary", now=now)
    rule = frameworks.catalogue().milestones["host-house-season"].rule
    mentor = Witness(actor("pete-kowalski").me, "workplace_mentor", "ironbridge-steel")
    facts = [
        NewFact(who.me, node.what, day, level=node.level, context="workplace", witnesses=(mentor,))
        for node in rule.of
        if isinstance(node, Have)
    ]
    records.attest_many(by=somebody("Tess", "teacher", school), facts=facts, now=now)
    return signed_in(f"Ada-{school}")


def register():
    return queries.waiver_register(on=timezone.localdate())


def test_the_register_shows_what_is_waived_for_whom_until_when_past_and_present() -> None:
    there, over = register()
    assert (there.state, over.state) == ("in_force", "ended")
    client = Client()
    text = said(client.get("/governance/waivers/"))
    for each in (ASKS, "Gull Point High School", "in force", "One autumn to try again at once", "Saltmarsh Academy", "over",
                 "Hours at a place of work", "Health and safety", "Meridian Education Act, 40(a)",
                 "25 percent"):  # fmt: skip
        assert each in text
    assert "Ask for a waiver" not in text
    one = said(client.get(f"/governance/waivers/{there.waiver.id}/"))
    for each in (
        "Harbor School District",
        "Kitchens at Gull Point close in winter",
        f"Docket {there.dockets[0]}",
        "Granted on",
    ):
        assert each in one
    assert client.get("/governance/waivers/nothing/").status_code == 404
    assert ASKS in said(client.get("/places/gull-point-high/"))
    for place in ("saltmarsh-academy", "northside-high"):
        assert "Waivers in force here" not in said(client.get(f"/places/{place}/"))
    for path in (
        "/governance/waivers/",
        f"/governance/waivers/{there.waiver.id}/",
        "/places/gull-point-high/",
    ):
        assert cost(client, path) <= MOST


def sent(client: Client, **changes: object) -> str:
    first = timezone.localdate() + timedelta(days=90)
    form = {
        "holder": "harbor-district", "schools": ["gull-point-high"], "rules": ["answer-days"], "asks": "A longer answer",
        "reason": "Two assessors are away", "starts": first.isoformat(), **changes,
    }  # fmt: skip
    return said(client.post(FORM, form, follow=True))


def test_who_acts_for_a_district_asks_on_the_form_and_reads_why_something_is_refused() -> None:
    client, today = signed_in("ines-carvalho"), timezone.localdate()
    assert cost(client, FORM) <= MOST
    assert "Ask for a waiver" in said(client.get("/governance/waivers/"))
    soon = (today + timedelta(days=89)).isoformat()
    for changes, why in (
        ({"starts": soon}, "89 days after it is asked for; 90 are needed"),
        ({"rules": ["audits"]}, "never waived: Meridian Education Act, 40(g)"),
        ({"rules": ["teacher-certification"], "share": "30"}, "25 percent of a school's teaching at most"),
        ({"schools": ["riverbend-high"]}, "no school of harbor-district"),
        ({"starts": "soon"}, "is no day"),
        ({"starts": ""}, "its first day"),
        ({"share": "some", "rules": ["teacher-certification"]}, "it is no number"),
    ):  # fmt: skip
        answer = sent(client, **changes)
        assert why in answer, answer
        assert "What do you ask for" in answer
    page = sent(client)
    assert "on the docket" in page
    assert "the waiver “A longer answer”" in page
    assert "waiver:harbor-district-" not in page, "a person reads names, not references"
    assert "Only somebody who acts for a district" in said(signed_in("jason-16").get(FORM))


def test_anyone_signed_in_may_ask_that_a_waiver_be_revoked() -> None:
    name = register()[0].waiver.id
    client, at = signed_in("jason-16"), f"/governance/waivers/{name}/revoke/"
    assert "Anyone signed in may ask" in said(client.get(f"/governance/waivers/{name}/"))
    assert "Anyone signed in may ask" not in said(Client().get(f"/governance/waivers/{name}/"))
    assert "it does not say from when" in said(client.post(at, {"reason": "x", "revoked": ""}))
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    page = said(client.post(at, {"reason": "Nobody is with them", "revoked": day}, follow=True))
    assert f"Revoke: {ASKS}" in page
    assert client.get(at).status_code == 302


@pytest.mark.parametrize(
    ("school", "word"), [("gull-point-high", "waived"), ("northside-high", "in progress")]
)
def test_a_learner_under_a_waiver_reads_that_something_is_waived_and_not_shown(
    school: str, word: str
) -> None:
    client = pupil(school)
    page, reason = said(client.get("/me/progress/")), said(client.get("/me/milestones/host-house-season/"))
    assert f"A season in a kitchen or hotel {word}" in page.replace("  ", " ")
    if word == "waived":
        assert f"It shows as waived, not as shown. {ASKS}" in page
        assert "A waiver of Harbor School District switches this rule off from" in reason
    else:
        assert "waived" not in page
        assert "switches this rule off" not in reason
    assert cost(client, "/me/progress/") <= MOST
