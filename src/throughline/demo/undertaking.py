"""What the demo's leaders took on: the promise, the vision and who carries it, the state's work, money and help, words of
partners; through the same actions as real use, on the days the pack tells."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising import actions as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.governance import actions, queries
from throughline.apps.governance.actions import NewGoal, NewMoney
from throughline.core.governing.promising import LearnerPromise, PromisePart
from throughline.demo import rotating, rounding
from throughline.demo.people import at_noon, id_of

Told = Mapping[str, Any]


@transaction.atomic
def tell(told: Sequence[Told], now: datetime) -> int:
    """Bring everything that is told as far as it is told, oldest first; gives how many. Nothing where it was told before."""
    if queries.promises_made():
        return 0
    for each in told:
        next(act for key, act in _TELLING.items() if key in each)(each, now)
    return len(told)


def _ago(told: Told, now: datetime) -> datetime:
    return at_noon(timezone.localdate(now) - timedelta(days=int(told["days_ago"])))


def _actor(person: object, now: datetime) -> Actor:
    return directory.actor_of(id_of(str(person)), on=timezone.localdate(now))


def _promise(told: Told, now: datetime) -> None:
    said = told["promise"]
    parts = tuple(PromisePart(each["title"], each["means"], each["shows"]) for each in said["parts"])
    made = LearnerPromise(said["opening"], parts)
    advising.make_promise(by=_actor(told["by"], now), promise=made, why=said["why"], now=_ago(told, now))


def _vision(told: Told, now: datetime) -> None:
    goals = [
        NewGoal(
            each["text"],
            each["measure"],
            Decimal(each["target"]),
            timezone.localdate(now) + timedelta(days=int(each["due_days"])),
            Decimal(each["baseline"]) if "baseline" in each else None,
        )
        for each in told["goals"]
    ]  # fmt: skip
    actions.publish_vision(
        by=_actor(told["by"], now),
        organization=told["vision"],
        text=told["text"],
        goals=goals,
        now=_ago(told, now),
    )


def _sign(told: Told, now: datetime) -> None:
    when, me = _ago(told, now), _actor(told["by"], now)
    actions.sign_vision(
        by=me, organization=told["signs"], sector=told["sector"], office=told["office"], named=told["named"],
        executive=told["executive"], now=when,
    )  # fmt: skip
    leads = _actor(told["confirmed_by"], now)
    for each in queries.waiting_authors(leads, told["signs"]):
        actions.confirm_author(by=leads, author=each.id, now=when + timedelta(days=1))


def _responsibility(told: Told, now: datetime) -> None:
    when = _ago(told, now)
    made = actions.share_responsibility(
        by=_actor(told["by"], now), organization=told["vision"], text=told["responsibility"], bearers=told["bearers"],
        now=when,
    )  # fmt: skip
    for each in told["accepted"]:
        then = when + timedelta(days=3)
        actions.carry(by=_actor(each["by"], now), responsibility=made, organization=each["for"], now=then)


def _work(told: Told, now: datetime) -> None:
    me, item = _actor(told["by"], now), str(told["work"])
    due = timezone.localdate(now) + timedelta(days=int(told["due_days"])) if "due_days" in told else None
    actions.assign_work(
        by=me, item=item, owner=told["owner"], state=told["state"], due=due, now=_ago(told, now)
    )
    for each in told.get("notes", ()):
        when = _ago(each, now)
        actions.note_work(
            by=me,
            item=item,
            kind=each["kind"],
            on=timezone.localdate(when),
            words=each["words"],
            present=each["present"],
            now=when,
        )
    for each in told.get("changes", ()):
        reference = _reference(str(each["of"]), timezone.localdate(now))
        actions.link_change(
            by=me, item=item, means=each["means"], reference=reference, words=each["words"], now=now
        )


def _reference(of: str, today: date) -> str:
    """A name as the public log has it; a decision is told by the title of its matter."""
    if not of.startswith("decision: "):
        return of
    found = next(each for each in queries.votes_held() if each.title == of.removeprefix("decision: "))
    return f"decision:{found.body}/{found.kind}/{found.docket}"


def _money(told: Told, now: datetime) -> None:
    docket = next(each.docket for each in queries.votes_held() if each.title == told["decision"])
    today = timezone.localdate(now)
    money = NewMoney(
        told["money"], Decimal(told["amount"]), told["source"], today - timedelta(days=int(told["starts_days_ago"])),
        today + timedelta(days=int(told["ends_days"])), told["purpose"],
    )  # fmt: skip
    actions.enter_money(
        by=_actor(told["by"], now), body=told["body"], docket=docket, money=money, now=_ago(told, now)
    )


def _help(told: Told, now: datetime) -> None:
    asks = _actor(told["by"], now)
    made = actions.ask_for_help(
        by=asks, organization=told["help"], kind=told["kind"], words=told["words"], now=_ago(told, now)
    )
    if taken := told.get("taken"):
        by = _actor(taken["by"], now)
        actions.take_on_help(by=by, request=made, helper=taken["helper"], now=_ago(taken, now))
    gives = _actor(told.get("given_by", told["by"]), now)
    for each in told.get("hours", ()):
        when = at_noon(timezone.localdate(now) - timedelta(days=int(each["on_days_ago"])))
        actions.log_help(
            by=gives,
            request=made,
            on=timezone.localdate(when),
            hours=Decimal(each["hours"]),
            words=each["words"],
            now=when,
        )
    if closed := told.get("closed"):
        actions.close_help(by=gives, request=made, result=closed["result"], now=_ago(closed, now))
    if rated := told.get("rated"):
        actions.rate_help(
            by=asks, request=made, rating=rated["rating"], words=rated["words"], now=_ago(rated, now)
        )


def _told(told: Told, now: datetime) -> None:
    made = actions.tell_body(
        by=_actor(told["by"], now), organization=told["for"], to=told["told"], about=told["about"],
        subject=told["subject"], words=told["words"], now=_ago(told, now),
    )  # fmt: skip
    if answer := told.get("answer"):
        actions.answer_feedback(
            by=_actor(answer["by"], now), feedback=made, answer=answer["words"], action=answer["action"],
            now=_ago(answer, now),
        )  # fmt: skip


_TELLING: Mapping[str, Callable[[Told, datetime], None]] = {
    "promise": _promise, "responsibility": _responsibility, "signs": _sign, "vision": _vision, "work": _work,
    "money": _money, "help": _help, "told": _told, "round": rounding.hold, "rotation": rotating.rotation,
    "stipend": rotating.stipend,
}  # fmt: skip
"""Told by the first of these names that an entry has."""
