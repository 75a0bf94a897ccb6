"""Writes: the second operator's answer, upon which what was asked is done in the same transaction."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Actor
from throughline.apps.governance.actions import seats
from throughline.apps.governance.actions.seats import NewTerm


@transaction.atomic
def answer_operator(*, by: Actor, request: UUID, yes: bool, now: datetime) -> bool:
    """A second operator answers a request; with a yes, an act upon a body is done at once, in the name of who asked. Gives
    whether it was. Other acts are done by who asked, with this yes."""
    asked = two_persons.request_of(by, request)
    two_persons.answer(by=by, request=request, yes=yes, now=now)
    if not yes or asked.act not in _DOING:
        return False
    _DOING[asked.act](directory.actor_of(asked.asker, on=timezone.localdate(now)), asked.detail, now)
    return True


def _fill(who: Actor, said: Mapping[str, Any], now: datetime) -> None:
    terms = [_term(each) for each in said["terms"]]
    seats.fill(by=who, body=said["body"], terms=terms, now=now)


def _end(who: Actor, said: Mapping[str, Any], now: datetime) -> None:
    seats.end(
        by=who, body=said["body"], seat=said["seat"], place=said["place"], on=date.fromisoformat(said["on"]),
        why=said["why"], now=now,
    )  # fmt: skip


def _give(who: Actor, said: Mapping[str, Any], now: datetime) -> None:
    seats.give_office(
        by=who, body=said["body"], office=said["office"], person=UUID(said["person"]),
        since=date.fromisoformat(said["since"]), now=now,
    )  # fmt: skip


def _term(said: Mapping[str, Any]) -> NewTerm:
    until = date.fromisoformat(said["until"]) if said["until"] else None
    return NewTerm(
        said["seat"], UUID(said["person"]), date.fromisoformat(said["since"]), said["place"], until,
        said["region"], said["organization"],
    )  # fmt: skip


_DOING: Mapping[str, Callable[[Actor, Mapping[str, Any], datetime], None]] = {
    seats.FILLING: _fill, seats.ENDING: _end, seats.OFFICE: _give,
}  # fmt: skip
