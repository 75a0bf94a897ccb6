"""What a CASE server answers: valid by the OpenAPI document of 1.1 and the schemas of 1.0, with the links it must have."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.core.formats import published_files
from tests.core.formats.case import packages_made as made
from tests.core.formats.case.packages_made import guid
from throughline.core.formats.case import reading, records
from throughline.core.formats.case.classes import V1P0, V1P1, Version
from throughline.core.formats.case.records import Provider
from throughline.core.formats.packages import Association, Document, Item, Package

CHANGED = "2026-11-01T00:00:00+00:00"


WITHOUT_VERSION = {f"{first}0000000-0000-0000-0000-{number:012d}" for first in "0ad" for number in range(30)}
"""Identifiers in four published files, which no version of UUID has and the server must not change."""


def provider(version: Version) -> Provider:
    return Provider(
        version,
        f"https://pathways.example.gov/ims/case/{version[-3:].replace('.', 'p').replace('1', 'v1', 1)}",
        CHANGED,
    )


def check(content: Any, name: str, version: Version) -> None:
    """By the answer's own schema: of 1.1's OpenAPI document, or of 1.0's Swagger document with its parts joined."""
    if version == V1P1:
        api = published_files.schema("imscasev1p1_openapi3_v1p0.json")
        schema = {"$ref": f"#/components/schemas/{name}DType", "components": api["components"]}
    else:
        api = published_files.schema("case-v1p0-swagger.json")
        kinds = {key: joined(kind, api["definitions"]) for key, kind in api["definitions"].items()}
        schema = {"$ref": f"#/definitions/{name}.Type", "definitions": kinds}
    validator = jsonschema.Draft201909Validator(
        schema, format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER
    )
    faults = [each for each in validator.iter_errors(content) if each.instance not in WITHOUT_VERSION]
    assert [f"{list(each.path)}: {each.message}" for each in faults][:3] == []


