"""Reads: negotiations for those who act for a party, what an agreement gives a record, and the signatures under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

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


def negotiation(actor: Actor, key: UUID, *, on: date) -> Whole:
    """One negotiation, for its parties. Raises `Refused` for anybody else. Four queries."""
    row = _with_drafts(Negotiation.objects.filter(id=key)).first()
    shown = _one(row, acting(actor), speaking(actor)) if row else None
    if row is None or shown is None or not _may_read(actor, shown.value):
        raise Refused("An agreement", "there is none at this address for you.", "Look in your list.")
    drafts = list(row.drafts.all())
    terms = shown.value.draft.terms
    said = Said((), ()) if shown.outcome else said_of(terms, on)
    trial = _trial(getattr(drafts[-1], "trial", None))
    return Whole(shown, _steps(drafts), said, on_made_records(terms, on=on), trial)


def _may_read(actor: Actor, value: core.Negotiation) -> bool:
    """Whoever acts for an organization that had a part in it at any time."""
    sides = {party for draft in value.drafts for party in draft.terms.parties} | {*value.parties}
    return allowed(actor, "terms.read", Subject(issuers=frozenset(sides))).allowed


def on_made_records(terms: Agreement, *, on: date) -> Tried:
    """What terms would do on records that are made from the rules alone: nobody's."""
    kept, program = frameworks.catalogue(), frameworks.program_for()
    return tried(terms, (Standing(each, program, on) for each in made_records(terms, kept, on)))


def own_counts(actor: Actor, *, now: datetime) -> list[Executed]:
    """What every agreement with sets that is in force gives the reader's own record. One query, or two."""
    kept, today = frameworks.catalogue(), timezone.localdate(now)
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
    return executed(found, Standing(record, frameworks.program_for(), timezone.localdate(now)))


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
    places, speaks = acting(actor), speaking(actor)
    return [_one(each, places, speaks) for each in _with_drafts(rows)]


def _with_drafts(rows: QuerySet[Negotiation]) -> QuerySet[Negotiation]:
    """With all drafts, steps and trials, the newest first. Three queries."""
    drafts = NegotiationDraft.objects.order_by("number").select_related("trial").prefetch_related("steps")
    return rows.order_by("-begun_at").prefetch_related(Prefetch("drafts", drafts))


def _one(row: Negotiation, places: frozenset[str], speaks: frozenset[str]) -> Shown:
    value = stood(row, row.drafts.all())
    parties = frozenset(value.parties)
    return Shown(
        row.id, row.agreement, value, replaced(row), row.begun_at, row.closed_at, row.outcome, row.number,
        parties & places, parties & speaks,
    )  # fmt: skip


def _steps(drafts: Iterable[NegotiationDraft]) -> tuple[Step, ...]:
    """What everyone did, in order. One query."""
    rows: list[tuple[NegotiationDraft, NegotiationStep | None]] = []
    for each in drafts:
        rows.append((each, None))
        rows += [(each, step) for step in sorted(each.steps.all(), key=lambda one: one.nth)]
    names = directory.people({(step or draft).by_id for draft, step in rows})
    return tuple(
        Step(draft.number, step.party, step.step, names[step.by_id].name, step.words, step.at)
        if step
        else Step(draft.number, draft.party, "wrote", names[draft.by_id].name, "", draft.at)
        for draft, step in rows
    )


def _trial(row: NegotiationTrial | None) -> Trial | None:
    if row is None:
        return None
    return Trial(row.asked_at, tried_from(row.found) if row.found else None, row.found_at)
