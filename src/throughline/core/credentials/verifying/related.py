"""What a credential says of related resources: each with an id and a digest, and none that what we hold contradicts.

Source: W3C Verifiable Credentials Data Model v2.0, section 5.3. The contexts that are held here are compared; what lies
elsewhere is compared where its file is at hand (`digests`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.credentials.linked_data.terms import sources
from throughline.core.credentials.verifying.answers import Said, said
from throughline.core.credentials.verifying.digests import digests_of
from throughline.core.credentials.verifying.shape import faults_of_credential, is_address, several

DIGESTS = ("digestSRI", "digestMultibase")


def faults_of_related(document: Mapping[str, Any]) -> Iterator[Said]:
    """What is wrong with `relatedResource`; nothing where there is none."""
    listed = several(document.get("relatedResource"))
    for number, each in enumerate(listed):
        yield from _resource(each, f"relatedResource.{number}")
    named = Counter(
        each["id"] for each in listed if isinstance(each, Mapping) and isinstance(each.get("id"), str)
    )
    for name, times in named.items():
        if times > 1:
            yield said("related_twice", id=name[:300])


def _resource(each: Any, path: str) -> Iterator[Said]:
    if not isinstance(each, Mapping):
        yield said("wrong_object", path=path)
        return
    if not is_address(each.get("id")):
        yield said("wrong_address", path=f"{path}.id")
    given = [each[name] for name in DIGESTS if name in each]
    if not given or not all(isinstance(text, str) and text for text in given):
        yield said("related_without_digest", path=path)
    held = [source for source in sources() if source.url == each.get("id") and source.use != "tests"]
    for algorithm, digest in digests_of(each):
        known = {"sha256": [s.sha256 for s in held], "sha384": [s.sha384 for s in held]}.get(algorithm, [])
        if known and digest.hex() not in known:
            yield said("related_differs", id=str(each["id"])[:300])


def faults_of_whole_credential(document: Mapping[str, Any]) -> Iterator[Said]:
    """What a credential lacks of its data model, its related resources among it."""
    yield from faults_of_credential(document)
    yield from faults_of_related(document)
