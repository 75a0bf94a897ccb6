"""A rotation that the demo's unions and groups offer together, and stipends that its network pays, as in real use."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import attending, rotations, stays, stipends
from throughline.apps.opportunities.actions.attending import NewDay
from throughline.apps.opportunities.actions.rotations import NewField, NewRotation
from throughline.apps.opportunities.actions.stays import Asked, Stay
from throughline.apps.opportunities.actions.stipends import NewRule
from throughline.demo.people import at_noon, id_of

Told = Mapping[str, Any]


def rotation(told: Told, now: datetime) -> None:
    """A rotation is brought together and signed; a learner sees some of its fields, and is in one."""
    said, made_at = told["rotation"], _ago(int(told["days_ago"]), now)
    signing = {each["for"]: _actor(each["by"], now) for each in said["signed"]}
    first = timezone.localdate(made_at) + timedelta(days=14)
    first -= timedelta(days=first.weekday() - int(said["weekday"]))
    new = NewRotation(
        said["keeper"], said["title"], said["words"], int(said["weekday"]), Decimal(said["hours"]), tuple(signing),
        tuple(map(_field, said["fields"])), said["pathway"], ordered=True,
    )  # fmt: skip
    made = rotations.make(by=_actor(told["by"], now), new=new, now=made_at)
    for organization, who in signing.items():
        rotations.sign(by=who, rotation=made, organization=organization, now=made_at)
    learner, home = _actor(said["learner"], now), _actor(said["home"]["by"], now)
    place = rotations.join(by=learner, rotation=made, home=said["home"]["for"], now=made_at)
    on = first
    for each in said["seen"]:
        at = at_noon(on)
        field = next(one.field for one in _own(learner, place).fields if one.next)
        agreement = rotations.take_up(by=learner, place=place, field=field.id, starts=on, now=at)
        for who in (home, signing[field.host]):
            stays.approve(by=who, agreement=agreement, number=1, now=at)
        on = _days(signing[field.host], agreement, on, int(each["days"]), new.hours)
        if "thinks" in each:
            stay = next(one.stay for one in _own(learner, place).fields if one.field.id == field.id)
            if stay is not None:
                rotations.think(
                    by=learner, stay=stay, wish=each["wish"], words=each["thinks"], now=at_noon(on)
                )


def stipend(told: Told, now: datetime) -> None:
    """A network opens a stipend program, reviews a host, and pays an intern what two persons approved."""
    said, begun = told["stipend"], _ago(int(told["days_ago"]), now)
    monday = timezone.localdate(begun) - timedelta(days=begun.weekday())
    tom, learner, host = (_actor(each, now) for each in (told["by"], said["learner"], said["host"]["by"]))
    rule = NewRule("hour", Decimal(said["amount"]), monday, Decimal(said["most"]))
    made = stipends.make(
        by=tom, keeper=said["keeper"], title=said["title"], words=said["words"], rule=rule, now=begun
    )
    stipends.review_host(
        by=tom, program=made, host=said["host"]["for"], fits=True, words=said["host"]["review"], now=begun
    )
    stay = Stay(
        said["home"]["for"], said["host"]["for"], "work", monday, timezone.localdate(now) + timedelta(days=60)
    )
    asked = Asked((said["studied"],), {said["counts"]: Decimal(1)})
    agreement = stays.begin(by=learner, stay=stay, asked=asked, now=begun)
    for who in (_actor(said["home"]["by"], now), host):
        stays.approve(by=who, agreement=agreement, number=1, now=begun)
    stipends.join(by=learner, program=made, agreement=agreement, now=begun)
    until = monday + timedelta(weeks=int(said["weeks"]))
    for start in (monday, monday + timedelta(days=2)):
        _days(host, agreement, start, int(said["weeks"]), Decimal(said["hours"]))
    paid_at = at_noon(until)
    run = stipends.begin_run(by=tom, program=made, until=until, now=paid_at)
    for who in (tom, _actor(said["second"], now)):
        program = queries.stipends.program(who, made)
        if program is not None:
            stipends.approve(by=who, run=run, digest=program.runs[0].digest, now=paid_at)


def _days(by: Actor, agreement: UUID, first: date, weeks: int, hours: Decimal) -> date:
    """So many days, one a week, are confirmed; gives the day a week after the last."""
    for nth in range(weeks):
        on = first + timedelta(weeks=nth)
        attending.confirm(by=by, agreement=agreement, day=NewDay(on, True, hours, "bus"), now=at_noon(on))
    return first + timedelta(weeks=weeks)


def _own(learner: Actor, place: UUID) -> queries.rotations.OwnRotation:
    found = queries.rotations.own(learner, place)
    assert found is not None
    return found


def _field(told: Told) -> NewField:
    name, seen = str(told["id"]), str(told.get("gives", told["id"]))
    return NewField(
        told["title"], told["host"], int(told["days"]), (f"experience:{seen}",), f"course:{name}-in-a-rotation",
        Decimal(str(told["credits"])), told["way"], int(told["minutes"]), told["transport"], told.get("role", ""),
    )  # fmt: skip


def _ago(days: int, now: datetime) -> datetime:
    return at_noon(timezone.localdate(now) - timedelta(days=days))


def _actor(person: object, now: datetime) -> Actor:
    return directory.actor_of(id_of(str(person)), on=timezone.localdate(now))
