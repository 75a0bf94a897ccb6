"""What the pack's people decide about their records: who agreed, what comes first, what they share, what they ask to be
corrected. Through the same acts as in real use."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewShare

Told = Mapping[str, Any]


def decide(told: Iterable[Told], id_of: Callable[[str], UUID], now: datetime) -> None:
    """Let these people decide; who has decided before is passed over. id_of: the id of a person by their key."""
    for each in told:
        if any(name in each for name in ("first", "consents", "shares", "corrections")):
            _decide(each, _actor(id_of(str(each["id"])), now), id_of, now)


def _actor(person: UUID, now: datetime) -> Actor:
    return directory.actor_of(person, on=timezone.localdate(now))


@transaction.atomic
def _decide(told: Told, learner: Actor, id_of: Callable[[str], UUID], now: datetime) -> None:
    if records.shares(learner, learner.me, now=now):
        return
    for each in told.get("consents", ()):
        giver = _actor(id_of(str(each["by"])), now)
        actions.consent(by=giver, learner=learner.me, purpose=str(each["purpose"]), now=now)
    held = records.own_record(learner, learner.me, now=now)
    first = [ref for ref in told.get("first", ()) if ref in held.entries]
    actions.feature(by=learner, learner=learner.me, entries=first, now=now)
    for each in told.get("shares", ()):
        _share(each, learner, id_of, now)
    for each in told.get("corrections", ()):
        line = held.entries[str(each["what"])].lines[0]
        key = UUID(line.key.partition(":")[2])
        actions.ask_correction(by=learner, attainment=key, words=str(each["words"]), now=now)


def _share(told: Told, learner: Actor, id_of: Callable[[str], UUID], now: datetime) -> None:
    place = str(told["with"])
    title = frameworks.catalogue().organizations[place].title
    made = actions.prepare(
        by=learner, learner=learner.me, now=now,
        new=NewShare(
            audience=str(told["for"]), to_whom=str(title.get("en", place)), purpose=str(told["purpose"]),
            picked=tuple(told["items"]), until=now + timedelta(days=int(told["days"])), organization=place,
            form=str(told.get("form", "record")), deep=True,
        ),
    )  # fmt: skip
    actions.open_share(by=learner, share=made, now=now)
    if looked := told.get("looked"):
        records.opened_directly(_actor(id_of(str(looked)), now), made, now=now)
