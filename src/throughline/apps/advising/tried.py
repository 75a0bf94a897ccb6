"""Everybody on whom a draft is tried, part by part: facts, rules they are on, where they learn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.directory import queries as directory
from throughline.apps.directory.models import Person
from throughline.apps.records import queries as records
from throughline.core.progress.population.facts import Facts, facts_of

AT_ONCE = 16_384
Held = tuple[str, int | None, date | None]
"""The pathway (`pathway:p`; empty: none), its version, and the day they began."""


@dataclass(frozen=True)
class Everybody:
    """Some people in whose record anything stands or who chose a pathway. grounds: what each
    is on; regions: of where they learn; empty where that is nowhere."""

    facts: Facts
    grounds: Sequence[Held]
    regions: Sequence[str]


def everybody() -> Iterator[Everybody]:
    """Everybody, in parts."""
    people = sorted({*Choice.objects.values_list("learner", flat=True), *directory.everybody("learner")})
    for at in range(0, len(people), AT_ONCE):
        yield _part(people[at : at + AT_ONCE])


def many_people(more_than: int) -> bool:
    """Whether the house keeps more people than this. One query."""
    return Person.objects.all()[more_than : more_than + 1].exists()


def _part(people: Sequence[UUID]) -> Everybody:
    steps, held, regions = latest_steps(people), records.records_of(people), directory.regions_of(people)
    some = [each for each in people if held[each].facts or held[each].exceptions or each in steps]
    return Everybody(
        facts_of((str(each), held[each]) for each in some),
        [_ground(*steps[each]) if each in steps else NOWHERE for each in some],
        [regions.get(each, "") for each in some],
    )


NOWHERE: Held = ("", None, None)


def _ground(step: Choice, began: datetime) -> Held:
    return step.pathway, step.number, began.date()
