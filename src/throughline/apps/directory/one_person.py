"""One person under several ids: records that were joined, by their learner's own act, and are read as one.

Nothing is rewritten: what was kept under an id stays under it, and every reading takes all ids of the person.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, UUIDField
from django.db.models.expressions import RawSQL

from throughline.apps.directory.models import Person


class SamePerson(Func):
    """All ids, as one array, of the person whom an expression names by any of them."""

    template = "ARRAY(SELECT directory_same_person(%(expressions)s))"
    output_field = ArrayField(UUIDField())


class Belongs(Func):
    """Whether the first of two expressions is an id of the person whom the second names by any of theirs; for `filter`.

    An array, because PostgreSQL goes through the whole table for each person where it may make a join of it and has
    not counted the table yet: at 600 people 2.5 s in the place of 4 ms.
    """

    template = "%(expressions)s)))"
    arg_joiner = " = ANY(ARRAY(SELECT directory_same_person("
    arity = 2
    output_field = BooleanField()


class StandsFor(Func):
    """The id under which a person acts and is known now, by any of their ids."""

    function = "directory_stands_for"
    output_field = UUIDField()


ALL_IDS = "SELECT directory_same_person(each) FROM unnest(%s::uuid[]) AS each"


def ids_of(people: Iterable[UUID]) -> RawSQL:
    """All ids of these people, for `__in`: no query by itself."""
    return RawSQL(ALL_IDS, [list(people)], output_field=UUIDField())


def whose(asked: Iterable[UUID], found: Iterable[UUID]) -> dict[UUID, UUID]:
    """To whom of those asked about each id that was found belongs. A query only where an id was not asked about."""
    wanted = list(dict.fromkeys(asked))
    same = {each: each for each in wanted}
    other = set(found) - same.keys()
    if other:
        stand = stand_for([*wanted, *other])
        first = {stand[each]: each for each in reversed(wanted)}
        same |= {each: first[stand[each]] for each in other if stand[each] in first}
    return same


def stand_for(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Under which id each of these is known now. One query."""
    rows = Person.objects.filter(id__in=list(ids)).annotate(now=StandsFor(F("id")))
    return dict(rows.values_list("id", "now"))
