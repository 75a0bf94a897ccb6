"""The pages of planned activities, and of badges that a learner and a mentor make, from the first word to live."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.apps.test_activities import SKILLS, WRITTEN
from tests.apps.test_badges_made_together import people, shown, state  # noqa: F401  (a fixture)
from tests.apps.test_evidence import kept, own_folder  # noqa: F401  (fixtures)
from tests.factories import learner, load, person, teacher
from tests.web.looking import cost, said
from throughline.apps.opportunities.models import Activity, BadgePlan

pytestmark = pytest.mark.django_db
MOST = 8


def browser_of(who):
    from tests.api.outside import browser_of as signed_in

    return signed_in(who)


def test_a_teacher_plans_on_the_page_and_is_told_which_step_is_missing(own_folder):  # noqa: F811
    load()
    ana, marta = learner(), teacher()
    desk = browser_of(marta)
    began = desk.post("/activities/planned/", {"title": "Bridges", "place": "northside-high"})
    path = began["Location"]
    four = desk.post(path, {"title": "Bridges", "skill": SKILLS, **WRITTEN, "do": "keep"})
    assert four.status_code == 422
    assert "aims at 4 skills, and 3 is the most" in said(four)
    assert WRITTEN["reveal"] in four.content.decode(), "what was typed stays"
    kept_ = desk.post(
        path, {"title": "Bridges", "skill": SKILLS[:3], "reveal": "We read them aloud.", "do": "keep"}
    )
    assert kept_.status_code == 302
    early = desk.post(
        path, {"title": "Bridges", "skill": SKILLS[:3], **WRITTEN, "magnify": "", "do": "publish"}
    )
    assert early.status_code == 422
    assert "write these steps too: Magnify recognition." in said(early)
    assert "No activity is published yet" in said(Client().get("/activities/"))
    done = desk.post(path, {"title": "Bridges", "skill": SKILLS[:3], **WRITTEN, "do": "publish"}, follow=True)
    assert "Learners and assessors see it now" in done.content.decode()
    key = Activity.objects.get().id
    public = said(Client().get(f"/activities/{key}/"))
    for text in (*WRITTEN.values(), "Explore meaning making", "Numbers"):
        assert text in public
    assert "Marta" not in public
    for path_ in (
        "/activities/",
        f"/activities/{key}/",
        "/activities/planned/",
        f"/activities/planned/{key}/",
    ):
        assert cost(desk, path_) <= MOST, path_
    phone, work = browser_of(ana), kept(ana, title="My paper bridge")
    assert cost(phone, f"/activities/{key}/") <= MOST
    named = phone.post(f"/activities/{key}/work/", {"piece": str(work)}, follow=True)
    assert "My paper bridge" in said(named)
    assert "Made in an activity of Northside-High" in said(phone.get(f"/me/evidence/{work}/"))
    assert cost(phone, f"/me/evidence/{work}/") <= MOST
    seen = desk.get(f"/activities/{key}/")
    assert "My paper bridge Ana Reed" in said(seen)
    assert desk.get(f"/me/evidence/{work}/").status_code == 200
    assert "My paper bridge" not in said(
        browser_of(teacher("Tom", "southside-high")).get(f"/activities/{key}/")
    )
    desk.post(f"/activities/planned/{key}/aside/")
    assert "Bridges" not in said(Client().get("/activities/"))


def test_whoever_acts_for_no_place_plans_nothing(own_folder):  # noqa: F811
    load()
    assert browser_of(learner()).get("/activities/planned/").status_code == 403
    assert Client().get("/activities/planned/")["Location"].startswith("/sign-in/")
    assert Client().get("/activities/00000000-0000-4000-8000-000000000000/").status_code == 404


WORDS = {
    "title": "Robot care", "purpose": "Says that its holder keeps a robot running.",
    "outcomes": "You can find out why a robot stopped.", "criteria": "The fault is found\nThe robot runs again",
    "skill": ["competency:numbers", "competency:tools"], "step": "2", "level": "2",
}  # fmt: skip


def test_two_make_a_badge_on_the_pages_two_sides_approve_it_and_a_place_opens(people):  # noqa: F811
    ana, lucia, grace, omar = people
    phone, mentor, industry, college = map(browser_of, (ana, lucia, grace, omar))
    assert "You make none yet" in said(phone.get("/badges/own/"))
    path = phone.post("/badges/own/", {"title": "Robot care", "with": f"mentor:{lucia.me}"})["Location"]
    early = phone.post(f"{path}agree/")
    assert early.status_code == 422
    assert "Before it goes to review, write: what it is for; what its holder can do" in said(early)
    mentor.post(path, WORDS)
    assert "Lucia Reed agrees next" in said(phone.post(f"{path}agree/", follow=True))
    assert "It is in review now" in mentor.post(f"{path}agree/", follow=True).content.decode()
    key = BadgePlan.objects.get().id
    asked = f"/badges/asked/{key}/"
    for reader in (industry, college):
        text = said(reader.get("/badges/asked/")) + said(reader.get(asked))
        assert "Robot care" in text
        assert "Ana" not in text
        assert "Lucia" not in text
        assert cost(reader, "/badges/asked/") <= MOST
        assert cost(reader, asked) <= MOST
    empty = college.post(asked, {"place": "bay-college", "approved": "no", "reasons": "Too wide."})
    assert empty.status_code == 422
    assert "what comes next is missing" in said(empty)
    assert "Too wide." in empty.content.decode()
    no = {
        "place": "bay-college",
        "approved": "no",
        "reasons": "Too wide.",
        "next_step": "Say how long it runs.",
    }
    college.post(asked, no)
    page = said(phone.get(path))
    assert "Not yet" in page
    assert "What comes next: Say how long it runs." in page
    assert cost(phone, path) <= MOST
    phone.post(path, {**WORDS, "criteria": "The fault is found\nThe robot runs for an hour"})
    phone.post(f"{path}agree/")
    mentor.post(f"{path}agree/")
    yes = {"place": "mercy-bay", "approved": "yes", "reasons": "Clear.", "opens": "A place in our workshop.",
           "internship": "Summer in the robot workshop", "hours": "80", "about": "Beside two mechanics."}  # fmt: skip
    assert "The other side answers next" in industry.post(asked, yes, follow=True).content.decode()
    yes = {
        "place": "bay-college",
        "approved": "yes",
        "reasons": "At the right level.",
        "opens": "One credit.",
    }
    assert "the badge is live" in college.post(asked, yes, follow=True).content.decode()
    assert "See it as everyone does" in said(phone.get(path))

    public = Client()
    for address in ("/badges/", "/credentials/robot-care-badge/", "/milestones/robot-care-badge/", "/credentials/",
                    "/learn/robot-care-badge-internship/"):  # fmt: skip
        text = said(public.get(address))
        assert "Robot" in text or "robot" in text, address
        assert not any(name in text for name in ("Ana", "Reed", "Lucia", "Grace", "Omar")), address
        assert cost(public, address) <= MOST, address
    assert "Summer in the robot workshop" in said(public.get("/credentials/robot-care-badge/"))
    assert "Summer in the robot workshop" in said(public.get("/badges/"))
    internship = "/learn/robot-care-badge-internship/"
    assert "It is open to you" not in said(phone.get(internship))
    shown(ana, lucia, omar)
    assert "you have it" in said(phone.get(internship))
    assert "It is open to you." in said(phone.get(internship))
    assert cost(phone, internship) <= MOST


def test_a_badge_in_the_making_is_shut_to_everyone_else(people):  # noqa: F811
    ana, lucia, grace, omar = people
    path = browser_of(ana).post("/badges/own/", {"title": "Robot care", "with": f"mentor:{lucia.me}"})[
        "Location"
    ]
    for outsider in (grace, omar, learner("Cy"), person("Em", ("employer", "mercy-bay"))):
        assert browser_of(outsider).get(path).status_code == 403
    assert browser_of(ana).get("/badges/asked/").status_code == 403
    assert browser_of(ana).post("/badges/own/", {"title": "X", "with": "nobody"}).status_code == 422
