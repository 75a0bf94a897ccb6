"""Reads: a learner's record as the rules see it and as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.facts import Item, exception_of, fact_of, item_of
from throughline.apps.records.models import Attainment, AttainmentMark, Attempt, ExceptionGrant, Review
from throughline.core import ledger
from throughline.core.progress.record import Fact, Record, RuleException


@dataclass(frozen=True, slots=True)
class Try:
    """One try at one part of a milestone. Never shown outside."""

    part: str
    milestone: str
    outcome: str
    on: date
    advice: str


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A question that a withdrawn fact opened."""

    id: UUID
    what: str
    reason: str
    opened_at: datetime


def record_of(actor: Actor, learner: UUID, *, now: datetime) -> Record:
    """A learner's record as the rules see it, for whoever may see their progress. Two queries."""
    directory.may_read(actor, "progress.read", learner, what="progress", now=now)
    return records_of([learner])[learner]


def records_of(learners: Iterable[UUID]) -> dict[UUID, Record]:
    """Records of many; for the apps above, which ask the policy first. Two queries."""
    wanted = list(dict.fromkeys(learners))
    facts: dict[UUID, list[Fact]] = {learner: [] for learner in wanted}
    rows = Attainment.objects.filter(learner__in=wanted).select_related("mark").order_by("happened_on", "id")
    for row in rows:
        mark = _mark(row)
        facts[row.learner_id].append(fact_of(row, mark.on if mark else None))
    exceptions: dict[UUID, list[RuleException]] = {learner: [] for learner in wanted}
    for each in ExceptionGrant.objects.filter(learner__in=wanted).order_by("on", "id"):
        exceptions[each.learner_id].append(exception_of(each))
    return {learner: Record(tuple(facts[learner]), tuple(exceptions[learner])) for learner in wanted}


def attainments(actor: Actor, learner: UUID, *, now: datetime) -> list[Item]:
    """Every item of a learner's record, newest first, for whoever may read the record. One query."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    rows = Attainment.objects.filter(learner=learner).select_related("mark").order_by("-happened_on", "-id")
    return [_item(row) for row in rows]


def _item(row: Attainment) -> Item:
    mark = _mark(row)
    return item_of(row, mark.on if mark else None, mark.reason if mark else "")


def _mark(row: Attainment) -> AttainmentMark | None:
    return getattr(row, "mark", None)


def attempts(actor: Actor, learner: UUID, *, now: datetime, milestone: str = "") -> list[Try]:
    """A learner's tries, oldest first: for the learner and those who assess where they learn, nobody else."""
    directory.may_read(
        actor, "attempts.read", learner, what="tries", now=now, assessors=frameworks.judging_roles()
    )
    found = Attempt.objects.filter(learner=learner).order_by("on", "recorded_at")
    if milestone:
        found = found.filter(milestone=milestone)
    return [Try(a.part, a.milestone, a.outcome, a.on, a.advice) for a in found]


def reviews(actor: Actor, learner: UUID, *, now: datetime) -> list[OpenReview]:
    """The reviews that are open on a learner's record."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    found = Review.objects.filter(learner=learner, closed_at=None).select_related("mark__attainment")
    return [
        OpenReview(r.id, r.mark.attainment.what, r.mark.reason, r.opened_at)
        for r in found.order_by("opened_at")
    ]


def record_digest(learner: UUID) -> str:
    """A digest over everything in a learner's record: it is the same as long as nothing was added or marked."""
    facts = Attainment.objects.filter(learner=learner).order_by("id").values_list("id", "mark__on")
    return ledger.digest([[str(key), str(marked)] for key, marked in facts])
