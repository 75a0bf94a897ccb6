"""Writes: a college places somebody in a course. One without credit is refused, and stands as a breach.

Whoever completed a pathway was promised learning that counts. Help that is needed comes beside a course or as a bridge.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places
from throughline.apps.opportunities.models import Complaint, Offer, Placing
from throughline.apps.opportunities.promised import agreement_at
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.agreements import owing
from throughline.core.catalogue.documents import Opportunity
from throughline.core.certification.counting_courses import counts_instead, without_credit

WHAT = "Placing somebody in a course"
MOST = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of it. outcome: placed or refused; instead: ids of courses that count, where it was refused."""

    outcome: str
    instead: tuple[str, ...] = ()


@transaction.atomic
def place(*, by: Actor, offer: UUID, organization: str, course: str, now: datetime) -> Placed:
    """Place the learner of an accepted offer in one of the college's courses. A course without credit is refused: the
    learner reads that it was tried and what counts instead, and the college answers for it within the state's days."""
    row = Offer.objects.select_for_update().filter(id=offer).first()
    kept = frameworks.catalogue()
    if row is None or organization not in owing(agreement_at(kept, row), kept):
        raise Refused(WHAT, f"{organization or 'nobody'} owes this learner no place.", "Look at your list.")
    decision = require(by, "promise.keep", Subject(organization=organization), what=WHAT)
    if places.now_of([offer])[offer].state not in ("accepted", "honored"):
        raise Refused(WHAT, "the learner has not said yes to you.", "Look at your list.")
    found = kept.opportunities.get(course)
    if found is None or found.provider != organization:
        raise Refused(WHAT, f"'{course}' is no course of yours.", "Choose one of the list.")
    instead = counts_instead(found, kept)[:MOST] if without_credit(found, kept) else ()
    breach = _breach(by, row, found, instead, organization, now) if without_credit(found, kept) else None
    outcome = "refused" if breach else "placed"
    Placing.objects.create(
        offer=row, course=course, outcome=outcome, instead=list(instead), complaint=breach, placed_by_id=by.me, placed_at=now
    )  # fmt: skip
    verb = "tried to place a learner in a course without credit" if breach else "placed a learner in a course"
    trail.record(places.told(row, verb, now, by.me, decision.authority))
    return Placed(outcome, instead)


def _breach(
    by: Actor, row: Offer, course: Opportunity, instead: tuple[str, ...], owner: str, now: datetime
) -> Complaint:
    """The complaint that stands for it; the one that is open where there is one, since one is answered at a time."""
    there = row.complaints.filter(outcome="").first()
    if there is not None:
        return there
    kept = frameworks.catalogue()
    first, terms = kept.state.languages[0], kept.state.offers
    counting = ", ".join(kept.opportunities[each].title.get(first, each) for each in instead)
    words = f"A place in '{course.title.get(first, course.id)}' was offered, and that course gives no credit."
    return Complaint.objects.create(
        offer=row, words=f"{words} These count: {counting}." if counting else words, owner=owner, overseer=terms.overseer,
        filed_by_id=by.me, filed_at=now, answer_by=timezone.localdate(now) + timedelta(days=terms.complaint_days),
    )  # fmt: skip
