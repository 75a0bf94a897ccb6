"""Writes: an employer posts once at the state's desk; schools take it up; the employer takes it off."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import DeskPost, RegisteredStandards, TakenUp
from throughline.apps.trail import actions as trail
from throughline.core.certification.pre_apprenticeships import NAME as PRE_APPRENTICESHIP

WHAT = "A post at the desk"
LONGEST = 5000


@dataclass(frozen=True, slots=True)
class NewPost:
    """What is offered, as it is typed; the fields are those of `DeskPost`."""

    organization: str
    kind: str
    title: str
    words: str
    regions: tuple[str, ...] = ()
    room: int | None = None
    paid: bool = False
    wage: Decimal | None = None
    gives: tuple[str, ...] = ()
    partner: str = ""
    until: date | None = None


@transaction.atomic
def post(*, by: Actor, new: NewPost, now: datetime) -> UUID:
    """Post once; every school of its regions sees it. Gives its id.

    :raises Refused: paid without a wage, or a pre-apprenticeship whose partner sponsors no registered apprenticeship.
    """
    decision = require(by, "desk.post", Subject(organization=new.organization), what=WHAT)
    directory.organization_id(new.organization)
    _check(new, timezone.localdate(now))
    made = DeskPost.objects.create(
        organization=new.organization, kind=new.kind, title=new.title.strip()[:200], words=new.words.strip()[:LONGEST],
        regions=list(new.regions), room=new.room, paid=new.paid, wage=new.wage if new.paid else None,
        gives=list(dict.fromkeys(new.gives)), partner=new.partner, until=new.until, posted_by_id=by.me, posted_at=now,
    )  # fmt: skip
    target = f"organization:{new.organization}"
    trail.record(trail.Act(by.person, "posted at the desk", now, None, target, decision.authority))
    return made.id


def _check(new: NewPost, today: date) -> None:
    kept = frameworks.catalogue()
    if not new.title.strip() or not new.words.strip():
        raise Refused(WHAT, "it has no title or says nothing.", "Write both.")
    if new.kind not in kept.state.desk:
        raise Refused(WHAT, "it is of no kind that the state names.", "Choose one of the list.")
    if any(each not in kept.regions for each in new.regions):
        raise Refused(WHAT, "one of its regions is none.", "Choose from the list.")
    if new.paid and not (new.wage and new.wage > 0):
        raise Refused(WHAT, "it is marked as paid and names no wage.", "Write the dollars an hour.")
    if new.until is not None and new.until < today:
        raise Refused(WHAT, "its last day is over.", "Give a day to come, or none.")
    for each in new.gives:
        kind, _, name = each.partition(":")
        if name not in {"credential": kept.credentials, "competency": kept.competencies}.get(kind, {}):
            raise Refused(WHAT, f"'{each}' is nothing this state publishes.", "Choose from the list.")
    if new.kind == PRE_APPRENTICESHIP and not _sponsors(new.partner):
        raise Refused(
            WHAT, "a pre-apprenticeship needs a partner that sponsors a registered apprenticeship.",
            "Name the sponsor, or call it a training.",
        )  # fmt: skip


def _sponsors(partner: str) -> bool:
    """Whether an organization is a documented partner: its standards are registered, or it signed an entry."""
    place = frameworks.catalogue().organizations.get(partner)
    if place is None or place.sector != "workforce":
        return False
    signed = frameworks.catalogue().agreements.values()
    return (
        any(each.kind == "apprenticeship" and partner in each.parties for each in signed)
        or RegisteredStandards.objects.filter(standards__sponsor=partner).exists()
    )


@transaction.atomic
def take_up(*, by: Actor, post: UUID, school: str, now: datetime) -> None:
    """A school says that it takes up what was posted."""
    decision = require(by, "desk.take_up", Subject(organization=school), what="Taking it up")
    found = _found(post)
    _, new = TakenUp.objects.get_or_create(post=found, school=school, defaults={"by_id": by.me, "at": now})
    if new:
        target = f"organization:{school}"
        trail.record(
            trail.Act(by.person, "took up a post of the desk", now, None, target, decision.authority)
        )


@transaction.atomic
def take_off(*, by: Actor, post: UUID, now: datetime) -> None:
    """Its organization takes it off the desk."""
    found = _found(post)
    decision = require(by, "desk.post", Subject(organization=found.organization), what=WHAT)
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    target = f"organization:{found.organization}"
    trail.record(trail.Act(by.person, "took a post off the desk", now, None, target, decision.authority))


def _found(key: UUID) -> DeskPost:
    found = DeskPost.objects.select_for_update().filter(id=key, closed_at=None).first()
    if found is None:
        raise Refused(WHAT, "it is not there any more.", "Look at the desk again.")
    return found
