"""Writes: an issuer revokes, suspends, reinstates, always with a reason; the learner appeals; somebody else decides.

None of it undoes a stage or takes an award out of the record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.issuing import again
from throughline.apps.records.credentials.standing_of_awards import CAUSES, STANDS, standing_of
from throughline.apps.records.models import Award, AwardMark, AwardReview, RevocationDecoy
from throughline.apps.trail import actions as trail
from throughline.core.requirements.values import nearest

RANDOM = SystemRandom()


@dataclass(frozen=True, slots=True)
class Revoking:
    """An award to be taken back. cause: public, a key of `CAUSES`; reason: for the learner."""

    award: UUID
    cause: str
    reason: str


def revoke(*, by: Actor, award: UUID, cause: str, reason: str, now: datetime) -> UUID:
    """An issuer takes an award back for good. Gives the id of the review this opens."""
    made = revoke_many(by=by, revokings=[Revoking(award, cause, reason)], now=now)[0]
    if isinstance(made, Refused):
        raise made
    return made


@transaction.atomic
def revoke_many(*, by: Actor, revokings: Sequence[Revoking], now: datetime) -> list[UUID | Refused]:
    """The same for many, in the order given: for each the id of its review, or why it was not revoked. One refusal stops
    none of the others."""
    rows = _locked(each.award for each in revokings)
    gone = {key for key, stands in standing_of(rows).items() if stands.state == "revoked"}
    made = [_revoking(by, each, rows, gone, now) for each in revokings]
    _keep(by, [each for each in made if not isinstance(each, Refused)], now)
    return [each if isinstance(each, Refused) else each.review.id for each in made]


def _revoking(
    by: Actor, asked: Revoking, rows: Mapping[UUID, Award], gone: set[UUID], now: datetime
) -> "_Made | Refused":
    try:
        row, decision = _markable(by, rows, asked.award, "Revoking", asked.cause, asked.reason)
    except Refused as refused:
        return refused
    if row.id in gone:
        return Refused("Revoking", "it is revoked already.", "There is nothing to do.")
    gone.add(row.id)
    return _made(by, row, "revoked", asked.cause, asked.reason, now, decision)


@transaction.atomic
def suspend(*, by: Actor, award: UUID, cause: str, reason: str, now: datetime) -> UUID:
    """An issuer suspends an award until it is reinstated. Gives the id of the review this opens."""
    row, decision = _markable(by, _locked([award]), award, "Suspending", cause, reason)
    if (state := standing_of([award]).get(award, STANDS).state) != "stands":
        raise Refused("Suspending", f"it is {state} already.", "There is nothing to do.")
    made = _made(by, row, "suspended", cause, reason, now, decision)
    _keep(by, [made], now)
    return made.review.id


@transaction.atomic
def reinstate(*, by: Actor, award: UUID, reason: str, now: datetime) -> None:
    """A suspended award stands again."""
    row, decision = _markable(by, _locked([award]), award, "Reinstating", "under_review", reason)
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
    row = found.mark.award
    trail.record(
        trail.Act(by.person, "appealed", now, found.learner_id, row.credential, decision.authority,
                  {"award": str(row.id)})
    )  # fmt: skip


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
    if not outcome.strip():
        raise Refused("Closing a review", "it has no reasons yet.", "Say in words why; the learner reads it.")
    found.closed_at, found.closed_by_id, found.upheld, found.outcome = now, by.person, upheld, outcome
    found.save(update_fields=["closed_at", "closed_by", "upheld", "outcome"])
    trail.record(
        trail.Act(
            by.person,
            "closed review",
            now,
            found.learner_id,
            row.credential,
            decision.authority,
            {"award": str(row.id)},
        )
    )
    if not upheld and found.mark.kind == "revoked":
        again(Award.objects.select_for_update().get(id=row.id), by, decision, outcome, now)
    elif not upheld:
        _reinstate(by, row, outcome, now, decision)


def _locked(awards: Iterable[UUID]) -> dict[UUID, Award]:
    found = Award.objects.select_for_update().filter(id__in=list(awards)).defer("content", "signed")
    return {row.id: row for row in found.order_by("id")}


def _markable(
    by: Actor, rows: Mapping[UUID, Award], award: UUID, what: str, cause: str, reason: str
) -> tuple[Award, Decision]:
    row = rows.get(award)
    if row is None:
        raise Refused(what, f"no award has the id {award}.", "Check the id.")
    decision = require(by, "award.mark", _subject(row), what=f"{what} {row.credential}")
    if cause not in CAUSES:
        raise Refused(what, f"'{cause}' is no cause.", nearest(cause, list(CAUSES)))
    if not reason.strip():
        raise Refused(what, "it has no reason yet.", "Say in words why; the learner reads it.")
    return row, decision


def _subject(row: Award) -> Subject:
    return Subject(issuers=frozenset({row.issuer}), assessors=frameworks.judging_roles())


@dataclass(frozen=True, slots=True)
class _Made:
    """A mark before it is kept, with the review it opens and on what authority."""

    mark: AwardMark
    review: AwardReview
    decision: Decision


def _made(
    by: Actor, row: Award, kind: str, cause: str, reason: str, now: datetime, decision: Decision
) -> _Made:
    mark = AwardMark(award=row, kind=kind, at=now, cause=cause, reason=reason.strip(), marked_by_id=by.person)
    return _Made(mark, AwardReview(mark=mark, learner_id=row.learner_id, opened_at=now), decision)


def _keep(by: Actor, made: Sequence[_Made], now: datetime) -> None:
    """Write marks with their reviews and events; beside each revocation a few decoys, so that it does not come alone."""
    AwardMark.objects.bulk_create([each.mark for each in made], batch_size=500)
    AwardReview.objects.bulk_create([each.review for each in made], batch_size=500)
    RevocationDecoy.objects.bulk_create(
        RevocationDecoy(issuer=each.mark.award.issuer, cause=RANDOM.choice(list(CAUSES)))
        for each in made
        for _ in range(RANDOM.randint(1, 3) if each.mark.kind == "revoked" else 0)
    )
    trail.record_many(
        _act(by, each.mark.award, each.mark.kind, each.mark.reason, now, each.decision) for each in made
    )


def _reinstate(by: Actor, row: Award, reason: str, now: datetime, decision: Decision) -> None:
    if standing_of([row.id]).get(row.id, STANDS).state != "suspended":
        raise Refused(
            "Reinstating", "it is not suspended.", "A revoked one can only be issued again, after a review."
        )
    AwardMark.objects.create(
        award=row, kind="reinstated", at=now, cause="under_review", reason=reason, marked_by_id=by.person
    )
    trail.record(_act(by, row, "reinstated", reason, now, decision))


def _act(by: Actor, row: Award, verb: str, reason: str, now: datetime, decision: Decision) -> trail.Act:
    data = {"award": str(row.id), "reason": reason}
    return trail.Act(by.person, verb, now, row.learner_id, row.credential, decision.authority, data)
