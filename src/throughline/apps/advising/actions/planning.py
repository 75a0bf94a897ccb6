"""The learner's plan in their own hands; a guardian's word beside it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import (
    Goal,
    GuardianComment,
    PlanEntry,
    PlanProfile,
    PlanTest,
    PlanVersion,
    Reflection,
    Week,
)  # fmt: skip
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.models import Person
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@transaction.atomic
def set_goal(
    *,
    by: Actor,
    words: str,
    now: datetime,
    what: str = "",
    on: date | None = None,
    together_with: Iterable[UUID] = (),
) -> UUID:
    """The learner sets a goal in their own words, for a day of their own, with whoever talked it over with them."""
    decision = _may_write(by, "A goal")
    _said("A goal", words)
    made = Goal.objects.create(learner_id=by.me, words=words, what=what, on=on, set_at=now)
    made.set_with.set(Person.objects.filter(id__in=list(together_with)))
    _record(by, "set goal", what, now, decision)
    return made.id


@transaction.atomic
def drop_goal(*, by: Actor, goal: UUID, now: datetime) -> None:
    """The learner drops a goal of theirs."""
    decision = _may_write(by, "A goal")
    _own_one(
        Goal.objects.filter(id=goal, learner__in=ids_of([by.me]), dropped_at=None).update(dropped_at=now),
        "goal",
    )
    _record(by, "dropped goal", "", now, decision)


@transaction.atomic
def add_entry(*, by: Actor, what: str, now: datetime) -> UUID:
    """The learner adds a milestone or module of any pathway to their plan."""
    decision = _may_write(by, "A plan entry")
    known_entry(what)
    made, _ = PlanEntry.objects.get_or_create(
        learner_id=by.me, what=what, removed_at=None, defaults={"added_at": now}
    )
    _record(by, "added to plan", what, now, decision)
    return made.id


def known_entry(what: str) -> None:
    """Refuses what is no milestone or opportunity in force."""
    kind, _, name = what.partition(":")
    catalogue = frameworks.catalogue()
    known = {"milestone": catalogue.milestones, "opportunity": catalogue.opportunities}.get(kind, {})
    if name not in known:
        raise Refused("A plan entry", f"'{what}' is not published.", "Write milestone:id or opportunity:id.")


@transaction.atomic
def remove_entry(*, by: Actor, what: str, now: datetime) -> None:
    """The learner takes something out of their plan."""
    decision = _may_write(by, "A plan entry")
    found = PlanEntry.objects.filter(learner__in=ids_of([by.me]), what=what, removed_at=None).update(
        removed_at=now
    )
    _own_one(found, "plan entry")
    _record(by, "removed from plan", what, now, decision)


@transaction.atomic
def save_plan(*, by: Actor, now: datetime, why: str = "") -> int:
    """Keep the plan as it stands as the next version; gives its number."""
    decision = _may_write(by, "Saving the plan")
    newest = PlanVersion.objects.filter(learner__in=ids_of([by.me])).aggregate(top=Max("number"))["top"] or 0
    PlanVersion.objects.create(
        learner_id=by.me, number=newest + 1, body=_snapshot(by.me), why=why, saved_by_id=by.me, saved_at=now
    )
    _record(by, "saved plan", f"plan:{newest + 1}", now, decision)
    return newest + 1


def _snapshot(learner: UUID) -> dict[str, Any]:
    choice, _ = latest_steps([learner]).get(learner, (None, None))
    goals = Goal.objects.filter(learner__in=ids_of([learner]), dropped_at=None).order_by("set_at", "id")
    entries = PlanEntry.objects.filter(learner__in=ids_of([learner]), removed_at=None).order_by(
        "added_at", "id"
    )
    profile = _profile(learner)
    return {
        "pathway": choice.pathway if choice else "",
        "number": choice.number if choice else None,
        "destination": choice.destination if choice else "",
        "goals": [{"words": g.words, "what": g.what, "on": str(g.on or "")} for g in goals],
        "entries": list(dict.fromkeys(entry.what for entry in entries)),
        "week": week_of(learner),
        "domains": {} if profile is None else {
            "personal_social": profile.personal_social, "career": profile.career, "academic": profile.academic,
        },
    }  # fmt: skip


def week_of(learner: UUID) -> dict[str, str]:
    """The learner's usual week; of joined records, first of the one they are in."""
    rows = Week.objects.filter(learner__in=ids_of([learner]))
    own_first = sorted(rows, key=lambda row: (row.learner_id != learner, str(row.learner_id)))
    return {str(day): str(activity) for day, activity in own_first[0].days.items()} if own_first else {}


