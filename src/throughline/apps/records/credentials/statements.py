"""What an organization of this house signs besides credentials: a statement as a compact token under its live key."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.core import ledger
from throughline.core.credentials.tokens.jws import write_jws

TYPE = "throughline-decision+json"


def signer_of(organization: str, *, now: datetime) -> Callable[[Mapping[str, Any]], str]:
    """What signs statements for an organization, over their canonical JSON (RFC 8785). Its key is taken at once, and made
    where there is none: call it in a transaction, before any other lock."""
    key, private = live(organization, "Ed25519", now)
    header = {"typ": TYPE, "kid": method_of(key)}
    return lambda statement: write_jws(header, ledger.canonical(dict(statement)), private)
