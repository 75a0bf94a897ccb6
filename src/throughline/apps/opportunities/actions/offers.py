"""Writes: a learner's answer to an offer. One yes is enough; it lets the others of its kind go at once.

Why somebody chose is theirs: it stands in a table of its own, in no event, and no query gives it to anybody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.models import Person
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places
from throughline.apps.opportunities.models import Offer, OfferDeed, OwnReason
from throughline.apps.opportunities.places import Doing
from throughline.apps.trail import actions as trail

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Answering:
    """An own offer under lock: its newest deed, the newest deeds of all of its kind, on what authority."""

    last: OfferDeed
    same_kind: tuple[OfferDeed, ...]
    authority: str

    @property
    def offer(self) -> Offer:
        """The offer itself."""
        return self.last.offer


@transaction.atomic
def accept(*, by: Actor, offer: UUID, now: datetime, tell: bool = False, reason: str = "") -> list[UUID]:
    """The learner says yes. The places that were held beside it, of the same kind, go back at once; ids of those offers.

    tell: the institution may read who comes; without it, it reads only that somebody does.
    """
    found = _own(by, offer)
    places.require_state(found.last, "accepted")
    done = places.write(found.last, "accepted", Doing(now, by.me, told=tell))
    _keep_reason(done, reason)
    let_go = [each for each in found.same_kind if each.state == "held" and each.offer_id != offer]
    for each in let_go:
        places.write(each, "released", Doing(now, by.me, because=offer))
    _returned((each.offer for each in let_go), now)
    trail.record_many([
        places.told(found.offer, "accepted an offer", now, by.me, found.authority),
        *(places.told(each.offer, "released an offer", now, by.me, found.authority) for each in let_go),
    ])  # fmt: skip
    return [each.offer_id for each in let_go]


@transaction.atomic
def decline(*, by: Actor, offer: UUID, now: datetime, reason: str = "") -> None:
    """The learner lets one offer go; its place goes back at once."""
    found = _own(by, offer)
    places.require_state(found.last, "declined")
    done = places.write(found.last, "declined", Doing(now, by.me))
    _keep_reason(done, reason)
    _returned([found.offer], now)
    trail.record(places.told(found.offer, "let an offer go", now, by.me, found.authority))


@transaction.atomic
def take_back(*, by: Actor, offer: UUID, now: datetime) -> list[UUID]:
    """The learner takes their answer back, within the state's days: the offer is open again, and so are those that went
    for it. Where the place was given to somebody else meanwhile, it waits in line. Ids of all that are open again.

    :raises Refused: it was not answered, or the days are over.
    """
    found = _own(by, offer)
    days = frameworks.catalogue().state.offers.undo_days
    if found.last.state not in ("accepted", "declined") or found.last.by_id is None:
        raise Refused(
            "Your answer", "there is none to take back.", "Look at your guarantees for what is open."
        )
    if now > _answered_at(found.last) + timedelta(days=days):
        raise Refused(
            "Your answer", f"it could be taken back for {days} days.",
            "Write to the institution; they may still be able to change it.",
        )  # fmt: skip
    gone = [each for each in found.same_kind if each.state == "released" and each.because_id == offer]
    for each in (found.last, *gone):
        _open_again(each, by, now)
    trail.record(places.told(found.offer, "took back an answer", now, by.me, found.authority))
    return [offer, *(each.offer_id for each in gone)]


@transaction.atomic
def tell(*, by: Actor, offer: UUID, now: datetime) -> None:
    """The learner lets the institution of an accepted offer read their name."""
    found = _own(by, offer)
    places.require_state(found.last, "told")
    places.write(found.last, "told", Doing(now, by.me, told=True))
    trail.record(places.told(found.offer, "gave their name to an institution", now, by.me, found.authority))


def _own(by: Actor, offer: UUID) -> Answering:
    row = Offer.objects.filter(id=offer).first()
    if row is None:
        raise Refused("An offer", "there is none at this address.", "Look at your guarantees.")
    decision = require(
        by, "offer.answer", directory.subject_for(by, row.learner_id), what="Answering an offer"
    )
    # The person first, then the agreements in order: as where offers open, so that nobody waits in a circle.
    list(Person.objects.select_for_update().filter(id=row.learner_id).values_list("id"))
    near = places.open_of(row.learner_id, row.kind)
    places.lock(each.offer.agreement for each in near)
    found = {each.offer_id: each for each in places.open_of(row.learner_id, row.kind)}
    return Answering(found[offer], tuple(found.values()), decision.authority)


def _answered_at(last: OfferDeed) -> datetime:
    answered = OfferDeed.objects.filter(offer=last.offer_id, deed__in=("accepted", "declined"))
    return answered.order_by("-nth").values_list("at", flat=True)[0]


def _keep_reason(deed: OfferDeed, words: str) -> None:
    if words.strip():
        OwnReason.objects.create(deed=deed, words=words.strip()[:LONGEST])


def _returned(offers: Iterable[Offer], now: datetime) -> None:
    for name in sorted({each.agreement for each in offers}):
        places.fill(name, now)


def _open_again(last: OfferDeed, by: Actor, now: datetime) -> None:
    """Held as before, until its day or for the days of taking back; in line where its place is gone."""
    kept = frameworks.catalogue()
    agreement, terms = kept.agreements.get(last.offer.agreement), kept.state.offers
    until = max(
        last.answer_by or timezone.localdate(now), timezone.localdate(now) + timedelta(days=terms.undo_days)
    )
    room = last.state == "accepted" or agreement is None or places.room(agreement, now)
    doing = Doing(now, by.me, answer_by=until, told=False)
    places.write(last, "taken_back", doing, to="held" if room else "waiting")
