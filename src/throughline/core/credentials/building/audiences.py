"""One record, shown to three audiences: who gets which achievements and which of their fields is this table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from throughline.core.credentials.building.facts import Badge, ResultDescription, ResultFacts
from throughline.core.credentials.building.work_based import HOURS

AudienceName = Literal["learner", "college", "employer"]
Group = Literal["credential", "course", "competency", "work", "other"]

GROUPS: Mapping[str, Group] = {
    "Competency": "competency", "Course": "course", "LearningProgram": "course", "Assessment": "course",
    "Fieldwork": "work", "CommunityService": "work", "CoCurricular": "other", "Assignment": "other",
    "Achievement": "other", "Membership": "other", "ext:Milestone": "other",
}  # fmt: skip
"""Types of achievement that are not credentials in the narrow sense."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One achievement as it is shown. id: of its credential. employer, role, hours, started, ended: of work only.

    levels: name of the result and the word for the step reached. awarded: the day it counts from.
    """

    id: str
    title: str
    group: Group
    issuer: str = ""
    awarded: date | None = None
    description: str = ""
    criteria: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    competencies: tuple[str, ...] = ()
    credits: float | None = None
    code: str = ""
    evidence: tuple[str, ...] = ()
    employer: str = ""
    role: str = ""
    hours: str = ""
    started: date | None = None
    ended: date | None = None
    valid_until: date | None = None


ALWAYS = frozenset({"id", "title", "group", "issuer", "awarded"})
"""Without these an entry could not be checked."""


@dataclass(frozen=True, slots=True)
class Audience:
    """What one audience is shown. groups: in this order. fields: beside those every entry has."""

    name: AudienceName
    groups: tuple[Group, ...]
    fields: frozenset[str]


AUDIENCES: Mapping[AudienceName, Audience] = {
    each.name: each
    for each in (
        Audience(
            "learner",
            ("credential", "course", "competency", "work", "other"),
            frozenset(each.name for each in fields(Entry)) - ALWAYS,
        ),
        Audience(
            "college",
            ("credential", "course", "competency"),
            frozenset({"criteria", "levels", "competencies", "credits", "code", "evidence"}),
        ),
        Audience(
            "employer",
            ("credential", "work", "competency"),
            frozenset({"description", "levels", "competencies", "employer", "role", "hours", "valid_until"}),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Presentation:
    """What an audience is shown, by group; `credentials`: ids of the credentials that stand behind it, and no others."""

    audience: AudienceName
    groups: tuple[tuple[Group, tuple[Entry, ...]], ...]

    @property
    def credentials(self) -> frozenset[str]:
        """Ids of the credentials behind what is shown: what `clr.part_of` takes."""
        return frozenset(entry.id for _, entries in self.groups for entry in entries)


def present(
    badges: Iterable[Badge], audience: Audience, chosen: frozenset[str] | None = None
) -> Presentation:
    """A record for one audience: only its groups, only its fields. chosen: ids of the credentials the learner picked;
    None: all that this audience is for."""
    entries = [entry_of(each) for each in badges if chosen is None or each.id in chosen]
    shown = [_only(entry, audience.fields) for entry in entries if entry.group in audience.groups]
    groups = ((name, tuple(each for each in shown if each.group == name)) for name in audience.groups)
    return Presentation(audience.name, tuple((name, held) for name, held in groups if held))


def entry_of(badge: Badge) -> Entry:
    """All that a credential says, in the words of a page."""
    subject, achieved = badge.subject, badge.subject.achievement
    described = {each.id: each for each in achieved.results}
    results = [(described[r.describes], r) for r in subject.results if r.describes in described]
    hours = next((r.value for d, r in results if d.kind == HOURS), "")
    at_work = subject.source is not None and (subject.started is not None or bool(hours))
    return Entry(
        badge.id,
        badge.name or achieved.name,
        "work" if at_work else GROUPS.get(achieved.kind, "credential"),
        badge.issuer.name or badge.issuer.id,
        _day(badge.awarded or badge.valid_from),
        achieved.description,
        achieved.criteria.narrative if achieved.criteria else "",
        tuple(_level(d, r) for d, r in results if d.kind not in (HOURS, "Status") and (r.value or r.level)),
        tuple(dict.fromkeys(a.name for a in achieved.alignments if a.kind in ("CFItem", "ceasn:Competency"))),
        subject.credits if subject.credits is not None else achieved.credits,
        achieved.code,
        tuple(each.name for each in badge.evidence if each.name),
        subject.source.name if at_work and subject.source else "",
        subject.role,
        hours,
        _day(subject.started),
        _day(subject.ended),
        _day(badge.valid_until),
    )


def _only(entry: Entry, allowed: frozenset[str]) -> Entry:
    kept = {name: getattr(entry, name) for name in ALWAYS | allowed}
    return Entry(**kept)


def _level(described: ResultDescription, result: ResultFacts) -> tuple[str, str]:
    named = next((each.name for each in described.levels if each.id == result.level), "")
    return described.name, named or result.value


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None
