"""Reads: negotiations for those who act for a party, what an agreement gives a record, and the signatures under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.agreeing import replaced, said_of, stood
from throughline.apps.opportunities.models import (
    Negotiation,
    NegotiationDraft,
    NegotiationParty,
    NegotiationStep,
    NegotiationTrial,
)
from throughline.apps.records import queries as records
from throughline.core.agreements import negotiation as core
from throughline.core.agreements.before_signing import Said
from throughline.core.agreements.counting import Executed, executed
from throughline.core.agreements.trying import Tried, made_records, tried, tried_from
from throughline.core.catalogue.agreements import season
from throughline.core.catalogue.documents import Agreement
from throughline.core.progress.standing import Standing

ENDING_SOON = 180
"""Days before its end from which an agreement is listed as ending."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a party did about a draft. what: wrote, signed, opposed or withdrew; name: of whoever acted for it."""

    number: int
    party: str
    what: str
    name: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft would do on the records of this house. found: None until a job has looked; at: when it did."""

    asked_at: datetime
    found: Tried | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A negotiation as its parties read it. value: all drafts; before: what is in force, or was. mine: the parties that the
    reader acts for; speaks: those of them for which they may write and sign. number: of the version that came of it."""

    id: UUID
    agreement: str
    value: core.Negotiation
    before: Agreement | None
    begun_at: datetime
    closed_at: datetime | None
    outcome: str
    number: int | None
    mine: frozenset[str]
    speaks: frozenset[str]

    @property
    def my_turn(self) -> tuple[str, ...]:
        """The reader's parties that are asked now."""
        return tuple(each for each in self.value.turn if each in self.speaks)


@dataclass(frozen=True, slots=True)
class Whole:
    """One negotiation with its steps in order, what is said before signing, and what it would do on records: on made
    ones at once, on the house's own once a job has looked."""

    shown: Shown
    steps: tuple[Step, ...]
    said: Said
    made: Tried
    trial: Trial | None


@dataclass(frozen=True, slots=True)
class Ours:
    """The agreements of the reader's organizations: negotiations that are open, the reader's turn first; in force; those of
    them that end soon; those that came of nothing or are over."""

    open: tuple[Shown, ...]
    in_force: tuple[Agreement, ...]
    ending: tuple[Agreement, ...]
    over: tuple[Shown, ...]


def ours(actor: Actor, *, on: date) -> Ours:
    """Everything the reader's organizations agree on. Four queries."""
    require(actor, "terms.list", what="Agreements")
    places, kept = acting(actor), frameworks.catalogue()
    mine = NegotiationParty.objects.filter(organization__in=places).values("negotiation")
    rows = _shown(actor, Negotiation.objects.filter(id__in=mine))
    held = [
        a for _, a in sorted(kept.agreements.items()) if places & {*a.parties} and season(a, on) != "ended"
    ]
    open_ = sorted((each for each in rows if not each.outcome), key=lambda each: not each.my_turn)
    return Ours(
        tuple(open_), tuple(held),
        tuple(a for a in held if a.ends and (a.ends - on).days <= ENDING_SOON),
        tuple(each for each in rows if each.outcome),
    )  # fmt: skip


def waiting(actor: Actor) -> int:
    """How many drafts wait for the reader's organizations. Three queries; one where there is none."""
    places = acting(actor)
    if not places:
        return 0
    mine = NegotiationParty.objects.filter(organization__in=places, negotiation__closed_at=None)
    rows = _shown(actor, Negotiation.objects.filter(id__in=mine.values("negotiation")))
    return sum(1 for each in rows if each.my_turn)


def negotiation(actor: Actor, key: UUID, *, on: date) -> Whole:
    """One negotiation, for its parties. Raises `Refused` for anybody else. Six queries."""
    rows = _shown(actor, Negotiation.objects.filter(id=key))
    sides = frozenset(NegotiationParty.objects.filter(negotiation=key).values_list("organization", flat=True))
    if not rows or not allowed(actor, "terms.read", Subject(issuers=sides)).allowed:
        raise Refused("An agreement", "there is none at this address for you.", "Look in your list.")
    drafts = list(NegotiationDraft.objects.filter(negotiation=key).order_by("number"))
    trial = NegotiationTrial.objects.filter(draft=drafts[-1].id).first()
    terms = rows[0].value.draft.terms
    said = Said((), ()) if rows[0].outcome else said_of(terms, on)
    return Whole(rows[0], _steps(key, drafts), said, on_made_records(terms, on=on), _trial(trial))


