"""Writes: organizations agree. Drafts stand apart from what is in force; the last signature brings a draft into force."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import rfc8785
from django.db import IntegrityError, transaction
from django.utils import timezone

from throughline.apps.directory.actor import HOUSE, Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.drafting import read_documents
from throughline.apps.opportunities.agreeing import said_of, stood, terms_of
from throughline.apps.opportunities.models import (
    Negotiation,
    NegotiationDraft,
    NegotiationParty,
    NegotiationStep,
    NegotiationTrial,
)
from throughline.apps.records.credentials import stating
from throughline.apps.records.queries.record import learners_with_facts, standings_of
from throughline.apps.trail import actions as trail
from throughline.core.agreements import negotiation as core
from throughline.core.agreements.trying import protected, tried, tried_json
from throughline.core.catalogue.documents import Agreement
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.learning_agreement import NotNow

T = TypeVar("T")
WHAT = "An agreement"
LONGEST = 2000
AT_ONCE = 200
Body = Mapping[str, Any]
"""An agreement as it would be published, in plain JSON values."""


@transaction.atomic
def begin(*, by: Actor, party: str, terms: Body, reasons: Mapping[str, str], now: datetime) -> UUID:
    """Write the first draft of an agreement, or of a change to one that is in force: the one its `id` names. Every party
    reads it and signs it. Gives the negotiation's id.

    Raises `Refused` where the text says what an agreement has no words for, names what is not there, or one is open.
    """
    decision = require(by, "terms.write", Subject(organization=party), what=WHAT)
    agreement = _read(terms)
    kept = frameworks.catalogue()
    base = kept.versions[f"agreement:{agreement.id}"] if agreement.id in kept.agreements else 0
    _checked(lambda: core.begun(_draft(1, agreement, party, reasons, now), kept.agreements.get(agreement.id)))
    try:
        with transaction.atomic():
            made = Negotiation.objects.create(agreement=agreement.id, base=base, begun_by=party, begun_at=now)
    except IntegrityError:
        raise Refused(WHAT, "a change of it is being agreed already.", "Go on with that one.") from None
    _write(made, 1, agreement, by, party, reasons, now)
    _note(by, "drafted an agreement", made, decision.authority, now)
    return made.id


@transaction.atomic
def redraft(
    *, by: Actor, negotiation: UUID, party: str, terms: Body, reasons: Mapping[str, str], now: datetime
) -> int:
    """Put another draft in place of the last one; all sign anew. Any party may. Gives its number."""
    found = _locked(negotiation)
    decision = require(by, "terms.write", Subject(organization=party), what=WHAT)
    agreement = _read({**terms, "id": found.agreement})
    number = found.drafts.count() + 1
    _checked(lambda: core.redraft(_stood(found), _draft(number, agreement, party, reasons, now)))
    _write(found, number, agreement, by, party, reasons, now)
    _note(by, "drafted an agreement anew", found, decision.authority, now)
    return number


@transaction.atomic
def sign(*, by: Actor, negotiation: UUID, party: str, number: int, now: datetime) -> bool:
    """Sign the newest draft for a party, with the organization's key; gives whether it is in force now. With the last
    signature it is, as a new version in the public log, in the same transaction.

    Raises `Refused` where it is not theirs to sign, something keeps it from being signed, or what it would replace changed.
    """
    found = _locked(negotiation)
    decision = require(by, "terms.sign", Subject(organization=party), what="Signing an agreement")
    after = _checked(lambda: core.sign(_stood(found), party, number, now))
    row = found.drafts.get(number=number)
    _may_be_signed(terms_of(row), party, now)
    _step(row, party, "signed", by, now, document=_signed(row, party, now))
    _note(by, "signed an agreement", found, decision.authority, now)
    if after.closed:
        _enact(found, terms_of(row), now)
    return bool(after.closed)


@transaction.atomic
def oppose(*, by: Actor, negotiation: UUID, party: str, number: int, words: str, now: datetime) -> None:
    """A party says why it does not sign the newest draft, and what it would sign."""
    found = _locked(negotiation)
    decision = require(by, "terms.sign", Subject(organization=party), what=WHAT)
    said = core.Objection(party, number, words.strip()[:LONGEST])
    _checked(lambda: core.oppose(_stood(found), said))
    _step(found.drafts.get(number=number), party, "opposed", by, now, words=said.words)
    _note(by, "objected to an agreement", found, decision.authority, now)


@transaction.atomic
def withdraw(*, by: Actor, negotiation: UUID, party: str, now: datetime) -> None:
    """The party that began takes it back; what is in force stays."""
    found = _locked(negotiation)
    decision = require(by, "terms.write", Subject(organization=party), what=WHAT)
    value = _stood(found)
    _checked(lambda: core.withdraw(value, party))
    _step(found.drafts.get(number=value.draft.number), party, "withdrew", by, now)
    _close(found, "withdrawn", None, now)
    _note(by, "took back a draft of an agreement", found, decision.authority, now)


@transaction.atomic
def ask_for_trial(*, by: Actor, negotiation: UUID, now: datetime) -> UUID:
    """Ask what the newest draft would do on the records of everyone who learns here; a job looks. Gives the draft's id."""
    found = _locked(negotiation)
    sides = frozenset(found.sides.values_list("organization", flat=True))
    require(by, "terms.try", Subject(issuers=sides), what="Trying a draft")
    row = found.drafts.order_by("-number")[0]
    NegotiationTrial.objects.update_or_create(
        draft=row, defaults={"asked_at": now, "found": None, "found_at": None}
    )
    return row.id


