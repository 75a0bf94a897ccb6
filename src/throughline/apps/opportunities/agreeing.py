"""Between the rows of a negotiation and the value its rules see."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Negotiation, NegotiationDraft, NegotiationStep
from throughline.apps.opportunities.promised import agreement_of
from throughline.core.agreements import negotiation as core
from throughline.core.agreements.before_signing import Said, before_signing
from throughline.core.catalogue.documents import Agreement
from throughline.core.formats.state_pack.bodies import document_from_json


def stood(row: Negotiation, drafts: Iterable[NegotiationDraft]) -> core.Negotiation:
    """The negotiation as its rows leave it, taken again in order. drafts: by number, each with its steps fetched."""
    found: core.Negotiation | None = None
    for each in drafts:
        draft = core.Draft(each.number, terms_of(each), each.party, each.reasons, each.at)
        found = core.redraft(found, draft) if found else core.begun(draft, replaced(row))
        for step in sorted(each.steps.all(), key=lambda one: one.nth):
            found = _taken(found, each.number, step)
    if found is None:
        raise LookupError(f"Negotiation {row.id} has no draft.")
    return found


def _taken(found: core.Negotiation, number: int, step: NegotiationStep) -> core.Negotiation:
    if step.step == "signed":
        return core.sign(found, step.party, number, step.at)
    if step.step == "opposed":
        return core.oppose(found, core.Objection(step.party, number, step.words))
    return core.withdraw(found, step.party)


def replaced(row: Negotiation) -> Agreement | None:
    """What is in force, or was when it began, in whose place it would stand."""
    return agreement_of(frameworks.catalogue(), row.agreement, row.base) if row.base else None


class _Kept:
    """A draft that is the same as another of its id: its body never changes."""

    __slots__ = ("row",)

    def __init__(self, row: NegotiationDraft) -> None:
        self.row = row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.row.pk == other.row.pk

    def __hash__(self) -> int:
        return hash(self.row.pk)


def terms_of(row: NegotiationDraft) -> Agreement:
    """A draft's text."""
    return _terms(_Kept(row))


@lru_cache(maxsize=500)
def _terms(kept: _Kept) -> Agreement:
    found: Agreement = document_from_json("agreement", kept.row.body)
    return found


def said_of(terms: Agreement, on: date) -> Said:
    """What is said of a draft before it is signed; worked out once a day for each catalogue in force."""
    return _said(_Same(terms), frameworks.published().newest, on)


class _Same:
    """A text that is the same as another where it is the same object: those of drafts are kept."""

    __slots__ = ("terms",)

    def __init__(self, terms: Agreement) -> None:
        self.terms = terms

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.terms is other.terms

    def __hash__(self) -> int:
        return id(self.terms)


@lru_cache(maxsize=64)
def _said(same: _Same, _newest: UUID | None, on: date) -> Said:
    return before_signing(same.terms, frameworks.catalogue(), on)
