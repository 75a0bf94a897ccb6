"""The API says what it is, does what it says, and changes only on purpose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.test_pages import signed_in
from throughline.api.urls import api
from throughline.core.formats.state_pack import Pack
from throughline.project.wsgi import application

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"
COMMAND = "python -m throughline.api > docs/reference/openapi.json"
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
schema.app = application


def test_the_description_of_the_api_is_the_one_that_is_kept() -> None:
    kept = json.loads(SNAPSHOT.read_text())
    now = json.loads(json.dumps(api.get_openapi_schema()))
    assert now == kept, f"The API has changed. If on purpose: {COMMAND}"


def test_every_answer_and_every_parameter_is_described() -> None:
    for path, operations in api.get_openapi_schema()["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in operations.values():
            assert operation["summary"], path
            assert all("content" in answer for answer in operation["responses"].values()), path


@pytest.fixture
def house(meridian: Pack, db: None) -> Iterator[Pack]:
    """The demo state, to be asked over WSGI."""
    # A request over WSGI closes a connection that stands in a transaction, as every test does.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield meridian
    for signal in signals:
        signal.connect(close_old_connections)


def cookies_of(demo_key: str) -> dict[str, str]:
    """Of a browser in which a person of the demo is signed in."""
    return {name: each.value for name, each in signed_in(demo_key).cookies.items()}


FUZZING = settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck), derandomize=True, database=None,
)  # fmt: skip


@schema.parametrize()
@FUZZING
def test_whatever_a_stranger_asks_the_answer_is_as_described(case: schemathesis.Case, house: Pack) -> None:
    case.call_and_validate(checks=list(CHECKS))


@schema.include(path_regex="/me/").parametrize()
@FUZZING
def test_whatever_a_learner_asks_about_themselves_the_answer_is_as_described(
    case: schemathesis.Case, house: Pack
) -> None:
    case.call_and_validate(cookies=cookies_of("jason-16"), checks=list(CHECKS))


NAMES = {
    "/pathways/{name}": "medical-sciences", "/pathways/{name}/versions": "ironworking",
    "/pathways/{name}/portability": "software", "/pathways/{name}/moves": "nursing",
    "/milestones/{name}": "medical-benchmark-1", "/rules/{name}": "common-foundation",
    "/competencies/{name}": "communication", "/credentials/{name}": "foundation-certificate",
    "/organizations/{name}": "northside-high", "/agreements/{name}": "ironworking-apprenticeship-entry",
    "/opportunities/{name}": "after-school-robotics", "/me/audits/{pathway}": "medical-sciences",
    "/me/portability/{pathway}": "ironworking", "/me/agreements/{name}": "hiring-alder-prosthetics",
}  # fmt: skip


@pytest.mark.parametrize(("path", "name"), NAMES.items(), ids=NAMES)
def test_what_is_there_is_given_as_described(path: str, name: str, house: Pack) -> None:
    parameter = "pathway" if "{pathway}" in path else "name"
    case = schema[f"/api/v1{path}"]["GET"].Case(path_parameters={parameter: name})
    answer = case.call_and_validate(cookies=cookies_of("jason-16"), checks=list(CHECKS))
    assert answer.status_code == 200


def test_a_version_and_its_proof_are_given_as_described(house: Pack) -> None:
    for path, known in (
        ("/pathways/{name}/versions/{number}", {"name": "teaching", "number": 1}),
        ("/log/{position}/proof", {"position": 3}),
    ):
        case = schema[f"/api/v1{path}"]["GET"].Case(path_parameters=known)
        assert case.call_and_validate(checks=list(CHECKS)).status_code == 200


def test_a_learners_own_is_for_the_learner_alone(house: Pack) -> None:
    for path in ("/api/v1/me/audits", "/api/v1/me/audits/nursing", "/api/v1/me/portability/nursing",
                 "/api/v1/me/plan/shortest?pathway=nursing"):  # fmt: skip
        assert Client().get(path).status_code == 401
        assert signed_in("mr-okafor").get(path).status_code == 401
        assert signed_in("jason-16").get(path).status_code == 200


def test_the_shortest_way_is_given_as_described_and_what_cannot_be_asked_says_why(house: Pack) -> None:
    known = {"pathway": ["nursing", "social-work"], "save": "effort", "terms": 20, "hours": "30"}
    case = schema["/api/v1/me/plan/shortest"]["GET"].Case(query=known)
    found = case.call_and_validate(cookies=cookies_of("jason-16"), checks=list(CHECKS)).json()
    plans = found["plans"]
    assert (found["lack"], len(plans), plans[0]["proved"]) == ("", 3, True)
    efforts = [each["totals"]["effort"] for each in plans]
    assert efforts == sorted(efforts)
    assert efforts[0] == sum(step["effort"] for step in plans[0]["steps"])
    terms = [step["term"] for step in plans[0]["steps"]]
    assert terms == sorted(terms)
    assert all(step["why"] and step["begins"] for step in plans[0]["steps"])
    learner = signed_in("jason-16")
    for asked, status, says in (
        ("pathway=flying", 404, "There is no pathway 'flying'."),
        ("pathway=nursing&hours=0", 422, "0 hours a week are out of bounds. Say 1 to 168."),
        ("pathway=nursing&keep=moon", 422, "'moon' is not offered."),
        ("save=effort", 422, "Field required"),
        ("pathway=nursing&terms=soon", 422, "valid integer"),
    ):
        answer = learner.get(f"/api/v1/me/plan/shortest?{asked}")
        assert (answer.status_code, says in answer.json()["detail"]) == (status, True), answer.json()
