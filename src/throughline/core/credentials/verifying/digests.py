"""Evidence beside a credential: whether the files at hand are the ones whose digests it carries.

Two spellings of a digest are read: `digestSRI` (W3C Subresource Integrity) and `digestMultibase` (a multihash,
Controlled Identifiers 1.0, section 2.5).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core.credentials.multibase import BadEncoding, from_multibase
from throughline.core.credentials.verifying.answers import Step, said

_SRI = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+)")
_MULTIHASH = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}


@dataclass(frozen=True, slots=True)
class Named:
    """A digest that a credential carries, and what it is the digest of."""

    what: str
    algorithm: str
    digest: bytes


def named_digests(document: Mapping[str, Any]) -> tuple[Named, ...]:
    """Every digest in a document that can be compared here."""
    return tuple(_walk(document))


def evidence_step(document: Mapping[str, Any], files: Mapping[str, bytes]) -> Step | None:
    """Whether each file at hand is one that the credential names; None where no file was given."""
    if not files:
        return None
    named = named_digests(document)
    found = {name: _match(data, named) for name, data in files.items()}
    strange = [said("evidence_strange", file=name) for name, what in found.items() if what is None]
    same = [said("evidence_same", file=name, what=what) for name, what in found.items() if what is not None]
    if strange:
        return Step("evidence", "warning", strange[0], (*strange[1:], *same))
    return Step("evidence", "yes", said("evidence_all_same"), tuple(same))


def _match(data: bytes, named: tuple[Named, ...]) -> str | None:
    digests = {name: hashlib.new(name, data).digest() for name in ("sha256", "sha384", "sha512")}
    return next((each.what for each in named if digests[each.algorithm] == each.digest), None)


def _walk(value: Any) -> Iterator[Named]:
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, Mapping):
            yield from _of_object(each)
            left.extend(each.values())
        elif isinstance(each, list):
            left.extend(each)


def digests_of(each: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The digests that one object carries, each with its algorithm; those that cannot be read are left out."""
    for text in str(each.get("digestSRI", "")).split():
        found = _SRI.fullmatch(text)
        digest = _from_base64(found[2]) if found else None
        if found and digest:
            yield found[1], digest
    multihash = each.get("digestMultibase")
    if isinstance(multihash, str):
        yield from _of_multihash(multihash)


def _of_object(each: Mapping[str, Any]) -> Iterator[Named]:
    what = next((each[name] for name in ("name", "id") if isinstance(each.get(name), str)), "")
    return (Named(what, algorithm, digest) for algorithm, digest in digests_of(each))


def _of_multihash(text: str) -> Iterator[tuple[str, bytes]]:
    try:
        data = from_multibase(text, text[:1] if text[:1] in "zu" else "u")
    except BadEncoding:
        return
    algorithm = _MULTIHASH.get(data[:2])
    if algorithm and len(data) == hashlib.new(algorithm).digest_size + 2:
        yield algorithm, data[2:]
    elif len(data) == 32:
        # Not a multihash as the standard wants it; many write the plain sha-256.
        yield "sha256", data


def _from_base64(text: str) -> bytes | None:
    plain = text.replace("-", "+").replace("_", "/")
    try:
        return b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except BadBase64:
        return None
