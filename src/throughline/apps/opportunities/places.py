"""Places of agreements: how many are taken, whose turn is next, and the deeds that give and return them.

Whoever gives or returns a place holds the lock of its agreement; so of two at once each sees what the other did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from throughline.apps.directory.actor import Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Offer, OfferDeed, Places
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.agreements import CHOSEN, ORDER, intake, shortage_of
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.state_profile import Shortage
from throughline.core.matching.shortage import Claim, Turn, allot, line
from throughline.core.progress.guarantees import AFTER, HOLDS_A_PLACE, Deed, State, can

NEWEST = OfferDeed.objects.filter(offer=OuterRef("offer")).order_by("-nth")


@dataclass(frozen=True, slots=True)
class Doing:
    """What a deed adds: who does it, words that others may read, what it rests on, until when the place is held."""

    at: datetime
    by: UUID | None = None
    said: str = ""
    because: UUID | None = None
    answer_by: date | None = None
    intake: int | None = None
    told: bool | None = None


def now_of(offers: Iterable[UUID]) -> dict[UUID, OfferDeed]:
    """The newest deed of each of these offers, with the offer. One query."""
    rows = OfferDeed.objects.filter(offer__in=list(offers)).order_by("offer_id", "-nth").distinct("offer_id")
    return {row.offer_id: row for row in rows.select_related("offer")}


def open_of(learner: UUID, kind: str) -> list[OfferDeed]:
    """The newest deed of each offer of a kind that a learner ever had, under any of their ids."""
    ids = Offer.objects.filter(learner__in=ids_of([learner]), kind=kind).values_list("id", flat=True)
    return list(now_of(ids).values())


def lock(agreements: Iterable[str]) -> None:
    """Let nobody else give or return places of these agreements until this transaction ends."""
    names = sorted(set(agreements))
    Places.objects.bulk_create([Places(agreement=name) for name in names], ignore_conflicts=True)
    list(Places.objects.select_for_update().filter(agreement__in=names).order_by("agreement"))


def write(last: OfferDeed, deed: Deed, doing: Doing, *, to: State | None = None) -> OfferDeed:
    """Put a deed after the last one. to: the state it leads to, where that is not the usual one."""
    state: State = to or AFTER[deed] or last.state  # type: ignore[assignment]  # held by a check
    return OfferDeed.objects.create(
        offer_id=last.offer_id, nth=last.nth + 1, deed=deed, state=state, by_id=doing.by, at=doing.at,
        said=doing.said, because_id=doing.because, answer_by=doing.answer_by or last.answer_by,
        intake=doing.intake or last.intake, told=last.told if doing.told is None else doing.told,
    )  # fmt: skip


def require_state(last: OfferDeed, deed: Deed) -> None:
    """Refuse a deed that is not possible in the offer's state, saying what stands."""
    state: State = last.state  # type: ignore[assignment]  # held by a check
    if not can(deed, state):
        raise Refused(
            "This offer",
            f"it is {STANDS[state]}.",
            "Look at your guarantees for what is open.",
            {"state": state},
        )


STANDS: Mapping[State, str] = {
    "held": "held for you and waits for your answer", "waiting": "waiting for a place",
    "standing": "yours already", "accepted": "accepted already", "declined": "let go",
    "released": "let go because you chose another", "lapsed": "over, since its last day went by",
    "honored": "kept already", "refused": "not kept by the institution",
}  # fmt: skip


def answer_by(agreement: Agreement, catalogue: Catalogue, on: date) -> date:
    """Until when a place that is given on a day is held: its published day."""
    days = catalogue.state.offers.answer_days if agreement.answer_days is None else agreement.answer_days
    return on + timedelta(days=days)


def rule_of(agreement: Agreement, catalogue: Catalogue) -> Shortage:
    """How places of an agreement are given where there are too few; by the order of completing, where nobody said."""
    return shortage_of(agreement, catalogue) or ORDER


def counted(agreement: Agreement | None) -> bool:
    """Whether an agreement has so many places and no more."""
    return agreement is not None and agreement.kind in CHOSEN and agreement.capacity is not None


