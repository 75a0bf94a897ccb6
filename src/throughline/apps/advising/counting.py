"""How many of those who learn somewhere and are at work on a pathway stand where, counted for a place, a region, or all.

A job counts everybody every ten minutes and keeps the counts, a line a place and pathway, so that a page reads a few lines
however many learn there. Where few do, the page counts them itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from throughline.apps.advising.actions.choosing import machine
from throughline.apps.advising.models import Choice, CohortCount, CohortsCounted
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.population import queries as population
from throughline.apps.population.models import LearnerRow
from throughline.apps.population.queries import About
from throughline.apps.trail.queries import Cursor

FEW = 2_000
"""So many are counted in some ten milliseconds."""
PLACE, REGION, HOME = "place:", "region:", "home:"
"""Of whom a line is: who learns at a place; at any place of a region; who came last to a place of that region (empty: of
none), so that everybody is in one."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many learners who are on the same version of a pathway and equally near to each of its gates
    (`LearnerRow.gates`)."""

    whose: str
    pathway: str
    number: int | None
    gates: str
    many: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Groups of learners, and for when they were counted; None before the first night."""

    groups: tuple[Group, ...]
    about: About | None


def in_place(place: str) -> Counted:
    """Whoever learns at a school. Four queries."""
    return _counted(Q(whose=PLACE + place), lambda: _by_pathway(PLACE + place, place, ""))


def in_region(region: str) -> Counted:
    """Whoever learns at any place of a region, each once. As many queries."""
    return _counted(Q(whose=REGION + region), lambda: _by_pathway(REGION + region, "", region))


def by_home(pathway: str) -> Counted:
    """Whoever learns anywhere and is on one pathway, by home region. As many queries."""
    lines = Q(whose__startswith=HOME, pathway=pathway)
    return _counted(lines, lambda: _by_home(pathway), of_all=True)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many are on a pathway. homes: by pathway and home region (empty: of none). places: by place; None where they are
    few enough to be counted now. about: for when."""

    homes: Mapping[str, Mapping[str, int]]
    places: Mapping[str, int] | None
    about: About | None


def totals(places: Iterable[str]) -> Totals:
    """Of these places and of all regions. Three queries, however many there are."""
    wanted, kept = [PLACE + each for each in places], _kept(Q(whose__startswith=HOME), of_all=True)
    if kept is None:
        return Totals(_by_home_and_pathway((each[0], each[1], each[-1]) for each in _by_home("")), None, None)
    lines = CohortCount.objects.filter(whose__in=wanted).values_list("whose").annotate(every=Sum("many"))
    by_place = {whose.removeprefix(PLACE): every for whose, every in lines}
    few = sum(by_place.values()) <= FEW
    return Totals(_by_home_and_pathway(kept[0]), None if few else by_place, None if few else kept[1])


Line = tuple[str, str, int]
"""Of whom, the pathway, and how many."""


def _by_home_and_pathway(lines: Iterable[Line]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for whose, pathway, many in lines:
        counts = found.setdefault(pathway, {})
        counts[whose.removeprefix(HOME)] = counts.get(whose.removeprefix(HOME), 0) + many
    return found


def _kept(lines: Q, *, of_all: bool = False) -> tuple[list[Line], About] | None:
    """What was counted, where there are too many to count now: on these lines, or in all the state. Three queries."""
    about, kept = population.standing_for(), CohortsCounted.objects.first()
    if about is None or kept is None or (of_all and kept.learners <= FEW):
        return None
    found = list(CohortCount.objects.filter(lines).values_list("whose", "pathway", "many"))
    if not of_all and sum(many for _, _, many in found) <= FEW:
        return None
    at = Cursor(kept.moment, kept.sequence)
    return found, replace(about, as_of=kept.as_of, cursor=at, written_at=kept.written_at)


def _counted(lines: Q, count: Callable[[], Iterable[tuple[Any, ...]]], *, of_all: bool = False) -> Counted:
    kept = _kept(lines, of_all=of_all)
    if kept is None:
        return Counted(tuple(Group(*each) for each in count()), population.standing_for())
    rows = CohortCount.objects.filter(lines).order_by("whose", "pathway")
    groups = (Group(each.whose, each.pathway, *group) for each in rows for group in each.groups)
    return Counted(tuple(groups), kept[1])


# -- counted now


def _by_pathway(whose: str, place: str, region: str) -> Iterable[tuple[Any, ...]]:
    rows = _at_work(directory.learning_at(place, region))
    return _grouped(rows.annotate(whose=Value(whose, output_field=CharField())))


def _by_home(pathway: str) -> Iterable[tuple[Any, ...]]:
    rows = _at_work(directory.learning_at("", ""))
    region = Coalesce(Subquery(directory.region_of_learner(OuterRef("learner"))), Value(""))
    rows = rows.filter(pathway=pathway) if pathway else rows
    return _grouped(rows.annotate(whose=Concat(Value(HOME), region, output_field=CharField())))


def _grouped(rows: QuerySet[Any, Any]) -> Iterable[tuple[Any, ...]]:
    by = ("whose", "pathway", "number", "gates")
    found: QuerySet[Any, Any] = rows.values_list(*by).annotate(many=Count("pk"))
    return found.order_by(*by)


def _at_work(people: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Rows of those who are at work on a pathway now. Who chose under another id of theirs goes by their row."""
    latest = Choice.objects.filter(learner=OuterRef("person")).order_by("-position").values("state")[:1]
    goal = machine().goal_of("choose")
    there = people.annotate(at=Coalesce(Subquery(latest), Value(goal))).filter(at=goal).values("person")
    return LearnerRow.objects.filter(learner__in=there).exclude(pathway="")


