"""Signing awards: at first need, or many in a job. An award is signed once; two that try get the same signature.

What is handed out is the award as it was signed, or, where its learner shows endorsements of it, a copy with these.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from throughline.apps.frameworks.queries import one_reading
from throughline.apps.records.credentials.endorsed import copies, leaf_of
from throughline.apps.records.credentials.issuer_keys import live, method_of
from throughline.apps.records.models import Award, IssuerKey
from throughline.apps.trail import actions as trail
from throughline.core.credentials.keys import PrivateKey
from throughline.core.credentials.proofs import data_integrity


def signed(award: UUID, *, now: datetime) -> dict[str, Any]:
    """An award's credential as it is handed out (eddsa-rdfc-2022); signed now where it was not."""
    return signed_all([award], now=now)[award]


@transaction.atomic
def signed_all(awards: Iterable[UUID], *, now: datetime) -> dict[UUID, dict[str, Any]]:
    """The same of many, by award, in the order given. Two queries where all are signed and none shows an endorsement."""
    wanted = list(awards)
    rows = {row.id: row for row in Award.objects.select_for_update().filter(id__in=wanted).order_by("id")}
    _sign((row for row in rows.values() if row.signed is None), now)
    with_more = copies(rows, now) if rows else {}
    return {key: with_more.get(key) or dict(rows[key].signed or {}) for key in wanted}


@transaction.atomic
def sign_waiting(*, many: int, now: datetime) -> int:
    """Sign up to so many awards that wait, oldest first; gives how many. Others may do the same beside it."""
    waiting = Award.objects.filter(signed__isnull=True).order_by("issued_at", "id")
    rows = list(waiting.select_for_update(skip_locked=True)[:many])
    _sign(rows, now)
    return len(rows)


def _sign(rows: Iterable[Award], now: datetime) -> None:
    held: dict[str, tuple[IssuerKey, PrivateKey]] = {}
    done: list[Award] = []
    for row in sorted(rows, key=lambda each: each.issuer):
        if row.issuer not in held:
            held[row.issuer] = live(row.issuer, "Ed25519", now)
        key, private = held[row.issuer]
        row.signed = data_integrity.sign(
            row.content, key=private, method=method_of(key), created=now.replace(microsecond=0)
        )
        row.signed_at, row.signed_with = now, key
        done.append(row)
    Award.objects.bulk_update(done, ["signed", "signed_at", "signed_with"], batch_size=200)
    if done:
        with one_reading():
            trail.enter([leaf_of(row.signed or {}, row.salt) for row in done], now=now)
