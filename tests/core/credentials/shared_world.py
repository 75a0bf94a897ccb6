"""The world as the shared folder knows it: what stands at which address, with no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from tests.rows import shared_folder
from throughline.core.credentials.controllers.controller_documents import methods_of
from throughline.core.credentials.controllers.jwks import method_of_jwk
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.verifying.reaching import KnownIssuer, Registry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The day on which the answers of the MANIFEST were measured."""
DCC = "https://digitalcredentials.github.io/vc-test-fixtures/"
DCC_LIST = "https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/"
EDTECH = (
    "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/"
    "inspector-vc/src/test/resources/ob30/bit-string-list/testlist"
)
PID_ISSUER = "https://pid-issuer.bund.de.example"
JOSE_ISSUER = "https://example.issuer/vc-jose-cose"
_NAMED_BY_KEY = re.compile(r'"((?:https|did:web|urn:uuid)[^"#]*)#(z6Mk[1-9A-HJ-NP-Za-km-z]+)"')


def folder() -> Path:
    """Where the shared credentials stand, whether or not they are there."""
    return shared_folder() / "standards" / "credentials"


def index() -> list[dict[str, Any]]:
    """The rows of the index; none where the folder is not here."""
    file = folder() / "index.json"
    return json.loads(file.read_text()) if file.is_file() else []


def files(*families: str) -> list[Any]:
    """The files of some families as parameters: name and what is expected of it."""
    rows = [each for each in index() if each["file"].split("/")[0] in families]
    found = [pytest.param(row["file"], row["expected"], id=row["file"]) for row in rows]
    missing = pytest.mark.skip(
        reason="the shared standards are not here; name their place with THROUGHLINE_SHARED"
    )
    return found or [pytest.param("", "", marks=missing, id="shared-standards-missing")]


def data(name: str) -> bytes:
    """The bytes of a shared file."""
    return (folder() / name).read_bytes()


def world(address: str) -> bytes:
    """What stands at an address of the samples. Raises `Unreachable` for every other."""
    found = next((each for each in _places(address) if each.is_file()), None)
    if found is not None:
        return found.read_bytes()
    if address in _controllers():
        return json.dumps(_controllers()[address]).encode()
    if address == JOSE_ISSUER:
        return json.dumps(_jose_issuer()).encode()
    raise Unreachable(f"The shared folder has nothing for {address}.")


def known() -> Registry:
    """Owners in the samples whose names nobody could look up, with their keys; a registry would know them so."""
    made = {owner: document for owner, document in _controllers().items() if owner.startswith("urn:")}
    found = {
        owner: KnownIssuer(owner, owner, partial(methods_of, document, owner))
        for owner, document in made.items()
    }
    key = folder() / "sd-jwt" / "rfc9901-a5-issuer-key.json"
    method = method_of_jwk(json.loads(key.read_text()), PID_ISSUER) if key.is_file() else None
    keys = {method.id: method} if method else {}
    return {**found, PID_ISSUER: KnownIssuer(PID_ISSUER, "PID issuer", lambda: keys)}


def _places(address: str) -> Iterator[Path]:
    fixtures = folder() / "dcc-fixtures"
    if address.startswith(DCC):
        yield fixtures / address.removeprefix(DCC)
        yield fixtures / "statusLists" / f"{address.rpartition('/')[2]}.json"
    if address.startswith(DCC_LIST):
        yield fixtures / "statusLists" / f"verifier-core-{address.removeprefix(DCC_LIST)}.json"
    if address == EDTECH:
        yield folder() / "1edtech-validator" / "ob30" / "bit-string-list" / "testlist"


@cache
def _controllers() -> dict[str, dict[str, Any]]:
    """The documents of the owners in the 1EdTech samples, whose key is the fragment of its own name.

    Those owners publish nothing; a verifier must have their documents, so they are made here, for these samples alone.
    """
    made: dict[str, dict[str, Any]] = {}
    for file in (folder() / "1edtech-validator").rglob("*"):
        for owner, key in (
            _NAMED_BY_KEY.findall(file.read_bytes().decode("utf-8", "replace")) if file.is_file() else ()
        ):
            made.setdefault(_address(owner), _controller(owner))
            methods = made[_address(owner)]["assertionMethod"]
            method = {
                "id": f"{owner}#{key}",
                "type": "Multikey",
                "controller": owner,
                "publicKeyMultibase": key,
            }
            if method not in methods:
                methods.append(method)
    return made


@cache
def _jose_issuer() -> dict[str, Any]:
    """The document of the issuer in the VC-JOSE-COSE suite, from the keys that lie beside it."""
    keys = [
        json.loads(file.read_text()) for file in sorted((folder() / "w3c-vc-jose-cose").glob("vm-*.json"))
    ]
    methods = [
        {name: key[name] for name in key if name != "secretKeyJwk"}
        for key in keys
        if key["controller"] == JOSE_ISSUER
    ]
    return {"id": JOSE_ISSUER, "assertionMethod": methods, "authentication": methods}


def _controller(owner: str) -> dict[str, Any]:
    return {"@context": ["https://www.w3.org/ns/did/v1"], "id": owner, "assertionMethod": []}


def _address(owner: str) -> str:
    if not owner.startswith("did:web:"):
        return owner
    return f"https://{owner.removeprefix('did:web:').replace(':', '/')}/did.json"
