"""Standards that the demo's sponsors wrote, and those who learn by them, through the same acts as in real use."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import apprentices, apprenticeships
from throughline.core.apprenticeships.standards import Standards, WageStep
from throughline.demo.people import id_of

Told = Mapping[str, Any]


@transaction.atomic
def tell(told: Iterable[Told], now: datetime) -> None:
    """Register the standards of these people and let the apprentices among them begin. Nothing where some are there."""
    people = list(told)
    if opportunities.apprenticeships.registered():
        return
    for each in people:
        if "standards" in each:
            _register(each, each["standards"], now)
    for each in people:
        if "apprenticed" in each:
            _begin(each, each["apprenticed"], now)


def _register(told: Told, said: Told, now: datetime) -> None:
    moment = now - timedelta(days=int(said["days_ago"]))
    sponsor = _actor(told["id"], moment)
    key = apprenticeships.begin(by=sponsor, sponsor=str(told["organization"]), now=moment)
    draft = Standards(
        str(said["occupation"]), str(said["form"]), Decimal(str(said["hours"])), Decimal(str(said["instruction"])),
        Decimal(str(said["rate"])), tuple(WageStep(int(after), Decimal(str(part))) for after, part in said["steps"]),
        int(said["apprentices"]), int(said["journeyworkers"]), tuple(map(str, said["asks"])),
        f"credential:{said['credential']}", dict(said["parts"]),
    )  # fmt: skip
    apprenticeships.write(by=sponsor, standards=key, draft=draft, now=moment)
    if not apprenticeships.ask(by=sponsor, standards=key, now=moment):
        apprenticeships.register(by=_actor(said["registered_by"], moment), standards=key, now=moment)


def _begin(told: Told, said: Told, now: datetime) -> None:
    begun = now - timedelta(days=int(said["days_ago"]))
    sponsor, learner = _actor(said["by"], begun), _actor(told["id"], begun)
    places = sponsor.organizations()
    key = next(each.key for each in opportunities.apprenticeships.registered() if each.sponsor in places)
    made = apprentices.ask_to_begin(by=learner, standards=key, now=begun)
    first = timezone.localdate(begun)
    first -= timedelta(days=first.weekday())
    apprentices.confirm(
        by=sponsor, apprentice=made, employer=str(said["employer"]), begun_on=first, in_school=bool(said.get("in_school")),
        now=begun,
    )  # fmt: skip
    weeks, open_ = int(said["weeks"]), int(said.get("open", 0))
    for nth in range(weeks):
        at = begun + timedelta(days=7 * (nth + 1))
        week = apprentices.NewWeek(
            first + timedelta(days=7 * nth), Decimal(str(said["hours"])), Decimal(str(said["instruction"])),
            str(said["words"]),
        )  # fmt: skip
        wrote = apprentices.log_week(by=learner, apprentice=made, week=week, now=at)
        if nth < weeks - open_:
            apprentices.sign_week(by=_actor(said["signed_by"], at), week=wrote, now=at)


def _actor(person: object, when: datetime) -> Actor:
    return directory.actor_of(id_of(str(person)), on=timezone.localdate(when))
