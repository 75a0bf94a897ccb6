"""Writes of how people around a learner see their skills: on the same words, never summed, never a result by itself."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed, require
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.models import SkillAnswer, SkillRating, SkillReview
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.assessments import RatingForm

BY_TIE: Mapping[str, tuple[str, ...]] = {
    "guardian": ("family",), "advocate": ("family", "mentor"), "adviser": ("mentor",), "mentor": ("mentor",),
    "teacher": ("teacher",), "workplace_mentor": ("employer", "mentor"),
}  # fmt: skip
"""As what a helper of each kind may rate."""


def raters_of(actor: Actor, learner: Subject, form: RatingForm) -> tuple[str, ...]:
    """As what an actor may rate this learner on a form: first the most fitting."""
    if actor.person == learner.learner:
        mine: tuple[str, ...] = ("self",)
    else:
        ties = [h.kind for h in actor.helps if h.learner == learner.learner]
        mine = tuple(rater for kind in ties for rater in BY_TIE[kind])
        if actor.organizations(*ASSESSORS) & learner.organizations:
            mine = (*mine, "teacher")
    return tuple(dict.fromkeys(each for each in mine if each in form.raters))


@transaction.atomic
def rate_skills(
    *, by: Actor, learner: UUID, form: str, levels: Mapping[str, int], now: datetime, words: str = "",
    rater: str = "",
) -> UUID:  # fmt: skip
    """Rate the statements of a form about a learner; any may be left out. The learner reads it and may answer.

    No fact stands by it and no milestone is closed by it.
    """
    subject = directory.subject_for(by, learner)
    decision = require(by, "skills.rate", subject, what="Rating skills")
    found = frameworks.catalogue().rating_forms.get(form)
    if found is None:
        raise Refused("The form", f"no form '{form}' is published.", "Choose one from the list.")
    mine = raters_of(by, subject, found)
    if not mine or (rater and rater not in mine):
        raise Refused("The form", "it does not ask you.", f"It asks: {', '.join(found.raters)}.")
    _check(found, levels)
    made = SkillReview.objects.create(
        learner_id=learner, form=f"rating_form:{form}", words=words.strip(), by_id=by.me, rater=rater or mine[0],
        number=frameworks.catalogue().versions.get(f"rating_form:{form}", 1),
        organization=min(by.organizations(), default="") if by.person != learner else "", given_at=now,
    )  # fmt: skip
    SkillRating.objects.bulk_create(
        [SkillRating(review=made, item=f"competency:{name}", level=level) for name, level in levels.items()]
    )
    trail.record(
        trail.Act(by.person, "rated skills", now, learner, f"rating_form:{form}", decision.authority)
    )
    return made.id


def _check(form: RatingForm, levels: Mapping[str, int]) -> None:
    steps = {each.number for each in form.scale}
    if not levels:
        raise Refused("The form", "nothing is rated yet.", "Rate one statement or more.")
    for name, level in levels.items():
        if name not in form.items or level not in steps:
            raise Refused("The form", f"it has no step {level} for '{name}'.", "Choose one of its steps.")


@transaction.atomic
def answer_review(*, by: Actor, review: UUID, words: str, now: datetime) -> None:
    """The learner answers what was said; the answer stays beside it."""
    row = SkillReview.objects.select_for_update().filter(id=review).first()
    subject = Subject(row.learner_id, by.name) if row else Subject()
    decision = require(by, "skills.answer", subject, what="Answering a review")
    if row is None or not words.strip():
        raise Refused("Your answer", "it is empty.", "Write what you would like to say.")
    if SkillAnswer.objects.filter(review=row).exists():
        raise Refused(
            "Your answer", "you have answered already, and it stands beside the review.", "Talk with them."
        )
    SkillAnswer.objects.create(review=row, words=words.strip(), answered_at=now)
    trail.record(trail.Act(by.person, "answered review", now, row.learner_id, row.form, decision.authority))


def may_rate(actor: Actor, learner: UUID, form: RatingForm) -> tuple[str, ...]:
    """As what an actor may rate a learner on a form; empty where they may not."""
    subject = directory.subject_for(actor, learner)
    return raters_of(actor, subject, form) if allowed(actor, "skills.rate", subject).allowed else ()
