"""Writes: needs and room are posted, a match is proposed, and both sides answer."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import BrokerMatch, BrokerPost
from throughline.apps.governance.models.brokering import SIDES
from throughline.apps.trail import actions as trail


@transaction.atomic
def post_on_board(
    *, by: Actor, organization: str, exchange: str, side: str, text: str, now: datetime, amount: int | None = None,
    until: date | None = None,
) -> UUID:  # fmt: skip
    """An organization says what it needs (`need`) or has room for (`capacity`) in one of the state's exchanges."""
    decision = require(by, "broker.post", Subject(organization=organization), what="Posting on the board")
    kept = frameworks.catalogue()
    if exchange not in {each.id for each in kept.state.exchanges}:
        raise Refused("Posting", "no exchange was chosen.", "Choose one of the three.")
    if side not in SIDES:
        raise Refused("Posting", "it says neither need nor room.", "Choose one of them.")
    if not text.strip():
        raise Refused("Posting", "it says nothing.", "Say what you need, or what you have room for.")
    if until is not None and until < timezone.localdate(now):
        raise Refused("Posting", "its last day is over.", "Give a day to come, or none.")
    place = kept.organizations.get(organization)
    made = BrokerPost.objects.create(
        exchange=exchange, side=side, organization=organization, region=place.region if place else "",
        text=text.strip()[:2000], amount=amount, until=until, posted_by_id=by.me, posted_at=now,
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "posted", now, None, f"organization:{organization}", decision.authority)
    )
    return made.id


@transaction.atomic
def take_off_board(*, by: Actor, post: UUID, now: datetime) -> None:
    """An organization takes its post off the board; what was agreed stays."""
    found = _post(post)
    decision = require(by, "broker.post", Subject(organization=found.organization), what="This post")
    BrokerPost.objects.filter(id=post, closed_at=None).update(closed_at=now)
    target = f"organization:{found.organization}"
    trail.record(trail.Act(by.person, "took a post off", now, None, target, decision.authority))


@transaction.atomic
def propose_match(*, by: Actor, need: UUID, capacity: UUID, why: str, now: datetime) -> UUID:
    """Somebody who brings a region together, or one of the two, proposes that a need and a capacity meet. A side that
    proposes has said yes."""
    wanted, given = _post(need), _post(capacity)
    decision = require(
        by, "broker.propose", Subject(issuers=frozenset({wanted.organization, given.organization})),
        what="Proposing a match",
    )  # fmt: skip
    if (wanted.side, given.side) != ("need", "capacity") or wanted.exchange != given.exchange:
        raise Refused("This match", "it is no need and room of one kind.", "Choose one of each.")
    if wanted.organization == given.organization:
        raise Refused("This match", "both posts are of one organization.", "Choose another's.")
    if wanted.closed_at or given.closed_at:
        raise Refused("This match", "one of them is off the board.", "Choose one that stands.")
    made, new = BrokerMatch.objects.get_or_create(
        need=wanted, capacity=given,
        defaults={"why": why.strip()[:2000], "proposed_by_id": by.me, "proposed_at": now},
    )  # fmt: skip
    if not new:
        raise Refused("This match", "it was proposed before.", "Look at the answers.")
    acts = {role.organization for role in by.roles if role.role != "learner"}
    for side, post in (("need", wanted), ("capacity", given)):
        if post.organization in acts:
            _say(made, side, True, now)
    trail.record(trail.Act(by.person, "proposed a match", now, None, f"match:{made.id}", decision.authority))
    return made.id


@transaction.atomic
def answer_match(*, by: Actor, match: UUID, side: str, yes: bool, now: datetime) -> None:
    """One side answers for itself, once. Both yes: it is agreed."""
    found = (
        BrokerMatch.objects.select_for_update(of=("self",))
        .select_related("need", "capacity")
        .filter(id=match)
        .first()
    )
    if found is None or side not in SIDES:
        raise Refused("This match", "it is not there.", "Look at the board again.")
    place = found.need.organization if side == "need" else found.capacity.organization
    decision = require(by, "broker.post", Subject(organization=place), what="Answering a match")
    if getattr(found, f"{side}_says") is not None:
        raise Refused("Answering", "this side has answered.", "Propose another match.")
    _say(found, side, yes, now)
    trail.record(
        trail.Act(
            by.person, "answered a match", now, None, f"match:{match}", decision.authority, {"yes": yes}
        )
    )


def _say(found: BrokerMatch, side: str, yes: bool, now: datetime) -> None:
    setattr(found, f"{side}_says", yes)
    setattr(found, f"{side}_said_at", now)
    found.save(update_fields=[f"{side}_says", f"{side}_said_at"])


def _post(key: UUID) -> BrokerPost:
    found = BrokerPost.objects.filter(id=key).first()
    if found is None:
        raise Refused("This post", "it is not there.", "Look at the board again.")
    return found
