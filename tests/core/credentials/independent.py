"""A second opinion on a signature that shares no line with ours: PyLD for the meaning, `cryptography` for the key.

Written after vc-di-eddsa 1.0, section 3.2 (eddsa-rdfc-2022), with the contexts as their publishers keep them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def accepts(document: Mapping[str, Any], controller: Mapping[str, Any], folder: Path) -> bool:
    """Whether the proof of a document is its controller's. folder: where the published contexts stand."""
    proof = dict(document["proof"])
    signature = _decoded(proof.pop("proofValue"))
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {**proof, "@context": document["@context"]}
    hashed = b"".join(sha256(_canonical(each, folder)).digest() for each in (options, bare))
    try:
        _key(controller, proof["verificationMethod"]).verify(signature, hashed)
    except InvalidSignature:
        return False
    return True


def _key(controller: Mapping[str, Any], name: str) -> Ed25519PublicKey:
    method = next(each for each in controller["verificationMethod"] if each["id"] == name)
    return Ed25519PublicKey.from_public_bytes(_decoded(method["publicKeyMultibase"])[2:])


def _canonical(document: Mapping[str, Any], folder: Path) -> bytes:
    index = json.loads((folder / "contexts" / "index.json").read_text())

    def load(url: str, options: Any) -> dict[str, Any]:
        file = folder / "contexts" / _file_of(index, url)
        return {"contextUrl": None, "documentUrl": url, "document": json.loads(file.read_text())}

    made = jsonld.normalize(
        dict(document),
        {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load},
    )
    return str(made).encode()


def _file_of(index: Any, url: str) -> str:
    if isinstance(index, dict):
        found = index[url]
        return str(found["file"] if isinstance(found, dict) else found)
    return str(next(each["file"] for each in index if each.get("url") == url))


def _decoded(text: str) -> bytes:
    assert text.startswith("z")
    number = 0
    for letter in text[1:]:
        number = number * 58 + ALPHABET.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
