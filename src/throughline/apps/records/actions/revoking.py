"""Writes: an issuer revokes, suspends, reinstates, always with a reason; the learner appeals; somebody else decides.

None of it undoes a stage or takes an award out of the record.
"""

import random
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.issuing import issue_anew
from throughline.apps.records.models import Award, AwardMark, AwardReview, RevocationDecoy
from throughline.apps.records.standing_of_awards import CAUSES, STANDS, standing_of
from throughline.apps.trail import actions as trail
from throughline.core.requirements.values import nearest


@transaction.atomic
def revoke(*, by: Actor, award: UUID, cause: str, reason: str, now: datetime) -> UUID:
    """An issuer takes an award back for good. cause: public, a key of `CAUSES`; reason: for the learner. Gives the id of
    the review this opens."""  # fmt: skip
    row, decision = _markable(by, award, "Revoking", cause, reason)
    if standing_of([award]).get(award, STANDS).state == "revoked":
        raise Refused("Revoking", "it is revoked already.", "There is nothing to do.")
    RevocationDecoy.objects.bulk_create(
        RevocationDecoy(issuer=row.issuer, cause=random.choice(list(CAUSES)))
        for _ in range(random.randint(1, 3))
    )  # fmt: skip
    return _mark(by, row, "revoked", cause, reason, now, decision)


@transaction.atomic
def suspend(*, by: Actor, award: UUID, cause: str, reason: str, now: datetime) -> UUID:
    """An issuer suspends an award until it is reinstated. Gives the id of the review this opens."""
    row, decision = _markable(by, award, "Suspending", cause, reason)
    if (state := standing_of([award]).get(award, STANDS).state) != "stands":
        raise Refused("Suspending", f"it is {state} already.", "There is nothing to do.")
    return _mark(by, row, "suspended", cause, reason, now, decision)


@transaction.atomic
def reinstate(*, by: Actor, award: UUID, reason: str, now: datetime) -> None:
    """A suspended award stands again."""
    row, decision = _markable(by, award, "Reinstating", "under_review", reason)
    _reinstate(by, row, reason, now, decision)


@transaction.atomic
def appeal(*, by: Actor, review: UUID, words: str, now: datetime) -> None:
    """A learner, or their guardian, says why an award should stand. It is read before the review closes."""
    found = AwardReview.objects.select_for_update().get(id=review)
    decision = require(by, "award.appeal", directory.subject_for(by, found.learner_id), what="An appeal")
    if found.closed_at or found.appeal:
        raise Refused("An appeal", "this review has one, or is closed.", "Ask whoever decided it.")
    if not words.strip():
        raise Refused("An appeal", "it has no words yet.", "Say in your own words why it should stand.")
    found.appeal, found.appealed_at = words.strip(), now
    found.save(update_fields=["appeal", "appealed_at"])
    trail.record(trail.Act(by.person, "appealed", now, found.learner_id, authority=decision.authority))


@transaction.atomic
def decide_review(*, by: Actor, review: UUID, upheld: bool, outcome: str, now: datetime) -> None:
    """Close the review of a mark: it is upheld, or the award stands again (a revoked one is issued anew). Never decided
    by who marked it."""  # fmt: skip
    found = AwardReview.objects.select_for_update(of=("self",)).select_related("mark__award").get(id=review)
    row = found.mark.award
    decision = require(by, "award.review", _subject(row), what="Closing a review")
    if found.closed_at:
        raise Refused("Closing a review", "it is closed already.", "A new mark opens a new one.")
    if by.person is not None and by.person == found.mark.marked_by_id:
        raise Refused("Closing a review", "you made the mark it is about.", "Ask somebody else to decide.")
    found.closed_at, found.closed_by_id, found.upheld, found.outcome = now, by.person, upheld, outcome
    found.save(update_fields=["closed_at", "closed_by", "upheld", "outcome"])
    trail.record(
        trail.Act(by.person, "closed review", now, found.learner_id, row.credential, decision.authority)
    )
    if not upheld and found.mark.kind == "revoked":
        issue_anew(by=by, award=row.id, reason=outcome, now=now)
    elif not upheld:
        _reinstate(by, row, outcome, now, decision)


def _markable(by: Actor, award: UUID, what: str, cause: str, reason: str) -> tuple[Award, Decision]:
    row = Award.objects.select_for_update().filter(id=award).first()
    if row is None:
        raise Refused(what, f"no award has the id {award}.", "Check the id.")
    decision = require(by, "award.mark", _subject(row), what=f"{what} {row.credential}")
    if cause not in CAUSES:
        raise Refused(what, f"'{cause}' is no cause.", nearest(cause, list(CAUSES)))
    if not reason.strip():
        raise Refused(what, "it has no reason yet.", "Say in words why; the learner reads it.")
    return row, decision


def _subject(row: Award) -> Subject:
    found = directory.subject_of(row.learner_id)
    return replace(found, issuers=frozenset({row.issuer}), assessors=frameworks.judging_roles())


def _mark(
    by: Actor, row: Award, kind: str, cause: str, reason: str, now: datetime, decision: Decision
) -> UUID:
    mark = AwardMark.objects.create(
        award=row, kind=kind, at=now, cause=cause, reason=reason.strip(), marked_by_id=by.person
    )
    review = AwardReview.objects.create(mark=mark, learner_id=row.learner_id, opened_at=now)
    _note(by, row, kind, reason, now, decision)
    return review.id


def _reinstate(by: Actor, row: Award, reason: str, now: datetime, decision: Decision) -> None:
    if standing_of([row.id]).get(row.id, STANDS).state != "suspended":
        raise Refused(
            "Reinstating", "it is not suspended.", "A revoked one can only be issued again, after a review."
        )
    AwardMark.objects.create(
        award=row, kind="reinstated", at=now, cause="under_review", reason=reason, marked_by_id=by.person
    )
    _note(by, row, "reinstated", reason, now, decision)


def _note(by: Actor, row: Award, verb: str, reason: str, now: datetime, decision: Decision) -> None:
    data = {"award": str(row.id), "reason": reason}
    trail.record(trail.Act(by.person, verb, now, row.learner_id, row.credential, decision.authority, data))
