"""The talks that the pack's people had with learners, and the support that learners ask for, by the same acts as in real
use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.advising.support_facts import circles
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor

Told = Mapping[str, Any]


def tell(told: Iterable[Told], id_of: Callable[[str], UUID], now: datetime) -> None:
    """Let these people talk and ask; what was said before is passed over. id_of: the id of a person by their key."""
    for each in told:
        if each.get("helpers"):
            _talk(each, id_of, now)
            _ask(each, _actor(id_of(str(each["id"])), now), now)


def _actor(person: UUID, now: datetime) -> Actor:
    return directory.actor_of(person, on=timezone.localdate(now))


@transaction.atomic
def _talk(told: Told, id_of: Callable[[str], UUID], now: datetime) -> None:
    learner = id_of(str(told["id"]))
    met = {each.person for each in circles([learner], timezone.localdate(now)).get(learner, ()) if each.met}
    for tie in told["helpers"]:
        helper = id_of(str(tie["person"]))
        if "talked" in tie and helper not in met:
            when = now - timedelta(days=int(tie["talked"]))
            actions.note_talk(by=_actor(helper, now), learner=learner, now=when)


@transaction.atomic
def _ask(told: Told, learner: Actor, now: datetime) -> None:
    around = advising.support_around(learner, learner.me, now=now)
    if around.missing or around.lately:
        return
    for each in told.get("asks", ()):
        when = now - timedelta(days=int(each["days_ago"]))
        actions.name_missing(
            by=learner, learner=learner.me, kind=str(each["kind"]), words=str(each["words"]), now=when
        )
