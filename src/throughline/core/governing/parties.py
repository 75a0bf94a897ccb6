"""Whom a draft is about: whoever declared an interest in one of them stands aside."""

from collections.abc import Mapping
from typing import Any


def parties_of(documents: Mapping[str, Any], made_for: str) -> frozenset[str]:
    """The organizations a draft is about, by id: in whose name it is asked (empty: nobody's), and the parties of its
    documents (bodies by reference, None for what is retired)."""
    named = (str(party) for body in documents.values() for party in (body or {}).get("parties", ()))
    return frozenset({made_for, *(each.removeprefix("organization:") for each in named)} - {""})
