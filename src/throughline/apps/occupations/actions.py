"""Writes: loading an edition, whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.occupations.models import Edition as Kept
from throughline.apps.occupations.writing import counts_of, write
from throughline.apps.trail import actions as trail
from throughline.core.formats.labor import Edition


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of an edition. new: False where the same content was here already, and nothing was written."""

    edition: UUID
    label: str
    new: bool


@transaction.atomic
def load(*, by: Actor, edition: Edition, now: datetime) -> Loaded:
    """Keep an edition with where it comes from and on what terms. The same content again writes nothing; what is in
    force for a kind or an area is the edition of the latest time, and every older one stays."""
    decision = require(by, "occupations.load", what=f"Loading {edition.terms.label}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('occupations.load'))")
    there = Kept.objects.filter(kind=edition.kind, digest=edition.digest).first()
    if there is not None:
        return Loaded(there.id, there.label, new=False)
    kept = _kept(edition, now)
    write(kept.id, edition.rows)
    trail.record(
        trail.Act(
            by.person, "loaded", now, target=f"edition:{kept.id}", authority=decision.authority,
            data={"kind": kept.kind, "label": kept.label, "digest": kept.digest, **kept.counts},
        )
    )  # fmt: skip
    return Loaded(kept.id, kept.label, new=True)


def _kept(edition: Edition, now: datetime) -> Kept:
    terms = edition.terms
    if terms.period is None:
        raise ValueError(f"{terms.label} has no period: editions_of gives one to every edition.")
    return Kept.objects.create(
        kind=edition.kind, label=terms.label, period=terms.period, publisher=terms.publisher, licence=terms.licence,
        attribution=terms.attribution, source=terms.source, invented=terms.invented, digest=edition.digest,
        reference=dict(edition.reference), areas=list(edition.areas), counts=counts_of(edition.rows),
        notes=list(edition.notes), loaded_at=now,
    )  # fmt: skip
