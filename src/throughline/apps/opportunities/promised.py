"""The text that an offer pins, and its signature by whoever owes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Offer, SignedGuarantee
from throughline.apps.records.credentials import stating
from throughline.core.catalogue.agreements import enough, in_force, opened_by, owner, places_for
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.naming import names_of
from throughline.core.progress.guarantees import statement
from throughline.core.requirements.words import in_full


def agreement_at(kept: Catalogue, offer: Offer) -> Agreement:
    """The agreement in the version that an offer pins."""
    return agreement_of(kept, offer.agreement, offer.number)


def agreement_of(kept: Catalogue, name: str, number: int) -> Agreement:
    """An agreement in one version; the one in force where that version is the newest."""
    ref = f"agreement:{name}"
    found = kept.past.get((ref, number)) or kept.agreements.get(name)
    if not isinstance(found, Agreement):
        raise LookupError(f"{ref} has no version {number}.")
    return found


def active(kept: Catalogue, on: date) -> list[Agreement]:
    """Every agreement in force on a day, by kind and id."""
    return sorted((a for a in kept.agreements.values() if in_force(a, on)), key=lambda a: (a.kind, a.id))


@dataclass(frozen=True, slots=True)
class Onramp:
    """A stage that leads to an agreement: how many are expected to complete it a year, how many places of this kind it
    opens to in all, and whether they are enough; None where it is not published, or for everyone."""

    pathway: str
    stage: str
    expected: int | None
    places: int | None
    enough: bool | None


def onramps_to(agreement: Agreement, kept: Catalogue) -> tuple[Onramp, ...]:
    """The stages that lead to an agreement."""
    names = [each.removeprefix("pathway:") for each in agreement.pathways]
    return tuple(
        Onramp(
            name, stage.id, stage.expected, places_for(stage, kept.pathways[name], kept, agreement.kind),
            enough(stage, kept.pathways[name], kept, agreement.kind),
        )
        for name in names
        for stage in kept.pathways[name].stages
        if agreement in opened_by(stage, kept.pathways[name], kept)
    )  # fmt: skip


@transaction.atomic
def signed_guarantee(name: str, number: int, *, now: datetime) -> dict[str, Any]:
    """The whole text of a guarantee, signed by the organization that owes it; signed now where it was not."""
    row = SignedGuarantee.objects.filter(agreement=name, number=number).first()
    if row is None:
        kept = frameworks.catalogue()
        agreement = agreement_of(kept, name, number)
        first = kept.state.languages[0]
        text = statement(agreement, number, kept, in_full(agreement.trigger, names_of(kept), first))
        issuer = owner(agreement, kept)
        row, _ = SignedGuarantee.objects.get_or_create(
            agreement=name, number=number,
            defaults={"issuer": issuer, "document": stating.stated(issuer, text, now=now), "signed_at": now},
        )  # fmt: skip
    return dict(row.document)


def sign_all(*, now: datetime) -> int:
    """Sign every guarantee in force that is not signed yet; gives how many."""
    kept = frameworks.catalogue()
    there = set(SignedGuarantee.objects.values_list("agreement", "number"))
    wanted = [
        (name, kept.versions.get(f"agreement:{name}", 1))
        for name, each in sorted(kept.agreements.items())
        if in_force(each, timezone.localdate(now))
    ]
    new = [each for each in wanted if each not in there]
    for name, number in new:
        signed_guarantee(name, number, now=now)
    return len(new)
