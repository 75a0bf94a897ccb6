"""Writes: a sponsor writes apprenticeship standards, and the organization that registers them does, or sends them back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.apprenticing import rules
from throughline.apps.opportunities.models import ApprenticeshipStandards, RegisteredStandards
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.apprenticeships.standards import Standards, lacking, read, written

WHAT = "Apprenticeship standards"
LONGEST = 5000


@transaction.atomic
def begin(*, by: Actor, sponsor: str, now: datetime) -> UUID:
    """Begin to write standards for an organization that one acts for. Gives their id."""
    rules()
    directory.organization_id(sponsor)
    decision = _may_write(by, sponsor)
    made = ApprenticeshipStandards.objects.create(
        sponsor=sponsor, begun_by_id=by.me, begun_at=now, touched_at=now
    )
    _note(by, "began apprenticeship standards", made, decision, now)
    return made.id


@transaction.atomic
def write(*, by: Actor, standards: UUID, draft: Standards, now: datetime) -> None:
    """Keep what is typed, however much of it is there. What is registered stays as it is; what waits is taken back."""
    found = _found(standards)
    _may_write(by, found.sponsor)
    parts = {each.id for each in rules().standards.parts}
    kept = written(draft) | {"parts": {k: v.strip()[:LONGEST] for k, v in draft.parts.items() if k in parts}}
    found.draft, found.touched_at, found.asked_at = kept, now, None
    found.save(update_fields=["draft", "touched_at", "asked_at"])


@transaction.atomic
def ask(*, by: Actor, standards: UUID, now: datetime) -> int:
    """Ask that standards be registered. Where the state names nobody who registers, it is done at once. Gives the number
    of the registered version, 0 while it waits.

    :raises Refused: a part is missing; `about["lacks"]` holds each.
    """
    found = _found(standards)
    decision = _may_write(by, found.sponsor)
    _whole(found)
    if not rules().standards.registered_by:
        return _register(by, found, found.sponsor, decision, now)
    found.asked_at, found.sent_back = now, ""
    found.save(update_fields=["asked_at", "sent_back"])
    _note(by, "asked to register apprenticeship standards", found, decision, now)
    return 0


@transaction.atomic
def register(*, by: Actor, standards: UUID, now: datetime) -> int:
    """Whoever registers for the state registers what waits: a version that stands for good, in the public log. Gives its
    number.

    :raises Refused: nothing waits, or a part is missing by now.
    """
    found = _waiting(standards)
    decision = _may_register(by)
    _whole(found)
    return _register(by, found, rules().standards.registered_by, decision, now)


@transaction.atomic
def send_back(*, by: Actor, standards: UUID, why: str, now: datetime) -> None:
    """They send it back to its sponsor with what is to be mended."""
    found = _waiting(standards)
    decision = _may_register(by)
    if not why.strip():
        raise Refused(WHAT, "no reason is given.", "Write what is to be mended.")
    found.asked_at, found.sent_back = None, why.strip()[:LONGEST]
    found.save(update_fields=["asked_at", "sent_back"])
    _note(by, "sent apprenticeship standards back", found, decision, now)


def _register(
    by: Actor, found: ApprenticeshipStandards, registrar: str, decision: Decision, now: datetime
) -> int:
    document = {"sponsor": found.sponsor, "registrar": registrar, **written(read(found.draft))}
    number, digest = found.number + 1, ledger.digest(document)
    RegisteredStandards.objects.create(
        standards=found, number=number, document=document, digest=digest, registrar=registrar, registered_by_id=by.me,
        registered_at=now,
    )  # fmt: skip
    found.number, found.asked_at = number, None
    found.save(update_fields=["number", "asked_at"])
    _note(by, "registered apprenticeship standards", found, decision, now)
    state, reference = frameworks.home_state(), f"standards:{found.id}"
    trail.enter([trail.Leaf(state, "published", reference, number, digest)], now=now)
    return number


def _whole(found: ApprenticeshipStandards) -> None:
    lacks = lacking(read(found.draft), rules().standards, found.sponsor, frameworks.catalogue())
    if lacks:
        names = ", ".join(dict.fromkeys(each.part for each in lacks))
        raise Refused(
            WHAT, f"they cannot be registered while these parts are missing or not sound: {names}.",
            "Write them. The draft is kept.", {"lacks": lacks},
        )  # fmt: skip


def _found(key: UUID) -> ApprenticeshipStandards:
    found = ApprenticeshipStandards.objects.select_for_update().filter(id=key).first()
    if found is None:
        raise Refused(WHAT, "there are none at this address.", "Look in the list.")
    return found


def _waiting(key: UUID) -> ApprenticeshipStandards:
    found = _found(key)
    if found.asked_at is None:
        raise Refused(WHAT, "nobody asks to register them now.", "Look at what waits.")
    return found


def _may_write(by: Actor, sponsor: str) -> Decision:
    return require(by, "standards.write", Subject(organization=sponsor), what="Writing standards")


def _may_register(by: Actor) -> Decision:
    place = Subject(organization=rules().standards.registered_by)
    return require(by, "standards.register", place, what="Registering standards")


def _note(by: Actor, verb: str, found: ApprenticeshipStandards, decision: Decision, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, f"standards:{found.id}", decision.authority))
