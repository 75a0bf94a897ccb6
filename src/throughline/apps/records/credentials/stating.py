"""Statements of an organization that are no credential: plain JSON under its live key (eddsa-jcs-2022)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from throughline.apps.records.credentials.addresses import did_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.core.credentials.proofs import data_integrity


@transaction.atomic
def stated(issuer: str, document: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The document with its issuer's name and signature."""
    key, private = live(issuer, "Ed25519", now)
    return data_integrity.sign(
        {**document, "issuer": did_of(issuer)}, key=private, method=method_of(key),
        created=now.replace(microsecond=0), suite="eddsa-jcs-2022",
    )  # fmt: skip


def credential_signer(issuer: str, *, now: datetime) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """What signs credentials of an organization that no list of words describes, letter by letter. Its key is taken at once,
    and made where there is none: call it in a transaction, before any other lock."""
    key, private = live(issuer, "Ed25519", now)
    moment = now.replace(microsecond=0)
    return lambda document: data_integrity.sign(
        document, key=private, method=method_of(key), created=moment, suite="eddsa-jcs-2022"
    )
