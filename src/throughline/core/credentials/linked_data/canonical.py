"""The one form of a document that is hashed and signed: its meaning, in canonical N-Quads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughline.core.credentials.linked_data.active import SERVED, Allowed, used
from throughline.core.credentials.linked_data.expansion import quads_of
from throughline.core.credentials.linked_data.rdf_canonical import TooTangled, canonical_lines
from throughline.core.credentials.linked_data.terms import Source
from throughline.core.credentials.linked_data.unsafe import UnknownContext, Unsafe

__all__ = ["UnknownContext", "Unsafe", "canonical", "contexts_of"]


def canonical(document: Mapping[str, Any], *, hash: str = "sha256", allowed: Allowed = SERVED) -> bytes:
    """The canonical N-Quads of a safe document (RDFC-1.0), in UTF-8.

    `hash`: sha256, sha384 or sha512, which names nodes without an id. `allowed`: which contexts may be named;
    tests alone allow catch-all vocabularies. Raises `Unsafe`.
    """
    try:
        lines, _ = canonical_lines(quads_of(document, allowed), hash)
    except TooTangled as problem:
        raise Unsafe(f"It cannot be read in one way: {problem}.") from None
    except RecursionError:
        raise Unsafe("It is nested too deeply.") from None
    return "".join(lines).encode()


def contexts_of(document: Mapping[str, Any], allowed: Allowed = SERVED) -> tuple[Source, ...]:
    """The contexts that the document names at its top, with the SHA-256 of the content used. Raises `Unsafe`."""
    return used(document.get("@context"), allowed)
