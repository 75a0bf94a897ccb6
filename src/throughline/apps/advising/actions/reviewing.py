"""A shared look at one pathway: the learner invites, for a while, and keeps the notes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising.models import ReviewNote, ReviewSession
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.models import Person
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.trail import actions as trail


@transaction.atomic
def invite(
    *, by: Actor, people: Iterable[UUID], pathway: str, opens_at: datetime, closes_at: datetime, now: datetime
) -> UUID:
    """The learner invites people to look at a pathway together from one moment to another; gives the session's id."""
    decision = require(by, "plan.write", Subject(by.person, by.name), what="A review")
    if closes_at <= opens_at:
        raise Refused("A review", "it closes before it opens.", "Choose a later end.")
    if pathway.removeprefix("pathway:") not in frameworks.catalogue().pathways:
        raise Refused("A review", f"no pathway is called '{pathway}'.", "Choose one from the list.")
    made = ReviewSession.objects.create(
        learner_id=by.me, pathway=pathway, opens_at=opens_at, closes_at=closes_at
    )
    made.invited.set(Person.objects.filter(id__in=list(people)))
    trail.record(trail.Act(by.person, "invited", now, by.person, pathway, decision.authority))
    return made.id


@transaction.atomic
def write_note(*, by: Actor, session: UUID, words: str, now: datetime) -> UUID:
    """Somebody in the session writes a note. It is the learner's from then on."""
    found = ReviewSession.objects.prefetch_related("invited").get(id=session)
    check_in_session(by, found, now)
    if not words.strip():
        raise Refused("A note", "it is still empty.", "Say it in your own words.")
    made = ReviewNote.objects.create(
        session=found, owner_id=found.learner_id, author_id=by.me, words=words, written_at=now
    )
    trail.record(trail.Act(by.person, "noted", now, found.learner_id, found.pathway, "you were invited"))
    return made.id


def check_in_session(actor: Actor, session: ReviewSession, now: datetime) -> None:
    """Refuse everyone but the learner and those invited, and everyone else than the learner outside its time."""
    if actor.person == session.learner_id:
        return
    if actor.person not in {person.id for person in session.invited.all()}:
        raise Refused("This review", "only those the learner invited may see it.", "Ask the learner.")
    if not session.opens_at <= now < session.closes_at:
        raise Refused(
            "This review",
            f"it is open from {_clock(session.opens_at)} to {_clock(session.closes_at)}.",
            "Ask the learner.",
        )


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
