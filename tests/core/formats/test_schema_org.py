"""Markup for public pages: only classes and properties that schema.org has for them."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.core.formats.ctdl.shared import PATHWAYS
from tests.rows import ROOT
from throughline.core.formats import schema_org as s
from throughline.core.formats.state_pack import read_pack

STATE = read_pack(ROOT / "states" / "meridian").catalogue
NURSING = STATE.pathways["nursing"]
ELSEWHERE = {"Organization", "EducationalOrganization", "PostalAddress", "GeoCoordinates", "Place"}
"""Classes that are not among the rows of the shared file."""


def address(ref: str) -> str:
    return f"https://registry.example.gov/{ref.replace(':', '/')}"


def markups() -> list[dict[str, Any]]:
    framework = next(iter(STATE.competency_frameworks.values()))
    held = [each for each in STATE.competencies.values() if each.framework == framework.id]
    return [
        *(s.program(each, STATE.milestones.values(), address, "en") for each in STATE.pathways.values()),
        *(s.credential(each, address, "en", held[:2]) for each in STATE.credentials.values()),
        s.occupation("29-1141", "Registered Nurses", "They care.", "https://x.org/o"),
        *(s.organization(each, address, "es") for each in STATE.organizations.values()),
        s.term_set(framework, held, address, "en"),
    ]


def things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for below in value.values():
            yield from things(below)
    elif isinstance(value, list):
        for below in value:
            yield from things(below)


@pytest.mark.usefixtures("shared_standards")
def test_every_property_belongs_to_its_class() -> None:
    path = PATHWAYS / "schemaorg" / "schemaorg-30.0-education-occupation-types.csv"
    with path.open(newline="", encoding="utf-8") as lines:
        known = {
            row["label"]: {p.rpartition("/")[2] for p in row["properties"].split(", ")}
            for row in csv.DictReader(lines)
        }
    wrong = [
        (thing["@type"], name)
        for markup in markups()
        for thing in things(markup)
        if thing["@type"] not in ELSEWHERE
        for name in thing
        if not name.startswith("@") and name not in known[thing["@type"]]
    ]
    assert wrong == []


def test_a_pathway_says_where_it_leads_and_what_it_awards() -> None:
    found = s.program(NURSING, (), address, "es")
    assert (found["@type"], found["name"]) == ("EducationalOccupationalProgram", NURSING.title["es"])
    assert [each["name"] for each in found["occupationalCategory"]] == [
        each.title["es"] for each in NURSING.destinations
    ]
    awarded = {
        f"credential/{name.removeprefix('credential:')}" for stage in NURSING.stages for name in stage.awards
    }
    assert {each.partition("gov/")[2] for each in found["educationalCredentialAwarded"]} == awarded


def test_markup_is_plain_json_without_empty_members() -> None:
    for markup in markups():
        assert json.loads(json.dumps(markup)) == markup
        assert "" not in markup.values()


@pytest.mark.parametrize(("years", "said"), [("4", "P4Y"), ("2.5", "P2Y6M"), ("0.5", "P6M")])
def test_a_length_is_written_in_years_and_months(years: str, said: str) -> None:
    from dataclasses import replace

    found = s.program(replace(NURSING, typical_years=Decimal(years)), (), address, "en")
    assert found["timeToComplete"] == said
