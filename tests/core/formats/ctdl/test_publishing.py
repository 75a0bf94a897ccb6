"""What else a state publishes as CTDL: accepted by the registry's schemas, read back by our reader, nothing lost."""

import json
import re
from datetime import date
from typing import Any

import pytest
from jsonschema.validators import validator_for

from tests.core.formats.ctdl.shared import CTDL, content
from tests.rows import ROOT
from throughline.core.catalogue.assessments import Assessment, AssessmentPart, Criterion, CriterionLevel
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.formats.ctdl.graph import graph_of
from throughline.core.formats.ctdl.ladders import ladder_in
from throughline.core.formats.ctdl.places import Body, Places
from throughline.core.formats.ctdl.publishing import (
    agreement_nodes,
    credential_nodes,
    documents_in,
    framework_nodes,
    graph,
    ladder_nodes,
    rubric_nodes,
)
from throughline.core.formats.ctdl.reading import read
from throughline.core.formats.ctdl.turtle import turtle_of
from throughline.core.formats.packages import Package
from throughline.core.formats.state_pack import read_pack
from throughline.core.requirements.reading import read as read_rule

PLACES = Places("https://registry.example.gov")
STATE = read_pack(ROOT / "states" / "meridian").catalogue
AGREEMENT = Agreement(
    "credit-for-care", {"en": "Credit for care work"}, "credit", ("state-college",),
    read_rule({"choose": {"min": 4, "of": [f"milestone:m{n}" for n in range(6)]}}), {"en": "Twelve credits."},
    "contract", starts=date(2026, 9, 1), remedy={"en": "The college pays the course."},
)  # fmt: skip
STEPS = tuple(CriterionLevel(n, {"en": f"Step {n}"}) for n in (1, 2, 3))
ASSESSMENT = Assessment(
    "essay", {"en": "Essay"}, {"en": "An essay."},
    (AssessmentPart("p", {"en": "Text"}, "written", {"en": "Write."}, (Criterion("c", {"en": "Position"}, STEPS, 2),), ()),),
)  # fmt: skip


def packages(nodes: list[Body]) -> tuple[Package, ...]:
    return read(json.dumps(graph(nodes)).encode(), name="x.json")


def faults(nodes: list[Body], name: str, *classes: str) -> list[str]:
    made: Any = json.loads(content(CTDL / "json-schema" / name))
    named = set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(made)))
    made["definitions"] |= {each: {} for each in named - set(made["definitions"])}
    check = validator_for(made)(made)
    asked = [node for node in nodes if not classes or node["@type"] in classes]
    assert asked
    return [f"{node['@type']}: {error.message[:200]}" for node in asked for error in check.iter_errors(node)]


def in_english(value: Any) -> Any:
    """Texts by language as plain texts: the schema of credentials is older than those (documents of today have them)."""
    if isinstance(value, dict):
        return value["en"] if "en" in value else {name: in_english(each) for name, each in value.items()}
    return [in_english(each) for each in value] if isinstance(value, list) else value


def plain(nodes: list[Body]) -> list[Body]:
    made: list[Body] = json.loads(json.dumps(nodes))
    return made


@pytest.mark.parametrize("name", sorted(STATE.competency_frameworks))
def test_a_competency_framework_comes_back_with_its_competencies(name: str) -> None:
    framework = STATE.competency_frameworks[name]
    held = [each for each in STATE.competencies.values() if each.framework == name]
    nodes = framework_nodes(framework, held, PLACES)
    found = packages(nodes)
    (whole,) = [each for each in found if each.document.kind == "framework"]
    assert sum(each.kind == "Competency" for each in whole.items) == len(held)
    assert sum(each.kind == "ProgressionLevel" for each in whole.items) == len(framework.scale)
    assert [document for _, document in documents_in(found)] == [framework, *held]


