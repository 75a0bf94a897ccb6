"""Writes: a yes to one purpose, and taking it back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records.models import Consent
from throughline.apps.records.queries.consents import rule_of
from throughline.apps.trail import actions as trail
from throughline.core.consents import who_may


@transaction.atomic
def consent(*, by: Actor, learner: UUID, purpose: str, now: datetime) -> None:
    """The learner or a guardian says yes to a purpose, for as long as the state lets a yes last."""
    rule = rule_of(purpose)
    decision = require(by, "consent.give", directory.subject_for(by, learner), what="A consent")
    guardians = directory.guardians_of([learner], on=timezone.localdate(now))[learner]
    if by.me not in who_may(rule, learner=learner, guardians=guardians):
        whose = "a guardian says it now" if by.me == learner else "the learner says it"
        raise Refused("A consent", f"to this purpose {whose}.", "Ask them.")
    if _open(learner, purpose, now).filter(given_by=by.me).exists():
        return
    until = now + timedelta(days=rule.days) if rule.days else None
    Consent.objects.create(learner_id=learner, purpose=purpose, given_by_id=by.me, given_at=now, until=until)
    trail.record(trail.Act(by.person, "consented", now, learner, f"consent:{purpose}", decision.authority))


@transaction.atomic
def withdraw_consent(*, by: Actor, learner: UUID, purpose: str, now: datetime) -> None:
    """Take a yes back. It counts at once. The learner may take back any yes, a guardian their own."""
    decision = require(by, "consent.give", directory.subject_for(by, learner), what="Taking a consent back")
    found = _open(learner, purpose, now)
    found = found if by.is_me(learner) else found.filter(given_by=by.me)
    if found.update(withdrawn_at=now, withdrawn_by=by.me):
        act = trail.Act(
            by.person, "took consent back", now, learner, f"consent:{purpose}", decision.authority
        )
        trail.record(act)


def _open(learner: UUID, purpose: str, now: datetime) -> QuerySet[Consent]:
    return Consent.objects.filter(
        Q(until=None) | Q(until__gt=now), learner__in=ids_of([learner]), purpose=purpose, withdrawn_at=None
    )
