"""The small state with assessments of its own, and the people around one learner, for tests of judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from tests import factories as f
from throughline.apps.directory.actor import Actor
from throughline.apps.records import actions
from throughline.apps.records.actions import NewWork, Seen
from throughline.core.catalogue import assessments as a
from throughline.core.catalogue import documents as d
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.nodes import ScoreAtLeast, ValidatedBy

EXAM = "medical-1"
COOLING = 7


def criterion(name: str, meets: int = 2, competency: str = "") -> a.Criterion:
    """A criterion of three levels."""
    levels = tuple(a.CriterionLevel(n, f.words(f"{name} at {n}")) for n in (1, 2, 3))
    return a.Criterion(name, f.words(name), levels, meets, competency)


def review(by: str) -> a.DesignReview:
    """The three questions, answered."""
    text = f.words("Answered")
    return a.DesignReview(by, "somebody", f.TODAY, text, text, text)  # type: ignore[arg-type]


def exam(cooling_days: int = COOLING) -> a.Assessment:
    """A written part that a teacher judges, and a talk that a teacher and a mentor from elsewhere judge."""
    written = a.AssessmentPart(
        "written", f.words("Written"), "written", f.words("Write."), (criterion("clear"),),
        (a.Judging(("teacher",)),), shows=f"assessment:{EXAM}-written",
    )  # fmt: skip
    talk = a.AssessmentPart(
        "talk", f.words("Talk"), "performance", f.words("Talk."),
        (criterion("heard", 2, "reading"), criterion("graph", 2, "numbers")),
        (a.Judging(("teacher",)), a.Judging(("workplace_mentor",), 1, True, True)),
        shows=f"assessment:{EXAM}-performance", performance=True, settings=("school", "workplace"),
    )  # fmt: skip
    return a.Assessment(
        EXAM, f.words("Medical 1"), f.words("Exam"), (written, talk), milestone=EXAM, cooling_days=cooling_days,
        reviews=(review("author"), review("learner")),
    )  # fmt: skip


def show_night() -> a.Assessment:
    """A project shown before a panel of three from two sectors."""
    part = a.AssessmentPart(
        "night", f.words("Show night"), "exhibition", f.words("Show it."), (criterion("plans", 2, "tools"),),
        (a.Judging(("teacher", "workplace_mentor"), 3),), performance=True, panel=a.Panel(3, 2),
    )  # fmt: skip
    return a.Assessment("project", f.words("Project"), f.words("Project"), (part,), cooling_days=0)


def outside_test() -> a.Assessment:
    """A test from outside: 75 counts, and a card is offered."""
    skills = (a.Skill("counts", f.words("Counts"), "professional", "numbers"),)
    cut = a.CutScore("WRS", Decimal(75), "shop-card", "assessment:ready", skills)
    return a.Assessment("ready", f.words("Ready"), f.words("Ready"), external=cut)


def assessed_state(cooling_days: int = COOLING) -> Catalogue:
    """The small state, where the talk counts once a teacher and a mentor from elsewhere stand behind it."""
    pack = f.small_state()
    both = (d_validated("teacher"), d_validated("workplace_mentor", True))
    rule = f.every(
        f"{EXAM}-parts",
        [
            f.have(f"assessment:{EXAM}-written"),
            replace(f.have(f"assessment:{EXAM}-performance"), validated_by=both),
        ],
    )
    pack = f.with_rule(pack, EXAM, rule)
    ready = replace(
        f.milestone("ready", replace(f.have("assessment:ready"), score=ScoreAtLeast(Decimal(75), "WRS"))),
        awards=("credential:shop-card",), features=("external", "on-request"),
    )  # fmt: skip
    pack = replace(pack, milestones={**pack.milestones, "ready": ready})
    every = {each.id: each for each in (exam(cooling_days), show_night(), outside_test())}
    form = a.RatingForm(
        "together", f.words("Together"), f.words("Together"), ("reading", "tools"),
        ("self", "mentor", "teacher", "family", "employer"),
        (d.ProficiencyLevel(1, f.words("Sometimes")), d.ProficiencyLevel(2, f.words("Often"))), review=True,
    )  # fmt: skip
    return replace(pack, assessments=every, rating_forms={"together": form})


def d_validated(role: str, distinct: bool = False) -> ValidatedBy:
    """Somebody in a role behind a fact."""
    return ValidatedBy(role, 1, distinct)


@dataclass(frozen=True)
class Around:
    """A learner with a teacher at their school, a mentor at a hospital who helps them, and a mentor at the school."""

    ana: Actor
    marta: Actor
    lucia: Actor
    hall: Actor


def around() -> Around:
    """The state published, and its people there."""
    f.load(assessed_state())
    ana = f.learner()
    lucia = f.helps(f.person("Lucia", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    return Around(f.fresh(ana), f.teacher(), lucia, f.person("Hall", ("workplace_mentor", "northside-high")))


def hand_in(
    who: Actor, part: str = "talk", *, practice: bool = False, now: datetime = f.NOW, **more: object
) -> UUID:
    """Work handed in for a part of the exam; straight to the try that counts where it is no practice."""
    work = NewWork(
        EXAM,
        part,
        timezone.localdate(now),
        not practice,
        words="Here it is.",
        straight=not practice,
        **more,  # type: ignore[arg-type]
    )
    return actions.hand_in(by=who, work=work, now=now)


def piece(who: Actor, title: str = "My talk") -> tuple[UUID, int]:
    """A kept piece of work of a learner's, with its number."""
    typed = {"title": title, "words": "Told it.", "setting": "school", "happened_on": str(f.TODAY)}
    key = actions.evidence.begin(by=who, learner=who.me, kind="text", typed=typed, now=f.NOW)
    return key, actions.evidence.keep(by=who, evidence=key, now=f.NOW)


MET: Mapping[str, int] = {"heard": 3, "graph": 2}
NOT_YET: Mapping[str, int] = {"heard": 2, "graph": 1}


def sign(by: Actor, work: UUID, levels: Mapping[str, int], now: datetime = f.NOW) -> str:
    """A signature: met or not yet, as the levels say."""
    met = all(level >= 2 for level in levels.values())
    seen = Seen(levels, met, "Well shown.", "" if met else "Draw the graph again.")
    return actions.sign(by=by, submission=work, seen=seen, now=now)


def both_sign(who: Around, work: UUID, levels: Mapping[str, int], now: datetime = f.NOW) -> str:
    """Teacher and mentor sign alike."""
    sign(who.marta, work, levels, now)
    return sign(who.lucia, work, levels, now)


def days(many: int) -> datetime:
    """So many days after the usual now."""
    return f.NOW + timedelta(days=many)
