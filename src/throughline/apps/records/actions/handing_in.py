"""Writes of the learner: handing in work, to practice or to count, revising it, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.evidence import show_for, stop_showing, versions_of
from throughline.apps.records.judging.handed_in import Task, levels_checked, task_in_force
from throughline.apps.records.models import (
    Exhibition,
    Outcome,
    SelfRating,
    Submission,
    SubmissionEvidence,
)
from throughline.apps.records.waits import next_try
from throughline.apps.trail import actions as trail

CERTIFIES = "This work"


@dataclass(frozen=True, slots=True)
class NewWork:
    """Work to be handed in. part: of the assessment. words, link, evidence (id and number of a version): one at least.

    certifying: it is to count. straight: the learner was offered practice and goes on without. levels: how they see it
    themselves. asked: whom they ask to judge it. exhibition: the panel before which they show it.
    """

    assessment: str
    part: str
    happened_on: date
    certifying: bool
    words: str = ""
    link: str = ""
    evidence: tuple[tuple[UUID, int], ...] = ()
    setting: str = ""
    organization: str = ""
    straight: bool = False
    levels: Mapping[str, int] = field(default_factory=dict)
    asked: UUID | None = None
    exhibition: UUID | None = None


@transaction.atomic
def hand_in(*, by: Actor, work: NewWork, now: datetime) -> UUID:
    """A learner hands in work for one part. Practice brings feedback and never counts; work that is to count may follow
    as often as needed, once the published wait after the last try is over. What was shown before stays."""
    decision = require(by, "submission.make", Subject(by.person, by.name), what="Handing in work")
    task = task_in_force(work.assessment, work.part)
    return _hand_in(by, by.me, work, task, decision.authority, now)


@transaction.atomic
def observe(*, by: Actor, learner: UUID, work: NewWork, now: datetime) -> UUID:
    """An assessor who saw a learner show a part opens it for judging on its rubric: words say what was seen. It counts
    like work handed in, and the same signatures are asked for."""
    task = task_in_force(work.assessment, work.part)
    about = replace(directory.subject_of(learner), judges=task.roles, assessors=frameworks.judging_roles())
    decision = require(by, "submission.judge", about, what="Opening this work")
    if not work.words.strip():
        raise Refused(CERTIFIES, "it does not say what was seen.", "Say in a sentence what the learner did.")
    seen = replace(work, certifying=True, straight=True, levels={}, asked=None, evidence=())
    return _hand_in(by, learner, seen, task, decision.authority, now)


def _hand_in(by: Actor, learner: UUID, work: NewWork, task: Task, authority: str, now: datetime) -> UUID:
    _one_at_a_time(learner)
    earlier = Submission.objects.filter(
        learner__in=ids_of([learner]), assessment=task.reference, part=task.part.id
    )
    _check_work(work, task, now)
    _check_open(earlier, task, work)
    _check_offer(earlier, task, work)
    _check_wait(learner, earlier, task, work, now)
    exhibition = _exhibition(work, task)
    made = Submission.objects.create(
        learner_id=learner, brought_by_id=by.me, assessment=task.reference, number=task.number, part=task.part.id,
        certifying=work.certifying, offered=work.certifying and task.assessment.practice, words=work.words.strip(),
        link=work.link.strip(), setting=work.setting, organization=work.organization, happened_on=work.happened_on,
        revises=earlier.order_by("-handed_in_at").first(), asked_id=_asked(by, work, task), exhibition=exhibition,
        handed_in_at=now,
    )  # fmt: skip
    _keep_beside(by, made, work, task, now)
    trail.record(
        trail.Act(by.person, "handed in", now, learner, task.reference, authority, {"part": task.part.id})
    )
    return made.id


def _one_at_a_time(learner: UUID) -> None:
    """Two presses of one button hand in one work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"records.hand_in {learner}"])


def _check_work(work: NewWork, task: Task, now: datetime) -> None:
    if not (work.words.strip() or work.link.strip() or work.evidence or work.exhibition):
        raise Refused(CERTIFIES, "nothing is handed in yet.", "Write some words, or add a link or a piece.")
    if work.link and not work.link.startswith(("https://", "http://")):
        raise Refused("The link", f"'{work.link}' is no address.", "Write it with https:// at its beginning.")
    if work.happened_on > timezone.localdate(now):
        raise Refused("The day", "it is still to come.", "Hand it in once it is done.")
    if work.setting and task.part.settings and work.setting not in task.part.settings:
        raise Refused("The setting", f"it is not shown in '{work.setting}'.", "Choose one of those named.")
    levels_checked(task, work.levels, whole=False)


