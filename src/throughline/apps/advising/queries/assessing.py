"""What an assessor needs to see of a learner to judge what they show: the milestone at hand, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.queries.choosing import ChoiceNow, choices_of
from throughline.apps.advising.weighing import audit_of, standing_on
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.catalogue.structure import PathwayParts
from throughline.core.progress.audit import MilestoneAudit, audit_milestone
from throughline.core.progress.record import Record

NO_PARTS = PathwayParts({}, {})


@dataclass(frozen=True, slots=True)
class AtHand:
    """A learner before an assessor. name: as they are called. pathway: where they are on the way (`pathway:id` or empty).

    next: milestones they can work on now. begun: those of them already in progress.
    """

    learner: UUID
    name: str
    pathway: str
    next: tuple[str, ...]
    begun: frozenset[str]


@dataclass(frozen=True, slots=True)
class ToJudge:
    """One milestone of a learner as an assessor sees it: how each part of its rule stands."""

    learner: UUID
    name: str
    audit: MilestoneAudit


def at_hand(actor: Actor, learner: UUID, *, now: datetime) -> AtHand:
    """What a learner is working on, for those who may judge it; the learner sees that they looked. Five queries."""
    subject = directory.may_read(
        actor, "record.attest", learner, what="what is next", now=now, assessors=frameworks.judging_roles()
    )
    choice, record = _choice_and_record(learner)
    if not choice.pathway:
        return AtHand(learner, subject.name, "", (), frozenset())
    began = choice.edition_day(timezone.localdate(now))
    found = audit_of(record, choice.pathway, choice.number, on=timezone.localdate(now), began=began)
    begun = frozenset(each.id for each in found.milestones if each.status == "in_progress")
    return AtHand(learner, subject.name, choice.pathway, found.next, begun)


def to_judge(actor: Actor, learner: UUID, milestone: str, *, now: datetime) -> ToJudge:
    """How a learner stands on one milestone, for those who may judge it; the learner sees that they looked.
    Five queries."""
    subject = directory.may_read(
        actor,
        "record.attest",
        learner,
        what=f"milestone:{milestone}",
        now=now,
        assessors=frameworks.judging_roles(),
    )
    choice, record = _choice_and_record(learner)
    parts = frameworks.structure().parts.get(choice.pathway.partition(":")[2], NO_PARTS)
    pinned = (choice.pathway, choice.number) if milestone in parts.milestones else ("", None)
    standing = standing_on(
        record, *pinned, on=timezone.localdate(now), began=choice.edition_day(timezone.localdate(now))
    )
    return ToJudge(learner, subject.name, audit_milestone(milestone, standing))


def _choice_and_record(learner: UUID) -> tuple[ChoiceNow, Record]:
    return choices_of([learner])[learner], records.records_of([learner])[learner]
