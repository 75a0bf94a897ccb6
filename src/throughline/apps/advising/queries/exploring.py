"""What the learner explored. Only pages for the learner and their guardian read this; nothing that decides does."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.advising.models import Exploration, QuizResult
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of
from throughline.apps.frameworks import queries as frameworks


@dataclass(frozen=True, slots=True)
class ExplorationNote:
    """Something the learner looked into."""

    id: UUID
    kind: str
    words: str
    family: str
    on: date


def explorations(actor: Actor, learner: UUID, *, now: datetime) -> list[ExplorationNote]:
    """What a learner noted while exploring, newest first."""
    directory.may_read(actor, "exploration.read", learner, what="explorations", now=now)
    rows = Exploration.objects.filter(learner__in=ids_of([learner])).order_by("-on", "-id")
    return [ExplorationNote(r.id, r.kind, r.words, r.family, r.on) for r in rows]


def families_in_order(actor: Actor) -> tuple[str, ...]:
    """Every family of pathways, always all of them: in the order of the actor's last quiz, else by id."""
    families = tuple(sorted(frameworks.catalogue().state.families))
    last = (
        QuizResult.objects.filter(learner__in=ids_of([actor.me])).order_by("-taken_at").first()
        if actor.person
        else None
    )
    liked = [each for each in last.order if each in families] if last else []
    return tuple(dict.fromkeys([*liked, *families]))


def has_taken_quiz(actor: Actor) -> bool:
    """Whether the order of the families is the actor's own."""
    return actor.person is not None and QuizResult.objects.filter(learner__in=ids_of([actor.me])).exists()
