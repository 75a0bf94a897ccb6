"""Writes of an intern: what they say of the place, whom they invite to see what they did, and that they leave."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.models import Demonstration, Intern, SiteWord
from throughline.apps.opportunities.models.stipends import AGAIN
from throughline.apps.trail import actions as trail

WHAT = "An internship"
LONGEST = 5000


@transaction.atomic
def leave(*, by: Actor, intern: UUID, now: datetime) -> None:
    """The learner leaves the stipend program today; hours up to today are still paid, later ones are not seen."""
    found, decision = _own(by, intern)
    if found.left_on is not None:
        raise Refused(WHAT, "you left it.", "Look at your stipends.")
    found.left_on = timezone.localdate(now)
    found.save(update_fields=["left_on"])
    _tell(by, "left a stipend program", found, decision, now)


@transaction.atomic
def say_of_site(*, by: Actor, intern: UUID, again: str, words: str, now: datetime) -> None:
    """The intern says what the place was like; the network that sends interns there reads it."""
    found, decision = _own(by, intern)
    if again not in AGAIN or not words.strip():
        raise Refused(
            WHAT, "it does not say whether you would go again, or why.", "Choose one, and write a line."
        )
    SiteWord.objects.create(
        intern=found, nth=found.site_words.count() + 1, again=again, words=words.strip()[:LONGEST], at=now
    )
    _tell(by, "said what a place was like", found, decision, now)


@transaction.atomic
def invite(*, by: Actor, intern: UUID, on: date | None, where: str, now: datetime) -> UUID:
    """The intern invites their school to see what they did."""
    found, decision = _own(by, intern)
    if on is None or on < timezone.localdate(now) or not where.strip():
        raise Refused(WHAT, "it has no day to come, or no place.", "Say when and where you show it.")
    made, new = Demonstration.objects.get_or_create(
        intern=found,
        school=found.agreement.home,
        on=on,
        defaults={"where": where.strip()[:300], "invited_at": now},
    )
    if new:
        _tell(by, "invited to a demonstration", found, decision, now)
    return made.id


@transaction.atomic
def attended(*, by: Actor, demonstration: UUID, now: datetime) -> None:
    """Somebody of the school says that they were there."""
    rows = Demonstration.objects.select_for_update(of=("self",)).select_related("intern__agreement")
    found = rows.filter(id=demonstration).first()
    if found is None or found.came_at is not None:
        raise Refused("A demonstration", "nothing is left to say.", "Look at the list again.")
    decision = require(by, "demonstration.attend", Subject(organization=found.school), what="A demonstration")
    if found.on > timezone.localdate(now):
        raise Refused("A demonstration", "it is still to come.", "Say it once you were there.")
    found.came_by_id, found.came_at = by.me, now
    found.save(update_fields=["came_by", "came_at"])
    _tell(by, "was at a demonstration", found.intern, decision, now)


def _own(by: Actor, key: UUID) -> tuple[Intern, Decision]:
    rows = Intern.objects.select_for_update(of=("self",)).select_related("agreement")
    found = rows.filter(id=key).first()
    if found is None:
        raise Refused(WHAT, "there is none of yours.", "Look at your stipends.")
    subject = directory.subject_for(by, found.agreement.learner_id)
    return found, require(by, "stipend.join", subject, what=WHAT)


def _tell(by: Actor, verb: str, intern: Intern, decision: Decision, now: datetime) -> None:
    target = f"stipend:{intern.program_id}"
    trail.record(trail.Act(by.person, verb, now, intern.agreement.learner_id, target, decision.authority))
