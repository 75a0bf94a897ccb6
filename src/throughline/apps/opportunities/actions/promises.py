"""Writes: an institution keeps what it promised, or says that it does not; a learner complains, and somebody answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places
from throughline.apps.opportunities.models import Complaint, Offer, OfferDeed
from throughline.apps.opportunities.places import Doing
from throughline.apps.opportunities.promised import agreement_at
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.agreements import owing

LONGEST = 5000
COMPLAINT = "A complaint"


@transaction.atomic
def honor(*, by: Actor, offer: UUID, organization: str, now: datetime) -> None:
    """Somebody who acts for the institution that owes it says that it is given: the learner is in."""
    last, decision = _owed(by, offer, organization)
    places.require_state(last, "honored")
    places.write(last, "honored", Doing(now, by.me))
    trail.record(places.told(last.offer, "kept a promise", now, by.me, decision.authority))


@transaction.atomic
def refuse(*, by: Actor, offer: UUID, organization: str, reason: str, now: datetime) -> None:
    """The institution says that it does not keep what it promised. That is a breach: the learner reads the reason and the
    remedy, and the public page counts it."""
    last, decision = _owed(by, offer, organization)
    places.require_state(last, "refused")
    if not reason.strip():
        raise Refused("A promise", "no reason is given.", "Write why. The learner reads it.")
    places.write(last, "refused", Doing(now, by.me, said=reason.strip()[:LONGEST]))
    trail.record(places.told(last.offer, "did not keep a promise", now, by.me, decision.authority))


@transaction.atomic
def complain(*, by: Actor, offer: UUID, words: str, now: datetime) -> UUID:
    """A learner says that what was promised is not given. The institution that owes it answers within the state's days;
    after that its overseer owns it too. Gives the complaint's id."""
    row = Offer.objects.select_for_update().filter(id=offer).first()
    if row is None:
        raise Refused(COMPLAINT, "there is no such offer.", "Look at your guarantees.")
    decision = require(by, "offer.complain", directory.subject_for(by, row.learner_id), what=COMPLAINT)
    if not words.strip():
        raise Refused(COMPLAINT, "it says nothing yet.", "Write what was not given.")
    if row.complaints.filter(outcome="").exists():
        raise Refused(COMPLAINT, "one is open already.", "Its answer comes first; you see its day here.")
    kept = frameworks.catalogue()
    terms = kept.state.offers
    made = Complaint.objects.create(
        offer=row, words=words.strip()[:LONGEST], owner=owing(agreement_at(kept, row), kept)[0],
        overseer=terms.overseer, filed_by_id=by.me, filed_at=now,
        answer_by=timezone.localdate(now) + timedelta(days=terms.complaint_days),
    )  # fmt: skip
    trail.record(places.told(row, "complained of a promise", now, by.me, decision.authority))
    return made.id


@transaction.atomic
def answer_complaint(
    *, by: Actor, complaint: UUID, organization: str, outcome: str, answer: str, now: datetime
) -> None:
    """Its owner answers: kept (they make it good) or explained. The overseer may, once the day has gone by."""
    row = Complaint.objects.select_for_update().select_related("offer").filter(id=complaint).first()
    if row is None or row.outcome:
        raise Refused(COMPLAINT, "it does not wait for an answer.", "Look at your list again.")
    owners = {row.owner} | ({row.overseer} if timezone.localdate(now) > row.answer_by else set())
    if organization not in owners - {""}:
        raise Refused(COMPLAINT, f"{row.owner} answers it.", "After its day the overseer may too.")
    decision = require(by, "promise.keep", Subject(organization=organization), what="Answering a complaint")
    if outcome not in ("kept", "explained") or not answer.strip():
        raise Refused(
            COMPLAINT, "the answer is not whole.", "Say whether it is made good, and how or why not."
        )
    row.outcome, row.answer, row.answered_by_id, row.answered_at = (
        outcome,
        answer.strip()[:LONGEST],
        by.me,
        now,
    )
    row.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    trail.record(places.told(row.offer, "answered a complaint", now, by.me, decision.authority))


def _owed(by: Actor, offer: UUID, organization: str) -> tuple[OfferDeed, Decision]:
    row = Offer.objects.filter(id=offer).first()
    kept = frameworks.catalogue()
    if row is None or organization not in owing(agreement_at(kept, row), kept):
        raise Refused("A promise", f"{organization or 'nobody'} owes none here.", "Look at your list.")
    decision = require(by, "promise.keep", Subject(organization=organization), what="Keeping a promise")
    places.lock([row.agreement])
    return places.now_of([offer])[offer], decision
