"""Small pages over what the core works out: a report on skills, what a school's programs offer, what is saved of a degree,
the criteria of a task, and the menus of districts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions as frameworks
from throughline.core.catalogue.documents import Edition, Rule
from throughline.core.formats.state_pack import Pack
from throughline.core.requirements.nodes import Choose, Have, Selector, Total

pytestmark = pytest.mark.usefixtures("meridian", "db")
ELSEWHERE = Path(__file__).resolve().parents[2] / "states" / "elsewhere"


def _with(pack: Pack, **changes: object) -> None:
    frameworks.publish(by=HOUSE, pack=replace(pack.catalogue, **changes), now=timezone.now())  # type: ignore[arg-type]


@pytest.mark.covers("N33")
def test_a_report_on_skills_shows_levels_and_no_part_of_what_only_stands_together(
    meridian_pack: Pack,
) -> None:
    client = signed_in("jason-16")
    page = said(client.get("/me/record/skills/?framework=universal"))
    assert "Communication" in page
    assert "nobody is compared with you" in page
    assert cost(client, "/me/record/skills/?framework=universal") <= MOST
    one = client.get("/me/record/skills/?framework=universal&c=communication")
    assert [each.competency.id for each in one.context["page"].rows if each.picked] == ["communication"]
    assert client.get("/me/record/skills/?framework=alchemy").status_code == 404
    framework = meridian_pack.catalogue.competency_frameworks["universal"]
    together = {
        **meridian_pack.catalogue.competency_frameworks,
        "universal": replace(framework, indivisible=True),
    }
    _with(meridian_pack, competency_frameworks=together)
    refused = client.get("/me/record/skills/?framework=universal&c=communication")
    assert refused.status_code == 422
    assert "only stand together" in said(refused)


@pytest.mark.covers("S002-B3")
@pytest.mark.parametrize(("hours", "sign"), [(899, "899 of 900"), (900, "900 of 900")])
def test_a_schools_page_holds_what_a_program_offers_against_its_rule(
    meridian_pack: Pack, hours: int, sign: str
) -> None:
    asks = Total(
        "program-hours", measure="hours", unit="h", min=Decimal(900), select=Selector(tags=("program-hours",))
    )
    rule = Rule(
        id="shop-program", title={"en": "Shop program"}, purpose="program", editions=(Edition("first", asks),),
        subject="program", advanced_standing=("career",), offered_by=("northside-high",),
    )  # fmt: skip
    some = next(iter(meridian_pack.catalogue.opportunities.values()))
    shop = replace(
        some, id="shop", provider="northside-high", gives=("course:shop",), needs=(), amounts={"h": Decimal(hours)},
        tags=("program-hours",),
    )  # fmt: skip
    rules = {**meridian_pack.catalogue.rules, "shop-program": rule}
    _with(meridian_pack, rules=rules, opportunities={**meridian_pack.catalogue.opportunities, "shop": shop})
    page = said(Client().get("/schools/northside-high/"))
    assert "What its programs offer" in page
    assert sign in page
    assert "What its programs offer" not in said(Client().get("/schools/riverbend-high/"))


@pytest.mark.covers("S002-B13")
def test_progress_says_what_of_a_degree_is_done_and_the_months_that_is(meridian_pack: Pack) -> None:
    client = signed_in("jason-16")
    assert "Done already, if you study on" not in said(client.get("/me/progress/"))
    credits = Total(
        "courses", measure="credits", unit="college-credit", min=Decimal(60), select=Selector(kind="course")
    )
    root = Choose(id="map", of=(credits, Have("never", "credential:bachelor-medical-sciences")), min=1)
    degree = Rule(
        id="associate-map", title={"en": "Associate degree"}, purpose="award",
        editions=(Edition("first", root),), typical_months=Decimal(24),
    )  # fmt: skip
    _with(meridian_pack, rules={**meridian_pack.catalogue.rules, "associate-map": degree})
    assert "4 of its 60 credits find their place. At the usual pace that is 1.6 months." in said(
        client.get("/me/progress/")
    )


def test_the_criteria_of_a_task_are_looked_at_by_who_moderates_alone() -> None:
    at = "/judging/medical-benchmark-2/performance/criteria/"
    page = said(signed_in("kwame-asante").get(at))
    assert "Do the criteria ask the same of everyone?" in page
    assert "nothing is worked out" in page
    assert signed_in("jason-16").get(at).status_code == 403


@pytest.mark.covers("N34")
def test_the_menus_of_districts_stand_beside_the_states_at_the_command_line() -> None:
    command = [sys.executable, "-m", "throughline", "check", "--menus", str(ELSEWHERE / "colorado")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "assessment:sat-english (sat): state 470; mountain-menu 500, plains-menu 470" in done.stdout
