"""A learner in Massachusetts plans their courses: MassCore is worked out as they go, and says before the plan is saved
what would close the choice of a four-year college."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import NOW, fresh, learner_states, load, person
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions, queries
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.records import actions as records
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.state_pack import read_pack

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "states" / "massachusetts"
SCHOOL, TITLE = "example-town-high", "MassCore program of studies"
COURSES = {
    "english": (4, "english"), "mathematics": (4, "mathematics", "algebra-2"), "sciences": (3, "lab-science"),
    "history": (3, "history", "us-history", "world-history"), "portuguese": (2, "world-language", "language:portuguese"),
    "music": (1, "arts"), "health": (5,),
}  # fmt: skip


def course(name: str) -> d.Opportunity:
    """A course of the school, with the units and tags it counts with."""
    units, *tags = COURSES[name]
    return d.Opportunity(
        id=name, title={"en": name.title()}, kind="course", provider=SCHOOL, sector="k12", gives=(f"course:{name}",),
        amounts={"unit": Decimal(units)}, tags=("core", *map(str, tags)), context="school",
    )  # fmt: skip


@pytest.fixture
def massachusetts() -> Catalogue:
    """The state as it is written, with a school's courses and the learner's states of the small state."""
    pack = read_pack(FOLDER).catalogue
    courses = {name: course(name) for name in COURSES}
    return load(replace(pack, opportunities=courses, learner_states=learner_states()))


def learner_with_account() -> tuple[Actor, Client]:
    """A learner of the school, and a browser in which they are signed in."""
    key = uuid4()
    new = NewPerson(key, "Ana", "Reed", roles=(("learner", SCHOOL),), account="ana", demo_key="ana")
    directory.add_people(by=HOUSE, people=[new], starts=date(2020, 1, 1), now=NOW)
    return fresh(key), signed_in("ana")


def warned(client: Client) -> str:
    """What the page before saving warns of; empty where it warns of nothing."""
    page = client.get("/me/plan/save/")
    assert page.status_code == 200
    found = re.search(r'<div class="notice warning">(.*?)</div>', page.content.decode(), re.DOTALL)
    return found[1] if found else ""


def masscore(who: Actor, *planned: str) -> tuple[str, ...] | None:
    """What MassCore misses with these courses planned; None where it is met."""
    from throughline.web.learner.plan_keeping import planned as hoped

    facts = hoped((f"opportunity:{name}" for name in planned), timezone.localdate(NOW))
    found = queries.closing_warnings(who, who.me, ["rule:masscore"], planned=facts, now=NOW)
    return found[0].missing if found else None


@pytest.mark.covers("S002-A5")
def test_a_plan_that_would_close_the_four_year_choice_warns_before_it_is_saved_and_forbids_nothing(
    massachusetts: Catalogue,
) -> None:
    ana, client = learner_with_account()
    for name in COURSES:
        if name != "portuguese":
            actions.add_entry(by=ana, what=f"opportunity:{name}", now=NOW)
    assert TITLE in warned(client)
    assert client.post("/me/plan/save/", {"why": "First thoughts"}).status_code == 302
    assert len(queries.saved_plans(ana, ana.me, now=NOW)) == 1

    actions.add_entry(by=ana, what="opportunity:portuguese", now=NOW)
    assert TITLE not in warned(client)


@pytest.mark.covers("S002-A5")
def test_masscore_is_worked_out_from_the_record_and_the_plan_as_they_stand(massachusetts: Catalogue) -> None:
    ana, tom = person("Ana", ("learner", SCHOOL)), person("Tom", ("teacher", SCHOOL))
    assert masscore(ana) is not None
    assert masscore(ana, *COURSES) is None
    for without in COURSES:
        assert masscore(ana, *(name for name in COURSES if name != without)) is not None
    for name in COURSES:
        assert masscore(ana) is not None
        each = massachusetts.opportunities[name]
        fact = NewFact(
            ana.me,
            f"course:{name}",
            timezone.localdate(NOW),
            amounts=each.amounts,
            tags=each.tags,
            context="school",
        )
        records.attest(by=tom, fact=fact, now=NOW)
    assert masscore(ana) is None
