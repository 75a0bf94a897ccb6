"""Reads: a learner's guarantees, each with its text, who owes it, what opened it, and what happened to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Subquery
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import Belongs, ids_of
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places
from throughline.apps.opportunities import promised as texts
from throughline.apps.opportunities.models import Complaint, Offer, OfferDeed
from throughline.apps.opportunities.places import NEWEST
from throughline.core.catalogue.agreements import owing
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.state_profile import Shortage
from throughline.core.progress.guarantees import OPEN, UNMET, needs_a_yes

WHAT = "guarantees"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened to an offer. said: words of the institution."""

    deed: str
    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint: who owns it, by which day it is answered, what was answered. late: the day went by; overseer: who owns
    it then too."""

    id: UUID
    words: str
    owner: str
    overseer: str
    filed_at: datetime
    answer_by: date
    late: bool
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class InLine:
    """A learner's turn for a place: how many come before, by which rule, the ticket that was drawn for them."""

    before: int
    rule: Shortage
    tier: int
    draw: str
    ticket: str


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """One guarantee that opened. agreement: its pinned text; number: its version; facts: what opened it. owed_by: the
    organizations that owe it, first who answers for it. own_reason: for the learner alone; empty for everybody else.

    undo_until: until when the answer can be taken back, where it can. told: the institution may read the name. beside: how
    many other places of its kind are held, which go back with a yes.
    """

    id: UUID
    learner: UUID
    agreement: Agreement
    number: int
    kind: str
    state: str
    opened_at: datetime
    facts: tuple[UUID, ...]
    owed_by: tuple[str, ...]
    answer_by: date | None
    undo_until: datetime | None
    told: bool
    beside: int
    own_reason: str
    deeds: tuple[Deed, ...]
    complaints: tuple[Complained, ...]

    @property
    def unmet(self) -> bool:
        """Whether something is owed and not given, or a complaint waits."""
        return self.state in UNMET or any(not each.outcome for each in self.complaints)

    @property
    def choice(self) -> bool:
        """Whether it is one of several of which one is taken."""
        return needs_a_yes(self.kind)

    @property
    def open_complaint(self) -> Complained | None:
        """The complaint that waits for an answer."""
        return next((each for each in self.complaints if not each.outcome), None)


def own(actor: Actor, learner: UUID, *, now: datetime) -> list[OwnOffer]:
    """All that opened to a learner, newest first, for them and those they let in. Three queries."""
    directory.may_read(actor, "offers.read", learner, what=WHAT, now=now)
    rows = list(Offer.objects.filter(learner__in=ids_of([learner])).order_by("-opened_at", "agreement"))
    return _read(rows, actor.is_me(learner), now)


def went_by(learners: Iterable[UUID]) -> dict[UUID, date]:
    """When the last offer of each of these went by without an answer, where none of theirs is open or taken; for jobs. A
    learner stands under any of their ids. One query."""
    newest = OfferDeed.objects.filter(
        offer__learner__in=ids_of(learners), nth=Subquery(NEWEST.values("nth")[:1])
    )
    found: dict[UUID, date] = {}
    goes_on: set[UUID] = set()
    for learner, kind, state, at in newest.values_list("offer__learner", "offer__kind", "state", "at"):
        if state == "lapsed":
            found[learner] = max(found.get(learner, date.min), timezone.localdate(at))
        elif needs_a_yes(kind) and state in (*OPEN, "honored"):
            goes_on.add(learner)
    return {learner: day for learner, day in found.items() if learner not in goes_on}


def one(actor: Actor, offer: UUID, *, now: datetime) -> OwnOffer:
    """One guarantee that opened, for its learner and those they let in."""
    this = Offer.objects.filter(id=offer)
    mine = Belongs(F("learner_id"), Subquery(this.values("learner")))
    rows = list(Offer.objects.filter(mine, kind=Subquery(this.values("kind"))).order_by("opened_at"))
    row = next((each for each in rows if each.id == offer), None)
    if row is None:
        raise Refused("A guarantee", "there is none at this address.", "Look at your guarantees.")
    directory.may_read(actor, "offers.read", row.learner_id, what=WHAT, now=now)
    found = _read(rows, actor.is_me(row.learner_id), now)
    return next(each for each in found if each.id == offer)


