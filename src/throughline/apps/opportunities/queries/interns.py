"""Reads: what interns say of their places, for the network; demonstrations, for the schools that are invited."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.models import Demonstration, SiteWord, StipendProgram
from throughline.apps.trail import actions as trail

SAID = "words on places of stays"
"""What a learner reads of who looked at it."""


@dataclass(frozen=True, slots=True)
class SaidOfSite:
    """What an intern says of a place: would they go again, and why."""

    host: str
    learner: str
    again: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """A demonstration that a school is invited to. came: somebody of it was there."""

    id: UUID
    learner: str
    school: str
    on: date
    where: str
    came: bool


def words_of(actor: Actor, program: UUID, *, now: datetime) -> tuple[str, tuple[SaidOfSite, ...]]:
    """The title of a program and the newest word of each of its interns, by place, for its network; each of them sees
    that it was read. Three queries."""
    found = StipendProgram.objects.filter(id=program).first()
    if found is None:
        raise Refused("What interns say", "there is no such program.", "Look at the list.")
    require(actor, "stipend.approve", Subject(organization=found.keeper), what="What interns say")
    rows = SiteWord.objects.filter(intern__program=found).select_related("intern__agreement__learner")
    newest = list(rows.order_by("intern", "-nth").distinct("intern"))
    if newest:
        act = trail.Act(actor.person, "read", now, None, SAID, "you act for the network that sends interns")
        trail.note_reads(act, {row.intern.agreement.learner_id for row in newest})
    told = (
        SaidOfSite(
            row.intern.agreement.host, directory.shown(row.intern.agreement.learner).name, row.again, row.words, row.at
        )
        for row in newest
    )  # fmt: skip
    return found.title, tuple(sorted(told, key=lambda each: (each.host, each.at)))


def invitations(actor: Actor) -> tuple[Invited, ...]:
    """Demonstrations that the reader's organizations are invited to, the next first. One query."""
    require(actor, "stay_days.read", what="Demonstrations")
    acts = actor.organizations() - actor.organizations("learner")
    rows = (
        Demonstration.objects.filter(school__in=acts)
        .select_related("intern__agreement__learner")
        .order_by("-on")
    )
    return tuple(
        Invited(
            row.id, directory.shown(row.intern.agreement.learner).name, row.school, row.on, row.where,
            row.came_at is not None,
        )
        for row in rows[:100]
    )  # fmt: skip
