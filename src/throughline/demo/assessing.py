"""Work handed in and judged, as the stories of the pack's people tell it: through the same actions as real use."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewExhibition, NewWork, Seen, Sitting
from throughline.demo.people import at_noon, id_of

Told = Mapping[str, Any]


@transaction.atomic
def tell(told: Sequence[Told], now: datetime) -> int:
    """Hand in and judge what `handed_in` of each person tells, oldest first; nothing where it was told before. Gives how
    many works there are new."""
    there = directory.people(id_of(str(each["id"])) for each in told)
    works = sorted(
        (
            (int(work["days_ago"]), str(each["id"]), work)
            for each in told
            for work in each.get("handed_in") or ()
        ),
        key=lambda work: (-work[0], work[1]),
    )
    new = [work for work in works if id_of(work[1]) in there and not _told(id_of(work[1]))]
    days = _exhibitions(told, now) if new else {}
    for ago, who, work in new:
        _hand_in(who, work, days, now - timedelta(days=ago))
    for each in told if new else ():
        _rated(each, now)
        _scored(each, now)
    return len(new)


def _told(person: UUID) -> bool:
    return bool(records.submissions(Actor(person, "")))


def _acting(who: str, when: datetime) -> Actor:
    return directory.actor_of(id_of(who), on=timezone.localdate(when))


def _hand_in(who: str, work: Told, days: Mapping[str, UUID], when: datetime) -> None:
    learner = _acting(who, when)
    key = actions.hand_in(
        by=learner,
        work=NewWork(
            str(work["assessment"]), str(work["part"]), timezone.localdate(when), not work.get("practice", False),
            str(work.get("words", "")), straight=True, setting=str(work.get("setting", "")),
            levels=dict(work.get("own") or {}), exhibition=days.get(str(work.get("exhibition", ""))),
        ),
        now=when,
    )  # fmt: skip
    for nth, judged in enumerate(work.get("judged") or (), start=1):
        signed = when + timedelta(hours=nth)
        seen = Seen(
            dict(judged.get("levels") or {}), bool(judged.get("met", False)), str(judged.get("feedback", "")),
            str(judged.get("next", "")),
        )  # fmt: skip
        with opening(now=signed):
            actions.sign(by=_acting(str(judged["by"]), signed), submission=key, seen=seen, now=signed)


def _exhibitions(told: Iterable[Told], now: datetime) -> dict[str, UUID]:
    """Days on which work is shown, each set by somebody of the pack, with the panel they name."""
    found = {}
    for each in told:
        for day in each.get("exhibitions") or ():
            when = now - timedelta(days=int(day["days_ago"]))
            panel = tuple(_sitting(str(name), when) for name in day["panel"])
            new = NewExhibition(
                str(day["assessment"]), str(day["part"]), str(day["title"]), str(each["organization"]),
                timezone.localdate(now + timedelta(days=int(day.get("in_days", 0)))), panel[0].person, panel,
            )  # fmt: skip
            setter = _acting(str(each["id"]), when)
            found[str(day["id"])] = actions.set_exhibition(by=setter, new=new, now=when)
    return found


def _sitting(name: str, when: datetime) -> Sitting:
    who, _, role = name.partition("/")
    actor = _acting(who, when)
    held = next(each for each in actor.roles if each.role == role)
    return Sitting(actor.me, held.role, held.organization)


def _rated(each: Told, now: datetime) -> None:
    for rated in each.get("rated") or ():
        when = now - timedelta(days=int(rated["days_ago"]))
        review = actions.rate_skills(
            by=_acting(str(rated.get("by", each["id"])), when), learner=id_of(str(each["id"])), now=when,
            form=str(rated["form"]), levels=dict(rated["levels"]), words=str(rated.get("words", "")),
            rater=str(rated.get("as", "")),
        )  # fmt: skip
        if answer := rated.get("answer"):
            learner = _acting(str(each["id"]), when)
            actions.answer_review(by=learner, review=review, words=str(answer), now=when)


def _scored(each: Told, now: datetime) -> None:
    """Scores of tests made elsewhere, brought by somebody of the school as a file of rows."""
    for score in each.get("scores") or ():
        when = at_noon(timezone.localdate(now) - timedelta(days=int(score["days_ago"])))
        place = str(each.get("school") or next(iter(frameworks.catalogue().organizations)))
        line = f"{id_of(str(each['id']))},{score['test']},{score['score']},{timezone.localdate(when)}"
        text = f"learner,test,score,taken_on\n{line}\n"
        with opening(now=now):
            actions.bring_scores(by=_acting(str(score["by"]), now), organization=place, text=text, now=now)