def joined(kind: Any, kinds: Any) -> Any:
    """A class that 1.0 says in two parts, each of which forbids the other's members, as the one class that is meant."""
    if "allOf" not in kind:
        return kind
    parts = [kinds[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in kind["allOf"]]
    return {
        "type": "object", "additionalProperties": False,
        "properties": {name: value for part in parts for name, value in part["properties"].items()},
        "required": [name for part in parts for name in part.get("required", [])],
    }  # fmt: skip


@pytest.mark.parametrize("version", [V1P0, V1P1])
@pytest.mark.parametrize("name", published_files.PACKAGES)
def test_every_record_of_every_published_package_is_answered_as_the_standard_says(
    name: str, version: Version
) -> None:
    serves = provider(version)
    for package in reading.read_all(published_files.data(f"case/packages/{name}"), name=name)[:1]:
        document = package.document
        check(serves.document(document), "CFDocument", version)
        check(serves.documents([document]), "CFDocumentSet", version)
        for item in list(package.items)[:5]:
            check(serves.item(item, document), "CFItem", version)
            ends = [
                (each, document)
                for each in package.associations
                if item.identifier in (each.origin, each.destination)
            ]
            check(serves.item_associations(item, document, ends), "CFAssociationSet", version)
        for each in list(package.associations)[:5]:
            check(serves.association(each, document), "CFAssociation", version)


def defined(number: int, title: str, **more: Any) -> dict[str, Any]:
    return {"identifier": guid(number), "uri": "u", "title": title, "lastChangeDateTime": CHANGED} | more


CODES = ((21, "1"), (22, "1.1"), (23, "1.1.4"), (24, "10"), (25, "2"))
DEFINITIONS = {
    "CFConcepts": [defined(number, "t", hierarchyCode=code) for number, code in CODES],
    "CFLicenses": [defined(31, "CC BY", licenseText="Free.")],
    "CFSubjects": [defined(41, "Math", hierarchyCode="1")],
    "CFItemTypes": [defined(51, "Standard", hierarchyCode="1")],
    "CFAssociationGroupings": [defined(61, "Both")],
}
RUBRICS = [{"identifier": guid(71), "uri": "u", "lastChangeDateTime": CHANGED, "CFRubricCriteria": []}]


@pytest.mark.parametrize("version", [V1P0, V1P1])
def test_definitions_are_answered_in_lists_with_their_children_or_alone(version: Version) -> None:
    document = made.read(made.package([], CFDefinitions=DEFINITIONS, CFRubrics=RUBRICS)).document
    serves = provider(version)
    concepts = serves.definition(document, "CFConcepts", guid(21))
    assert concepts is not None
    assert [each["hierarchyCode"] for each in concepts["CFConcepts"]] == ["1", "1.1", "1.1.4"]
    for kind, number, answer in (
        ("CFConcepts", 21, "CFConceptSet"), ("CFSubjects", 41, "CFSubjectSet"), ("CFItemTypes", 51, "CFItemTypeSet"),
        ("CFLicenses", 31, "CFLicense"), ("CFAssociationGroupings", 61, "CFAssociationGrouping"),
    ):  # fmt: skip
        check(serves.definition(document, kind, guid(number)), answer, version)
        assert serves.definition(document, kind, guid(999)) is None
    check(serves.rubric(document, guid(71)), "CFRubric", version)
    assert serves.rubric(document, guid(999)) is None
    assert len(set(records.defined(document))) == 5 + 1 + 1 + 1 + 1 + 1


def test_a_document_links_to_its_package_and_an_item_to_its_document() -> None:
    package = made.read(made.package([made.item(1)]))
    serves = provider(V1P1)
    assert serves.base.endswith("/v1p1")
    assert serves.document(package.document)["CFPackageURI"] == {
        "title": "Example framework", "identifier": guid(0), "uri": f"{serves.base}/CFPackages/{guid(0)}",
    }  # fmt: skip
    (item,) = package.items
    assert serves.item(item, package.document)["CFDocumentURI"]["uri"] == package.document.uri


@pytest.mark.parametrize("version", [V1P0, V1P1])
def test_what_came_in_another_format_is_answered_as_case(version: Version) -> None:
    document = Document(
        guid(0), "https://x.example/f", "framework", "ctdl", "Welding", b"{}", "en", "Board", "1", "Active"
    )
    item = Item(guid(1), "https://x.example/1", 0, "Reads a weld symbol.", b"{}", "Competency", "W.1", "6,7")
    link = Association(
        guid(2),
        "",
        0,
        "ceasn:exactAlignment",
        guid(1),
        "https://x.example/1",
        guid(3),
        "https://y.example/3",
        b"{}",
        "Symbols",
    )
    turned = Association(
        guid(4),
        "",
        0,
        "ceterms:hasPart",
        guid(1),
        "https://x.example/1",
        guid(3),
        "https://y.example/3",
        b"{}",
    )
    serves = provider(version)
    check(serves.document(document), "CFDocument", version)
    check(serves.item(item, document), "CFItem", version)
    answered = serves.association(link, document)
    check(answered, "CFAssociation", version)
    assert answered["associationType"] == "exactMatchOf"
    part = serves.association(turned, document)
    assert (part["associationType"], part["originNodeURI"]["identifier"]) == ("isPartOf", guid(3))
    package = Package(document, (item,), (link,))
    from throughline.core.formats.case import writing

    again = reading.read(b"".join(writing.write(package, version, changed=CHANGED)), name="again.json")
    assert [each.statement for each in again.items] == ["Reads a weld symbol."]


@pytest.mark.parametrize("version", [V1P0, V1P1])
@pytest.mark.parametrize(
    "code", ["unknownobject", "invalid_uuid", "unauthorised_request", "invalid_selection_field"]
)
def test_a_refusal_is_answered_with_the_codes_of_the_version(
    version: Version, code: records.CodeMinor
) -> None:
    body = records.status(version, code, "There is no such item; look it up in its package.")
    check(body, "imsx_StatusInfo", version)
    assert json.dumps(body)
