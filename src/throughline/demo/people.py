"""The demo's named people, as the state's pack tells of them, living their story through real actions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising import actions as advising
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as directory_queries
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.facts import NewFact
from throughline.demo.recording import record_shown
from throughline.demo.showing import Showing
from throughline.demo.staff import Staff, schools_of

SCOPES = {
    "guardian": ("plan", "progress", "record"),
    "adviser": ("plan", "progress"),
    "mentor": ("plan", "progress"),
    "teacher": ("progress", "record"),
    "workplace_mentor": ("progress",),
    "advocate": ("plan", "progress"),
}
"""What a helper of each kind is let into where the story does not say."""


@dataclass(frozen=True, slots=True)
class Character:
    """One named person of the pack. until: the day their story stands at."""

    key: str
    id: UUID
    told: Mapping[str, Any]
    began: date
    until: date

    @property
    def given(self) -> str:
        """The first of their names."""
        return str(self.told["name"]).partition(" ")[0]

    def many(self, name: str) -> list[Any]:
        """A list of the story; empty where it has none."""
        return list(self.told.get(name) or ())


@transaction.atomic
def settle(told: Sequence[Mapping[str, Any]], staff: Staff, since: date, now: datetime) -> int:
    """Bring the pack's people to where their stories stand; those of an earlier run stay. Gives how many were new.
    since: from when those who help and judge are there."""
    every = [_character(each, since, now) for each in told]
    there = directory_queries.people(each.id for each in every)
    new = [each for each in every if each.id not in there]
    for each in new:
        directory.add_people(by=HOUSE, people=[_person(each)], starts=_since(each, since), now=now)
    ids = {each.key: each.id for each in every}
    for each in new:
        _live(each, ids, staff)
    return len(new)


def id_of(key: str) -> UUID:
    """The id of the named person of that key, the same in every house."""
    return uuid5(NAMESPACE_URL, f"throughline:demo:{key}")


def _character(told: Mapping[str, Any], since: date, now: datetime) -> Character:
    key = str(told["id"])
    until = min(told.get("as_of") or timezone.localdate(now), timezone.localdate(now))
    return Character(key, id_of(key), told, min(told.get("began") or since, until), until)


def _person(each: Character) -> NewPerson:
    given, _, family = str(each.told["name"]).partition(" ")
    return NewPerson(
        each.id, given, family, display_name=str(each.told["name"]), roles=_roles(each), account=each.key,
        language=str((each.many("languages") or ["en"])[0]), demo_key=each.key, about=_story(each.told),
    )  # fmt: skip


def _story(told: Mapping[str, Any]) -> str:
    story = told.get("story") or ""
    return str(story.get("en", "")) if isinstance(story, Mapping) else str(story)


def _roles(each: Character) -> tuple[tuple[str, str], ...]:
    """Roles as (role, organization): `role` alone is held at their school or organization, else at a board."""
    kept = frameworks.catalogue()
    boards = sorted(o.id for o in kept.organizations.values() if o.kind == "board") or sorted(
        kept.organizations
    )
    home = str(each.told.get("organization") or each.told.get("school") or boards[0])
    found = []
    for role in each.many("roles"):
        if isinstance(role, Mapping):
            found.append((str(role["role"]), str(role.get("organization") or home)))
        elif role not in SCOPES or role in ("teacher", "workplace_mentor", "adviser"):
            found.append((str(role), _place(each.told) if role == "learner" else home))
    return tuple(found)


def earliest(told: Sequence[Mapping[str, Any]], other: date) -> date:
    """The day the first of these people begins, or the other day if that is before."""
    days: list[date] = [each["began"] for each in told if each.get("began")]
    return min([other, *days])


def _since(each: Character, since: date) -> date:
    # Whoever helps or judges was there when the first learner came.
    return each.began if "learner" in each.many("roles") else since


# -- living


def _live(each: Character, ids: Mapping[str, UUID], staff: Staff) -> None:
    _tie_helpers(each, ids)
    if "learner" not in each.many("roles"):
        return
    actor = Actor(each.id, each.given)
    _choose(each, actor)
    _show(each, staff)
    _set_goals(each, actor)
    _write_plan(each, actor)


def _tie_helpers(each: Character, ids: Mapping[str, UUID]) -> None:
    for tie in each.many("helpers"):
        helper = ids.get(str(tie["person"]))
        if helper is None:
            raise LookupError(
                f"{each.key} names '{tie['person']}' as helper, who is not among the pack's people."
            )
        directory.assign(
            by=HOUSE, learner=each.id, helper=helper, kind=tie["kind"],
            scopes=tie.get("scopes") or SCOPES[tie["kind"]], now=at_noon(each.began),
        )  # fmt: skip


def _choose(each: Character, actor: Actor) -> None:
    state, when = str(each.told.get("state") or ""), at_noon(each.began)
    if pathway := str(each.told.get("pathway") or ""):
        ref = f"pathway:{pathway.removeprefix('pathway:')}"
        advising.look_at_portability(by=actor, pathway=ref, now=when)
        if state not in ("exploring", "choosing"):
            advising.choose(
                by=actor, pathway=ref, destination=str(each.told.get("destination") or ""), now=when
            )
    _go_to(state, actor, at_noon(each.until))


def _go_to(state: str, actor: Actor, now: datetime) -> None:
    """Take the one arrow that leads to the state of the story, where the learner is not in it already."""
    at = advising.state_of(actor)
    arrow = next(
        (a for a in advising.machine().open_from(at) if a.target == state and a.by == "learner"), None
    )
    if state and at != state and arrow is not None:
        advising.move(by=actor, action=arrow.name, now=now)


def _show(each: Character, staff: Staff) -> None:
    school = _place(each.told)
    showing = Showing(
        each.id, frameworks.rules_for(), staff.judges(), staff.witness("teacher", school), Random(each.key),
        each.began, each.until, _pace(each),
    )  # fmt: skip
    for milestone in each.many("milestones"):
        showing.milestone(str(milestone).removeprefix("milestone:"))
    facts = showing.facts + [_fact(each, told) for told in each.many("facts")]
    for day, shown in _by_day(facts).items():
        record_shown(shown, staff, school, at_noon(day))


def places_of(told: Iterable[Mapping[str, Any]]) -> set[str]:
    """The organizations where named people learn."""
    return {_place(each) for each in told if "learner" in (each.get("roles") or ())}


def _place(told: Mapping[str, Any]) -> str:
    """Where somebody learns: the school or organization of their story, else the first school."""
    return str(told.get("school") or told.get("organization") or schools_of(frameworks.catalogue())[0])


def _pace(each: Character) -> tuple[int, int]:
    """A story of many years is lived through all of them: its last milestone near the day it stands at."""
    days = (each.until - each.began).days // max(len(each.many("milestones")), 1)
    return (15, 45) if days < 45 else (days - 10, days)


def _by_day(facts: Iterable[NewFact]) -> dict[date, list[NewFact]]:
    found: dict[date, list[NewFact]] = {}
    for fact in sorted(facts, key=lambda f: f.happened_on):
        found.setdefault(fact.happened_on, []).append(fact)
    return found


READERS: Mapping[str, Callable[[Any], Any]] = {
    "level": int,
    "score": lambda said: Decimal(str(said)),
    "scale": str,
    "amounts": lambda said: {str(unit): Decimal(str(amount)) for unit, amount in said.items()},
    "tags": tuple,
    "framework": str,
    "framework_level": int,
    "context": str,
    "organization": str,
    "issuer": str,
    "note": str,
    "confirmed": bool,
    "valid_until": lambda said: said,
}
"""How each field of a told fact becomes a value."""


def _fact(each: Character, told: Any) -> NewFact:
    said = {"what": told} if isinstance(told, str) else dict(told)
    given = {name: READERS[name](value) for name, value in said.items() if name in READERS}
    return NewFact(each.id, str(said["what"]), _day(told, each), **given)


def _day(told: Any, each: Character) -> date:
    said: date | None = told.get("when") if isinstance(told, Mapping) else None
    return min(said or each.until, each.until)


def _set_goals(each: Character, actor: Actor) -> None:
    kept = frameworks.catalogue().milestones
    for goal in each.many("goals"):
        name = str(goal.get("milestone") or "").removeprefix("milestone:")
        title = kept[name].title if name in kept else {}
        advising.set_goal(
            by=actor, words=str(goal.get("words") or title.get("en") or name), what=f"milestone:{name}" if name else "",
            on=goal.get("by"), now=at_noon(each.until),
        )  # fmt: skip


def _write_plan(each: Character, actor: Actor) -> None:
    """What helps, what is in the way, and the usual week, in the learner's own words."""
    told, when = each.told.get("plan") or {}, at_noon(each.began)
    if told:
        frame = {name: str(told.get(name) or "") for name in ("supports", "barriers", "caring_adult")}
        advising.write_profile(
            by=actor, supports=frame["supports"], barriers=frame["barriers"],
            caring_adult=frame["caring_adult"], now=when,
        )  # fmt: skip
    if week := told.get("week"):
        advising.plan_week(by=actor, days=[(str(day), str(what)) for day, what in week.items()], now=when)


def at_noon(day: date) -> datetime:
    """Noon of a day, where the house stands."""
    return timezone.make_aware(datetime.combine(day, time(12)))
