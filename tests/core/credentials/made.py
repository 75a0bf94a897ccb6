"""A credential of a test's own, keys, and resolvers for the published vectors."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from throughline.core.credentials.controllers.resolving import Method, Unreachable, did_key, is_did_key
from throughline.core.credentials.keys import PrivateKey, private_from_bytes, public_from_multibase

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
CREATED = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
KEY: PrivateKey = private_from_bytes(bytes(range(32)))
METHOD = f"did:key:{KEY.public.multibase()}#{KEY.public.multibase()}"


def badge(**more: Any) -> dict[str, Any]:
    """An unsigned badge with results, evidence, a status and an end."""
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:8a7f6f0e-8a3a-4c55-9f2e-1f1a1f0c7d11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": f"did:key:{KEY.public.multibase()}", "type": ["Profile"], "name": "Meridian"},
        "name": "Welds a safe joint",
        "validFrom": "2027-06-01T12:00:00Z",
        "validUntil": "2030-06-01T12:00:00Z",
        "credentialStatus": {
            "id": "https://meridian.example/status/3#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://meridian.example/status/3",
        },
        "credentialSubject": {
            "id": "did:example:jason",
            "type": ["AchievementSubject"],
            "creditsEarned": 2.5,
            "achievement": {
                "id": "urn:uuid:3a2b8f3b-9a53-4bb0-a0d5-0c7f55cf5a52",
                "type": ["Achievement"],
                "name": "Welds a safe joint",
                "description": "Joins two plates so that the joint bears its load.",
                "criteria": {"narrative": "The joint passes the bend test."},
                "creator": {"id": "urn:uuid:creator", "type": ["Profile"], "name": "Board of welders"},
                "image": {"id": "https://meridian.example/weld.png", "type": "Image"},
                "tag": ["metal", "safety"],
            },
            "result": [{"type": ["Result"], "resultDescription": "urn:uuid:scale", "value": "met"}],
        },
        "evidence": [{"id": "urn:uuid:weld-1", "type": ["Evidence"], "name": "The joint", "genre": "photo"}],
        **more,
    }


def by_fragment(name: str) -> Method:
    """Keys of the vectors: a did:key, or an address that carries its key in the fragment."""
    if is_did_key(name):
        return did_key(name)
    controller, _, fragment = name.partition("#")
    if not fragment.startswith("z"):
        raise Unreachable(name)
    return Method(name, controller, public_from_multibase(fragment))


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value inside of a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from places(each, (*path, key))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    """The value at a path."""
    for key in path:
        value = value[key]
    return value


def put(document: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A copy of a document with another value at a path."""
    changed = copy.deepcopy(document)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def renamed(document: dict[str, Any], path: tuple[str | int, ...], name: str) -> dict[str, Any]:
    """A copy of a document in which the member at a path has another name."""
    changed = copy.deepcopy(document)
    holder = at(changed, path[:-1])
    holder[name] = holder.pop(path[-1])
    return changed
