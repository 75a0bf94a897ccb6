"""What the pack's people say for their organizations of credentials and places, through the same acts as in real use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.records import queries as records
from throughline.apps.records.actions.endorsing import Saying, answer_endorsement, endorse, endorse_award

Told = Mapping[str, Any]


def tell(told: Iterable[Told], id_of: Callable[[str], UUID], now: datetime) -> None:
    """Let these people speak; who has spoken before is passed over. id_of: the id of a person by their key."""
    for each in told:
        if "endorses" in each:
            _speak(each, directory.actor_of(id_of(str(each["id"])), on=timezone.localdate(now)), id_of, now)


@transaction.atomic
def _speak(told: Told, speaker: Actor, id_of: Callable[[str], UUID], now: datetime) -> None:
    if records.endorsing.endorsements_given(speaker):
        return
    for each in told["endorses"]:
        saying = Saying(str(told["organization"]), str(each["words"]))
        if "of" in each:
            _of_a_learner(each, speaker, saying, id_of(str(each["of"])), now)
        else:
            endorse(by=speaker, about=str(each["what"]), saying=saying, now=now)


def _of_a_learner(told: Told, speaker: Actor, saying: Saying, learner: UUID, now: datetime) -> None:
    held = directory.actor_of(learner, on=timezone.localdate(now))
    award = next(a for a in records.awards(held, learner, now=now) if a.credential == told["what"])
    said = endorse_award(by=speaker, award=award.id, saying=saying, now=now)
    if told.get("shows"):
        answer_endorsement(by=held, endorsement=said, shows="show", now=now)
