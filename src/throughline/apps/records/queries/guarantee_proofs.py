"""Reads: a learner's guarantees as a proof file: which promises are open and why, and which open if they finish what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.frameworks import proofs as framework_proofs
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import addresses
from throughline.apps.records.credentials.following import Ground, grounds_of
from throughline.apps.records.credentials.standing_of_awards import STANDS, on, standing_of
from throughline.apps.records.models import Award
from throughline.apps.records.queries.issuers import registry
from throughline.apps.records.queries.proof_files import credential_parts, signed_shortly
from throughline.apps.records.queries.record import records_of
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.credentials.building import subjects
from throughline.core.credentials.instants import write_instant
from throughline.core.progress.standing import stand
from throughline.core.proofs.grounds import Grounds, grounds_for, triggers
from throughline.core.proofs.guarantees import Guarantee, guarantees, references_of
from throughline.core.proofs.writing import guarantee_file

HOLDS_FOR: Final = timedelta(days=7)
"""How long the state's word on what its record holds is believed: as long as a status list is."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a learner's holdings a file relies on: awards that stand, and what only the state's record says."""

    awards: tuple[Award, ...]
    stated: tuple[str, ...]


def guarantee_proof(actor: Actor, learner: UUID, *, now: datetime) -> dict[str, Any]:
    """The proof file of a learner's guarantees on their own pathway, as `throughline.check_proof` reads it. For the learner;
    who runs the house and makes it leaves an event the learner sees. It shows no more than its steps rest on.

    :raises Refused: the learner is on no pathway, or no promise on it can be shown.
    """
    directory.may_read(actor, "guarantees.prove", learner, what="guarantees", now=now)
    return _proof(learner, "", now)


def promise_proof(learner: UUID, agreement: str, *, now: datetime) -> dict[str, Any]:
    """The same file of one promise alone, for whom it is made to. Asks no policy: whoever calls knows that the learner lets
    that institution read it, and leaves the event.

    :raises Refused: the learner is on no pathway, or the promise cannot be shown on it.
    """
    return _proof(learner, agreement, now)


def _proof(learner: UUID, only: str, now: datetime) -> dict[str, Any]:
    ground = grounds_of([learner]).get(learner, Ground())
    if not ground.pathway or ground.number is None:
        raise Refused("A proof of your guarantees", "you have not chosen a pathway yet.", "Choose one first.")
    book = frameworks.rules_for(ground.pathway, ground.number, began=ground.began or timezone.localdate(now))
    texts, every = _guarantees(learner, ground, book, now)
    found = tuple(each for each in every if only in ("", each.agreement.partition(":")[2]))
    if not found:
        raise Refused(
            "A proof of your guarantees", "no promise is in force on your pathway.", "Ask your adviser."
        )
    shown = _shown(learner, found, now)
    versions = {award.credential: award.number for award in shown.awards}
    wanted = references_of(found, texts)
    numbers = framework_proofs.numbers_of(ground.pathway, ground.number, wanted) | versions
    return guarantee_file(
        ground.pathway, found, _holder(learner, ground, shown, now), credential_parts(shown.awards, now=now),
        framework_proofs.logged_texts(numbers),
    )  # fmt: skip


def _guarantees(
    learner: UUID, ground: Ground, book: RuleBook, now: datetime
) -> tuple[Grounds, tuple[Guarantee, ...]]:
    pathway = book.pathway(ground.pathway)
    onward = active_agreements(pathway, book.catalogue, timezone.localdate(now))
    texts = grounds_for(pathway, book, triggers(onward))
    return texts, guarantees(texts, onward, _held(learner, book, now))


def _held(learner: UUID, book: RuleBook, now: datetime) -> set[str]:
    """Milestones that are met, and credentials that were given: not those that only follow, and nobody gave yet."""
    standing = stand(records_of([learner])[learner], book, timezone.localdate(now))
    met = {ref for ref in standing.sure.counted if ref.startswith("milestone:")}
    return met | {ref for ref in standing.sure.evidence.by_what if ref.startswith("credential:")}


def _shown(learner: UUID, found: Iterable[Guarantee], now: datetime) -> _Shown:
    relied = {ref for each in found for ref in each.relies_on}
    given = {step.gives for each in found for step in each.steps}
    finish = {ref for each in found for ref in each.finish}
    held = relied - given - finish
    awards = {row.credential: row for row in _standing(learner, held, now)}
    return _Shown(tuple(awards[ref] for ref in sorted(awards)), tuple(sorted(held - awards.keys())))


def _standing(learner: UUID, wanted: Iterable[str], now: datetime) -> list[Award]:
    """The awards of these credentials that stand and that a stranger can believe: given by an issuer whom the listing names,
    while the state recognized them. The rest, such as what was given before the state kept its list, it states itself."""
    found = Award.objects.filter(learner__in=ids_of([learner]), credential__in=list(wanted), replaced_by=None)
    rows = list(found.select_related("status_list").order_by("issued_at"))
    marks, listed, known = standing_of(row.id for row in rows), frameworks.catalogue().credentials, registry()
    return [
        row
        for row in rows
        if on(marks.get(row.id, STANDS), row.valid_until, timezone.localdate(now)).state == "stands"
        and row.issuer in listed[row.credential.partition(":")[2]].issuers
        and known[addresses.did_of(row.issuer)].since <= row.issued_at
    ]


def _holder(learner: UUID, ground: Ground, shown: _Shown, now: datetime) -> dict[str, Any]:
    """What the state says of the holder, signed: under which names its issuers speak of them, when they began, and what its
    record holds that no credential in the file shows."""
    keeper, moment = frameworks.home_state(), now.replace(microsecond=0)
    said = {
        "id": f"urn:uuid:{uuid4()}", "type": "ThroughlineHolder", "issuer": addresses.did_of(keeper),
        "validFrom": write_instant(moment), "validUntil": write_instant(moment + HOLDS_FOR),
        "began": (ground.began or timezone.localdate(now)).isoformat(),
        "subjects": sorted({subjects.pairwise(award.subject_id) for award in shown.awards}),
        "holds": list(shown.stated),
    }  # fmt: skip
    return signed_shortly(said, keeper, now=now)
