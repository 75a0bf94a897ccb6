"""Documents as JSON bodies and back: nothing lost, one digest for one document."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.formats.planting import VALLEY
from tests.core.formats.written import documents
from throughline.core.formats.state_pack import PackErrors, read_pack, shape
from throughline.core.formats.state_pack.bodies import digest, document_from_json, document_to_json

KINDS = sorted(shape.DOCUMENT_OF)
ANY = st.sampled_from(KINDS).flatmap(
    lambda kind: st.tuples(st.just(kind), documents(shape.DOCUMENT_OF[kind]))
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY)
def test_any_document_comes_back_from_its_body_as_it_was(written: tuple[str, Any]) -> None:
    kind, document = written
    body = json.loads(json.dumps(document_to_json(kind, document)))
    again = document_from_json(kind, body)
    assert again == document
    assert document_to_json(kind, again) == body
    assert digest(kind, again) == digest(kind, document)


def test_every_document_of_a_state_comes_back_as_it_was() -> None:
    catalogue = read_pack(VALLEY).catalogue
    for kind, name in shape.COLLECTION_OF.items():
        for document in getattr(catalogue, name).values():
            assert document_from_json(kind, document_to_json(kind, document)) == document
    for kind in shape.SINGLES:
        assert document_from_json(kind, document_to_json(kind, getattr(catalogue, kind))) == getattr(
            catalogue, kind
        )


def test_a_digest_tells_documents_apart_and_numbers_written_differently_not() -> None:
    credential = read_pack(VALLEY).catalogue.credentials["care-badge"]
    same = replace(credential, credits={"college-credit": Decimal("3.00")})
    other = replace(credential, credits={"college-credit": Decimal("3.01")})
    assert digest("credential", same) == digest("credential", credential)
    assert digest("credential", other) != digest("credential", credential)


def test_a_digest_is_the_one_that_others_can_compute() -> None:
    region = read_pack(VALLEY).catalogue.regions["north"]
    from hashlib import sha256

    canonical = '{"body":{"id":"north","title":{"en":"The north"}},"kind":"region"}'
    assert digest("region", region) == sha256(canonical.encode()).hexdigest()


def test_a_body_of_another_shape_is_refused_with_its_path() -> None:
    with pytest.raises(PackErrors, match=r"region\.titel: unknown key 'titel'\. Did you mean `title`\?"):
        document_from_json("region", {"id": "north", "titel": {"en": "The north"}})


def test_a_document_of_another_kind_has_no_body() -> None:
    region = read_pack(VALLEY).catalogue.regions["north"]
    with pytest.raises(TypeError, match="a milestone is a Milestone, not a Region"):
        document_to_json("milestone", region)
