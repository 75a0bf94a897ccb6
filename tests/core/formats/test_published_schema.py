"""The published schema: made from the documents, and of one mind with the reader."""

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.core.formats.planting import VALLEY
from tests.core.formats.written import documents
from throughline.core.formats.state_pack import read_pack, shape
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.formats.state_pack.marked_yaml import parse
from throughline.core.formats.state_pack.schema import schema, schema_text
from throughline.core.formats.state_pack.values import BROKEN, document

PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "schemas" / "state.schema.json"
SCHEMA = Draft202012Validator(schema())


def plain(value: Any) -> Any:
    """Values of a pack as JSON has them."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def refused_by_reader(collection: str, body: Any) -> bool:
    return document(shape.COLLECTIONS[collection], body, collection, lambda path, reason, fix: None) is BROKEN


def test_the_published_schema_is_the_one_made_from_the_documents() -> None:
    assert PUBLISHED.read_text() == schema_text(), (
        "write it anew with `python -m throughline.core.formats.state_pack.schema`"
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(PUBLISHED.read_text()))


def test_every_file_of_a_state_fits_the_schema() -> None:
    for marked in read_pack(VALLEY).files.values():
        assert [error.message for error in SCHEMA.iter_errors(plain(marked.data))] == []


FAULTS = [
    ("milestones", lambda body: body.update(sumary={"en": "x"})),
    ("milestones", lambda body: body.pop("title")),
    ("milestones", lambda body: body.update(level="three")),
    ("milestones", lambda body: body.update(level=-1)),
    ("milestones", lambda body: body.update(id="Not An Id")),
    ("milestones", lambda body: body.update(title="Numbers")),
    ("milestones", lambda body: body.update(title={})),
    ("milestones", lambda body: body["ways"][0].update(performance="yes")),
    ("milestones", lambda body: body["ways"][0].pop("kind")),
    ("milestones", lambda body: body.update(rule={"chose": {"of": ["milestone:x"]}})),
    ("milestones", lambda body: body["rule"]["choose"].update(min=0)),
    ("milestones", lambda body: body["rule"]["choose"].update(of=[])),
    ("milestones", lambda body: body["rule"]["choose"].update(cite={"section": "1"})),
    ("milestones", lambda body: body.update(rule={"have": {"what": "course:x", "via": "anything"}})),
    (
        "milestones",
        lambda body: body.update(rule={"total": {"measure": "hours", "from": {"kind": "course"}}}),
    ),
    ("milestones", lambda body: body.update(rule={"have": {"what": "course:x"}, "use": {"rule": "y"}})),
    ("milestones", lambda body: body.update(retakes={"limit": "two"})),
    ("rules", lambda body: body.pop("rule")),
    ("rules", lambda body: body.update(editions=[])),
    ("pathways", lambda body: body["stages"][0].update(phase="primary")),
    ("pathways", lambda body: body.update(typical_years="long")),
    ("credentials", lambda body: body.update(review_by="soon")),
    ("credentials", lambda body: body.update(credits={"college-credit": "three"})),
    ("agreements", lambda body: body.update(legal_status="guaranteed")),
    ("competencies", lambda body: body.update(statement=None)),
]


@pytest.mark.parametrize(("collection", "spoil"), FAULTS)
def test_what_the_schema_refuses_the_reader_refuses_and_the_other_way_round(
    collection: str, spoil: Any
) -> None:
    body = copy.deepcopy(next(_bodies(collection)))
    assert not refused_by_reader(collection, body)
    spoil(body)
    assert refused_by_reader(collection, body)
    assert not SCHEMA.is_valid({collection: [plain(body)]})


def _bodies(collection: str) -> Any:
    for path in sorted(VALLEY.glob("*.yaml")):
        yield from parse(path.read_text(), str(path)).data.get(collection, [])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(shape.COLLECTIONS)).flatmap(
        lambda n: st.tuples(st.just(n), documents(shape.COLLECTIONS[n]))
    )
)
def test_the_body_of_any_document_fits_the_schema(written: tuple[str, Any]) -> None:
    collection, made = written
    body = document_to_json(shape.KINDS[collection], made)
    assert [error.message for error in SCHEMA.iter_errors({collection: [body]})] == []
