"""What helpers suggest. Nothing happens until the learner says yes, and then it is the learner's own act."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from throughline.apps.advising.actions.choosing import choose, narrow, switch
from throughline.apps.advising.actions.planning import add_entry, set_goal
from throughline.apps.advising.models import Proposal
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.trail import actions as trail

Kind = Literal["choose", "switch", "narrow", "entry", "goal"]


@transaction.atomic
def propose(
    *, by: Actor, learner: UUID, kind: Kind, what: str, now: datetime, destination: str = "",
    due: date | None = None, message: str = "",
) -> UUID:  # fmt: skip
    """A helper suggests a pathway, destination, plan entry or goal. It changes nothing of the plan."""
    decision = require(by, "plan.propose", directory.subject_of(learner), what="A proposal")
    made = Proposal.objects.create(
        learner_id=learner, proposed_by_id=by.me, kind=kind, what=what, destination=destination, due=due,
        message=message, proposed_at=now,
    )  # fmt: skip
    trail.record(trail.Act(by.person, "proposed", now, learner, what, decision.authority, {"kind": kind}))
    return made.id


@transaction.atomic
def approve(*, by: Actor, proposal: UUID, now: datetime) -> None:
    """The learner says yes, and the proposed step is taken as their own."""
    found = _answered(by, proposal, "yes", now)
    if found.kind == "choose":
        choose(by=by, pathway=found.what, destination=found.destination, now=now)
    elif found.kind == "switch":
        switch(by=by, pathway=found.what, destination=found.destination, now=now)
    elif found.kind == "narrow":
        narrow(by=by, destination=found.destination, now=now)
    elif found.kind == "entry":
        add_entry(by=by, what=found.what, now=now)
    else:
        set_goal(
            by=by, words=found.message or found.what, what=found.what, on=found.due, now=now,
            together_with=[found.proposed_by_id],
        )  # fmt: skip


@transaction.atomic
def answer(*, by: Actor, proposal: UUID, now: datetime) -> None:
    """The learner says no thank you. Nothing else happens."""
    _answered(by, proposal, "no", now)


def _answered(by: Actor, proposal: UUID, said: Literal["yes", "no"], now: datetime) -> Proposal:
    found = Proposal.objects.select_for_update().filter(id=proposal).first()
    if found is None:
        raise Refused("A proposal", "there is none with this id.", "Look at your open proposals.")
    decision = require(by, "choice.make", Subject(found.learner_id), what="Answering a proposal")
    if found.answer:
        raise Refused("A proposal", "it was answered before.", "Ask for a new one.")
    found.answer, found.answered_at = said, now
    found.save(update_fields=["answer", "answered_at"])
    verb = "approved" if said == "yes" else "declined"
    trail.record(trail.Act(by.person, verb, now, by.person, f"proposal:{found.id}", decision.authority))
    return found
