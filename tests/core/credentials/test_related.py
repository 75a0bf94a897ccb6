"""Related resources of a credential: each is named once, known by a digest, and not contradicted by what is held here."""

from base64 import b64encode
from hashlib import sha256, sha384

import pytest

from tests.rows import shared_folder
from throughline.core.credentials.linked_data.terms import source_of
from throughline.core.credentials.multibase import multibase
from throughline.core.credentials.verifying.related import faults_of_related

V2 = "https://www.w3.org/ns/credentials/v2"
ELSEWHERE = "https://example.org/terms.pdf"
HELD = source_of(V2)
RIGHT = multibase(b"\x12\x20" + bytes.fromhex(HELD.sha256))
OTHER = multibase(b"\x12\x20" + sha256(b"other").digest())


def codes(*resources):
    return [each.code for each in faults_of_related({"relatedResource": list(resources)})]


@pytest.mark.parametrize(
    "resource",
    [
        {"id": V2, "digestMultibase": RIGHT},
        {"id": V2, "digestMultibase": multibase(bytes.fromhex(HELD.sha256), "u")},
        {"id": V2, "digestSRI": "sha384-" + b64encode(bytes.fromhex(HELD.sha384)).decode()},
        {"id": ELSEWHERE, "digestMultibase": OTHER, "mediaType": "application/pdf"},
    ],
)
def test_a_resource_with_its_own_digest_is_sound(resource):
    assert codes(resource) == []
    assert list(faults_of_related({"relatedResource": resource})) == []


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (V2, "wrong_object"),
        ({"digestMultibase": RIGHT}, "wrong_address"),
        ({"id": "not an address", "digestMultibase": RIGHT}, "wrong_address"),
        ({"id": ELSEWHERE}, "related_without_digest"),
        ({"id": ELSEWHERE, "digestSRI": ["sha384-x"]}, "related_without_digest"),
        ({"id": V2, "digestMultibase": OTHER}, "related_differs"),
        ({"id": V2, "digestMultibase": multibase(sha256(b"other").digest(), "u")}, "related_differs"),
    ],
)
def test_a_resource_that_cannot_be_known_or_is_another_is_a_fault(resource, code):
    assert codes(resource) == [code]


def test_a_resource_is_named_once():
    assert codes(
        {"id": ELSEWHERE, "digestMultibase": OTHER}, {"id": ELSEWHERE, "digestMultibase": RIGHT}
    ) == ["related_twice"]


def test_the_digests_of_the_list_are_those_of_the_published_content():
    file = shared_folder() / "standards" / "credentials" / "contexts" / "w3c-credentials-v2.jsonld"
    if not file.exists():
        pytest.skip("the shared standards are not here; name their place with THROUGHLINE_SHARED")
    assert (HELD.sha256, HELD.sha384) == (
        sha256(file.read_bytes()).hexdigest(),
        sha384(file.read_bytes()).hexdigest(),
    )
