"""Writes: what a regional body says to the state body above it, what any partner says to a body, and the answer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries
from throughline.apps.governance.models import Body, Feedback
from throughline.apps.governance.models.feedback import ABOUT
from throughline.apps.trail import actions as trail


@transaction.atomic
def file_feedback(*, by: Actor, body: str, subject: str, words: str, now: datetime) -> UUID:
    """A member of a regional body says something to the state body under whose charter it stands; it is public, and the
    charter of the state body says by when it is answered."""
    charter, _ = queries.charter(body)
    decision = require(
        by, "feedback.file", queries.subject_of(body, timezone.localdate(now)), what="Feedback"
    )
    if not charter.parent:
        raise Refused("Feedback", "this body stands under no other.", "A regional body files it.")
    if not subject.strip() or not words.strip():
        raise Refused("Feedback", "it says nothing.", "Name what it is about, and say it.")
    above, _ = queries.charter(charter.parent)
    made = Feedback.objects.create(
        body=_row(body), to=_row(above.id), subject=subject.strip(), words=words.strip(), filed_by_id=by.me,
        filed_at=now, due=timezone.localdate(now) + timedelta(days=above.answer_days),
    )  # fmt: skip
    trail.record(trail.Act(by.person, "filed feedback", now, None, f"feedback:{made.id}", decision.authority))
    return made.id


@transaction.atomic
def tell_body(
    *, by: Actor, organization: str, to: str, about: str, subject: str, words: str, now: datetime
) -> UUID:
    """Somebody who acts for an organization of any sector tells a body what hinders (a challenge) or helps (an opportunity)
    where pathways are carried out; it is public, and the body's charter says by when it is answered."""
    above, _ = queries.charter(to)
    decision = require(by, "feedback.tell", Subject(organization=organization), what="Telling a body")
    if organization not in frameworks.catalogue().organizations:
        raise Refused("Telling a body", f"'{organization}' is not published.", "Speak for one that is.")
    if about not in ABOUT:
        raise Refused("Telling a body", "it does not say what it is.", "Choose what hinders, or what helps.")
    if not subject.strip() or not words.strip():
        raise Refused("Telling a body", "it says nothing.", "Name what it is about, and say it.")
    made = Feedback.objects.create(
        partner=organization, about=about, to=_row(to), subject=subject.strip()[:200], words=words.strip()[:10_000],
        filed_by_id=by.me, filed_at=now, due=timezone.localdate(now) + timedelta(days=above.answer_days),
    )  # fmt: skip
    trail.record(trail.Act(by.person, "told a body", now, None, f"feedback:{made.id}", decision.authority))
    return made.id


@transaction.atomic
def answer_feedback(*, by: Actor, feedback: UUID, answer: str, now: datetime, action: str = "") -> str:
    """The chair or clerk of the state body answers; action: what it does about it, where it does something. Gives the
    body that answered."""
    found = Feedback.objects.select_for_update().select_related("to").filter(id=feedback).first()
    if found is None or found.answered_at is not None:
        raise Refused("An answer", "nothing waits for it.", "Look at what is still open.")
    decision = require(
        by,
        "feedback.answer",
        queries.subject_of(found.to.slug, timezone.localdate(now)),
        what="An answer to feedback",
    )
    if not answer.strip():
        raise Refused("An answer", "it says nothing.", "Say what the body will do, or why not.")
    found.answer, found.action, found.answered_by_id, found.answered_at = (
        answer.strip(),
        action.strip(),
        by.me,
        now,
    )
    found.save(update_fields=["answer", "action", "answered_by", "answered_at"])
    trail.record(
        trail.Act(by.person, "answered feedback", now, None, f"feedback:{found.id}", decision.authority)
    )
    return found.to.slug


def _row(body: str) -> Body:
    Body.objects.bulk_create([Body(slug=body)], ignore_conflicts=True)
    return Body.objects.get(slug=body)
