"""Reads: what an employer's credit would be, what was claimed, and the certificate for whoever holds its address."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.apprenticing import incentive_named
from throughline.apps.opportunities.models import Apprentice, IncentiveClaim
from throughline.apps.records.queries import stated


@dataclass(frozen=True, slots=True)
class Trained:
    """Somebody an employer trains in a tax year."""

    id: UUID
    in_school: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim with its certificate."""

    id: UUID
    incentive: str
    organization: str
    year: int
    number: int
    due: Decimal
    why: str
    claimed_at: datetime
    document: dict[str, Any]


def trained(organization: str, year: int) -> list[Trained]:
    """Whom an employer trains in a tax year by registered standards: confirmed, begun by its end, not over before it."""
    rows = Apprentice.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)), employer=organization, begun_on__lte=date(year, 12, 31)
    ).exclude(confirmed_at=None)  # fmt: skip
    # Whoever changed standards within the year is one apprentice, not two.
    people: dict[UUID, Trained] = {}
    for row in rows.order_by("begun_on", "id"):
        people.setdefault(row.learner_id, Trained(row.id, row.in_school))
    return list(people.values())


def earlier_years(incentive: str, organization: str, year: int) -> int:
    """In how many other tax years an employer had this credit."""
    rows = IncentiveClaim.objects.filter(incentive=incentive, organization=organization, due__gt=0)
    return rows.exclude(year=year).count()


def left(incentive: str, year: int) -> Decimal:
    """What is left of the cap of a year."""
    given = IncentiveClaim.objects.filter(incentive=incentive, year=year).aggregate(all=Sum("due"))["all"]
    return max(incentive_named(incentive).cap - (given or Decimal(0)), Decimal(0))


def claims(actor: Actor) -> list[Claimed]:
    """What the actor's organizations claimed, newest first."""
    require(actor, "incentives.own", what="Your credits")
    places = actor.organizations() - actor.organizations("learner")
    return [
        _claimed(row)
        for row in IncentiveClaim.objects.filter(organization__in=places).order_by("-claimed_at")
    ]


def certificate(key: UUID) -> Claimed | None:
    """A certificate, for whoever has its address; it names no person."""
    row = IncentiveClaim.objects.filter(id=key).first()
    return None if row is None else _claimed(row)


def certificate_holds(claim: Claimed, *, now: datetime) -> bool:
    """Whether a certificate is word for word what was signed."""
    return stated.holds(claim.document, incentive_named(claim.incentive).signed_by, now=now)


def _claimed(row: IncentiveClaim) -> Claimed:
    return Claimed(
        row.id, row.incentive, row.organization, row.year, row.number, row.due, row.why, row.claimed_at,
        dict(row.document),
    )  # fmt: skip