def _profile(learner: UUID) -> PlanProfile | None:
    """The frame of the learner's plan; of joined records, first of the one they are in."""
    rows = PlanProfile.objects.filter(learner__in=ids_of([learner]))
    return min(rows, key=lambda row: (row.learner_id != learner, str(row.learner_id)), default=None)


@transaction.atomic
def tell_test(*, by: Actor, version: int, tried: str, learned: str, on: date, now: datetime) -> UUID:
    """The learner tells what they tried of a version of their plan, and what they learned."""
    decision = _may_write(by, "A test of the plan")
    found = own_version(by, version)
    _said("A test of the plan", tried, learned)
    made = PlanTest.objects.create(version=found, tried=tried, learned=learned, on=on)
    _record(by, "tested plan", f"plan:{version}", now, decision)
    return made.id


def own_version(by: Actor, number: int) -> PlanVersion:
    """A saved version of the actor's own plan; refuses where there is none of that number."""
    rows = PlanVersion.objects.filter(learner__in=ids_of([by.me]), number=number)
    found = rows.order_by("-saved_at").first()
    if found is None:
        raise Refused("The plan", f"there is no version {number} of it.", "Save the plan first.")
    return found


@transaction.atomic
def reflect(*, by: Actor, words: str, past: str, current: str, future: str, on: date, now: datetime) -> UUID:
    """The learner reflects, and ties it to something past, something now and something to come. All three are asked."""
    decision = _may_write(by, "A reflection")
    links = {"words": words, "past": past, "current": current, "future": future}
    if missing := [name for name, text in links.items() if not text.strip()]:
        raise Refused("A reflection", f"'{missing[0]}' is still empty.", "Say a word to each of the three.")
    made = Reflection.objects.create(
        learner_id=by.me, words=words, past=past, current=current, future=future, on=on
    )
    _record(by, "reflected", "", now, decision)
    return made.id


@transaction.atomic
def write_profile(
    *, by: Actor, now: datetime, personal_social: str | None = None, career: str | None = None,
    academic: str | None = None, caring_adult: str | None = None, barriers: str | None = None,
    supports: str | None = None,
) -> None:  # fmt: skip
    """The learner writes the frame of their plan; what is None stays as it is. Only the learner is its author."""
    decision = _may_write(by, "The plan")
    given = {
        "personal_social": personal_social, "career": career, "academic": academic,
        "caring_adult": caring_adult, "barriers": barriers, "supports": supports,
    }  # fmt: skip
    changed = {name: text for name, text in given.items() if text is not None}
    # What stands under another id of theirs goes on here; what is not written anew stays as it was.
    before = _profile(by.me)
    kept = {name: getattr(before, name) for name in given} if before else {}
    PlanProfile.objects.update_or_create(learner_id=by.me, defaults={**kept, **changed, "updated_at": now})
    _record(by, "wrote plan", "", now, decision)


@transaction.atomic
def comment(*, by: Actor, learner: UUID, words: str, now: datetime) -> UUID:
    """A guardian's word beside the plan. The learner's words stay as they are."""
    decision = require(by, "plan.comment", directory.subject_of(learner), what="A comment")
    _said("A comment", words)
    made = GuardianComment.objects.create(learner_id=learner, guardian_id=by.me, words=words, written_at=now)
    trail.record(trail.Act(by.person, "commented", now, learner, authority=decision.authority))
    return made.id


@transaction.atomic
def plan_week(*, by: Actor, days: Sequence[tuple[str, str]], now: datetime) -> None:
    """The learner's usual week: (weekday, activity), such as ("mon", "school"). One activity a day, five days at most."""
    decision = _may_write(by, "The week")
    week: dict[str, str] = {}
    for day, activity in days:
        if day not in WEEKDAYS:
            raise Refused(
                "The week", f"'{day}' is none of its five days.", f"Use one of: {', '.join(WEEKDAYS)}."
            )
        if day in week:
            raise Refused(
                "The week",
                f"{day} holds '{week[day]}' already, so '{activity}' clashes.",
                "Pick another day.",
            )
        week[day] = activity
    Week.objects.update_or_create(learner_id=by.me, defaults={"days": week, "updated_at": now})
    _record(by, "planned week", "", now, decision)


def _may_write(by: Actor, what: str) -> Decision:
    return require(by, "plan.write", Subject(by.person, by.name), what=what)


def _said(what: str, *texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise Refused(what, "a field is still empty.", "Say it in your own words.")


def _own_one(rows: int, what: str) -> None:
    if not rows:
        raise Refused(f"The {what}", "you have no such one.", "Look at your plan for those you have.")


def _record(by: Actor, verb: str, target: str, now: datetime, decision: Decision) -> None:
    trail.record(trail.Act(by.person, verb, now, by.person, target, decision.authority))
