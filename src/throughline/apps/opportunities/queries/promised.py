"""Reads: the promises of the state for everyone, and what an institution owes to whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Subquery
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import places as seats
from throughline.apps.opportunities import promised as texts
from throughline.apps.opportunities.models import Complaint, Notice, Offer, OfferDeed, SignedGuarantee
from throughline.apps.opportunities.places import NEWEST
from throughline.apps.opportunities.queries.offers import Complained, complained
from throughline.apps.records import queries as records
from throughline.apps.records.queries import stated
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.agreements import intake, owing
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.state_profile import Shortage
from throughline.core.matching.shortage import Turn


@dataclass(frozen=True, slots=True)
class PlacesNow:
    """The places of an agreement in the year of a day. capacity None: for everyone. waiting: in line."""

    capacity: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """How many are free; None: for everyone."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise for everyone. onramps: the stages that lead to it, with those expected and the
    places there are; rule: how places are given where there are too few; refused: how often it was not kept."""

    agreement: Agreement
    number: int
    owed_by: tuple[str, ...]
    rule: Shortage | None
    onramps: tuple[texts.Onramp, ...]
    places: PlacesNow
    kept: int
    refused: int


@dataclass(frozen=True, slots=True)
class Coming:
    """An offer as its institution reads it. name: of a learner who said yes and let it be told; else empty."""

    offer: UUID
    state: str
    name: str
    since: datetime
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An agreement as an institution that owes it reads it."""

    promise: Promise
    coming: tuple[Coming, ...]
    unnamed: int
    held: int


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has to mend: a stage without a promise, an agreement that ends or ended."""

    kind: str
    about: str
    owner: str
    sentence: str
    fix: str
    since: datetime


def promises(*, on: date) -> list[Promise]:
    """Every promise in force on a day, by kind and title. Two queries."""
    kept = frameworks.catalogue()
    return _promises(texts.active(kept, on), on)


def promise(name: str, *, on: date) -> Promise | None:
    """One promise, in force or not; None where there is none."""
    found = frameworks.catalogue().agreements.get(name)
    return _promises([found], on)[0] if found else None


def places(name: str, *, on: date) -> PlacesNow:
    """The places of one agreement."""
    return _promises([frameworks.catalogue().agreements[name]], on)[0].places


def _promises(agreements: Iterable[Agreement], on: date) -> list[Promise]:
    kept, wanted = frameworks.catalogue(), list(agreements)
    years = {each.id: intake(each, on) for each in wanted}
    taken, states = seats.taken(years, years), _states(years)
    return [
        Promise(
            each, kept.versions.get(f"agreement:{each.id}", 1), owing(each, kept), _rule(each),
            texts.onramps_to(each, kept),
            PlacesNow(each.capacity, taken[each.id], states[each.id]["waiting"]),
            states[each.id]["honored"], states[each.id]["refused"],
        )
        for each in wanted
    ]  # fmt: skip


def _rule(agreement: Agreement) -> Shortage | None:
    return seats.rule_of(agreement, frameworks.catalogue()) if seats.counted(agreement) else None


def _states(agreements: Iterable[str]) -> Mapping[str, Counter[str]]:
    names = list(agreements)
    rows = OfferDeed.objects.filter(offer__agreement__in=names, nth=Subquery(NEWEST.values("nth")[:1]))
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    for name, state, many in rows.values_list("offer__agreement", "state").annotate(n=Count("id")):
        found[name][state] = many
    return found


def signed_on(name: str, number: int) -> datetime | None:
    """When a guarantee's text was signed; None: not yet. One query."""
    rows = SignedGuarantee.objects.filter(agreement=name, number=number)
    return rows.values_list("signed_at", flat=True).first()


def verified(name: str, number: int, *, now: datetime) -> bool | None:
    """Whether the text that is published is word for word what its institution signed; None: it is not signed yet."""
    row = SignedGuarantee.objects.filter(agreement=name, number=number).first()
    return None if row is None else stated.holds(row.document, row.issuer, now=now)


def owes(actor: Actor) -> frozenset[str]:
    """The organizations for which the actor acts."""
    require(actor, "promises.own", what="What an organization promised")
    return frozenset(role.organization for role in actor.roles if role.role != "learner")


