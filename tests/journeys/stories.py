"""Learners of the demo state whose lives are told through real actions, day by day, with the days passed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from uuid import uuid4

from throughline.apps.advising import actions, queries
from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as directory_queries
from throughline.apps.directory.actor import HOUSE, Actor
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.frameworks import queries as published
from throughline.apps.records import queries as records
from throughline.core.formats.state_pack import read_pack
from throughline.core.progress.audit import StageAudit
from throughline.core.progress.standing import Standing
from throughline.demo.recording import record_shown
from throughline.demo.showing import Showing
from throughline.demo.staff import Staff, hire

MERIDIAN = Path(__file__).resolve().parents[2] / "states" / "meridian"
BEGAN = date(2024, 9, 4)
MEDICINE, IRON = "pathway:medical-sciences", "pathway:ironworking"
BENCHMARKS = [f"medical-benchmark-{n}" for n in range(1, 13)]
CERTIFICATIONS = [
    "cert-site-safety",
    "cert-rigging-signaling",
    "cert-structural-welding",
    "cert-steel-layout",
]
EXAMS = ["iron-exam-structures", "iron-exam-drawings", "iron-exam-metals", "iron-exam-community-build"]


@cache
def meridian():
    """The demo state, read once."""
    return read_pack(MERIDIAN)


def noon(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass
class Story:
    """One learner's life so far: who, with whose help, and which day it is."""

    actor: Actor
    staff: Staff
    school: str
    showing: Showing
    day: date = BEGAN

    def choose(self, pathway: str, destination: str = "") -> None:
        """Look at where else it counts, and choose."""
        actions.look_at_portability(by=self.actor, pathway=pathway, now=noon(self.day))
        actions.choose(by=self.actor, pathway=pathway, destination=destination, now=noon(self.day))

    def show(self, *milestones: str, days: int = 60) -> None:
        """Show milestones, one after the other."""
        for name in milestones:
            self.day += timedelta(days=days)
            self.showing.day = self.showing.last = self.day
            before = len(self.showing.facts)
            self.showing.milestone(name)
            record_shown(self.showing.facts[before:], self.staff, self.school, noon(self.day))

    def show_foundation(self, pathway: str) -> None:
        """Show every milestone of a pathway's first stage."""
        parts = published.structure().parts[pathway.partition(":")[2]]
        self.show(*next(iter(parts.stages.values())))

    @property
    def now(self) -> datetime:
        """Noon of the day the story stands at."""
        return noon(self.day)

    @property
    def audit(self):
        """The learner's audit of their own pathway today."""
        found = queries.progress(self.actor, self.actor.me, now=noon(self.day)).audit
        assert found is not None
        return found

    def stage(self, name: str) -> StageAudit:
        """One stage of it."""
        return next(each for each in self.audit.stages if each.id == name)

    def open_agreements(self, kind: str, pathway: str) -> set[str]:
        """The agreements of a kind for a pathway whose trigger is met today."""
        record = records.record_of(self.actor, self.actor.me, now=noon(self.day))
        standing = Standing(record, published.program_for(), self.day)
        name = pathway.partition(":")[2]
        return {
            a.id for a in published.catalogue().agreements.values()
            if a.kind == kind and name in a.pathways
            and standing.explain(a.trigger, f"agreement:{a.id}").satisfied
        }  # fmt: skip


def stories():
    """What begins a learner's story at a school of the demo state, which is published first."""
    frameworks.publish(by=HOUSE, pack=meridian().catalogue, now=noon(BEGAN))
    staff = hire(uuid4(), Random("staff"), (), BEGAN, noon(BEGAN))

    def story(name: str, school: str) -> Story:
        key = uuid4()
        new = directory.NewPerson(key, name, "Reed", roles=(("learner", school),))
        directory.add_people(by=HOUSE, people=[new], starts=BEGAN, now=noon(BEGAN))
        first = staff.witness("teacher", school)
        showing = Showing(key, published.rules_for(), staff.judges(), first, Random(name), BEGAN, BEGAN)
        return Story(directory_queries.actor_of(key, on=BEGAN), staff, school, showing)

    return story
