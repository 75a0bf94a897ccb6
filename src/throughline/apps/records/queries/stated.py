"""Reads: whether a statement of an organization is word for word what it signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from throughline.apps.records.credentials.addresses import did_of
from throughline.apps.records.queries.issuers import methods_of
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity


def holds(document: Mapping[str, Any], issuer: str, *, now: datetime) -> bool:
    """Whether a statement, or a credential, is word for word what this issuer signed, under one of its published keys."""
    checks = data_integrity.check_proofs(document, methods=known(methods_of(issuer)), as_of=now)
    said = document.get("issuer")
    named = said.get("id") if isinstance(said, Mapping) else said
    by_issuer = all(check.controller == did_of(issuer) == named for check in checks)
    return bool(checks) and by_issuer and all(check.outcome == "holds" for check in checks)
