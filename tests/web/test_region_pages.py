"""Pages of what regions, districts and bodies keep: profiles side by side, a region's way to its plan, reviews, visions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.governance import queries as governance
from throughline.apps.opportunities import queries as opportunities
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")
NETWORK = "harbor-pathways-network"
REGION, PROFILE = f"/regions/{NETWORK}/", "/profiles/harbor-district/"
PROGRAMS = f"{REGION}pathways/"
QUALITY, VISION = f"/quality/{NETWORK}/", f"/vision/{NETWORK}/"
YEAR = timezone.localdate().year
AREAS = ("leadership", "alignment", "work-based-learning", "data", "equity", "communication", "learning")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", "/profiles/"), ("", PROFILE), ("ines-carvalho", f"{PROFILE}write/"), ("jason-16", "/me/profile/"),
        ("tom-okello", REGION), ("", REGION), ("tom-okello", f"{REGION}add/meeting/"), ("tom-okello", QUALITY),
        ("tom-okello", f"{VISION}write/"), ("omar-haddad", "/broker/"), ("", "/seams/"), ("tom-okello", "/our/"),
        ("ms-ortiz", PROGRAMS),
    ],
)  # fmt: skip
def test_a_page_of_regions_stays_within_its_budget_of_queries(who: str, path: str) -> None:
    assert cost(signed_in(who) if who else Client(), path) <= MOST


@pytest.mark.covers("S001-R6.3")
def test_a_district_customises_within_the_states_profile_and_its_learners_read_theirs() -> None:
    ines, jason = signed_in("ines-carvalho"), signed_in("jason-16")
    assert "What the state asks of every graduate holds here" in said(Client().get(PROFILE))
    before = said(jason.get("/me/profile/"))
    assert "State of Meridian What every graduate shows You have shown" in before
    assert "of 10." in before
    form = {"set-communication": "1", "add-1": "civic-understanding", "level-1": "2", "shown-exhibition": "1",
            "why": "The harbor decides together.", "do": "publish"}  # fmt: skip
    refused = ines.post(f"{PROFILE}write/", form)
    assert refused.status_code == 422
    text = "The state asks for “Communication, level 2 or above”. This profile would ask for less."
    assert text in said(refused)
    assert governance.profile_of("harbor-district").rule is None  # type: ignore[union-attr]
    looked = ines.post(f"{PROFILE}write/", {**form, "set-communication": "3", "do": "check"})
    assert "It holds all that the state asks" in said(looked)
    assert [(row.title, row.here) for row in looked.context["page"].rows] == [
        ("Communication", "level 3"), ("Civic understanding", "level 2"), ("An exhibition before others", "at least 1"),
    ]  # fmt: skip
    assert ines.post(f"{PROFILE}write/", {**form, "set-communication": "3"}).status_code == 302
    page = Client().get(PROFILE)
    rows = {row.title: (row.asked, row.here) for row in page.context["page"].rows}
    assert rows["Communication"] == ("level 2", "level 3")
    assert rows["Civic understanding"] == ("", "level 2")
    assert rows["Self-direction"] == ("level 2", "level 2")
    for kind in (
        "A performance judged",
        "A portfolio of work",
        "Work and life before",
        "An exhibition",
        "A test",
    ):
        assert kind in said(page)
    after = said(jason.get("/me/profile/"))
    assert "Harbor School District What every graduate shows You have shown" in after
    assert "of 12." in after
    assert "Harbor School District" in said(jason.get("/me/progress/"))
    assert signed_in("ms-ortiz").get(f"{PROFILE}write/").status_code == 403
    assert ines.get("/profiles/northside-high/").status_code == 404


@pytest.mark.covers("S001-R1.3")
def test_a_region_goes_from_no_partners_to_an_approved_plan_on_its_pages() -> None:
    tom, rosa, anyone = signed_in("tom-okello"), signed_in("rosa-delgado"), Client()
    assert "No partners yet." in said(anyone.get(REGION))
    plan = {"needs": "Nurses", "capacity": "Two labs", "steps": "Open them in the evening"}
    assert "has no partner yet" in said(tom.post(f"{REGION}add/plan/", plan))
    for place in ("harbor-community-college", "mercy-bay-hospital"):
        tom.post(f"{REGION}add/partner/", {"partner": place, "brings": "Labs"})
    promise = {"partner": "harbor-community-college", "text": "Labs on Tuesdays"}
    assert "it has no due day" in said(tom.post(f"{REGION}add/commitment/", promise))
    due = timezone.localdate() + timedelta(days=9)
    assert tom.post(f"{REGION}add/commitment/", {**promise, "due": f"{due}"}).status_code == 302
    assert tom.post(f"{REGION}add/plan/", plan).status_code == 302
    assert "waits for an answer" in said(rosa.get(REGION))
    assert "Nurses" not in said(anyone.get(REGION)), "a plan is public once it is approved"
    assert tom.post(f"{REGION}decide/", {"decision": "approved", "reasons": "x"}).status_code == 403
    rosa.post(f"{REGION}decide/", {"decision": "approved", "reasons": "Clear and paid for."})
    shown = said(anyone.get(REGION))
    assert "Plan 1 approved" in shown
    assert "Open them in the evening" in shown
    assert "Labs on Tuesdays" not in shown
    omar = signed_in("omar-haddad")
    (kept,) = omar.get(REGION).context["page"].work.promises
    omar.post(f"{REGION}close/{kept.id}/", {"outcome": "kept"})
    assert tom.get(REGION).context["page"].work.promises[0].outcome == "kept"


@pytest.mark.covers("S001-CH7")
def test_a_region_shows_six_pairs_and_nobody_else_edits_its_gap() -> None:
    tom, one = signed_in("tom-okello"), f"{REGION}conditions/power/"
    pairs = Client().get(REGION).context["page"].work.conditions
    for pair in pairs:
        words = {"now": "As today", "wanted": "As we wish", "gap": "A bus"}
        assert tom.post(f"{REGION}conditions/{pair.condition.id}/", words).status_code == 302
    shown = Client().get(REGION)
    assert len(pairs) == 6
    assert (said(shown).count("As today"), said(shown).count("As we wish")) == (6, 6)
    for who in ("rosa-delgado", "kwame-asante", "omar-haddad", "ines-carvalho"):
        assert signed_in(who).get(one).status_code == 403
        assert signed_in(who).post(one, {"now": "x", "wanted": "y", "gap": "z"}).status_code == 403
    assert Client().post(one, {"now": "x", "wanted": "y"}).status_code == 302, (
        "a stranger is asked to sign in"
    )
    assert "A bus" in said(Client().get(REGION))


@pytest.mark.covers("N53")
def test_a_self_review_is_rated_area_by_area_with_evidence_and_read_by_whom_its_body_chose() -> None:
    tom, anyone = signed_in("tom-okello"), Client()
    bare = tom.post(f"{QUALITY}{YEAR}/data/", {"rating": "2", "said": "We look each month."})
    assert (bare.status_code, "nothing shows it yet" in said(bare)) == (422, True)
    assert "We look each month." in bare.content.decode(), "what was typed stays"
    for area in AREAS:
        file = SimpleUploadedFile("walk.pdf", b"%PDF-1.7 walk")
        assert tom.post(f"{QUALITY}{YEAR}/{area}/", {"rating": "3", "file": file}).status_code == 302
    tom.post(f"{QUALITY}{YEAR}/finish/", {"do": "finish"})
    page = tom.get(QUALITY).context["page"]
    assert [area.words for area in page.areas] == ["in place"] * 7
    address = f"/quality/files/{page.review.areas[0].evidence[0].id}/"
    assert "Nothing is public yet." in said(anyone.get(QUALITY))
    assert anyone.get(address).status_code == 302
    assert signed_in("jason-16").get(address).status_code == 403
    tom.post(f"{QUALITY}{YEAR}/finish/", {"do": "show", "public": "yes"})
    assert said(anyone.get("/quality/")).count("Harbor Pathways Network") == 1
    kept = anyone.get(address)
    assert (kept.content, kept.headers["X-Content-Type-Options"]) == (b"%PDF-1.7 walk", "nosniff")
    assert kept.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.covers("S001-D11.4", "S001-C2")
def test_a_goal_without_a_measure_is_refused_beside_what_was_typed_and_an_author_is_named_by_choice() -> None:
    tom, omar, anyone = signed_in("tom-okello"), signed_in("omar-haddad"), Client()
    goal = {"goal-text-1": "Places at work", "goal-target-1": "900", "goal-due-1": f"{YEAR + 2}-06-30"}
    refused = tom.post(f"{VISION}write/", {"text": "Every door opens.", **goal})
    assert (refused.status_code, "Goal 1: it has no measure." in said(refused)) == (422, True)
    assert 'name="goal-measure-1" value="" aria-invalid="true"' in refused.content.decode()
    tom.post(f"{VISION}write/", {"text": "Every door opens.", **goal, "goal-measure-1": "Learners at work"})
    omar.post(f"{VISION}sign/", {"sector": "postsecondary", "office": "Registrar", "named": "yes"})
    assert "Omar" not in said(anyone.get(VISION))
    (waiting,) = tom.get(VISION).context["page"].waiting
    tom.post(f"{VISION}{waiting.id}/")
    assert "Colleges and universities Omar Haddad, Registrar" in said(anyone.get(VISION))
    omar.post(f"{VISION}sign/", {"sector": "postsecondary", "office": "Registrar"})
    assert "1 person who chose not to be named" in said(anyone.get(VISION))
    tom.post(
        f"{VISION}write/",
        {"text": "More doors.", **goal, "goal-measure-1": "Learners at work", "why": "Heard"},
    )
    assert "Every door opens." in said(anyone.get(f"{VISION}1/"))


def test_the_broker_board_brings_a_need_and_room_together_once_both_say_yes() -> None:
    ines, omar, tom = (signed_in(each) for each in ("ines-carvalho", "omar-haddad", "tom-okello"))
    wanted = {
        "organization": "harbor-district",
        "exchange": "dual-enrollment",
        "side": "need",
        "text": "Chemistry",
    }
    ines.post("/broker/post/", wanted)
    omar.post("/broker/post/", {**wanted, "organization": "harbor-community-college", "side": "capacity"})
    need = tom.get("/broker/").context["page"].exchanges[1].needs[0]
    tom.post(f"/broker/{need.post.id}/propose/", {"capacity": f"{need.fits[0][0]}"})
    for who, side in ((ines, "need"), (omar, "capacity")):
        (found,) = who.get("/broker/").context["page"].exchanges[1].matches
        assert found.asks == side
        who.post(f"/broker/{found.match.id}/answer/", {"side": side, "say": "yes"})
    assert "agreed by both" in said(Client().get("/broker/"))


@pytest.mark.covers("A-RI-6")
def test_a_region_endorses_a_program_that_has_three_of_five_parts_and_supplies_the_other_two() -> None:
    tom, school, anyone = signed_in("tom-okello"), signed_in("ms-ortiz"), Client()
    asked = school.post(f"{PROGRAMS}ask/", {"home": "northside-high", "pathway": "medical-sciences"})
    address = asked["Location"]
    assert cost(tom, address) <= MOST
    own = ("course-sequence", "work-based-learning")
    for part in own:
        school.post(
            address, {"act": "offer", "element": part, "how": "Two courses and a season at the clinic"}
        )
    refused = tom.post(address, {"act": "endorse", "reasons": "They do it well."})
    assert refused.status_code == 422
    assert "the program itself offers 2 of at least 3 elements" in said(refused)
    assert "“College credit at no cost”" in said(refused)
    school.post(address, {"act": "offer", "element": "industry-credential", "how": "First-aid card"})
    listed = {
        "act": "list",
        "element": "college-credit",
        "provider": "harbor-community-college",
        "how": "Biology 101",
    }
    assert "is no partner of the region" in said(tom.post(address, listed))
    for place in ("harbor-community-college", "bay-youth-works"):
        tom.post(f"{REGION}add/partner/", {"partner": place, "brings": "Courses"})
    assert school.post(address, listed).status_code == 422, "the school does not list for the region"
    tom.post(address, listed)
    club = {
        "act": "list",
        "element": "student-organization",
        "provider": "bay-youth-works",
        "how": "A health club",
    }
    assert "Nobody supplies this yet: A student organization of the field" in said(anyone.get(address))
    tom.post(address, club)
    assert "ready for the region's word" in said(anyone.get(PROGRAMS))
    assert "the reasons are missing" in said(tom.post(address, {"act": "endorse"}))
    assert (
        tom.post(address, {"act": "endorse", "reasons": "Three parts here, two we bring."}).status_code == 302
    )
    shown = said(anyone.get(address))
    for words in (
        "endorsed",
        "3 of 5 parts are in the program itself",
        "Bay Youth Works",
        "Three parts here, two we bring.",
    ):
        assert words in shown
    assert "End it" not in shown
    supply = tom.get(address).context["page"].elements[4].supplied[0].key
    tom.post(address, {"act": "end", "supply": f"{supply}"})
    lapsing = said(anyone.get(PROGRAMS))
    assert "something is missing now" in lapsing
    tom.post(address, {"act": "take_back", "reasons": "Nobody leads the club any more."})
    assert [each.stands for each in anyone.get(address).context["page"].said] == [False, True]


@pytest.mark.covers("A-RI-4")
def test_without_a_bus_each_town_is_told_with_what_it_loses_and_no_small_group(meridian: Pack) -> None:
    anyone, smallest = Client(), meridian.catalogue.state.smallest_group
    page = anyone.get("/access/")
    rows = {row.key: row for row in page.context["page"].towns}
    assert "75 minutes" in said(page)
    assert b"<svg" in page.content
    reach = opportunities.access.access()
    assert reach is not None
    assert rows["gull-point"].pathways == sum(
        1 for each in reach.reach["gull-point"] if each.startswith("pathway:")
    )
    town = said(anyone.get("/access/saltmarsh/"))
    assert "by four things" in town
    for line in reach.rules.lines:
        page = anyone.get(f"/access/without/{line.id}/")
        told = page.context["page"]
        lost = reach.lost_without(line.id)
        assert {row.key: len(row.pathways) + len(row.milestones) for row in told.rows} == {
            key: len(what) for key, what in lost.items()
        }  # fmt: skip
        assert all(row.learners % smallest == 0 for row in told.rows)
        assert told.what.learners == sum(row.learners for row in told.rows)
        assert all(row.name in said(page) for row in told.rows)
    counted = opportunities.access.learners_by_town(reach)
    bus = anyone.get("/access/without/harbor-4/")
    for row in bus.context["page"].rows:
        many = counted.get(row.key, 0)
        assert row.learners == many - many % smallest
        if many % smallest > 0:
            assert f"At least {many} learners" not in said(bus)
    assert "Learners who go to school here: fewer than 10." in said(bus)
    assert "Port Alder" in said(bus)
    assert anyone.get("/access/without/no-such-bus/").status_code == 404
    assert anyone.get("/access/atlantis/").status_code == 404
