"""Reads: registered standards for everyone; drafts for their sponsor; what waits for who registers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.apprenticing import rules
from throughline.apps.opportunities.models import ApprenticeshipStandards, RegisteredStandards
from throughline.core.apprenticeships.standards import Lack, Standards, lacking, read


@dataclass(frozen=True, slots=True)
class Registered:
    """A version of standards as it stands. key: of the standards; versions: how many there are."""

    key: UUID
    sponsor: str
    number: int
    versions: int
    standards: Standards
    digest: str
    registrar: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Standards as their sponsor writes them. lacks: what keeps them from being registered; number: what is registered."""

    key: UUID
    sponsor: str
    number: int
    standards: Standards
    lacks: tuple[Lack, ...]
    asked_at: datetime | None
    sent_back: str


def registered(sponsor: str = "") -> list[Registered]:
    """The newest version of all registered standards, or of those of one sponsor, by occupation. One query."""
    rows = RegisteredStandards.objects.select_related("standards")
    own = rows.filter(standards__sponsor=sponsor) if sponsor else rows
    newest = own.order_by("standards", "-number").distinct("standards")
    return sorted(
        map(_registered, newest), key=lambda each: (each.standards.occupation.casefold(), each.sponsor)
    )


def stamp() -> str:
    """What changes as soon as standards are registered. One query."""
    return str(RegisteredStandards.objects.count())


def one(key: UUID, number: int | None = None) -> Registered | None:
    """One version of standards, the newest where none is named; None where there is none. One query."""
    rows = RegisteredStandards.objects.select_related("standards").filter(standards=key)
    row = (rows.filter(number=number) if number else rows.order_by("-number")).first()
    return None if row is None else _registered(row)


def drafts(actor: Actor) -> list[Draft]:
    """What the organizations write that the actor acts for, newest first. One query."""
    places = actor.organizations() - actor.organizations("learner")
    rows = ApprenticeshipStandards.objects.filter(sponsor__in=places)
    return [_draft(row) for row in rows.order_by("-touched_at", "id")]


def draft(actor: Actor, key: UUID) -> Draft:
    """One of them, for its sponsor and for whoever registers while it waits."""
    row = ApprenticeshipStandards.objects.filter(id=key).first()
    if row is None:
        raise Refused("Apprenticeship standards", "there are none at this address.", "Look in the list.")
    if not (row.asked_at and may_register(actor)):
        require(actor, "standards.write", Subject(organization=row.sponsor), what="A draft of standards")
    return _draft(row)


def waiting(actor: Actor) -> list[Draft]:
    """What waits to be registered, the longest first; for who registers, and empty for others. One query."""
    if not may_register(actor):
        return []
    rows = ApprenticeshipStandards.objects.exclude(asked_at=None).order_by("asked_at", "id")
    return [_draft(row) for row in rows]


def may_register(actor: Actor) -> bool:
    """Whether the actor acts for the organization that registers."""
    place = Subject(organization=rules().standards.registered_by)
    return bool(place.organization) and allowed(actor, "standards.register", place).allowed


def _registered(row: RegisteredStandards) -> Registered:
    return Registered(
        row.standards_id, row.standards.sponsor, row.number, row.standards.number, read(row.document), row.digest,
        row.registrar, row.registered_at,
    )  # fmt: skip


def _draft(row: ApprenticeshipStandards) -> Draft:
    found = read(row.draft)
    lacks = lacking(found, rules().standards, row.sponsor, frameworks.catalogue())
    return Draft(row.id, row.sponsor, row.number, found, lacks, row.asked_at, row.sent_back)
