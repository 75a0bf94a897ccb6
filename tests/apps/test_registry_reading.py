"""The registry read: trees, links in both directions, external nodes, crosswalks, differences, and the files again."""

import gzip
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, load
from tests.packages import guid, item, key, link, package, tree
from tests.rows import shared_folder
from throughline.apps.directory.actor import HOUSE
from throughline.apps.registry import actions
from throughline.apps.registry.queries import (
    crosswalks,
    differences,
    documents,
    exporting,
    nodes,
    records,
)
from throughline.apps.registry.queries import tree as trees
from throughline.core.formats.case import reading, writing

pytestmark = pytest.mark.django_db
FILES = shared_folder() / "standards" / "pathways" / "case" / "packages"


def bring(name, items, links=(), **changes) -> None:
    actions.take_in(by=HOUSE, package=package(name, items, links, **changes), now=NOW)


def packages_of(file: Path):
    data = file.read_bytes()
    return reading.read_all(gzip.decompress(data) if file.suffix == ".gz" else data, name=file.name)


def files() -> list[Path]:
    found = sorted(FILES.glob("*/*.json*")) if FILES.exists() else []
    return [each for each in found if "AllDocs" not in each.name]


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_a_case_file_goes_out_of_the_registry_as_it_came_and_comes_again_without_a_write(file):
    load()
    for given in packages_of(file):
        taken = actions.take_in(by=HOUSE, package=given, now=NOW)
        kept = exporting.package(taken.document, taken.number)
        before, after = (json.loads(b"".join(writing.as_it_came(each))) for each in (given, kept))
        assert after == before
        assert actions.take_in(by=HOUSE, package=given, now=NOW).made is False
        assert list(kept.items) == list(given.items)
        assert list(kept.associations) == list(given.associations)


def test_a_package_that_occurs_twice_under_one_guid_is_one_document():
    file = FILES / "smarter-balanced"
    if not file.exists():
        pytest.skip("the shared files of CASE are not here")
    load()
    for name in ("mockELAPackage.json.gz", "mockTargetlessMATH.json.gz"):
        for given in packages_of(file / name):
            actions.take_in(by=HOUSE, package=given, now=NOW)
    kept = documents.document_named("cba081b2-b59d-11e7-a02a-eb18540295b7")
    assert kept is not None
    assert (len(documents.documents()), kept.items) == (5, 207)


def test_associations_to_what_nobody_holds_are_kept_and_counted_as_external_nodes():
    file = FILES / "smarter-balanced" / "mockMATH.json.gz"
    if not file.exists():
        pytest.skip("the shared files of CASE are not here")
    load()
    (given,) = packages_of(file)
    taken = actions.take_in(by=HOUSE, package=given, now=NOW)
    every, total = nodes.external_nodes(taken.document, most=5_000)
    assert total == len(every)
    inside = {each.identifier for each in given.items} | {given.document.identifier}
    outside = [a for a in given.associations if not {a.origin, a.destination} <= inside]
    # The file says 2,005 times that something leads outside; one of them it says twice, which stays in the body.
    assert len(outside) == 2_004
    assert sum(each.links for each in every) == sum(
        (a.origin not in inside) + (a.destination not in inside) for a in outside
    )


def test_an_external_node_is_found_by_itself_once_its_document_arrives():
    load()
    bring(
        "science", tree("atoms"), [link("exactMatchOf", "atoms", "particles", 0, title="Particles (physics)")]
    )
    found, total = nodes.external_nodes(key("science"))
    assert (total, found[0].title, found[0].kinds) == (1, "Particles (physics)", ("exactMatchOf",))
    (seen,) = nodes.links_of(guid("atoms"))
    assert (seen.held, seen.title) == ((), "Particles (physics)")
    bring("physics", [item("particles", 0)])
    assert nodes.external_nodes(key("science")) == ([], 0)
    (seen,) = nodes.links_of(guid("atoms"))
    assert [(h.document, h.statement) for h in seen.held] == [(key("physics"), "Explains particles.")]


def test_an_item_shows_what_leads_to_it_from_other_documents_too():
    load()
    bring("physics", [item("particles", 0)])
    bring("science", tree("atoms"), [link("exactMatchOf", "atoms", "particles", 0)])
    bring("links", [], [link("isPeerOf", "atoms", "particles", 0)])
    with CaptureQueriesContext(connection) as seen:
        found = nodes.links_of(guid("particles"))
    assert [(each.kind, each.outward, each.document) for each in found] == [
        ("exactMatchOf", False, key("science")), ("isPeerOf", False, key("links"))
    ]  # fmt: skip
    assert len(seen) == 2


