"""Alignments as pages: the list, the bench with keys and without script, coverage with its chains and its table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import NOW
from tests.packages import guid, item, key, link, package
from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE
from throughline.apps.registry import actions, alignments, own
from throughline.apps.registry.alignments import Pair
from throughline.apps.registry.queries import alignments as reading
from throughline.apps.registry.queries import coverage
from throughline.apps.registry.tasks import follow_catalogue
from throughline.core.formats.state_pack import Pack

LEFT, RIGHT = key("shop math"), key("lab math")
BENCH = f"/registry/bench/?left={LEFT}&right={RIGHT}"
COVERAGE = f"/registry/coverage/?of={LEFT}&by={RIGHT}"
TABLE = f"/registry/coverage.csv?of={LEFT}&by={RIGHT}"


@pytest.fixture(scope="module")
def kept(meridian: Pack, django_db_blocker: Any) -> Pack:
    """The demo state with two frameworks, one of which claims a match."""
    with django_db_blocker.unblock():
        own.follow(now=NOW)
        bring("shop math", [
            item("shop", 0, statement="Measuring in the shop"),
            item("lengths", 1, "shop", "Measures lengths with a ruler to a sixteenth of an inch.", "S.1", 0),
            item("=angles", 2, "shop", "=Measures angles & marks them.", "S.2", 1),
        ])  # fmt: skip
        bring("lab math", [
            item("lab", 0, statement="Measuring in the laboratory"),
            item("rulers", 1, "lab", "Measures lengths with a ruler to a millimeter.", "L.1", 0),
            item("protractors", 2, "lab", "Measures and marks angles.", "L.2", 1),
        ], [link("exactMatchOf", "protractors", "=angles", 0)])  # fmt: skip
    return meridian


def bring(name: str, items: list, links: list | tuple = ()) -> None:
    actions.take_in(by=HOUSE, package=package(name, items, links), now=NOW)


@pytest.fixture
def house(kept: Pack, db: None) -> Pack:
    return kept


def reviewed(left: str = "lengths", right: str = "rulers") -> Any:
    pair = Pair(LEFT, guid(left), RIGHT, guid(right))
    return alignments.review(by=actor("ms-ortiz"), pair=pair, reason="Same skill.", now=NOW)


def at(name: str) -> str:
    return f"{BENCH}&item={guid(name)}"


PUBLIC = ("/registry/alignments/", "/registry/alignments/?status=reviewed", COVERAGE, "/registry/coverage/",
          "/registry/integrated/", TABLE)  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_the_public_pages_answer_anyone_within_their_budget(house: Pack, path: str) -> None:
    reviewed()
    assert cost(Client(), path) <= MOST
    assert Client().get(path).status_code == 200


def test_the_bench_is_for_those_who_review_and_keeps_its_budget(house: Pack) -> None:
    assert Client().get(BENCH)["Location"].startswith("/sign-in/")
    assert signed_in("jason-16").get(BENCH).status_code == 403
    reviewed()
    assert cost(signed_in("ms-ortiz"), at("=angles")) <= MOST
    assert cost(signed_in("ms-ortiz"), "/registry/bench/") <= MOST


def test_a_reviewer_works_item_by_item_and_goes_on_where_they_stopped(house: Pack) -> None:
    client = signed_in("ms-ortiz")
    first = said(client.get(BENCH))
    assert "0 of 3 looked at" in first
    assert "Measuring in the shop" in first
    client.post(BENCH, {"act": "nothing"})
    second = client.get(BENCH)
    assert "1 of 3 looked at" in said(second)
    assert "Both say: lengths, ruler, measures" in said(second)
    assert "Only on the right: millimeter" in said(second)
    page = second.context["page"]
    done = client.post(
        page.here,
        {"act": "accept", "right": page.choices[0].item.id, "relation": "isPartOf/turned", "reason": ""},
    )
    assert done.status_code == 302
    (made,) = reading.alignments(status="reviewed").alignments
    assert (made.left.identifier, made.right.identifier, made.kind) == (
        guid("rulers"),
        guid("lengths"),
        "isPartOf",
    )
    assert made.reason.startswith("Both say: lengths, ruler, measures")
    assert made.strength == round(1000 * page.bench.suggestions[0].proposal.strength)
    third = client.get(done["Location"])
    assert "2 of 3 looked at" in said(third)
    assert "Standards Board says: means the same as." in said(third)
    undone = client.post(third.context["page"].here, {"act": "undo"})
    again = said(client.get(undone["Location"]))
    assert "S.1 Measures lengths" in again
    assert "1 of 3 looked at" in again


def test_what_is_sent_without_a_choice_is_said_and_kept(house: Pack) -> None:
    answer = signed_in("ms-ortiz").post(at("lengths"), {"act": "accept", "reason": "Because"})
    assert answer.status_code == 422
    assert "Choose one of the items on the right first." in said(answer)
    assert "Because" in said(answer)
    twice = {"act": "accept", "right": guid("rulers"), "relation": "exactMatchOf", "reason": "Same."}
    client = signed_in("ms-ortiz")
    client.post(at("lengths"), twice)
    assert "reviewed already" in said(client.post(at("lengths"), twice))
    assert signed_in("ms-ortiz").get(f"/registry/bench/?left={LEFT}&right={LEFT}").status_code == 422


def test_a_member_of_the_body_certifies_what_another_reviewed_and_the_list_says_who_and_since_when(
    house: Pack,
) -> None:
    found = reviewed()
    page = f"/registry/alignments/{found}/"
    assert "Certify" not in said(signed_in("ms-ortiz").get(page))
    assert "Certify" not in said(Client().get(page))
    rosa = signed_in("rosa-delgado")
    assert "It counts nowhere before it is certified." in said(rosa.get(page))
    assert rosa.post(page, {"act": "certify", "reason": ""}).status_code == 422
    shown = said(rosa.post(page, {"act": "certify", "reason": "Checked."}, follow=True))
    assert "It is certified, and stands in the public log." in shown
    assert "Whoever has shown one of them has shown the other." in shown
    assert ProcrastinateJob.objects.filter(task_name="registry.follow_catalogue", status="todo").exists()
    follow_catalogue()
    with CaptureQueriesContext(connection) as seen:
        own.follow(now=NOW)
    assert len(seen) == 2, "the next visitor finds the registry made"
    document = Client().get(f"/registry/{LEFT}/")
    assert (
        f'/registry/alignments/?status=certified&amp;document={LEFT}">certified: 1'
        in document.content.decode()
    )
    listed = said(Client().get("/registry/alignments/"))
    assert "certified by Meridian Board of Pathways, since" in listed
    assert "S.1 Measures lengths" in listed
    assert signed_in("jason-16").post(page, {"act": "withdraw", "reason": "No."}).status_code == 403
    assert (
        "only these may"
        in said(signed_in("ms-ortiz").post(page, {"act": "withdraw", "reason": "No."})).lower()
    )
    rosa.post(page, {"act": "withdraw", "reason": "Out of date."})
    assert reading.alignment(found)[0].status == "withdrawn"


def test_coverage_names_the_chain_and_what_nobody_has_certified(house: Pack) -> None:
    alignments.certify(by=actor("rosa-delgado"), alignment=reviewed(), reason="Checked.", now=NOW)
    shown = said(Client().get(COVERAGE))
    assert "Covered 1 of 3 Partly covered 1 of 3 Cannot tell yet 1 of 3 Not covered 0 of 3" in shown
    assert "certified by Meridian Board of Pathways" in shown
    assert "claimed by Standards Board" in shown
    only = said(Client().get(f"{COVERAGE}&verdict=covered"))
    assert "Measures lengths" in only
    assert "angles" not in only
    rows = list(csv.DictReader(io.StringIO(Client().get(TABLE).content.decode("utf-8-sig"))))
    judged = coverage.covering(LEFT, RIGHT)
    assert [(row["identifier"], row["verdict"]) for row in rows] == [
        (e.item, e.verdict) for e in judged.coverage.rows
    ]
    assert rows[2]["statement"] == "'=Measures angles & marks them.", (
        "a spreadsheet must not take it for a formula"
    )
    assert "[means the same as; claimed by Standards Board]" in rows[2]["chains"]


def test_documents_that_are_not_there_are_asked_for_again(house: Pack) -> None:
    nowhere = key("nowhere")
    assert Client().get(f"/registry/coverage/?of={nowhere}&by={RIGHT}").status_code == 422
    assert Client().get(f"/registry/coverage.csv?of={nowhere}&by={RIGHT}").status_code == 404
    assert Client().get("/registry/coverage/?of=x&by=y").status_code == 422
    assert Client().get(f"/registry/alignments/{nowhere}/").status_code == 404


def test_the_interface_gives_alignments_and_coverage_as_the_pages_do(house: Pack) -> None:
    found = reviewed()
    assert Client().get("/api/v1/alignments").json()["items"] == []
    alignments.certify(by=actor("rosa-delgado"), alignment=found, reason="Checked.", now=NOW)
    (one,) = Client().get("/api/v1/alignments").json()["items"]
    assert (one["alignment"], one["certified_by"], one["kind"]) == (
        str(found),
        "meridian-board-of-pathways",
        "exactMatchOf",
    )
    given = Client().get(f"/api/v1/coverage?of={LEFT}&by={RIGHT}").json()
    assert given["counts"] == {"covered": 1, "partly": 1, "cannot_tell": 1, "not": 0}
    rows = {row["identifier"]: row for row in given["items"]}
    (chain,) = rows[guid("lengths")]["chains"]
    assert (chain["start"], [step["id"] for step in chain["links"]]) == (guid("rulers"), [str(found)])
    assert [step["by"] for step in rows[guid("=angles")]["waiting"]] == ["Standards Board"]
    only = Client().get(f"/api/v1/coverage?of={LEFT}&by={RIGHT}&verdict=partly").json()
    assert [row["identifier"] for row in only["items"]] == [guid("shop")]
    assert Client().get(f"/api/v1/coverage?of={key('nowhere')}&by={RIGHT}").status_code == 404
    assert Client().get("/api/v1/alignments?status=loved").status_code == 422


@pytest.mark.covers("S001-R6.2")
def test_an_integrated_competency_cites_an_academic_and_a_career_standard(house: Pack) -> None:
    places = own.places()
    name = sorted(house.catalogue.competencies)[0]
    competency = house.catalogue.competencies[name]
    document = actions.key_of(places.uuid(f"competency_framework:{competency.framework}"))
    path = f"/registry/integrated/?academic={RIGHT}&career={LEFT}"
    assert Client().get(path).context["page"].rows == ()
    rosa, ortiz = actor("rosa-delgado"), actor("ms-ortiz")

    def align(standards: Any, standard: str) -> Any:
        pair = Pair(standards, guid(standard), document, places.uuid(f"competency:{name}"))
        found = alignments.review(by=ortiz, pair=pair, reason="Unpacked from it.", now=NOW)
        alignments.certify(by=rosa, alignment=found, reason="Checked.", now=NOW)
        return found

    align(RIGHT, "rulers")
    (row,) = Client().get(path).context["page"].rows
    assert (row.competency, row.integrated) == (name, False), (
        "an academic standard alone does not make it integrated"
    )
    career = align(LEFT, "lengths")
    (row,) = Client().get(path).context["page"].rows
    assert row.integrated
    assert [each.code for each in row.academic] == ["L.1"]
    assert [each.code for each in row.career] == ["S.1"]
    assert "1 competency of the state joins a standard of Lab Math with one of Shop Math." in said(
        Client().get(path)
    )
    alignments.withdraw(by=rosa, alignment=career, reason="Wrong.", now=NOW)
    assert not Client().get(path).context["page"].rows[0].integrated
    assert cost(Client(), path) <= MOST
