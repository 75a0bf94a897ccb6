"""What is known of the support around many learners, from what is kept; for jobs and acts that asked the policy first.

No mark, no count of days missed and nothing of who a learner is goes into it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from throughline.apps.advising.going import Way, ways_of
from throughline.apps.advising.models import PlanEntry, PlanVersion
from throughline.apps.advising.weighing import audit_of
from throughline.apps.directory.circles import circles_of
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.queries.access import access
from throughline.apps.records import queries as records
from throughline.apps.records.queries.submissions import waiting_since
from throughline.apps.trail import queries as trail
from throughline.core.access import Access
from throughline.core.catalogue.pace import Term, coming
from throughline.core.progress.missing_support import SupportFacts, Tie
from throughline.core.progress.record import Record

TALKED = "talked"
IN_TOUCH = (
    TALKED, "called", "noted", "proposed", "commented", "gave feedback", "attested", "signed", "judged",
    "signed a week of work", "was at a demonstration",
)  # fmt: skip
"""Verbs of acts in which an adult is in touch with a learner."""


def facts_of(learners: Iterable[UUID], now: datetime) -> dict[UUID, SupportFacts]:
    """The facts of each of these. About fifteen queries for any number; further records are read only of those on whose way
    something is out of reach."""
    wanted, on = list(learners), timezone.localdate(now)
    ties, waiting, planned = circles(wanted, on), _waiting(wanted), _planned(wanted)
    ways = {key: way for key, way in ways_of(wanted).items() if way.going.at_work}
    terms, unreached = around(frameworks.catalogue().state.terms, on), _unreached(ways, on)
    return {
        each: SupportFacts(
            ties.get(each, ()), waiting.get(each), ways[each].going.stepped if each in ways else None, terms,
            planned.get(each), unreached.get(each, ()),
        )
        for each in wanted
    }  # fmt: skip


def circles(wanted: list[UUID], on: date) -> dict[UUID, tuple[Tie, ...]]:
    """Each one's adults, with when they were last in touch. Two queries; two more where records were joined."""
    rows, met = circles_of(wanted, on=on), trail.last_in_touch(ids_of(wanted), by=IN_TOUCH)
    same = whose(wanted, [*(row[0] for row in rows), *(about for about, _ in met)])
    last: dict[tuple[UUID, UUID], date] = {}
    for (about, who), at in met.items():
        pair = same.get(about, about), who
        last[pair] = max(timezone.localdate(at), last.get(pair, date.min))
    found: dict[UUID, tuple[Tie, ...]] = {}
    for learner, helper, kind, since in rows:
        key = same.get(learner, learner)
        found[key] = (*found.get(key, ()), Tie(helper, kind, since, last.get((key, helper))))
    return found


def around(terms: Mapping[str, Term], on: date) -> tuple[date, date] | None:
    """The first days of the term a day lies in and of the next one; None where the state names no terms."""
    following = coming(terms, on, 1) if terms else ()
    begun = [
        day
        for year in (on.year - 1, on.year)
        for each in terms.values()
        if (day := date(year, each.month, each.day)) <= on
    ]
    if not following or following[0].begins is None or not begun:
        return None
    return max(begun), following[0].begins


def _waiting(wanted: list[UUID]) -> dict[UUID, date]:
    rows = waiting_since(wanted)
    same = whose(wanted, rows)
    found: dict[UUID, date] = {}
    for each, at in rows.items():
        key = same.get(each, each)
        found[key] = min(timezone.localdate(at), found.get(key, date.max))
    return found


def _planned(wanted: list[UUID]) -> dict[UUID, date]:
    """When each last put something on their plan that still stands there, or saved it."""
    mine = ids_of(wanted)
    entries = PlanEntry.objects.filter(learner__in=mine, removed_at=None).values_list("learner")
    saved = PlanVersion.objects.filter(learner__in=mine).values_list("learner")
    rows = [*entries.annotate(at=Max("added_at")), *saved.annotate(at=Max("saved_at"))]
    same = whose(wanted, (each for each, _ in rows))
    found: dict[UUID, date] = {}
    for each, at in rows:
        key = same.get(each, each)
        found[key] = max(timezone.localdate(at), found.get(key, date.min))
    return found


@dataclass(frozen=True, slots=True)
class Reach:
    """Which milestones are offered somewhere and cannot be got to, by the town a place stands in; each town once."""

    access: Access
    offered: frozenset[str]
    by_place: dict[str, frozenset[str]] = field(default_factory=dict)

    def lacking(self, place: str) -> frozenset[str]:
        """The milestones, by id, of which nothing is within reach of a place."""
        if place not in self.by_place:
            town = self.access.town_of(place)
            out = self.offered - self.access.reach.get(town, frozenset()) if town else frozenset()
            self.by_place[place] = frozenset(each.partition(":")[2] for each in out)
        return self.by_place[place]


def _unreached(ways: Mapping[UUID, Way], on: date) -> dict[UUID, tuple[str, ...]]:
    """What is open to each now, where all of it is offered somewhere and nothing of it within reach of where they learn."""
    found = access()
    if found is None:
        return {}
    reach = Reach(found, frozenset(each for each in found.offers if each.startswith("milestone:")))
    parts = frameworks.structure().parts
    lacking = {
        key: out
        for key, way in ways.items()
        if (name := way.pathway.partition(":")[2]) in parts
        and (out := reach.lacking(way.place) & {*parts[name].milestones})
    }
    held = records.records_of(lacking)
    return {key: _open_now(held[key], ways[key], out, on) for key, out in lacking.items()}


def _open_now(record: Record, way: Way, lacking: frozenset[str], on: date) -> tuple[str, ...]:
    audit = audit_of(record, way.pathway, way.number, on=on, began=way.began)
    return tuple(f"milestone:{each}" for each in audit.next) if lacking.issuperset(audit.next) else ()
