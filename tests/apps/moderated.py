"""Anchors for the talk of the small state's exam, people who sit down to them, and judged work with planted severities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
from django.utils import timezone

from tests import factories as f
from tests.apps.assessed import EXAM, assessed_state
from throughline.apps.directory.actor import Actor
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewAnchor, NewAnchors, Sitting
from throughline.apps.records.models import Judgment, Outcome, Rating, Submission
from throughline.core.calibration.rule import CalibrationRule
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.consents import ConsentRule

BADGE = "talk-badge"
LEVELS = ((1, 2), (2, 3), (3, 3), (2, 1), (1, 1), (3, 2), (2, 2), (3, 1), (1, 3), (2, 3), (3, 3), (1, 2))


def moderated_state(smallest: int = 2) -> Catalogue:
    """The state with assessments, where the exam gives a badge and figures are shown from `smallest` on."""
    pack = assessed_state()
    badge = d.Credential(
        BADGE, f.words("Talk badge"), "badge", 3, ("northside-high",), purpose=f.words("Shows it."),
        outcomes=f.words("Talks."), onward_study=f.words("Counts."), onward_work=f.words("Counts."),
    )  # fmt: skip
    milestone = replace(pack.milestones[EXAM], awards=(f"credential:{BADGE}",))
    return replace(
        pack,
        state=replace(
            pack.state,
            calibration=CalibrationRule(smallest=smallest),
            consents=(ConsentRule("work-samples", f.words("Samples")),),
        ),
        credentials={**pack.credentials, BADGE: badge},
        milestones={**pack.milestones, EXAM: milestone},
    )


@dataclass(frozen=True)
class Room:
    """A learner, a teacher and a mentor who may judge her, two who agreed the anchors, and whoever operates the house."""

    ana: Actor
    marta: Actor
    lucia: Actor
    dora: Actor
    ed: Actor
    operator: Actor


def room(smallest: int = 2) -> Room:
    """The state published, and its people there."""
    f.load(moderated_state(smallest))
    ana = f.learner()
    lucia = f.helps(f.person("Lucia", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    return Room(
        f.fresh(ana), f.teacher(), lucia, f.teacher("Dora"), f.person("Ed", ("workplace_mentor", "mercy-bay")),
        f.person("Kwame", ("operator", "board")),
    )  # fmt: skip


def anchors(of: Sequence[tuple[int, int]] = LEVELS) -> tuple[NewAnchor, ...]:
    """Works with these agreed levels."""
    return tuple(
        NewAnchor(f"Talk {n}", f"A talk about sleep, number {n}.", {"heard": heard, "graph": graph},
                  {"graph": "The graph says it."})
        for n, (heard, graph) in enumerate(of)
    )  # fmt: skip


def make(
    who: Room, works: tuple[NewAnchor, ...] | None = None, *, part: str = "talk", now: datetime = f.NOW
) -> UUID:
    """Anchors agreed by a teacher and a mentor."""
    agreed = (
        Sitting(who.dora.me, "teacher", "northside-high"),
        Sitting(who.ed.me, "workplace_mentor", "mercy-bay"),
    )
    new = NewAnchors(EXAM, part, works if works is not None else anchors(), agreed)
    return actions.make_anchors(by=who.operator, new=new, now=now)


def agreed_levels(title: str) -> Mapping[str, int]:
    """The agreed levels of one of `anchors()`."""
    heard, graph = LEVELS[int(title.removeprefix("Talk "))]
    return {"heard": heard, "graph": graph}


def sit(by: Actor, less: int = 0, *, now: datetime = f.NOW) -> str:
    """A whole sitting, seeing so much less than agreed everywhere. Gives how it came out."""
    run = actions.begin_calibration(by=by, assessment=EXAM, part="talk", now=now)
    state = "next"
    while state == "next":
        shown = records.sitting(by, run, now=now).next
        assert shown is not None
        levels = {name: min(3, max(1, level - less)) for name, level in agreed_levels(shown.title).items()}
        state = actions.rate_anchor(by=by, run=run, anchor=shown.id, levels=levels, now=now)
    return state


def judged_work(
    judges: Mapping[UUID, float],
    *,
    works: int,
    seed: int,
    days_ago: Sequence[int] = (200,),
    drift: Mapping[UUID, float] | None = None,
) -> list[UUID]:
    """Decided work of many learners, two judges each, levels drawn with these severities (in logits).

    drift: added to a judge's severity for the last of `days_ago`.
    """
    chance, people = np.random.default_rng(seed), list(judges)
    learners = [f.learner(f"L{n}").me for n in range(4)]
    made = []
    for n in range(works):
        when = f.NOW - timedelta(days=days_ago[n * len(days_ago) // works])
        late = n * len(days_ago) // works == len(days_ago) - 1
        ability = chance.normal(0.5, 1.5)
        work = Submission.objects.create(
            learner_id=learners[n % 4], assessment=f"assessment:{EXAM}", number=1, part="talk", certifying=True,
            words=f"Talk {n}", happened_on=timezone.localdate(when), brought_by_id=learners[n % 4], handed_in_at=when,
        )  # fmt: skip
        for key in chance.choice(len(people), 2, replace=False):
            judge = people[key]
            severity = judges[judge] + (drift or {}).get(judge, 0.0) * late
            _rate(
                work,
                judge,
                {name: _level(chance, ability - hard - severity) for name, hard in HARD.items()},
                when,
            )
        Outcome.objects.create(submission=work, outcome="met", how="agreed", decided_at=when)
        made.append(work.id)
    return made


HARD = {"heard": -0.3, "graph": 0.3}


def _level(chance: np.random.Generator, above: float) -> int:
    logits = np.concatenate([[0], np.cumsum(above - np.array([-0.9, 0.9]))])
    chances = np.exp(logits - logits.max())
    return 1 + int(chance.choice(3, p=chances / chances.sum()))


def _rate(work: Submission, judge: UUID, levels: Mapping[str, int], when: datetime) -> None:
    judgment = Judgment.objects.create(
        id=uuid4(), submission=work, judge_id=judge, role="teacher", organization="northside-high", sector="k12",
        round="own", met=True, next="", signed_at=when,
    )  # fmt: skip
    Rating.objects.bulk_create(
        [Rating(judgment=judgment, criterion=name, level=level) for name, level in levels.items()]
    )
