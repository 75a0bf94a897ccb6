"""The state's one desk: posted once, seen by all schools; how pathways spread, from events; groups in other states."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import desk
from throughline.apps.opportunities.models import DeskPost
from throughline.apps.trail import actions as trail
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")
FORM = {
    "organization": "alder-prosthetics", "kind": "internship", "title": "Casting room summer",
    "words": "Cast, fit and listen.", "region": ["harbor"], "paid": "yes", "wage": "17.50",
    "gives": ["credential:foundation-certificate", ""], "room": "4",
}  # fmt: skip


@pytest.mark.covers("S001-P5.2")
def test_what_is_called_paid_names_its_wage_and_a_pre_apprenticeship_its_registered_partner() -> None:
    office = signed_in("grace-lindqvist")
    unpaid = office.post("/desk/post/", {**FORM, "wage": ""})
    assert (unpaid.status_code, "names no wage" in said(unpaid)) == (422, True)
    assert "Cast, fit and listen." in unpaid.content.decode(), "what was typed stays"
    pre = {**FORM, "kind": "pre-apprenticeship"}
    for partner in ("", "northside-high", "mercy-bay-hospital-that-is-none"):
        refused = office.post("/desk/post/", {**pre, "partner": partner})
        assert "sponsors a registered apprenticeship" in said(refused), partner
    assert not DeskPost.objects.exists()
    office.post("/desk/post/", {**pre, "partner": "ironworkers-local-9"})
    assert "Leads to the registered apprenticeship of Ironworkers Local 9." in said(Client().get("/desk/"))
    assert "paid, $17.50 an hour" in said(Client().get("/desk/"))


@pytest.mark.covers("N66")
def test_an_employer_posts_once_and_all_schools_see_it_by_region_and_the_curve_follows_events(
    meridian: Pack,
) -> None:
    office = signed_in("grace-lindqvist")
    office.post("/desk/post/", FORM)
    assert DeskPost.objects.count() == 1
    for who in ("ms-ortiz", "mr-bell", "mr-okafor", "ms-tran"):
        seen = said(signed_in(who).get("/desk/"))
        assert "Casting room summer" in seen, who
        assert "Alder Prosthetics" in seen
    assert "Casting room summer" in said(Client().get("/desk/?region=harbor"))
    assert "Casting room summer" not in said(Client().get("/desk/?region=prairie"))
    key = DeskPost.objects.get().id
    signed_in("ms-ortiz").post(f"/desk/{key}/take-up/", {"school": "northside-high"})
    assert "Taken up by: Northside High" in said(Client().get("/desk/"))
    assert (
        signed_in("ms-ortiz").post(f"/desk/{key}/take-up/", {"school": "riverbend-high"}).status_code == 403
    )
    # The curve: from the first event on, each learner once, in whole groups alone; it never falls.
    before = advising.growth(on=timezone.localdate())
    assert before.quarters[-1].employers >= 1
    smallest = meridian.catalogue.state.smallest_group
    assert before.smallest == smallest == 10
    assert all(each.learners % smallest == 0 for each in before.quarters)
    for column in ("learners", "schools", "employers"):
        told = [getattr(each, column) for each in before.quarters]
        assert told == sorted(told), column
    first = before.quarters[0].starts
    pilot = date(first.year - 1, 2, 1)
    _chose(pilot, 27)
    after = advising.growth(on=timezone.localdate())
    assert (after.quarters[0].name, after.quarters[0].learners) == (f"{pilot.year} Q1", 20)
    page = said(Client().get("/growth/"))
    assert f"{pilot.year} Q1 20" in page
    assert "Definition 1" in page
    assert b"<svg" in Client().get("/growth/").content
    office.post(f"/desk/{key}/off/")
    assert "Casting room summer" not in said(Client().get("/desk/"))


def _chose(on: date, many: int) -> None:
    """So many learners chose a pathway on a day."""
    at = timezone.now().replace(year=on.year, month=on.month, day=on.day)
    trail.record_many(trail.Act(None, "chose", at, uuid4(), "pathway:nursing") for _ in range(many))


def test_fewer_than_the_smallest_group_are_never_told_not_by_a_difference_either() -> None:
    start = advising.growth(on=timezone.localdate()).quarters[0].starts - timedelta(days=800)
    _chose(start, 9)
    assert advising.growth(on=timezone.localdate()).quarters[0].learners == 0
    assert "fewer than 10" in said(Client().get("/growth/"))
    _chose(start + timedelta(days=100), 2)
    quarters = advising.growth(on=timezone.localdate()).quarters
    assert [quarters[0].learners, quarters[1].learners] == [0, 10]


def test_a_listing_that_can_earn_nothing_is_for_exploring_only() -> None:
    signed_in("grace-lindqvist").post("/desk/post/", {**FORM, "gives": ["", ""]})
    assert "for exploring only" in said(Client().get("/desk/"))
    assert [each.exploration for each in queries.desk.posts(on=timezone.localdate())] == [True]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "holiday"}, "no kind"), ({"title": " "}, "no title"), ({"regions": ("atlantis",)}, "regions is none"),
        ({"gives": ("credential:none",)}, "nothing this state publishes"), ({"until": date(2020, 1, 1)}, "is over"),
    ],
)  # fmt: skip
def test_a_post_that_cannot_be_is_refused_with_the_reason(changes: dict, why: str) -> None:
    new = {
        "organization": "alder-prosthetics",
        "kind": "internship",
        "title": "Casting",
        "words": "Cast.",
        **changes,
    }
    with pytest.raises(Refused, match=why):
        desk.post(by=actor("grace-lindqvist"), new=desk.NewPost(**new), now=timezone.now())
    other = desk.NewPost("mercy-bay-hospital", "internship", "Casting", "Cast.", wage=Decimal(1))
    with pytest.raises(Refused, match="Only these may"):
        desk.post(by=actor("grace-lindqvist"), new=other, now=timezone.now())


@pytest.mark.covers("N67")
def test_groups_in_other_states_stand_by_state_each_with_its_source_and_the_day_it_was_looked_at(
    meridian: Pack,
) -> None:
    page = Client().get("/elsewhere/")
    text = said(page)
    for each in meridian.catalogue.state.elsewhere:
        for words in (each.title["en"], each.state["en"], each.role["en"], each.does["en"], each.cite.source):
            assert words in text
        assert each.reviewed <= timezone.localdate()
    assert {"colorado-succeeds", "educate-texas"} <= {each.id for each in meridian.catalogue.state.elsewhere}
    assert text.count("Source:") == len(meridian.catalogue.state.elsewhere)
    assert b'href="https://triagency.texas.gov"' in page.content


@pytest.mark.parametrize("path", ["/desk/", "/desk/?region=harbor", "/growth/", "/elsewhere/"])
def test_each_page_keeps_within_eight_queries(path: str) -> None:
    assert cost(signed_in("grace-lindqvist"), path) <= MOST
