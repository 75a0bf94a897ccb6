"""Rounds of places in the demo: one that learners can rank in now, and one that was given out, with its file."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import rounds
from throughline.apps.opportunities.actions.rounds import NewOpening, NewReserve, NewRound
from throughline.demo.people import at_noon, id_of

Told = Mapping[str, Any]


def hold(told: Told, now: datetime) -> None:
    """Open a round as it is told, let invented learners rank in it, and match it where its ranking is over."""
    said, began = told["round"], at_noon(timezone.localdate(now) - timedelta(days=int(told["days_ago"])))
    openings = tuple(_opening(each) for each in said["openings"])
    new = NewRound(
        told["of"], said["title"], said["words"], timezone.localdate(began) + timedelta(days=int(said["days"])),
        timezone.localdate(began) + timedelta(days=int(said["answer_days"])), openings, said.get("rule", ""),
    )  # fmt: skip
    by = directory.actor_of(id_of(str(told["by"])), on=timezone.localdate(now))
    key = rounds.open_round(by=by, new=new, now=began)
    dice, names = Random(said["title"]), [each.name for each in openings]
    groups = [reserve.group for each in openings for reserve in each.reserves]
    for who in _invented(said.get("ranked_at", ()), int(said.get("ranked", 0)), now):
        doors = queries.rounds.own(who, key, now=began).doors
        open_ = [each.place.name for each in doors if each.barrier in ("", "law")]
        inside = [group for group in groups if dice.random() < 0.4]
        wishes = dice.sample(open_, dice.randint(1, len(open_)))
        rounds.rank(by=who, round_=key, wishes=wishes, groups=inside, confirmed=names, now=began)
    if new.closes_on is not None and new.closes_on < timezone.localdate(now):
        rounds.match_round(by=HOUSE, round_=key, now=at_noon(new.closes_on + timedelta(days=1)))


def _opening(told: Told) -> NewOpening:
    reserves = tuple(
        NewReserve(each["group"], each["seats"], each.get("cite", "")) for each in told.get("reserves", ())
    )
    return NewOpening(
        told["opportunity"], told["seats"], told.get("shift", ""), reserves, told.get("within_km"),
        by_law=told.get("by_law", ""), cite=told.get("cite", ""),
    )  # fmt: skip


def _invented(schools: Sequence[str], many: int, now: datetime) -> list[Actor]:
    """Learners of these schools who are none of the named people, as they come by id."""
    named = {person.id for person, _ in directory.demo_people()}
    found = {each for school in schools for each in directory.members(school, "learner")} - named
    return [directory.actor_of(each, on=timezone.localdate(now)) for each in sorted(found)[:many]]
