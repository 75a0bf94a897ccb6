"""The promise, the state's work, money and help as everyone reads them on the demo state, and as those write who may."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.trail import queries as trail
from throughline.core.formats.state_pack import Pack
from throughline.core.governing.opening import QUESTIONS

pytestmark = pytest.mark.usefixtures("meridian", "db")
ROOT = Path(__file__).resolve().parents[2]
BOARD, NETWORK = "meridian-board-of-pathways", "harbor-pathways-network"
ORCHESTRATE = tuple(f"r{n}" for n in range(1, 5))
INNOVATE = tuple(f"r{n}" for n in range(5, 12))
ADVOCATE = tuple(f"r{n}" for n in range(12, 15))


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("adela-fontaine", "/promise/"), ("adela-fontaine", "/promise/make/"), ("rosa-delgado", "/governance/work/"),
        ("rosa-delgado", "/governance/work/r1-1/"), ("helen-zhou", "/governance/support/"),
        ("helen-zhou", "/governance/support/money/"), ("paula-whitmore", "/governance/support/ask/"),
        ("grace-lindqvist", f"/governance/bodies/{BOARD}/tell/"), ("ines-carvalho", f"/vision/{BOARD}/"),
        ("rosa-delgado", f"/vision/{BOARD}/share/"),
    ],
)  # fmt: skip
def test_a_page_of_leaders_stays_within_its_budget_of_queries(who: str, path: str) -> None:
    assert cost(signed_in(who), path) <= MOST


# -- the promise


def _form(page: Any) -> dict[str, str]:
    """The form as it stands on the page."""
    fields = {each.name: each.typed for each in page.opening}
    for part in page.parts:
        fields |= {each.name: each.typed for each in (*part.title, *part.means)}
        fields[f"shows-{part.number}"] = next(key for key, _text, chosen in part.choices if chosen)
    return fields


def _verified(folder: Path, document: bytes, issuers: bytes) -> subprocess.CompletedProcess[str]:
    """The commands on the page, without the network: a clean folder, two files, the public keys among them."""
    (folder / "promise.json").write_bytes(document)
    (folder / "issuers.json").write_bytes(issuers)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))}
    words = ["verify", "--offline", "--issuers", "issuers.json", "promise.json"]
    return subprocess.run(
        [sys.executable, "-m", "throughline", *words], cwd=folder, env=clean | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.covers("S001-P1.1", "A-GO-1")
def test_the_governors_office_signs_the_promise_amends_it_and_anyone_verifies_and_follows_the_change(
    tmp_path: Path,
) -> None:
    governor, reader = signed_in("adela-fontaine"), Client()
    assert "/promise/" in reader.get("/").content.decode(), "the start page leads there"
    before = reader.get("/promise/")
    number = before.context["page"].made.number
    assert "Office of the Governor of Meridian, version 2" in said(before)
    assert "It holds Word for word as the office signed it." in said(before)
    form = _form(governor.get("/promise/make/").context["page"])
    form["means-1-en"] = form["means-1-en"].replace("good work", "good work near home")
    assert "why it changed" in said(governor.post("/promise/make/", form))
    amended = governor.post("/promise/make/", {**form, "why": "Families asked how far."}, follow=True)
    assert amended.status_code == 200
    shown = reader.get("/promise/").content.decode()
    assert "<ins>near home</ins>" in shown, "the difference is public"
    assert "Families asked how far." in shown
    old = reader.get(f"/promise/{number}/")
    assert "There is a newer version." in said(old)
    assert old.context["page"].made.promise == before.context["page"].made.promise, "the old one stays"
    entries = [
        e
        for e in trail.public_log(start=0, limit=trail.log_size())
        if e.reference == "learner_promise:meridian"
    ]
    assert [each.number for each in entries] == [1, 2, 3]

    issuers = reader.get("/issuers.json").content
    for version in (1, number, number + 1):
        document = reader.get(f"/promise/{version}/promise.json").content
        found = _verified(tmp_path, document, issuers)
        assert found.returncode == 0, found.stdout + found.stderr
        assert "Office of the Governor of Meridian" in found.stdout
    changed = json.loads(document)
    changed["credentialSubject"]["promises"]["parts"][0]["means"]["en"] = "Nothing at all."
    assert _verified(tmp_path, json.dumps(changed).encode(), issuers).returncode == 1
    assert "verified" in said(reader.post("/verify/", {"pasted": document.decode()})).casefold()


def test_only_the_governors_office_writes_the_promise_and_nothing_half_written_is_kept() -> None:
    assert signed_in("rosa-delgado").get("/promise/make/").status_code == 403
    governor = signed_in("adela-fontaine")
    form = _form(governor.get("/promise/make/").context["page"])
    refused = governor.post("/promise/make/", {**form, "title-2-es": "", "why": "x"})
    assert refused.status_code == 422
    assert "the title of part 2 is empty in the language 'es'" in said(refused)
    assert [each.at_fault for each in refused.context["page"].parts[:3]] == [False, True, False]
    assert Client().get("/promise/9/").status_code == 404
    assert len(queries.promises_made()) == 2


def test_each_part_says_where_it_stands_today_and_an_older_version_does_not() -> None:
    waits = queries.help_waiting(queries.help_asked(timezone.localdate()))
    parts = {each.part.shows: each.stands for each in Client().get("/promise/").context["page"].parts}
    assert parts["support"].words == f"{waits.requests} request for help waits to be taken on."
    states = queries.work_states()
    assert (
        parts["work"].words
        == f"Of 53 work items {states['in_place']} are in place and {states['begun']} are begun."
    )
    assert parts[""] is None
    assert {each.stands for each in Client().get("/promise/1/").context["page"].parts} == {None}


# -- the work


def _told(meridian: Pack) -> list[dict[str, Any]]:
    """What the pack tells, read from its files alone."""
    text = (meridian.directory / "undertakings.yaml").read_text("utf-8")
    return [each for each in yaml.safe_load(text)["undertakings"] if "work" in each]


def _of(item: str, lines: tuple[str, ...]) -> bool:
    return item.rpartition("-")[0] in lines


@pytest.mark.covers("S001-V12")
def test_fourteen_recommendations_with_forty_four_parts_stand_as_records_and_roll_up_by_role(
    meridian: Pack,
) -> None:
    lines = [each for each in queries.work() if each.line.role in ("orchestrate", "innovate", "advocate")]
    assert [each.line.id for each in lines] == [f"r{n}" for n in range(1, 15)]
    assert sum(len(each.items) for each in lines) == 44
    for role, ids in (("orchestrate", ORCHESTRATE), ("innovate", INNOVATE), ("advocate", ADVOCATE)):
        assert [each.line.id for each in lines if each.line.role == role] == list(ids)
        rolled = next(each for each in queries.rolled_up(queries.work()) if each.role == role)
        mine = [each for each in _told(meridian) if _of(each["work"], ids)]
        assert rolled.states == Counter(each["state"] for each in mine)
        assert (rolled.items, rolled.owned) == (len(mine), len(mine))
        assert (rolled.noted, rolled.changed) == (
            sum("notes" in each for each in mine), sum("changes" in each for each in mine)
        )  # fmt: skip
    shown = said(Client().get("/governance/work/"))
    assert "14 recommendations with 44 parts" in shown
    for title in ("Bring people together", "Change what is there", "Speak up"):
        assert title in shown
    assert "Office of the Governor of Meridian" in shown
    assert re.search(r"begun · in place by \w+\.? \d+, 20\d\d", shown), "with the day it is to be in place"


@pytest.mark.covers("S001-T1")
def test_everything_that_brings_people_together_has_an_owner_and_a_dated_meeting_or_note(
    meridian: Pack,
) -> None:
    items = [i for each in queries.work() if each.line.id in ORCHESTRATE for i in each.items]
    assert len(items) == 11
    today = timezone.localdate()
    for each in items:
        found = queries.work_item(each.item.id)
        assert found is not None
        assert found.owner in meridian.catalogue.organizations
        assert found.notes, each.item.id
        assert all(note.on <= today and note.words for note in found.notes)
        assert found.owner in found.stakeholders
    rolled = next(each for each in queries.rolled_up(queries.work()) if each.role == "orchestrate")
    apart = [
        each for each in _told(meridian) if _of(each["work"], ORCHESTRATE) and each["owner"] and each["notes"]
    ]
    assert (rolled.items, rolled.owned, rolled.noted) == (11, len(apart), len(apart))
    page = said(Client().get("/governance/work/r1-1/"))
    for words in (
        "Who takes part",
        "Meeting,",
        "learners asked for two seats and got them",
        "Eastgate Newcomers",
    ):
        assert words in page
    rosa = signed_in("rosa-delgado")
    note = {
        "do": "note",
        "kind": "note",
        "on": f"{today}",
        "words": "What we make of it.",
        "present": [NETWORK],
    }
    written = said(rosa.post("/governance/work/r1-2/", note, follow=True))
    assert "What we make of it. Harbor Pathways Network" in written
    assert signed_in("grace-lindqvist").post("/governance/work/r1-2/", note).status_code == 422
    assert len(queries.work_item("r1-2").notes) == 2  # type: ignore[union-attr]


@pytest.mark.covers("S001-T2")
def test_everything_that_changes_what_is_there_links_to_what_changed_and_what_changed_nothing_is_listed(
    meridian: Pack,
) -> None:
    items = [i for each in queries.work() if each.line.id in INNOVATE for i in each.items]
    assert len(items) == 23
    log = {(e.kind, e.reference, e.number) for e in trail.public_log(start=0, limit=trail.log_size())}
    means = set()
    for each in items:
        found = queries.work_item(each.item.id)
        assert found is not None
        assert found.changes, each.item.id
        assert {(c.kind, c.reference, c.number) for c in found.changes} <= log
        means |= {change.means for change in found.changes}
    assert means == {"program", "redesign", "infrastructure", "support"}
    everyone = Client()
    assert "Nothing changed by it yet" not in said(everyone.get("/governance/work/"))
    published = frameworks.catalogue()
    own = published.state
    planted = [
        *own.work[:4], _with_item(own.work[4], "r5-9", "Try a shorter week"), *own.work[5:]
    ]  # fmt: skip
    _publish(published, planted)
    shown = said(everyone.get("/governance/work/"))
    assert "Nothing changed by it yet Try a shorter week" in shown
    rosa = signed_in("rosa-delgado")
    rosa.post("/governance/work/r5-9/", {"do": "assign", "owner": BOARD, "state": "begun"})
    refused = rosa.post(
        "/governance/work/r5-9/", {"do": "change", "means": "program", "other": "pathway:nowhere"}
    )
    assert refused.status_code == 422
    rosa.post("/governance/work/r5-9/", {"do": "change", "means": "program", "reference": "pathway:nursing"})
    assert "Nothing changed by it yet" not in said(everyone.get("/governance/work/"))


def _with_item(line: Any, key: str, title: str) -> Any:
    from dataclasses import replace

    from throughline.core.catalogue.lists import Named

    return replace(line, items=(*line.items, Named(key, {"en": title, "es": title})))


def _publish(published: Any, lines: list[Any]) -> None:
    from dataclasses import replace

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions as publishing

    changed = replace(published, state=replace(published.state, work=tuple(lines)))
    publishing.publish(by=HOUSE, pack=changed, now=timezone.now())


@pytest.mark.covers("S001-D11.7")
def test_the_five_things_that_bodies_work_on_each_have_an_owner_and_a_state() -> None:
    (govern,) = [each for each in queries.work() if each.line.role == "govern"]
    assert [each.item.id for each in govern.items] == [
        "which-pathways", "qualification-frameworks", "competency-systems", "validating-learning", "universal-credentials"
    ]  # fmt: skip
    shown = said(Client().get("/governance/work/")).partition("Govern")[2]
    for each in govern.items:
        assert each.owner
        assert each.state in ("planned", "begun", "in_place")
        assert each.item.title["en"] in shown


@pytest.mark.covers("S004-B4")
def test_four_commitments_of_leaders_have_evidence_and_the_community_speaks_and_is_answered_before_a_vote() -> (
    None
):
    (lead,) = [each for each in queries.work() if each.line.role == "lead"]
    assert len(lead.items) == 4
    for each in lead.items:
        found = queries.work_item(each.item.id)
        assert found is not None
        assert found.notes or found.changes, f"evidence of {each.item.id}"
    now = timezone.now()
    by, clerk = actor("tom-okello"), actor("helen-zhou")
    docket = actions.propose(
        by=by, kind="policy", title="Later buses", reason="Shifts end at nine.", bodies=[BOARD], now=now
    )
    actions.draft(by=by, docket=docket, text="Buses run until ten.", now=now)
    for question in QUESTIONS:
        actions.answer_question(by=by, docket=docket, question=question, text="As asked.", now=now)
    with pytest.raises(Refused):
        advising.open_vote(by=clerk, docket=docket, body=BOARD, now=now)
    actions.open_comment(by=clerk, docket=docket, now=now)
    comment = actions.say(
        by=actor("bao-nguyen"), docket=docket, text="And on Sundays?", speaks_as="family", now=now
    )
    with pytest.raises(Refused):
        advising.open_vote(by=clerk, docket=docket, body=BOARD, now=now + timedelta(days=29))
    after = now + timedelta(days=32)
    with pytest.raises(Refused, match="answer"):
        advising.open_vote(by=clerk, docket=docket, body=BOARD, now=after)
    actions.answer_comment(by=clerk, comment=comment, text="On Sundays until eight.", now=after)
    assert advising.open_vote(by=clerk, docket=docket, body=BOARD, now=after) == 1


# -- money and help


@pytest.mark.covers("S001-R1.4")
def test_who_brings_a_region_together_has_money_a_log_of_help_and_a_yearly_look_at_its_quality() -> None:
    everyone, tom, year = Client(), actor("tom-okello"), timezone.localdate().year
    page = everyone.get("/governance/support/")
    (network,) = [each for each in page.context["page"].supported if each.organization.id == NETWORK]
    assert f"{network.total:.2f}" == "196980.75" == f"{sum(each.amount for each in network.money):.2f}"
    assert "$196,980.75" in said(page)
    assert all(queries.one_vote(each.docket, each.body, 1).outcome == "carried" for each in network.money)
    assert (network.helped, str(network.hours)) == (2, "7.00")
    assert network.reviewed is None
    for area in frameworks.catalogue().state.quality_areas:
        actions.rate_area(
            by=tom, organization=NETWORK, year=year, area=area.id, rating=3, said="", now=timezone.now(),
            evidence=actions.NewEvidence("text", "Seen on our walk.", timezone.localdate()),
        )  # fmt: skip
    actions.finish_review(by=tom, organization=NETWORK, year=year, public=True, now=timezone.now())
    assert f"Looked at its own quality {year}" in said(everyone.get("/governance/support/"))
    helen = signed_in("helen-zhou")
    form = {"organization": NETWORK, "amount": "100.005", "source": "Fund", "purpose": "Chairs",
            "docket": f"{network.money[0].docket}/{BOARD}", "starts": "2027-01-01", "ends": "2027-06-30"}  # fmt: skip
    assert "dollars and cents" in said(helen.post("/governance/support/money/", form))
    entered = helen.post("/governance/support/money/", {**form, "amount": "100.05"}, follow=True)
    assert "$197,080.80 in all" in said(entered)
    assert signed_in("tom-okello").get("/governance/support/money/").status_code == 403


@pytest.mark.covers("S001-P5.3")
def test_a_school_asks_for_help_it_is_given_logged_closed_and_rated_and_what_waits_ages_in_public() -> None:
    everyone, paula, tom = Client(), signed_in("paula-whitmore"), signed_in("tom-okello")
    assert "1 request for help waits to be taken on. The oldest waits for 26 days." in said(
        everyone.get("/governance/support/")
    )
    words = "Two teachers want to learn how to judge together."
    asked = {"organization": "eastgate-high", "kind": "other", "words": words}
    assert paula.post("/governance/support/ask/", {**asked, "words": " "}).status_code == 422
    shown = paula.post("/governance/support/ask/", asked, follow=True)
    assert "2 requests for help wait" in said(shown)
    key = next(each.asked.id for each in shown.context["page"].asked if each.asked.words == words)
    one = f"/governance/support/{key}/"
    assert "Harbor Pathways Network took it on" in said(
        tom.post(one, {"do": "take", "helper": NETWORK}, follow=True)
    )
    assert "1 request for help waits" in said(everyone.get("/governance/support/"))
    logged = tom.post(
        one, {"do": "log", "hours": "2,5", "words": "Judged three works.", "on": ""}, follow=True
    )
    assert "Judged three works." in said(logged)
    assert "2.50 hours" in said(logged)
    tom.post(one, {"do": "close", "result": "They agree on nine of ten."})
    rated = paula.post(one, {"do": "rate", "rating": "4", "words": "Thank you."}, follow=True)
    assert "They agree on nine of ten." in said(rated)
    assert "Eastgate High School: it helped us much. Thank you." in said(everyone.get(one))
    assert paula.post(one, {"do": "log", "hours": "1", "words": "x"}).status_code == 422


# -- words of partners, and what is carried together


def test_an_employer_tells_the_board_what_hinders_and_reads_the_answer_on_its_page() -> None:
    body = f"/governance/bodies/{BOARD}/"
    grace = signed_in("grace-lindqvist")
    assert "Tell this body what hinders or helps" in said(grace.get(body))
    assert "Tell this body" not in said(Client().get(body))
    told = {"organization": "alder-prosthetics", "subject": "Keys", "words": "Learners cannot open the shop."}
    assert grace.post(f"{body}tell/", told).status_code == 422
    shown = said(grace.post(f"{body}tell/", {**told, "about": "challenge"}, follow=True))
    assert "Keys Alder Prosthetics · what hinders" in shown
    assert "One form a year is enough." in said(Client().get(body)), "an earlier one, with its answer"
    assert signed_in("jason-16").get(f"{body}tell/").status_code == 403


def test_a_responsibility_is_shared_out_on_the_page_and_each_place_says_yes_for_itself() -> None:
    vision, rosa, ines = f"/vision/{BOARD}/", signed_in("rosa-delgado"), signed_in("ines-carvalho")
    alone = {"text": "Read every comment", "bearers": ["", "harbor-district", ""]}
    refused = rosa.post(f"{vision}share/", alone)
    assert refused.status_code == 422
    assert "it lies with one sector alone" in said(refused)
    both = {**alone, "bearers": ["harbor-district", "meridian-state-university"]}
    shown = rosa.post(f"{vision}share/", both, follow=True)
    assert "Read every comment Schools · Colleges and universities" in said(shown)
    carried = next(c for c in shown.context["page"].carried if c.carried.text == "Read every comment")
    path = f"{vision}carry/{carried.carried.id}/"
    assert ines.post(path, {"organization": "meridian-state-university"}).status_code == 403
    after = ines.post(path, {"organization": "harbor-district"}, follow=True)
    assert "Harbor School District said yes" in said(after)
    assert signed_in("jason-16").get(f"{vision}share/").status_code == 403