def _check_open(earlier: QuerySet[Submission], task: Task, work: NewWork) -> None:
    if earlier.filter(outcome__outcome="met").exists():
        raise Refused(CERTIFIES, "this part is shown already, and it stays.", "Show another part.")
    if earlier.filter(outcome=None).exists():
        raise Refused(CERTIFIES, "you have handed in work for this part, and it is with its judges.",
                      "Take it back to hand in another, or wait for their answer.")  # fmt: skip
    if task.part.panel and work.certifying and work.exhibition is None:
        raise Refused(CERTIFIES, "it is shown before a panel.", "Choose the day on which you show it.")


def _check_offer(earlier: QuerySet[Submission], task: Task, work: NewWork) -> None:
    """Nobody comes to a try that counts without having been offered feedback first."""
    if not work.certifying or work.straight or not task.assessment.practice:
        return
    if not earlier.filter(outcome__outcome__in=["feedback", "not_yet"]).exists():
        raise Refused(
            CERTIFIES, "you can hand it in for practice first: it brings feedback and does not count.",
            "Hand it in for practice, or say that you go straight on.",
        )  # fmt: skip


def _check_wait(
    learner: UUID, earlier: QuerySet[Submission], task: Task, work: NewWork, now: datetime
) -> None:
    days = task.assessment.cooling_days
    last = (
        earlier.filter(certifying=True, outcome__outcome="not_yet")
        .order_by("-outcome__decided_at")
        .values_list("outcome__decided_at", flat=True)
        .first()
    )
    if not work.certifying or not days or last is None:
        return
    if timezone.localdate(now) >= timezone.localdate(last) + timedelta(days=days):
        return
    opens = next_try(
        timezone.localdate(last), days, directory.subject_of(learner).organizations, timezone.localdate(now)
    )
    if timezone.localdate(now) < opens:
        raise Refused(
            CERTIFIES, f"there are {days} days between two tries that count.",
            f"The next one is open from {opens}. You can practice and show other parts at any time.",
        )  # fmt: skip


def _asked(by: Actor, work: NewWork, task: Task) -> UUID | None:
    if work.asked is None:
        return None
    near = directory.may_stand_beside(by, by.me, task.roles)
    if work.asked not in {seat.person.id for seat in near}:
        raise Refused("The judge", "this person cannot judge it.", "Choose one from the list.")
    return work.asked


def _exhibition(work: NewWork, task: Task) -> Exhibition | None:
    if work.exhibition is None:
        return None
    found = Exhibition.objects.filter(
        id=work.exhibition, assessment=task.reference, part=task.part.id, closed_at=None
    ).first()
    if found is None:
        raise Refused("The panel", "it does not sit for this part, or is closed.", "Choose another day.")
    return found


def _keep_beside(by: Actor, made: Submission, work: NewWork, task: Task, now: datetime) -> None:
    versions = versions_of(work.evidence)
    if any(each.evidence.learner_id != made.learner_id for each in versions):
        raise Refused("The piece", "it is not among your own.", "Choose one of your pieces.")
    SubmissionEvidence.objects.bulk_create([SubmissionEvidence(submission=made, version=v) for v in versions])
    for place in _shown_to(by, made, task) if versions else ():
        show_for(versions, place, f"submission:{made.id}", now)
    rated = work.levels.items() if task.assessment.self_assessment else ()
    SelfRating.objects.bulk_create(
        [SelfRating(submission=made, criterion=name, level=level, rated_at=now) for name, level in rated]
    )


def _shown_to(by: Actor, made: Submission, task: Task) -> list[str]:
    """Where those act who may judge it: to them the pieces are shown from now on."""
    near = directory.may_stand_beside(by, made.learner_id, task.roles)
    panel = made.exhibition.seats.values_list("organization", flat=True) if made.exhibition else ()
    return sorted({seat.organization for seat in near} | set(panel))


@transaction.atomic
def take_back(*, by: Actor, submission: UUID, now: datetime) -> None:
    """A learner takes back work that nobody has judged yet. It was no try."""
    row = Submission.objects.select_for_update().filter(id=submission).first()
    if row is None:
        raise Refused("This work", "there is none with this id.", "Go back to your work.")
    decision = require(by, "submission.make", Subject(row.learner_id), what="Taking work back")
    if hasattr(row, "outcome") or row.judgments.exists():
        raise Refused(
            "Taking it back", "it has been judged already.", "You can hand in more work at any time."
        )
    Outcome.objects.create(submission=row, outcome="taken_back", how="one", decided_at=now)
    for each in row.evidence.select_related("version"):
        stop_showing(by=by, evidence=each.version.evidence_id, now=now, why=f"submission:{row.id}")
    trail.record(trail.Act(by.person, "took back", now, row.learner_id, row.assessment, decision.authority))
