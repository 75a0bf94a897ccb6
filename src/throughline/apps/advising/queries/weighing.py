"""Before a step: what would count elsewhere, what a change keeps and needs, what a plan would close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.queries.choosing import ChoiceNow, choices_of, newer_version
from throughline.apps.advising.weighing import NO_SETBACK, Setback, audit_of, change_to, setback, standing_on
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.catalogue.structure import PathwayParts, Structure
from throughline.core.progress import portability as core
from throughline.core.progress.audit import Audit, MilestoneAudit, Summary, audit_all, audit_milestone
from throughline.core.progress.portability import Elsewhere, Switch
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing
from throughline.core.progress.time_saved import TimeSaved, time_saved

NO_PARTS = PathwayParts({}, {})


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's way with its explanation: where they are, their record, and the audit (None: no pathway chosen).

    structure: what is published, with the version of the pathway that was audited.
    """

    choice: ChoiceNow
    record: Record
    audit: Audit | None
    structure: Structure


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """One entry of a plan and where it counts. own: on the learner's pathway. others: further pathways.

    Neither: it is an elective.
    """

    what: str
    own: bool
    others: tuple[str, ...]

    @property
    def elective(self) -> bool:
        """Whether no pathway asks for it."""
        return not self.own and not self.others


@dataclass(frozen=True, slots=True)
class Warning:
    """A choice that a plan would close: the rule, and what of it the plan leaves out."""

    rule: str
    title: dict[str, str]
    missing: tuple[str, ...]


def progress(actor: Actor, learner: UUID, *, now: datetime, pathway: str = "") -> Progress:
    """A learner's progress on their pathway at the version they are on, or on another one in force. Three queries."""
    record = records.record_of(actor, learner, now=now)
    choice = choices_of([learner])[learner]
    return _progress(choice, record, now, pathway)


def _progress(choice: ChoiceNow, record: Record, now: datetime, pathway: str) -> Progress:
    asked = pathway or choice.pathway
    if not asked:
        return Progress(choice, record, None, frameworks.structure())
    number = choice.number if asked == choice.pathway else None
    audit = audit_of(
        record, asked, number, on=timezone.localdate(now), began=choice.edition_day(timezone.localdate(now))
    )
    return Progress(choice, record, audit, frameworks.structure_for(asked, number))


def months_saved(found: Progress, *, on: date) -> tuple[TimeSaved, ...]:
    """Of each degree whose map the state published: what of it the learner has done already, and the months that is at
    the usual pace; those of which nothing is done are left out. No query."""
    maps = [each for each in frameworks.catalogue().rules.values() if each.typical_months is not None]
    if not maps:
        return ()
    standing = standing_on(found.record, on=on, began=found.choice.edition_day(on))
    every = (time_saved(each, standing) for each in maps)
    return tuple(each for each in every if each.months > 0)


@dataclass(frozen=True, slots=True)
class MilestoneStanding:
    """One milestone against a learner's record. structure: what is published, with the version that was asked."""

    record: Record
    audit: MilestoneAudit
    structure: Structure


def milestone_standing(actor: Actor, learner: UUID, milestone: str, *, now: datetime) -> MilestoneStanding:
    """How a learner stands on one milestone: at the version of their pathway where it is part of it, else as it is in
    force. Three queries."""
    record = records.record_of(actor, learner, now=now)
    choice = choices_of([learner])[learner]
    theirs = frameworks.structure_for(choice.pathway, choice.number)
    own = milestone in theirs.parts.get(choice.pathway.partition(":")[2], NO_PARTS).milestones
    pinned = (choice.pathway, choice.number) if own else ()
    standing = standing_on(
        record, *pinned, on=timezone.localdate(now), began=choice.edition_day(timezone.localdate(now))
    )
    structure = theirs if own else frameworks.structure()
    return MilestoneStanding(record, audit_milestone(milestone, standing), structure)


def standing_of(actor: Actor, learner: UUID, *, now: datetime, on: date, pathway: str = "") -> Standing:
    """A learner's record read on one day: by their own version of the pathway named, or by everything in force."""
    record = records.record_of(actor, learner, now=now)
    choice = choices_of([learner])[learner]
    named = f"pathway:{pathway.removeprefix('pathway:')}"
    pinned = (named, choice.number) if pathway and named == choice.pathway else ()
    return standing_on(record, *pinned, on=on, began=choice.edition_day(on))


def everywhere(actor: Actor, learner: UUID, *, now: datetime) -> tuple[Summary, ...]:
    """A learner's record against every pathway in force, one line each. Three queries."""
    return audit_all(_everywhere(actor, learner, now))


def every_door(
    actor: Actor, learner: UUID, *, now: datetime, at: ChoiceNow | None = None
) -> tuple[Switch, ...]:
    """What a change to each pathway in force would keep and still need, nearest first. at: where the learner is, by
    whoever asked that before. Three queries, or two."""
    return core.every_door(_everywhere(actor, learner, now, at), frameworks.structure()).switches


