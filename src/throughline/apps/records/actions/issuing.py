"""Writes: what learners' awards are judged by, what follows late, what is asked for, what is issued anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import issuing
from throughline.apps.records.awarding import award_what_follows
from throughline.apps.records.following import Due, Ground, following, grounds_of
from throughline.apps.records.models import Award, Footing
from throughline.apps.records.queries.record import records_of
from throughline.apps.trail import actions as trail
from throughline.core.requirements.values import nearest


@dataclass(frozen=True, slots=True)
class Stand:
    """The version of the pathway (`pathway:id`) a learner is on; empty: none. began: the day of their first step."""

    learner: UUID
    pathway: str
    number: int | None
    began: date | None


@transaction.atomic
def stand_on(*, stands: Sequence[Stand], now: datetime) -> None:
    """Keep which versions these learners chose, and issue what follows by them. Called by the choosing itself, which
    asked the policy."""
    Footing.objects.bulk_create(
        [Footing(learner_id=s.learner, pathway=s.pathway, number=s.number, began=s.began) for s in stands],
        update_conflicts=True, unique_fields=["learner"], update_fields=["pathway", "number", "began"],
    )  # fmt: skip
    award_what_follows((each.learner for each in stands), now=now)


@transaction.atomic
def issue_due(*, by: Actor, learners: Iterable[UUID], now: datetime) -> list[UUID]:
    """Issue what follows for learners whose records were complete before the state published what awards it. Ids of the
    awards made."""
    require(by, "award.sweep", what="Issuing what is due")
    return [award.id for award in award_what_follows(learners, now=now)]


@transaction.atomic
def issue(
    *, by: Actor, learner: UUID, credential: str, now: datetime, valid_until: date | None = None
) -> UUID:
    """Somebody who acts for an issuer gives a learner a credential: one whose requirements the record meets, or one that
    no rule of the state awards. Gives the award's id."""  # fmt: skip
    ref = f"credential:{credential.removeprefix('credential:')}"
    listing = frameworks.catalogue().credentials.get(ref.partition(":")[2])
    if listing is None:
        known = list(frameworks.catalogue().credentials)
        raise Refused(
            f"Issuing {ref}", "no such credential is published.", nearest(ref.partition(":")[2], known)
        )
    subject = replace(
        directory.subject_of(learner),
        issuers=frozenset(listing.issuers),
        assessors=frameworks.judging_roles(),
    )
    decision = require(by, "award.issue", subject, what=f"Issuing {ref}")
    issuing.lock([learner])
    due = _met(learner, ref, now)
    mine = by.organizations() & set(listing.issuers)
    issuer = issuing.issuer_for(listing, subject.organizations) if not mine else min(mine)
    award = issuing.keep([replace(due, issuer=issuer, valid_until=valid_until)], now=now)[0]
    trail.record(
        trail.Act(by.person, "issued", now, learner, ref, decision.authority, {"award": str(award.id)})
    )
    return award.id


@transaction.atomic
def ask_for(*, by: Actor, credential: str, now: datetime) -> UUID:
    """A learner asks for a credential that is only given on request, at once or years later. Gives the award's id."""
    ref = f"credential:{credential.removeprefix('credential:')}"
    decision = require(by, "award.ask", directory.subject_for(by, by.me), what=f"Asking for {ref}")
    issuing.lock([by.me])
    award = issuing.keep([_met(by.me, ref, now)], now=now)[0]
    trail.record(
        trail.Act(by.person, "asked for", now, by.me, ref, decision.authority, {"award": str(award.id)})
    )
    return award.id


@transaction.atomic
def issue_anew(*, by: Actor, award: UUID, reason: str, now: datetime) -> UUID:
    """Issue an award again under the present name, listing and key: after a correction, a stolen key, or a lapse. The
    first stays as it was; the new one names it."""
    old = Award.objects.select_for_update().get(id=award)
    subject = replace(
        directory.subject_of(old.learner_id),
        issuers=frozenset({old.issuer}),
        assessors=frameworks.judging_roles(),
    )
    decision = require(by, "award.issue", subject, what=f"Issuing {old.credential} again")
    if Award.objects.filter(replaces=old).exists():
        raise Refused("Issuing again", "it was issued again before.", "Take the newer one.")
    made = issuing.keep([_as_before(old)], now=now, replaces={0: old})[0]
    trail.record(
        trail.Act(by.person, "issued again", now, old.learner_id, old.credential, decision.authority,
                  {"award": str(made.id), "replaces": str(old.id), "reason": reason})
    )  # fmt: skip
    return made.id


def _met(learner: UUID, ref: str, now: datetime) -> Due:
    """What a learner meets of this credential; refuses where it is not met, or issued before."""
    issued = issuing.issued_to([learner]).get(learner, frozenset())
    if ref in issued:
        raise Refused(f"Issuing {ref}", "it is issued already.", "Open the record: it is there.")
    if not frameworks.rules_for().awardings(ref):
        return Due(learner, ref, "issuer", None, (), ())
    ground = grounds_of([learner]).get(learner, Ground())
    record = records_of([learner])[learner]
    dues = following(learner, record, ground, issued, now.date(), asked=ref)
    found = next((due for due in dues if due.credential == ref), None)
    if found is None:
        raise Refused(
            f"Issuing {ref}",
            "its requirements are not met yet.",
            "The learner's progress shows what is still open.",
        )
    return found


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
