"""Agreements on their pages: written in a form, compared, tried, contradicted, signed by each party on its own turn."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as people
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.queries import stated

pytestmark = pytest.mark.usefixtures("meridian", "db")
SCHEMA = Path(__file__).resolve().parents[2] / "docs/reference/schemas/state.schema.json"
NEW = "/agreements/new/?kind=recognition&place=harbor-community-college&pathway=medical-sciences"
BENCHMARKS = [f"milestone:medical-benchmark-{n}" for n in (1, 2, 3)]


def speaker(key: str, role: str, organization: str) -> Client:
    """Somebody new who speaks for an organization, signed in."""
    new = NewPerson(
        uuid4(), "Ada", key, roles=((role, organization),),
        account=key, demo_key=key,
    )  # fmt: skip
    directory.add_people(
        by=HOUSE, people=[new], starts=timezone.localdate() - timedelta(days=9), now=timezone.now()
    )
    client = Client()
    account = people.account_of(key)
    client.force_login(get_user_model().objects.get(pk=account))
    return client


def sent(**changed: object) -> dict[str, object]:
    """What the form sends: sets for sets between a college, a high school and a community group."""
    return {
        "place": "harbor-community-college", "kind": "recognition", "pathway": ["medical-sciences"],
        "title-en": "Health shown anywhere", "title-es": "Salud mostrada en todo lugar",
        "promise-en": "We count it.", "promise-es": "Lo contamos.", "remedy-en": "We say why.", "remedy-es": "Decimos.",
        "party": ["Harbor Community College", "Northside High School", "Bay Youth Works", ""],
        "legal_status": "contract", "owner": "Harbor Community College",
        "set1-of": BENCHMARKS, "set1-least": "2", "set1-as": "Health basics", "set1-credits": "3", "do": "keep",
        **changed,
    }  # fmt: skip


@pytest.mark.covers("A-CO-1", "T-30")
def test_a_college_a_high_school_and_a_community_group_sign_sets_for_sets_on_their_pages() -> None:
    college = signed_in("omar-haddad")
    school = speaker("pia-principal", "principal", "northside-high")
    group = speaker("gus-director", "director", "bay-youth-works")
    form = said(college.get(NEW))
    assert "There are no words here for who somebody is" in form
    looked = said(college.post(NEW, sent(do="look")))
    records = int(looked.split("Tried on ")[1].split(" ")[0])
    assert records >= 50
    assert "No other agreement speaks against it." in looked
    page = college.post(NEW, sent())["Location"]
    assert "not yet Northside High School" in said(school.get(page))

    twice = said(college.post(NEW, sent(do="look", **{"title-en": "Less for the same", "set1-credits": "2"})))
    assert "No other agreement speaks against it." in twice
    for client, party in ((college, "harbor-community-college"), (school, "northside-high")):
        client.post(page, {"act": "sign", "party": party, "number": "1"})
    assert "It is your turn" in said(group.get("/agreements/"))
    done = group.post(page, {"act": "sign", "party": "bay-youth-works", "number": "1"}, follow=True)
    assert "It is in force, and in the public log" in said(done)
    shown = said(Client().get("/promises/health-shown-anywhere/"))
    assert "Counts as" in shown
    assert "Contract" in shown
    signatures = Client().get("/promises/health-shown-anywhere/signatures.json").json()["signatures"]
    parties = ("harbor-community-college", "northside-high", "bay-youth-works")
    for document, party in zip(signatures, parties, strict=True):
        assert stated.holds(document, party, now=timezone.now())

    less = sent(do="look", **{"title-en": "Less for the same", "set1-credits": "2"})
    clash = said(college.post(NEW, less))
    assert "gives 2 credit under agreement:less-for-the-same and 3 credit" in clash
    marks = college.get("/agreements/").content.decode()
    assert {f"legal-{status}" for status in ("contract", "policy", "pledge") if f"legal-{status}" in marks} == {
        "legal-contract", "legal-policy", "legal-pledge",
    }  # fmt: skip
    jason = signed_in("jason-16")
    assert "What counts where" in said(jason.get("/me/guarantees/"))
    assert "Health shown anywhere" in said(jason.get("/me/counts/"))
    own = jason.get("/api/v1/me/agreements/health-shown-anywhere").json()
    assert {each["set"] for each in own["counts"]} == {"set1"}
    for client, path in ((college, "/agreements/"), (group, page), (college, NEW), (jason, "/me/counts/")):
        assert cost(client, path) <= MOST, path


@pytest.mark.covers("A-EM-5")
def test_an_employer_signs_a_hiring_agreement_on_milestones_only_and_ten_show_on_the_program() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    condition = {**schema, **schema["$defs"]["Condition"]}
    for key in ("properties", "type", "additionalProperties"):
        condition.pop(key, None)
    sound = jsonschema.Draft202012Validator(condition)
    assert sound.is_valid({"choose": {"min": 1, "of": ["milestone:a", {"have": "credential:b"}]}})
    for identity in (
        "age", "grade:11", "course:x", {"have": {"what": "age"}}, {"total": {"measure": "count"}},
        {"have": {"what": "milestone:a", "issuer": ["x"]}}, {"choose": ["milestone:a", "age"]},
    ):  # fmt: skip
        assert not sound.is_valid(identity), identity
    grace = signed_in("grace-lindqvist")
    path = "/agreements/change/hiring-alder-prosthetics/"
    form = grace.get(path)
    assert "capacity" in form.content.decode()
    kept = frameworks.catalogue()
    assert (
        kept.agreements["hiring-alder-prosthetics"].capacity,
        kept.versions["agreement:hiring-alder-prosthetics"],
    ) == (6, 2)
    page = said(Client().get("/promises/?pathway=medical-sciences"))
    hiring = [a for a in kept.agreements.values() if a.kind == "hiring" and "medical-sciences" in a.pathways]
    on_page = [a for a in hiring if a.title["en"] in page]
    assert len(on_page) >= 10


def test_the_demo_shows_a_draft_that_waits_and_one_that_was_changed_and_is_in_force() -> None:
    ines, omar = signed_in("ines-carvalho"), signed_in("omar-haddad")
    waits = said(ines.get("/agreements/"))
    assert "What you learned about health counts" in waits
    assert "It is your turn" in waits
    listed = said(omar.get("/agreements/"))
    assert "Next: " in listed
    over = said(signed_in("grace-lindqvist").get("/agreements/"))
    assert "Limbs and braces at Alder" in over
    assert "How others ended" in over


def test_what_cannot_be_written_comes_back_with_its_reason_and_all_that_was_chosen() -> None:
    omar = signed_in("omar-haddad")
    for changed, why in (
        ({"party": ["Nobody at all"]}, "no organization that the state knows"),
        ({"set1-of": [], "set1-as": ""}, "Choose one milestone or credential"),
        ({"set1-as": ""}, "does not say what it counts as"),
        ({"title-en": "", "title-es": ""}, "it has no title"),
        ({"title-es": ""}, "missing in 'es'"),
    ):
        answer = omar.post(NEW, sent(**changed))
        assert answer.status_code == 422, changed
        assert why in said(answer)
        assert "We say why." in answer.content.decode()
    assert signed_in("joe-castellano").get("/agreements/").status_code == 200
    assert signed_in("jason-16").get("/agreements/").status_code == 403
