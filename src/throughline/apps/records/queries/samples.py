"""Reads: a few judged works behind a credential, without names, while those who made them consent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import Task, subject_of, task_of
from throughline.apps.records.models import Award, OutcomeAttainment, Submission, WorkSample
from throughline.apps.records.queries.consents import consents_hold
from throughline.apps.trail import actions as trail
from throughline.core.calibration.norming import drawn
from throughline.core.catalogue.documents import Credential

PURPOSE = "work-samples"
"""The purpose that a state's consent to samples goes by."""
MOST = 5
LOOKED = "work sample without names"


@dataclass(frozen=True, slots=True)
class Sample:
    """One work. levels: what its judges saw. judges: their roles. year: when. It names neither person nor place."""

    task: Task
    words: str
    levels: Mapping[str, int]
    judges: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True)
class Samples:
    """What stands behind a credential. hidden: too few people hold it for a work to stay nobody's."""

    credential: Credential
    works: tuple[Sample, ...]
    hidden: bool
    smallest: int


@dataclass(frozen=True, slots=True)
class ToRedact:
    """One decided work for whoever may make a sample of it. sample: as it is kept now."""

    id: UUID
    task: Task
    words: str
    sample: str
    consented: bool


def work_samples(actor: Actor, credential: str, *, now: datetime) -> Samples:
    """Up to five works behind a credential, always the same ones while they may be shown. Those who made them see that
    somebody looked. At most eight queries."""
    decision = require(actor, "samples.read", what="Judged work")
    found = frameworks.catalogue().credentials.get(credential)
    if found is None:
        raise Refused("Judged work", f"no credential is called '{credential}'.", "Choose one from the list.")
    smallest = frameworks.catalogue().state.calibration.smallest
    awards = list(
        Award.objects.filter(credential=f"credential:{credential}", marks=None).values_list(
            "learner", "attainments"
        )
    )
    if len({learner for learner, _ in awards}) < smallest:
        return Samples(found, (), True, smallest)
    works = _shown(credential, {key for _, keys in awards for key in keys}, now)
    trail.note_reads(
        trail.Act(actor.person, "read", now, target=LOOKED, authority=decision.authority),
        {row.submission.learner_id for row in works} - {actor.person},
    )
    return Samples(found, tuple(_sample(row) for row in works), False, smallest)


def _shown(credential: str, attainments: Iterable[UUID], now: datetime) -> list[WorkSample]:
    """The latest sample of each work, where it has words and its learner's consent holds; the first in a stable order."""
    behind = OutcomeAttainment.objects.filter(attainment__in=list(attainments), outcome__outcome="met")
    rows = (
        WorkSample.objects.filter(submission__in=behind.values("outcome__submission"), made_at__lte=now)
        .select_related("submission__outcome").prefetch_related("submission__judgments").order_by("made_at", "id")
    )  # fmt: skip
    latest = {str(row.submission_id): row for row in rows}
    holds = (
        consents_hold({row.submission.learner_id for row in latest.values()}, PURPOSE, now=now)
        if latest
        else {}
    )
    fit = {k: row for k, row in latest.items() if row.words and holds[row.submission.learner_id].holds}
    return [fit[key] for key in drawn(fit, f"credential:{credential}")[:MOST]]


def _sample(row: WorkSample) -> Sample:
    work = row.submission
    judges = sorted({each.role for each in work.judgments.all()})
    return Sample(
        task_of(work),
        row.words,
        work.outcome.levels,
        tuple(judges),
        timezone.localdate(work.handed_in_at).year,
    )


def to_redact(actor: Actor, submission: UUID, *, now: datetime) -> ToRedact:
    """One decided work, for whoever may judge it. The learner sees that they looked."""
    row = (
        Submission.objects.select_related("learner", "outcome").filter(id=submission, certifying=True).first()
    )
    if row is None or getattr(row, "outcome", None) is None or row.outcome.outcome != "met":
        raise Refused(
            "A sample", "this work is not one that was shown.", "Choose work that was judged as met."
        )
    task = task_of(row)
    decision = require(actor, "sample.make", subject_of(actor, row, task), what="Making a sample")
    trail.note_reads(
        trail.Act(actor.person, "read", now, target=LOOKED, authority=decision.authority), [row.learner_id]
    )
    latest = row.samples.order_by("-made_at", "-id").first()
    return ToRedact(
        row.id, task, row.words, latest.words if latest else "",
        consents_hold([row.learner_id], PURPOSE, now=now)[row.learner_id].holds,
    )  # fmt: skip
