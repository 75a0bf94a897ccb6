"""What an act brings with it: credentials that now follow are issued in the same transaction, each once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import issuing
from throughline.apps.records.credentials.following import Due, Ground, following, grounds_of
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import Award
from throughline.apps.records.queries.record import records_of
from throughline.apps.trail import actions as trail

FOLLOWS = "its requirements are met"
GIVEN = "its issuer gave it"


def award_what_follows(learners: Iterable[UUID], *, now: datetime) -> list[Award]:
    """Issue what follows from these learners' records as they are now. Call it in the act's own transaction.

    Nothing is issued twice: not for the same record, and not by two acts at once.
    """
    wanted = list(dict.fromkeys(learners))
    # One reading of what is published: a class list would else ask for it hundreds of times.
    with frameworks.one_reading():
        dues = _due(wanted, now) if wanted and frameworks.catalogue().credentials else []
        return _kept(dues, FOLLOWS, now) if dues else []


def award_what_was_given(by: Actor, given: Sequence[tuple[UUID, NewFact]], *, now: datetime) -> list[Award]:
    """Issue the credentials that somebody recorded as given, where they act for an issuer of them. given: each fact
    with its id."""
    with frameworks.one_reading():
        dues = [due for key, fact in given if (due := _given(by, key, fact)) is not None]
        return _kept(dues, GIVEN, now) if dues else []


def _due(learners: Sequence[UUID], now: datetime) -> list[Due]:
    records, grounds, issued = records_of(learners), grounds_of(learners), issuing.issued_to(learners)
    found = [
        following(
            each,
            records[each],
            grounds.get(each, Ground()),
            issued.get(each, frozenset()),
            timezone.localdate(now),
        )
        for each in learners
    ]
    return [due for each in found for due in each]


def _given(by: Actor, key: UUID, fact: NewFact) -> Due | None:
    credential = frameworks.catalogue().credentials.get(fact.what.removeprefix("credential:"))
    if credential is None or not fact.what.startswith("credential:") or not fact.confirmed:
        return None
    acting = by.organizations(*ASSESSORS, *frameworks.judging_roles()) & set(credential.issuers)
    if not acting:
        return None
    issuer = fact.issuer if fact.issuer in acting else min(acting)
    return Due(
        fact.learner, fact.what, f"attainment:{key}", fact.judged, (key,), (), issuer, fact.valid_until
    )


def _kept(dues: Sequence[Due], because: str, now: datetime) -> list[Award]:
    """Keep what nobody issued in the meantime, and write the event that the learner sees."""
    learners = {due.learner for due in dues}
    issuing.lock(learners)
    there: Mapping[UUID, frozenset[str]] = issuing.issued_to(learners)
    first: dict[tuple[UUID, str], Due] = {}
    for due in dues:
        if due.credential not in there.get(due.learner, ()):
            first.setdefault((due.learner, due.credential), due)
    awards = issuing.keep(list(first.values()), now=now)
    trail.record_many(
        trail.Act(
            None, "issued", now, award.learner_id, award.credential, f"{award.issuer} issues it: {because}",
            {"award": str(award.id), "source": award.source},
        )
        for award in awards
    )  # fmt: skip
    return awards
