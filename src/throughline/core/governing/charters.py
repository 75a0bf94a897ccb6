"""Who sits in a body on one day, under which version of its charter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughline.core.catalogue.charters import Body, Duty, Power, Scope, SeatKind

__all__ = ["Body", "Duty", "Member", "Power", "Scope", "SeatKind", "Sitting", "Vacancy"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a seat. person: opaque here. since, until: first and last day of the term. region: where they come
    from, as was said when the seat was filled."""

    person: UUID
    name: str
    seat: str
    place: int
    since: date
    until: date
    office: str = ""
    """`chair`, `clerk` or empty."""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that nobody holds, and the day it was publicly announced that it is vacant."""

    seat: str
    place: int
    announced: date | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A body on one day: its charter's version, who holds which seat, and which seats are vacant.

    reported: by person, which groups of the community they say themselves that they belong to; whoever said nothing is
    not in it. openly: those of them who let that stand beside their name; of the others it is never shown one by one.
    """

    body: Body
    version: int
    on: date
    members: tuple[Member, ...]
    vacancies: tuple[Vacancy, ...]
    reported: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    openly: frozenset[UUID] = frozenset()

    def in_seat(self, kind: str) -> tuple[Member, ...]:
        """Who holds seats of that kind."""
        return tuple(each for each in self.members if each.seat == kind)

    def member(self, person: UUID) -> Member | None:
        """The seat of that person, where they hold one."""
        return next((each for each in self.members if each.person == person), None)

    def office(self, name: str) -> Member | None:
        """Who holds that office."""
        return next((each for each in self.members if each.office == name), None)
