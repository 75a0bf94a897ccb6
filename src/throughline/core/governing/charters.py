"""What a charter says of a body: its powers, its seats, and when its votes count.

A charter is a document of the state (`body:id`), published in versions like every other. Who sits is kept elsewhere and
comes in as a `Sitting`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal
from uuid import UUID

from throughline.core.catalogue.documents import Sector
from throughline.core.requirements.nodes import Cite, Text

Scope = Literal["state", "regional"]


@dataclass(frozen=True, slots=True)
class Power:
    """What a body may decide. decides: kinds of proposal (pathway, framework, agreement, waiver, charter, vision,
    variation, funding, commitment, policy). clause: where the charter says so, cited when a vote is refused."""

    id: str
    title: Text
    decides: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class SeatKind:
    """Seats of one kind. sector: one of the four that must be heard, or government. stands_for: learners, families,
    community, youth, professional_board, industry, union, or empty. count: how many there are; needed: how many must
    be filled for a vote. months: how long a term lasts."""

    id: str
    title: Text
    sector: Sector
    count: int = 1
    needed: int = 1
    stands_for: str = ""
    voting: bool = True
    region: str = ""
    months: int = 36


@dataclass(frozen=True, slots=True)
class Duty:
    """What a body must do, and which seat answers for it."""

    id: str
    title: Text
    owner: str
    every_months: int = 12


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its charter. parent: under whose charter a regional one stands. quorum: the share of all voting seats
    that must take part (vote or abstain); passes: of the votes for and against, more than this share must be for.
    comment_days: how long a proposal is open for comment before a vote. answer_days: how soon it answers a region."""

    id: str
    title: Text
    scope: Scope
    organization: str
    powers: tuple[Power, ...]
    seats: tuple[SeatKind, ...]
    duties: tuple[Duty, ...] = ()
    parent: str = ""
    regions: tuple[str, ...] = ()
    quorum: Fraction = Fraction(1, 2)
    passes: Fraction = Fraction(1, 2)
    comment_days: int = 30
    answer_days: int = 30
    conflicts: Text = field(default_factory=dict)
    cite: Cite | None = None

    @property
    def voting_seats(self) -> int:
        """How many seats have a vote."""
        return sum(each.count for each in self.seats if each.voting)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a seat. person: opaque here. since, until: first and last day of the term."""

    person: UUID
    name: str
    seat: str
    place: int
    since: date
    until: date
    office: str = ""
    """`chair`, `clerk` or empty."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that nobody holds, and the day it was publicly announced that it is vacant."""

    seat: str
    place: int
    announced: date | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A body on one day: its charter's version, who holds which seat, and which seats are vacant."""

    body: Body
    version: int
    on: date
    members: tuple[Member, ...]
    vacancies: tuple[Vacancy, ...]
    reported: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    """By person, which groups of the community they say themselves that they belong to; never shown of one person."""
