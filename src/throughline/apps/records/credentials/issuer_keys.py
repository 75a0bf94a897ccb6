"""The keys of issuing organizations as signing needs them: the live one of a kind, made where there is none yet."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from throughline.apps.frameworks.queries import home_state
from throughline.apps.records.credentials.addresses import did_of
from throughline.apps.records.credentials.sealing import seal, unseal
from throughline.apps.records.models import IssuerKey, IssuerSecret, KeyMark
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.credentials.keys import (
    Kind,
    PrivateKey,
    PublicKey,
    new_private,
    public_from_jwk,
    public_from_multibase,
)


def live(issuer: str, kind: Kind, now: datetime) -> tuple[IssuerKey, PrivateKey]:
    """The key an issuer signs with, and its private half. Made now where there is none; call it in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records.keys.' || %s))", [issuer])
    row = live_row(issuer, kind) or make(issuer, kind, now)
    return row, unseal(bytes(IssuerSecret.objects.get(key=row).sealed))


def live_row(issuer: str, kind: str) -> IssuerKey | None:
    """The newest key of that kind that has not ended; None where there is none."""
    ended = KeyMark.objects.filter(key=OuterRef("pk"))
    found = IssuerKey.objects.filter(~Exists(ended), issuer=issuer, kind=kind, secret__isnull=False)
    return found.order_by("-created_at", "-name").first()


def make(issuer: str, kind: Kind, now: datetime) -> IssuerKey:
    """A new key of an issuer under a name it never had: `key-1`, `key-2` ..."""
    private = new_private(kind)
    nth = IssuerKey.objects.filter(issuer=issuer).count() + 1
    row = IssuerKey.objects.create(
        issuer=issuer, name=f"key-{nth}", kind=kind, public=_written(private.public), created_at=now
    )
    IssuerSecret.objects.create(key=row, sealed=seal(private))
    say_of(row, "published", now)
    return row


def say_of(row: IssuerKey, act: str, now: datetime) -> None:
    """Say in the public log that a key was published, retired or stolen."""
    number = 1 + KeyMark.objects.filter(key=row).count()
    leaf = trail.Leaf(home_state(), act, method_of(row), number, ledger.digest(row.public), "issuer_key")
    trail.enter([leaf], now=now)


def public_of(row: IssuerKey) -> PublicKey:
    """The public half of a kept key."""
    if "publicKeyMultibase" in row.public:
        return public_from_multibase(row.public["publicKeyMultibase"])
    return public_from_jwk(row.public)


def method_of(row: IssuerKey) -> str:
    """The name under which a key stands in its issuer's controller document."""
    return f"{did_of(row.issuer)}#{row.name}"


def ends_of(rows: Iterable[IssuerKey]) -> dict[Any, tuple[str, datetime]]:
    """How and when each of these keys ended, by id. One query. A copy of a retired key can still be stolen: then that
    counts, whichever came first."""
    marks = KeyMark.objects.filter(key__in=list(rows)).order_by("kind")
    return {mark.key_id: (mark.kind, mark.at) for mark in marks}


def is_stolen(issuer: str, method: str) -> bool:
    """Whether the key under that name was reported stolen."""
    name = method.rpartition("#")[2]
    return KeyMark.objects.filter(key__issuer=issuer, key__name=name, kind="stolen").exists()


def _written(key: PublicKey) -> dict[str, str]:
    return key.jwk() if key.kind == "RSA" else {"publicKeyMultibase": key.multibase()}
