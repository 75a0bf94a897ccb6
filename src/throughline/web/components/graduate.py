"""Where a learner stands on what every graduate shows, in one line."""

from dataclasses import dataclass

from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor
from throughline.web import reading
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class GraduateCount:
    """A learner's graduate profile in one line: whose it is, and how many of its parts are shown."""

    whose: str
    shown: int
    asked: int


def standing_of(actor: Actor, found: advising.Progress) -> advising.GraduateStanding | None:
    """Where the learner who is signed in stands on their graduate profile. No query."""
    began = found.choice.began
    return advising.graduate_standing(
        found.record,
        actor.organizations("learner"),
        began=timezone.localdate(began) if began else None,
        on=timezone.localdate(),
    )


def counted(standing: advising.GraduateStanding) -> GraduateCount:
    """A standing in one line."""
    holder = standing.own.holder if standing.own else reading.catalogue().state
    return GraduateCount(
        words(holder.title), sum(1 for each in standing.parts if each.satisfied), len(standing.parts)
    )
