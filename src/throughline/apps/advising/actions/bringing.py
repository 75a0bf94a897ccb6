"""Writes: a record comes home with the choices, the plan and the thoughts that stand in it, in one act."""

from collections.abc import Callable
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.db import DatabaseError
from django.utils import timezone

from throughline.apps.advising.models import (
    Choice,
    Exploration,
    Goal,
    PlanEntry,
    PlanProfile,
    PlanTest,
    PlanVersion,
    QuizResult,
    Reflection,
    Week,
)
from throughline.apps.advising.sections import SECTIONS
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions as records
from throughline.apps.records.queries.bringing import sections_of
from throughline.apps.records.queries.verifying import FETCHER
from throughline.apps.records.restoring import AGAIN, WHAT, made, unreadable

ONCE = (Choice, PlanProfile, Week)
"""What a learner has one of: it comes in only where they have none here."""
IN_ORDER = (
    Choice, Goal, PlanEntry, PlanVersion, PlanTest, Reflection, PlanProfile, Week, Exploration, QuizResult
)  # fmt: skip
NAMES = {model: section for section, (model, _) in SECTIONS.items()}


def bring_record(
    *, by: Actor, learner: UUID, data: IO[bytes], now: datetime, fetcher: Callable[[str], bytes] = FETCHER
) -> records.Came:
    """Bring a bundle into a learner's record, with what they chose and planned; whole or not at all.

    Where the learner has chosen or planned here, what they have here stays, and what was brought stands beside it.
    """
    try:
        with opening(now=now):
            came = records.bring_record(by=by, learner=learner, data=data, now=now, fetcher=fetcher)
            if came.new:
                sections = sections_of(came.id)
                for model in IN_ORDER:
                    _keep(model, sections.get(NAMES[model], []), learner)
                _stand_on(learner, now)
    except DatabaseError as error:
        raise Refused(
            WHAT, f"its rows contradict each other ({str(error).splitlines()[0]}).", AGAIN
        ) from None
    return came


def _keep(model: Any, rows: list[dict[str, Any]], learner: UUID) -> None:
    section = NAMES[model]
    found = made(model, rows, learner, section)
    ids = [each.pk for each in found]
    there = model.objects.filter(pk__in=ids)
    whose = "version__learner" if model is PlanTest else "learner"
    if there.exclude(**{whose: learner}).exists():
        raise Refused(WHAT, "a part of it is in somebody else's record here.", "Ask whoever runs this house.")
    known = set(there.values_list("pk", flat=True))
    new = [each for each in found if each.pk not in known and _has_room(model, each, learner)]
    if model in ONCE and model.objects.filter(learner=learner).exists():
        return
    _check(section, new)
    model.objects.bulk_create(new)


def _has_room(model: Any, row: Any, learner: UUID) -> bool:
    """Whether nothing of the learner's here stands in its place."""
    if model is PlanEntry:
        taken = PlanEntry.objects.filter(learner=learner, what=row.what, removed_at=None)
        return row.removed_at is not None or not taken.exists()
    if model is PlanVersion:
        return not PlanVersion.objects.filter(learner=learner, number=row.number).exists()
    if model is PlanTest:
        return PlanVersion.objects.filter(id=row.version_id, learner=learner).exists()
    return True


def _check(section: str, rows: list[Any]) -> None:
    """Raises `Refused` where a value that pages read is of another kind than this house writes."""
    shapes = {
        "versions of the plan": ("body", dict),
        "usual week": ("days", dict),
        "orders of interests": ("order", list),
    }
    if section in shapes:
        name, kind = shapes[section]
        if not all(isinstance(getattr(each, name), kind) for each in rows):
            raise unreadable(section, f"{name} is of another kind.")
    if section == "choices":
        known = _known_states()
        if any(each.state not in known for each in rows):
            raise unreadable(section, "this state knows no such step.")


def _known_states() -> frozenset[str]:
    found = frameworks.catalogue().learner_states
    return frozenset(found.states if found else ())


def _stand_on(learner: UUID, now: datetime) -> None:
    """The record below learns by which version of which pathway the learner goes, where this house has it."""
    steps = list(Choice.objects.filter(learner=learner).order_by("position"))
    if not steps:
        return
    last = steps[-1]
    if last.pathway and frameworks.version(last.pathway, last.number or 0) is None:
        raise Refused(
            WHAT, f"it chose version {last.number} of {last.pathway}, which this house does not have.",
            "Ask whoever runs this house to load it.",
        )  # fmt: skip
    began = timezone.localdate(steps[0].chosen_at)
    records.stand_on(stands=[records.Stand(learner, last.pathway, last.number, began)], now=now, issue=False)
