"""Writes of those who judge: drafts, signatures, and what comes of them once every signature stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.actions.attaining import attest_many
from throughline.apps.records.actions.evidence import rest_on
from throughline.apps.records.facts import NewFact, Witness
from throughline.apps.records.judging.calibrated import refuse_alone
from throughline.apps.records.judging.handed_in import (
    Task,
    Turn,
    asked_of,
    levels_checked,
    pieces_of,
    signed_of,
    standing_of,
    subject_of,
    task_of,
    turn_of,
)
from throughline.apps.records.models import (
    ROUNDS,
    Attainment,
    Attempt,
    DraftJudgment,
    Judgment,
    Outcome,
    OutcomeAttainment,
    Rating,
    Submission,
)
from throughline.apps.trail import actions as trail
from throughline.core.certification.graduate_profiles import kind_of_part, shown_in
from throughline.core.progress.judging import Judge, Standing, is_met


@dataclass(frozen=True, slots=True)
class Seen:
    """What a judge saw: a level of each criterion, met or not yet, what was good and what comes next."""

    levels: Mapping[str, int] = field(default_factory=dict)
    met: bool = False
    feedback: str = ""
    next: str = ""


@transaction.atomic
def save_draft(*, by: Actor, submission: UUID, seen: Seen, now: datetime) -> None:
    """Keep what a judge has typed, for themselves alone."""
    row, task = _locked(submission)
    require(by, "submission.judge", subject_of(by, row, task), what="Judging this work")
    DraftJudgment.objects.update_or_create(
        submission=row, judge_id=by.me,
        defaults={"levels": levels_checked(task, seen.levels, whole=False), "feedback": seen.feedback,
                  "next": seen.next, "saved_at": now},
    )  # fmt: skip


@transaction.atomic
def sign(*, by: Actor, submission: UUID, seen: Seen, now: datetime) -> str:
    """Sign a judgment. Gives what came of it: waiting, talk, met, not_yet, or feedback for practice.

    Only when every signature that the assessment asks for stands, and they agree, do facts stand. Where its part has
    anchors, one who signs is calibrated on them. Not yet takes nothing away: whatever the work did show is kept, and
    only this part is taken again.
    """
    row, task = _locked(submission)
    decision = require(by, "submission.judge", subject_of(by, row, task), what="Judging this work")
    if hasattr(row, "outcome"):
        raise Refused("Judging this work", "its outcome stands already.", "Open the next piece of work.")
    turn = _turn(by, row, task)
    if not turn.round or turn.judge is None:
        raise Refused("Signing", turn.why, "Leave it to whoever is asked for.")
    _check(task, seen, practice=not row.certifying)
    if row.certifying and turn.round != "panel":
        own = {each.judge_id for each in _judgments(row) if each.round == "own"}
        refuse_alone(task, turn.round, by.me, own, now=now)
    _keep(row, turn.judge, turn.round, seen, now)
    trail.record(
        trail.Act(
            by.person, "signed", now, row.learner_id, row.assessment, decision.authority, {"part": row.part}
        )
    )
    return settle(by, row, task, decision, now)


def _locked(submission: UUID) -> tuple[Submission, Task]:
    found = (
        Submission.objects.select_for_update(of=("self",)).select_related("exhibition").filter(id=submission)
    )
    row = found.first()
    if row is None:
        raise Refused("This work", "there is none with this id.", "Go back to the queue.")
    return row, task_of(row)


def _judgments(row: Submission) -> list[Judgment]:
    """In the order of their rounds, so that the last one of a judge is what they say now."""
    found = row.judgments.prefetch_related("ratings").order_by("signed_at", "id")
    return sorted(found, key=lambda each: ROUNDS.index(each.round))


def _turn(by: Actor, row: Submission, task: Task) -> Turn:
    signed = signed_of(_judgments(row))
    if row.exhibition is not None and row.certifying:
        return _on_panel(by, row, [each.judge for each in signed])
    if not row.certifying:
        return turn_of(by, task, [], standing_of(task, [], panel=False))
    return turn_of(by, task, signed, standing_of(task, signed, panel=False))


def _on_panel(by: Actor, row: Submission, signed: Sequence[Judge]) -> Turn:
    seat = row.exhibition.seats.filter(person=by.person).first() if row.exhibition else None
    if seat is None:
        return Turn("", why="it is for those who sit on its panel.")
    if any(each.person == str(by.person) for each in signed):
        return Turn("", why="you have signed; the chair closes it.")
    return Turn("panel", Judge(str(by.person), seat.role, seat.organization, seat.sector))


def _check(task: Task, seen: Seen, *, practice: bool) -> None:
    levels = levels_checked(task, seen.levels, whole=not practice)
    if not seen.met and not seen.next.strip():
        raise Refused("What comes next", "it is empty.", "Say in a sentence what the learner does next.")
    if practice:
        return
    reached = is_met(task.part.criteria, levels)
    if seen.met and not reached:
        raise Refused(
            "It is shown", "one criterion is below the level from which it counts.",
            "Choose 'Not yet' and say what comes next, or look at the levels again.",
        )  # fmt: skip
    if reached and not seen.met:
        raise Refused(
            "Not yet", "every criterion is at the level from which it counts.",
            "Choose 'It is shown', or look at the levels again.",
        )  # fmt: skip


def _keep(row: Submission, judge: Judge, round_: str, seen: Seen, now: datetime) -> None:
    made = Judgment.objects.create(
        submission=row, judge_id=UUID(judge.person), role=judge.role, organization=judge.organization,
        sector=judge.sector, round=round_, met=seen.met, feedback=seen.feedback.strip(), next=seen.next.strip(),
        signed_at=now,
    )  # fmt: skip
    Rating.objects.bulk_create(
        [Rating(judgment=made, criterion=name, level=level) for name, level in seen.levels.items()]
    )
    DraftJudgment.objects.filter(submission=row, judge_id=made.judge_id).delete()


def settle(by: Actor, row: Submission, task: Task, decision: Decision, now: datetime) -> str:
    """Let stand what the signatures say, once they are enough. Inside the signing act's own transaction."""
    judgments = _judgments(row)
    if not row.certifying:
        Outcome.objects.create(submission=row, outcome="feedback", how="one", decided_at=now)
        trail.record(
            trail.Act(by.person, "gave feedback", now, row.learner_id, row.assessment, decision.authority)
        )
        return "feedback"
    found = standing_of(task, signed_of(judgments), panel=row.exhibition is not None)
    if found.state in ("met", "not_yet"):
        decide(by, row, task, found, judgments, decision.authority, now)
    return found.state