@pytest.mark.usefixtures("shared_standards")
def test_the_registrys_schemas_accept_frameworks_and_credentials() -> None:
    framework = next(iter(STATE.competency_frameworks.values()))
    nodes = plain(framework_nodes(framework, STATE.competencies.values(), PLACES))
    assert faults(nodes, "competency_framework.json", "ceasn:CompetencyFramework") == []
    assert faults(nodes, "competency.json", "ceasn:Competency") == []
    for credential in STATE.credentials.values():
        nodes = plain(in_english(credential_nodes(credential, STATE, PLACES)))
        assert faults(nodes, "credential.json.gz") == []


@pytest.mark.usefixtures("shared_standards")
def test_the_registrys_schema_accepts_transfer_values() -> None:
    nodes = plain(agreement_nodes(AGREEMENT, STATE, PLACES))
    assert faults(nodes, "transfer_value_profile.json", "ceterms:TransferValueProfile") == []


def test_every_credential_and_agreement_comes_back_equal() -> None:
    for credential in STATE.credentials.values():
        assert documents_in(packages(credential_nodes(credential, STATE, PLACES))) == (
            ("credential", credential),
        )
    for agreement in (*STATE.agreements.values(), AGREEMENT):
        assert documents_in(packages(agreement_nodes(agreement, STATE, PLACES))) == (
            ("agreement", agreement),
        )


def test_a_ladder_comes_back_equal_and_is_read_by_those_who_know_ctdl_alone() -> None:
    for framework in STATE.qualification_frameworks.values():
        found = packages(ladder_nodes(framework, PLACES))
        assert documents_in(found) == (("qualification_framework", framework),)
        read_back = ladder_in(found[0])
        assert [(each.title, each.descriptor, each.types) for each in read_back.levels] == [
            (each.title, each.descriptor, each.types) for each in framework.levels
        ]


def test_an_agreement_says_its_promise_and_what_opens_it() -> None:
    (agreement, value) = agreement_nodes(AGREEMENT, STATE, PLACES)
    statements = {
        each["ceterms:name"]["en"]: each["ceterms:statementText"]
        for each in agreement["ceterms:hasStatement"]
    }
    assert statements == {
        "promise": {"en": "Twelve credits."},
        "remedy": {"en": "The college pays the course."},
    }
    assert agreement["ceterms:hasTransferValueProfile"] == [value["@id"]]
    assert len(value["ceterms:transferValueFrom"]) == 6
    assert agreement["ceterms:requires"][0]["ceterms:description"] == {"en": "Any 4 of these 6"}


def test_rubrics_go_out_with_their_criteria_and_levels() -> None:
    found = packages(rubric_nodes(ASSESSMENT, PLACES))
    assert documents_in(found) == (("assessment", ASSESSMENT),)
    (rubric,) = [each for each in found if each.document.kind == "rubric"]
    assert [(each.kind, each.statement) for each in rubric.items] == [
        ("RubricCriterion", "Position"), *[("CriterionLevel", f"Step {n}") for n in (1, 2, 3)],
    ]  # fmt: skip
    parents = {each.statement: each.parent for each in rubric.items}
    assert parents["Step 1"] == next(each.identifier for each in rubric.items if each.statement == "Position")


def test_all_of_it_goes_through_turtle() -> None:
    documents: Catalogue = STATE
    credential = next(iter(documents.credentials.values()))
    nodes = [*credential_nodes(credential, documents, PLACES), *agreement_nodes(AGREEMENT, documents, PLACES)]
    found = read(turtle_of(graph_of(nodes)), name="x.ttl")
    assert {kind for kind, _ in documents_in(found)} == {"credential", "agreement"}
    assert dict(documents_in(found)) == {"credential": credential, "agreement": AGREEMENT}


def test_a_ctid_is_the_uuid_of_the_thing() -> None:
    given = Places(
        "https://registry.example.gov", ids={"credential:x": "11111111-2222-3333-4444-555555555555"}
    )
    assert given.ctid("credential:x") == "ce-11111111-2222-3333-4444-555555555555"
    assert given.ctid("credential:y") == given.ctid("credential:y") != PLACES.ctid("credential:z")