def owed(actor: Actor, *, on: date) -> list[Promise]:
    """What the actor's organizations owe, in force or not. Two queries."""
    kept, mine = frameworks.catalogue(), owes(actor)
    return _promises((a for _, a in sorted(kept.agreements.items()) if mine & {*owing(a, kept)}), on)


def owed_one(actor: Actor, name: str, *, on: date) -> tuple[str, Owed]:
    """One of them with who comes, and the organization the actor acts for in it. Five queries."""
    kept = frameworks.catalogue()
    agreement = kept.agreements.get(name)
    acting = sorted(owes(actor) & {*owing(agreement, kept)}) if agreement else []
    if agreement is None or not acting:
        raise Refused("A promise", "your organization owes none here.", "Look at your list.")
    require(actor, "promise.keep", Subject(organization=acting[0]), what="What an organization promised")
    return acting[0], _owed(agreement, on)


def _owed(agreement: Agreement, on: date) -> Owed:
    rows = OfferDeed.objects.filter(
        offer__agreement=agreement.id, nth=Subquery(NEWEST.values("nth")[:1])
    ).select_related("offer")
    found = list(rows.exclude(state__in=("declined", "released", "lapsed")).order_by("at", "id"))
    line = seats.turns(agreement, (r.offer for r in found if r.state == "waiting"), frameworks.catalogue())
    names = directory.people(r.offer.learner_id for r in found if r.told)
    coming = [
        Coming(
            r.offer_id, r.state, names[r.offer.learner_id].name if r.told else "", r.offer.opened_at,
            line.get(r.offer_id),
        )
        for r in found
        if r.state in ("accepted", "honored", "refused", "waiting")
    ]  # fmt: skip
    coming.sort(key=lambda each: (each.turn is not None, each.turn.number if each.turn else 0))
    unnamed = sum(1 for each in coming if each.state == "accepted" and not each.name)
    held = sum(1 for r in found if r.state == "held")
    return Owed(_promises([agreement], on)[0], tuple(coming), unnamed, held)


def proof_of(actor: Actor, name: str, offer: UUID, *, now: datetime) -> dict[str, Any]:
    """The proof that a promise is somebody's, as `throughline.check_proof` reads it: once they said yes and gave their name
    to the institution. Leaves an event that the learner sees.

    :raises Refused: nobody of that offer gave their name here, or the promise cannot be shown.
    """
    acting, found = owed_one(actor, name, on=timezone.localdate(now))
    if offer not in {each.offer for each in found.coming if each.name}:
        raise Refused(
            "A proof", "nobody gave you their name for it.", "Wait until the learner lets you read it."
        )
    learner = Offer.objects.values_list("learner_id", flat=True).get(id=offer)
    authority = f"gave their name to {acting}"
    trail.note_reads(
        trail.Act(actor.person, "read", now, target="guarantees", authority=authority), [learner]
    )
    return records.promise_proof(learner, name, now=now)


def complaints(actor: Actor, *, now: datetime) -> list[tuple[Complained, str]]:
    """Open complaints that wait for the actor's organizations, the earliest day first, each with its agreement; those of
    others too where the actor's organization oversees them and the day went by. One query."""
    mine = owes(actor)
    rows = Complaint.objects.filter(outcome="").select_related("offer").order_by("answer_by", "filed_at")
    today = timezone.localdate(now)
    due = [r for r in rows if r.owner in mine or (r.overseer in mine and today > r.answer_by)]
    return [(complained(each, now), each.offer.agreement) for each in due]


def to_mend(organizations: Iterable[str] = ()) -> list[Told]:
    """Open notices about promises, oldest first; those of these organizations, or all. One query."""
    wanted = list(organizations)
    rows = Notice.objects.filter(mended_at=None).order_by("since", "about")
    return [
        Told(r.kind, r.about, r.owner, r.sentence, r.fix, r.since)
        for r in (rows.filter(owner__in=wanted) if wanted else rows)
    ]


def at_risk(pathway: str) -> list[Told]:
    """The stages of a pathway that lost their last promise: its certification is at risk until they are mended."""
    return [
        each for each in to_mend() if each.kind == "stage" and each.about.startswith(f"pathway:{pathway}#")
    ]