def decide(
    by: Actor, row: Submission, task: Task, found: Standing, judgments: Sequence[Judgment], authority: str,
    now: datetime,
) -> None:  # fmt: skip
    """Write an outcome with the facts it leaves and the try it was. Who decides has passed the policy already."""
    last = list({each.judge_id: each for each in judgments}.values())
    facts = _facts(row, task, found, last)
    asked = asked_of(row) | {each.judge_id for each in last}
    ids = attest_many(by=by, facts=facts, now=now, asked=asked) if facts else []
    rest_on(ids, pieces_of(row))
    stands = ids or _standing_before(row, task)
    attempt = Attempt.objects.create(
        learner_id=row.learner_id, part=task.part.shows or f"{task.reference}-{task.part.id}",
        milestone=f"milestone:{task.assessment.milestone}" if task.assessment.milestone else "",
        outcome=found.state, on=row.happened_on, advice=_advice(last, found),
        attainment_id=stands[0] if found.state == "met" else None, judged_by_id=judgments[-1].judge_id,
        recorded_at=now,
    )  # fmt: skip
    outcome = Outcome.objects.create(
        submission=row, outcome=found.state, how=found.how, levels=dict(found.levels or {}), attempt=attempt,
        decided_at=now,
    )  # fmt: skip
    OutcomeAttainment.objects.bulk_create(
        [OutcomeAttainment(outcome=outcome, attainment_id=key) for key in ids]
    )
    trail.record(
        trail.Act(by.person, "judged", now, row.learner_id, row.assessment, authority, {"part": row.part})
    )


def _facts(row: Submission, task: Task, found: Standing, last: Sequence[Judgment]) -> list[NewFact]:
    """What the work has shown: the part itself where it is met, and each competency from the level that counts; each
    with those judges who saw it so."""
    facts = []
    if found.state == "met" and task.part.shows:
        facts.append(_fact(row, task, task.part.shows, None, [each for each in last if each.met] or last))
    there = _levels_before(row, task)
    for what, (name, level) in _competencies(task, found.levels or {}).items():
        if level > there.get(what, 0):
            seen = [each for each in last if _level(each, name) >= level]
            facts.append(_fact(row, task, what, level, seen))
    return facts


def _competencies(task: Task, levels: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """Each competency that was shown, with the criterion that says so and its level; the lower of several."""
    found: dict[str, tuple[str, int]] = {}
    for criterion in task.part.criteria:
        level, what = levels.get(criterion.id, 0), f"competency:{criterion.competency}"
        if criterion.competency and level >= criterion.meets and level <= found.get(what, ("", level))[1]:
            found[what] = (criterion.id, level)
    return found


def _level(judgment: Judgment, criterion: str) -> int:
    return next((each.level for each in judgment.ratings.all() if each.criterion == criterion), 0)


def _fact(row: Submission, task: Task, what: str, level: int | None, seen: Sequence[Judgment]) -> NewFact:
    return NewFact(
        row.learner_id, what, row.happened_on, level=level, context=row.setting, organization=row.organization,
        witnesses=tuple(Witness(each.judge_id, each.role, each.organization) for each in seen),
        judged=(task.reference, task.number), source="assessment", tags=(shown_in(kind_of_part(task.part.kind)),),
    )  # fmt: skip


def _levels_before(row: Submission, task: Task) -> dict[str, int]:
    """Levels of competencies that earlier tries of this part left standing: they are not written twice."""
    found: dict[str, int] = {}
    for what, level in _attained_before(row, task).values_list("what", "level"):
        found[what] = max(level or 0, found.get(what, 0))
    return found


def _standing_before(row: Submission, task: Task) -> list[UUID]:
    return list(_attained_before(row, task).order_by("recorded_at").values_list("id", flat=True))


def _attained_before(row: Submission, task: Task) -> QuerySet[Attainment]:
    return Attainment.objects.filter(
        learner_id=row.learner_id, behind__outcome__submission__assessment=task.reference,
        behind__outcome__submission__part=task.part.id, mark=None,
    )  # fmt: skip


def _advice(last: Sequence[Judgment], found: Standing) -> str:
    return "\n\n".join(each.next for each in last if each.next and found.state == "not_yet")
