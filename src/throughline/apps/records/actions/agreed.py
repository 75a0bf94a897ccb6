"""Writes: what a learning agreement promised is recognized by itself, once what was agreed is done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.records.awarding import award_what_follows
from throughline.apps.records.facts import NewFact, keep, row_of
from throughline.apps.trail import actions as trail


@transaction.atomic
def recognize_agreed(*, by: Actor, facts: Sequence[NewFact], under: str, now: datetime) -> None:
    """Facts that stand because all parties agreed on them before. by: the house. under: `learning_agreement:id`.

    witnesses of each fact: who approved the agreement for the home. Credentials that now follow are issued.
    """
    decision = require(by, "record.recognize_agreed", what="Recognizing what was agreed")
    rows = [row_of(fact, fact.witnesses, None, None, now)[1] for fact in facts]
    keep(rows)
    trail.record_many(
        trail.Act(
            None, "recognized as agreed", now, fact.learner, under, decision.authority, {"what": [fact.what]}
        )
        for fact in facts
    )
    award_what_follows({fact.learner for fact in facts}, now=now)