def _everywhere(actor: Actor, learner: UUID, now: datetime, at: ChoiceNow | None = None) -> Standing:
    record = records.record_of(actor, learner, now=now)
    began = (at or choices_of([learner])[learner]).edition_day(timezone.localdate(now))
    return standing_on(record, on=timezone.localdate(now), began=began)


@dataclass(frozen=True, slots=True)
class Shown:
    """What of all that is in force a learner has shown: milestones by id, and stages passed, as (pathway, stage).

    own: the pathway they are on, by id; empty where they are on none.
    """

    milestones: frozenset[str]
    stages: frozenset[tuple[str, str]]
    own: str


def shown(actor: Actor, learner: UUID, *, now: datetime) -> Shown:
    """A learner's stations on the map of everything. Three queries."""
    choice = choices_of([learner])[learner]
    standing = _everywhere(actor, learner, now, choice)
    return Shown(
        frozenset(m for m in frameworks.catalogue().milestones if standing.holds(f"milestone:{m}")),
        frozenset((s.pathway, stage) for s in audit_all(standing) for stage, met in s.stages if met == "met"),
        choice.pathway.partition(":")[2] if choice.on_pathway else "",
    )


def portability(pathway: str) -> tuple[Elsewhere, ...]:
    """For each milestone of a pathway, every other pathway in force where it counts too, as itself or by a certified
    equivalence. For anyone; no query."""
    return core.elsewhere(pathway.removeprefix("pathway:"), frameworks.structure())


def switch_preview(
    actor: Actor, learner: UUID, pathway: str, *, now: datetime, at: ChoiceNow | None = None
) -> Switch:
    """What a change to this pathway would keep and still need. at: as for `every_door`. Three queries, or two."""
    record = records.record_of(actor, learner, now=now)
    choice = at or choices_of([learner])[learner]
    began = choice.edition_day(timezone.localdate(now))
    return change_to(record, pathway, on=timezone.localdate(now), began=began, source=choice.pathway)


def upgrade_preview(actor: Actor, learner: UUID, *, now: datetime, at: ChoiceNow | None = None) -> Setback:
    """What the newest version of the learner's pathway would cost them. at: as for `every_door`. Three queries, or
    two; none where there is no newer one."""
    directory.may_read(actor, "plan.read", learner, what="newer version", now=now)
    choice = at or choices_of([learner])[learner]
    newest = newer_version(choice)
    if newest is None:
        return NO_SETBACK
    began = choice.edition_day(timezone.localdate(now))
    return setback(learner, choice.pathway, choice.number, newest, on=timezone.localdate(now), began=began)


def where_counts(entries: Iterable[str], pathway: str) -> list[EntryCounts]:
    """Where each entry of a plan counts, seen from a pathway (`pathway:id`, or empty): on it, on others, or as an
    elective. No query."""
    return [_counts(what, pathway.removeprefix("pathway:"), frameworks.structure()) for what in entries]


def _counts(what: str, own: str, drawn: Structure) -> EntryCounts:
    pathways = {p for m in milestones_served(what, drawn) for p in drawn.counts_in.get(m, ())}
    return EntryCounts(what, own in pathways, tuple(sorted(pathways - {own})))


def milestones_served(what: str, drawn: Structure) -> frozenset[str]:
    """The milestones that an entry is, or that what a module gives can lead to."""
    kind, _, name = what.partition(":")
    if kind == "milestone":
        return frozenset({name})
    module = drawn.catalogue.opportunities.get(name)
    given = module.gives if module else ()
    return frozenset(m for each in given for m in _led_to(each, drawn))


def _led_to(given: str, drawn: Structure) -> tuple[str, ...]:
    kind, _, name = given.partition(":")
    return (name,) if kind == "milestone" else drawn.milestones_of_competency.get(name, ())


def closing_warnings(
    actor: Actor, learner: UUID, rules: Iterable[str], *, planned: Iterable[Fact] = (), now: datetime
) -> list[Warning]:
    """The rules (`rule:id`, such as the course set that keeps a four-year college open) that a plan would not meet.

    planned: what the plan would add to the record, as if shown. Asked before a plan is saved; it forbids nothing.
    """
    record = records.record_of(actor, learner, now=now)
    hoped = Record(record.facts + tuple(planned), record.exceptions)
    began = choices_of([learner])[learner].edition_day(timezone.localdate(now))
    standing = standing_on(hoped, on=timezone.localdate(now), began=began)
    found = []
    for name in rules:
        rule = frameworks.catalogue().rules[name.removeprefix("rule:")]
        outcome = standing.explain(standing.program.rules.of_rule(name), name)
        if not outcome.satisfied:
            found.append(Warning(name, dict(rule.title), tuple(gap.what for gap in outcome.missing)))
    return found
