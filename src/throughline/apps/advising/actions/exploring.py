"""The learner looks around. What stands here never decides anything."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.advising.models import Exploration, QuizResult
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail


@transaction.atomic
def note_exploration(*, by: Actor, kind: str, words: str, on: date, now: datetime, family: str = "") -> UUID:
    """The learner notes something they looked into. Only they and their guardian can read it."""
    decision = require(by, "plan.write", Subject(by.person, by.name), what="Noting an exploration")
    made = Exploration.objects.create(learner_id=by.me, kind=kind, words=words, family=family, on=on)
    trail.record(trail.Act(by.person, "explored", now, by.person, authority=decision.authority))
    return made.id


@transaction.atomic
def take_quiz(*, by: Actor, liked: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Keep the order in which the learner likes the families, first the best; the rest follow. None is left out."""
    decision = require(by, "plan.write", Subject(by.person, by.name), what="Taking the quiz")
    families = sorted(frameworks.catalogue().state.families)
    if unknown := [each for each in liked if each not in families]:
        raise Refused("The quiz", f"there is no family '{unknown[0]}'.", f"Families: {', '.join(families)}.")
    order = list(dict.fromkeys([*liked, *families]))
    QuizResult.objects.create(learner_id=by.me, order=order, taken_at=now)
    trail.record(trail.Act(by.person, "took the quiz", now, by.person, authority=decision.authority))
    return tuple(order)
