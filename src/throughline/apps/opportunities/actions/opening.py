"""Writes: the one door through which a record grows, so that what its rules promise opens with it.

Whatever may add to a learner's record is done inside `opening`: by pages, interfaces, commands, jobs and the apps above.
What is open at its end opens in the same transaction, without an application. `tests/apps/test_offers_open_everywhere.py`
walks every caller. `catch_up` is the net below: it reads the trail from where it stood and should find nothing missing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.models import Person
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places
from throughline.apps.opportunities.actions import stays
from throughline.apps.opportunities.models import Offer, OfferDeed
from throughline.apps.records.queries.record import standings_of
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries
from throughline.core.catalogue.agreements import intake
from throughline.core.progress.guarantees import Opening, needs_a_yes, opened

OPENED = "opened an offer"


@contextmanager
def opening(*, now: datetime) -> Iterator[None]:
    """Everything inside stands or falls as one, with the offers that then follow for everybody it was about."""
    with transaction.atomic():
        before = trail_queries.newest_number()
        yield
        touched = trail_queries.touched_since(before)
        if stays.settle(touched, now=now):
            touched = trail_queries.touched_since(before)
        open_what_follows(touched, now=now)


@transaction.atomic
def open_what_follows(learners: Iterable[UUID], *, now: datetime) -> list[UUID]:
    """Open each agreement whose trigger one of these records meets now and that was not opened to them before; ids of
    the offers. Nothing is opened twice, not by two acts at once either."""
    wanted = list(dict.fromkeys(learners))
    if not wanted:
        return []
    with frameworks.one_reading():
        found = _found(wanted, now) if frameworks.catalogue().agreements else []
        return _kept(found, now) if found else []


@dataclass(frozen=True, slots=True)
class _New:
    learner: UUID
    opening: Opening


def _found(learners: list[UUID], now: datetime) -> list[_New]:
    known, kept = _known(learners), frameworks.catalogue()
    return [
        _New(learner, each)
        for learner, standing in standings_of(learners, on=timezone.localdate(now)).items()
        for each in opened(standing, kept, known.get(learner, frozenset()))
    ]


def _known(learners: list[UUID]) -> dict[UUID, frozenset[str]]:
    """The agreements that were ever opened to each, under any of their ids. One query, or two."""
    rows = list(Offer.objects.filter(learner__in=ids_of(learners)).values_list("learner", "agreement"))
    mine, found = whose(learners, (learner for learner, _ in rows)), dict[UUID, set[str]]()
    for learner, agreement in rows:
        found.setdefault(mine[learner], set()).add(agreement)
    return {learner: frozenset(names) for learner, names in found.items()}


def _kept(found: list[_New], now: datetime) -> list[UUID]:
    learners = sorted({each.learner for each in found})
    list(Person.objects.select_for_update().filter(id__in=learners).order_by("id").values_list("id"))
    known = _known(learners)
    new = [each for each in found if each.opening.agreement not in known.get(each.learner, ())]
    offers = _offers(new, now)
    Offer.objects.bulk_create(offers, batch_size=1000)
    OfferDeed.objects.bulk_create(_first_deeds(offers, now), batch_size=1000)
    trail.record_many(places.told(each, OPENED, now) for each in offers)
    return [each.id for each in offers]


def _offers(new: Iterable[_New], now: datetime) -> list[Offer]:
    kept, rows = frameworks.catalogue(), list(new)
    learn = directory.subjects_of(each.learner for each in rows)
    made = []
    for each in rows:
        agreement, facts = kept.agreements[each.opening.agreement], each.opening.facts
        made.append(Offer(
            id=uuid4(), learner_id=each.learner, agreement=agreement.id, number=each.opening.number,
            kind=agreement.kind, facts=[UUID(fact) for fact in facts], opened_at=now,
            draw=places.draw_of(agreement) if places.counted(agreement) else "",
            learned_at=sorted(learn[each.learner].organizations),
        ))  # fmt: skip
    return made


def _first_deeds(offers: Iterable[Offer], now: datetime) -> Iterator[OfferDeed]:
    kept, by_agreement = frameworks.catalogue(), dict[str, list[Offer]]()
    for each in offers:
        by_agreement.setdefault(each.agreement, []).append(each)
    places.lock(name for name in by_agreement if places.counted(kept.agreements[name]))
    for name, mine in sorted(by_agreement.items()):
        agreement = kept.agreements[name]
        seated = places.seated(agreement, mine, now) if needs_a_yes(agreement.kind) else frozenset()
        yield from (_first(each, seated, now) for each in mine)


def _first(offer: Offer, seated: frozenset[UUID], now: datetime) -> OfferDeed:
    kept = frameworks.catalogue()
    agreement = kept.agreements[offer.agreement]
    if not needs_a_yes(offer.kind):
        return OfferDeed(offer=offer, nth=1, deed="stands", state="standing", at=now)
    deed, state = ("held", "held") if offer.id in seated else ("queued", "waiting")
    return OfferDeed(
        offer=offer, nth=1, deed=deed, state=state, at=now, intake=intake(agreement, timezone.localdate(now)),
        answer_by=places.answer_by(agreement, kept, timezone.localdate(now)) if deed == "held" else None,
    )  # fmt: skip