def look(*, by: Actor, draft: UUID, now: datetime) -> None:
    """Try a draft on every record and keep the counts, small groups protected. Nobody's record is shown to anybody."""
    require(by, "terms.try", what="Trying a draft")
    row = NegotiationDraft.objects.get(id=draft)
    learners, on = sorted(learners_with_facts()), timezone.localdate(now)
    standings = (
        standing
        for nth in range(0, len(learners), AT_ONCE)
        for standing in standings_of(learners[nth : nth + AT_ONCE], on=on).values()
    )
    found = protected(tried(terms_of(row), standings), frameworks.catalogue().state.smallest_group)
    NegotiationTrial.objects.filter(draft=draft).update(found=tried_json(found), found_at=now)


def _read(terms: Body) -> Agreement:
    reference = f"agreement:{terms.get('id', '')}"
    found: Agreement = read_documents("agreement", {reference: terms})[reference]
    return found


def _draft(
    number: int, terms: Agreement, party: str, reasons: Mapping[str, str], now: datetime
) -> core.Draft:
    return core.Draft(number, terms, party, reasons, now)


def _write(
    found: Negotiation, number: int, terms: Agreement, by: Actor, party: str, reasons: Mapping[str, str], now: datetime
) -> None:  # fmt: skip
    body = document_to_json("agreement", terms)
    said = {name: words.strip()[:LONGEST] for name, words in reasons.items() if words.strip()}
    NegotiationDraft.objects.create(
        negotiation=found, number=number, body=body, reasons=said, party=party, by_id=by.me, at=now
    )
    sides = set(_stood(found).parties) - set(found.sides.values_list("organization", flat=True))
    NegotiationParty.objects.bulk_create(
        NegotiationParty(negotiation=found, organization=each) for each in sorted(sides)
    )


def _may_be_signed(terms: Agreement, party: str, now: datetime) -> None:
    must = said_of(terms, timezone.localdate(now)).must
    if must:
        raise Refused("Signing an agreement", must[0].sentence, must[0].fix)
    kept = frameworks.catalogue()
    bodies = [each for _, each in sorted(kept.bodies.items()) if each.organization == party]
    if bodies and not any(each.power_over("agreement") for each in bodies):
        why = f"the charter of {bodies[0].id} gives no power to sign agreements."
        raise Refused("Signing an agreement", why, "Ask the body whose charter does.")


def _signed(row: NegotiationDraft, party: str, now: datetime) -> dict[str, Any]:
    """What a party signs: the whole text, under the organization's key."""
    text = {
        "type": "SignedAgreement", "agreement": f"agreement:{row.negotiation.agreement}", "draft": row.number,
        "replaces": row.negotiation.base, "party": f"organization:{party}", "terms": row.body,
        "digest": sha256(rfc8785.dumps(row.body)).hexdigest(), "signed": now.isoformat(),
    }  # fmt: skip
    return stating.stated(party, text, now=now)


def _enact(found: Negotiation, terms: Agreement, now: datetime) -> None:
    """All have signed: a new version in force, and in the public log. Offers open from then on (`watching.catch_up`)."""
    ref = f"agreement:{found.agreement}"
    ((_, number),) = frameworks_actions.enact(
        by=HOUSE, documents={ref: terms}, base={ref: found.base}, asked=Subject(), now=now
    )
    _close(found, "in_force", number, now)
    trail.record(trail.Act(
        None, "an agreement is in force", now, None, f"negotiation:{found.id}", "every party has signed it",
        {"agreement": ref, "number": number},
    ))  # fmt: skip


def _close(found: Negotiation, outcome: str, number: int | None, now: datetime) -> None:
    found.closed_at, found.outcome, found.number = now, outcome, number
    found.save(update_fields=["closed_at", "outcome", "number"])


def _locked(negotiation: UUID) -> Negotiation:
    found = Negotiation.objects.select_for_update().filter(id=negotiation).first()
    if found is None:
        raise Refused(WHAT, "there is none at this address.", "Look in your list.")
    return found


def _stood(found: Negotiation) -> core.Negotiation:
    return stood(found, found.drafts.order_by("number").prefetch_related("steps"))


def _step(
    row: NegotiationDraft, party: str, step: str, by: Actor, now: datetime, words: str = "",
    document: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    NegotiationStep.objects.create(
        draft=row, nth=row.steps.count() + 1, party=party, step=step, by_id=by.me, words=words,
        document=document, at=now,
    )  # fmt: skip


def _note(by: Actor, verb: str, found: Negotiation, authority: str, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"negotiation:{found.id}", authority))


def _checked(step: Callable[[], T]) -> T:
    try:
        return step()
    except NotNow as error:
        raise Refused(WHAT, error.why[0].lower() + error.why[1:], error.fix) from None
