"""The demo's bodies: who sits in them, what they declared and did, what the regions said; through the same actions as
real use, the operator's part with the second operator's yes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from throughline.apps.directory import queries as directory_queries
from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import NewTerm
from throughline.demo.people import at_noon, id_of

Told = Mapping[str, Any]
WHY = "The body begins: its first members take their seats."


def govern(told: Sequence[Told], now: datetime) -> None:
    """Fill the seats of every body that nobody sits in yet, as the pack's people tell it, and let them begin."""
    operators = [_actor(each, now) for each in told if "operator" in (each.get("roles") or ())]
    today = timezone.localdate(now)
    empty = [each.body.id for each in queries.sittings(today) if not each.members]
    if len(operators) < 2 or not empty:
        return
    for body in empty:
        _seat(body, told, operators, now)
    for each in told:
        _say_groups(each, now)
        _act(each, frozenset(empty), now)


def _seat(body: str, told: Iterable[Told], operators: Sequence[Actor], now: datetime) -> None:
    held = [(each, seat) for each in told for seat in each.get("seats") or () if seat["body"] == body]
    terms = [_term(each, seat, timezone.localdate(now)) for each, seat in held]
    if not terms:
        return
    _agree(operators, actions.FILLING, body, actions.said_of(body, terms), now)
    actions.fill(by=operators[0], body=body, terms=terms, now=now)
    for each, seat in held:
        if office := seat.get("office"):
            since = timezone.localdate(now) - timedelta(days=int(seat["days_ago"]))
            _give(body, str(office), each, since, operators, now)


def _give(body: str, office: str, told: Told, since: date, operators: Sequence[Actor], now: datetime) -> None:
    person = id_of(str(told["id"]))
    said = {"body": body, "office": office, "person": str(person), "since": since.isoformat()}
    _agree(operators, actions.OFFICE, body, said, now)
    actions.give_office(by=operators[0], body=body, office=office, person=person, since=since, now=now)


def _agree(
    operators: Sequence[Actor], act: str, body: str, said: Mapping[str, object], now: datetime
) -> None:
    asked = two_persons.ask(by=operators[0], act=act, about=f"body:{body}", detail=said, why=WHY, now=now)
    two_persons.answer(by=operators[1], request=asked, yes=True, now=now)


def _term(told: Told, seat: Told, today: date) -> NewTerm:
    return NewTerm(
        str(seat["seat"]), id_of(str(told["id"])), today - timedelta(days=int(seat["days_ago"])),
        int(seat.get("place") or 0), region=str(seat.get("region") or ""),
        organization=_sender(told),
    )  # fmt: skip


def _sender(told: Told) -> str:
    name = str(told.get("organization") or told.get("school") or "")
    return name if name in frameworks.catalogue().organizations else ""


def _say_groups(told: Told, now: datetime) -> None:
    if groups := told.get("groups"):
        actions.say_groups(
            by=_actor(told, now), groups=map(str, groups), openly=bool(told.get("openly")), now=now
        )


def _act(told: Told, bodies: frozenset[str], now: datetime) -> None:
    me, today = _actor(told, now), timezone.localdate(now)
    for each in _in(told, "interests", bodies):
        actions.declare_conflict(
            by=me, body=each["body"], organization=each["organization"], words=each["words"], now=now
        )
    for each in _in(told, "did", bodies):
        on = today - timedelta(days=int(each["days_ago"]))
        actions.record_duty(by=me, body=each["body"], duty=each["duty"], on=on, words=each["words"], now=now)
    for each in _in(told, "said", bodies):
        _tell(me, each, now)


def _tell(me: Actor, said: Told, now: datetime) -> None:
    when = at_noon(timezone.localdate(now) - timedelta(days=int(said["days_ago"])))
    made = actions.file_feedback(
        by=me, body=said["body"], subject=said["subject"], words=said["words"], now=when
    )
    if answer := said.get("answer"):
        then = at_noon(timezone.localdate(now) - timedelta(days=int(answer["days_ago"])))
        clerk = directory_queries.actor_of(id_of(str(answer["by"])), on=timezone.localdate(now))
        actions.answer_feedback(
            by=clerk, feedback=made, answer=answer["words"], action=str(answer.get("action") or ""), now=then
        )


def _in(told: Told, name: str, bodies: frozenset[str]) -> list[Any]:
    return [each for each in told.get(name) or () if each["body"] in bodies]


def _actor(told: Told, now: datetime) -> Actor:
    return directory_queries.actor_of(id_of(str(told["id"])), on=timezone.localdate(now))
