"""Joining two records of one person: only they do it, and they prove that the other one is theirs too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from throughline.apps.directory import recovery
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.models import Merge, Person, Relation
from throughline.apps.directory.one_person import ids_of, stand_for
from throughline.apps.directory.policy import require
from throughline.apps.trail import actions as trail

WHAT = "Joining two records"
RECOVERY_CODE = "recovery code"


@dataclass(frozen=True, slots=True)
class Other:
    """A record that the learner proved to be theirs too, and has not joined yet."""

    id: UUID
    name: str
    created_at: datetime


def other_record(actor: Actor, code: str) -> Other:
    """The record behind an unused recovery code; the code stays unused. Raises `Refused` where it opens nothing."""
    require(actor, "record.merge", Subject(actor.person, actor.name), what=WHAT)
    return _other(actor, recovery.person_behind(code))


def _other(actor: Actor, person: Person) -> Other:
    if actor.is_me(person.id):
        raise Refused(
            WHAT, "this is a code of the record you are in.", "Type a code that you made in the other one."
        )
    tied = Q(learner=person.id, helper__in=ids_of([actor.me])) | Q(
        helper=person.id, learner__in=ids_of([actor.me])
    )
    if Relation.objects.filter(tied).exists():
        raise Refused(
            WHAT, "one of the two helps the other, so they are two people.", "Nothing can be joined."
        )
    return Other(person.id, person.display_name, person.created_at)


@transaction.atomic
def join(*, by: Actor, code: str, now: datetime) -> UUID:
    """The learner joins another record of theirs to the one they are in; gives the other's id. They prove it with an
    unused recovery code of it, which is used up. From now on both are read as one, under the id they are in."""
    decision = require(by, "record.merge", Subject(by.person, by.name), what=WHAT)
    list(Person.objects.select_for_update().filter(id=by.me).values_list("id"))
    other = _other(by, recovery.use_up(code=code, now=now))
    stood = stand_for([other.id])[other.id]
    before: list[Any] = list(Merge.objects.filter(into=stood).values_list("person_id", flat=True).distinct())
    Merge.objects.bulk_create(
        Merge(person_id=each, into_id=by.me, at=now, proof=RECOVERY_CODE) for each in (stood, *before)
    )
    trail.record(trail.Act(by.person, "joined records", now, by.me, f"person:{stood}", decision.authority))
    return stood
