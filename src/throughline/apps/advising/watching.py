"""What monitors of tracking count from, learner by learner, for the job that looks: nothing of it is kept.

Only those count who said which groups they belong to, and who learn somewhere now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.going import States, stays_by_learner
from throughline.apps.advising.lives import AT_ONCE, everyone, lives
from throughline.apps.advising.models import Choice, Proposal, QuizResult
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.apps.records.queries.record import facts_counted
from throughline.core.catalogue.documents import Pathway
from throughline.core.equity.counting import Line, Monitor
from throughline.core.equity.tracks import TRACKS, Track
from throughline.core.progress.clear_path import Life, on_clear_path

T = TypeVar("T")
BEFORE_ENTRY = ("foundation", "secondary", "postsecondary")


def far_pathways() -> frozenset[str]:
    """The pathways (`pathway:id`) that ask for the state's far level before entry. No query."""
    kept = frameworks.catalogue()
    return frozenset(
        f"pathway:{each.id}"
        for each in kept.pathways.values()
        if _reaches(each) >= kept.state.tracking.far_level
    )


def _reaches(pathway: Pathway) -> int:
    return max((stage.level for stage in pathway.stages if stage.phase in BEFORE_ENTRY), default=0)


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of some learners. far: the long pathways. pathway: that each is on now; first: when they took their
    first step. facts: the day on which each thing was first shown; courses: who took one of the next level since the year
    began. offered: before whom a pathway was put since then, and whether a long one was among them."""

    far: frozenset[str]
    place: Mapping[UUID, str]
    groups: Mapping[UUID, tuple[str, ...]]
    pathway: Mapping[UUID, str]
    first: Mapping[UUID, date]
    facts: Mapping[UUID, Mapping[str, date]]
    courses: frozenset[UUID]
    offered: Mapping[UUID, bool]
    likes: Mapping[UUID, str]


def watched(*, on: date, since: date) -> tuple[list[Line], dict[str, list[int]]]:
    """The lines of everybody who counts on a day, in a year of looks that began on another; and by group how many are on
    each of the three tracks. About twelve queries for each part of the learners."""
    lines: list[Line] = []
    tracks: dict[str, Counter[Track]] = defaultdict(Counter)
    wanted = everyone(on)
    for nth in range(0, len(wanted), AT_ONCE):
        part = wanted[nth : nth + AT_ONCE]
        groups = {key: said for key, said in governance.groups_said(part).items() if said}
        own = [each for each in part if each in groups]
        held = _held(own, groups, since)
        for learner, life in zip(own, lives(own), strict=True):
            if learner in held.place:
                lines += _lines(learner, life, held, on, since)
                tracks[life.group][_track(learner, held)] += 1
    return lines, {group: [found[track] for track in TRACKS] for group, found in tracks.items()}


def _lines(learner: UUID, life: Life, held: _Held, on: date, since: date) -> Iterator[Line]:
    place, groups, likes = held.place[learner], frozenset(held.groups[learner]), held.likes.get(learner, "")
    pathway, first = held.pathway.get(learner, ""), held.first.get(learner)
    yield Line(place, groups, _shown(learner, held, since), likes, {"access": first is not None})
    got: dict[Monitor, bool] = {}
    if learner in held.offered:
        got["advice"] = held.offered[learner]
    if pathway:
        got["placement"] = pathway in held.far
        got["course"] = learner in held.courses
    if first is not None:
        got["outcome"] = on_clear_path(life, frameworks.catalogue().state.ways_on, on)
    if got:
        # What was shown before they chose: what a pathway gave them is no ground for having been put on it.
        yield Line(place, groups, _shown(learner, held, min(since, first or since)), likes, got)


def _shown(learner: UUID, held: _Held, before: date) -> int:
    return sum(1 for day in held.facts.get(learner, {}).values() if day < before)


def _track(learner: UUID, held: _Held) -> Track:
    pathway = held.pathway.get(learner, "")
    return "rest" if not pathway else "college" if pathway in held.far else "trades"


def _held(learners: list[UUID], groups: Mapping[UUID, tuple[str, ...]], since: date) -> _Held:
    far = far_pathways()
    pathway, first = _chosen(learners)
    facts, courses = _facts(learners, since)
    offered: dict[UUID, bool] = {}
    rows = Proposal.objects.filter(
        learner__in=ids_of(learners), kind__in=["choose", "switch"], proposed_at__date__gte=since
    )
    for key, what in _own(learners, rows.values_list("learner", "what")):
        offered[key] = offered.get(key, False) or what in far
    quizzes = QuizResult.objects.filter(learner__in=ids_of(learners)).order_by("taken_at")
    likes = {key: order[0] for key, order in _own(learners, quizzes.values_list("learner", "order")) if order}
    stays = stays_by_learner(learners)
    place = {key: own[-1].place for key, own in stays.items() if own and own[-1].until is None}
    return _Held(far, place, groups, pathway, first, facts, courses, offered, likes)


def _chosen(learners: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, date]]:
    """The pathway each is on now, of those who are on one; and when each who ever was first came on one."""
    drawn, now, first = States.drawn(), dict[UUID, str](), dict[UUID, date]()
    rows = Choice.objects.filter(learner__in=ids_of(learners)).order_by("chosen_at", "position")
    for key, (state, pathway, at) in _own(
        learners, ((key, (s, p, at)) for key, s, p, at in rows.values_list("learner", "state", "pathway", "chosen_at"))
    ):  # fmt: skip
        now[key] = pathway if drawn.of(state) != "off" else ""
        if now[key]:
            first.setdefault(key, timezone.localdate(at))
    return {key: pathway for key, pathway in now.items() if pathway}, first


def _facts(learners: list[UUID], since: date) -> tuple[dict[UUID, dict[str, date]], frozenset[UUID]]:
    unit = frameworks.catalogue().state.tracking.course_unit
    facts: dict[UUID, dict[str, date]] = defaultdict(dict)
    courses = set[UUID]()
    rows = facts_counted(learners, unit)
    for key, (day, what, carries) in _own(learners, ((k, (d, w, c)) for k, d, w, c in rows)):
        facts[key][what] = min(day, facts[key].get(what, day))
        if carries and day >= since:
            courses.add(key)
    return facts, frozenset(courses)


def _own(learners: list[UUID], rows: Iterable[tuple[UUID, T]]) -> Iterator[tuple[UUID, T]]:
    """Rows under the id by which each learner is known now."""
    kept = list(rows)
    same = whose(learners, {key for key, _ in kept})
    return ((same[key], value) for key, value in kept if key in same)