def taken(agreements: Iterable[str], year: Mapping[str, int]) -> dict[str, int]:
    """How many places of each agreement are taken in its year. One query."""
    names = list(agreements)
    rows = OfferDeed.objects.filter(offer__agreement__in=names, nth=Subquery(NEWEST.values("nth")[:1]))
    held = (
        rows.filter(state__in=HOLDS_A_PLACE).values_list("offer__agreement", "intake").annotate(n=Count("id"))
    )
    found = {(name, intake_of): many for name, intake_of, many in held}
    return {name: found.get((name, year[name]), 0) for name in names}


def claim_of(offer: Offer, catalogue: Catalogue) -> Claim:
    """An offer as the shortage rule reads it."""
    regions = {catalogue.organizations[o].region for o in offer.learned_at if o in catalogue.organizations}
    return Claim(str(offer.id), offer.opened_at, frozenset(offer.learned_at), frozenset(regions - {""}))


def waiting(agreement: str) -> list[OfferDeed]:
    """The newest deeds of all offers of an agreement that wait for a place. One query."""
    rows = OfferDeed.objects.filter(offer__agreement=agreement, nth=Subquery(NEWEST.values("nth")[:1]))
    return list(rows.filter(state="waiting").select_related("offer"))


def turns(agreement: Agreement, offers: Iterable[Offer], catalogue: Catalogue) -> dict[UUID, Turn]:
    """The turn of each of these offers in the line of their agreement, by the published rule."""
    claims = [claim_of(each, catalogue) for each in offers]
    return {
        UUID(turn.claim): turn for turn in line(rule_of(agreement, catalogue), claims, draw_of(agreement))
    }


def draw_of(agreement: Agreement) -> str:
    """The published name of an agreement's draw; with an offer's number it gives the offer's ticket."""
    return f"agreement:{agreement.id}"


def seated(agreement: Agreement, new: Iterable[Offer], now: datetime) -> frozenset[UUID]:
    """Which of these new offers get a place: after all who waited before, by the published rule. The agreement is
    locked."""
    there = list(new)
    if agreement.capacity is None:
        return frozenset(each.id for each in there)
    fill(agreement.id, now)
    kept = frameworks.catalogue()
    claims = [claim_of(each, kept) for each in there]
    found = allot(rule_of(agreement, kept), claims, _free(agreement, now), draw_of(agreement))
    return frozenset(UUID(turn.claim) for turn in found.given)


def room(agreement: Agreement, now: datetime) -> bool:
    """Whether a place of an agreement is free. The agreement is locked."""
    return not counted(agreement) or _free(agreement, now) > 0


def _free(agreement: Agreement, now: datetime) -> int:
    year = intake(agreement, timezone.localdate(now))
    return (agreement.capacity or 0) - taken([agreement.id], {agreement.id: year})[agreement.id]


def fill(agreement: str, now: datetime) -> int:
    """Give the places of an agreement that are free to whoever's turn it is; gives how many. The agreement is locked."""
    kept = frameworks.catalogue()
    found = kept.agreements.get(agreement)
    if found is None or not counted(found):
        return 0
    line_now = {each.offer_id: each for each in waiting(agreement)}
    order = turns(found, (each.offer for each in line_now.values()), kept)
    next_ones = sorted(line_now, key=lambda key: order[key].number)[: max(_free(found, now), 0)]
    for key in next_ones:
        doing = Doing(
            now,
            answer_by=answer_by(found, kept, timezone.localdate(now)),
            intake=intake(found, timezone.localdate(now)),
        )
        write(line_now[key], "placed", doing)
    trail.record_many(told(line_now[key].offer, "a place opened", now) for key in next_ones)
    return len(next_ones)


def told(offer: Offer, verb: str, now: datetime, by: UUID | None = None, authority: str = "") -> trail.Act:
    """The event of an offer, which its learner sees."""
    because = authority or "the agreement says so"
    return trail.Act(by, verb, now, offer.learner_id, f"agreement:{offer.agreement}", because,
                     {"offer": str(offer.id)})  # fmt: skip
