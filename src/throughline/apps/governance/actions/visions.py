"""Writes: a body's vision with goals that can be measured, who wrote it, and who carries what of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import Bearer, Responsibility, Vision, VisionAuthor, VisionGoal
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.documents import SECTORS


@dataclass(frozen=True, slots=True)
class NewGoal:
    """A goal: what is counted (measure), where it stands (baseline; None: not known yet), where it shall stand (target),
    by which day."""

    text: str
    measure: str
    target: Decimal | None
    due: date | None
    baseline: Decimal | None = None


@transaction.atomic
def publish_vision(
    *, by: Actor, organization: str, text: str, goals: Sequence[NewGoal], now: datetime, why: str = ""
) -> int:
    """Publish a vision with its goals, as the next version; gives its number. A goal without a measure is refused."""
    decision = require(by, "vision.publish", Subject(organization=organization), what="This vision")
    if organization not in frameworks.catalogue().organizations:
        raise Refused("This vision", f"there is no organization '{organization}'.", "Check the name.")
    if not text.strip():
        raise Refused("This vision", "it says nothing yet.", "Say what you want to come true.")
    if not goals:
        raise Refused("This vision", "it has no goal.", "Set one that can be measured.")
    for nth, goal in enumerate(goals, 1):
        _refuse_unmeasured(nth, goal, timezone.localdate(now))
    newest = Vision.objects.filter(organization=organization).aggregate(most=Max("number"))["most"] or 0
    made = Vision.objects.create(
        organization=organization, number=newest + 1, text=text.strip(), why=why.strip(),
        published_by_id=by.me, published_at=now,
    )  # fmt: skip
    VisionGoal.objects.bulk_create(
        VisionGoal(
            vision=made, position=nth, text=goal.text.strip(), measure=goal.measure.strip()[:300],
            baseline=goal.baseline, target=goal.target or Decimal(0), due=goal.due or timezone.localdate(now),
        )
        for nth, goal in enumerate(goals, 1)
    )  # fmt: skip
    target = f"organization:{organization}"
    trail.record(
        trail.Act(
            by.person, "published a vision", now, None, target, decision.authority, {"number": made.number}
        )
    )
    return made.number


def _refuse_unmeasured(nth: int, goal: NewGoal, today: date) -> None:
    lacks = (
        ("text", not goal.text.strip(), "it says nothing.", "Say what shall be true."),
        ("measure", not goal.measure.strip(), "it has no measure.", "Say what is counted."),
        ("target", goal.target is None, "it has no target.", "Say which number shall be reached."),
        ("due", goal.due is None or goal.due <= today, "it has no day to come.", "Say by which day."),
    )
    for field, missing, why, fix in lacks:
        if missing:
            raise Refused(f"Goal {nth}", why, fix, {"goal": nth, "field": field})


@transaction.atomic
def sign_vision(
    *,
    by: Actor,
    organization: str,
    sector: str,
    office: str,
    named: bool,
    now: datetime,
    executive: bool = False,
) -> None:
    """Somebody says that they wrote the vision with others, and whether their name may stand there. Saying it again
    changes it; a name goes at once. Whoever leads the organization confirms it."""
    decision = require(by, "vision.sign", what="Signing a vision")
    if not Vision.objects.filter(organization=organization).exists():
        raise Refused("Signing", "there is no vision yet.", "Wait until it is published.")
    if sector not in SECTORS:
        raise Refused("Signing", "no sector was chosen.", "Choose where you come from.")
    there = VisionAuthor.objects.filter(organization=organization, person_id=by.me).first()
    said = {"sector": sector, "office": office.strip()[:200], "executive": executive}
    same = there is not None and all(getattr(there, name) == value for name, value in said.items())
    confirmed = there.confirmed_at if there is not None and same else None
    VisionAuthor.objects.update_or_create(
        organization=organization, person_id=by.me,
        defaults={**said, "named": named, "said_at": now, "confirmed_at": confirmed},
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "signed a vision", now, None, f"organization:{organization}", decision.authority)
    )


@transaction.atomic
def confirm_author(*, by: Actor, author: UUID, now: datetime) -> None:
    """Whoever leads the organization says that this person did write it with them."""
    found = VisionAuthor.objects.filter(id=author).first()
    if found is None:
        raise Refused("This author", "they took it back.", "Look at the page again.")
    decision = require(by, "vision.publish", Subject(organization=found.organization), what="This author")
    VisionAuthor.objects.filter(id=author, confirmed_at=None).update(confirmed_at=now)
    target = f"organization:{found.organization}"
    trail.record(
        trail.Act(by.person, "confirmed an author", now, found.person_id, target, decision.authority)
    )


@transaction.atomic
def unsign_vision(*, by: Actor, organization: str, now: datetime) -> None:
    """Somebody no longer wants to stand as an author, named or not."""
    decision = require(by, "vision.sign", what="Signing a vision")
    VisionAuthor.objects.filter(organization=organization, person_id=by.me).delete()
    target = f"organization:{organization}"
    trail.record(trail.Act(by.person, "took back a signature", now, None, target, decision.authority))


@transaction.atomic
def share_responsibility(
    *, by: Actor, organization: str, text: str, bearers: Collection[str], now: datetime
) -> UUID:
    """Whoever leads a vision shares a responsibility out among organizations of two sectors or more. Each of them says yes
    for itself."""
    subject = Subject(organization=organization)
    decision = require(by, "vision.publish", subject, what="This responsibility")
    if not Vision.objects.filter(organization=organization).exists():
        raise Refused("This responsibility", "there is no vision yet.", "Publish the vision first.")
    if not text.strip():
        raise Refused("This responsibility", "it says nothing.", "Say what is carried together.")
    known = frameworks.catalogue().organizations
    chosen = [known[name] for name in dict.fromkeys(bearers) if name in known]
    if len({each.sector for each in chosen}) < 2:
        raise Refused(
            "This responsibility",
            "it lies with one sector alone.",
            "Choose organizations of two sectors or more.",
        )
    made = Responsibility.objects.create(
        organization=organization, text=text.strip()[:2000], shared_by_id=by.me, shared_at=now
    )
    Bearer.objects.bulk_create(
        Bearer(responsibility=made, organization=each.id, sector=each.sector) for each in chosen
    )
    _tell(by, decision, "shared a responsibility", organization, now)
    return made.id


@transaction.atomic
def carry(*, by: Actor, responsibility: UUID, organization: str, now: datetime) -> None:
    """Somebody who leads an organization says that it carries its part."""
    decision = require(
        by, "responsibility.carry", Subject(organization=organization), what="This responsibility"
    )
    found = Bearer.objects.select_for_update().filter(
        responsibility=responsibility, organization=organization, responsibility__ended_at=None
    ).first()  # fmt: skip
    if found is None:
        raise Refused("This responsibility", f"{organization} does not share it.", "Look at the page again.")
    if found.accepted_at is None:
        found.accepted_by_id, found.accepted_at = by.me, now
        found.save(update_fields=["accepted_by", "accepted_at"])
        _tell(by, decision, "carries a responsibility", organization, now)


@transaction.atomic
def end_responsibility(*, by: Actor, responsibility: UUID, now: datetime) -> str:
    """A responsibility is no longer shared; that it was stays on record. Gives whose vision it belonged to."""
    found = Responsibility.objects.filter(id=responsibility, ended_at=None).first()
    if found is None:
        raise Refused("This responsibility", "it has ended.", "Look at the page again.")
    subject = Subject(organization=found.organization)
    decision = require(by, "vision.publish", subject, what="This responsibility")
    Responsibility.objects.filter(id=responsibility).update(ended_at=now)
    _tell(by, decision, "ended a responsibility", found.organization, now)
    return str(found.organization)


def _tell(by: Actor, decision: Decision, verb: str, organization: str, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"organization:{organization}", decision.authority))
