"""Status lists as they are published: signed by their issuer, made anew when a mark has come or the last one is old."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from throughline.apps.frameworks.queries import home_state
from throughline.apps.records.credentials import addresses
from throughline.apps.records.credentials.contents import names_suspensions
from throughline.apps.records.credentials.issuer_keys import is_stolen, live, method_of
from throughline.apps.records.credentials.standing_of_awards import CAUSES, standing_of
from throughline.apps.records.models import (
    Award,
    Endorsement,
    RevocationDecoy,
    StatusList,
    StatusPublication,
)
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.status.revocation_list import revocation_list
from throughline.core.credentials.status.status_list import status_list_credential

LASTS = timedelta(days=7)
"""How long an edition of a list is good: verifiers that were offline for a week still have an answer."""
DECOYS = 32
"""Decoys an issuer's revocation list begins with."""


def published(status_list: UUID, purpose: str, *, now: datetime) -> StatusPublication | None:
    """The edition of a list for one purpose that holds now; a new one is signed where a mark has come since, or the
    last one is half over or was signed by a key that was stolen since. None where there is no such list."""
    found = StatusList.objects.filter(id=status_list).first()
    if found is None:
        return None
    newest = _newest(found, purpose)
    if newest is not None and _holds(newest, _places(found, purpose), now):
        return newest
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records.publish.' || %s))", [str(found.id)])
        newest, places = _newest(found, purpose), _places(found, purpose)
        if newest is not None and _holds(newest, places, now):
            return newest
        return _publish(found, purpose, places, now)


def _holds(edition: StatusPublication, places: list[int], now: datetime) -> bool:
    fresh = edition.places == places and now < edition.until - LASTS / 2
    return fresh and not is_stolen(edition.status_list.issuer, edition.signed["proof"]["verificationMethod"])


def _newest(found: StatusList, purpose: str) -> StatusPublication | None:
    return found.publications.filter(purpose=purpose).order_by("-published_at").first()


def _places(found: StatusList, purpose: str) -> list[int]:
    """The marked places of a list for one purpose, in order."""
    if found.holds == "endorsements":
        taken_back = Endorsement.objects.filter(status_list=found, mark__isnull=False)
        return sorted(taken_back.values_list("place", flat=True)) if purpose == "revocation" else []
    marked = Award.objects.filter(status_list=found, marks__isnull=False).distinct()
    rows = {row.id: row for row in marked.only("id", "place", "content")}
    standing = standing_of(rows)
    return sorted(row.place for key, row in rows.items() if _listed(row, standing[key].state) == purpose)


def _listed(award: Award, state: str) -> str:
    """The purpose of the list that an award in this state stands on; empty where on none."""
    if state == "suspended" and names_suspensions(award.content):
        return "suspension"
    return "revocation" if state in ("revoked", "suspended") else ""


def _publish(found: StatusList, purpose: str, places: list[int], now: datetime) -> StatusPublication:
    key, private = live(found.issuer, "Ed25519", now)
    moment = now.replace(microsecond=0)
    unsigned = status_list_credential(
        url=addresses.status(found.id, purpose), issuer=addresses.did_of(found.issuer), purpose=purpose,
        marked=places, valid_from=moment, valid_until=moment + LASTS, entries=found.size,
    )  # fmt: skip
    signed = data_integrity.sign(unsigned, key=private, method=method_of(key), created=moment)
    made = StatusPublication.objects.create(
        status_list=found, purpose=purpose, places=places, signed=signed, digest=ledger.digest(signed),
        published_at=now, until=moment + LASTS,
    )  # fmt: skip
    nth = found.publications.filter(purpose=purpose).count()
    said = trail.Leaf(home_state(), "published", unsigned["id"], nth, made.digest, "status_list")
    trail.enter([said], now=now)
    return made


def revocations(issuer: str) -> dict[str, Any]:
    """An issuer's 1EdTech revocation list, with the public causes, decoys among the real ones."""
    if not RevocationDecoy.objects.filter(issuer=issuer).exists():
        RevocationDecoy.objects.bulk_create(
            RevocationDecoy(issuer=issuer, cause=cause) for cause in (list(CAUSES) * DECOYS)[:DECOYS]
        )
    real = Award.objects.filter(issuer=issuer, marks__kind="revoked").values_list("id", "marks__cause")
    decoys = RevocationDecoy.objects.filter(issuer=issuer).values_list("id", "cause")
    causes = {f"urn:uuid:{key}": CAUSES[cause] for key, cause in (*real, *decoys)}
    url, did = addresses.revocations(issuer), addresses.did_of(issuer)
    listed = revocation_list(url=url, issuer=did, revoked=causes)
    lines = [
        {**line, "revoked": True, "revocationReason": causes[line["id"]]}
        for line in listed["revokedCredentials"]
    ]
    return {**listed, "revokedCredentials": lines}
