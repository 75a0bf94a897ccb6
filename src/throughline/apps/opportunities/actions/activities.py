"""Writes: an activity from its first words to what learners see; the work that a learner made in it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.activities import MOST_SKILLS, STEPS
from throughline.apps.records.actions import evidence as work
from throughline.apps.records.queries import evidence as pieces
from throughline.apps.trail import actions as trail
from throughline.core.requirements.values import nearest

WHAT = "An activity"
LONGEST = 5000


@transaction.atomic
def begin(*, by: Actor, organization: str, title: str, now: datetime) -> UUID:
    """Begin to plan an activity, for an organization that one acts for. Gives its id."""
    directory.organization_id(organization)
    decision = _may_plan(by, organization)
    made = Activity.objects.create(
        organization=organization, title=_titled(title), begun_by_id=by.me, begun_at=now, touched_at=now
    )
    _note(by, "began an activity", made, decision, now)
    return made.id


@transaction.atomic
def write(
    *, by: Actor, activity: UUID, title: str, skills: Iterable[str], steps: Mapping[str, str], now: datetime
) -> None:
    """Keep what is typed, however much of it is there. What learners see stays until it is published anew.

    :raises Refused: more than three skills, or one that is not published.
    """
    found = _open(by, activity)
    found.title, found.skills = _titled(title), _skills(skills)
    found.steps = {step: str(steps.get(step, "")).strip()[:LONGEST] for step in STEPS}
    found.touched_at = now
    found.save(update_fields=["title", "skills", "steps", "touched_at"])


@transaction.atomic
def publish(*, by: Actor, activity: UUID, now: datetime) -> int:
    """Show learners and assessors the activity as it is planned now; gives the number of the version.

    :raises Refused: a skill or a step is missing; `about["missing"]` names the steps.
    """
    found = _open(by, activity)
    decision = _may_plan(by, found.organization)
    missing = [step for step in STEPS if not found.steps.get(step)]
    if not found.skills:
        raise Refused(
            WHAT, "it names no skill it aims at.", f"Choose 1 to {MOST_SKILLS}.", {"missing": ["skills"]}
        )
    if missing:
        raise Refused(
            WHAT, f"{len(missing)} of its seven steps are still empty: {', '.join(missing)}.",
            "Write a sentence or two for each. The draft is kept.", {"missing": missing},
        )  # fmt: skip
    found.number += 1
    found.touched_at = now
    found.save(update_fields=["number", "touched_at"])
    PublishedActivity.objects.create(
        activity=found, number=found.number, title=found.title, skills=found.skills, published_by_id=by.me,
        published_at=now, **{step: found.steps[step] for step in STEPS},
    )  # fmt: skip
    _note(by, "published an activity", found, decision, now)
    return found.number


@transaction.atomic
def set_aside(*, by: Actor, activity: UUID, now: datetime) -> None:
    """Take an activity off the list. Work that was made in it stays, and still names it."""
    found = _open(by, activity)
    decision = _may_plan(by, found.organization)
    found.set_aside_at = now
    found.save(update_fields=["set_aside_at"])
    _note(by, "set an activity aside", found, decision, now)


@transaction.atomic
def name_work(*, by: Actor, activity: UUID, evidence: UUID, now: datetime) -> None:
    """A learner says that a kept piece of theirs was made in the activity: those who assess at the activity's
    organization see it from now on, until the learner stops showing it."""
    version = PublishedActivity.objects.filter(activity=activity).order_by("-number").first()
    if version is None:
        raise _unknown()
    learner = pieces.learner_of(evidence)
    decision = require(by, "activity.name_work", directory.subject_for(by, learner), what="Naming your work")
    piece = pieces.piece(by, evidence, now=now)
    ActivityWork.objects.get_or_create(version=version, evidence_id=evidence, defaults={"named_at": now})
    organization = version.activity.organization
    work.show(
        by=by,
        pieces=[(piece.id, piece.number)],
        why=f"activity:{activity}",
        organization=organization,
        now=now,
    )
    trail.record(
        trail.Act(by.person, "named work of an activity", now, learner, f"activity:{activity}", decision.authority,
                  {"evidence": str(evidence)})
    )  # fmt: skip


def _titled(title: str) -> str:
    if not title.strip():
        raise Refused(WHAT, "it has no title.", "Give it a short one.")
    return title.strip()[:200]


def _skills(skills: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(each for each in skills if each))
    if len(wanted) > MOST_SKILLS:
        raise Refused(
            WHAT, f"it aims at {len(wanted)} skills, and {MOST_SKILLS} is the most.",
            "Keep those that you will look for and speak about; plan another activity for the rest.",
        )  # fmt: skip
    known = frameworks.catalogue().competencies
    for each in wanted:
        name = each.removeprefix("competency:")
        if not each.startswith("competency:") or name not in known:
            raise Refused(WHAT, f"'{each}' is no skill of this state.", nearest(name, list(known)))
    return wanted


def _open(by: Actor, activity: UUID) -> Activity:
    found = Activity.objects.select_for_update().filter(id=activity).first()
    if found is None:
        raise _unknown()
    _may_plan(by, found.organization)
    if found.set_aside_at:
        raise Refused(WHAT, "it is set aside.", "Plan a new one.")
    return found


def _may_plan(by: Actor, organization: str) -> Decision:
    return require(by, "activity.plan", Subject(organization=organization), what="Planning an activity")


def _note(by: Actor, verb: str, found: Activity, decision: Decision, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"activity:{found.id}", decision.authority))


def _unknown() -> Refused:
    return Refused(WHAT, "there is none at this address.", "Look in the list.")
