"""Judges who come into step, as the pack tells it: anchors, sittings, and work of many learners judged by two each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import actions as directory_actions
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewAnchor, NewAnchors, NewWork, Seen, Sitting
from throughline.core.catalogue.assessments import AssessmentPart
from throughline.core.progress.judging import is_met
from throughline.demo.people import id_of
from throughline.demo.staff import Staff

Told = Mapping[str, Any]
SAT, HANDED_IN = 150, 120
"""Days ago on which the demo's judges sat down to anchors, and from which on their work was handed in."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who hands in work: their id and school."""

    id: UUID
    school: str


@transaction.atomic
def tell(told: Sequence[Told], now: datetime) -> bool:
    """Let the pack's anchors stand and its people sit down to them; nothing where it was told before."""
    makers = [each for each in told if each.get("anchors")]
    if not makers or _told(makers[0], now):
        return False
    for maker in makers:
        for anchors in maker["anchors"]:
            _make(maker, anchors, now)
    for each in told:
        for sat in each.get("calibrated") or ():
            when = now - timedelta(days=int(sat["days_ago"]))
            sit(_acting(id_of(str(each["id"])), when), str(sat["assessment"]), str(sat["part"]),
                apart=int(sat.get("apart", 0)), now=when, works=_works(makers))  # fmt: skip
    return True


def _told(maker: Told, now: datetime) -> bool:
    return bool(records.calibrated_counts(_acting(id_of(str(maker["id"])), now), now=now).parts)


def judged_by_anchors(told: Sequence[Told], now: datetime) -> frozenset[str]:
    """What the parts leave to which the pack tells anchors, once those stand."""
    makers = [each for each in told if each.get("anchors")]
    if not makers or not _told(makers[0], now):
        return frozenset()
    held = frameworks.catalogue().assessments
    found = (
        held[str(each["assessment"])].part(str(each["part"])) for maker in makers for each in maker["anchors"]
    )
    return frozenset(part.shows for part in found if part is not None and part.shows)


def _acting(person: UUID, when: datetime) -> Actor:
    return directory.actor_of(person, on=timezone.localdate(when))


def _make(maker: Told, told: Told, now: datetime) -> None:
    when = now - timedelta(days=int(told["days_ago"]))
    works = tuple(
        NewAnchor(str(w["title"]), str(w["words"]), dict(w["levels"]), dict(w.get("why") or {}))
        for w in told["works"]
    )
    agreed = tuple(_sitting(str(each), when) for each in told["agreed"])
    new = NewAnchors(str(told["assessment"]), str(told["part"]), works, agreed)
    actions.make_anchors(by=_acting(id_of(str(maker["id"])), when), new=new, now=when)


def _sitting(name: str, when: datetime) -> Sitting:
    who, _, role = name.partition("/")
    actor = _acting(id_of(who), when)
    held = next(each for each in actor.roles if each.role == role)
    return Sitting(actor.me, held.role, held.organization)


def _works(makers: Iterable[Told]) -> dict[str, Mapping[str, int]]:
    return {str(w["title"]): w["levels"] for m in makers for a in m["anchors"] for w in a["works"]}


def sit(
    by: Actor, assessment: str, part: str, *, works: Mapping[str, Mapping[str, int]], now: datetime, apart: int = 0
) -> str:  # fmt: skip
    """A whole sitting, the first `apart` levels seen one away from what was agreed. Gives how it came out."""
    run = actions.begin_calibration(by=by, assessment=assessment, part=part, now=now)
    state, left = "next", apart
    while (shown := records.sitting(by, run, now=now).next) is not None:
        levels = dict(works[shown.title])
        if left:
            name = sorted(levels)[left % len(levels)]
            levels[name] += 1 if levels[name] == 1 else -1
            left -= 1
        state = actions.rate_anchor(by=by, run=run, anchor=shown.id, levels=levels, now=now)
    return state


def milestone_with_anchors(told: Sequence[Told]) -> str:
    """The milestone of the assessment to which the pack tells anchors; empty where it tells none."""
    named = [str(anchors["assessment"]) for each in told for anchors in each.get("anchors") or ()]
    held = frameworks.catalogue().assessments
    return held[named[0]].milestone if named and named[0] in held else ""


@transaction.atomic
def judge_many(told: Sequence[Told], learners: Sequence[Learner], staff: Staff, now: datetime) -> int:
    """Work of these learners for the part that has anchors, each judged by a teacher of their school and a mentor of a
    workplace who sat down to the anchors, as most of the teachers did; figures worked out. Gives how many works."""
    makers = [each for each in told if each.get("anchors")]
    if not makers or not learners or records.submissions(Actor(learners[0].id, "")):
        return 0
    anchors = makers[0]["anchors"][0]
    assessment, part = str(anchors["assessment"]), str(anchors["part"])
    sat = now - timedelta(days=SAT)
    places = _of_other_sectors(staff, {each.school for each in learners})
    seats = [("teacher", school) for school in sorted({each.school for each in learners})]
    for nth, (role, place) in enumerate([*seats, *(("workplace_mentor", each) for each in places)]):
        # One teacher in three has not sat down yet: the mentor beside them has.
        if role != "teacher" or nth % 3 != 2:
            sit(
                staff.actor(role, place, timezone.localdate(sat)),
                assessment,
                part,
                apart=nth % 4,
                works=_works(makers),
                now=sat,
            )
    for nth, learner in enumerate(learners):
        mentor = staff.first("workplace_mentor", places[nth % len(places)])
        when = now - timedelta(days=HANDED_IN - nth % HANDED_IN)
        _judge(learner, staff.first("teacher", learner.school), mentor, assessment, part, Random(nth), when)
    actions.work_out(by=HOUSE, assessment=assessment, part=part, now=now)
    return len(learners)


def _of_other_sectors(staff: Staff, schools: Iterable[str]) -> list[str]:
    """Where mentors are who may judge beside a teacher: the rubric asks for two sectors."""
    held = frameworks.catalogue().organizations
    taught = {held[school].sector for school in schools}
    return sorted(
        place
        for role, place in staff.seats
        if role == "workplace_mentor" and held[place].sector not in taught
    )


def _judge(
    learner: Learner, teacher: UUID, mentor: UUID, assessment: str, part: str, chance: Random, when: datetime
) -> None:
    directory_actions.assign(
        by=HOUSE, learner=learner.id, helper=mentor, kind="workplace_mentor", scopes=("progress",), now=when
    )
    work = NewWork(
        assessment,
        part,
        timezone.localdate(when),
        True,
        words="A talk with a family about a risk.",
        straight=True,
    )
    key = actions.hand_in(by=_acting(learner.id, when), work=work, now=when)
    task = records.before_handing_in(_acting(learner.id, when), assessment, part, now=when).task
    shown = {each.id: chance.randint(1, len(each.levels)) for each in task.part.criteria}
    for judge in (teacher, mentor):
        seen = _seen(
            task.part, {name: _near(chance, level, task.part, name) for name, level in shown.items()}
        )
        with opening(now=when):
            actions.sign(by=_acting(judge, when), submission=key, seen=seen, now=when)


def _near(chance: Random, level: int, part: AssessmentPart, name: str) -> int:
    most = next(len(each.levels) for each in part.criteria if each.id == name)
    return min(most, max(1, level + chance.choices((-1, 0, 1), (15, 70, 15))[0]))


def _seen(part: AssessmentPart, levels: Mapping[str, int]) -> Seen:
    met = is_met(part.criteria, levels)
    return Seen(levels, met, "I saw it.", "" if met else "Ask the family to say the risk back to you")