# -- counted by a job

_EVERYBODY = """
WITH latest AS MATERIALIZED (
    SELECT DISTINCT ON (learner_id) learner_id, state FROM advising_choice ORDER BY learner_id, position DESC
), there AS MATERIALIZED (
    SELECT stay.person_id, place.slug, place.region, stay.starts, stay.id, kept.pathway, kept.number, kept.gates
    FROM directory_membership stay JOIN directory_organization place ON place.id = stay.organization_id
        JOIN population_learnerrow kept ON kept.learner_id = stay.person_id
        LEFT JOIN latest ON latest.learner_id = stay.person_id
    WHERE stay.role = 'learner' AND stay.until IS NULL AND kept.pathway <> ''
        AND coalesce(latest.state, %(goal)s) = %(goal)s
), counted AS (
    SELECT %(place)s || slug AS whose, pathway, number, gates, count(*) AS many FROM there
    GROUP BY slug, pathway, number, gates
    UNION ALL
    SELECT %(region)s || region, pathway, number, gates, count(DISTINCT person_id) FROM there WHERE region <> ''
    GROUP BY region, pathway, number, gates
    UNION ALL
    SELECT %(home)s || region, pathway, number, gates, count(*) FROM (
        SELECT DISTINCT ON (person_id) * FROM there ORDER BY person_id, region = '', starts DESC, id DESC
    ) AS each
    GROUP BY region, pathway, number, gates
), fresh AS MATERIALIZED (
    SELECT whose, pathway, sum(many) AS many,
        jsonb_agg(jsonb_build_array(number, gates, many) ORDER BY number, gates) AS groups
    FROM counted GROUP BY whose, pathway
), gone AS (
    DELETE FROM advising_cohortcount kept
    WHERE NOT EXISTS (SELECT FROM fresh WHERE fresh.whose = kept.whose AND fresh.pathway = kept.pathway)
)
INSERT INTO advising_cohortcount AS kept (whose, pathway, many, groups)
SELECT whose, pathway, many, groups FROM fresh
ON CONFLICT (whose, pathway) DO UPDATE SET many = excluded.many, groups = excluded.groups
WHERE kept.groups <> excluded.groups
"""


@transaction.atomic
def count_cohorts(*, by: Actor, now: datetime) -> int:
    """Count everybody, where the rows have moved on since the last time; how many lines came out otherwise."""
    require(by, "night.prove", what="Counting where learners are")
    about, kept = population.standing_for(), CohortsCounted.objects.select_for_update().first()
    if about is None or (kept is not None and Cursor(kept.moment, kept.sequence) == about.cursor):
        return 0
    goal = machine().goal_of("choose")
    with connection.cursor() as cursor:
        cursor.execute(_EVERYBODY, {"goal": goal, "place": PLACE, "region": REGION, "home": HOME})
        many = int(cursor.rowcount)
    homes = CohortCount.objects.filter(whose__startswith=HOME).aggregate(every=Sum("many"))
    CohortsCounted.objects.update_or_create(one=True, defaults={
        "learners": homes["every"] or 0,
        "moment": about.cursor.moment, "sequence": about.cursor.sequence, "as_of": about.as_of,
        "written_at": about.written_at, "counted_at": now,
    })  # fmt: skip
    return many
