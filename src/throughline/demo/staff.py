"""Those who teach, assess, advise and decide in the demo: at every school, and for every role a rule names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID, uuid5

from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as directory_queries
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.facts import Witness
from throughline.core.catalogue.catalogue import Catalogue
from throughline.demo.names import FAMILY, GIVEN
from throughline.demo.showing import Judges

AT_SCHOOL = ("teacher", "teacher", "adviser", "principal")
PLACES_PER_ROLE = 4


@dataclass(frozen=True)
class Staff:
    """The demo's staff. seats: (role, organization) to the people who hold it."""

    seats: dict[tuple[str, str], list[UUID]]
    acting: dict[tuple[str, str, date], Actor] = field(default_factory=dict)

    def first(self, role: str, organization: str) -> UUID:
        """Somebody who holds this role there."""
        return self.seats[(role, organization)][0]

    def actor(self, role: str, organization: str, on: date) -> Actor:
        """The same, able to act."""
        key = (role, organization, on)
        if key not in self.acting:
            self.acting[key] = directory_queries.actor_of(self.first(role, organization), on=on)
        return self.acting[key]

    def witness(self, role: str, organization: str) -> Witness:
        """The same, as one who stands behind a fact."""
        return Witness(self.first(role, organization), role, organization)

    def judges(self) -> Judges:
        """Everyone, by role."""
        by_role: dict[str, list[Witness]] = defaultdict(list)
        for (role, organization), people in self.seats.items():
            by_role[role] += [Witness(person, role, organization) for person in people]
        return Judges(by_role)


def hire(space: UUID, random: Random, places: Iterable[str], since: date, now: datetime) -> Staff:
    """Fill every seat the demo needs, at every school and wherever else (`places`) somebody learns, from the day
    the first learner begins; people who are there from an earlier run stay as they are."""
    kept = frameworks.catalogue()
    seats: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    people: list[NewPerson] = []
    for nth, (role, place) in enumerate(_wanted(kept, frameworks.judging_roles(), places)):
        key = uuid5(space, f"staff {nth} {role} {place}")
        seats[(role, place)].append(key)
        people.append(NewPerson(key, random.choice(GIVEN), random.choice(FAMILY), roles=((role, place),)))
    there = directory_queries.people(person.id for person in people)
    new = [person for person in people if person.id not in there]
    if new:
        directory.add_people(by=HOUSE, people=new, starts=since, now=now)
    return Staff(seats)


def schools_of(kept: Catalogue) -> list[str]:
    """The schools of a state, by id."""
    return sorted(each.id for each in kept.organizations.values() if each.kind == "school")


def _wanted(kept: Catalogue, roles: Iterable[str], places: Iterable[str]) -> Iterator[tuple[str, str]]:
    schools = sorted({*schools_of(kept), *places})
    for school in schools:
        for role in AT_SCHOOL:
            yield role, school
    others = sorted(set(kept.organizations) - set(schools))
    for nth, role in enumerate(sorted(set(roles) - set(AT_SCHOOL))):
        for step in range(PLACES_PER_ROLE):
            yield role, others[(nth * PLACES_PER_ROLE + step) % len(others)]
    for issuer in sorted({name for each in kept.credentials.values() for name in each.issuers}):
        yield "assessor", issuer
