"""Statements of an organization that are no credential: plain JSON under its live key (eddsa-jcs-2022)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from throughline.apps.records.credentials.addresses import did_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.queries.issuers import methods_of
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity


@transaction.atomic
def stated(issuer: str, document: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The document with its issuer's name and signature."""
    key, private = live(issuer, "Ed25519", now)
    return data_integrity.sign(
        {**document, "issuer": did_of(issuer)}, key=private, method=method_of(key),
        created=now.replace(microsecond=0), suite="eddsa-jcs-2022",
    )  # fmt: skip


def holds(document: Mapping[str, Any], issuer: str, *, now: datetime) -> bool:
    """Whether a statement is word for word what this issuer signed, under one of its published keys."""
    checks = data_integrity.check_proofs(document, methods=known(methods_of(issuer)), as_of=now)
    by_issuer = all(check.controller == did_of(issuer) == document.get("issuer") for check in checks)
    return bool(checks) and by_issuer and all(check.outcome == "holds" for check in checks)
