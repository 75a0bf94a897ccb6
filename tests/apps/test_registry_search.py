"""The state's own catalogue beside the documents of others, and search over all of it."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, have, load, small_state, with_rule
from tests.packages import guid, item, package, tree
from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.registry import actions, own
from throughline.apps.registry.models import DocumentVersion, RegistryDocument
from throughline.apps.registry.queries import documents, exporting, search
from throughline.apps.registry.queries.search import Asked
from throughline.apps.trail import queries as trail
from throughline.core.formats.case import rules, writing
from throughline.core.formats.case.records import Provider

pytestmark = pytest.mark.django_db


def found(words: str = "", **asked: str) -> list[str]:
    """What a search finds, by reference or identifier."""
    return [each.reference or each.identifier for each in search.search(Asked(words=words, **asked)).found]


def test_what_is_published_stands_in_the_registry_without_being_taken_in_by_anyone():
    load()
    stamp = own.follow(now=NOW)
    assert {each.title for each in documents.documents(own=True)} >= {"Universal", "Small State: pathways"}
    with CaptureQueriesContext(connection) as seen:
        assert own.follow(now=NOW) == stamp
    assert len(seen) == 2
    entries = [each.kind for each in trail.public_log()]
    assert "document" not in entries, "its versions stand in the log already, as versions"


def test_a_new_version_of_the_catalogue_is_followed_and_only_what_it_changes_is_written():
    load()
    stamp = own.follow(now=NOW)
    later = NOW + timedelta(days=1)
    changed_pack = with_rule(small_state(), "cells", have("competency:cells", 3))
    frameworks.publish(by=HOUSE, pack=changed_pack, now=later)
    assert own.follow(now=later) != stamp
    changed = DocumentVersion.objects.filter(number=2)
    assert {each.document.title for each in changed} == {"Small State: milestones", "Small State: pathways"}
    assert RegistryDocument.objects.filter(own=True, number=1).exists()


def test_a_milestone_goes_out_in_case_with_its_exact_rule():
    pack = load()
    own.follow(now=NOW)
    where = own.places()
    (row,) = [e for e in documents.documents(own=True) if "milestones" in e.title]
    kept = exporting.package(row.key, row.number)
    cells = next(each for each in kept.items if each.identifier == where.uuid("milestone:cells"))
    carried = rules.read(cells, kept.associations, kept.document, {})
    assert (carried.exact, carried.edited) == (pack.milestones["cells"].rule, False)
    written = json.loads(b"".join(writing.write(kept, "case-1.1", changed="2026-01-01T00:00:00+00:00")))
    assert len(written["CFItems"]) == len(pack.milestones)
    assert Provider("case-1.1", "https://records.example/ims/case/v1p1", "2026-01-01T00:00:00Z").item(
        cells, kept.document
    )["uri"] == where.address("milestone:cells")


def test_a_thing_is_found_by_its_uuid_and_back():
    load()
    where = own.places()
    for ref in ("milestone:cells", "pathway:medicine", "competency:cells", "competency_framework:universal"):
        assert own.reference_of(UUID(where.uuid(ref))) == ref


def test_search_finds_the_catalogue_documents_and_items_by_the_beginning_of_words():
    load()
    own.follow(now=NOW)
    actions.take_in(by=HOUSE, package=package("cellular biology", tree("cell walls", "forces")), now=NOW)
    hits = found("cell")
    assert {"milestone:cells", "competency:cells", guid("cellular biology"), guid("cell walls")} <= set(hits)
    assert found("cell wal") == [guid("cell walls")]
    assert found("nothing like it") == []


@pytest.mark.parametrize("words", ["resolución", "RESOLUCION", "resolucio\u0301n", "resol"])
def test_a_word_is_found_however_it_is_typed(words):
    load()
    actions.take_in(
        by=HOUSE, package=package("m", [item("r", 0, statement="La resolución de problemas")]), now=NOW
    )
    assert found(words) == [guid("r")]


@pytest.mark.parametrize("words", ["3.OA.1", "3 oa", "3.oa.1 multiplication"])
def test_a_code_is_found_as_it_is_written(words):
    load()
    (one, two) = (item("a", 0, statement="Multiplication", code="3.OA.1"), item("b", 1, code="4.OA.1"))
    actions.take_in(by=HOUSE, package=package("m", [one, two]), now=NOW)
    assert found(words) == [guid("a")]


def test_search_is_narrowed_by_kind_format_language_publisher_and_subject():
    load()
    own.follow(now=NOW)
    actions.take_in(by=HOUSE, package=package("cells", tree("cell"), language="es", publisher="OEI"), now=NOW)
    every = set(found("cell"))
    assert set(found("cell", kind="milestone")) == {"milestone:cells"}
    assert set(found("cell", kind="item")) == {guid("cell")}
    assert set(found("cell", format="case-1.1")) == {guid("cells"), guid("cell")}
    assert set(found("cell", format="throughline")) == every - {guid("cells"), guid("cell")}
    assert set(found("cell", publisher="OEI")) == {guid("cells"), guid("cell")}
    assert set(found("cell", subject="Physics")) == {guid("cells"), guid("cell")}
    assert guid("cell") not in found("cell", language="es"), "the item itself is in English"
    assert found("cell", language="es") == [guid("cells")]
    offered = search.choices()
    assert ("item", 2) in offered.kinds
    assert offered.publishers == (("OEI", 1),)
    assert offered.subjects == (("Physics", 1),)


def test_only_what_stands_is_found():
    load()
    actions.take_in(by=HOUSE, package=package("old", tree("steam")), now=NOW)
    actions.take_in(by=HOUSE, package=package("old", tree("diesel")), now=NOW)
    assert (found("steam"), found("diesel")) == ([], [guid("diesel")])
    actions.withdraw(by=HOUSE, document=documents.document_named(guid("old")).key, reason="Gone.", now=NOW)
    assert found("diesel") == []


def test_a_page_of_results_says_how_many_there_are():
    load()
    actions.take_in(by=HOUSE, package=package("many", [item(f"thing {n}", n) for n in range(45)]), now=NOW)
    first, last = search.search(Asked("thing")), search.search(Asked("thing", start=40))
    assert (len(first.found), first.total, first.counted, len(last.found)) == (20, 45, True, 5)
    assert not {each.identifier for each in first.found} & {each.identifier for each in last.found}


@pytest.mark.parametrize("words", ["a & b | !c", "'; DROP TABLE x", "\\ :* ( )", "<->", "nul \x00 nul"])
def test_marks_in_a_search_are_no_orders_to_the_database(words):
    load()
    assert search.search(Asked(words)).total >= 0


def test_the_words_of_a_search_are_those_of_the_index():
    texts = ["Résumé—writing", "HS-LS1-1: cells", "naïve café", "a_b c/d", "日本語 テスト", "x\u00a0y\u2019s"]
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute("SELECT registry_fold(%s)", [text])
            assert search.words_of(text) == cursor.fetchone()[0].split()
