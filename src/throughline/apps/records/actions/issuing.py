"""Writes: what learners' awards are judged by, what follows late, what is asked for, what is issued anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.awarding import award_what_follows
from throughline.apps.records.credentials import issuing
from throughline.apps.records.credentials.following import Due, Ground, following, grounds_of
from throughline.apps.records.models import Award, Footing
from throughline.apps.records.queries.log_proofs import after_theft
from throughline.apps.records.queries.record import records_of
from throughline.apps.trail import actions as trail
from throughline.core.progress.record import Record
from throughline.core.requirements.values import nearest


@dataclass(frozen=True, slots=True)
class Stand:
    """The version of the pathway (`pathway:id`) a learner is on; empty: none. began: the day of their first step."""

    learner: UUID
    pathway: str
    number: int | None
    began: date | None


@transaction.atomic
def stand_on(*, stands: Sequence[Stand], now: datetime, issue: bool = True) -> None:
    """Keep which versions these learners chose, and issue what follows by them. Called by the choosing itself, which
    asked the policy. issue False: a record comes home, and what follows from it waits for the next act."""
    Footing.objects.bulk_create(
        [Footing(learner_id=s.learner, pathway=s.pathway, number=s.number, began=s.began) for s in stands],
        update_conflicts=True, unique_fields=["learner"], update_fields=["pathway", "number", "began"],
    )  # fmt: skip
    if issue:
        award_what_follows((each.learner for each in stands), now=now)


@transaction.atomic
def issue_due(*, by: Actor, learners: Iterable[UUID], now: datetime) -> list[UUID]:
    """Issue what follows for learners whose records were complete before the state published what awards it. Ids of the
    awards made."""
    require(by, "award.sweep", what="Issuing what is due")
    return [award.id for award in award_what_follows(learners, now=now)]


@dataclass(frozen=True, slots=True)
class Giving:
    """A credential (`credential:id` or its id) for a learner, until a day or for good."""

    learner: UUID
    credential: str
    valid_until: date | None = None


def issue(
    *, by: Actor, issuer: str, learner: UUID, credential: str, now: datetime, valid_until: date | None = None
) -> UUID:
    """Somebody who acts for an issuer gives a learner a credential: one whose requirements the record meets, or one that
    no rule of the state awards. Gives the award's id."""
    made = issue_many(by=by, issuer=issuer, givings=[Giving(learner, credential, valid_until)], now=now)[0]
    if isinstance(made, Refused):
        raise made
    return made


@transaction.atomic
def issue_many(*, by: Actor, issuer: str, givings: Sequence[Giving], now: datetime) -> list[UUID | Refused]:
    """The same for many, in the order given: for each the award's id, or why it was not issued. One refusal stops none of
    the others."""
    subject = Subject(issuers=frozenset({issuer}), assessors=frameworks.judging_roles(), organization=issuer)
    decision = require(by, "award.issue", subject, what=f"Issuing in the name of {issuer}")
    learners = {each.learner for each in givings}
    issuing.lock(learners)
    with frameworks.one_reading():
        at_hand = _at_hand(learners)
        found = [_due(at_hand, each, issuer, now) for each in givings]
        awards = issuing.keep([each for each in found if isinstance(each, Due)], now=now)
    trail.record_many(
        trail.Act(by.person, "issued", now, award.learner_id, award.credential, decision.authority,
                  {"award": str(award.id)})
        for award in awards
    )  # fmt: skip
    ids = iter(award.id for award in awards)
    return [next(ids) if isinstance(each, Due) else each for each in found]


@transaction.atomic
def ask_for(*, by: Actor, credential: str, now: datetime) -> UUID:
    """A learner asks for a credential that is only given on request, at once or years later. Gives the award's id."""
    ref = f"credential:{credential.removeprefix('credential:')}"
    decision = require(by, "award.ask", directory.subject_for(by, by.me), what=f"Asking for {ref}")
    if ref.partition(":")[
        2
    ] not in frameworks.catalogue().credentials or not frameworks.rules_for().awardings(ref):
        raise Refused(ref, "no rule of the state gives it on request.", "Ask whoever issues it.")
    issuing.lock([by.me])
    due = _met(_at_hand([by.me]), by.me, ref, now)
    if isinstance(due, Refused):
        raise due
    award = issuing.keep([due], now=now)[0]
    trail.record(
        trail.Act(by.person, "asked for", now, by.me, ref, decision.authority, {"award": str(award.id)})
    )
    return award.id


