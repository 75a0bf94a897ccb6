"""Reads: visions with their goals, every version, and the authors who chose to be named. Public."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import require
from throughline.apps.governance.models import Bearer, Responsibility, Vision, VisionAuthor
from throughline.core.catalogue.documents import SECTORS


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its measure. baseline None: not known when it was set."""

    text: str
    measure: str
    baseline: Decimal | None
    target: Decimal
    due: date


@dataclass(frozen=True, slots=True)
class VisionVersion:
    """One version of a vision."""

    organization: str
    number: int
    text: str
    why: str
    published_at: datetime
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """An author who chose to be named."""

    name: str
    office: str
    executive: bool


@dataclass(frozen=True, slots=True)
class SectorAuthors:
    """The authors of one sector: those who chose to be named, and how many did not."""

    sector: str
    named: tuple[Author, ...]
    unnamed: int

    @property
    def executives(self) -> int:
        """How many of the named decide for their organization."""
        return sum(1 for each in self.named if each.executive)


@dataclass(frozen=True, slots=True)
class Signing:
    """What the actor said of their own part."""

    sector: str
    office: str
    executive: bool
    named: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who says that they wrote it too, before it is confirmed."""

    id: UUID
    name: str
    sector: str
    office: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A responsibility of a vision. bearers: organization, its sector, and whether it said yes."""

    id: UUID
    text: str
    bearers: tuple[tuple[str, str, bool], ...]

    @property
    def sectors(self) -> tuple[str, ...]:
        """The sectors that share it."""
        return tuple(each for each in SECTORS if any(each == sector for _, sector, _ in self.bearers))

    @property
    def accepted(self) -> int:
        """How many of the sectors said yes, by one of their organizations."""
        return len({sector for _, sector, said_yes in self.bearers if said_yes})


def responsibilities(organization: str) -> list[Carried]:
    """What is carried together for an organization's vision, oldest first. One query."""
    rows = Bearer.objects.filter(
        responsibility__organization=organization, responsibility__ended_at=None
    ).select_related("responsibility")  # fmt: skip
    found: dict[Responsibility, list[tuple[str, str, bool]]] = {}
    for row in rows.order_by("responsibility__shared_at", "responsibility_id", "organization"):
        said_yes = row.accepted_at is not None
        found.setdefault(row.responsibility, []).append((row.organization, row.sector, said_yes))
    return [Carried(each.id, each.text, tuple(bearers)) for each, bearers in found.items()]


def visions_of(organization: str) -> list[VisionVersion]:
    """Every version of an organization's vision, newest first. Two queries."""
    rows = Vision.objects.filter(organization=organization).order_by("-number").prefetch_related("goals")
    return [
        VisionVersion(
            row.organization, row.number, row.text, row.why, row.published_at,
            tuple(
                Goal(g.text, g.measure, g.baseline, g.target, g.due)
                for g in sorted(row.goals.all(), key=lambda g: g.position)
            ),
        )
        for row in rows
    ]  # fmt: skip


def with_visions() -> list[str]:
    """The organizations that published a vision, by id. One query."""
    return sorted(set(Vision.objects.values_list("organization", flat=True)))


def vision_authors(organization: str) -> tuple[SectorAuthors, ...]:
    """The confirmed authors by sector, in the state's order of sectors; a name only where its owner chose it. Two
    queries."""
    rows = list(VisionAuthor.objects.filter(organization=organization, confirmed_at__isnull=False))
    people = directory.people(row.person_id for row in rows if row.named)
    found = []
    for sector in SECTORS:
        here = [row for row in rows if row.sector == sector]
        named = sorted(
            (Author(people[row.person_id].name, row.office, row.executive) for row in here if row.named),
            key=lambda each: each.name.casefold(),
        )
        if here:
            found.append(SectorAuthors(sector, tuple(named), len(here) - len(named)))
    return tuple(found)


def own_signing(actor: Actor, organization: str) -> Signing | None:
    """What the actor said of their own part; None where they did not. One query."""
    if actor.person is None:
        return None
    row = VisionAuthor.objects.filter(organization=organization, person_id=actor.person).first()
    if row is None:
        return None
    return Signing(row.sector, row.office, row.executive, row.named, row.confirmed_at is not None)


def waiting_authors(actor: Actor, organization: str) -> list[Waiting]:
    """Those who wait to be confirmed, for whoever leads the organization. Two queries."""
    require(actor, "vision.publish", Subject(organization=organization), what="These authors")
    rows = list(VisionAuthor.objects.filter(organization=organization, confirmed_at=None).order_by("said_at"))
    people = directory.people(row.person_id for row in rows)
    return [Waiting(row.id, people[row.person_id].name, row.sector, row.office) for row in rows]
