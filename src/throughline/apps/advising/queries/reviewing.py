"""Review sessions: seen by the learner and those invited, while they are open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.advising.actions.reviewing import check_in_session
from throughline.apps.advising.models import ReviewNote, ReviewSession
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of


@dataclass(frozen=True, slots=True)
class Note:
    """A note from a review. It is the learner's; author says who wrote it."""

    author: str
    words: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One review: whose, of which pathway, with whom, from when to when, and its notes."""

    id: UUID
    learner: UUID
    pathway: str
    invited: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    notes: tuple[Note, ...]


def session(actor: Actor, key: UUID, *, now: datetime) -> Session:
    """One review, for the learner and, while it is open, for those invited; anyone else is refused."""
    found = ReviewSession.objects.prefetch_related("invited", "notes__author").get(id=key)
    check_in_session(actor, found, now)
    return _session(found)


def sessions(actor: Actor) -> list[Session]:
    """The actor's own reviews, newest first."""
    rows = ReviewSession.objects.filter(learner__in=ids_of([actor.me])).prefetch_related(
        "invited", "notes__author"
    )
    return [_session(row) for row in rows.order_by("-opens_at")]


def my_notes(actor: Actor) -> list[Note]:
    """Every note that is the actor's, whoever wrote it, newest first."""
    return notes_of(actor.me)


def notes_of(learner: UUID) -> list[Note]:
    """The notes of a learner's reviews, newest first; for queries that asked the policy first. One query."""
    rows = (
        ReviewNote.objects.filter(owner__in=ids_of([learner]))
        .select_related("author")
        .order_by("-written_at")
    )
    return [_note(row) for row in rows]


def _session(row: ReviewSession) -> Session:
    invited = tuple(person.display_name for person in row.invited.all())
    notes = tuple(_note(note) for note in sorted(row.notes.all(), key=lambda n: n.written_at))
    return Session(row.id, row.learner_id, row.pathway, invited, row.opens_at, row.closes_at, notes)


def _note(row: ReviewNote) -> Note:
    return Note(row.author.display_name, row.words, row.written_at)