def _read(rows: list[Offer], mine: bool, now: datetime) -> list[OwnOffer]:
    kept = frameworks.catalogue()
    deeds: dict[UUID, list[OfferDeed]] = {each.id: [] for each in rows}
    for deed in OfferDeed.objects.filter(offer__in=rows).select_related("own_reason").order_by("nth"):
        deeds[deed.offer_id].append(deed)
    complaints: dict[UUID, list[Complaint]] = {each.id: [] for each in rows}
    for each in Complaint.objects.filter(offer__in=rows).order_by("filed_at"):
        complaints[each.offer_id].append(each)
    held = Counter(row.kind for row in rows if deeds[row.id][-1].state == "held")
    return [_one(row, deeds[row.id], complaints[row.id], held, mine, kept, now) for row in rows]


def _one(
    row: Offer, deeds: list[OfferDeed], complaints: Iterable[Complaint], held: Mapping[str, int], mine: bool,
    kept: Catalogue, now: datetime,
) -> OwnOffer:  # fmt: skip
    agreement, last = texts.agreement_at(kept, row), deeds[-1]
    reasons = [words for each in deeds if mine and (words := _reason(each))]
    return OwnOffer(
        row.id, row.learner_id, agreement, row.number, row.kind, last.state, row.opened_at, tuple(row.facts),
        owing(agreement, kept), last.answer_by if last.state == "held" else None, _undo_until(deeds, kept, now),
        last.told, held[row.kind] - (last.state == "held"), reasons[-1] if reasons else "",
        tuple(Deed(d.deed, d.at, d.said) for d in deeds),
        tuple(complained(each, now) for each in complaints),
    )  # fmt: skip


def _reason(deed: OfferDeed) -> str:
    kept = getattr(deed, "own_reason", None)
    return kept.words if kept else ""


def _undo_until(deeds: list[OfferDeed], kept: Catalogue, now: datetime) -> datetime | None:
    answered = next((d for d in reversed(deeds) if d.deed in ("accepted", "declined")), None)
    if answered is None or deeds[-1].state not in ("accepted", "declined"):
        return None
    until = answered.at + timedelta(days=kept.state.offers.undo_days)
    return until if now <= until else None


def complained(row: Complaint, now: datetime) -> Complained:
    """A complaint as both sides read it."""
    late = not row.outcome and timezone.localdate(now) > row.answer_by
    return Complained(
        row.id, row.words, row.owner, row.overseer, row.filed_at, row.answer_by, late, row.outcome, row.answer
    )


def in_line(offer: UUID) -> InLine | None:
    """Where a waiting offer stands in the line of its agreement; None where it does not wait. Two queries."""
    row = Offer.objects.get(id=offer)
    kept = frameworks.catalogue()
    agreement = kept.agreements.get(row.agreement)
    line = {each.offer_id: each.offer for each in places.waiting(row.agreement)}
    if agreement is None or offer not in line:
        return None
    turn = places.turns(agreement, line.values(), kept)[offer]
    rule = places.rule_of(agreement, kept)
    return InLine(turn.number - 1, rule, turn.tier, places.draw_of(agreement), turn.ticket)


def ahead(actor: Actor, learner: UUID, pathway: str, *, now: datetime) -> list[Agreement]:
    """The promises of a pathway that have not opened to a learner yet: what can be seen years ahead. One query."""
    directory.may_read(actor, "offers.read", learner, what=WHAT, now=now)
    there = set(Offer.objects.filter(learner__in=ids_of([learner])).values_list("agreement", flat=True))
    name = pathway.removeprefix("pathway:")
    kept = frameworks.catalogue()
    return [
        a for a in texts.active(kept, timezone.localdate(now)) if name in _pathways(a) and a.id not in there
    ]


def _pathways(agreement: Agreement) -> set[str]:
    return {each.removeprefix("pathway:") for each in agreement.pathways}


def statement(actor: Actor, offer: UUID, *, now: datetime) -> dict[str, Any]:
    """The pinned text of a guarantee, signed by whoever owes it."""
    found = one(actor, offer, now=now)
    return texts.signed_guarantee(found.agreement.id, found.number, now=now)
