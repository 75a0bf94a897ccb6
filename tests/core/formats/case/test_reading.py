"""Packages of CASE as rows: what each says, where it stands, and why a file is refused whole."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from tests.core.formats import published_files
from tests.core.formats.case import packages_made as made
from tests.core.formats.case.packages_made import guid
from throughline.core.formats.case import reading
from throughline.core.formats.identifiers import guid as of
from throughline.core.formats.packages import Item, Package, Unreadable


def items(package: Package) -> dict[str, Item]:
    return {each.identifier: each for each in package.items}


def told(package: Package) -> set[str]:
    return {note.what for note in package.notes}


def test_an_item_gives_its_statement_kind_code_levels_language_and_place() -> None:
    row = made.item(
        1, "Explains a choice.", humanCodingScheme="A.1",
        CFItemTypeURI={"title": "Standard", "identifier": guid(9), "uri": "u"},
        educationLevel=["09", "10"],
    )  # fmt: skip
    content = made.package([row])
    content["CFDocument"] |= {
        "language": "en",
        "adoptionStatus": "Draft",
        "version": "2",
        "publisher": "Board",
    }
    package = made.read(content)
    (read,) = package.items
    assert (read.identifier, read.uri, read.statement) == (guid(1), row["uri"], "Explains a choice.")
    assert (read.code, read.kind, read.level, read.language) == ("A.1", "Standard", "09,10", "en")
    assert (read.place, read.parent, read.position) == (0, "", 0)
    assert json.loads(read.body) == row
    document = package.document
    assert (document.title, document.publisher, document.version, document.status) == (
        "Example framework", "Board", "2", "Draft",
    )  # fmt: skip


def test_items_stand_by_sequence_number_and_without_one_as_in_the_file() -> None:
    links = [
        made.link(11, "isChildOf", 1, 0), made.link(12, "isChildOf", 2, 1, sequenceNumber=20),
        made.link(13, "isChildOf", 3, 1, sequenceNumber="3"), made.link(14, "isChildOf", 4, 1),
        made.link(15, "isChildOf", 5, 1),
    ]  # fmt: skip
    found = items(made.read(made.package([made.item(nth) for nth in (1, 2, 3, 5, 4)], links)))
    assert {found[guid(nth)].parent for nth in (2, 3, 4, 5)} == {guid(1)}
    assert [found[guid(nth)].position for nth in (3, 2, 5, 4)] == [0, 1, 2, 3]


def test_an_item_with_several_parents_stands_under_the_first_that_no_grouping_names() -> None:
    grouping = {"title": "Traditional", "identifier": guid(90), "uri": "u"}
    links = [
        made.link(11, "isChildOf", 1, 0), made.link(12, "isChildOf", 2, 0),
        made.link(13, "isChildOf", 3, 1, CFAssociationGroupingURI=grouping), made.link(14, "isChildOf", 3, 2),
    ]  # fmt: skip
    package = made.read(made.package([made.item(nth) for nth in (1, 2, 3)], links))
    assert items(package)[guid(3)].parent == guid(2)
    assert "An item stands under several items." in told(package)
    assert [each.group for each in package.associations] == ["", "", guid(90), ""]


def test_items_in_a_circle_are_placed_under_the_document_and_told() -> None:
    links = [
        made.link(11, "isChildOf", 1, 2),
        made.link(12, "isChildOf", 2, 1),
        made.link(13, "isChildOf", 3, 3),
    ]
    package = made.read(made.package([made.item(nth) for nth in (1, 2, 3)], links))
    found = items(package)
    assert found[guid(3)].parent == ""
    assert sorted(found[guid(nth)].parent for nth in (1, 2)) == ["", guid(2)] or found[guid(1)].parent == ""
    assert "An item stands under itself." in told(package)


def test_an_association_to_what_the_package_does_not_hold_keeps_address_and_title() -> None:
    away = {
        "title": "DOK 1",
        "identifier": "04c047ac-7659-5ea3-880f-68336f4b6fab",
        "uri": "urn:fdc:example:DOK:1",
    }
    content = made.package([made.item(1)], [made.link(11, "ext:covers", 1, 0) | {"destinationNodeURI": away}])
    (found,) = made.read(content).associations
    assert (found.kind, found.destination, found.destination_uri, found.destination_title) == (
        "ext:covers", away["identifier"], away["uri"], "DOK 1",
    )  # fmt: skip


def test_a_second_record_of_one_guid_that_says_the_same_is_told_and_no_row() -> None:
    content = made.package([made.item(1), made.item(2), made.item(1, abbreviatedStatement="Two")])
    content["CFAssociations"] = [made.link(11, "isChildOf", 1, 0), made.link(11, "isChildOf", 1, 0)]
    package = made.read(content)
    assert [each.identifier for each in package.items] == [guid(1), guid(2)]
    assert len(list(package.associations)) == 1
    assert {"An item is there twice, with one statement.", "An association is there twice."} <= told(package)


def lines(content: Any) -> bytes:
    return json.dumps(content, indent=1).encode()


REFUSED = {
    "two items of one GUID that say different things": (
        made.package([made.item(1), made.item(1, "Another.")]), "say different",
    ),
    "two associations of one GUID that link different things": (
        made.package([made.item(1)], [made.link(11, "isChildOf", 1, 0), made.link(11, "precedes", 1, 0)]), "link different",
    ),
    "an item with the document's GUID": (made.package([made.item(0)]), "have one GUID"),
    "no document": ({"CFItems": []}, "no CFDocument"),
    "a document without identity": ({"CFDocument": {"title": "x"}}, "neither identifier nor uri"),
    "a list of documents": ({"CFDocuments": []}, "list of documents"),
    "JSON-LD": ({"@context": "x", "@graph": []}, "JSON-LD"),
    "items that are no list": (made.package([]) | {"CFItems": {"a": 1}}, "CFItems is no list"),
    "an item that is no object": (made.package(["text"]), "no object"),
    "an item without identity": (made.package([{"fullStatement": "x"}]), "neither identifier nor uri"),
    "an association without destination": (
        made.package([made.item(1)], [made.link(11, "isChildOf", 1, 0) | {"destinationNodeURI": None}]), "no destination",
    ),
    "a bare list of items": ([made.item(1)], "no CFDocument"),
    "a bare list of texts": (["a"], "no package"),
    "a number": (4, "no object"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_without_one_meaning_is_refused_whole(what: str) -> None:
    content, words = REFUSED[what]
    with pytest.raises(Unreadable) as refused:
        reading.read(lines(content), name="file.json")
    assert refused.value.file == "file.json"
    assert refused.value.line >= 1
    assert words in refused.value.why
    assert refused.value.fix


def test_a_refusal_names_the_line_of_the_record() -> None:
    content = lines(made.package([made.item(1), made.item(2), made.item(1, "Another.")]))
    with pytest.raises(Unreadable) as refused:
        reading.read(content, name="file.json")
    second = [nth for nth, line in enumerate(content.split(b"\n"), 1) if b"Another." in line]
    assert second[0] - 4 <= refused.value.line <= second[0]


def test_html_is_told_and_shown_as_plain_text_while_the_record_keeps_it() -> None:
    package = made.read(made.package([made.item(1, "<p>Explains &amp; shows.</p>")]))
    (read,) = package.items
    assert read.statement == "Explains & shows."
    assert json.loads(read.body)["fullStatement"] == "<p>Explains &amp; shows.</p>"
    assert "A statement has HTML or entities in it." in told(package)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Is Child Of", "isChildOf"),
        ("ischildof", "isChildOf"),
        ("covers", "covers"),
        ("ext:Covers", "ext:Covers"),
    ],
)
def test_an_association_type_is_read_in_cases_spelling_and_an_unknown_one_is_kept(
    written: str, read: str
) -> None:
    (found,) = made.read(made.package([made.item(1)], [made.link(11, written, 1, 0)])).associations
    assert found.kind == read


def test_the_version_is_told_by_the_file() -> None:
    assert made.read(made.package([])).document.format == "case-1.0"
    assert (
        made.read(made.package([]) | {"CFDocument": made.document(caseVersion="1.1")}).document.format
        == "case-1.1"
    )
    assert made.read(made.package([made.item(1, extensions={"a": 1})])).document.format == "case-1.1"
    assert made.read(made.package([made.item(1, educationalLevel="KG")])).document.format == "case-draft"
    kinds = {
        "Pathways": "pathway_set",
        "QualificationFramework": "qualification_framework",
        "Course Codes": "framework",
    }
    for written, kind in kinds.items():
        assert (
            made.read(made.package([]) | {"CFDocument": made.document(frameworkType=written)}).document.kind
            == kind
        )


@pytest.mark.parametrize("name", published_files.PACKAGES)
def test_every_published_package_gives_a_row_for_every_item_and_association_it_has(name: str) -> None:
    data = published_files.data(f"case/packages/{name}")
    content = json.loads(data)
    content = content if isinstance(content, list) else [content]
    packages = reading.read_all(data, name=name)
    assert len(packages) == published_files.PACKAGES[name]
    for package, written in zip(packages, content, strict=True):
        for rows, key in ((package.items, "CFItems"), (package.associations, "CFAssociations")):
            identifiers = [each.identifier for each in rows]
            assert (
                len(identifiers)
                == len(set(identifiers))
                == len({each["identifier"] for each in written[key]})
            )
        hung = {each.identifier for each in package.items}
        assert all(not each.parent or each.parent in hung for each in package.items)


def unmarked(text: str) -> str:
    """A statement without the star that marks modelling in one of the two files, and with one spelling of dots."""
    return " ".join(html.unescape(text).replace("<sup>★</sup>", "").replace("…", "...").split())


def test_common_core_mathematics_has_the_same_703_statements_and_parents_as_in_the_achievement_standards_network() -> (
    None
):
    package = reading.read(published_files.data(published_files.COMMON_CORE), name="ccss.json")
    twin: dict[str, tuple[str, str]] = {}

    def walk(nodes: Any, above: str) -> None:
        for node in nodes:
            own = node.get("asn_identifier") or node["id"]
            named = of(own["uri"] if isinstance(own, dict) else own)
            twin[named] = (unmarked(node["text"]), above)
            walk(node.get("children") or [], named)

    walk(json.loads(published_files.data("asn/ccss_math_D10003FB.json.gz")), "")
    found = {
        each.identifier: (unmarked(json.loads(each.body)["fullStatement"]), each.parent)
        for each in package.items
    }
    assert len(found) == 703
    assert found.keys() == twin.keys()
    assert {key for key in found if found[key][1] != twin[key][1]} == set()
    assert {key for key in found if found[key][0] != twin[key][0]} == set()


def test_2005_associations_of_the_smarter_balanced_specification_end_elsewhere() -> None:
    package = reading.read(published_files.data(published_files.SMARTER_BALANCED), name="math.json")
    here = {each.identifier for each in package.items} | {package.document.identifier}
    away = [each for each in package.associations if not {each.origin, each.destination} <= here]
    assert len(away) == 2005 - 1  # one of them stands twice in the file, and is one row
    assert all(each.destination_uri and each.origin for each in away)


def test_the_package_that_was_published_twice_is_one_framework() -> None:
    listed = reading.read_all(
        published_files.data("case/packages/smarter-balanced/mockELAPackage.json.gz"), name="a"
    )
    alone = reading.read(
        published_files.data("case/packages/smarter-balanced/mockTargetlessMATH.json.gz"), name="b"
    )
    same = [each for each in listed if each.document.identifier == alone.document.identifier]
    assert len(same) == 1
    assert {each.identifier for each in same[0].items} == {each.identifier for each in alone.items}


def test_a_list_of_documents_says_what_there_is_to_fetch() -> None:
    data = published_files.data("case/packages/smarter-balanced/mockAllDocs.json")
    found = reading.read_documents(data, name="all.json")
    assert (len(found), len({each.identifier for each in found})) == (14, 13)
    with pytest.raises(Unreadable, match="list of documents"):
        reading.read(data, name="all.json")


def test_several_packages_are_refused_where_one_is_asked_for() -> None:
    data = published_files.data("case/packages/smarter-balanced/mockELAPackage.json.gz")
    with pytest.raises(Unreadable, match="5 packages"):
        reading.read(data, name="ela.json")