def test_a_tree_is_read_a_level_at_a_time_in_its_order():
    load()
    names = ["waves", "atoms", "forces"]
    below = [item(f"{n} {k}", 10 + k, parent=n, position=-k) for n in names for k in range(3)]
    bring("science", [*tree(*names), *below])
    top = trees.children(key("science"))
    assert [(each.statement, each.children) for each in top.items] == [("Explains matter.", 3)]
    level = trees.children(key("science"), guid("matter"), start=1, most=1)
    assert ([each.identifier for each in level.items], level.more) == ([guid("atoms")], True)
    both = trees.levels(key("science"), [guid("matter"), guid("atoms")], most=2)
    assert [e.identifier for e in both[guid("atoms")].items] == [guid("atoms 2"), guid("atoms 1")]
    assert both[guid("matter")].more
    assert [each.identifier for each in trees.way_to(key("science"), guid("atoms 2"))] == [
        guid("matter"), guid("atoms"), guid("atoms 2")
    ]  # fmt: skip
    before, after = trees.beside(key("science"), guid("matter"), guid("atoms"))
    assert (before.identifier, after.identifier) == (guid("waves"), guid("forces"))


def test_two_documents_stand_side_by_side_by_what_links_them():
    load()
    bring("science", tree("atoms", "forces"), [link("exactMatchOf", "atoms", "particles", 0)])
    bring("physics", tree("particles", "motion", root="nature"), [link("isRelatedTo", "motion", "forces", 0)])
    bring("links", [], [link("exactMatchOf", "forces", "motion", 0), link("precedes", "atoms", "forces", 1)])
    found = crosswalks.crosswalk(key("science"), key("physics"))
    assert (found.kinds, found.covered) == ((("exactMatchOf", 2), ("isRelatedTo", 1)), (2, 2))
    assert [(p.kind, p.forward, p.left.identifier, p.right.identifier, p.said_in) for p in found.pairs] == [
        ("exactMatchOf", True, guid("atoms"), guid("particles"), key("science")),
        ("exactMatchOf", True, guid("forces"), guid("motion"), key("links")),
        ("isRelatedTo", False, guid("forces"), guid("motion"), key("physics")),
    ]  # fmt: skip
    assert len(crosswalks.crosswalk(key("science"), key("physics"), kind="isRelatedTo").pairs) == 1
    assert crosswalks.crosswalked(key("science")) == [(key("physics"), "Physics", 3)]


def test_what_a_version_changed_is_told_item_by_item():
    load()
    bring("science", tree("atoms", "forces"), [link("precedes", "atoms", "forces", 0)])
    changed = item("atoms", 1, parent="matter", position=1, statement="Explains what atoms are made of.")
    bring("science", [tree()[0], changed, item("light", 2, parent="matter", position=5)], title="Science 2")
    found = differences.differences(key("science"), 1, 2)
    assert [(each.change, each.before, each.after, each.members) for each in found.items] == [
        ("changed", "Explains atoms.", "Explains what atoms are made of.", ("fullStatement",)),
        ("added", "", "Explains light.", ()),
        ("removed", "Explains forces.", "", ()),
    ]  # fmt: skip
    assert found.item_counts == (("added", 1), ("changed", 1), ("removed", 1))
    assert [(each.change, each.kind) for each in found.links] == [("removed", "precedes")]
    assert found.head == (("title", "Science", "Science 2"),)


def test_an_earlier_version_goes_out_as_it_was():
    load()
    first = package("science", tree("atoms", "forces"), [link("precedes", "atoms", "forces", 0)])
    actions.take_in(by=HOUSE, package=first, now=NOW)
    bring("science", tree("atoms"))
    kept = exporting.package(key("science"), 1)
    assert (kept.document, list(kept.items), list(kept.associations)) == (
        first.document, list(first.items), list(first.associations)
    )  # fmt: skip
    assert exporting.package(key("science"), 3) is None


def test_an_item_is_found_in_every_document_that_has_it():
    load()
    bring("science", tree("atoms"))
    bring("physics", tree("atoms"))
    assert {row.document.key for row in records.items_named(guid("atoms"))} == {
        key("science"),
        key("physics"),
    }
    actions.withdraw(by=HOUSE, document=key("physics"), reason="A copy.", now=NOW)
    assert [row.document.key for row in records.items_named(guid("atoms"))] == [
        key("science"),
        key("physics"),
    ]


def test_what_a_document_defines_is_found_by_its_identifier():
    load()
    bring("science", tree("atoms"))
    ((line, body),) = documents.defining(guid("Physics"))
    assert (line.key, json.loads(body)["CFDefinitions"]["CFSubjects"][0]["identifier"]) == (
        key("science"), guid("Physics")
    )  # fmt: skip
    assert documents.defining(guid("nothing")) == []
