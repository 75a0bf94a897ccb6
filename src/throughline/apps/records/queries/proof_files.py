"""Reads: awards as a proof file: with all that it takes to believe them without asking anyone, but the state's key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.credentials import publishing_status
from throughline.apps.records.credentials.contents import statuses_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.models import Award
from throughline.apps.records.queries.issuers import signed_registry
from throughline.core.credentials.proofs import data_integrity

FORMAT: Final = "throughline-proof-1"
SUITE: Final = "eddsa-jcs-2022"
"""A reader needs no knowledge of linked data to check it, so that the checker is one short file."""


def proof_file(actor: Actor, keys: Sequence[UUID], *, now: datetime) -> dict[str, Any]:
    """Awards of one learner with the state's signed list of issuers and each status list they name, as
    `throughline.check_proof` reads it. For the learner alone.

    Each award is signed by its issuer a second time, in a form that a short program can check; it says the same.
    """
    rows = [_own(actor, key) for key in keys]
    if not rows:
        raise Refused("A proof file", "no credential is chosen.", "Choose one.")
    return {"format": FORMAT, **credential_parts(rows, now=now)}


@transaction.atomic
def credential_parts(rows: Sequence[Award], *, now: datetime) -> dict[str, Any]:
    """The parts of a proof file that show these awards: who may issue, the credentials, the lists that they need."""
    credentials = [signed_shortly(row.content, row.issuer, now=now) for row in rows]
    lists = {url: signed_shortly(document, issuer, now=now) for url, document, issuer in _lists(rows, now)}
    issuers = signed_registry(now=now)
    return {"issuers": issuers, "credentials": credentials, "statusLists": list(lists.values())}


def _own(actor: Actor, key: UUID) -> Award:
    row = Award.objects.filter(id=key).select_related("status_list").first()
    if row is None:
        raise no_such_award(key)
    require(actor, "record.export", directory.subject_for(actor, row.learner_id), what="A proof file")
    return row


def _lists(rows: Sequence[Award], now: datetime) -> list[tuple[str, dict[str, Any], str]]:
    """Each status list that these awards name, as it stands now, without its proof: address, content, issuer."""
    found = []
    for row in rows:
        for entry in statuses_of(row.content):
            published = publishing_status.published(row.status_list_id, str(entry["statusPurpose"]), now=now)
            if published is None:
                raise Refused("A proof file", "a status list it needs is not there.", "Try again later.")
            content = {name: value for name, value in published.signed.items() if name != "proof"}
            found.append((str(entry["statusListCredential"]), content, row.issuer))
    return found


def signed_shortly(content: dict[str, Any], issuer: str, *, now: datetime) -> dict[str, Any]:
    """A document as its issuer signs it, in the form that a short program can check."""
    key, private = live(issuer, "Ed25519", now)
    made = now.replace(microsecond=0)
    return data_integrity.sign(content, key=private, method=method_of(key), created=made, suite=SUITE)
