"""The API says what it is, does what it says, and changes only on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from throughline.api.urls import api
from throughline.core.formats.state_pack import Pack
from throughline.project.wsgi import application

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"
COMMAND = "python -m throughline.api > docs/reference/openapi.json"
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())


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
def house(meridian: Pack, db: None) -> Pack:
    """The demo state, in force."""
    return meridian


@schema.parametrize()
@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck), derandomize=True, database=None,
)  # fmt: skip
def test_whatever_is_asked_the_answer_is_as_described(case: schemathesis.Case, house: Pack) -> None:
    case.call_and_validate(app=application, checks=CHECKS)