@transaction.atomic
def issue_anew(*, by: Actor, award: UUID, reason: str, now: datetime) -> UUID:
    """Issue an award again under the present name, listing and key: after a correction, a stolen key, or a lapse. The
    first stays as it was; the new one names it."""
    old = Award.objects.select_for_update().get(id=award)
    subject = Subject(issuers=frozenset({old.issuer}), assessors=frameworks.judging_roles())
    decision = require(by, "award.issue", subject, what=f"Issuing {old.credential} again")
    return again(old, by, decision, reason, now)


def again(old: Award, by: Actor, decision: Decision, reason: str, now: datetime) -> UUID:
    """The same for whoever decided it on another authority. Call it in a transaction."""
    if Award.objects.filter(replaces=old).exists():
        raise Refused("Issuing again", "it was issued again before.", "Take the newer one.")
    made = issuing.keep([_as_before(old)], now=now, replaces={0: old})[0]
    trail.record(
        trail.Act(by.person, "issued again", now, old.learner_id, old.credential, decision.authority,
                  {"award": str(made.id), "replaces": str(old.id), "reason": reason})
    )  # fmt: skip
    return made.id


@transaction.atomic
def issue_after_theft(*, by: Actor, issuer: str, name: str, now: datetime) -> list[UUID]:
    """Issue anew what a stolen key signed and the public log did not hold before the theft. Ids of the new awards."""
    lost = [each.award for each in after_theft(by, issuer, name) if each.survives != "survives"]
    return [issue_anew(by=by, award=award, reason=f"The key {name} was stolen.", now=now) for award in lost]


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What is known of some learners while credentials are given to them; `issued` grows as they are."""

    records: Mapping[UUID, Record]
    grounds: Mapping[UUID, Ground]
    issued: dict[UUID, frozenset[str]]


def _at_hand(learners: Iterable[UUID]) -> _AtHand:
    """Four queries for any number of learners; those whom nobody knows are absent."""
    there = directory.subjects_of(learners)
    issued = dict.fromkeys(there, frozenset[str]()) | issuing.issued_to(there)
    return _AtHand(records_of(there), grounds_of(there), issued)


def _due(at_hand: _AtHand, giving: Giving, issuer: str, now: datetime) -> Due | Refused:
    """What this giving comes to, in the name of this issuer; from then on it counts as issued."""
    ref = f"credential:{giving.credential.removeprefix('credential:')}"
    listing = frameworks.catalogue().credentials.get(ref.partition(":")[2])
    if listing is None:
        known = list(frameworks.catalogue().credentials)
        return Refused(ref, "no such credential is published.", nearest(ref.partition(":")[2], known))
    if issuer not in listing.issuers:
        return Refused(ref, f"{issuer} may not issue it.", f"Its issuers: {', '.join(listing.issuers)}.")
    if giving.learner not in at_hand.issued:
        return Refused("A learner", f"nobody here has the id {giving.learner}.", "Check the id.")
    found = _met(at_hand, giving.learner, ref, now)
    if isinstance(found, Refused):
        return found
    at_hand.issued[giving.learner] |= {ref}
    return replace(found, issuer=issuer, valid_until=giving.valid_until)


def _met(at_hand: _AtHand, learner: UUID, ref: str, now: datetime) -> Due | Refused:
    """What a learner meets of this credential, or why they do not have it to come."""
    if ref in at_hand.issued[learner]:
        return Refused(ref, "it is issued already.", "Open the record: it is there.")
    if not frameworks.rules_for().awardings(ref):
        return Due(learner, ref, "issuer", None, (), ())
    ground = at_hand.grounds.get(learner, Ground())
    dues = following(
        learner, at_hand.records[learner], ground, at_hand.issued[learner], timezone.localdate(now), asked=ref
    )
    not_met = Refused(ref, "its requirements are not met yet.", "The learner's progress shows what is open.")
    return next((due for due in dues if due.credential == ref), not_met)


def _as_before(old: Award) -> Due:
    judged = (old.judged_reference, old.judged_number) if old.judged_number is not None else None
    results = old.content["credentialSubject"].get("result", [{}])
    names = tuple(each["targetCode"] for each in results[0].get("alignment", []) if "targetCode" in each)
    return Due(
        old.learner_id,
        old.credential,
        old.source,
        judged,
        tuple(old.attainments),
        names,
        old.issuer,
        old.valid_until,
    )
