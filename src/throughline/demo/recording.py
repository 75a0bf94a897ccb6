"""Who records what was shown: a school's teacher, and for a credential whoever issues it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions as records
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue.documents import Credential
from throughline.demo.staff import Staff


def record_shown(facts: Sequence[NewFact], staff: Staff, school: str, now: datetime) -> None:
    """Record facts about learners of one school, each by somebody who may."""
    kept = frameworks.catalogue()
    own: list[NewFact] = []
    issued: dict[str, list[NewFact]] = {}
    for fact in facts:
        issuer = _issuer(fact, kept.credentials)
        (issued.setdefault(issuer, []) if issuer else own).append(fact)
    with opening(now=now):
        if own:
            records.attest_many(
                by=staff.actor("teacher", school, timezone.localdate(now)), facts=own, now=now
            )
        for issuer, given in issued.items():
            records.attest_many(
                by=staff.actor("assessor", issuer, timezone.localdate(now)), facts=given, now=now
            )


def _issuer(fact: NewFact, credentials: Mapping[str, Credential]) -> str:
    if not fact.what.startswith("credential:"):
        return ""
    issuers = credentials[fact.what.partition(":")[2]].issuers
    return fact.issuer if fact.issuer in issuers else next(iter(issuers), "")
