"""Writes: a request to correct an entry, the answer of the body behind it, an appeal. Nothing is changed silently: what
was wrong is marked as withdrawn with its reason, and a new fact stands beside it."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.attaining import attest, withdraw
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import Attainment, Correction, CorrectionAnswer
from throughline.apps.trail import actions as trail


@transaction.atomic
def ask_correction(*, by: Actor, attainment: UUID, words: str, now: datetime) -> UUID:
    """The learner or a guardian asks the body behind a fact to correct it; gives the request's id."""
    row = Attainment.objects.filter(id=attainment).first()
    if row is None:
        raise Refused("A correction", "there is no such entry.", "Pick one from the record.")
    require(by, "correction.ask", directory.subject_for(by, row.learner_id), what="Asking for a correction")
    if Correction.objects.filter(attainment=row, answer=None).exists():
        raise Refused("A correction", "one was asked for already and waits for its answer.", "It has a day.")
    return _ask(by, row, words, now, None)


@transaction.atomic
def appeal_correction(*, by: Actor, correction: UUID, words: str, now: datetime) -> UUID:
    """Ask once more, where the answer was that the entry stands. Somebody else answers."""
    first = _correction(correction)
    require(by, "correction.ask", directory.subject_for(by, first.learner_id), what="An appeal")
    answer = CorrectionAnswer.objects.filter(correction=first).first()
    if answer is None or answer.outcome != "stands":
        raise Refused("An appeal", "there is no answer that it could be about.", "Wait for the answer.")
    if Correction.objects.filter(appeals=first).exists():
        raise Refused("An appeal", "it was made already.", "It is answered by its day.")
    return _ask(by, first.attainment, words, now, first)


def _ask(by: Actor, row: Attainment, words: str, now: datetime, appeals: Correction | None) -> UUID:
    if not words.strip():
        raise Refused("A correction", "it does not say what is wrong.", "Write it in a sentence.")
    days = frameworks.catalogue().state.correction_days
    made = Correction.objects.create(
        learner_id=row.learner_id, attainment=row, organization=_body(row), words=words.strip(), asked_by_id=by.me,
        asked_at=now, due_on=timezone.localdate(now) + timedelta(days=days), appeals=appeals,
    )  # fmt: skip
    verb = "appealed" if appeals else "asked for a correction"
    trail.record(trail.Act(by.person, verb, now, row.learner_id, row.what))
    return made.id


def _body(row: Attainment) -> str:
    """The organization that stands behind a fact: its issuer, else that of whoever judged it, else its place."""
    judged = next((v["organization"] for v in row.validators), "")
    found = row.issuer or judged or row.organization
    if not found:
        raise Refused("A correction", "no body stands behind this entry.", "Ask the house's operator.")
    return str(found)


@transaction.atomic
def answer_correction(
    *, by: Actor, correction: UUID, outcome: Literal["corrected", "stands"], reason: str, now: datetime,
    instead: NewFact | None = None,
) -> None:  # fmt: skip
    """The body answers with its reason. Corrected: the entry is withdrawn for that reason, and `instead` stands anew."""
    asked = _correction(correction)
    decision = require(
        by, "correction.answer", Subject(asked.learner_id, organization=asked.organization), what="An answer"
    )
    _may_answer(by, asked, reason)
    made = _replace(by, asked, reason, instead, now) if outcome == "corrected" else None
    CorrectionAnswer.objects.create(
        correction=asked, outcome=outcome, reason=reason.strip(), answered_by_id=by.me, answered_at=now,
        replaced_by_id=made,
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "answered a correction", now, asked.learner_id, asked.attainment.what,
                  decision.authority, {"outcome": outcome})
    )  # fmt: skip


def _may_answer(by: Actor, asked: Correction, reason: str) -> None:
    if CorrectionAnswer.objects.filter(correction=asked).exists():
        raise Refused("An answer", "it was answered already.", "The learner may appeal.")
    first = CorrectionAnswer.objects.filter(correction__appeal=asked)
    if first.filter(answered_by=by.me).exists():
        raise Refused("An answer to an appeal", "you gave the first answer.", "A colleague answers this one.")
    if not reason.strip():
        raise Refused("An answer", "it has no reason.", "Write why, in words the learner can check.")


def _replace(
    by: Actor, asked: Correction, reason: str, instead: NewFact | None, now: datetime
) -> UUID | None:
    withdraw(
        by=by, attainment=asked.attainment_id, on=timezone.localdate(now), reason=reason.strip(), now=now
    )
    return attest(by=by, fact=instead, now=now) if instead else None


def _correction(key: UUID) -> Correction:
    found = Correction.objects.select_for_update().filter(id=key).first()
    if found is None:
        raise Refused("A correction", "there is no request with this id.", "Pick one from the list.")
    return found