def on_made_records(terms: Agreement, *, on: date) -> Tried:
    """What terms would do on records that are made from the rules alone: nobody's."""
    kept, program = frameworks.catalogue(), frameworks.program_for()
    return tried(terms, (Standing(each, program, on) for each in made_records(terms, kept, on)))


def own_counts(actor: Actor, *, now: datetime) -> list[Executed]:
    """What every agreement with sets that is in force gives the reader's own record. One query, or two."""
    kept, today = frameworks.catalogue(), now.date()
    record = records.record_of(actor, actor.me, now=now)
    standing = Standing(record, frameworks.program_for(), today)
    return [
        executed(each, standing)
        for _, each in sorted(kept.agreements.items())
        if each.sets and season(each, today) == "in_force"
    ]


def own_count(actor: Actor, name: str, *, now: datetime) -> Executed | None:
    """What one agreement gives the reader's own record; None where there is none of that name."""
    found = frameworks.catalogue().agreements.get(name)
    if found is None:
        return None
    record = records.record_of(actor, actor.me, now=now)
    return executed(found, Standing(record, frameworks.program_for(), now.date()))


def signatures(name: str, number: int) -> list[Mapping[str, Any]]:
    """What each party signed of a version that was agreed here, in order of signing; empty where it came otherwise."""
    rows = NegotiationStep.objects.filter(
        step="signed", draft__negotiation__agreement=name, draft__negotiation__number=number,
        draft__negotiation__outcome="in_force",
    ).order_by("draft__number", "nth")  # fmt: skip
    found = list(rows.values_list("draft__number", "document"))
    last = max((n for n, _ in found), default=0)
    return [document for n, document in found if n == last and document is not None]


def unfinished_trials() -> list[UUID]:
    """Drafts on which a job has not looked yet. One query."""
    return list(NegotiationTrial.objects.filter(found_at=None).values_list("draft", flat=True))


def acting(actor: Actor) -> frozenset[str]:
    """The organizations the actor acts for."""
    return frozenset(role.organization for role in actor.roles if role.role != "learner")


def speaking(actor: Actor) -> frozenset[str]:
    """The organizations that the actor may bind."""
    places = acting(actor)
    return frozenset(p for p in places if allowed(actor, "terms.write", Subject(organization=p)).allowed)


def _shown(actor: Actor, rows: QuerySet[Negotiation]) -> list[Shown]:
    drafts = NegotiationDraft.objects.order_by("number").prefetch_related("steps")
    found = rows.order_by("-begun_at").prefetch_related(Prefetch("drafts", drafts))
    places, speaks = acting(actor), speaking(actor)
    return [_one(each, places, speaks) for each in found]


def _one(row: Negotiation, places: frozenset[str], speaks: frozenset[str]) -> Shown:
    value = stood(row, row.drafts.all())
    parties = frozenset(value.parties)
    return Shown(
        row.id, row.agreement, value, replaced(row), row.begun_at, row.closed_at, row.outcome, row.number,
        parties & places, parties & speaks,
    )  # fmt: skip


def _steps(key: UUID, drafts: Iterable[NegotiationDraft]) -> tuple[Step, ...]:
    steps = list(NegotiationStep.objects.filter(draft__negotiation=key).order_by("draft__number", "nth"))
    there = list(drafts)
    names = directory.people({each.by_id for each in there} | {each.by_id for each in steps})
    wrote = [(d.number, 0, d.party, "wrote", d.by_id, "", d.at) for d in there]
    number = {each.id: each.number for each in there}
    did = [(number[s.draft_id], s.nth, s.party, s.step, s.by_id, s.words, s.at) for s in steps]
    return tuple(
        Step(n, party, what, names[by].name, words, at)
        for n, _, party, what, by, words, at in sorted((*wrote, *did), key=lambda each: each[:2])
    )


def _trial(row: NegotiationTrial | None) -> Trial | None:
    if row is None:
        return None
    return Trial(row.asked_at, tried_from(row.found) if row.found else None, row.found_at)
