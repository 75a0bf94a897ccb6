"""Everybody on whom a draft is tried, part by part: facts, rules they are on, where they learn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from throughline.apps.directory import queries as directory
from throughline.apps.directory.models import Person
from throughline.apps.records.credentials.following import Ground
from throughline.apps.records.queries import everyone
from throughline.apps.records.shapes import Shapes
from throughline.core.progress.population.facts import Facts

AT_ONCE = 65_536
NOBODY = UUID(int=0)
Held = tuple[str, int | None, date | None]
"""The pathway (`pathway:p`; empty: none), its version, and the day they began."""


@dataclass(frozen=True)
class Everybody:
    """Some people in whose record anything stands or who chose a pathway. grounds: what each is on; regions: of where they
    learn; empty where that is nowhere."""

    facts: Facts
    grounds: Sequence[Held]
    regions: Sequence[str]


def everybody() -> Iterator[Everybody]:
    """Everybody, in parts, as they stand in the database at that moment."""
    after, shapes = NOBODY, Shapes()
    while (last := everyone.last_of(after, AT_ONCE)) is not None:
        yield _part(everyone.between(after, last, shapes))
        after = last


def many_people(more_than: int) -> bool:
    """Whether the house keeps more people than this. One query."""
    return Person.objects.all()[more_than : more_than + 1].exists()


def _part(found: everyone.Everyone) -> Everybody:
    places = np.flatnonzero(found.standing)
    people = [found.people[place] for place in places.tolist()]
    regions = directory.regions_of(people)
    return Everybody(
        found.facts.of(places),
        [_held(found.grounds.get(each)) for each in people],
        [regions.get(each, "") for each in people],
    )


def _held(ground: Ground | None) -> Held:
    return ("", None, None) if ground is None else (ground.pathway, ground.number, ground.began)
