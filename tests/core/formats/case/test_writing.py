"""What came as CASE goes out as it came; as 1.0 or 1.1 it fits the official schema, and what is lost is told."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from tests.core.formats import published_files
from tests.core.formats.case import packages_made as made
from tests.core.formats.case.packages_made import guid
from throughline.core.formats.case import reading, writing
from throughline.core.formats.case.classes import V1P0, V1P1, Version
from throughline.core.formats.packages import Package

SCHEMAS = {V1P0: "case-v1p0-cfpackage-schema.json", V1P1: "official-case-v1p1-cfpackage.json"}
CHANGED = "2026-11-01T00:00:00+00:00"


def written(package: Package, version: Version) -> Any:
    return json.loads(b"".join(writing.write(package, version, changed=CHANGED)))


def came(package: Package) -> Any:
    return json.loads(b"".join(writing.as_it_came(package)))


def check(content: Any, version: Version) -> None:
    schema = published_files.schema(SCHEMAS[version])
    validator = jsonschema.Draft201909Validator(
        schema, format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER
    )
    assert [f"{list(each.path)}: {each.message}" for each in validator.iter_errors(content)][:3] == []


@pytest.mark.parametrize("name", published_files.PACKAGES)
def test_every_published_package_goes_out_equal_member_for_member_and_in_order(name: str) -> None:
    data = published_files.data(f"case/packages/{name}")
    content = json.loads(data)
    content = content if isinstance(content, list) else [content]
    for package, was in zip(reading.read_all(data, name=name), content, strict=True):
        now = came(package)
        assert now == was
        assert list(now) == list(was)
        assert [each["identifier"] for each in now["CFItems"]] == [
            each["identifier"] for each in was["CFItems"]
        ]


@pytest.mark.parametrize("name", published_files.PACKAGES)
@pytest.mark.parametrize("version", [V1P0, V1P1])
def test_every_published_package_fits_the_official_schema_of_either_version(
    name: str, version: Version
) -> None:
    for package in reading.read_all(published_files.data(f"case/packages/{name}"), name=name):
        check(written(package, version), version)


@settings(max_examples=150, deadline=None)
@given(made.packages())
def test_no_member_and_no_order_changes_on_the_way(content: dict[str, Any]) -> None:
    now = came(made.read(content))
    assert json.dumps(now) == json.dumps(content)


@settings(max_examples=60, deadline=None)
@given(made.packages())
def test_whatever_a_package_holds_it_can_be_written_for_either_version(content: dict[str, Any]) -> None:
    package = made.read(content)
    for version in (V1P0, V1P1):
        out = written(package, version)  # type: ignore[arg-type]
        check(out, version)  # type: ignore[arg-type]
        assert [each["fullStatement"] for each in out["CFItems"]] == [
            each["fullStatement"] for each in content["CFItems"]
        ]
        again = reading.read(json.dumps(out).encode(), name="again.json")
        assert [(each.parent, each.position) for each in again.items] == [
            (each.parent, each.position) for each in package.items
        ]


@settings(max_examples=60, deadline=None)
@given(made.packages())
def test_what_1p1_has_no_member_for_goes_into_its_extensions(content: dict[str, Any]) -> None:
    out = written(made.read(content), V1P1)
    for was, now in zip(content["CFItems"], out["CFItems"], strict=True):
        unknown = {name: value for name, value in was.items() if name.startswith("x_") and value is not None}
        assert now.get("extensions", {}) == unknown


def test_what_1p0_has_no_place_for_is_told_and_left_out() -> None:
    content = made.package(
        [made.item(1, extensions={"a": 1}, subject=["Math"])],
        [
            made.link(11, "isChildOf", 1, 0), made.link(12, "ext:covers", 1, 5, notes="why"),
            made.link(13, "isTranslationOf", 1, 6),
        ],
        extensions={"b": 2},
        CFRubrics=[{"identifier": guid(50), "uri": "u", "lastChangeDateTime": CHANGED, "extensions": {"c": 3}}],
    )  # fmt: skip
    content["CFDocument"] |= {"caseVersion": "1.1", "frameworkType": "Pathways"}
    package = made.read(content)
    losses = {(note.what, note.done) for note in writing.losses(package, V1P0)}
    assert losses == {
        ("CFDocument.frameworkType has no place in case-1.0.", "Left out."),
        ("CFItem.extensions has no place in case-1.0.", "Left out."),
        ("CFItem.subject has no place in case-1.0.", "Left out."),
        ("CFAssociation.notes has no place in case-1.0.", "Left out."),
        ("The association type 'ext:covers' is none of case-1.0.", "Written as isRelatedTo."),
        ("The association type 'isTranslationOf' is none of case-1.0.", "Written as isRelatedTo."),
        ("CFRubric.extensions has no place in case-1.0.", "Left out."),
        ("b has no place in case-1.0.", "Left out."),
    }
    assert writing.losses(package, V1P1) == ()
    assert written(package, V1P1)["extensions"] == {"b": 2}


def test_a_draft_becomes_1p1_with_links_lists_and_instants() -> None:
    package = reading.read(
        published_files.data("case/packages/opensalt/what-standards-could-be.json"), name="draft.json"
    )
    out = written(package, V1P1)
    assert out["CFDocument"]["caseVersion"] == "1.1"
    levels = [each["educationLevel"] for each in out["CFItems"] if "educationLevel" in each]
    assert ["06"] in levels
    assert all(each["lastChangeDateTime"].endswith("+00:00") for each in out["CFItems"])
    numbers = [each["sequenceNumber"] for each in out["CFAssociations"] if "sequenceNumber" in each]
    assert numbers
    assert all(isinstance(each, int) for each in numbers)
    assert writing.losses(package, V1P1) == ()


def test_definitions_rubrics_and_groupings_go_out_in_their_classes() -> None:
    level = {
        "identifier": guid(72),
        "uri": "u",
        "lastChangeDateTime": CHANGED,
        "score": "3",
        "position": "1",
        "feedback": None,
    }
    criterion = {
        "identifier": guid(71), "uri": "u", "lastChangeDateTime": CHANGED, "weight": 1, "rubricId": guid(70).upper(),
        "CFRubricCriterionLevels": [level],
    }  # fmt: skip
    rubric = {
        "identifier": guid(70),
        "uri": "u",
        "lastChangeDateTime": CHANGED,
        "CFRubricCriteria": [criterion],
    }
    kinds = {
        "CFItemTypes": [{"identifier": guid(60), "title": "Standard", "typeCode": None}],
        "CFLicenses": [],
        "x_own": [1],
    }
    package = made.read(made.package([made.item(1)], CFDefinitions=kinds, CFRubrics=[rubric]))
    assert came(package)["CFRubrics"] == [rubric]
    out = written(package, V1P1)
    check(out, V1P1)
    (made_level,) = out["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    assert (made_level["score"], made_level["position"]) == (3.0, 1)
    assert out["CFRubrics"][0]["CFRubricCriteria"][0]["rubricId"] == guid(70)
    assert out["CFDefinitions"]["extensions"] == {"x_own": [1]}
    assert out["CFDefinitions"]["CFItemTypes"][0]["uri"] == f"urn:uuid:{guid(60)}"


def test_a_node_of_another_kind_keeps_its_target_type() -> None:
    there = {
        "title": "Nurse",
        "identifier": "29-1141",
        "uri": "https://www.onetonline.org/link/summary/29-1141.00",
        "targetType": "O*NET",
    }
    package = made.read(
        made.package([made.item(1)], [made.link(11, "isRelatedTo", 1, 0) | {"destinationNodeURI": there}])
    )
    (now,) = written(package, V1P1)["CFAssociations"]
    assert now["destinationNodeURI"] == there | {"targetType": "ext:O*NET"}
