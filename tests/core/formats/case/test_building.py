"""Packages of the state's own: valid CASE 1.1, the same each time, with exact rules that tell when someone changed them."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.core.formats import published_files
from tests.core.formats.case.packages_made import guid
from throughline.core.formats.case import reading, rules, writing
from throughline.core.formats.case.building import NewDocument, NewGroup, NewItem, NewLink, build
from throughline.core.formats.case.rules import Known
from throughline.core.formats.comparing import compare
from throughline.core.formats.packages import Package
from throughline.core.requirements import reading as rule_reading

CHANGED = "2026-11-01T00:00:00+00:00"
SERVICE = "https://pathways.example.gov/ims/case/v1p1"
DOCUMENT = NewDocument(
    guid(0), "Pathways of Example", "State of Example", CHANGED, service=SERVICE, framework_type="Pathways", language="en",
    status="Implemented", licence="Free to use.", licence_title="CC BY 4.0", subjects=("Careers",),
)  # fmt: skip
RULE = rule_reading.read(
    {
        "choose": {
            "of": [
                "competency:welding",
                {
                    "choose": {
                        "min": 1,
                        "of": ["competency:safety", "milestone:shop-entry", "course:unknown-here"],
                    }
                },
                {
                    "total": {
                        "measure": "hours",
                        "min": 100,
                        "from": {"kind": "experience", "context": ["workplace"]},
                    }
                },
                {"use": {"rule": "foundations"}},
            ]
        }
    }
)
KNOWN = {
    "competency:welding": Known(guid(3)), "competency:safety": Known(guid(4)), "milestone:shop-entry": Known(guid(5)),
    "rule:foundations": Known("11111111-2222-4333-8444-555555555555", "https://x.example/foundations", "Foundations"),
}  # fmt: skip
NAMES = {known.identifier: name for name, known in KNOWN.items()}


def made(rule: Any = RULE) -> Package:
    carried = rules.write(rule, guid(2), KNOWN)
    items = [
        NewItem(guid(1), "Welding", kind="Pathway", code="W"),
        NewItem(guid(2), "Ready for the shop", kind="Milestone", under=guid(1), extensions=carried.extensions),
        NewItem(guid(3), "Welds a joint.", kind="Competency"), NewItem(guid(4), "Works safely.", kind="Competency"),
        NewItem(guid(5), "Entry to the shop", kind="Milestone", under=guid(1)),
    ]  # fmt: skip
    return build(DOCUMENT, items, carried.links, carried.groups)


def came(package: Package) -> Any:
    return json.loads(b"".join(writing.as_it_came(package)))


def test_a_package_made_of_plain_values_fits_the_official_schema_and_reads_back_the_same() -> None:
    package = made()
    content = came(package)
    jsonschema.Draft201909Validator(published_files.schema("official-case-v1p1-cfpackage.json")).validate(
        content
    )
    again = reading.read(json.dumps(content).encode(), name="again.json")
    assert not compare(package, again)
    assert [(each.parent, each.position) for each in again.items] == [
        ("", 0), (guid(1), 0), ("", 1), ("", 2), (guid(1), 1),
    ]  # fmt: skip
    assert again.notes == ()
    assert writing.losses(package, "case-1.1") == ()
    assert not compare(package, made())


def test_what_cannot_be_a_tree_is_not_built() -> None:
    with pytest.raises(ValueError, match="which is not here"):
        build(DOCUMENT, [NewItem(guid(1), "x", under=guid(9))])
    with pytest.raises(ValueError, match="one identifier"):
        build(DOCUMENT, [NewItem(guid(1), "x"), NewItem(guid(1), "y")])


def test_links_name_their_target_type_notes_and_grouping() -> None:
    group = NewGroup(guid(80), "Either")
    nurse = "https://www.onetonline.org/link/summary/29-1141.00"
    link = NewLink(
        "isRelatedTo",
        guid(1),
        "29-1141",
        destination_uri=nurse,
        target_type="ext:ONET",
        notes="why",
        group=guid(80),
    )
    content = came(build(DOCUMENT, [NewItem(guid(1), "x")], [link], [group]))
    made_link = content["CFAssociations"][-1]
    assert made_link["destinationNodeURI"]["targetType"] == "ext:ONET"
    assert (made_link["notes"], made_link["CFAssociationGroupingURI"]["title"]) == ("why", "Either")


def carried(package: Package) -> rules.Carried:
    milestone = next(each for each in package.items if each.identifier == guid(2))
    return rules.read(milestone, package.associations, package.document, NAMES)


def test_a_rule_goes_out_and_comes_back_exactly() -> None:
    package = reading.read(json.dumps(came(made())).encode(), name="again.json")
    found = carried(package)
    assert found.exact == RULE
    assert not found.edited
    asked = {
        (each.destination, bool(each.group)) for each in package.associations if each.kind == rules.REQUIRES
    }
    assert asked == {(known.identifier, True) for known in KNOWN.values()}


def test_a_rule_whose_associations_were_changed_elsewhere_is_noticed_and_derived_anew() -> None:
    content = came(made())
    content["CFAssociations"] = [
        each for each in content["CFAssociations"] if each["destinationNodeURI"]["identifier"] != guid(4)
    ]
    found = carried(reading.read(json.dumps(content).encode(), name="edited.json"))
    assert found.edited
    assert found.exact == RULE
    assert found.seen is not None
    said = json.dumps(rule_reading.write(found.seen))
    assert "competency:safety" not in said
    assert {"competency:welding", "milestone:shop-entry", "foundations"} <= set(
        said.replace('"', " ").split()
    )


def test_a_changed_number_of_a_grouping_is_noticed() -> None:
    content = came(made())
    for each in content["CFDefinitions"]["CFAssociationGroupings"]:
        each["extensions"]["throughline"]["min"] = 2
    assert carried(reading.read(json.dumps(content).encode(), name="edited.json")).edited


def test_an_item_without_a_rule_of_ours_gives_what_its_associations_say_or_nothing() -> None:
    links = [NewLink(rules.REQUIRES, guid(2), guid(3)), NewLink(rules.REQUIRES, guid(2), guid(4))]
    package = build(DOCUMENT, [NewItem(guid(nth), f"item {nth}") for nth in (2, 3, 4)], links)
    found = carried(package)
    assert (found.exact, found.edited) == (None, False)
    assert found.seen == rule_reading.read({"choose": {"of": ["competency:welding", "competency:safety"]}})
    assert carried(build(DOCUMENT, [NewItem(guid(2), "x")])).seen is None
