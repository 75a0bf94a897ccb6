"""Writes: an employer claims the state's credit for those it trains; what is due is worked out and signed at once."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.apprenticing import incentive_named
from throughline.apps.opportunities.models import IncentiveClaim
from throughline.apps.opportunities.queries.incentives import earlier_years, trained
from throughline.apps.records.credentials import stating
from throughline.apps.trail import actions as trail
from throughline.core.apprenticeships.incentives import Reckoned, reckon
from throughline.core.catalogue.apprenticeships import Incentive

WHAT = "A credit"


@transaction.atomic
def claim(*, by: Actor, incentive: str, organization: str, year: int, now: datetime) -> UUID:
    """Claim the credit of one tax year for an employer that one acts for; it counts whom the employer trains by
    registered standards. Claims of a year are taken one by one in the order in which they come. Gives its id.

    :raises Refused: nobody is trained, the year is to come, or it was claimed.
    """
    rule = incentive_named(incentive)
    decision = require(by, "incentive.claim", Subject(organization=organization), what="Claiming a credit")
    directory.organization_id(organization)
    if year > timezone.localdate(now).year:
        raise Refused(WHAT, f"the tax year {year} has not begun.", "Claim it once it has.")
    _take_turns(incentive, year)
    earlier = IncentiveClaim.objects.filter(incentive=incentive, year=year)
    if earlier.filter(organization=organization).exists():
        raise Refused(WHAT, f"it was claimed for {year}.", "Look at your certificates.")
    people = trained(organization, year)
    if not people:
        raise Refused(
            WHAT, f"nobody is confirmed as your apprentice in {year}.", "Ask their sponsor to confirm them."
        )
    found = reckon(
        rule, apprentices=len(people), in_school=sum(each.in_school for each in people),
        earlier_years=earlier_years(incentive, organization, year),
        given=earlier.aggregate(all=Sum("due"))["all"] or Decimal(0),
    )  # fmt: skip
    number = earlier.count() + 1
    made = IncentiveClaim.objects.create(
        incentive=incentive, organization=organization, year=year, number=number, due=found.due, why=found.why,
        counted=[each.id for each in people], claimed_by_id=by.me, claimed_at=now,
        document=stating.stated(rule.signed_by, _certificate(rule, organization, year, number, found, now), now=now),
    )  # fmt: skip
    target = f"organization:{organization}"
    trail.record(trail.Act(by.person, "claimed a credit", now, None, target, decision.authority))
    return made.id


def _take_turns(incentive: str, year: int) -> None:
    """Two claims of a year wait for each other: the cap is given out in the order in which they came."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"incentive.{incentive}.{year}"])


def _certificate(
    rule: Incentive, organization: str, year: int, number: int, found: Reckoned, now: datetime
) -> dict[str, Any]:
    kept = frameworks.catalogue()
    first = kept.state.languages[0]
    return {
        "type": "CertificateOfCredit", "state": kept.state.id, "incentive": rule.id, "title": rule.title.get(first, rule.id),
        "law": f"{rule.cite.source}, {rule.cite.section}", "organization": organization,
        "organizationTitle": kept.organizations[organization].title.get(first, organization), "taxYear": year,
        "claim": number, "claimedAt": now.replace(microsecond=0).isoformat(), "apprentices": found.apprentices,
        "inSchool": found.in_school, "base": f"{found.base:.2f}", "more": f"{found.more:.2f}", "due": f"{found.due:.2f}",
        "currency": "USD", "why": found.why,
    }  # fmt: skip
